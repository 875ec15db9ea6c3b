"""Where the words searched for were said: one line a hit, under the name of its project."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from creator_app.core.library import Hit
from creator_app.core.time import clock
from creator_app.ui.theme import theme
from creator_app.ui.widgets.labels import Label

WIDTH_PX = 348


class HitList(QWidget):
    """Shows hits; `chosen` tells which one was opened."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH_PX)
        self._title = Label("", "section")
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Said or written"))
        self._list.setWordWrap(True)
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
        self._list.setFont(theme().font("body"))
        self._list.itemActivated.connect(
            lambda item: self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme().space.page_inset)
        column.addWidget(self._title)
        column.addWidget(self._list, 1)
        self.hide()

    def show_hits(self, query: str, hits: list[Hit]) -> None:
        """Show what was found for a query; nothing is shown where nothing was asked."""
        self.setVisible(bool(query.strip()))
        self._list.clear()
        self._title.set_text(self.tr("Said or written: %n", "", len(hits)))
        for hit in hits:
            self._list.addItem(_item(hit))


def _item(hit: Hit) -> QListWidgetItem:
    at = f" {clock(hit.start_us)}" if hit.start_us else ""
    who = f" · {hit.speaker}" if hit.speaker else ""
    item = QListWidgetItem(f"{hit.title}{who}{at}\n{hit.text}")
    item.setData(Qt.ItemDataRole.UserRole, hit)
    item.setToolTip(escape(hit.text))
    return item
