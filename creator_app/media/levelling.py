"""Which gain brings a sound to a loudness when a limiter then holds its peaks down."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from creator_app.core.task import Task
from creator_app.media.dsp import SILENT_LUFS, Blocks, Meter, Samples, to_gain
from creator_app.media.limiter import HOPS_A_SECOND, MARGIN_DB, REACH, hop_gains, limited

# A run of sound that can be gone through again and again without being held.
Again: TypeAlias = Callable[[], Iterable[Samples]]
# A block of the standard: 400 ms, a new one every 100 ms.
STEP_HOPS, BLOCK_STEPS = HOPS_A_SECOND // 10, 4
# Pushed further than this into the limiter, speech is loud and no longer clear.
MOST_PUSH_DB = 24.0
CLOSE_DB = 0.01


@dataclass(frozen=True, slots=True)
class Levelling:
    """What is done to a run of sound to bring it to a loudness.

    Attributes:
        gain_db: Added to everything.
        ceiling_dbtp: No true peak passes it.
    """

    gain_db: float
    ceiling_dbtp: float


def levelled(blocks: Blocks, rate_hz: int, levelling: Levelling) -> Iterator[Samples]:
    """Apply gain and limiter to a stream; its length stays the same."""
    gain = np.float32(to_gain(levelling.gain_db))
    return limited((block * gain for block in blocks), rate_hz, levelling.ceiling_dbtp)


class Profile:
    """How loud a sound is and where its peaks are: enough to foresee what a limiter does to it.

    Some 30 MB for an hour of sound.
    """

    def __init__(
        self,
        lufs: float,
        momentary: NDArray[np.float64],
        peaks: NDArray[np.float32],
        power: NDArray[np.float32],
    ) -> None:
        self.lufs = lufs
        self._momentary = momentary
        self._peaks = peaks
        self._power = power

    def levelling(self, lufs: float, ceiling_dbtp: float) -> Levelling:
        """Find the gain for a loudness; silence, and less than 0.4 s, is left as it is.

        Where the limiter would have to take more than `MOST_PUSH_DB` back, the result stays
        quieter than asked.
        """
        if self.lufs <= SILENT_LUFS:
            return Levelling(0.0, ceiling_dbtp)
        least = lufs - self.lufs
        low, high = least, least + MOST_PUSH_DB
        if self.foreseen(Levelling(low, ceiling_dbtp)) >= lufs - CLOSE_DB:
            return Levelling(low, ceiling_dbtp)
        while high - low > CLOSE_DB:
            middle = (low + high) / 2
            is_short = self.foreseen(Levelling(middle, ceiling_dbtp)) < lufs
            low, high = (middle, high) if is_short else (low, middle)
        return Levelling(high, ceiling_dbtp)

    def foreseen(self, levelling: Levelling) -> float:
        """Return about how loud the sound will be.

        The loudness of each of the meter's blocks falls as the power of the samples in it does;
        how much each frequency counts is left out.

        Source: ITU-R BS.1770-4, Annex 1, eqs. 4 to 7 (gating).
        """
        gain = to_gain(levelling.gain_db)
        ceiling = to_gain(levelling.ceiling_dbtp - MARGIN_DB)
        allowed = np.minimum(1, ceiling / np.maximum(self._peaks * np.float32(gain), 1e-9))
        around = np.ones(REACH - 1, np.float32)
        gains = hop_gains(np.concatenate([around, allowed.astype(np.float32), around]))
        kept = _block_sums(self._power * np.square(gains[1:])) / _block_sums(self._power)
        count = min(len(kept), len(self._momentary))
        blocks = 10 ** (self._momentary[:count] / 10) * kept[:count] * gain * gain
        return _gated(blocks)


def to_loudness(
    sound: Again, rate_hz: int, lufs: float, ceiling_dbtp: float, task: Task
) -> Levelling:
    """Go through a sound once, and return what `levelled` should do to it the second time."""
    return profiled(sound(), rate_hz, task).levelling(lufs, ceiling_dbtp)


def profiled(blocks: Blocks, rate_hz: int, task: Task) -> Profile:
    """Go through a sound once and note what is needed to level it."""
    hop, rest = max(1, rate_hz // HOPS_A_SECOND), np.zeros(0, np.float32)
    meter: Meter | None = None
    peaks, power = [rest], [rest]
    left: Samples | None = None
    for block in blocks:
        task.check()
        meter = meter or Meter(rate_hz, block.shape[1], with_peak=False)
        meter.feed(block)
        joined = block if left is None else np.concatenate([left, block])
        whole = len(joined) // hop * hop
        left = joined[whole:]
        hops = joined[:whole].reshape(-1, hop * joined.shape[1])
        peaks.append(np.abs(hops).max(axis=1))
        power.append(np.einsum("ij,ij->i", hops, hops))
    if meter is None:
        return Profile(SILENT_LUFS, np.zeros(0), rest, rest)
    lufs = meter.result().lufs
    # The meter's first three values are of blocks that are not full yet.
    momentary = np.nan_to_num(meter.momentary[BLOCK_STEPS - 1 :], nan=-200.0)
    return Profile(lufs, momentary, np.concatenate(peaks), np.concatenate(power))


def _block_sums(values: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the sum over every block of 400 ms, one each 100 ms; never 0."""
    whole = len(values) // STEP_HOPS * STEP_HOPS
    steps = values[:whole].reshape(-1, STEP_HOPS).sum(axis=1, dtype=np.float64)
    sums: NDArray[np.float64] = np.convolve(steps, np.ones(BLOCK_STEPS), "valid")
    return sums + 1e-12


def _gated(powers: NDArray[np.float64]) -> float:
    """Return the integrated loudness of blocks whose power is given as 10^(LUFS / 10)."""
    loud = powers[powers > 10 ** (SILENT_LUFS / 10)]
    if not loud.size:
        return SILENT_LUFS
    counted = loud[loud > loud.mean() / 10]
    return float(10 * np.log10(counted.mean()))
