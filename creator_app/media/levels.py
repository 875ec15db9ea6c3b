"""How loud a track is, for meters that read it at their own pace."""

import math
from collections import deque
from dataclasses import dataclass

import numpy as np

from creator_app.media.ring import Raw

SILENCE_DB = -120.0
# Half a minute of pieces: a meter that was asleep longer than this starts anew.
PIECES = 600


@dataclass(frozen=True, slots=True)
class Level:
    """How loud a stretch was, in dB below full scale; `SILENCE_DB` where it held nothing.

    Attributes:
        track: «mic» or «system».
        peak_db: Of the loudest sample of any channel.
        rms_db: Of all of them together.
        at_us: Where it ends, on the recording's clock.
    """

    track: str
    peak_db: float
    rms_db: float
    at_us: int


class LevelLog:
    """What was measured lately; one thread measures, any number of meters read.

    Args:
        track: Whose sound it is.
    """

    def __init__(self, track: str) -> None:
        self.track = track
        # When (count, recorded time), peak, sum of squares, samples.
        self._pieces: deque[tuple[int, int, float, float, int]] = deque(maxlen=PIECES)
        self._count = 0

    def measure(self, samples: Raw, at_us: int) -> bool:
        """Add what a device delivered; return whether any sample of it is not zero."""
        scale = 1.0 if samples.dtype.kind == "f" else 1 / 32768
        flat = samples.reshape(-1)
        loudest = max(float(flat.max()), -float(flat.min())) * scale if flat.size else 0.0
        # float32 sums of whole blocks are exact enough for a meter and ten times as fast.
        wide = flat.astype(np.float32)
        power = float(np.dot(wide, wide)) * scale * scale
        self._count += 1
        self._pieces.append((self._count, at_us, loudest, power, flat.size))
        return loudest > 0

    def since(self, count: int) -> tuple[int, Level | None]:
        """Return a new count to go on from, and the level since `count`; None if nothing came."""
        pieces = [piece for piece in tuple(self._pieces) if piece[0] > count]
        if not pieces:
            return count, None
        samples = sum(piece[4] for piece in pieces) or 1
        level = Level(
            self.track,
            in_db(max(piece[2] for piece in pieces)),
            in_db(math.sqrt(sum(piece[3] for piece in pieces) / samples)),
            pieces[-1][1],
        )
        return pieces[-1][0], level


class Meter:
    """Reads levels for one watcher; each gets everything since it last looked."""

    def __init__(self, logs: list[LevelLog]) -> None:
        self._logs = logs
        self._counts = [0] * len(logs)

    def read(self) -> list[Level]:
        """Return a level for each track that delivered something since the last call."""
        levels = []
        for number, log in enumerate(self._logs):
            self._counts[number], level = log.since(self._counts[number])
            if level is not None:
                levels.append(level)
        return levels


def in_db(amplitude: float) -> float:
    """Return an amplitude of 0..1 in dB below full scale, to a tenth."""
    if amplitude <= 0:
        return SILENCE_DB
    return max(SILENCE_DB, round(20 * math.log10(amplitude), 1) + 0.0)
