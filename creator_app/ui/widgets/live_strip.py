"""The sound of the last seconds while recording, newest at the right."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint

COLUMN_PX = 2
PITCH_PX = 3
TICK_MS = 66
MOST_COLUMNS = 2048


class LiveStrip(QWidget):
    """Columns of 2 pixels that move to the left; reads them itself while it can be seen.

    Args:
        name: Whose sound it is, for screen readers.
        read: Gives peak and RMS since the last reading, 0 … 1; None while nothing is recorded.
        parent: Where it stands.
    """

    def __init__(
        self,
        name: str,
        read: Callable[[], tuple[float, float] | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._columns: deque[tuple[float, float] | None] = deque(maxlen=MOST_COLUMNS)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def is_reading(self) -> bool:
        """Return whether it asks for sound, which it does only while it can be seen."""
        return self._timer.isActive()

    def tick(self) -> None:
        """Read a column and move the others."""
        self._columns.append(self._read())
        self.update()

    def clear(self) -> None:
        """Forget everything, for a new recording."""
        self._columns.clear()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a usual size."""
        return QSize(240, 36)

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(72, 24)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to read."""
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop reading."""
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the columns, from the newest at the right."""
        look = theme()
        colors = look.colors
        painter = QPainter(self)
        paint.box(painter, QRectF(self.rect()), look.radius.inner, colors.wave_bg, colors.line)
        inner = self.rect().adjusted(3, 2, -3, -2)
        outer: list[QRect] = []
        core: list[QRect] = []
        left_px = inner.right() + 1 - COLUMN_PX
        for column in reversed(self._columns):
            if left_px < inner.left():
                break
            if column is not None:
                outer.append(_column(inner, left_px, column[0]))
                core.append(_column(inner, left_px, column[1]))
            left_px -= PITCH_PX
        painter.setPen(Qt.PenStyle.NoPen)
        for places, ink in ((outer, colors.wave_peak), (core, colors.wave_rms)):
            painter.setBrush(ink)
            painter.drawRects(places)


def _column(inner: QRect, left_px: int, share: float) -> QRect:
    half_px = round(min(max(share, 0.0), 1.0) * inner.height() / 2)
    return QRect(left_px, inner.center().y() - half_px, COLUMN_PX, 2 * half_px + 1)
