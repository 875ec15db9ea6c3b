"""A layout that goes on in the next line, as words do: for chips and small buttons."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Puts widgets side by side and begins a new line when they do not fit.

    Args:
        parent: Whose layout it is.
        gap_px: Between neighbours, and between lines.
    """

    def __init__(self, parent: QWidget | None = None, gap_px: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap_px = gap_px
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item; Qt calls this."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return one of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give one of them back."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Ask for no more room than needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that a narrower layout is higher."""
        return True

    def heightForWidth(self, width_px: int) -> int:
        """Return the height at a width."""
        return self._arrange(QRect(0, 0, width_px, 0), is_trial=True)

    def sizeHint(self) -> QSize:
        """Return the room of everything in one line."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        gaps_px = self._gap_px * max(0, len(sizes) - 1)
        high_px = max((size.height() for size in sizes), default=0)
        return QSize(sum(size.width() for size in sizes) + gaps_px, high_px)

    def minimumSize(self) -> QSize:
        """Return the room of the largest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, place: QRect) -> None:
        """Put everything in its place."""
        super().setGeometry(place)
        self._arrange(place, is_trial=False)

    def _arrange(self, place: QRect, *, is_trial: bool) -> int:
        top_px = place.top()
        for line in self._lines(place.width()):
            high_px = max(item.sizeHint().height() for item in line)
            if not is_trial:
                self._put(line, QRect(place.left(), top_px, place.width(), high_px))
            top_px += high_px + self._gap_px
        return max(0, top_px - self._gap_px - place.top())

    def _lines(self, wide_px: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left_px = 0
        for item in self._items:
            if item.isEmpty():
                continue
            item_px = item.sizeHint().width()
            if not lines or left_px + item_px > wide_px:
                lines.append([])
                left_px = 0
            lines[-1].append(item)
            left_px += item_px + self._gap_px
        return lines

    def _put(self, line: list[QLayoutItem], place: QRect) -> None:
        parent = self.parentWidget()
        is_mirrored = parent is not None and parent.layoutDirection() == _RIGHT_TO_LEFT
        left_px = place.left()
        for item in line:
            size = item.sizeHint()
            top_px = place.top() + (place.height() - size.height()) // 2
            shown_px = left_px
            if is_mirrored:
                shown_px = place.left() + place.right() - left_px - size.width() + 1
            item.setGeometry(QRect(QPoint(shown_px, top_px), size))
            left_px += size.width() + self._gap_px


_RIGHT_TO_LEFT = Qt.LayoutDirection.RightToLeft
