"""Engines for the tests of the Record panel: honest about what they hear, and quick."""

import threading

from creator_app.core.engines import Engine, LiveTranscriber, Transcriber
from creator_app.core.errors import CreatorError
from creator_app.core.transcript import Segment, Transcript, spread_words
from tests.fakes import LoudnessListener

HERE = "tests.ui.recorder.engines"
LISTENER = Engine(LiveTranscriber, "listener", "Listener", f"{HERE}:Listener", extra="")
WRITER = Engine(Transcriber, "writer", "Writer", f"{HERE}:Writer", extra="")
BROKEN = Engine(Transcriber, "broken", "Broken", f"{HERE}:Broken", extra="")
# A test holds the writer back with it, after its first words.
GATE = threading.Event()


class Listener(LoudnessListener):
    """Writes «speech» for every run of sound."""

    def __init__(self, _access):
        super().__init__()


class Writer:
    """Writes a segment for every second of a file."""

    def __init__(self, _access):
        pass

    def transcribe(self, source, hints, task):
        segments = []
        for number, start_us in enumerate(range(0, source.duration_us, 1_000_000), 1):
            end_us = min(start_us + 1_000_000, source.duration_us)
            text = f"Sentence number {number}."
            segment = Segment(start_us, end_us, text, None, spread_words(text, start_us, end_us))
            task.publish(segment)
            segments.append(segment)
            while not GATE.wait(0.01):
                task.progress(0.5)
        language = "en" if hints.language == "auto" else hints.language
        return Transcript(tuple(segments), language, source.duration_us)


class Broken:
    """Always fails."""

    def __init__(self, _access):
        pass

    def transcribe(self, _source, _hints, _task):
        raise CreatorError("The engine ran out of memory.", "Choose a smaller model.")
