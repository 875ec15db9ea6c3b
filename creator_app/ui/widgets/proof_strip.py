"""The strip that proves it works: what is on disk, how late captions are, what was heard."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from creator_app.ui import icons
from creator_app.ui.theme import Theme, theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.progress import paint_bar

VALUE_PX = 14
INSET_PX = 16
EXTRA_PX = (64, 20)
ICON_PX = 18
TEXT_LEFT_PX = INSET_PX + ICON_PX + 12


@dataclass(frozen=True)
class Proof:
    """What one cell shows.

    Attributes:
        value: The measured value with its unit.
        remark: What stands behind it; out of target: what is being done about it.
        is_good: Whether it is within its target.
        is_proved: Shows a green tick at the right.
        trend: The last values, drawn as a line at the right; scaled to its largest.
        share: 0 … 1, drawn as a bar at the right.
    """

    value: str
    remark: str = ""
    is_good: bool = True
    is_proved: bool = False
    trend: tuple[float, ...] = ()
    share: float | None = None


class ProofCell(QWidget):
    """A label, a value and a remark; a value out of target turns to a warning with an icon.

    Args:
        icon: Name of the icon at the left.
        label: What is measured.
        parent: The strip.
    """

    def __init__(self, icon: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._label = icon, label
        self._proof = Proof("\u2013")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_proof(self._proof)

    @property
    def proof(self) -> Proof:
        """Return what it shows."""
        return self._proof

    def show_proof(self, proof: Proof) -> None:
        """Show a new measurement."""
        self._proof = proof
        words = f"{self._label}: {proof.value}. {proof.remark}".strip()
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a usual width at the height of the strip."""
        return QSize(240, theme().size.proof_strip)

    def minimumSizeHint(self) -> QSize:
        """Return the least width: words are cut there, the tool tip shows them."""
        return QSize(120, theme().size.proof_strip_narrow)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon, three lines and what stands at the right."""
        look = theme()
        colors = look.colors
        painter = QPainter(self)
        proof = self._proof
        name = self._icon if proof.is_good else "triangle-alert"
        ink = colors.text2 if proof.is_good else colors.warning_text
        icons.paint(painter, name, self._flip(QRectF(INSET_PX, 0, ICON_PX, self.height())), ink)
        extra_px = self._extra_px()
        left_px = TEXT_LEFT_PX
        wide_px = self.width() - left_px - extra_px - 12
        flags = paint.LEFT
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            flags = paint.RIGHT
        value_ink = colors.text1 if proof.is_good else colors.warning_text
        lines = (
            (self._label, look.font("micro", weight=400), colors.text3, 15),
            (proof.value, value_font(look), value_ink, 18),
            (proof.remark, look.font("micro", tabular=True, weight=400), colors.text2, 15),
        )
        top_px = (self.height() - sum(line[3] for line in lines)) // 2
        for words, font, color, high_px in lines:
            place = self._flip(QRectF(left_px, top_px, wide_px, high_px))
            paint.text(painter, place, words, font, color, flags)
            top_px += high_px
        if extra_px:
            self._paint_extra(painter, look)

    def _extra_px(self) -> int:
        proof = self._proof
        if proof.is_proved and proof.is_good:
            return 16 + INSET_PX
        extra_px = EXTRA_PX[0] + INSET_PX
        words_px = paint.width_px(proof.value, value_font(theme()))
        has_room = TEXT_LEFT_PX + words_px + extra_px + 12 <= self.width()
        return extra_px if has_room and (proof.trend or proof.share is not None) else 0

    def _paint_extra(self, painter: QPainter, look: Theme) -> None:
        proof = self._proof
        right_px = self.width() - INSET_PX
        if proof.is_proved:
            spot = QRectF(right_px - 16, 0, 16, self.height())
            icons.paint(painter, "circle-check", self._flip(spot), look.colors.success_text)
            return
        place = QRectF(right_px - EXTRA_PX[0], (self.height() - EXTRA_PX[1]) / 2, *EXTRA_PX)
        if proof.share is not None:
            bar = QRectF(place.left(), self.height() / 2 - 2, place.width(), look.size.progress)
            ink = look.colors.success if proof.is_good else look.colors.warning
            paint_bar(painter, self._flip(bar), proof.share, ink, look)
        else:
            paint_trend(painter, self._flip(place), proof.trend, look)

    def _flip(self, place: QRectF) -> QRectF:
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return place
        return QRectF(self.width() - place.right(), place.top(), place.width(), place.height())


class ProofStrip(QWidget):
    """Cells side by side at the foot of a panel.

    Args:
        cells: From left to right.
        parent: The panel.
    """

    def __init__(self, cells: tuple[ProofCell, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = cells
        self.setFixedHeight(theme().size.proof_strip)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 0)
        row.setSpacing(0)
        for cell in cells:
            row.addWidget(cell, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the lines above and between."""
        look = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colors.panel)
        right = QPointF(self.width(), 0)
        paint.line(painter, QPointF(0, 0), right, look.colors.line)
        for cell in self._cells[1:]:
            top = QPointF(cell.geometry().left(), 0)
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                top = QPointF(cell.geometry().right(), 0)
            paint.line(painter, top, top + QPointF(0, self.height()), look.colors.line)


def value_font(look: Theme) -> QFont:
    """Return the font of measured values: 14/600 with figures of one width."""
    font = QFont(look.font("section", tabular=True))
    font.setPixelSize(VALUE_PX)
    return font


def paint_trend(painter: QPainter, place: QRectF, values: tuple[float, ...], look: Theme) -> None:
    """Paint the last values as a line."""
    if len(values) < 2:
        return
    top = max(*values, 1e-9)
    step_px = place.width() / (len(values) - 1)
    points = QPolygonF()
    for number, value in enumerate(values):
        y_px = place.bottom() - max(value, 0.0) / top * place.height()
        points.append(QPointF(place.left() + number * step_px, y_px))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colors.accent_text, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(points)
