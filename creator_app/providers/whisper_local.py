"""Transcribes sound of any length with Whisper on this computer."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from creator_app.core.engines import Access, Hints, Source
from creator_app.core.language import primary
from creator_app.core.task import Task, in_thread
from creator_app.core.time import US
from creator_app.core.transcript import Segment, Transcript, Word
from creator_app.providers.voice_activity import Stretch, Stretches
from creator_app.providers.whisper_files import base_model
from creator_app.providers.whisper_model import (
    WRITTEN_AS,
    Decoded,
    Manner,
    Whisper,
    loaded,
    whisper_language,
)
from creator_app.providers.whisper_text import (
    CHINESE,
    in_script,
    segments_of,
    wanted_script,
    without_loops,
    words_in,
)

READ_US = 20 * US
# Longer stretches are understood better, and cost more to listen to: the square of their length.
LONGEST_S = 25.0
# What the model was trained on; the way out when a shorter window leads it astray.
FULL_S = 30.0
# Silence that fills a window up keeps the model from inventing an end.
TAIL_S = 1.0
SHORTEST_WINDOW_S = 10.0
# Temperatures tried when a reading is doubtful (Whisper paper, §4.5, fewer steps).
RETRIES = (0.0, 0.4, 0.8)
# A stretch is in another language than the rest only where the model is this sure of it.
SURE = 0.85
SWITCH_S = 2.0
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
        reading = _Reading(whisper, hints)
        segments: list[Segment] = []
        for words, at_us in reading.words(source, task):
            for segment in segments_of(words):
                task.publish(segment)
                segments.append(segment)
            task.progress(min(1.0, at_us / max(1, source.duration_us)), "Transcribing")
        return Transcript(tuple(segments), reading.tag, source.duration_us)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read in one stretch.

    Attributes:
        words: Empty where the model holds that nobody spoke.
        language: Whisper's name.
        chances: How likely each language was; empty where it was given.
    """

    words: tuple[Word, ...]
    language: str
    chances: dict[str, float]


class _Reading:
    """One source read stretch by stretch, several side by side, results in order."""

    def __init__(self, whisper: Whisper, hints: Hints) -> None:
        self._whisper, self._hints = whisper, hints
        self._manner = Manner(vocabulary=hints.vocabulary)
        is_open = hints.language == "auto"
        self._fixed = "" if is_open else whisper_language(hints.language, whisper)
        # Seconds of speech: as far as each language is likely, and in which it was read.
        self._likely: dict[str, float] = {}
        self._spoken: dict[str, float] = {}

    @property
    def tag(self) -> str:
        """The language that was spoken most, as a BCP-47 tag; «und» where nothing was said."""
        if not self._spoken:
            return "und"
        if self._fixed and primary(self._hints.language) not in CHINESE:
            return self._hints.language
        most = _most(self._spoken)
        if most in CHINESE and wanted_script(self._hints) == "zh-Hant":
            return f"{most}-Hant"
        return WRITTEN_AS.get(most, most)

    def words(self, source: Source, task: Task) -> Iterator[tuple[tuple[Word, ...], int]]:
        """Give the words of each stretch in order, and how far the source is done by then."""
        under_way: deque[tuple[Stretch, Future[_Read]]] = deque()
        for stretches, at_us in _heard(source, task):
            for stretch in stretches:
                while len(under_way) >= self._whisper.workers:
                    yield self._next(under_way, task)
                # What was read so far says which language to expect; always the same stretches.
                read = partial(self._read, stretch, dict(self._likely))
                under_way.append((stretch, in_thread(read, "whisper")))
            if not under_way:
                yield (), at_us
        while under_way:
            yield self._next(under_way, task)
        yield (), source.duration_us

    def _next(
        self, under_way: "deque[tuple[Stretch, Future[_Read]]]", task: Task
    ) -> tuple[tuple[Word, ...], int]:
        stretch, coming = under_way.popleft()
        read = _result(coming, task)
        for language, chance in read.chances.items():
            self._likely[language] = self._likely.get(language, 0) + chance * stretch.seconds
        if read.words:
            self._spoken[read.language] = self._spoken.get(read.language, 0) + stretch.seconds
        return read.words, stretch.end_us

    def _read(self, stretch: Stretch, likely: dict[str, float]) -> _Read:
        window_s = max(SHORTEST_WINDOW_S, stretch.seconds + TAIL_S)
        encoded = self._whisper.encode(stretch.samples, window_s)
        chances = {} if self._fixed else self._whisper.languages(encoded)
        language = self._fixed or _language_of(stretch, chances, likely)
        found = self._whisper.decode(encoded, language, stretch.seconds, self._manner)
        if found.is_doubtful:
            found, encoded = self._again(stretch, found)
        if not found.text or found.is_silence:
            return _Read((), language, chances)
        timed = self._whisper.align(encoded, found, stretch.seconds)
        words = without_loops(in_script(words_in(stretch, timed), language, self._hints))
        return _Read(words, language, chances)

    def _again(self, stretch: Stretch, first: Decoded) -> tuple[Decoded, Any]:
        """Read a doubtful stretch once more, in the full window, then less strictly."""
        encoded = self._whisper.encode(stretch.samples, FULL_S)
        best: Decoded | None = None
        for temperature in RETRIES:
            manner = replace(self._manner, temperature=temperature)
            found = self._whisper.decode(encoded, first.language, stretch.seconds, manner)
            if best is None or found.doubt < best.doubt:
                best = found
            if not best.is_doubtful:
                break
        return best or first, encoded


def _heard(source: Source, task: Task) -> Iterator[tuple[list[Stretch], int]]:
    """Read the source once from end to end; give what is spoken, and how far that is."""
    stretches, at = Stretches(LONGEST_S), 0
    while len(samples := source.read(at, at + READ_US)):
        task.check()
        at += READ_US
        yield stretches.hear(samples), at
    yield stretches.finish(), at


def _result(coming: "Future[_Read]", task: Task) -> _Read:
    """Wait for a reading; a cancelled task leaves it to itself, native code cannot be stopped."""
    while True:
        try:
            return coming.result(CHECK_S)
        except NotYet:
            task.check()


def _language_of(stretch: Stretch, chances: dict[str, float], likely: dict[str, float]) -> str:
    """Return the language of one stretch: the usual one, unless another is all but certain."""
    own = _most(chances)
    if not likely or (chances[own] >= SURE and stretch.seconds >= SWITCH_S):
        return own
    together = {each: likely.get(each, 0) + chances[each] * stretch.seconds for each in chances}
    return _most(together)


def _most(weights: dict[str, float]) -> str:
    return max(weights, key=lambda each: weights[each])
