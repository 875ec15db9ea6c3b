"""What the panels need is imported while the window rests, so that showing one is quick."""

from collections import deque
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from creator_app.core.task import Task
from creator_app.jobs.runner import Callbacks
from creator_app.ui.jobs import Jobs

# The first look at the window belongs to the user.
LATER_MS = 800
BETWEEN_MS = 40
# No Qt in these: a worker imports them. What needs numpy is left to whoever has sound to show:
# sixteen megabytes are not spent on a guess.
QUIET = (
    "creator_app.core.language",
    "creator_app.production.deliver",
    "creator_app.production.making",
)
# Modules with widgets come one at a time, between events; the small ones first.
SHOWN = (
    "creator_app.ui.widgets.slider",
    "creator_app.ui.widgets.waveform",
    "creator_app.ui.widgets.transport",
    "creator_app.ui.voiceover.script_view",
    "creator_app.ui.voiceover.panel",
    "creator_app.ui.recorder.transcript_view",
    "creator_app.ui.studio.shot_list",
    "creator_app.ui.studio.desk",
    "creator_app.ui.studio.panel",
    "creator_app.ui.library.panel",
    "creator_app.ui.preferences.engines_page",
    "creator_app.ui.preferences.panel",
)


class Warming(QObject):
    """Imports what is not there yet, once.

    Args:
        jobs: Run what may go on in the background.
        parent: The window.
    """

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._left = deque(SHOWN)
        self._timer = QTimer(self, interval=BETWEEN_MS)
        self._timer.timeout.connect(self._import_one)

    def begin(self) -> None:
        """Begin a moment from now."""
        QTimer.singleShot(LATER_MS, self, self._begin)

    def _begin(self) -> None:
        self._jobs.start(self, "", _import_quiet, Callbacks(ended=self._timer.start), lane="disk")

    def _import_one(self) -> None:
        import_module(self._left.popleft())
        if not self._left:
            self._timer.stop()


def _import_quiet(task: Task) -> None:
    for name in QUIET:
        task.check()
        import_module(name)
