"""Small honest engines: they do what their protocol says, and nothing clever."""

import threading

import numpy as np

from creator_app.core.engines import Caption
from creator_app.core.errors import CreatorError
from creator_app.core.transcript import Word

LOUD = 0.02


class LoudnessListener:
    """A live transcriber that hears only whether somebody speaks, and writes «speech» for it.

    A run of sound is provisional while it lasts and final after a tenth of a second of silence.
    """

    rate_hz = 16_000

    def __init__(self) -> None:
        self.fed: list[np.ndarray] = []
        self.fed_at: list[int] = []
        self.is_open = self.is_closed = False
        # What a test may do to it: fail at the n-th block, or hold every block back.
        self.fail_at: int | None = None
        self.gate = threading.Event()
        self.gate.set()
        self._ident = 0
        self._start_us: int | None = None
        self._end_us = 0

    def open(self, hints, hear) -> None:
        self._hear, self.hints = hear, hints
        self.is_open = True

    def feed(self, samples, at_us) -> None:
        self.gate.wait()
        if len(self.fed) == self.fail_at:
            raise CreatorError("The listener ran out of memory.", "Choose a smaller model.")
        assert samples.dtype == np.float32
        assert samples.shape[1] == 1
        self.fed.append(samples)
        self.fed_at.append(at_us)
        for offset in range(0, len(samples), 1600):
            piece = samples[offset : offset + 1600]
            self._listen(piece, at_us + offset * 1000 // 16)

    def close(self) -> None:
        self._end()
        self.is_closed = True

    def _listen(self, piece, at_us) -> None:
        if np.abs(piece).max(initial=0) > LOUD:
            self._start_us = at_us if self._start_us is None else self._start_us
            self._end_us = at_us + len(piece) * 1000 // 16
            self._tell(is_final=False)
        else:
            self._end()

    def _end(self) -> None:
        if self._start_us is not None:
            self._tell(is_final=True)
            self._ident += 1
            self._start_us = None

    def _tell(self, *, is_final: bool) -> None:
        word = Word(self._start_us, self._end_us, "speech", 0.5)
        self._hear(
            Caption(self._ident, is_final, word.start_us, word.end_us, "speech", (word,), "en")
        )
