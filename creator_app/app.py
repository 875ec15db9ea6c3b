"""Puts the window together; the only module that knows all of it."""

import sys
from pathlib import Path

from PySide6.QtCore import QDir, QTimer
from PySide6.QtWidgets import QApplication

from creator_app import __version__
from creator_app.core.access import access_by
from creator_app.core.engines import Catalog
from creator_app.core.files import data_folder
from creator_app.core.library import Library
from creator_app.core.logs import start_logging
from creator_app.core.secrets import Secrets
from creator_app.core.settings import Settings, load_settings
from creator_app.jobs.runner import JobRunner
from creator_app.providers import ENGINES
from creator_app.ui import languages, theme
from creator_app.ui.garbage import Garbage
from creator_app.ui.instance import Instance, hand_over
from creator_app.ui.jobs import Jobs
from creator_app.ui.messages import Messages
from creator_app.ui.tokens import Mode
from creator_app.ui.window import Window
from creator_app.ui.workspace import Workspace

LANES = {"live": 2, "cpu": 2, "net": 8, "gpu": 1, "disk": 1}
# What quitting waits for work that does not stop.
QUIT_S = 3.0


def main(arguments: list[str]) -> int:
    """Run the app with FILEs to open; return its exit status."""
    start_logging()
    settings = load_settings()
    app = QApplication([sys.argv[0]])
    app.setApplicationName("Creator App")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("creator-app")
    if "--gallery" in arguments:
        return _show_gallery(app)
    files = [Path(each).resolve() for each in arguments]
    # Where dialogs begin until somebody went elsewhere.
    QDir.setCurrent(QDir.homePath())
    if hand_over(settings.library_folder, files):
        return 0
    languages.install(app, settings.language)
    theme.install(app, mode_of(settings))
    return _run(app, settings, files)


def mode_of(settings: Settings) -> Mode | None:
    """Return the colours the user chose; None follows the system."""
    return None if settings.theme == "system" else Mode(settings.theme)


def build(app: QApplication, settings: Settings) -> tuple[Window, Workspace]:
    """Make the workspace and the window over it."""
    messages = Messages(app)
    jobs = Jobs(JobRunner(LANES), messages.error, messages.bug, app)
    workspace: Workspace
    catalog = Catalog(ENGINES, access_by(lambda: workspace.settings, Secrets()))
    workspace = Workspace(settings, catalog, jobs, messages, lambda: _library(workspace))
    workspace.settings_changed.connect(lambda old, new: _on_settings(app, old, new))
    window = Window(workspace)
    # Only from here on is there a window that can show them.
    _report_bugs_to(messages)
    return window, workspace


def _library(workspace: Workspace) -> Library:
    """Open the index; each thread opens its own."""
    return Library(workspace.settings.library_folder, data_folder() / "library.sqlite")


def _run(app: QApplication, settings: Settings, files: list[Path]) -> int:
    window, workspace = build(app, settings)
    garbage = Garbage(app)
    instance = Instance(settings.library_folder, window.come_to_front_with, app)
    window.show()
    QTimer.singleShot(0, lambda: window.begin(files))
    status = app.exec()
    instance.close()
    workspace.close_project()
    workspace.jobs.close(QUIT_S)
    garbage.stop()
    return status


def _on_settings(app: QApplication, old: Settings, new: Settings) -> None:
    if old.theme != new.theme:
        theme.themes().choose(mode_of(new))
    if old.language != new.language:
        languages.install(app, new.language)


def _report_bugs_to(messages: Messages) -> None:
    """Show exceptions that escape from a slot; the app goes on."""
    sys.excepthook = lambda _kind, error, _trace: messages.bug(error)


def _show_gallery(app: QApplication) -> int:
    from creator_app.ui.widgets.gallery import gallery_window

    theme.install(app)
    window = gallery_window()
    window.show()
    return app.exec()
