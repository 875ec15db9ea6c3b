"""The Settings panel: a list of pages at the left, the chosen one beside it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from creator_app.ui import icons
from creator_app.ui.panel import Panel
from creator_app.ui.preferences.engines_page import engines_page
from creator_app.ui.preferences.general_page import general_page
from creator_app.ui.preferences.keys_page import keys_page
from creator_app.ui.preferences.sound_page import sound_page
from creator_app.ui.theme import theme, themes
from creator_app.ui.widgets.labels import Label
from creator_app.ui.workspace import Workspace

PAGES: tuple[tuple[str, str, Callable[[Workspace], QWidget]], ...] = (
    ("general", "sliders-horizontal", general_page),
    ("sound", "mic", sound_page),
    ("engines", "cpu", engines_page),
    ("keys", "key", keys_page),
)
LIST_PX = 208


class PreferencesPanel(Panel):
    """Everything the user can choose that is not part of a project."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._title = Label("", "heading")
        self._list = QListWidget()
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
        self._list.setIconSize(QSize(16, 16))
        self._pages = QStackedWidget()
        self._lay_out()
        self._fill()
        self._list.currentRowChanged.connect(self._pages.setCurrentIndex)
        themes().changed.connect(self._color_icons)

    def show_page(self, key: str) -> None:
        """Show one page by its key."""
        self._list.setCurrentRow([each[0] for each in PAGES].index(key))

    def changeEvent(self, event: QEvent) -> None:
        """Build every page anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._fill()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(16, 16, 8, 16)
        left.setSpacing(12)
        left.addWidget(self._title)
        left.addWidget(self._list, 1)
        side = QWidget()
        side.setLayout(left)
        side.setFixedWidth(LIST_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(self._pages, 1)

    def _fill(self) -> None:
        names = {
            "general": self.tr("General"),
            "sound": self.tr("Sound devices"),
            "engines": self.tr("Engines"),
            "keys": self.tr("Keys"),
        }
        self._title.set_text(self.tr("Settings"))
        self._list.setAccessibleName(self.tr("Settings pages"))
        row = max(self._list.currentRow(), 0)
        self._list.clear()
        while (old := self._pages.widget(0)) is not None:
            self._pages.removeWidget(old)
            old.deleteLater()
        for key, _icon, make in PAGES:
            item = QListWidgetItem(names[key])
            item.setSizeHint(QSize(0, 32))
            self._list.addItem(item)
            self._pages.addWidget(_Later(self.workspace, make))
        self._color_icons()
        self._list.setCurrentRow(row)
        self._pages.setCurrentIndex(row)

    def _color_icons(self) -> None:
        colors = theme().colors
        for number, (_key, name, _make) in enumerate(PAGES):
            made = icons.icon(name, colors.text2, colors.text_disabled)
            self._list.item(number).setIcon(made)


class _Later(QScrollArea):
    """A page that is made when it is first seen."""

    def __init__(self, workspace: Workspace, make: Callable[[Workspace], QWidget]) -> None:
        super().__init__()
        self._workspace, self._make = workspace, make
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the page."""
        super().showEvent(event)
        if self.widget() is None:
            self.setWidget(self._make(self._workspace))
