"""The main window: rail, top bar, messages, and the panel that is shown."""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QRect, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from creator_app.core.folder import is_project
from creator_app.core.project import Project
from creator_app.jobs.job import Job
from creator_app.ui.panel import Panel
from creator_app.ui.shell.jobs_drawer import JobsDrawer, shown_jobs
from creator_app.ui.shell.message_area import MessageArea
from creator_app.ui.shell.top_bar import TopBar
from creator_app.ui.theme import theme
from creator_app.ui.warming import Warming
from creator_app.ui.widgets.rail import Rail
from creator_app.ui.workspace import Workspace

# Key, icon, module and class of each panel; a module is imported when its panel is first shown.
PANELS = (
    ("record", "mic", "creator_app.ui.recorder.panel", "RecorderPanel"),
    ("voiceover", "audio-lines", "creator_app.ui.voiceover.panel", "VoiceoverPanel"),
    ("studio", "clapperboard", "creator_app.ui.studio.panel", "StudioPanel"),
    ("library", "library-big", "creator_app.ui.library.panel", "LibraryPanel"),
    ("settings", "settings", "creator_app.ui.preferences.panel", "PreferencesPanel"),
)
# These say everything anew by themselves; the others are made anew in another language.
SPEAK_ANEW = {"record", "settings"}
RING_MS = 250
FIRST_SIZE = (1280, 800)


class Window(QWidget):
    """Shows one panel at a time over the open project.

    Args:
        workspace: The project, jobs, engines, settings, messages.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._panels: dict[str, Panel] = {}
        self._stale: set[str] = set()
        self._spots: dict[str, Any] = {}
        self._key = ""
        self._rail = self._made_rail()
        self._bar = TopBar(workspace, self.start_new, self.choose_project)
        self._messages = MessageArea(workspace.messages)
        self._stack = QStackedWidget()
        self._drawer = JobsDrawer(workspace.jobs, self)
        self._warming = Warming(workspace.jobs, self)
        self._ring_timer = QTimer(self, interval=RING_MS)
        self._ring_timer.timeout.connect(self._show_ring)
        self.setAcceptDrops(True)
        self.setMinimumSize(*theme().size.window_min)
        self.resize(*FIRST_SIZE)
        self._lay_out()
        self._connect()
        self.show_panel("record")

    def begin(self, files: list[Path]) -> None:
        """Do what waits until the window is painted: open files, look for cut-off recordings."""
        if files:
            self.take_files(files)
        self._warming.begin()

    def come_to_front_with(self, files: list[Path]) -> None:
        """Take over from a later start of the app."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()
        if files:
            self.take_files(files)

    def show_panel(self, key: str) -> Panel:
        """Show a panel, made if this is the first time; return it."""
        panel = self._panels.get(key) or self._made_panel(key)
        self._key = key
        self._stack.setCurrentWidget(panel)
        if key in self._spots:
            panel.go_to(self._spots.pop(key))
        self._rail.choose(key)
        self._bar.show_actions(key, panel.bar_actions)
        self._bar.setVisible(key not in {"library", "settings"})
        return panel

    def take_files(self, files: list[Path]) -> None:
        """Open projects; give media to the panel that is shown, or to the next that wants them."""
        projects = [file for file in files if is_project(file)]
        media = [file for file in files if file not in projects]
        if projects and not self._is_busy_recording():
            self._workspace.open(projects[0])
        if media:
            keys = dict.fromkeys([self._key, "record"])
            next((key for key in keys if self.show_panel(key).take_files(media)), None)

    def start_new(self) -> None:
        """Begin an empty project."""
        if not self._is_busy_recording():
            self._workspace.start_new()

    def choose_project(self) -> None:
        """Let the user choose a project to open."""
        if self._is_busy_recording():
            return
        folder = str(self._workspace.settings.library_folder)
        dialog = QFileDialog(self, self.tr("Open a project"), folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda path: self.take_files([Path(path)]))
        dialog.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Quit once every panel agrees; a running recording ends in good order first."""
        refusing = [panel for panel in self._panels.values() if not panel.may_close()]
        event.setAccepted(not refusing)

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._name_rail()
            self._stale |= set(self._panels) - SPEAK_ANEW
            self._renew_panels()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the drawer beside the rail."""
        self._place_drawer()
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line that says in every panel that a recording runs."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colors.panel)
        painter.fillRect(QRect(0, 0, self.width(), 2), theme().colors.base)
        if self._workspace.is_recording:
            painter.fillRect(QRect(0, 0, self.width(), 2), theme().colors.danger)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files only."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.take_files(files)

    def _made_rail(self) -> Rail:
        rail = Rail()
        for key, icon, _module, _name in PANELS[:-1]:
            rail.add_panel(key, icon, "")
        rail.add_below("jobs", "list-checks", "")
        rail.add_below("settings", "settings", "")
        return rail

    def _name_rail(self) -> None:
        names = {
            "record": self.tr("Record"),
            "voiceover": self.tr("Voice-over"),
            "studio": self.tr("Studio"),
            "library": self.tr("Library"),
            "jobs": self.tr("Jobs"),
            "settings": self.tr("Settings"),
        }
        for key, name in names.items():
            self._rail.item(key).set_label(name)

    def _lay_out(self) -> None:
        self._name_rail()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._bar)
        right.addWidget(self._messages)
        right.addWidget(self._stack, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 2, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._rail)
        whole.addLayout(right, 1)
        self._retitle()

    def _connect(self) -> None:
        workspace = self._workspace
        self._rail.pressed.connect(self._on_rail)
        # Methods, not lambdas: Qt forgets them when the window is gone.
        workspace.jobs.started.connect(self._on_job_started)
        workspace.jobs.ended.connect(self._on_job_ended)
        workspace.recording_changed.connect(self._on_recording)
        workspace.opened.connect(self._retitle)
        workspace.panel_wanted.connect(self.show_panel)
        workspace.changed.connect(self._retitle)
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+N": self.start_new,
            "Ctrl+O": self.choose_project,
            "Ctrl+Z": workspace.undo,
            "Ctrl+Shift+Z": workspace.redo,
            "Ctrl+Y": workspace.redo,
            "Ctrl+J": lambda: self._on_rail("jobs"),
            "Ctrl+,": lambda: self.show_panel("settings"),
            "Ctrl+Q": self.close,
        }
        for number, (key, *_rest) in enumerate(PANELS[:-1], 1):
            keys[f"Ctrl+{number}"] = partial(self.show_panel, key)
        for sequence, action in keys.items():
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.activated.connect(action)

    def _made_panel(self, key: str) -> Panel:
        _key, _icon, module, name = next(each for each in PANELS if each[0] == key)
        panel: Panel = getattr(import_module(module), name)(self._workspace)
        self._panels[key] = panel
        self._stack.addWidget(panel)
        return panel

    def _renew_panels(self) -> None:
        """Make panels of the old language anew; one that works is left until it is done."""
        for key in [each for each in self._stale if not self._panels[each].is_working]:
            self._stale.discard(key)
            old = self._panels.pop(key)
            spot = old.spot()
            old.may_close()
            self._stack.removeWidget(old)
            self._bar.forget_actions(key)
            old.deleteLater()
            self._spots[key] = spot
            if key == self._key:
                self.show_panel(key)

    def _on_job_started(self, _job: Job) -> None:
        self._ring_timer.start()

    def _on_job_ended(self, _job: Job) -> None:
        self._show_ring()
        self._renew_panels()

    def _on_rail(self, key: str) -> None:
        if key != "jobs":
            self.show_panel(key)
            return
        is_open = not self._drawer.isVisible()
        self._place_drawer()
        self._drawer.setVisible(is_open)
        self._drawer.raise_()
        self._rail.set_open("jobs", is_open)

    def _place_drawer(self) -> None:
        self._drawer.setGeometry(
            QRect(self._rail.width(), 2, self._drawer.width(), self.height() - 2)
        )

    def _show_ring(self) -> None:
        jobs = shown_jobs(self._workspace.jobs)
        done = [job.task.latest[0] or 0.0 for job in jobs]
        self._rail.item("jobs").set_work(len(jobs), sum(done) / len(done) if done else 0.0)
        if not jobs:
            self._ring_timer.stop()

    def _on_recording(self, is_recording: bool) -> None:
        said = self.tr("Recording") if is_recording else ""
        self._rail.item("record").set_dot(is_recording, said)
        self.update()

    def _retitle(self, *_projects: Project) -> None:
        title = self._workspace.project.title
        self.setWindowTitle(f"{title} — Creator App" if title else "Creator App")

    def _is_busy_recording(self) -> bool:
        if self._workspace.is_recording:
            self._workspace.messages.info(
                self.tr("A recording is running."),
                self.tr("Stop it first; it is saved all the time."),
            )
        return self._workspace.is_recording
