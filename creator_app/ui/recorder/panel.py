"""The Record panel: record with captions, read and correct, bring files in."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QEvent, QLocale, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedLayout, QWidget

from creator_app.core.errors import CreatorError
from creator_app.core.files import resource
from creator_app.core.project import Project
from creator_app.core.recording import Recording
from creator_app.core.script import script_from_text
from creator_app.core.transcript import Transcript
from creator_app.ui.panel import Panel
from creator_app.ui.recorder.bar_actions import BarActions
from creator_app.ui.recorder.control import RecordControl, State
from creator_app.ui.recorder.exporting import Exporting
from creator_app.ui.recorder.listening import Listening
from creator_app.ui.recorder.live_page import LivePage
from creator_app.ui.recorder.recovering import Recovering
from creator_app.ui.recorder.transcribing import Transcribing
from creator_app.ui.recorder.turns import Passages
from creator_app.ui.workspace import Workspace

if TYPE_CHECKING:
    from creator_app.ui.recorder.after_page import AfterPage

SOUNDS = ("aac", "aif", "aiff", "flac", "m4a", "mka", "mp3", "oga", "ogg", "opus", "wav", "wma")
VIDEOS = ("avi", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "mts", "ts", "webm", "wmv")
SAMPLE = "sentence.flac"


class RecorderPanel(Panel):
    """Two views: live, and what was recorded."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._listening = Listening(workspace)
        self._control = RecordControl(workspace, self._listening.close)
        self._transcribing = Transcribing(workspace)
        self._recovering = Recovering(workspace)
        self._exporting = Exporting(workspace, self)
        self._actions = BarActions(self._exporting)
        self._live = LivePage(workspace, self._control, self._listening)
        self._after_page: AfterPage | None = None
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._live)
        self._closes = False
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._connect()
        self._on_opened()
        self._recovering.look_through_library()

    def bar_actions(self) -> list[QWidget]:
        """Return what goes with the view that is shown."""
        self._show_actions()
        return [self._actions]

    def take_files(self, files: list[Path]) -> bool:
        """Take sound and video, and write down what is said."""
        media = [file for file in files if file.suffix.lower().lstrip(".") in {*SOUNDS, *VIDEOS}]
        if media:
            self._transcribing.take_in(media)
        return bool(media)

    @property
    def _after(self) -> "AfterPage":
        """What was recorded; made when it is first shown, since it brings players with it."""
        if self._after_page is None:
            from creator_app.ui.recorder.after_page import AfterPage

            self._after_page = AfterPage(self.workspace, self._transcribing)
            self._after_page.shown.connect(self._on_shown)
            self._pages.addWidget(self._after_page)
        return self._after_page

    def may_close(self) -> bool:
        """End a recording in good order; the window closes by itself when that is done."""
        if self._control.is_idle:
            self._leave()
            self._listening.end()
            return True
        self._closes = True
        self._control.hurry()
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._show_actions()
        super().changeEvent(event)

    def _connect(self) -> None:
        workspace, control, live = self.workspace, self._control, self._live
        live.record_wanted.connect(self._on_record)
        live.file_wanted.connect(self._ask_file)
        live.sample_wanted.connect(self._open_sample)
        live.bar.engine_found.connect(lambda _found: self._show_actions())
        control.changed.connect(self._on_control)
        control.finished.connect(self._show_after)
        self._transcribing.began.connect(self._show_after)
        self._transcribing.failed.connect(self._on_not_written)
        self._recovering.recovered.connect(self._show_after)
        self._actions.new_pressed.connect(self._show_live)
        self._actions.recordings_pressed.connect(lambda: self._show_after(""))
        self._actions.script_pressed.connect(self._use_as_script)
        workspace.changed.connect(self._on_changed)
        workspace.opened.connect(self._on_opened)
        keys = {
            "P": live.toggle_pause,
            "M": live.mark,
            "Ctrl+R": self._on_record,
            "Ctrl+Shift+O": self._ask_file,
        }
        for key, act in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _on_record(self) -> None:
        if self._control.state is State.RECORDING:
            self._control.stop()
        elif self._control.is_idle:
            self._show_live()
            self._control.start(self._title())

    def _title(self) -> str:
        when = QLocale().toString(QDateTime.currentDateTime(), self.tr("d MMM yyyy, HH:mm"))
        return self.tr("Meeting %1").replace("%1", when)

    def _on_control(self) -> None:
        if self._control.is_idle and self._closes:
            self._closes = False
            self.window().close()
        self._show_actions()

    def _show_live(self) -> None:
        self._pages.setCurrentWidget(self._live)
        self._show_actions()

    def _leave(self) -> None:
        if self._after_page is not None:
            self._after_page.leave()

    def _show_after(self, ident: str) -> None:
        """Show a recording, unless one is running."""
        if not self._control.is_idle or not self.workspace.project.recordings:
            return
        self._after.show_recording(ident)
        self._pages.setCurrentWidget(self._after)
        self._show_actions()

    def _on_shown(self, recording: Recording | None) -> None:
        self._exporting.show(recording)
        if recording is None:
            self._show_live()
        else:
            self._after.bar.set_busy(is_busy=self._transcribing.of(recording.ident) is not None)
        self._show_actions()

    def _show_actions(self) -> None:
        if self._pages.currentWidget() is self._live:
            engine = self._live.bar.engine
            is_private = engine.is_here and not engine.problem
            has_recordings = bool(self.workspace.project.recordings) and self._control.is_idle
            self._actions.show_live(has_recordings=has_recordings, is_private=is_private)
        else:
            self._actions.show_after(has_words=bool(self._words()))

    def _words(self) -> Transcript | None:
        recording = self._after.recording
        transcript = recording.transcript if recording is not None else None
        return transcript if transcript is not None and transcript.segments else None

    def _on_changed(self, old: Project, new: Project) -> None:
        if old.recordings is new.recordings:
            return
        if self._pages.currentWidget() is self._after_page:
            self._after.show_recording(self._after.ident)
        self._show_actions()

    def _on_opened(self) -> None:
        self._transcribing.stop_all()
        self._leave()
        if self.workspace.project.recordings:
            self._show_after("")
        else:
            self._show_live()

    def _use_as_script(self) -> None:
        """Put the words into the voice-over, after what is there, and go there."""
        transcript = self._words()
        if transcript is None:
            return
        text = "\n\n".join(passage.text for passage in Passages(transcript).all)
        project = self.workspace.project
        there = (block for block in project.script.blocks if block.text.strip())
        blocks = (*there, *script_from_text(text).blocks)
        script = replace(project.script, blocks=blocks)
        self.workspace.change(self.tr("Use as script"), replace(project, script=script))
        self.workspace.panel_wanted.emit("voiceover")

    def _on_not_written(self, error: CreatorError, ident: str) -> None:
        after = self._after_page
        is_seen = after is not None and after.isVisible() and after.ident == ident
        if not is_seen:
            self.workspace.messages.error(error)

    def _open_sample(self) -> None:
        self._transcribing.take_in([resource("samples", SAMPLE)])

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Transcribe sound or video"))
        patterns = " ".join(f"*.{suffix}" for suffix in (*SOUNDS, *VIDEOS))
        media = f"{self.tr('Sound and video')} ({patterns})"
        dialog.setNameFilters([media, self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(
            lambda paths: self._transcribing.take_in([Path(each) for each in paths])
        )
        dialog.open()
