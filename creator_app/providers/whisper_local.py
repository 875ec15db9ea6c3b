"""Transcribes sound of any length with Whisper on this computer."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from creator_app.core.engines import Access, Hints, Source
from creator_app.core.language import primary
from creator_app.core.task import Task
from creator_app.core.time import US
from creator_app.core.transcript import Segment, Transcript, Word
from creator_app.providers.voice_activity import RATE_HZ, Stretch, Stretches
from creator_app.providers.whisper_files import base_model
from creator_app.providers.whisper_model import (
    WRITTEN_AS,
    Decoded,
    Manner,
    Timed,
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
LONGEST_S = 20.0
# Decoded side by side; more are faster, and take 40 MB each.
BATCH = 4
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
        reader = _Reader(whisper, hints)
        segments: list[Segment] = []
        waiting: list[Stretch] = []
        for stretches, at_us in _heard(source, task):
            waiting += stretches
            is_end = at_us >= source.duration_us
            while len(waiting) >= BATCH or (waiting and is_end):
                batch, waiting = waiting[:BATCH], waiting[BATCH:]
                task.check()
                for segment in reader.segments(batch):
                    task.publish(segment)
                    segments.append(segment)
                _report(task, batch[-1].start * US // RATE_HZ, source)
            if not waiting:
                _report(task, at_us, source)
        return Transcript(tuple(segments), reader.tag, source.duration_us)


def _heard(source: Source, task: Task) -> Iterator[tuple[list[Stretch], int]]:
    """Read the source once from end to end; give what is spoken, and how far that is."""
    stretches, at = Stretches(LONGEST_S), 0
    while len(samples := source.read(at, at + READ_US)):
        task.check()
        at += READ_US
        yield stretches.hear(samples), min(at, source.duration_us - 1)
    yield stretches.finish(), source.duration_us


def _report(task: Task, at_us: int, source: Source) -> None:
    task.progress(min(1.0, at_us / max(1, source.duration_us)), "Transcribing")


class _Reader:
    """Turns stretches of speech into segments, and keeps track of the languages spoken."""

    def __init__(self, whisper: Whisper, hints: Hints) -> None:
        self._whisper, self._hints = whisper, hints
        self._manner = Manner(vocabulary=hints.vocabulary)
        is_open = hints.language == "auto"
        self._fixed = "" if is_open else whisper_language(hints.language, whisper)
        self._chances: dict[str, float] = {}
        self._spoken: dict[str, float] = {}

    @property
    def tag(self) -> str:
        """The language that was spoken most, as a BCP-47 tag; «und» where nothing was said."""
        if not self._spoken:
            return "und"
        if self._fixed and primary(self._hints.language) not in CHINESE:
            return self._hints.language
        most = max(self._spoken, key=lambda language: self._spoken[language])
        if most in CHINESE and wanted_script(self._hints) == "zh-Hant":
            return f"{most}-Hant"
        return WRITTEN_AS.get(most, most)

    def segments(self, batch: list[Stretch]) -> Iterator[Segment]:
        """Read some stretches side by side."""
        window_s = max(SHORTEST_WINDOW_S, max(each.seconds for each in batch) + TAIL_S)
        encoded = self._whisper.encode([each.samples for each in batch], window_s)
        languages = self._languages(encoded, batch)
        read: dict[int, tuple[Word, ...]] = {}
        for language in dict.fromkeys(languages):
            chosen = [at for at, each in enumerate(languages) if each == language]
            stretches = [batch[at] for at in chosen]
            if len(chosen) < len(batch):  # what was encoded together is decoded together
                encoded = self._whisper.encode([each.samples for each in stretches], window_s)
            read |= dict(zip(chosen, self._words(encoded, stretches, language), strict=True))
        for at in range(len(batch)):
            yield from segments_of(read[at])

    def _languages(self, encoded: Any, batch: list[Stretch]) -> list[str]:
        if self._fixed:
            return [self._fixed] * len(batch)
        found = self._whisper.languages(encoded)
        for stretch, chances in zip(batch, found, strict=True):
            for language, chance in chances.items():
                self._chances[language] = (
                    self._chances.get(language, 0.0) + chance * stretch.seconds
                )
        usual = max(self._chances, key=lambda language: self._chances[language])
        return [
            _language_of(stretch, chances, usual)
            for stretch, chances in zip(batch, found, strict=True)
        ]

    def _words(
        self, encoded: Any, stretches: list[Stretch], language: str
    ) -> Iterator[tuple[Word, ...]]:
        seconds = [each.seconds for each in stretches]
        languages = [language] * len(stretches)
        decoded = self._whisper.decode(encoded, languages, max(seconds), self._manner)
        timed = self._whisper.align(encoded, decoded, seconds)
        for stretch, first, at_first in zip(stretches, decoded, timed, strict=True):
            found, times = first, at_first
            if first.is_doubtful:
                found, times = self._again(stretch, first, at_first)
            if not found.text or found.is_silence:
                yield ()
                continue
            self._spoken[language] = self._spoken.get(language, 0.0) + stretch.seconds
            yield without_loops(
                in_script(words_in(stretch, times), WRITTEN_AS.get(language, language), self._hints)
            )

    def _again(
        self, stretch: Stretch, first: Decoded, times: list[Timed]
    ) -> tuple[Decoded, list[Timed]]:
        """Read a doubtful stretch once more, in the full window, then less strictly."""
        encoded = self._whisper.encode([stretch.samples], FULL_S)
        best, found = first, None
        for temperature in RETRIES:
            manner = replace(self._manner, temperature=temperature)
            found = self._whisper.decode(encoded, [first.language], stretch.seconds, manner)[0]
            if (found.is_looping, -found.logprob) < (best.is_looping, -best.logprob):
                best = found
            if not best.is_doubtful:
                break
        if best is first:
            return first, times
        return best, self._whisper.align(encoded, [best], [stretch.seconds])[0]


def _language_of(stretch: Stretch, chances: dict[str, float], usual: str) -> str:
    """Return the language of one stretch: the usual one, unless another is all but certain."""
    own = max(chances, key=lambda language: chances[language])
    return own if chances[own] >= SURE and stretch.seconds >= SWITCH_S else usual
