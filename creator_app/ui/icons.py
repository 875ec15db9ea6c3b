"""Lucide icons, read when first shown, drawn in any colour, size and pixel density."""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from creator_app.core.files import open_file, resource

STROKE = 1.75
# Drawn filled wherever they stand; «stop» is Lucide's square, which unfilled means a task to do.
FILLED = frozenset({"play", "pause", "stop", "bookmark"})
FILES = {"stop": "square"}


def pixmap(name: str, size_px: int, color: QColor, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a picture.

    Args:
        name: Lucide's name, or «stop».
        size_px: Side in logical pixels.
        color: What the strokes (and the fill of the filled ones) are drawn in.
        ratio: Device pixels for each logical pixel.
    """
    return _drawn(name, size_px, color.rgba(), ratio)


def paint(painter: QPainter, name: str, place: QRectF, color: QColor) -> None:
    """Paint an icon as a square in the middle of `place`, on whole device pixels."""
    side_px = int(min(place.width(), place.height()))
    ratio = painter.device().devicePixelRatioF()
    corner = place.center() - QPointF(side_px / 2, side_px / 2)
    snapped = QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio)
    painter.drawPixmap(snapped, pixmap(name, side_px, color, ratio))


def icon(name: str, color: QColor, off: QColor, size_px: int = 16) -> QIcon:
    """Return an icon for Qt's own classes (actions, menus), in its colour and the disabled one."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, size_px, color, ratio), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, size_px, off, ratio), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=512)
def _drawn(name: str, size_px: int, rgba: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    # Read first: a failure while a painter is at work would end the process.
    drawing = QSvgRenderer(QByteArray(_colored(name, QColor.fromRgba(rgba))))
    side_px = round(size_px * ratio)
    picture = QPixmap(side_px, side_px)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    drawing.render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def _colored(name: str, color: QColor) -> bytes:
    opacity = f'stroke-opacity="{color.alphaF():.3f}" fill-opacity="{color.alphaF():.3f}"'
    fill = "currentColor" if name in FILLED else "none"
    return (
        source(FILES.get(name, name))
        .replace('fill="none"', f'fill="{fill}" {opacity}', 1)
        .replace('stroke-width="2"', f'stroke-width="{STROKE}"', 1)
        .replace("currentColor", color.name())
        .encode()
    )


@cache
def source(name: str) -> str:
    """Return the drawing of an icon as SVG text.

    Raises:
        CreatorError: No icon of this name is shipped.
    """
    with open_file(resource("icons", f"{name}.svg"), "r") as file:
        return file.read()
