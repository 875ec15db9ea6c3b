"""Choices: check boxes, radio buttons, switches and segments."""

from PySide6.QtCore import (
    QEasingCurve,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from creator_app.ui import icons
from creator_app.ui.focus_ring import shape_ring
from creator_app.ui.theme import Theme, theme
from creator_app.ui.widgets import paint

TEXT_GAP_PX = 8


class CheckBox(QCheckBox):
    """A box with a mark: on, off or, if allowed, some of both.

    Args:
        text: What it switches.
        parent: Where it stands.
        name: For screen readers where there is no text.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(text, parent)
        _prepare(self, name, theme().radius.inner)

    def sizeHint(self) -> QSize:
        """Return the room of box and text."""
        return _hint(self)

    def ring_area(self) -> QRect:
        """Return where the focus ring goes."""
        return _mark_place(self).toRect()

    def hitButton(self, place: QPoint) -> bool:
        """Take clicks anywhere."""
        return self.rect().contains(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, mark and text."""
        look = theme()
        painter = QPainter(self)
        spot = _mark_place(self)
        is_on = self.checkState() == Qt.CheckState.Checked
        fill, border = _mark_ink(self, look, is_on)
        paint.box(painter, spot, look.radius.inner, fill, border)
        ink = look.colors.text_on_fill if self.isEnabled() else look.colors.text_disabled
        if is_on:
            _tick(painter, spot, ink)
        elif self.checkState() == Qt.CheckState.PartiallyChecked:
            dash = QRectF(spot.left() + 4, spot.center().y() - 1, spot.width() - 8, 2)
            painter.fillRect(dash, look.colors.text2)
        _paint_text(self, painter, look)


class RadioButton(QRadioButton):
    """One of several; the arrow keys move between those of one parent.

    Args:
        text: What it stands for.
        parent: Where it stands.
        name: For screen readers where there is no text.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(text, parent)
        _prepare(self, name, theme().size.check // 2)

    def sizeHint(self) -> QSize:
        """Return the room of circle and text."""
        return _hint(self)

    def ring_area(self) -> QRect:
        """Return where the focus ring goes."""
        return _mark_place(self).toRect()

    def hitButton(self, place: QPoint) -> bool:
        """Take clicks anywhere."""
        return self.rect().contains(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint circle, dot and text."""
        look = theme()
        painter = QPainter(self)
        spot = _mark_place(self)
        fill, border = _mark_ink(self, look, self.isChecked())
        paint.box(painter, spot, spot.width() / 2, fill, border)
        if self.isChecked():
            ink = look.colors.text_on_fill if self.isEnabled() else look.colors.text_disabled
            paint.box(painter, spot.adjusted(5, 5, -5, -5), 3, ink)
        _paint_text(self, painter, look)


class Switch(QCheckBox):
    """Something that is on or off at once; the knob slides.

    Args:
        name: What it switches, for screen readers.
        parent: Where it stands.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        width_px, height_px = theme().size.toggle
        self._slide = QVariantAnimation(self, startValue=0.0, endValue=1.0)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(self._on_slide)
        self._at = 0.0
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(width_px, max(height_px, theme().size.hit_target_min))
        self.toggled.connect(self._on_toggled)
        shape_ring(self, height_px // 2)

    def disable(self, reason: str) -> None:
        """Switch off the switch itself, and say why."""
        self.setEnabled(False)
        self.setToolTip(reason)

    def sizeHint(self) -> QSize:
        """Return the size of the track."""
        return self.minimumSize()

    def hitButton(self, place: QPoint) -> bool:
        """Take clicks anywhere."""
        return self.rect().contains(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track and knob."""
        look = theme()
        colors = look.colors
        track = self._track()
        radius_px = track.height() / 2
        fill = colors.accent if self.isChecked() else colors.line_control
        knob = colors.text_on_fill
        if look.is_high_contrast and not self.isChecked():
            fill, knob = colors.panel, colors.text1
        if not self.isEnabled():
            fill, knob = colors.line, colors.text_disabled
        painter = QPainter(self)
        paint.box(painter, track, radius_px, fill, colors.line if look.is_high_contrast else None)
        side_px = track.height() - 4
        at = 1 - self._at if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self._at
        left_px = track.left() + 2 + at * (track.width() - track.height())
        paint.box(painter, QRectF(left_px, track.top() + 2, side_px, side_px), side_px / 2, knob)

    def ring_area(self) -> QRect:
        """Return where the focus ring goes."""
        return self._track().toRect()

    def _track(self) -> QRectF:
        width_px, height_px = theme().size.toggle
        return QRectF(0, (self.height() - height_px) / 2, width_px, height_px)

    def _on_toggled(self, is_on: bool) -> None:
        duration_ms = theme().motion_ms("fast") if self.isVisible() else 0
        if not duration_ms:
            self._slide.stop()
            self._on_slide(float(is_on))
            return
        self._slide.stop()
        self._slide.setStartValue(self._at)
        self._slide.setEndValue(float(is_on))
        self._slide.setDuration(duration_ms)
        self._slide.start()

    def _on_slide(self, at: float) -> None:
        self._at = at
        self.update()


class Segments(QWidget):
    """Two to five choices side by side, one of them taken.

    Args:
        name: What is chosen, for screen readers.
        options: The texts; an icon instead of a text is written «icon:NAME=Said text».
        parent: Where it stands.
    """

    chosen = Signal(int)

    def __init__(self, name: str, options: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        self._parts = [_Segment(option) for option in options]
        for index, part in enumerate(self._parts):
            row.addWidget(part)
            part.clicked.connect(lambda _on, index=index: self.chosen.emit(index))
        self._parts[0].setChecked(True)

    @property
    def index(self) -> int:
        """Return which one is taken, from 0."""
        return next(index for index, part in enumerate(self._parts) if part.isChecked())

    def choose(self, index: int) -> None:
        """Take one without telling anybody."""
        self._parts[index].setChecked(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground all parts share."""
        look = theme()
        place, radius_px = QRectF(self.rect()), look.radius.control
        paint.box(QPainter(self), place, radius_px, look.colors.sunken, look.colors.line_strong)


class _Segment(QRadioButton):
    """One part of a row of segments."""

    def __init__(self, option: str) -> None:
        is_icon = option.startswith("icon:")
        self._icon, _, said = (
            option.removeprefix("icon:").partition("=") if is_icon else ("", "", option)
        )
        super().__init__("" if is_icon else option)
        self.setAccessibleName(said)
        self.setToolTip(said if is_icon else "")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        shape_ring(self, theme().radius.inner)

    def sizeHint(self) -> QSize:
        words_px = paint.width_px(self.text(), theme().font("body", weight=500))
        return QSize((words_px or theme().icon.control) + 20, theme().size.control - 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, place: QPoint) -> bool:
        return self.rect().contains(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        colors = look.colors
        painter = QPainter(self)
        place = QRectF(self.rect())
        ink = colors.text1 if self.isChecked() or self.underMouse() else colors.text2
        if self.isChecked():
            ground = colors.panel if look.mode.value == "light" else colors.raised
            paint.box(painter, place, look.radius.inner, ground, colors.line_strong)
        if not self.isEnabled():
            ink = colors.text_disabled
        if self._icon:
            side_px = look.icon.control
            spot = QRectF(0, 0, side_px, side_px)
            spot.moveCenter(place.center())
            icons.paint(painter, self._icon, spot, ink)
        else:
            font = look.font("body", weight=500)
            paint.text(painter, place, self.text(), font, ink, paint.CENTER)


def _prepare(button: QAbstractButton, name: str, radius_px: int) -> None:
    button.setAccessibleName(name)
    button.setAttribute(Qt.WidgetAttribute.WA_Hover)
    button.setMinimumHeight(theme().size.hit_target_min)
    button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    shape_ring(button, radius_px)


def _hint(button: QAbstractButton) -> QSize:
    words_px = paint.width_px(button.text(), theme().font("body"))
    wide_px = theme().size.check + (TEXT_GAP_PX + words_px + 1 if words_px else 0)
    return QSize(wide_px, theme().size.hit_target_min)


def _mark_place(button: QAbstractButton) -> QRectF:
    side_px = theme().size.check
    is_mirrored = button.layoutDirection() == Qt.LayoutDirection.RightToLeft
    left_px = button.width() - side_px if is_mirrored else 0
    return QRectF(left_px, (button.height() - side_px) // 2, side_px, side_px)


def _mark_ink(button: QAbstractButton, look: Theme, is_on: bool) -> tuple[QColor, QColor | None]:
    colors = look.colors
    if not button.isEnabled():
        off = colors.text_disabled if look.is_high_contrast else colors.line
        return colors.raised, off
    if is_on:
        return (colors.accent_hover if button.underMouse() else colors.accent), None
    return (colors.hover if button.underMouse() else colors.sunken), colors.line_control


def _tick(painter: QPainter, spot: QRectF, color: QColor) -> None:
    path = QPainterPath(spot.topLeft() + QPointF(4, 8.5))
    path.lineTo(spot.topLeft() + QPointF(7, 11.5))
    path.lineTo(spot.topLeft() + QPointF(12, 5))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(color, 1.75, Qt.PenStyle.SolidLine, cap, join))
    painter.drawPath(path)
    painter.restore()


def _paint_text(button: QAbstractButton, painter: QPainter, look: Theme) -> None:
    room_px = look.size.check + TEXT_GAP_PX
    is_mirrored = button.layoutDirection() == Qt.LayoutDirection.RightToLeft
    edges = (0, 0, -room_px, 0) if is_mirrored else (room_px, 0, 0, 0)
    place = QRectF(button.rect()).adjusted(*edges)
    color = look.colors.text1 if button.isEnabled() else look.colors.text_disabled
    flags = paint.RIGHT if is_mirrored else paint.LEFT
    paint.text(painter, place, button.text(), look.font("body"), color, flags)
