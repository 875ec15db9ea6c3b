"""The one red button: round to record, square to stop."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from creator_app.ui import icons
from creator_app.ui.focus_ring import shape_ring
from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint

RING_PX = 2
DISC_INSET_PX = 7
SQUARE_PX = 20


class RecordButton(QAbstractButton):
    """Starts and stops a recording; its shape says which, and so does its name.

    Args:
        parent: Where it stands.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_recording = self._is_busy = False
        side_px = theme().size.record_button
        self.setFixedSize(QSize(side_px, side_px))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        shape_ring(self, side_px // 2)
        self._say()

    @property
    def is_recording(self) -> bool:
        """Return whether it shows that a recording runs."""
        return self._is_recording

    def set_recording(self, is_recording: bool) -> None:
        """Show whether a recording runs."""
        self._is_recording, self._is_busy = is_recording, False
        self._say()

    def set_busy(self) -> None:
        """Show that it is being started or ended; pressing does nothing meanwhile."""
        self._is_busy = True
        self._say()

    def disable(self, reason: str) -> None:
        """Switch off, and say why."""
        self.setEnabled(False)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)

    def enable(self) -> None:
        """Switch on again."""
        self.setEnabled(True)
        self.setAccessibleDescription("")
        self._say()

    def hitButton(self, place: QPoint) -> bool:
        """Take clicks inside the circle, but none while busy."""
        middle = self.rect().center()
        away = place - middle
        radius_px = self.width() / 2
        is_inside = away.x() ** 2 + away.y() ** 2 <= radius_px**2
        return is_inside and not self._is_busy

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Space or Enter, but not while busy."""
        if self._is_busy:
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ring and shape."""
        look = theme()
        step = "_pressed" if self.isDown() else "_hover" if self.underMouse() else ""
        ink = look.color("danger" + step)
        edge = look.colors.danger
        if not self.isEnabled():
            ink = look.colors.text_disabled if look.is_high_contrast else look.colors.line_strong
            edge = ink
        painter = QPainter(self)
        place = QRectF(self.rect())
        paint.box(painter, place, place.width() / 2, None, edge, RING_PX)
        inner = place.adjusted(DISC_INSET_PX, DISC_INSET_PX, -DISC_INSET_PX, -DISC_INSET_PX)
        if self._is_busy:
            middle = QRectF(0, 0, 24, 24)
            middle.moveCenter(place.center())
            icons.paint(painter, "loader-circle", middle, look.colors.danger_text)
        elif self._is_recording:
            square = QRectF(0, 0, SQUARE_PX, SQUARE_PX)
            square.moveCenter(place.center())
            paint.box(painter, square, look.radius.inner, ink)
        elif self.isEnabled() or not look.is_high_contrast:
            paint.box(painter, inner, inner.width() / 2, ink)
        else:
            paint.box(painter, inner, inner.width() / 2, None, ink)

    def _say(self) -> None:
        name = self.tr("Stop recording") if self._is_recording else self.tr("Record")
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()
