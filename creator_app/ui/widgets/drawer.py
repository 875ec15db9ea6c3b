"""A drawer over the work area: opens beside the rail, throws a shadow, closes with Esc."""

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QObject,
    QPropertyAnimation,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from creator_app.ui.theme import theme

SHADOW_PX = 24
DARK_ALPHA, LIGHT_ALPHA = 0.45, 0.16


class Drawer(QWidget):
    """A ground that slides over its panel from the edge where reading begins.

    Focus goes into it when it opens and back to where it came from when it closes.

    Args:
        name: What is in it, for screen readers.
        over: The area it covers part of.
        wide_px: Its width; 0 means the drawer of jobs.
    """

    closed = Signal()

    def __init__(self, name: str, over: QWidget, wide_px: int = 0) -> None:
        super().__init__(over)
        self._over = over
        self._wide_px = wide_px or theme().size.jobs_drawer
        self._came_from: QWidget | None = None
        self.setAccessibleName(name)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(0)
        self._slide = QPropertyAnimation(self, b"geometry", self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.finished.connect(self._on_slid)
        self._is_open = False
        over.installEventFilter(self)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Return whether it is open or opening."""
        return self._is_open

    def open(self) -> None:
        """Slide in and take the focus."""
        if self._is_open:
            return
        self._is_open = True
        before_px, after_px = (SHADOW_PX, 0) if self._is_mirrored() else (0, SHADOW_PX)
        self.column.setContentsMargins(before_px, 0, after_px, 0)
        self._came_from = QApplication.focusWidget()
        self.show()
        self.raise_()
        self._go(self._place(is_open=False), self._place(is_open=True))
        self.focusNextPrevChild(True)

    def close_drawer(self) -> None:
        """Slide out and give the focus back."""
        if not self._is_open:
            return
        self._is_open = False
        self._go(self.geometry(), self._place(is_open=False))
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self._came_from = None
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_drawer()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as high as the area it covers."""
        if event.type() == QEvent.Type.Resize and watched is self._over and self._is_open:
            self._slide.stop()
            self.setGeometry(self._place(is_open=True))
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, its edge and the shadow beside it."""
        look = theme()
        painter = QPainter(self)
        ground = QRect(0, 0, self.width() - SHADOW_PX, self.height())
        shadow = QRectF(ground.right() + 1, 0, SHADOW_PX, self.height())
        if self._is_mirrored():
            ground.translate(SHADOW_PX, 0)
            shadow.moveLeft(0)
        painter.fillRect(ground, look.colors.overlay)
        edge_px = ground.left() if self._is_mirrored() else ground.right()
        painter.fillRect(QRect(edge_px, 0, 1, self.height()), look.colors.line_strong)
        if not look.is_high_contrast:
            alpha = LIGHT_ALPHA if look.mode.value == "light" else DARK_ALPHA
            painter.fillRect(shadow, _fading(shadow, alpha, starts_right=self._is_mirrored()))

    def _is_mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _place(self, *, is_open: bool) -> QRect:
        over = self._over
        wide_px = min(self._wide_px, over.width()) + SHADOW_PX
        left_px = 0 if is_open else -wide_px
        if self._is_mirrored():
            left_px = over.width() - wide_px - left_px
        return QRect(left_px, 0, wide_px, over.height())

    def _go(self, start: QRect, end: QRect) -> None:
        self._slide.stop()
        duration_ms = theme().motion_ms("normal")
        if not duration_ms:
            self.setGeometry(end)
            self._on_slid()
            return
        self._slide.setDuration(duration_ms)
        self._slide.setStartValue(start)
        self._slide.setEndValue(end)
        self._slide.start()

    def _on_slid(self) -> None:
        if not self._is_open:
            self.hide()


def _fading(place: QRectF, alpha: float, *, starts_right: bool) -> QLinearGradient:
    start, end = place.topLeft(), place.topRight()
    fade = QLinearGradient(end, start) if starts_right else QLinearGradient(start, end)
    shade = QColor(0, 0, 0)
    for at in (0.0, 0.25, 0.5, 0.75, 1.0):
        shade.setAlphaF(alpha * (1 - at) ** 2)
        fade.setColorAt(at, shade)
    return fade
