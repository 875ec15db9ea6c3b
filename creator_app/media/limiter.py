"""A look-ahead limiter for true peaks, in a stream, at the cost of little more than a copy."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from creator_app.media.dsp import Blocks, Samples, loudest, to_gain

# The gain moves in steps of 1 ms and is joined by straight lines.
HOPS_A_SECOND = 1000
# Hops over which it goes down before a peak, and up after it.
REACH = 16
# Between two samples speech rises hardly 2 dB above them; what is 4 dB under the ceiling need
# not be looked at more closely.
NEAR_DB = 4.0
OVERSAMPLING = 4
# Samples around a block that its oversampled peaks depend on.
CONTEXT = 64
# What the moving gain may add, and by how much two meters differ over a click.
MARGIN_DB = 0.15


def limited(blocks: Blocks, rate_hz: int, ceiling_dbtp: float) -> Iterator[Samples]:
    """Turn the gain down before every true peak above a ceiling, and up again after it.

    For each millisecond the gain that its 4-fold oversampled peak allows; the least of these in a
    window; and their mean over a window of the same reach, weighted by half a wave, which bends
    the steps to slopes without ever rising above what a peak allows.

    Source: the scheme of G. Luff, «Designing a straightforward limiter», signalsmith-audio.co.uk,
    2022 (least gain, then smoothing of the same length); peaks by ITU-R BS.1770-4, Annex 2.

    Args:
        blocks: float32 [frames, channels].
        rate_hz: Samples a second.
        ceiling_dbtp: Highest true peak that may come out.

    Returns:
        As many samples as went in.
    """
    limiter = _Limiter(rate_hz, to_gain(ceiling_dbtp - MARGIN_DB))
    for block in blocks:
        if len(block):
            yield from limiter.feed(block)
    yield from limiter.finish()


class _Limiter:
    def __init__(self, rate_hz: int, ceiling: float) -> None:
        self._hop = max(1, rate_hz // HOPS_A_SECOND)
        self._ceiling = ceiling
        self._pending: list[Samples] = []  # not yet a whole number of hops
        self._waiting: Samples | None = None  # whole hops whose gain is not known yet
        self._before: Samples | None = None  # the last samples that went on, for the peaks
        # What each hop allows, from the first one that still counts for a waiting one.
        self._allowed: NDArray[np.float32] = np.ones(REACH - 1, np.float32)

    def feed(self, block: Samples) -> Iterator[Samples]:
        self._pending.append(block)
        held = sum(map(len, self._pending))
        if held < self._hop * REACH:
            return
        joined = np.concatenate(self._pending)
        # Peaks at the end of a block depend on what follows, so a little waits for that.
        whole = max(0, len(joined) - CONTEXT) // self._hop * self._hop
        self._pending = [joined[whole:]]
        yield from self._take(joined[:whole], joined[whole : whole + CONTEXT])

    def finish(self) -> Iterator[Samples]:
        joined = np.concatenate(self._pending) if self._pending else None
        if joined is None:
            return
        total, channels = len(joined), joined.shape[1]
        rest = -total % self._hop + self._hop * (REACH - 1)
        padded = np.concatenate([joined, np.zeros((rest, channels), np.float32)])
        waiting = 0 if self._waiting is None else len(self._waiting)
        made = list(self._take(padded, padded[:0]))
        yield np.concatenate(made)[: waiting + total] if made else padded[:0]

    def _take(self, samples: Samples, after: Samples) -> Iterator[Samples]:
        """Take whole hops; give those whose gain no later hop can change."""
        allowed = self._allowed_by(samples, after)
        self._allowed = np.concatenate([self._allowed, allowed])
        waiting = samples if self._waiting is None else np.concatenate([self._waiting, samples])
        hops = len(waiting) // self._hop - (REACH - 1)
        if hops <= 0:
            self._waiting = waiting
            return
        ready = hops * self._hop
        self._waiting = waiting[ready:]
        yield self._turned_down(waiting[:ready], hops)

    def _turned_down(self, samples: Samples, hops: int) -> Samples:
        """Apply the gains of the next `hops` hops, which `samples` holds."""
        gains = self._gains(hops)
        self._allowed = self._allowed[hops:]
        if float(gains.min()) >= 1.0:
            return samples
        slope = np.arange(1, self._hop + 1, dtype=np.float32) / self._hop
        curve = gains[:-1, None] + np.diff(gains)[:, None] * slope
        turned: Samples = (samples * curve.reshape(-1, 1)).astype(np.float32, copy=False)
        return turned

    def _gains(self, hops: int) -> NDArray[np.float32]:
        """Return the gain before the next hop, and at the end of each of the next `hops`."""
        return hop_gains(self._allowed[: hops + 2 * REACH - 2])

    def _allowed_by(self, samples: Samples, after: Samples) -> NDArray[np.float32]:
        """Return the gain that the peak in each hop allows; 1 where it is under the ceiling."""
        level = loudest(samples)
        peaks = _highest(level, self._hop)
        before, self._before = self._before, samples[-CONTEXT:]
        if float(level.max(initial=0)) > self._ceiling * to_gain(-NEAR_DB):
            parts = [samples[:0] if before is None else before, samples, after]
            skip = len(parts[0])
            between = _oversampled_peaks(np.concatenate(parts))[skip : skip + len(samples)]
            peaks = np.maximum(peaks, _highest(between, self._hop))
        allowed: NDArray[np.float32] = np.minimum(1, self._ceiling / np.maximum(peaks, 1e-9))
        return allowed.astype(np.float32)


def hop_gains(allowed: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the gains between hops from what each hop allows.

    A gain may not exceed what the hops on both sides allow, since sound runs from one to the
    other; so each window of the mean is a window of least gains that all contain both.

    Args:
        allowed: For each hop, `REACH` − 1 more at the beginning and at the end.

    Returns:
        One more than the hops between: before the first, and after each.
    """
    if float(allowed.min()) >= 1.0:
        return np.ones(len(allowed) - 2 * REACH + 3, np.float32)
    weights = np.hanning(REACH + 1)[1:-1]
    kernel = (weights / weights.sum()).astype(np.float32)
    # A minimum over 2ⁿ neighbours takes n steps.
    least, width = allowed, 1
    while width < REACH:
        step = min(width, REACH - width)
        least = np.minimum(least[:-step], least[step:])
        width += step
    gains: NDArray[np.float32] = np.convolve(least, kernel, "valid").astype(np.float32)
    return gains


def _oversampled_peaks(samples: Samples) -> NDArray[np.float32]:
    """Return for each sample the highest of the four points from it to the next."""
    import soxr

    finer = soxr.resample(samples, 1, OVERSAMPLING, quality="HQ")
    missing = len(samples) * OVERSAMPLING - len(finer)
    if missing > 0:
        finer = np.pad(finer, ((0, missing), (0, 0)))
    level = loudest(finer[: len(samples) * OVERSAMPLING])
    pairs = np.maximum(level[0::2], level[1::2])
    return np.maximum(pairs[0::2], pairs[1::2])


def _highest(values: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Return the highest of every `count` values."""
    found: NDArray[np.float32] = np.maximum.reduceat(values, np.arange(0, len(values), count))
    return found
