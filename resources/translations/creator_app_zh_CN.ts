<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Which engine does which job, and where your sound and words go</source>
        <translation>哪个引擎做哪件事，您的声音和文字去哪里</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>All engines</source>
        <translation>全部引擎</translation>
    </message>
    <message>
        <source>Your own servers</source>
        <translation>您自己的服务器</translation>
    </message>
    <message>
        <source>Live captions</source>
        <translation>实时字幕</translation>
    </message>
    <message>
        <source>Transcripts of files</source>
        <translation>文件转写</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Shots</source>
        <translation>镜头</translation>
    </message>
    <message>
        <source>The first that is ready</source>
        <translation>第一个可用的</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Does</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Your data</source>
        <translation>您的数据</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>stays here</source>
        <translation>留在本机</translation>
    </message>
    <message>
        <source>sent to the vendor</source>
        <translation>发送给厂商</translation>
    </message>
    <message>
        <source>sent to your server</source>
        <translation>发送到您的服务器</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Test: %1</source>
        <translation>测试：%1</translation>
    </message>
    <message>
        <source>Testing a server</source>
        <translation>测试服务器</translation>
    </message>
    <message>
        <source>General</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>How the app looks, and where your work is kept</source>
        <translation>应用的外观，以及作品保存的位置</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Chinese is written</source>
        <translation>中文字形</translation>
    </message>
    <message>
        <source>Speech engines write either script; the app brings it into yours.</source>
        <translation>语音引擎可能写出任一种字形，应用会统一成您选择的。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Simplified</source>
        <translation>简体</translation>
    </message>
    <message>
        <source>Traditional</source>
        <translation>繁体</translation>
    </message>
    <message>
        <source>Projects folder</source>
        <translation>项目文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the projects folder</source>
        <translation>选择项目文件夹</translation>
    </message>
    <message>
        <source>New projects are made there; projects elsewhere stay where they are.</source>
        <translation>新项目会建在这里；别处的项目留在原处。</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Only needed for engines in the cloud</source>
        <translation>只有云端引擎才需要</translation>
    </message>
    <message>
        <source>Keys are kept in your system&apos;s keyring, never in settings, projects or logs. Everything works without one: captions, voices and videos are made on this computer.</source>
        <translation>密钥保存在系统的密钥环中，绝不写入设置、项目或日志。没有密钥也一切可用：字幕、声音和视频都在本机完成。</translation>
    </message>
    <message>
        <source>Key for %1</source>
        <translation>%1 的密钥</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>A key is kept in the keyring.</source>
        <translation>密钥已存入密钥环。</translation>
    </message>
    <message>
        <source>A key comes from the environment.</source>
        <translation>密钥来自环境变量。</translation>
    </message>
    <message>
        <source>No key yet.</source>
        <translation>还没有密钥。</translation>
    </message>
    <message>
        <source>Paste a key</source>
        <translation>粘贴密钥</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>正在询问…</translation>
    </message>
    <message>
        <source>Testing a key</source>
        <translation>测试密钥</translation>
    </message>
    <message>
        <source>Sound devices</source>
        <translation>声音设备</translation>
    </message>
    <message>
        <source>What is recorded; both are heard here while this page is open</source>
        <translation>要录制的声音；打开本页时可以看到两者的电平</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>麦克风</translation>
    </message>
    <message>
        <source>System sound</source>
        <translation>系统声音</translation>
    </message>
    <message>
        <source>What the computer plays, such as a call.</source>
        <translation>电脑播放的声音，例如通话。</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>字幕</translation>
    </message>
    <message>
        <source>While recording.</source>
        <translation>录制时。</translation>
    </message>
    <message>
        <source>Captions while recording</source>
        <translation>录制时显示字幕</translation>
    </message>
    <message>
        <source>Level: %1</source>
        <translation>电平：%1</translation>
    </message>
    <message>
        <source>none found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>As the system: %1</source>
        <translation>跟随系统：%1</translation>
    </message>
    <message>
        <source>Not recorded</source>
        <translation>不录制</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>纯文本</translation>
    </message>
    <message>
        <source>Word document</source>
        <translation>Word 文档</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>SubRip captions</source>
        <translation>SubRip 字幕</translation>
    </message>
    <message>
        <source>WebVTT captions</source>
        <translation>WebVTT 字幕</translation>
    </message>
    <message>
        <source>Styled captions (ASS)</source>
        <translation>带样式的字幕 (ASS)</translation>
    </message>
    <message>
        <source>Table (CSV)</source>
        <translation>表格 (CSV)</translation>
    </message>
    <message>
        <source>Words with times (JSON)</source>
        <translation>带时间的词 (JSON)</translation>
    </message>
    <message>
        <source>Export the transcript</source>
        <translation>导出转写文本</translation>
    </message>
    <message>
        <source>Exporting “%1”</source>
        <translation>正在导出“%1”</translation>
    </message>
    <message>
        <source>“%1” is ready.</source>
        <translation>“%1”已完成。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Keep this version…</source>
        <translation>保留此历史版本…</translation>
    </message>
    <message>
        <source>None yet: one is kept every day</source>
        <translation>还没有：每天自动保留一个</translation>
    </message>
    <message>
        <source>kept by itself</source>
        <translation>自动保留</translation>
    </message>
    <message>
        <source>Keep this version</source>
        <translation>保留此历史版本</translation>
    </message>
    <message>
        <source>Name of the version</source>
        <translation>历史版本的名称</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>历史版本</translation>
    </message>
    <message>
        <source>Keeping a version</source>
        <translation>保留历史版本</translation>
    </message>
    <message>
        <source>The version “%1” is kept.</source>
        <translation>历史版本“%1”已保留。</translation>
    </message>
    <message>
        <source>Go back to an earlier version</source>
        <translation>回到历史版本</translation>
    </message>
    <message>
        <source>Reading an earlier version</source>
        <translation>读取历史版本</translation>
    </message>
</context>
<context>
    <name>AfterBar</name>
    <message>
        <source>There are no words yet</source>
        <translation>还没有文字</translation>
    </message>
    <message>
        <source>It is being transcribed</source>
        <translation>正在转写</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>Correct the words of a turn (F2, or press it twice)</source>
        <translation>更正一段发言的文字（F2，或双击）</translation>
    </message>
    <message>
        <source>Transcribe again</source>
        <translation>重新转写</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Remove the recording</source>
        <translation>移除录音</translation>
    </message>
    <message>
        <source>Transcribe in</source>
        <translation>转写语言</translation>
    </message>
    <message>
        <source>The language that is heard</source>
        <translation>所听到的语言</translation>
    </message>
    <message>
        <source>Rename the recording</source>
        <translation>重命名录音</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
</context>
<context>
    <name>AfterPage</name>
    <message>
        <source>Correct the transcript</source>
        <translation>更正转写文本</translation>
    </message>
    <message>
        <source>Rename a speaker</source>
        <translation>重命名发言人</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Rename the recording</source>
        <translation>重命名录音</translation>
    </message>
    <message>
        <source>Remove the recording</source>
        <translation>移除录音</translation>
    </message>
    <message>
        <source>“%1” removed</source>
        <translation>已移除“%1”</translation>
    </message>
    <message>
        <source>Bring the recording back</source>
        <translation>恢复录音</translation>
    </message>
</context>
<context>
    <name>AfterSide</name>
    <message>
        <source>Recordings</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>Speakers</source>
        <translation>发言人</translation>
    </message>
    <message>
        <source>Name of %1</source>
        <translation>%1 的名字</translation>
    </message>
</context>
<context>
    <name>Alarms</name>
    <message>
        <source>Connect a loudspeaker or headphones, or record without it.</source>
        <translation>请连接扬声器或耳机，或者不录这一路声音。</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>Record without it</source>
        <translation>不录这一路</translation>
    </message>
    <message>
        <source>The microphone is gone.</source>
        <translation>麦克风已断开。</translation>
    </message>
    <message>
        <source>The system sound is gone.</source>
        <translation>系统声音已断开。</translation>
    </message>
    <message>
        <source>The microphone has stopped delivering.</source>
        <translation>麦克风不再送来声音。</translation>
    </message>
    <message>
        <source>The system sound has stopped.</source>
        <translation>系统声音已停止。</translation>
    </message>
    <message>
        <source>The microphone delivers nothing but silence.</source>
        <translation>麦克风只送来静音。</translation>
    </message>
    <message>
        <source>Some sound was lost: this computer was too busy.</source>
        <translation>丢失了一些声音：电脑太忙。</translation>
    </message>
    <message>
        <source>The disk is nearly full.</source>
        <translation>磁盘快满了。</translation>
    </message>
    <message>
        <source>The disk is full: the recording was ended.</source>
        <translation>磁盘已满：录制已结束。</translation>
    </message>
    <message>
        <source>There are no captions.</source>
        <translation>没有字幕。</translation>
    </message>
    <message>
        <source>Connect it again: recording goes on, and takes it back by itself.</source>
        <translation>请重新连接：录制仍在继续，连上后会自动恢复。</translation>
    </message>
    <message>
        <source>It is being opened again; what was recorded is safe.</source>
        <translation>正在重新打开；已录下的内容是安全的。</translation>
    </message>
    <message>
        <source>Check that it is not muted, on itself and in the sound settings.</source>
        <translation>请检查设备本身和声音设置中是否静音。</translation>
    </message>
    <message>
        <source>Close programs that keep it busy; the rest is on disk.</source>
        <translation>请关闭占用电脑的程序；其余声音已写入磁盘。</translation>
    </message>
    <message>
        <source>Free some space; what was recorded is safe.</source>
        <translation>请腾出一些空间；已录下的内容是安全的。</translation>
    </message>
    <message>
        <source>Everything until then is safe. Free some space.</source>
        <translation>此前的内容都是安全的。请腾出一些空间。</translation>
    </message>
    <message>
        <source>The sound is recorded; it can be transcribed afterwards.</source>
        <translation>声音已录下；之后可以转写。</translation>
    </message>
</context>
<context>
    <name>BarActions</name>
    <message>
        <source>There are no words yet</source>
        <translation>还没有文字</translation>
    </message>
    <message>
        <source>Private: nothing leaves this computer</source>
        <translation>隐私模式：数据不离开本机</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>New recording</source>
        <translation>新录音</translation>
    </message>
    <message>
        <source>Use as script</source>
        <translation>用作脚本</translation>
    </message>
    <message>
        <source>Put the words into the voice-over of this project</source>
        <translation>把这些文字放进本项目的配音</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
</context>
<context>
    <name>BeginPage</name>
    <message>
        <source>Script of the video</source>
        <translation>视频脚本</translation>
    </message>
    <message>
        <source>Each paragraph becomes a shot. [Words in brackets] say what is to be seen.</source>
        <translation>每一段文字成为一个镜头。[方括号里的文字]说明画面内容。</translation>
    </message>
    <message>
        <source>Make shots</source>
        <translation>生成镜头</translation>
    </message>
    <message>
        <source>Use the voice-over</source>
        <translation>使用配音</translation>
    </message>
    <message>
        <source>Choose pictures and clips…</source>
        <translation>选择图片和视频片段…</translation>
    </message>
    <message>
        <source>Open the sample</source>
        <translation>打开示例</translation>
    </message>
    <message>
        <source>Paste a script. It is spoken, a scene is drawn for each paragraph, and captions are put over it, all on this computer. Everything can be changed afterwards.</source>
        <translation>粘贴脚本。应用会把它读出来，为每一段画出场景，再加上字幕，全部在本机完成。之后一切都可以修改。</translation>
    </message>
    <message>
        <source>A video from words</source>
        <translation>用文字做视频</translation>
    </message>
</context>
<context>
    <name>BlockRow</name>
    <message>
        <source>Take</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>No take yet</source>
        <translation>还没有版本</translation>
    </message>
    <message>
        <source>Block %1</source>
        <translation>段落 %1</translation>
    </message>
    <message>
        <source>Heading</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Make again: %1</source>
        <translation>重新生成：%1</translation>
    </message>
    <message>
        <source>Speaking…</source>
        <translation>正在朗读…</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Nothing to speak</source>
        <translation>没有可朗读的内容</translation>
    </message>
    <message>
        <source>Changed · free</source>
        <translation>已修改 · 免费</translation>
    </message>
    <message>
        <source>New · free</source>
        <translation>新 · 免费</translation>
    </message>
</context>
<context>
    <name>Button</name>
    <message>
        <source>Working</source>
        <translation>进行中</translation>
    </message>
</context>
<context>
    <name>CaptionArea</name>
    <message>
        <source>Captions</source>
        <translation>字幕</translation>
    </message>
    <message>
        <source>Following</source>
        <translation>跟随最新</translation>
    </message>
    <message>
        <source>Go to the newest</source>
        <translation>转到最新</translation>
    </message>
</context>
<context>
    <name>CaptionBar</name>
    <message>
        <source>Can be changed when the recording is over</source>
        <translation>录制结束后可以修改</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>字幕</translation>
    </message>
    <message>
        <source>Captions while recording</source>
        <translation>录制时显示字幕</translation>
    </message>
    <message>
        <source>Size of the captions</source>
        <translation>字幕大小</translation>
    </message>
    <message>
        <source>Markers and what is watched</source>
        <translation>标记和监控</translation>
    </message>
    <message>
        <source>Language that is spoken</source>
        <translation>所说的语言</translation>
    </message>
    <message>
        <source>Finds the language</source>
        <translation>自动识别语言</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>更大</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>更小</translation>
    </message>
    <message>
        <source>No caption engine is ready</source>
        <translation>没有可用的字幕引擎</translation>
    </message>
    <message>
        <source>on device</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>over the network</source>
        <translation>经网络</translation>
    </message>
    <message>
        <source>The captions are written on this computer; no sound leaves it.</source>
        <translation>字幕在本机生成，声音不离开本机。</translation>
    </message>
    <message>
        <source>The sound is sent to this engine while you record.</source>
        <translation>录制时声音会发送给这个引擎。</translation>
    </message>
</context>
<context>
    <name>CardDelegate</name>
    <message>
        <source>Cannot be opened</source>
        <translation>无法打开</translation>
    </message>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n 处匹配</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Cards</name>
    <message>
        <source>Meeting</source>
        <translation>会议</translation>
    </message>
    <message>
        <source>Voice-over</source>
        <translation>配音</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>Delete removes it</source>
        <translation>按 Delete 移除</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Shot</source>
        <translation>镜头</translation>
    </message>
    <message>
        <source>Files…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>字幕</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message numerus="yes">
        <source>Make %n shot(s)</source>
        <translation>
            <numerusform>生成 %n 个镜头</numerusform>
        </translation>
    </message>
    <message>
        <source>free</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>Remove music</source>
        <translation>移除音乐</translation>
    </message>
    <message>
        <source>Music…</source>
        <translation>音乐…</translation>
    </message>
    <message>
        <source>Press play to see it</source>
        <translation>按播放键观看</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>正在进行…</translation>
    </message>
    <message>
        <source>Spoken word marked</source>
        <translation>标出所读的词</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Boxed</source>
        <translation>带底框</translation>
    </message>
    <message>
        <source>Pop</source>
        <translation>弹出</translation>
    </message>
    <message>
        <source>One word at a time</source>
        <translation>逐词显示</translation>
    </message>
    <message>
        <source>No captions</source>
        <translation>无字幕</translation>
    </message>
    <message>
        <source>Shots</source>
        <translation>镜头</translation>
    </message>
    <message>
        <source>Empty shot</source>
        <translation>空镜头</translation>
    </message>
    <message>
        <source>Not made yet · free</source>
        <translation>尚未生成 · 免费</translation>
    </message>
    <message>
        <source>Own file</source>
        <translation>自有文件</translation>
    </message>
    <message>
        <source>Drawn here</source>
        <translation>本机绘制</translation>
    </message>
    <message>
        <source>Add a shot</source>
        <translation>添加镜头</translation>
    </message>
    <message>
        <source>Move the shot</source>
        <translation>移动镜头</translation>
    </message>
    <message>
        <source>Remove the shot</source>
        <translation>移除镜头</translation>
    </message>
    <message>
        <source>The shot is removed.</source>
        <translation>镜头已移除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Change format</source>
        <translation>更改格式</translation>
    </message>
    <message>
        <source>Change captions</source>
        <translation>更改字幕</translation>
    </message>
    <message>
        <source>Choose music</source>
        <translation>选择音乐</translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation>声音文件</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Add music</source>
        <translation>添加音乐</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Details for support</source>
        <translation>技术支持详情</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>DeviceRow</name>
    <message>
        <source>None found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>The computer&apos;s usual one</source>
        <translation>电脑默认的设备</translation>
    </message>
    <message>
        <source>Not recorded</source>
        <translation>不录制</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>The one you chose</source>
        <translation>您选择的设备</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>麦克风</translation>
    </message>
    <message>
        <source>System sound</source>
        <translation>系统声音</translation>
    </message>
    <message>
        <source>Sound: %1</source>
        <translation>声音：%1</translation>
    </message>
    <message>
        <source>Level: %1</source>
        <translation>电平：%1</translation>
    </message>
</context>
<context>
    <name>Devices</name>
    <message>
        <source>mono</source>
        <translation>单声道</translation>
    </message>
    <message>
        <source>stereo</source>
        <translation>立体声</translation>
    </message>
    <message>
        <source>{0} channels</source>
        <translation>{0} 声道</translation>
    </message>
</context>
<context>
    <name>HitList</name>
    <message>
        <source>Said or written</source>
        <translation>说过或写过</translation>
    </message>
    <message numerus="yes">
        <source>Said or written: %n</source>
        <translation>
            <numerusform>说过或写过：%n 处</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Move the shot up</source>
        <translation>上移镜头</translation>
    </message>
    <message>
        <source>Move the shot down</source>
        <translation>下移镜头</translation>
    </message>
    <message>
        <source>Remove the shot</source>
        <translation>移除镜头</translation>
    </message>
    <message>
        <source>What is to be seen</source>
        <translation>画面内容</translation>
    </message>
    <message>
        <source>A quiet harbour at dawn, small boats</source>
        <translation>黎明时分宁静的港湾，几只小船</translation>
    </message>
    <message>
        <source>What is said</source>
        <translation>旁白</translation>
    </message>
    <message>
        <source>Nothing is said over this shot</source>
        <translation>这个镜头没有旁白</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Draw this shot</source>
        <translation>绘制此镜头</translation>
    </message>
    <message>
        <source>Choose a shot to change it.</source>
        <translation>选择一个镜头来修改。</translation>
    </message>
    <message>
        <source>Shot</source>
        <translation>镜头</translation>
    </message>
    <message>
        <source>Shot %1</source>
        <translation>镜头 %1</translation>
    </message>
    <message>
        <source>free</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>Draw it instead</source>
        <translation>改为绘制</translation>
    </message>
    <message>
        <source>Own file…</source>
        <translation>自有文件…</translation>
    </message>
    <message>
        <source>Shows a file of your own.</source>
        <translation>显示您自己的文件。</translation>
    </message>
    <message>
        <source>Drawn on this computer, not filmed.</source>
        <translation>在本机绘制，并非实拍。</translation>
    </message>
    <message>
        <source>Change what is said</source>
        <translation>修改旁白</translation>
    </message>
    <message>
        <source>Change what is seen</source>
        <translation>修改画面内容</translation>
    </message>
    <message>
        <source>Change length</source>
        <translation>更改时长</translation>
    </message>
    <message>
        <source>Draw the shot</source>
        <translation>绘制镜头</translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>Cancel: %1</source>
        <translation>取消：%1</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
</context>
<context>
    <name>JobsDrawer</name>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Close jobs</source>
        <translation>关闭任务</translation>
    </message>
    <message>
        <source>Nothing is running</source>
        <translation>没有正在进行的任务</translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n 个进行中</numerusform>
        </translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Black</source>
        <translation>黑色文字</translation>
    </message>
    <message>
        <source>White</source>
        <translation>白色文字</translation>
    </message>
    <message>
        <source>stays as it is</source>
        <translation>不再改变</translation>
    </message>
    <message>
        <source>Grey, dotted</source>
        <translation>灰色虚线</translation>
    </message>
    <message>
        <source>may still change</source>
        <translation>可能还会改</translation>
    </message>
</context>
<context>
    <name>LevelMeter</name>
    <message>
        <source>silent</source>
        <translation>无声</translation>
    </message>
    <message>
        <source>{0}: too loud</source>
        <translation>{0}：声音过大</translation>
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message>
        <source>Search every word</source>
        <translation>搜索每一个词</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新项目</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>No projects yet</source>
        <translation>还没有项目</translation>
    </message>
    <message>
        <source>Record a meeting, speak a script or make a video: it will be here.</source>
        <translation>录一场会议、配一段音或做一个视频，都会出现在这里。</translation>
    </message>
    <message>
        <source>Start with a recording</source>
        <translation>从录音开始</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>资料库</translation>
    </message>
    <message numerus="yes">
        <source>%n project(s)</source>
        <translation>
            <numerusform>%n 个项目</numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Move to the bin</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>“%1” is in the bin.</source>
        <translation>“%1”已移到回收站。</translation>
    </message>
    <message>
        <source>Put it back</source>
        <translation>放回</translation>
    </message>
    <message>
        <source>Moving to the bin</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Putting back</source>
        <translation>放回</translation>
    </message>
    <message>
        <source>Put back “%1”</source>
        <translation>放回“%1”</translation>
    </message>
    <message>
        <source>The bin is empty</source>
        <translation>回收站是空的</translation>
    </message>
</context>
<context>
    <name>LivePage</name>
    <message>
        <source>Nothing recorded yet</source>
        <translation>还没有录音</translation>
    </message>
    <message>
        <source>Ready for the next recording</source>
        <translation>可以开始下一次录音</translation>
    </message>
    <message>
        <source>Press the red button and speak, or drop a sound or video file here.</source>
        <translation>按红色按钮开始说话，或把音频、视频文件拖到这里。</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Open the sample</source>
        <translation>打开示例</translation>
    </message>
    <message>
        <source>Recording without captions</source>
        <translation>正在录制，没有字幕</translation>
    </message>
    <message>
        <source>The sound is safe on disk; what is said can be written down afterwards.</source>
        <translation>声音已安全写入磁盘；所说的内容之后可以转写。</translation>
    </message>
</context>
<context>
    <name>LiveSide</name>
    <message>
        <source>Every device delivers</source>
        <translation>所有设备都有声音</translation>
    </message>
    <message>
        <source>A device is missing</source>
        <translation>缺少设备</translation>
    </message>
    <message>
        <source>No track is silent or broken</source>
        <translation>没有音轨静音或中断</translation>
    </message>
    <message>
        <source>A track is silent or broken</source>
        <translation>有音轨静音或中断</translation>
    </message>
    <message>
        <source>Room on the disk</source>
        <translation>磁盘空间充足</translation>
    </message>
    <message>
        <source>The disk is nearly full</source>
        <translation>磁盘快满了</translation>
    </message>
    <message>
        <source>Watched all the time</source>
        <translation>持续监控</translation>
    </message>
    <message>
        <source>all well</source>
        <translation>一切正常</translation>
    </message>
    <message>
        <source>look</source>
        <translation>请留意</translation>
    </message>
</context>
<context>
    <name>MarkerList</name>
    <message>
        <source>Note at %1</source>
        <translation>%1 的备注</translation>
    </message>
    <message>
        <source>What about?</source>
        <translation>关于什么？</translation>
    </message>
    <message>
        <source>Hear %1</source>
        <translation>听 %1</translation>
    </message>
    <message>
        <source>Markers</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Press M while recording to find a moment again; a note is optional.</source>
        <translation>录制时按 M，以后就能找回这一刻；备注可写可不写。</translation>
    </message>
</context>
<context>
    <name>Message</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>Something went wrong inside Creator App.</source>
        <translation>Creator App 内部出错了。</translation>
    </message>
    <message>
        <source>Your work is saved. Try again; if it comes back, report it with the details.</source>
        <translation>您的作品已保存。请重试；如果再次出现，请附上详情反馈。</translation>
    </message>
</context>
<context>
    <name>Numbers</name>
    <message>
        <source>{0} %</source>
        <translation>{0}%</translation>
    </message>
    <message>
        <source>{0} dB</source>
        <translation>{0} dB</translation>
    </message>
</context>
<context>
    <name>PlayButton</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
</context>
<context>
    <name>Playing</name>
    <message>
        <source>The preview plays without sound.</source>
        <translation>预览没有声音。</translation>
    </message>
</context>
<context>
    <name>PreferencesPanel</name>
    <message>
        <source>General</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Sound devices</source>
        <translation>声音设备</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Settings pages</source>
        <translation>设置页面</translation>
    </message>
</context>
<context>
    <name>ProofPanel</name>
    <message>
        <source>On disk</source>
        <translation>已写入磁盘</translation>
    </message>
    <message>
        <source>Caption delay, p95</source>
        <translation>字幕延迟（p95）</translation>
    </message>
    <message>
        <source>Captioned</source>
        <translation>已出字幕</translation>
    </message>
    <message>
        <source>Disk left</source>
        <translation>磁盘剩余</translation>
    </message>
    <message>
        <source>{0} blocks dropped</source>
        <translation>丢失 {0} 块</translation>
    </message>
    <message>
        <source>1 block dropped</source>
        <translation>丢失 1 块</translation>
    </message>
    <message>
        <source>both tracks</source>
        <translation>两条音轨</translation>
    </message>
    <message>
        <source>one track</source>
        <translation>一条音轨</translation>
    </message>
    <message>
        <source>nothing was said yet</source>
        <translation>还没有人说话</translation>
    </message>
    <message>
        <source>half within %1</source>
        <translation>半数在 %1 以内</translation>
    </message>
    <message>
        <source>catching up; nothing is lost</source>
        <translation>正在追上；没有丢失</translation>
    </message>
    <message>
        <source>{0} words of speech</source>
        <translation>语音 {0} 词</translation>
    </message>
    <message>
        <source>about {0} hours</source>
        <translation>约 {0} 小时</translation>
    </message>
    <message>
        <source>about {0} minutes</source>
        <translation>约 {0} 分钟</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <source>{0} min {1} s</source>
        <translation>{0} 分 {1} 秒</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} 小时 {1} 分</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
</context>
<context>
    <name>RailItem</name>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n 个进行中</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecordButton</name>
    <message>
        <source>Stop recording</source>
        <translation>停止录制</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录制</translation>
    </message>
</context>
<context>
    <name>RecordControl</name>
    <message>
        <source>Record</source>
        <translation>录制</translation>
    </message>
</context>
<context>
    <name>RecordHead</name>
    <message>
        <source>Ready to record</source>
        <translation>可以录制</translation>
    </message>
    <message>
        <source>Opening the devices…</source>
        <translation>正在打开设备…</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>正在录制</translation>
    </message>
    <message>
        <source>Saving the last words…</source>
        <translation>正在保存最后几句…</translation>
    </message>
    <message>
        <source>Paused: nothing is recorded</source>
        <translation>已暂停：不在录制</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Marker</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Check the level</source>
        <translation>检查电平</translation>
    </message>
    <message>
        <source>Only while recording</source>
        <translation>仅在录制时可用</translation>
    </message>
    <message>
        <source>Another device can be chosen when the recording is over</source>
        <translation>录制结束后可以选择其他设备</translation>
    </message>
</context>
<context>
    <name>RecorderPanel</name>
    <message>
        <source>d MMM yyyy, HH:mm</source>
        <translation>yyyy年M月d日 HH:mm</translation>
    </message>
    <message>
        <source>Meeting %1</source>
        <translation>会议 %1</translation>
    </message>
    <message>
        <source>Use as script</source>
        <translation>用作脚本</translation>
    </message>
    <message>
        <source>Transcribe sound or video</source>
        <translation>转写音频或视频</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>Recovering</name>
    <message>
        <source>A recording was cut off in “%1”.</source>
        <translation>“%1”中有一段录音被中断。</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>What was recorded until then is safe on disk.</source>
        <translation>此前录下的内容安全地保存在磁盘上。</translation>
    </message>
    <message>
        <source>Bring back a recording</source>
        <translation>恢复录音</translation>
    </message>
    <message>
        <source>A recording that was cut off is here again: %1.</source>
        <translation>被中断的录音已恢复：%1。</translation>
    </message>
    <message>
        <source>All of it is there.</source>
        <translation>内容完整。</translation>
    </message>
    <message>
        <source>%1 of it could not be read and is silence.</source>
        <translation>其中 %1 无法读取，以静音代替。</translation>
    </message>
</context>
<context>
    <name>ScriptView</name>
    <message>
        <source>Script</source>
        <translation>脚本</translation>
    </message>
</context>
<context>
    <name>ShotDelegate</name>
    <message>
        <source>Shot %1</source>
        <translation>镜头 %1</translation>
    </message>
</context>
<context>
    <name>Side</name>
    <message>
        <source>Choose a block to change its speed and pause.</source>
        <translation>选择一个段落来修改语速和停顿。</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>语速</translation>
    </message>
    <message>
        <source>Pause after</source>
        <translation>之后停顿</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>响度</translation>
    </message>
    <message>
        <source>Measured on the file once it is exported.</source>
        <translation>导出后在文件上测量。</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>段落</translation>
    </message>
    <message>
        <source>Last export: %1</source>
        <translation>上次导出：%1</translation>
    </message>
    <message>
        <source>Block %1</source>
        <translation>段落 %1</translation>
    </message>
    <message>
        <source>Change speed</source>
        <translation>更改语速</translation>
    </message>
    <message>
        <source>Change pause</source>
        <translation>更改停顿</translation>
    </message>
</context>
<context>
    <name>StagedProgress</name>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
</context>
<context>
    <name>StudioPanel</name>
    <message>
        <source>Export for %1</source>
        <translation>导出到 %1</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>There is nothing to speak or show in this text.</source>
        <translation>这段文字里没有可朗读或显示的内容。</translation>
    </message>
    <message>
        <source>Make shots</source>
        <translation>生成镜头</translation>
    </message>
    <message>
        <source>Choose pictures and clips</source>
        <translation>选择图片和视频片段</translation>
    </message>
    <message>
        <source>Pictures and videos</source>
        <translation>图片和视频</translation>
    </message>
    <message>
        <source>Add “%1”</source>
        <translation>添加“%1”</translation>
    </message>
    <message>
        <source>Making shots</source>
        <translation>生成镜头</translation>
    </message>
    <message>
        <source>Preparing the preview</source>
        <translation>准备预览</translation>
    </message>
    <message>
        <source>Export the video</source>
        <translation>导出视频</translation>
    </message>
    <message>
        <source>Exporting “%1”</source>
        <translation>正在导出“%1”</translation>
    </message>
    <message>
        <source>“%1” is ready.</source>
        <translation>“%1”已完成。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>script</source>
        <translation>脚本</translation>
    </message>
    <message>
        <source>Add block</source>
        <translation>添加段落</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Voice of the script</source>
        <translation>脚本的声音</translation>
    </message>
    <message>
        <source>Speed of the script</source>
        <translation>脚本的语速</translation>
    </message>
    <message>
        <source>Voice by language</source>
        <translation>按语言选择声音</translation>
    </message>
    <message>
        <source>Change voice</source>
        <translation>更改声音</translation>
    </message>
    <message>
        <source>Change speed</source>
        <translation>更改语速</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>New project</source>
        <translation>新项目</translation>
    </message>
    <message>
        <source>Project: %1</source>
        <translation>项目：%1</translation>
    </message>
    <message>
        <source>Saved from the first change on</source>
        <translation>第一次修改后开始保存</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Earlier versions</source>
        <translation>历史版本</translation>
    </message>
    <message>
        <source>Rename the project</source>
        <translation>重命名项目</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
</context>
<context>
    <name>Transcribing</name>
    <message>
        <source>Reading “%1”</source>
        <translation>读取“%1”</translation>
    </message>
    <message>
        <source>Transcribing “%1”</source>
        <translation>转写“%1”</translation>
    </message>
    <message>
        <source>Add “%1”</source>
        <translation>添加“%1”</translation>
    </message>
    <message>
        <source>Transcribe</source>
        <translation>转写</translation>
    </message>
</context>
<context>
    <name>TranscriptArea</name>
    <message>
        <source>{0} left</source>
        <translation>剩余 {0}</translation>
    </message>
    <message>
        <source>Transcribing</source>
        <translation>正在转写</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>No words yet</source>
        <translation>还没有文字</translation>
    </message>
    <message>
        <source>The sound is here; what is said in it is not written down.</source>
        <translation>声音在这里；所说的内容还没有写成文字。</translation>
    </message>
    <message>
        <source>Transcribe</source>
        <translation>转写</translation>
    </message>
</context>
<context>
    <name>TranscriptView</name>
    <message>
        <source>Words at %1</source>
        <translation>%1 处的文字</translation>
    </message>
    <message>
        <source>Transcript</source>
        <translation>转写文本</translation>
    </message>
    <message>
        <source>Press a word to hear it, F2 to correct a turn</source>
        <translation>按一个词来听，按 F2 更正一段发言</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
</context>
<context>
    <name>UndoBar</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>VoiceoverPanel</name>
    <message>
        <source>No script yet</source>
        <translation>还没有脚本</translation>
    </message>
    <message>
        <source>Type or paste a text, or drop a TXT or Markdown file here.</source>
        <translation>输入或粘贴文字，或把 TXT、Markdown 文件拖到这里。</translation>
    </message>
    <message>
        <source>Start writing</source>
        <translation>开始写</translation>
    </message>
    <message>
        <source>Open the sample</source>
        <translation>打开示例</translation>
    </message>
    <message numerus="yes">
        <source>Make %n block(s)</source>
        <translation>
            <numerusform>生成 %n 个段落</numerusform>
        </translation>
    </message>
    <message>
        <source>Made</source>
        <translation>已生成</translation>
    </message>
    <message>
        <source>free</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Voice-over</source>
        <translation>配音</translation>
    </message>
    <message>
        <source>Edit text</source>
        <translation>编辑文字</translation>
    </message>
    <message>
        <source>New block</source>
        <translation>新段落</translation>
    </message>
    <message>
        <source>Join blocks</source>
        <translation>合并段落</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Import a script</source>
        <translation>导入脚本</translation>
    </message>
    <message>
        <source>Scripts</source>
        <translation>脚本</translation>
    </message>
    <message>
        <source>There is nothing to speak in this file.</source>
        <translation>这个文件里没有可朗读的内容。</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Reading a script</source>
        <translation>读取脚本</translation>
    </message>
    <message numerus="yes">
        <source>Speaking %n block(s)</source>
        <translation>
            <numerusform>正在朗读 %n 个段落</numerusform>
        </translation>
    </message>
    <message>
        <source>Could not be spoken</source>
        <translation>无法朗读</translation>
    </message>
    <message>
        <source>Export the voice-over</source>
        <translation>导出配音</translation>
    </message>
    <message>
        <source>Exporting the voice-over</source>
        <translation>正在导出配音</translation>
    </message>
    <message>
        <source>“%1” is ready.</source>
        <translation>“%1”已完成。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>WaveBar</name>
    <message>
        <source>Sound of the recording</source>
        <translation>录音的声音</translation>
    </message>
</context>
<context>
    <name>Waveform</name>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Open a project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Voice-over</source>
        <translation>配音</translation>
    </message>
    <message>
        <source>Studio</source>
        <translation>工作室</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>资料库</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>正在录制</translation>
    </message>
    <message>
        <source>A recording is running.</source>
        <translation>正在录制。</translation>
    </message>
    <message>
        <source>Stop it first; it is saved all the time.</source>
        <translation>请先停止；内容一直在保存。</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Opening “%1”</source>
        <translation>打开“%1”</translation>
    </message>
</context>
</TS>
