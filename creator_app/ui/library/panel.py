"""The Library panel: every project, found by the words said in it."""

from contextlib import closing
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QMenu, QStackedLayout, QVBoxLayout, QWidget

from creator_app.core.bin import Deleted, deleted_things, put_back, throw_away
from creator_app.core.library import Card, Hit
from creator_app.core.task import Task
from creator_app.jobs.runner import Callbacks
from creator_app.ui.library.cards import GAP_PX, SIZE, CardDelegate, Cards
from creator_app.ui.library.hits import HitList
from creator_app.ui.panel import Panel
from creator_app.ui.theme import theme
from creator_app.ui.widgets.buttons import Button, Kind
from creator_app.ui.widgets.empty import EmptyState
from creator_app.ui.widgets.fields import LineField
from creator_app.ui.widgets.labels import Label
from creator_app.ui.workspace import Workspace

# Typing on postpones the search: one query for a word, not one a letter.
SEARCH_MS = 120

Found = tuple[list[Card], list[Hit]]


class LibraryPanel(Panel):
    """Shows every project as a card; opens, searches, deletes and brings back."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._model = Cards(self)
        self._view = self._made_view()
        words = self.tr("Search every word")
        self._search = LineField(words, words, "search")
        self._new = Button(self.tr("New project"), Kind.PRIMARY, "plus")
        self._bin = Button(self.tr("Bin"), Kind.DEFAULT, "trash-2")
        self._bin_menu = QMenu(self)
        self._count = Label("", "small", "text3")
        self._hits = HitList()
        self._pages = QStackedLayout()
        self._empty = self._made_empty()
        self._timer = QTimer(self, interval=SEARCH_MS, singleShot=True)
        self._lay_out()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what the index knows at once, then look at the folders."""
        super().showEvent(event)
        self._ask()
        self._refresh()

    def spot(self) -> str:
        """Return what is searched for."""
        return self._search.text()

    def go_to(self, spot: str) -> None:
        """Search for what was searched for."""
        self._search.setText(spot)

    def _made_view(self) -> QListView:
        view = QListView()
        view.setAccessibleName(self.tr("Projects"))
        view.setModel(self._model)
        view.setItemDelegate(CardDelegate(view))
        view.setViewMode(QListView.ViewMode.IconMode)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setMovement(QListView.Movement.Static)
        view.setUniformItemSizes(True)
        view.setGridSize(SIZE + QSize(GAP_PX, GAP_PX))
        view.setMouseTracking(True)
        view.setFrameShape(QListView.Shape.NoFrame)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        return view

    def _made_empty(self) -> EmptyState:
        empty = EmptyState(
            "library-big",
            self.tr("No projects yet"),
            self.tr("Record a meeting, speak a script or make a video: it will be here."),
        )
        empty.set_action(self.tr("Start with a recording"), self._start_new, "mic")
        return empty

    def _lay_out(self) -> None:
        inset = theme().space.page_inset
        self.setProperty("ground", "base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, inset, 0)
        head.setSpacing(theme().space.between_controls)
        self._search.setMinimumWidth(360)
        self._search.setMaximumWidth(520)
        self._search.setClearButtonEnabled(True)
        head.addWidget(Label(self.tr("Library"), "heading"))
        head.addSpacing(inset)
        head.addWidget(self._search, 1)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._bin)
        head.addWidget(self._new)
        pages = QWidget()
        pages.setLayout(self._pages)
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._empty)
        body = QHBoxLayout()
        body.setSpacing(inset)
        body.addWidget(pages, 1)
        body.addWidget(self._hits)
        column = QVBoxLayout(self)
        column.setContentsMargins(inset, 16, 0, 0)
        column.setSpacing(16)
        column.addLayout(head)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        self._bin.set_menu(self._bin_menu)
        self._bin_menu.aboutToShow.connect(self._fill_bin)
        self._new.clicked.connect(self._start_new)
        self._search.textChanged.connect(lambda _text: self._timer.start())
        self._timer.timeout.connect(self._ask)
        self._view.activated.connect(lambda index: self._open(self._model.card(index).path))
        self._view.customContextMenuRequested.connect(self._show_menu)
        self._hits.chosen.connect(lambda hit: self._open(hit.path))
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self._view)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._delete_chosen)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._search.setFocus)

    def _ask(self) -> None:
        """Ask the index, in the background: it may be as large as a shelf of books."""
        query = self._search.text()

        def ask(_task: Task) -> Found:
            with closing(self.workspace.open_library()) as library:
                return library.cards(query), library.hits(query)

        self.workspace.jobs.start(self, "", ask, Callbacks(done=partial(self._show, query)))

    def _show(self, query: str, found: Found) -> None:
        if query != self._search.text():
            return
        cards, hits = found
        self._model.show(cards)
        self._hits.show_hits(query, hits)
        self._pages.setCurrentWidget(self._view if cards or query else self._empty)
        self._count.set_text(self.tr("%n project(s)", "", len(cards)) if cards else "")

    def _refresh(self) -> None:
        def refresh(task: Task) -> int:
            with closing(self.workspace.open_library()) as library:
                return library.refresh(task)

        def done(changed: int) -> None:
            if changed:
                self._ask()

        tell = Callbacks(done=done)
        self.workspace.jobs.start(self, "", refresh, tell, lane="disk")

    def _start_new(self) -> None:
        self.workspace.start_new()
        self.workspace.panel_wanted.emit("record")

    def _open(self, path: Path) -> None:
        card = next((each for each in self._cards() if each.path == path), None)
        kind = card.kind if card else "meeting"
        panel = {"meeting": "record", "voiceover": "voiceover", "video": "studio"}[kind]
        self.workspace.open(path, partial(self.workspace.panel_wanted.emit, panel))

    def _cards(self) -> list[Card]:
        return [self._model.card(self._model.index(row)) for row in range(self._model.rowCount())]

    def _show_menu(self, spot: QPoint) -> None:
        index = self._view.indexAt(spot)
        if not index.isValid():
            return
        card = self._model.card(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open"), partial(self._open, card.path))
        menu.addAction(self.tr("Move to the bin"), partial(self._delete, card))
        menu.popup(self._view.viewport().mapToGlobal(spot))

    def _delete_chosen(self) -> None:
        index = self._view.currentIndex()
        if index.isValid():
            self._delete(self._model.card(index))

    def _delete(self, card: Card) -> None:
        """Move a project to the bin; no question is asked, because it can be brought back."""
        workspace = self.workspace
        if workspace.has_folder and workspace.folder("").path == card.path:
            workspace.start_new()
        folder = workspace.settings.library_folder

        def delete(_task: Task) -> Deleted:
            deleted = throw_away(folder, card.path)
            with closing(workspace.open_library()) as library:
                library.forget(card.path)
            return deleted

        def done(deleted: Deleted) -> None:
            title = self.tr("“%1” is in the bin.").replace("%1", card.title)
            workspace.messages.undo(title, self.tr("Put it back"), partial(self._put_back, deleted))
            self._ask()

        workspace.jobs.start(self, self.tr("Moving to the bin"), delete, Callbacks(done=done))

    def _put_back(self, deleted: Deleted) -> None:
        tell = Callbacks(done=lambda _path: self._refresh())
        title = self.tr("Putting back")
        self.workspace.jobs.start(self, title, lambda _task: put_back(deleted), tell)

    def _fill_bin(self) -> None:
        self._bin_menu.clear()
        things = deleted_things(self.workspace.settings.library_folder)
        for deleted in things[:15]:
            name = self.tr("Put back “%1”").replace("%1", deleted.origin.stem)
            self._bin_menu.addAction(name, partial(self._put_back, deleted))
        if not things:
            self._bin_menu.addAction(self.tr("The bin is empty")).setEnabled(False)
