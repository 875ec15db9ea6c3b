"""What each panel is given: the open project and its history, jobs, engines, settings, messages."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from creator_app.core.engines import Catalog
from creator_app.core.errors import CreatorError
from creator_app.core.files import free_name, safe_name
from creator_app.core.folder import SUFFIX, ProjectFolder, create_project, open_project
from creator_app.core.history import History
from creator_app.core.library import Library
from creator_app.core.project import Project, new_project
from creator_app.core.secrets import Secrets
from creator_app.core.settings import Settings, save_settings
from creator_app.core.task import Task
from creator_app.core.versions import keep_daily_version
from creator_app.jobs.runner import Callbacks, Job
from creator_app.ui.jobs import Jobs
from creator_app.ui.messages import Messages

# A snapshot follows when the hands rest, and not more often than this.
SNAPSHOT_MS = 10_000
SYNC_MS = 500


class Workspace(QObject):
    """The open project and everything that belongs to the whole application.

    There is always a project; until its first change it has no folder.
    """

    opened = Signal()
    changed = Signal(object, object)
    saved_changed = Signal()
    settings_changed = Signal(object, object)
    recording_changed = Signal(bool)
    # Somebody wants a panel shown, by its key in the rail.
    panel_wanted = Signal(str)

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        jobs: Jobs,
        messages: Messages,
        open_library: Callable[[], Library],
    ) -> None:
        super().__init__()
        self.settings = settings
        self.catalog = catalog
        self.jobs = jobs
        self.messages = messages
        self.open_library = open_library
        self.secrets = Secrets()
        self.is_recording = False
        self._history = History(new_project(""))
        self._folder: ProjectFolder | None = None
        self._unsaved: Project | None = None
        self._writing: Job | None = None
        self._snapshot_timer = QTimer(self, interval=SNAPSHOT_MS, singleShot=True)
        self._snapshot_timer.timeout.connect(self._write_snapshot)
        self._sync_timer = QTimer(self, interval=SYNC_MS, singleShot=True)
        self._sync_timer.timeout.connect(self._sync)

    @property
    def project(self) -> Project:
        """The open project as it is now."""
        return self._history.document

    @property
    def history(self) -> History[Project]:
        """The project's versions, for undo and redo."""
        return self._history

    @property
    def has_folder(self) -> bool:
        """Whether the project is on disk yet."""
        return self._folder is not None

    @property
    def is_saved(self) -> bool:
        """Whether every change is on disk."""
        return self._unsaved is None

    def folder(self, title: str) -> ProjectFolder:
        """Return the project's place on disk; it is made, under `title`, when there is none yet.

        Raises:
            CreatorError: The library is not writable, or the disk is full.
        """
        if self._folder is None:
            project = self.project
            if not project.title:
                project = replace(project, title=title)
            place = self.settings.library_folder / f"{safe_name(project.title)}{SUFFIX}"
            self._folder = create_project(free_name(place), project)
            old, self._history = self.project, History(project)
            self.changed.emit(old, project)
        return self._folder

    def change(self, label: str, project: Project, merge: str = "") -> None:
        """Make a new version of the project the current one, and put it on disk.

        Args:
            label: What was done, for the Undo menu.
            project: The new version.
            merge: Changes with the same key that follow each other quickly are one step.
        """
        old = self.project
        if project == old:
            return
        try:
            self.folder(project.title or self.tr("Untitled"))
        except CreatorError as error:
            self.messages.error(error)
            return
        if not project.title:
            project = replace(project, title=self.project.title)
        self._history.change(label, project, merge)
        self._keep(old, project)

    def amend(self, project: Project) -> None:
        """Keep what work has made, such as a take: no step to undo."""
        old = self.project
        if project != old:
            self._history.amend(project)
            self._keep(old, project)

    def undo(self) -> None:
        """Go one step back."""
        self._step(self._history.undo)

    def redo(self) -> None:
        """Go one step forward."""
        self._step(self._history.redo)

    def open(self, path: Path, then: Callable[[], object] = lambda: None) -> None:
        """Open a project in place of the present one, in the background: it may be a long one.

        Args:
            path: Its folder.
            then: Called once it is open.
        """
        if self._folder is not None and self._folder.path == path:
            then()
            return

        def done(found: tuple[ProjectFolder, Project]) -> None:
            self._take(*found)
            then()

        title = self.tr("Opening “%1”").replace("%1", path.stem)
        self.jobs.start(self, title, lambda _task: _opened(path), Callbacks(done=done))

    def _take(self, folder: ProjectFolder, project: Project) -> None:
        self.close_project()
        self._folder, self._history = folder, History(project)
        for notice in folder.notices:
            self.messages.info(notice)
        self.opened.emit()
        self._keep_daily(folder, project)

    def start_new(self) -> None:
        """Put an empty project in place of the present one."""
        self.close_project()
        self._history = History(new_project(""))
        self.opened.emit()

    def close_project(self) -> None:
        """Let go of the project. Its log holds every change, so there is nothing to wait for."""
        if self._folder is None:
            return
        folder, self._folder = self._folder, None
        self._snapshot_timer.stop()
        if self._unsaved is not None:
            try:
                folder.snapshot(self.project)
            except CreatorError as error:
                self.messages.error(error)
        self._unsaved = None
        folder.close()

    def change_settings(self, settings: Settings) -> None:
        """Use and keep new settings."""
        if settings == self.settings:
            return
        old, self.settings = self.settings, settings
        try:
            save_settings(settings)
        except CreatorError as error:
            self.messages.error(error)
        self.settings_changed.emit(old, settings)

    def set_recording(self, *, is_recording: bool) -> None:
        """Tell the window whether a recording runs."""
        if is_recording != self.is_recording:
            self.is_recording = is_recording
            self.recording_changed.emit(is_recording)

    def _step(self, step: Callable[[], str | None]) -> None:
        old = self.project
        if step() is not None:
            self._keep(old, self.project)

    def _keep(self, old: Project, new: Project) -> None:
        """Put a change on disk, now or in the background, then tell the panels."""
        folder = self._folder
        if folder is not None:
            try:
                is_logged = folder.append(old, new)
            except CreatorError as error:
                self.messages.error(error)
                is_logged = False
            if is_logged:
                self._sync_timer.start()
            else:
                self._unsaved = new
                self._snapshot_timer.start(0)
            if not self._snapshot_timer.isActive():
                self._snapshot_timer.start(SNAPSHOT_MS)
        self.changed.emit(old, new)
        self.saved_changed.emit()

    def _sync(self) -> None:
        folder = self._folder
        if folder is not None:
            self.jobs.start(self, "", lambda _task: folder.sync(), lane="disk")

    def _write_snapshot(self) -> None:
        folder, project = self._folder, self.project
        if folder is None or self._writing is not None:
            return
        try:
            revision = folder.begin_snapshot()
        except CreatorError as error:
            self.messages.error(error)
            return

        def write(_task: Task) -> None:
            folder.write_snapshot(project, revision)
            with closing(self.open_library()) as library:
                library.put(folder.path, project)

        def done(_result: object) -> None:
            if self._unsaved is project:
                self._unsaved = None
            self.saved_changed.emit()

        def ended() -> None:
            self._writing = None
            if self._unsaved is not None:
                self._snapshot_timer.start(SNAPSHOT_MS)

        tell = Callbacks(done=done, ended=ended)
        self._writing = self.jobs.start(self, "", write, tell, lane="disk")

    def _keep_daily(self, folder: ProjectFolder, project: Project) -> None:
        def keep(_task: Task) -> None:
            keep_daily_version(folder.path, project, datetime.now().astimezone().date())

        self.jobs.start(self, "", keep, lane="disk")


def _opened(path: Path) -> tuple[ProjectFolder, Project]:
    """Open a project, and load here what showing its sound needs: a worker may take its time."""
    folder, project = open_project(path)
    if project.recordings:
        import_module("creator_app.production.hear")
    return folder, project
