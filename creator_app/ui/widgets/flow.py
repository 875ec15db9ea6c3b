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

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
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
        """Return the least size."""
        return self.minimumSize()

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
        parent = self.parentWidget()
        is_mirrored = parent is not None and parent.layoutDirection().name == "RightToLeft"
        left_px, top_px, high_px = place.left(), place.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if left_px + size.width() > place.right() + 1 and high_px:
                left_px, top_px, high_px = place.left(), top_px + high_px + self._gap_px, 0
            if not is_trial:
                shown_px = left_px
                if is_mirrored:
                    shown_px = place.left() + place.right() - left_px - size.width() + 1
                item.setGeometry(QRect(QPoint(shown_px, top_px), size))
            left_px += size.width() + self._gap_px
            high_px = max(high_px, size.height())
        return top_px + high_px - place.top()
