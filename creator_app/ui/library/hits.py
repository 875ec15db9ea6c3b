"""Where the words searched for were said: the place, and the words around them."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from creator_app.core.library import Hit
from creator_app.core.time import clock
from creator_app.core.transcript import is_ideograph
from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.labels import Label

WIDTH_PX = 348
INSET_PX = 16
HEAD_PX = 18
MOST_LINES = 4
HIT = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


class HitList(QWidget):
    """Shows hits; `chosen` tells which one was opened."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH_PX)
        self._title = Label("", "section")
        self._list = QListWidget()
        self._delegate = HitDelegate(self._list)
        self._list.setItemDelegate(self._delegate)
        self._list.setAccessibleName(self.tr("Said or written"))
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
        self._list.setMouseTracking(True)
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemActivated.connect(lambda item: self.chosen.emit(item.data(HIT)))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 12, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setContentsMargins(INSET_PX, 0, INSET_PX, 0)
        head.addWidget(self._title)
        column.addLayout(head)
        column.addWidget(self._list, 1)
        self.hide()

    def show_hits(self, query: str, hits: list[Hit]) -> None:
        """Show what was found for a query; nothing is shown where nothing was asked."""
        self.setVisible(bool(query.strip()))
        self._delegate.query = query
        self._list.clear()
        self._title.set_text(self.tr("Said or written: %n", "", len(hits)))
        for hit in hits:
            item = QListWidgetItem(self._list)
            item.setData(HIT, hit)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{place_of(hit)}: {hit.text}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the line at the left."""
        painter, place = QPainter(self), self.rect().toRectF()
        painter.fillRect(place, theme().colors.panel)
        paint.line(painter, place.topLeft(), place.bottomLeft(), theme().colors.line)


class HitDelegate(QStyledItemDelegate):
    """Paints one hit: project, speaker and time, and the words with what was found marked.

    Attributes:
        query: What was searched for.
    """

    query = ""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room its words need."""
        wide_px = self._wide_px()
        laid = self._laid_out(index.data(HIT).text, wide_px - 2 * INSET_PX)
        return QSize(wide_px, HEAD_PX + round(laid.boundingRect().height()) + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the hit at `index`."""
        hit: Hit = index.data(HIT)
        rect: Any = option.rect
        state: Any = option.state
        place, look = QRectF(rect), theme()
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, look.colors.selected)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, look.colors.hover)
        head = QRectF(place.left() + INSET_PX, place.top() + 8, place.width() - 2 * INSET_PX, 16)
        paint.text(painter, head, place_of(hit), look.font("small", weight=500), look.colors.text2)
        laid = self._laid_out(hit.text, head.width())
        painter.setPen(look.colors.text1)
        laid.draw(painter, QPointF(head.left(), place.top() + 8 + HEAD_PX))
        place.adjust(0, 0, 0, -1)
        paint.line(painter, place.bottomLeft(), place.bottomRight(), look.colors.line)
        painter.restore()

    def _wide_px(self) -> int:
        view: Any = self.parent()
        return int(view.viewport().width())

    def _laid_out(self, text: str, wide_px: float) -> QTextLayout:
        look = theme()
        layout = QTextLayout(text, paint.fitting(look.font("body"), text))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        marked = QTextCharFormat()
        marked.setBackground(look.colors.mark)
        marked.setForeground(look.colors.mark_text)
        layout.setFormats(
            [_range(begin, length, marked) for begin, length in found_in(text, self.query)]
        )
        layout.beginLayout()
        top_px = 0.0
        for _number in range(MOST_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(wide_px)
            line.setPosition(QPointF(0, top_px))
            top_px += look.line_px("body")
        layout.endLayout()
        return layout


def place_of(hit: Hit) -> str:
    """Return where it was said, by whom and when."""
    at = clock(hit.start_us) if hit.start_us else ""
    return " · ".join(part for part in (hit.title, hit.speaker, at) if part)


def found_in(text: str, query: str) -> Iterator[tuple[int, int]]:
    """Return where the words of a query begin in a text, and how long they are.

    Letters count as equal as the index takes them: without case and accents.
    """
    plain = "".join(_plain(char) for char in text)
    for word in query.split():
        wanted = "".join(_plain(char) for char in word)
        at = plain.find(wanted)
        while at >= 0:
            if is_ideograph(wanted[0]) or not plain[at - 1 : at].isalnum():
                yield at, len(wanted)
            at = plain.find(wanted, at + len(wanted))


def _plain(char: str) -> str:
    """Return a letter without case and accent; always one, so that places stay the same."""
    return unicodedata.normalize("NFD", char.lower())[:1] or char


def _range(begin: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = begin, length, form
    return made
