"""Transcribes sound of any length with Whisper on this computer."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from functools import partial

from creator_app.core.engines import Access, Hints, Source
from creator_app.core.task import Task, in_thread
from creator_app.core.time import US
from creator_app.core.transcript import Segment, Transcript
from creator_app.providers.stretches import Stretch, Stretches
from creator_app.providers.voice_activity import VoiceDetector
from creator_app.providers.whisper_files import base_model
from creator_app.providers.whisper_model import loaded
from creator_app.providers.whisper_reading import Read, Reader
from creator_app.providers.whisper_text import segments_of

READ_US = 20 * US
# Longer stretches are understood better, and cost more to listen to: the square of their length.
LONGEST_S = 25.0
# How often a wait looks whether to stop.
CHECK_S = 0.1


class WhisperLocal:
    """Whisper base on this computer; fulfils `Transcriber`."""

    def __init__(self, _access: Access) -> None:
        """Load nothing before there is something to transcribe."""

    def transcribe(self, source: Source, hints: Hints, task: Task) -> Transcript:
        """Transcribe a whole source, publishing each `Segment` when it is final.

        Raises:
            CreatorError: The language is unknown, or the model is not installed.
        """
        task.progress(None, "Loading the model")
        whisper = loaded(base_model(task))
        reader = Reader(whisper, hints)
        languages, segments = reader.languages, list[Segment]()
        for read, at_us in _reads(reader, source, whisper.workers, task):
            if read is not None:
                languages = languages.after(read)
            for segment in segments_of(read.words if read else ()):
                task.publish(segment)
                segments.append(segment)
            task.progress(min(1.0, at_us / max(1, source.duration_us)), "Transcribing")
        return Transcript(tuple(segments), reader.tag(languages), source.duration_us)


def _reads(
    reader: Reader, source: Source, workers: int, task: Task
) -> Iterator[tuple[Read | None, int]]:
    """Read several stretches side by side; give them in order, and how far the source is done."""
    under_way: deque[tuple[Stretch, Future[Read]]] = deque()
    languages = reader.languages

    def next_one() -> tuple[Read, int]:
        nonlocal languages
        stretch, coming = under_way.popleft()
        read = _result(coming, task)
        languages = languages.after(read)
        return read, stretch.end_us

    for stretches, at_us in _heard(source, task):
        for stretch in stretches:
            while len(under_way) >= workers:
                yield next_one()
            # Which language to expect follows from always the same stretches before.
            read = partial(reader.read, stretch, languages)
            under_way.append((stretch, in_thread(read, "whisper")))
        if not under_way:
            yield None, at_us
    while under_way:
        yield next_one()
    yield None, source.duration_us


def _heard(source: Source, task: Task) -> Iterator[tuple[list[Stretch], int]]:
    """Read the source once from end to end; give what is spoken, and how far that is."""
    stretches, at = Stretches(VoiceDetector(), LONGEST_S), 0
    while len(samples := source.read(at, at + READ_US)):
        task.check()
        at += READ_US
        yield stretches.hear(samples), stretches.begin_us
    yield stretches.finish(), stretches.begin_us


def _result(coming: "Future[Read]", task: Task) -> Read:
    """Wait for a reading; a cancelled task leaves it to itself, native code cannot be stopped."""
    while True:
        try:
            return coming.result(CHECK_S)
        except NotYet:
            task.check()
