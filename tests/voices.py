"""Voices for tests: a synthesizer of tones whose every answer is known, and what takes hold."""

import numpy as np
import pytest

from creator_app.core.engines import Access, Catalog, Engine, Line, Speech, Synthesizer, Voice
from creator_app.core.errors import CreatorError
from creator_app.core.task import Task

RATE_HZ = 22_050
FRAMES_A_LETTER = 1_500


class ToneVoice:
    """Speaks a tone of so many samples a letter; remembers what it was asked."""

    model = ""

    def __init__(self, rate_hz: int = RATE_HZ, level: float = 0.3) -> None:
        self.rate_hz, self.level = rate_hz, level
        self.lines: list[Line] = []
        self.failing: dict[str, Exception] = {}

    def voices(self) -> tuple[Voice, ...]:
        return (Voice("low", "Low", ("en-US",)), Voice("high", "High", ("en-GB",)))

    def speak(self, line: Line, task: Task) -> Speech:
        self.lines.append(line)
        task.check()
        if line.text in self.failing:
            raise self.failing.pop(line.text)
        count = round(len(line.text) * FRAMES_A_LETTER / line.speed)
        wave = np.sin(np.arange(count) * 2 * np.pi * 220 / self.rate_hz) * self.level
        return Speech(wave.astype(np.float32)[:, None], self.rate_hz)


class Answer:
    """A synthesizer that answers the same whatever it is asked."""

    model = ""

    def __init__(self, answer: Speech | CreatorError) -> None:
        self.answer = answer

    def voices(self) -> tuple[Voice, ...]:
        return (Voice("it", "It"),)

    def speak(self, _line: Line, _task: Task) -> Speech:
        if isinstance(self.answer, CreatorError):
            raise self.answer
        return self.answer


def catalog_of(**synthesizers: object) -> Catalog:
    """Return a catalogue of engines on this computer, named as the arguments are."""
    return Catalog(_Ready(name, made) for name, made in synthesizers.items())


class _Ready(Engine):
    def __init__(self, name: str, made: object) -> None:
        super().__init__(Synthesizer, name, name.capitalize(), "")
        object.__setattr__(self, "made", made)

    def open(self, _access: Access) -> object:
        return self.made


@pytest.fixture
def tones():
    """A voice of tones."""
    return ToneVoice()


@pytest.fixture
def tone_catalog(tones):
    """A catalogue with nothing but the voice of tones."""
    return catalog_of(tones=tones)
