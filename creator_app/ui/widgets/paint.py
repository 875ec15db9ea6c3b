"""What every control paints with: crisp boxes, text on the baseline, key caps."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout

from creator_app.ui.theme import Theme, theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter
KEY_HEIGHT_PX = 18
KEY_INSET_PX = 5
MEDIUM = 500
FIRST_CJK = "\u2e80"


def hairline_px(painter: QPainter, width_px: float = 1.0) -> float:
    """Return the width of a line that covers whole device pixels, in logical pixels."""
    ratio = painter.device().devicePixelRatioF()
    return float(max(1, round(width_px * ratio)) / ratio)


def snap(painter: QPainter, value_px: float) -> float:
    """Return the nearest place that lies between two device pixels, in logical pixels."""
    ratio = painter.device().devicePixelRatioF()
    return float(round(value_px * ratio) / ratio)


def box(
    painter: QPainter,
    place: QRectF,
    radius_px: float,
    fill: QColor | None,
    border: QColor | None = None,
    width_px: float = 1.0,
) -> None:
    """Paint a rounded box whose border lies inside `place`, sharp at any pixel density."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill or Qt.BrushStyle.NoBrush)
    painter.setPen(Qt.PenStyle.NoPen)
    if border is not None:
        line_px = hairline_px(painter, width_px)
        painter.setPen(QPen(border, line_px))
        half = line_px / 2
        place, radius_px = place.adjusted(half, half, -half, -half), radius_px - half
    painter.drawRoundedRect(place, radius_px, radius_px)
    painter.restore()


def bar(painter: QPainter, place: QRectF, color: QColor) -> None:
    """Paint a thin bar with round ends."""
    radius_px = min(place.width(), place.height()) / 2
    box(painter, place, radius_px, color)


def line(painter: QPainter, start: QPointF, end: QPointF, color: QColor) -> None:
    """Paint a hairline, level or upright, on whole device pixels."""
    width_px = hairline_px(painter)
    half = width_px / 2
    first = QPointF(snap(painter, start.x()) + half, snap(painter, start.y()) + half)
    painter.setPen(QPen(color, width_px, c=Qt.PenCapStyle.FlatCap))
    painter.drawLine(QLineF(first, first + (end - start)))


def dots(painter: QPainter, place: QRectF, color: QColor) -> None:
    """Paint a dotted line of square dots, each on whole device pixels, as high as `place`."""
    side_px = hairline_px(painter, place.height())
    left_px, top_px = snap(painter, place.left()), snap(painter, place.top())
    count = int((place.width() + side_px) // (2 * side_px))
    spots = [QRectF(left_px + 2 * side_px * at, top_px, side_px, side_px) for at in range(count)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRects(spots)


def text(
    painter: QPainter,
    place: QRectF,
    words: str,
    font: QFont,
    color: QColor,
    flags: Qt.AlignmentFlag = LEFT,
) -> None:
    """Paint one line of text, cut with an ellipsis if it does not fit."""
    font = fitting(font, words)
    metrics = QFontMetricsF(font)
    shown = words
    if metrics.horizontalAdvance(words) > place.width() + 0.5:
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    painter.setFont(font)
    painter.setPen(color)
    # Sides are the caller's business, and a text's direction is its own, not the window's.
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    absolute = Qt.AlignmentFlag.AlignAbsolute
    painter.drawText(place, int(flags | absolute) | int(Qt.TextFlag.TextSingleLine), shown)


def lines(
    painter: QPainter, place: QRectF, words: str, font: QFont, color: QColor, corner_px: int = 0
) -> None:
    """Paint wrapped text; the last line that fits is cut with an ellipsis.

    Args:
        painter: Paints.
        place: As many lines as fit into it.
        words: What they say.
        font: In which.
        color: In which.
        corner_px: Width kept free at the end of the last line.
    """
    font = fitting(font, words)
    layout = QTextLayout(words, font)
    high_px = QFontMetricsF(font).lineSpacing()
    most = int(place.height() // high_px)
    painter.setFont(font)
    painter.setPen(color)
    layout.beginLayout()
    for number in range(most):
        line_at = layout.createLine()
        if not line_at.isValid():
            break
        line_at.setLineWidth(place.width())
        row = QRectF(place.left(), place.top() + number * high_px, place.width(), high_px)
        if number == most - 1:
            rest = words[line_at.textStart() :]
            text(painter, row.adjusted(0, 0, -corner_px, 0), rest, font, color)
        else:
            line_at.draw(painter, row.topLeft())
    layout.endLayout()


def width_px(words: str, font: QFont) -> int:
    """Return the room one line of text takes, rounded up."""
    if not words:
        return 0
    return -int(-QFontMetricsF(fitting(font, words)).horizontalAdvance(words) // 1)


def fitting(font: QFont, words: str) -> QFont:
    """Return the font for these words: Chinese comes in 400 and 700, and 500 would turn bold."""
    if words.isascii() or font.weight() != MEDIUM or not has_cjk(words):
        return font
    lighter = QFont(font)
    lighter.setWeight(QFont.Weight.Normal)
    return lighter


def has_cjk(words: str) -> bool:
    """Return whether some of the words are Chinese, Japanese or Korean."""
    return not words.isascii() and any(letter >= FIRST_CJK for letter in words)


def key_width_px(keys: str, look: Theme) -> int:
    """Return the width of a key cap."""
    return max(KEY_HEIGHT_PX, width_px(keys, look.font("micro")) + 2 * KEY_INSET_PX)


def key_cap(painter: QPainter, place: QRectF, keys: str, look: Theme, color: QColor) -> None:
    """Paint a shortcut as a key, level in the middle of `place`."""
    cap = QRectF(place)
    cap.setHeight(KEY_HEIGHT_PX)
    cap.moveTop(snap(painter, place.center().y() - KEY_HEIGHT_PX / 2))
    border = color if look.is_high_contrast else look.colors.line_strong
    box(painter, cap, look.radius.inner, None, border)
    text(painter, cap, keys, look.font("micro"), color, CENTER)


def avatar(painter: QPainter, place: QRectF, initials: str, inks: tuple[QColor, QColor]) -> None:
    """Paint a speaker's initials in a circle of his colour."""
    strong, soft = inks
    box(painter, place, place.width() / 2, soft, strong)
    font = QFont(theme().font("micro", weight=600))
    font.setPixelSize(max(9, round(place.width() * 0.42)))
    text(painter, place, initials, font, strong, CENTER)
