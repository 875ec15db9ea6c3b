"""A slider with its value at the right."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QWidget

from creator_app.ui.focus_ring import shape_ring
from creator_app.ui.theme import theme, themes
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.labels import Label


class Slider(QSlider):
    """A track of 4 pixels and a knob of 14; a click goes there at once.

    Args:
        name: What it sets, for screen readers.
        parent: Where it stands.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.valueChanged.connect(lambda _value: themes().rings.follow())
        shape_ring(self, theme().size.slider_knob // 2)

    def disable(self, reason: str) -> None:
        """Switch off, and say why."""
        self.setEnabled(False)
        self.setToolTip(reason)

    def sizeHint(self) -> QSize:
        """Return a usual length at the height of a target."""
        return QSize(120, theme().size.hit_target_min)

    def minimumSizeHint(self) -> QSize:
        """Return the least length that can still be aimed at."""
        return QSize(56, theme().size.hit_target_min)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn with the wheel only while it has the focus, so that pages scroll."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to where it was pressed."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the hand."""
        if self.isSliderDown():
            self._go_to(event.position())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self.setSliderDown(False)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track, fill and knob."""
        look = theme()
        colors = look.colors
        on = self.isEnabled()
        height_px = look.size.slider_track
        track = QRectF(0, (self.height() - height_px) / 2, self.width(), height_px)
        knob = QRectF(self.ring_area())
        fill = QRectF(track)
        if self._is_mirrored():
            fill.setLeft(knob.center().x())
        else:
            fill.setRight(knob.center().x())
        painter = QPainter(self)
        paint.bar(painter, track, colors.line_strong if on else colors.line)
        paint.bar(painter, fill, colors.accent if on else colors.text_disabled)
        ground = colors.hover if on and self.underMouse() else colors.panel
        edge = colors.accent_text if on else colors.text_disabled
        paint.box(painter, knob, knob.width() / 2, ground, edge, 2)

    def _is_mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def ring_area(self) -> QRect:
        """Return where the knob is, which is where the focus ring goes."""
        side_px = theme().size.slider_knob
        span = max(1, self.maximum() - self.minimum())
        at = (self.sliderPosition() - self.minimum()) / span
        at = 1 - at if self._is_mirrored() else at
        left_px = round(at * (self.width() - side_px))
        return QRect(left_px, (self.height() - side_px) // 2, side_px, side_px)

    def _go_to(self, place: QPointF) -> None:
        side_px = theme().size.slider_knob
        at = (place.x() - side_px / 2) / max(1, self.width() - side_px)
        at = min(max(1 - at if self._is_mirrored() else at, 0.0), 1.0)
        steps = round(at * (self.maximum() - self.minimum()) / self.singleStep())
        self.setValue(self.minimum() + steps * self.singleStep())


class SliderField(QWidget):
    """A slider over decimal numbers, with its value written at the right.

    Args:
        name: What it sets, for screen readers.
        lowest: The value at the left.
        highest: The value at the right.
        step: The smallest change.
        written: Writes a value with its unit.
        parent: Where it stands.
    """

    value_changed = Signal(float)
    let_go = Signal(float)

    def __init__(
        self,
        name: str,
        lowest: float,
        highest: float,
        step: float,
        written: Callable[[float], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lowest, self._step, self._written = lowest, step, written
        self.slider = Slider(name)
        self.slider.setRange(0, round((highest - lowest) / step))
        self.slider.setPageStep(max(1, self.slider.maximum() // 10))
        self._value = Label("", "body", "text2", tabular=True)
        self._value.set_align(paint.RIGHT)
        font = theme().font("body", tabular=True)
        room_px = max(paint.width_px(written(value), font) for value in (lowest, highest))
        self._value.setFixedWidth(max(room_px + 2, 44))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space.between_controls)
        row.addWidget(self.slider, 1)
        row.addWidget(self._value)
        self.setFocusProxy(self.slider)
        self.slider.valueChanged.connect(self._on_moved)
        self.slider.sliderReleased.connect(lambda: self.let_go.emit(self.value()))
        self._write()

    def value(self) -> float:
        """Return the value."""
        return self._lowest + self.slider.value() * self._step

    def set_value(self, value: float) -> None:
        """Move the knob."""
        self.slider.setValue(round((value - self._lowest) / self._step))

    def disable(self, reason: str) -> None:
        """Switch off, and say why."""
        self.slider.disable(reason)
        self._value.setEnabled(False)

    def _on_moved(self, _steps: int) -> None:
        self._write()
        self.value_changed.emit(self.value())

    def _write(self) -> None:
        words = self._written(self.value())
        self._value.set_text(words)
        self.slider.setAccessibleDescription(words)
