"""The cards of the library: a model over the index, painted one by one as they come into view."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from creator_app.core.library import Card
from creator_app.core.time import clock
from creator_app.ui import icons
from creator_app.ui.theme import Theme, theme
from creator_app.ui.widgets import paint

CARD = Qt.ItemDataRole.UserRole
SIZE = QSize(284, 196)
GAP_PX = 16
HEAD_PX = 104
KIND_ICONS = {"meeting": "mic", "voiceover": "audio-lines", "video": "clapperboard"}

Index = QModelIndex | QPersistentModelIndex


class Cards(QAbstractListModel):
    """The projects, as the view asks for them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: list[Card] = []

    def show(self, cards: list[Card]) -> None:
        """Show these."""
        if cards != self._cards:
            self.beginResetModel()
            self._cards = cards
            self.endResetModel()

    def card(self, index: Index) -> Card:
        """Return the card at a place."""
        return self._cards[index.row()]

    def rowCount(self, _parent: Index | None = None) -> int:
        """Return how many there are."""
        return len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what the view or a screen reader asks for."""
        card = self._cards[index.row()]
        if role == CARD:
            return card
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{card.title}, {self.kind_name(card)}, {when(card)}"
        if role == Qt.ItemDataRole.ToolTipRole and card.problem:
            return card.problem
        return None

    def kind_name(self, card: Card) -> str:
        """Return what a project is, in words."""
        names = {
            "meeting": self.tr("Meeting"),
            "voiceover": self.tr("Voice-over"),
            "video": self.tr("Video"),
        }
        return names.get(card.kind, "")


def when(card: Card) -> str:
    """Return when a project was last changed, as people say it."""
    moment = QDateTime.fromSecsSinceEpoch(int(card.changed))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


class CardDelegate(QStyledItemDelegate):
    """Paints one card: kind, opening words, length, title, when, speakers."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the size of a card with its gap."""
        return SIZE + QSize(GAP_PX, GAP_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the card at `index`."""
        card: Card = index.data(CARD)
        look = theme()
        rect: Any = option.rect
        state: Any = option.state
        place = QRectF(rect.topLeft(), SIZE).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, place, look, state)
        model = index.model()
        kind = model.kind_name(card) if isinstance(model, Cards) else ""
        self._paint_head(painter, place, card, kind)
        self._paint_words(painter, place, card)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, place: QRectF, look: Theme, state: QStyle.StateFlag
    ) -> None:
        colors = look.colors
        shape = QPainterPath()
        shape.addRoundedRect(place, look.radius.card, look.radius.card)
        painter.fillPath(shape, colors.panel)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(QRectF(place.topLeft(), QSize(SIZE.width(), HEAD_PX)), colors.sunken)
        painter.restore()
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        border = colors.accent if is_chosen else colors.line_strong if is_hovered else colors.line
        painter.setPen(QPen(border, 2 if is_chosen else 1))
        painter.drawPath(shape)

    def _paint_head(self, painter: QPainter, place: QRectF, card: Card, kind: str) -> None:
        look = theme()
        colors = look.colors
        spot = QRectF(place.left() + 12, place.top() + 12, 14, 14)
        icons.paint(painter, KIND_ICONS.get(card.kind, "mic"), spot, colors.text2)
        line = QRectF(place.left() + 32, place.top() + 10, 200, 18)
        paint.text(painter, line, kind, look.font("small"), colors.text2)
        length = clock(card.duration_us) if card.duration_us else ""
        corner_px = _paint_length(painter, place, length) if length else 0
        words = QRectF(place.left() + 12, place.top() + 36, SIZE.width() - 24, HEAD_PX - 44)
        paint.lines(painter, words, card.opening, look.font("small"), colors.text2, corner_px)

    def _paint_words(self, painter: QPainter, place: QRectF, card: Card) -> None:
        look = theme()
        left, top = place.left() + 12, place.top() + HEAD_PX + 10
        wide = SIZE.width() - 24
        title = QRectF(left, top, wide, 20)
        paint.text(painter, title, card.title, look.font("section"), look.colors.text1)
        second = QRectF(left, top + 22, wide, 18)
        paint.text(painter, second, when(card), look.font("small"), look.colors.text3)
        third = QRectF(left, top + 46, wide, 18)
        if card.problem:
            trouble = QRectF(left + 20, top + 46, wide - 20, 18)
            spot = QRectF(left, top + 48, 14, 14)
            icons.paint(painter, "triangle-alert", spot, look.colors.warning_text)
            words = self.tr("Cannot be opened")
            paint.text(painter, trouble, words, look.font("small"), look.colors.warning_text)
        elif card.hits:
            found = self.tr("%n hit(s)", "", card.hits)
            paint.text(painter, third, found, look.font("small"), look.colors.accent_text)
        elif card.speakers:
            who = " · ".join(card.speakers)
            paint.text(painter, third, who, look.font("small"), look.colors.text2)


def _paint_length(painter: QPainter, place: QRectF, length: str) -> int:
    """Paint how long it is into the corner; return the width that takes."""
    look = theme()
    font = look.font("micro", tabular=True)
    wide = paint.width_px(length, font) + 12
    spot = QRectF(place.right() - wide - 10, place.top() + HEAD_PX - 26, wide, 18)
    shape = QPainterPath()
    shape.addRoundedRect(spot, look.radius.inner, look.radius.inner)
    painter.fillPath(shape, QColor(0, 0, 0, 170))
    paint.text(painter, spot, length, font, QColor("white"), paint.CENTER)
    return wide + 10
