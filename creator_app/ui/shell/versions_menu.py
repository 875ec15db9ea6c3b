"""Earlier versions of the project: keep one by name, go back to one."""

from functools import partial

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt
from PySide6.QtWidgets import QInputDialog, QMenu

from creator_app.core.errors import CreatorError
from creator_app.core.task import Task
from creator_app.core.versions import DAILY, Version, keep_version, read_version, versions
from creator_app.jobs.runner import Callbacks
from creator_app.ui.workspace import Workspace

MOST_SHOWN = 12


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)


def fill_versions(menu: QMenu, workspace: Workspace) -> None:
    """Put the kept versions into a menu, newest first."""
    menu.addAction(_tr("Keep this version…"), lambda: _ask_name(menu, workspace))
    menu.addSeparator()
    if not workspace.has_folder:
        return
    folder = workspace.folder("").path
    try:
        kept = versions(folder)[:MOST_SHOWN]
    except CreatorError as error:
        workspace.messages.error(error)
        return
    for version in kept:
        menu.addAction(_label(version), partial(_go_back, workspace, version))
    if not kept:
        menu.addAction(_tr("None yet: one is kept every day")).setEnabled(False)


def _label(version: Version) -> str:
    when = QDateTime.fromString(version.saved, Qt.DateFormat.ISODate)
    date = QLocale().toString(when, QLocale.FormatType.ShortFormat)
    name = _tr("kept by itself") if version.name == DAILY else version.name
    return f"{date} · {name}"


def _ask_name(menu: QMenu, workspace: Workspace) -> None:
    dialog = QInputDialog(menu.window())
    dialog.setWindowTitle(_tr("Keep this version"))
    dialog.setLabelText(_tr("Name of the version"))
    dialog.textValueSelected.connect(lambda name: _keep(workspace, name))
    dialog.open()


def _keep(workspace: Workspace, name: str) -> None:
    folder, project = workspace.folder("").path, workspace.project

    def keep(_task: Task) -> Version:
        return keep_version(folder, project, name.strip() or _tr("Version"))

    tell = Callbacks(done=lambda version: workspace.messages.info(_kept(version)))
    workspace.jobs.start(workspace, _tr("Keeping a version"), keep, tell, lane="disk")


def _kept(version: Version) -> str:
    return _tr("The version “%1” is kept.").replace("%1", version.name)


def _go_back(workspace: Workspace, version: Version) -> None:
    """Make an earlier version the current one; a change like any other, so it can be undone."""

    def done(project: object) -> None:
        from creator_app.core.project import Project

        if isinstance(project, Project):
            workspace.change(_tr("Go back to an earlier version"), project)

    workspace.jobs.start(
        workspace,
        _tr("Reading an earlier version"),
        lambda _task: read_version(version),
        Callbacks(done=done),
    )
