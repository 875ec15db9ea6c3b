"""Text that is read, not pressed: single lines that elide, paragraphs that wrap."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint

LONGEST_LINE_PX = 16_777_215


class Label(QWidget):
    """One line of text in a step of the type scale; cut with an ellipsis, the tool tip shows all.

    Args:
        text: What it says.
        role: A step of the type scale.
        color: Name of a colour: text1 to read, text2 second line, text3 labels and times.
        tabular: Figures of one width, for what changes or stands in columns.
        parent: Where it stands.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        color: str = "text1",
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._role, self._color, self._tabular = text, role, color, tabular
        self._weight = 0
        self._align = paint.LEFT
        self._tip = ""
        self._asked_px = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._say()

    def text(self) -> str:
        """Return what it says, whole."""
        return self._text

    def set_text(self, text: str) -> None:
        """Say something else; the layout is only asked when the width changes."""
        if text == self._text:
            return
        self._text = text
        self._say()
        if self._width_px() != self._asked_px:
            self.updateGeometry()
        self._show_whole_in_tip()
        self.update()

    def set_color(self, color: str) -> None:
        """Change the colour by its name."""
        self._color = color
        self.update()

    def set_weight(self, weight: int) -> None:
        """Write in 400, 500 or 600."""
        self._weight = weight
        self.updateGeometry()
        self.update()

    def set_align(self, align: Qt.AlignmentFlag) -> None:
        """Put the text at the left, in the middle or at the right."""
        self._align = align
        self.update()

    def set_tip(self, tip: str) -> None:
        """Set a tool tip of its own; without one a cut text shows itself whole."""
        self._tip = tip
        self._show_whole_in_tip()

    def sizeHint(self) -> QSize:
        """Return the room of the whole text."""
        self._asked_px = self._width_px()
        return QSize(self._asked_px, theme().line_px(self._role))

    def minimumSizeHint(self) -> QSize:
        """Return the room of a few letters: the rest may be cut."""
        return QSize(min(self._width_px(), 24), theme().line_px(self._role))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the whole text in the tool tip once it is cut."""
        self._show_whole_in_tip()
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        look = theme()
        color = look.color(self._color) if self.isEnabled() else look.colors.text_disabled
        align = self._align
        if align == paint.LEFT and self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            align = paint.RIGHT
        font = look.font(self._role, tabular=self._tabular, weight=self._weight)
        paint.text(QPainter(self), QRectF(self.rect()), self._text, font, color, align)

    def _width_px(self) -> int:
        font = theme().font(self._role, tabular=self._tabular, weight=self._weight)
        return paint.width_px(self._text, font) + 1 if self._text else 0

    def _say(self) -> None:
        self.setAccessibleName(self._text)

    def _show_whole_in_tip(self) -> None:
        is_cut = self._width_px() > self.width() + 1
        self.setToolTip(self._tip or (self._text if is_cut else ""))


class Paragraph(QWidget):
    """Text that wraps, with the line height of its step and an optional bold beginning.

    Args:
        text: What it says.
        role: A step of the type scale.
        color: Name of a colour.
        lead: A beginning in 600 and text1, before the text.
        parent: Where it stands.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        color: str = "text2",
        lead: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._role, self._color, self._lead = text, role, color, lead
        self._is_centered = False
        self._layout = QTextLayout()
        self._laid_px = -1
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self._whole())

    def text(self) -> str:
        """Return what it says after the lead."""
        return self._text

    def set_text(self, text: str, lead: str = "") -> None:
        """Say something else."""
        self._text, self._lead, self._laid_px = text, lead, -1
        self.setAccessibleName(self._whole())
        self.updateGeometry()
        self.update()

    def set_color(self, color: str) -> None:
        """Change the colour by its name."""
        self._color = color
        self.update()

    def center(self) -> None:
        """Center every line."""
        self._is_centered, self._laid_px = True, -1
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Say that a narrower paragraph is higher."""
        return True

    def heightForWidth(self, width_px: int) -> int:
        """Return the height at a width."""
        return self._lay_out(width_px) * theme().line_px(self._role)

    def sizeHint(self) -> QSize:
        """Return the room of the text in one line, but at most of about 90 letters."""
        font = theme().font(self._role)
        wide_px = min(
            paint.width_px(self._whole(), font) + 8, 90 * paint.width_px("0", font) * 4 // 5
        )
        return QSize(wide_px, self.heightForWidth(wide_px))

    def minimumSizeHint(self) -> QSize:
        """Return the room of a few words, at the height of the present width."""
        line_px = theme().line_px(self._role)
        return QSize(80, max(line_px, self.heightForWidth(max(self.width(), 80))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again."""
        self.updateGeometry()
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines at whole pixels."""
        look = theme()
        self._lay_out(self.width())
        painter = QPainter(self)
        painter.setPen(look.color(self._color) if self.isEnabled() else look.colors.text_disabled)
        self._layout.draw(painter, QPointF(0, 0), self._lead_in_text1())

    def _whole(self) -> str:
        return f"{self._lead} {self._text}" if self._lead else self._text

    def _lead_in_text1(self) -> list[QTextLayout.FormatRange]:
        if not self._lead:
            return []
        span = QTextLayout.FormatRange()
        span.start, span.length = 0, len(self._lead)
        ink = QTextCharFormat()
        ink.setForeground(theme().colors.text1)
        span.format = ink
        return [span]

    def _lay_out(self, wide_px: int) -> int:
        """Wrap at a width, unless that is done already; return the number of lines."""
        if wide_px != self._laid_px:
            self._laid_px = wide_px
            lay_out_lines(self._layout_of_text(), wide_px, theme().line_px(self._role))
        return max(1, self._layout.lineCount())

    def _side(self) -> Qt.AlignmentFlag:
        if self._is_centered:
            return Qt.AlignmentFlag.AlignHCenter
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignAbsolute

    def _layout_of_text(self) -> QTextLayout:
        font = theme().font(self._role)
        self._layout.setText(self._whole().replace("\n", "\u2028"))
        self._layout.setFont(font)
        option = QTextOption(self._side())
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        if self._lead:
            bold = QTextCharFormat()
            bold.setFontWeight(600)
            span = QTextLayout.FormatRange()
            span.start, span.length, span.format = 0, len(self._lead), bold
            self._layout.setFormats([span])
        else:
            self._layout.setFormats([])
        return self._layout


def lay_out_lines(layout: QTextLayout, wide_px: float, line_px: float) -> int:
    """Break a text into lines of a fixed height, so that no script makes them jump.

    Args:
        layout: Has its text, font and options.
        wide_px: Width of a line.
        line_px: Height of a line.

    Returns:
        The number of lines.
    """
    layout.beginLayout()
    count = 0
    own_px = QFontMetricsF(layout.font()).height()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(wide_px, 1))
        # A fallback face may be higher than our own: its extra height must not push its baseline.
        extra_px = line.ascent() - QFontMetricsF(layout.font()).ascent()
        top_px = count * line_px + (line_px - own_px) / 2 - extra_px
        line.setPosition(QPointF(0, round(top_px)))
        count += 1
    layout.endLayout()
    return count
