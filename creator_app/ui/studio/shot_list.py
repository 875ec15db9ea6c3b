"""The list of shots: a strip of pictures with what is said over each."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from creator_app.core.time import clock
from creator_app.ui import icons
from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint

ROW_PX = 84
PICTURE = QSize(48, 68)
ITEM = Qt.ItemDataRole.UserRole
BAR_PX = 3

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ShotItem:
    """What the list shows of a shot.

    Attributes:
        ident: Of the shot.
        number: Counted from 1.
        text: What is said over it, or what is to be seen.
        duration_us: How long it is, 0 while nobody knows.
        state: In words: «drawn here», «own file», «not made yet»…
        is_ready: Whether picture and voice are there.
        picture: The key under which its picture is found, or "".
    """

    ident: str
    number: int
    text: str
    duration_us: int
    state: str
    is_ready: bool
    picture: str


class Shots(QAbstractListModel):
    """The shots, as the view asks for them; pictures come when they are ready."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._items: list[ShotItem] = []
        self._pictures: dict[str, QImage] = {}

    def show(self, items: list[ShotItem]) -> None:
        """Show these; where only details changed the view keeps its place."""
        same = [each.ident for each in items] == [each.ident for each in self._items]
        if same:
            self._items = items
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def show_picture(self, key: str, image: QImage) -> None:
        """Show a picture wherever it belongs."""
        self._pictures[key] = image
        if self._items:
            self.dataChanged.emit(self.index(0), self.index(len(self._items) - 1))

    def has_picture(self, key: str) -> bool:
        """Return whether a picture is there already."""
        return key in self._pictures

    def picture(self, key: str) -> QImage | None:
        """Return a picture by its key."""
        return self._pictures.get(key)

    def row_of(self, ident: str) -> int:
        """Return where a shot stands, or −1."""
        return next((n for n, each in enumerate(self._items) if each.ident == ident), -1)

    def item(self, index: Index) -> ShotItem:
        """Return the shot at a place."""
        return self._items[index.row()]

    def rowCount(self, _parent: Index | None = None) -> int:
        """Return how many there are."""
        return len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what the view or a screen reader asks for."""
        item = self._items[index.row()]
        if role == ITEM:
            return item
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{item.number}. {item.text}, {item.state}"
        return None


class ShotDelegate(QStyledItemDelegate):
    """Paints one shot: picture, number, words, state, length."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(200, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row at `index`."""
        item: ShotItem = index.data(ITEM)
        rect: Any = option.rect
        state: Any = option.state
        place, look = QRectF(rect), theme()
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, look.colors.selected)
            painter.fillRect(
                QRectF(place.topLeft(), QSize(BAR_PX, ROW_PX)), look.colors.accent_text
            )
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, look.colors.hover)
        model = index.model()
        picture = model.picture(item.picture) if isinstance(model, Shots) else None
        self._paint_picture(painter, place, picture)
        self._paint_words(painter, place, item)
        painter.restore()

    def _paint_picture(self, painter: QPainter, place: QRectF, picture: QImage | None) -> None:
        look = theme()
        spot = QRectF(place.left() + 14, place.top() + 8, PICTURE.width(), PICTURE.height())
        painter.fillRect(spot, look.colors.sunken)
        if picture is None:
            middle = QRectF(spot.center().x() - 8, spot.center().y() - 8, 16, 16)
            icons.paint(painter, "film", middle, look.colors.text3)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ratio = max(spot.width() / picture.width(), spot.height() / picture.height())
        wide, high = spot.width() / ratio, spot.height() / ratio
        cut = QRectF((picture.width() - wide) / 2, (picture.height() - high) / 2, wide, high)
        painter.drawImage(spot, picture, cut)

    def _paint_words(self, painter: QPainter, place: QRectF, item: ShotItem) -> None:
        look, colors = theme(), theme().colors
        left = place.left() + 14 + PICTURE.width() + 12
        wide = place.right() - left - 12
        head = QRectF(left, place.top() + 8, wide, 16)
        number = self.tr("Shot %1").replace("%1", str(item.number))
        paint.text(painter, head, number, look.font("micro"), colors.text3)
        length = clock(item.duration_us, tenths=True) if item.duration_us else ""
        font = look.font("micro", tabular=True)
        paint.text(painter, head, length, font, colors.text3, paint.RIGHT)
        painter.setFont(look.font("body"))
        painter.setPen(colors.text1)
        words = QRectF(left, place.top() + 25, wide, 34)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.drawText(words, int(flags), item.text)
        foot = QRectF(left, place.top() + 60, wide, 16)
        color = colors.success_text if item.is_ready else colors.text3
        paint.text(painter, foot, item.state, look.font("micro"), color)


def made_view(model: Shots) -> QListView:
    """Return the list over a model."""
    view = QListView()
    view.setModel(model)
    view.setItemDelegate(ShotDelegate(view))
    view.setUniformItemSizes(True)
    view.setMouseTracking(True)
    view.setFrameShape(QListView.Shape.NoFrame)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view
