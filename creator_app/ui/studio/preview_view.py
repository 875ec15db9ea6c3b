"""The preview: the composed picture, read by the widget that paints it, at its own rate."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from creator_app.production.preview import Shown
from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint

TICK_MS = 16


class PreviewView(QWidget):
    """Shows the latest picture of what is played, or one picture that stands.

    Args:
        name: For screen readers.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._image: QImage | None = None
        self._shown: Shown | None = None
        self._shape = (9, 16)
        self._note = ""
        self._latest: Callable[[], Shown | None] = lambda: None
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._read)

    def set_shape(self, width: int, height: int) -> None:
        """Say which shape the picture has before there is one."""
        self._shape = (width, height)
        self.update()

    def set_note(self, note: str) -> None:
        """Say in words what stands in place of a picture; none where it is empty."""
        self._note = note
        self.update()

    def follow(self, latest: Callable[[], Shown | None]) -> None:
        """Show what this returns, again and again."""
        self._latest = latest
        self._timer.start()

    def stand(self, shown: Shown | None) -> None:
        """Show one picture and follow nothing."""
        self._timer.stop()
        self._latest = lambda: None
        self._put(shown)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(360, 480)

    def hideEvent(self, event: QHideEvent) -> None:
        """Read nothing while nobody looks."""
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture as large as it fits, or the empty frame with its note."""
        painter, look = QPainter(self), theme()
        painter.fillRect(self.rect(), look.colors.sunken)
        spot = self._spot()
        if self._image is None:
            painter.fillRect(spot, look.colors.base)
            font = look.font("small")
            paint.text(painter, spot, self._note, font, look.colors.text3, paint.CENTER)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(spot, self._image)

    def _spot(self) -> QRectF:
        wide, high = self._shape
        scale = min((self.width() - 24) / wide, (self.height() - 24) / high)
        size = QSize(max(1, int(wide * scale)), max(1, int(high * scale)))
        left = (self.width() - size.width()) // 2
        top = (self.height() - size.height()) // 2
        return QRectF(left, top, size.width(), size.height())

    def _read(self) -> None:
        shown = self._latest()
        if shown is not None and shown is not self._shown:
            self._put(shown)

    def _put(self, shown: Shown | None) -> None:
        self._shown = shown
        self._image = None if shown is None else image_of(shown)
        if self._image is not None:
            self._shape = (self._image.width(), self._image.height())
        self.update()


def image_of(shown: Shown) -> QImage:
    """Return a composed picture for Qt; it keeps its own copy of the pixels."""
    height, width, _channels = shown.pixels.shape
    data = shown.pixels.data
    return QImage(data, width, height, width * 3, QImage.Format.Format_RGB888).copy()
