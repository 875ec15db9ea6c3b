"""Text of any script shaped by Qt and drawn to bitmaps: outlines, emoji, either direction."""

import os
import queue
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGlyphRun,
    QGuiApplication,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QTextLayout,
    QTextOption,
)

from creator_app.core.files import open_file, resource

FAMILIES = ("Inter", "Noto Sans CJK SC", "Noto Sans", "Noto Color Emoji")
HEAVY = 800
# Added to every space, in ems.
WORD_SPACE = 0.12
# Wider than any line: Qt then breaks nowhere.
ENDLESS = 1_000_000.0
# Only fonts of coloured pictures have these: bitmaps by size, layers by colour.
PICTURE_TABLES = ("CBLC", "COLR")
# Qt complains on stderr about every installed font that lacks a rare script.
QUIET = "qt.text.font.db=false"

_starting = threading.Lock()


def get_ready() -> None:
    """Make drawing possible: an application without a screen where there is none, and the type.

    May be called often, and from any thread.
    """
    with _starting:
        _application()
        _load_type()


@cache
def _application() -> QGuiApplication | None:
    """Make the application that drawing needs, unless there is one; it lives as long as we do."""
    if QGuiApplication.instance() is not None:
        return None
    # Never a real screen: without a window there may be none, and Qt would abort.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.setdefault("QT_LOGGING_RULES", QUIET)
    if threading.current_thread() is threading.main_thread():
        return QGuiApplication(["creator-app"])
    made: queue.SimpleQueue[QGuiApplication] = queue.SimpleQueue()
    threading.Thread(target=_keep_application, args=(made,), name="drawing", daemon=True).start()
    return made.get()


def _keep_application(made: "queue.SimpleQueue[QGuiApplication]") -> None:
    """Own the application for ever: Qt crashes when the thread that made it has ended."""
    # No events are waited for, and GLib's loop would complain about a thread of ours.
    os.environ.setdefault("QT_NO_GLIB", "1")
    made.put(QGuiApplication(["creator-app"]))
    threading.Event().wait()


@cache
def _load_type() -> None:
    path = resource("fonts", "Inter-ExtraBold.ttf")
    if "ExtraBold" in QFontDatabase.styles("Inter") or not path.exists():
        return
    with open_file(path) as file:
        QFontDatabase.addApplicationFontFromData(file.read())


def heavy_font(size_px: float) -> QFont:
    """Return the typeface of captions and titles."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setWeight(QFont.Weight(HEAVY))
    font.setPixelSize(max(1, round(size_px)))
    # The block behind a spoken word needs room between the words.
    font.setWordSpacing(WORD_SPACE * size_px)
    return font


@dataclass(frozen=True)
class Ink:
    """Shaped glyphs of a stretch of text: outlines where there are some, and coloured pictures.

    Attributes:
        path: The outlines of all glyphs that have one.
        pictures: Runs of glyphs that are pictures, such as emoji.
    """

    path: QPainterPath
    pictures: tuple[QGlyphRun, ...]


class ShapedLine:
    """One line of text, shaped; its left end is at 0, its top at 0.

    Attributes:
        text: What it says.
        width: In pixels.
        ascent: From the top to the baseline.
        height: Of the line, without leading.
    """

    def __init__(self, text: str, font: QFont) -> None:
        self.text = text
        self._layout = QTextLayout(text, font)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        option.setTextDirection(_direction(text))
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        self._layout.setTextOption(option)
        self._layout.beginLayout()
        self._line = self._layout.createLine()
        self._line.setLineWidth(ENDLESS)
        self._layout.endLayout()
        self.width = self._line.naturalTextWidth()
        self.ascent = self._line.ascent()
        self.height = self._line.height()

    def ink(self, start: int = 0, length: int | None = None) -> Ink:
        """Return the glyphs of a stretch of the text, at their places in the line."""
        count = len(self.text) - start if length is None else length
        begin, end = self._units(start), self._units(start + count)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        runs = self._layout.glyphRuns(begin, end - begin)
        return Ink(path, tuple(run for run in runs if not _add_outlines(run, path)))

    def reach(self, start: int, length: int) -> tuple[float, float]:
        """Return from where to where a stretch of the text goes, left end first."""
        ends = [self._x(start), self._x(start + length)]
        return min(ends), max(ends)

    def _x(self, at: int) -> float:
        found: Any = self._line.cursorToX(self._units(at))
        return float(found[0])

    def _units(self, at: int) -> int:
        """Return a position as Qt counts it: a character beyond the first 65,536 counts twice."""
        return len(self.text[:at].encode("utf-16-le")) // 2


def _add_outlines(run: QGlyphRun, path: QPainterPath) -> bool:
    """Add the outlines of a run's glyphs; return False if it has none although it has glyphs."""
    font = run.rawFont()
    # Asking a font of pictures for an outline makes Qt lose the pictures' size for good.
    if any(not font.fontTable(table).isEmpty() for table in PICTURE_TABLES):
        return False
    has_outline = False
    for glyph, position in zip(run.glyphIndexes(), run.positions(), strict=True):
        outline = font.pathForGlyph(glyph)
        has_outline |= not outline.isEmpty()
        path.addPath(outline.translated(position))
    return has_outline


def _direction(text: str) -> Qt.LayoutDirection:
    """Return which way a text runs: as its first letter that has a direction."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in {"R", "AL"}:
            return Qt.LayoutDirection.RightToLeft
        if kind == "L":
            return Qt.LayoutDirection.LeftToRight
    return Qt.LayoutDirection.LeftToRight


def blank(width: int, height: int) -> QImage:
    """Return a clear bitmap."""
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image


def painter_on(image: QImage) -> QPainter:
    """Return a painter with smooth edges; end it before the image is used."""
    painter = QPainter(image)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing
        | QPainter.RenderHint.TextAntialiasing
        | QPainter.RenderHint.SmoothPixmapTransform
    )
    return painter


def draw_ink(
    painter: QPainter, ink: Ink, at: QPointF, fill: QColor, outline: tuple[QColor, float] | None
) -> None:
    """Draw glyphs: the outline first, below every fill, then the letters, then the emoji.

    Args:
        painter: Where.
        ink: From `ShapedLine.ink`.
        at: Where the line's top left corner comes.
        fill: Of the letters.
        outline: Its colour, and how many pixels it stands out; None for none.
    """
    painter.save()
    painter.translate(at)
    if outline is not None:
        pen = QPen(outline[0], outline[1] * 2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(ink.path, pen)
    painter.fillPath(ink.path, fill)
    for run in ink.pictures:
        painter.drawGlyphRun(QPointF(0, 0), run)
    painter.restore()


def draw_block(painter: QPainter, box: QRectF, radius: float, fill: QColor) -> None:
    """Draw a box with round corners."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(box, radius, radius)
