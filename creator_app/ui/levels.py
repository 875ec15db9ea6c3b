"""What meters read: the levels of one side, as devices or a recording deliver them."""

import time
from typing import TYPE_CHECKING

from creator_app.media.device import Side
from creator_app.ui.widgets.meter import Level

if TYPE_CHECKING:  # numpy comes when sound does, not when the window opens
    from creator_app.media.levels import Level as Heard
    from creator_app.media.levels import Meter

# Devices deliver in blocks; between two of them the level has not fallen to nothing.
HOLD_S = 0.25
CLIPPED_DB = -0.1


class TrackReader:
    """Reads the level of one side for one widget, at that widget's pace."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._meter: Meter | None = None
        self._last: Heard | None = None
        self._last_s = 0.0

    def listen(self, meter: "Meter | None") -> None:
        """Read from another meter from now on."""
        self._meter, self._last = meter, None

    def level(self) -> Level | None:
        """Return what a level meter shows."""
        heard = self._heard()
        if heard is None:
            return None
        return Level(heard.peak_db, has_clipped=heard.peak_db >= CLIPPED_DB)

    def column(self) -> tuple[float, float] | None:
        """Return what a strip shows: the root of the amplitude, so that speech fills half of it."""
        heard = self._heard()
        if heard is None:
            return None
        return 10 ** (heard.peak_db / 40), 10 ** (heard.rms_db / 40)

    def _heard(self) -> "Heard | None":
        if self._meter is None:
            return None
        found = [each for each in self._meter.read() if each.track == self._side]
        now_s = time.monotonic()
        if found:
            self._last, self._last_s = found[-1], now_s
        elif now_s - self._last_s > HOLD_S:
            self._last = None
        return self._last
