"""The bar over every panel: the project, whether it is saved, undo, redo, the panel's actions."""

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QMenu, QWidget

from creator_app.core.project import Project
from creator_app.ui.shell.versions_menu import fill_versions
from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.buttons import Button, IconButton, Kind
from creator_app.ui.widgets.labels import Label
from creator_app.ui.workspace import Workspace


class TopBar(QWidget):
    """Shows which project is open and that it is safe, and holds the shown panel's actions.

    Args:
        workspace: The open project.
        start_new: Begins an empty project.
        open_other: Lets the user choose another project.
    """

    def __init__(
        self,
        workspace: Workspace,
        start_new: Callable[[], object],
        open_other: Callable[[], object],
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._start_new, self._open_other = start_new, open_other
        self.setFixedHeight(theme().size.top_bar)
        self._project = Button("", Kind.QUIET, "folder-open")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._project.set_menu(self._menu)
        self._saved = Label("", "small", "text3")
        self._undo = IconButton("undo-2", "")
        self._redo = IconButton("redo-2", "")
        self._undo.clicked.connect(workspace.undo)
        self._redo.clicked.connect(workspace.redo)
        self._actions = QHBoxLayout()
        self._holders: dict[str, QWidget] = {}
        self._lay_out()
        workspace.opened.connect(self._show)
        workspace.changed.connect(self._show)
        workspace.saved_changed.connect(self._show)
        self._show()

    def show_actions(self, key: str, actions: Callable[[], list[QWidget]]) -> None:
        """Show a panel's actions at the right; each panel's stay in a holder of their own."""
        if key not in self._holders:
            self._holders[key] = self._made_holder(actions())
        for each, holder in self._holders.items():
            holder.setVisible(each == key)

    def forget_actions(self, key: str) -> None:
        """Let go of a panel's actions, as it is made anew."""
        holder = self._holders.pop(key, None)
        if holder is not None:
            self._actions.removeWidget(holder)
            holder.hide()
            holder.deleteLater()

    def _made_holder(self, actions: list[QWidget]) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space.between_controls)
        for widget in actions:
            row.addWidget(widget)
        self._actions.addWidget(holder)
        return holder

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._show()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the line below."""
        painter = QPainter(self)
        colors = theme().colors
        painter.fillRect(self.rect(), colors.base)
        place = self.rect().toRectF().adjusted(0, 0, 0, -1)
        paint.line(painter, place.bottomLeft(), place.bottomRight(), colors.line)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        inset = theme().space.panel_inset
        row.setContentsMargins(8, 0, inset, 0)
        row.setSpacing(theme().space.between_controls)
        row.addWidget(self._project)
        row.addWidget(self._saved)
        row.addSpacing(8)
        row.addWidget(self._undo)
        row.addWidget(self._redo)
        row.addStretch(1)
        row.addLayout(self._actions)

    def _show(self, *_projects: Project) -> None:
        workspace, history = self._workspace, self._workspace.history
        self._project.setText(workspace.project.title or self.tr("New project"))
        self._project.setAccessibleName(self.tr("Project: %1").replace("%1", self._project.text()))
        if not workspace.has_folder:
            self._saved.set_text(self.tr("Saved from the first change on"))
        else:
            self._saved.set_text(self.tr("Saved") if workspace.is_saved else self.tr("Saving…"))
        self._offer(self._undo, self.tr("Undo"), history.undo_label, "Ctrl+Z")
        self._offer(self._redo, self.tr("Redo"), history.redo_label, "Ctrl+Shift+Z")

    def _offer(self, button: IconButton, name: str, step: str | None, keys: str) -> None:
        button.setEnabled(step is not None)
        button.set_name(f"{name}: {step}" if step else name)
        button.set_key(keys)

    def _fill_menu(self) -> None:
        menu, workspace = self._menu, self._workspace
        menu.clear()
        menu.addAction(self.tr("New project"), self._start_new).setShortcut("Ctrl+N")
        menu.addAction(self.tr("Open…"), self._open_other).setShortcut("Ctrl+O")
        menu.addSeparator()
        rename = menu.addAction(self.tr("Rename…"), self._ask_title)
        rename.setEnabled(workspace.has_folder)
        versions = menu.addMenu(self.tr("Earlier versions"))
        fill_versions(versions, workspace)
        versions.setEnabled(workspace.has_folder)

    def _ask_title(self) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Rename the project"))
        dialog.setLabelText(self.tr("Title"))
        dialog.setTextValue(self._workspace.project.title)
        dialog.textValueSelected.connect(self._rename)
        dialog.open()

    def _rename(self, title: str) -> None:
        from dataclasses import replace

        title = title.strip()
        if title:
            project: Project = replace(self._workspace.project, title=title)
            self._workspace.change(self.tr("Rename"), project)
