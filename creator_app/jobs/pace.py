"""How long work will still take, told from how far it has come."""

import math

# No estimate before this much is known; a first guess that jumps is worse than none.
FIRST_S = 1.0
FIRST_FRACTION = 0.005
# How far back the speed looks: at least this, and this share of the time already spent.
MEMORY_S = 2.0
MEMORY_SHARE = 1 / 3


class Pace:
    """A steady estimate of the time left, from times and fractions.

    The speed is an exponentially weighted mean, each report weighing as much as the time it took,
    divided by the sum of its weights. Its memory grows with the time spent: it follows a change of
    pace at first and hardly trembles in an hour-long job.
    """

    def __init__(self, start_s: float) -> None:
        self._begin(start_s)

    def _begin(self, start_s: float) -> None:
        self._start_s = self._last_s = start_s
        self._fraction = self._weights = self._speed = self._gap_s = 0.0

    def note(self, now_s: float, fraction: float | None) -> None:
        """Take note of how far the work is, 0..1; None says that nobody knows."""
        if fraction is None or fraction < self._fraction:
            # A new stage counts afresh; the speed of the last one says nothing about it.
            self._begin(now_s)
        if fraction is None or fraction <= self._fraction or now_s <= self._last_s:
            return
        step_s = now_s - self._last_s
        memory_s = max(MEMORY_S, MEMORY_SHARE * (now_s - self._start_s))
        keep = math.exp(-step_s / memory_s)
        self._weights = keep * self._weights + 1 - keep
        self._speed = keep * self._speed + (1 - keep) * (fraction - self._fraction) / step_s
        self._gap_s = keep * self._gap_s + (1 - keep) * step_s
        self._fraction, self._last_s = fraction, now_s

    def left_s(self, now_s: float) -> float | None:
        """Return the seconds left at `now_s`, or None while nobody can know."""
        if self._last_s - self._start_s < FIRST_S or self._fraction < FIRST_FRACTION:
            return None
        # Between two reports the clock runs on, but never past the time the next one is due.
        waited_s = min(now_s - self._last_s, self._gap_s / self._weights)
        return max(0.0, (1 - self._fraction) * self._weights / self._speed - waited_s)
