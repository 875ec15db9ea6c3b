"""The focus ring: two pixels wide, two away, drawn over the neighbours so that nothing clips it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen, QWindow
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

WIDTH_PX = 2
GAP_PX = 2
REACH_PX = WIDTH_PX + GAP_PX
FIELDS = (QLineEdit, QAbstractSpinBox, QComboBox, QTextEdit, QPlainTextEdit)
RADIUS, PLACE = "ring_radius", "ring_place"
MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
    QEvent.Type.ZOrderChange,
}


def shape_ring(widget: QWidget, radius_px: int, place: str = "outside") -> None:
    """Say how the ring goes round a widget.

    A widget of which only a part has the focus says which in a method `ring_area() -> QRect`.

    Args:
        widget: What gets the focus.
        radius_px: The corner radius of the widget itself.
        place: outside; inside, for what fills its panel; none, for what shows its focus itself.
    """
    widget.setProperty(RADIUS, radius_px)
    widget.setProperty(PLACE, place)


class FocusRing(QWidget):
    """A ring round one widget, which it follows; it takes no clicks and no focus itself."""

    def __init__(self, target: QWidget, color: Callable[[], QColor]) -> None:
        self._inside = target.property(PLACE) == "inside"
        self._target = target
        self._watched = _up_to_clip(target)
        super().__init__(self._watched[-1])
        self._color = color
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for each in self._watched:
            each.installEventFilter(self)
        self.follow()

    @property
    def target(self) -> QWidget:
        """Return the widget the ring goes round."""
        return self._target

    def follow(self) -> None:
        """Go where the target is now."""
        area = getattr(self._target, "ring_area", None)
        own: QRect = area() if area else self._target.rect()
        corner = self._target.mapTo(self._watched[-1], QPoint(0, 0))
        reach_px = 0 if self._inside else REACH_PX
        self.setGeometry(own.translated(corner).adjusted(-reach_px, -reach_px, reach_px, reach_px))
        self.setVisible(self._target.isVisibleTo(self._watched[-1]))
        self.raise_()

    def leave(self) -> None:
        """Go away; what was watched is no longer."""
        for each in self._watched:
            if isValid(each):
                each.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow whatever moves the target."""
        # Windows that are torn down still send events; touching what is gone would end the process.
        if event.type() in MOVES and all(isValid(each) for each in (self, *self._watched)):
            self.follow()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring."""
        radius = self._target.property(RADIUS)
        radius_px = (6 if radius is None else int(radius)) + (0 if self._inside else REACH_PX)
        half = WIDTH_PX / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._color(), WIDTH_PX))
        place = QRectF(self.rect()).adjusted(half, half, -half, -half)
        round_px = max(0.0, min(radius_px - half, place.height() / 2))
        painter.drawRoundedRect(place, round_px, round_px)


class FocusRings(QObject):
    """Shows the ring where the keyboard is: after a key, or always on fields.

    Args:
        color: What the ring is drawn in, asked at each painting.
        parent: What keeps it.
    """

    def __init__(self, color: Callable[[], QColor], parent: QObject) -> None:
        super().__init__(parent)
        self._color = color
        self._by_keyboard = False
        self._ring: FocusRing | None = None
        app = QGuiApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
            app.focusWindowChanged.connect(self._on_window_changed)

    @property
    def ring(self) -> FocusRing | None:
        """Return the ring shown now, if any."""
        return self._ring if self._ring is not None and isValid(self._ring) else None

    def follow(self) -> None:
        """Go where the focus is, after a widget changed what part of it has the focus."""
        if self.ring is not None:
            self.ring.follow()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Remember whether the hand was last on the keyboard or on the mouse."""
        if event.type() == QEvent.Type.KeyPress:
            self._by_keyboard = True
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._by_keyboard = False
            self._hide_unless_due()
        return False

    def _on_window_changed(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self.ring is not None:
            self.ring.leave()
        self._ring = None
        if now is not None and now.property(PLACE) != "none" and self._is_due(now):
            self._ring = FocusRing(now, self._color)

    def _hide_unless_due(self) -> None:
        ring = self.ring
        if ring is not None and not self._is_due(ring.target):
            ring.leave()
            self._ring = None

    def _is_due(self, widget: QWidget) -> bool:
        return self._by_keyboard or isinstance(widget, FIELDS)


def _up_to_clip(target: QWidget) -> list[QWidget]:
    """Return the target and all above it, up to the first that would cut the ring off."""
    chain = [target]
    above = target.parentWidget()
    while above is not None:
        chain.append(above)
        if above.isWindow() or _is_viewport(above):
            break
        above = above.parentWidget()
    return chain


def _is_viewport(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget
