"""What the devices hear before a recording begins, and which devices there are."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from creator_app.core.errors import CreatorError
from creator_app.core.settings import Settings
from creator_app.core.task import Task
from creator_app.jobs.runner import Callbacks
from creator_app.media import devices
from creator_app.media.device import Device, Side
from creator_app.ui.workspace import Workspace

if TYPE_CHECKING:  # numpy comes when sound does, not when the window opens
    from creator_app.media.levels import Meter
    from creator_app.media.monitor import Monitor

NONE = "none"
SIDES: tuple[Side, ...] = ("mic", "system")
# A device that was pulled out is noticed so soon.
WATCH_MS = 700
LACKING_TICKS = 4


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of opening the devices.

    Attributes:
        devices: All that are there.
        monitors: Those that are heard, by side.
        problems: Why a chosen one is not, by side.
    """

    devices: tuple[Device, ...]
    monitors: "dict[Side, Monitor]"
    problems: dict[Side, CreatorError]


class Listening(QObject):
    """Holds the chosen devices open for their meters while somebody looks at them, no longer.

    Attributes:
        devices: What there is, as of the last look.
        problems: Why a chosen device is not heard, by side.
        has_looked: Whether anybody has looked yet.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.devices: tuple[Device, ...] = ()
        self.problems: dict[Side, CreatorError] = {}
        self._workspace = workspace
        self._monitors: dict[Side, Monitor] = {}
        self._turn = self._ticks = 0
        self.has_looked = False
        self._is_opening = False
        self._watch = QTimer(self, interval=WATCH_MS)
        self._watch.timeout.connect(self._on_watch)

    @property
    def is_listening(self) -> bool:
        """Whether devices are held open, or about to be."""
        return self._watch.isActive()

    def begin(self) -> None:
        """Look which devices there are, and open the chosen ones."""
        self._let_go()
        self._watch.start()
        self._turn += 1
        self._is_opening = True
        turn, settings = self._turn, self._workspace.settings

        def done(opened: Opened) -> None:
            self._on_opened(turn, opened)

        work = partial(_open_chosen, settings)
        tell = Callbacks(done=done, failed=partial(self._on_failed, turn))
        self._workspace.jobs.start(self, "", work, tell, lane="live")

    def end(self) -> None:
        """Let the devices go; returns at once."""
        self._watch.stop()
        self._turn += 1
        self._let_go()
        self.changed.emit()

    def close(self) -> None:
        """Wait until the devices are gone; called from a job."""
        for monitor in list(self._monitors.values()):
            monitor.close()

    def look(self) -> None:
        """Look again which devices there are."""
        tell = Callbacks(done=self._on_listed, failed=lambda _error: self._on_listed(()))
        self._workspace.jobs.start(self, "", lambda _task: devices.devices(), tell, lane="live")

    def meter(self, side: Side) -> "Meter | None":
        """Return a meter of one's own for a side, or None if nothing is heard there."""
        monitor = self._monitors.get(side)
        return monitor.meter() if monitor is not None else None

    def device(self, side: Side) -> Device | None:
        """Return the device that is heard on a side."""
        monitor = self._monitors.get(side)
        return monitor.device if monitor is not None else None

    def _let_go(self) -> None:
        for monitor in self._monitors.values():
            monitor.let_go()
        self._monitors = {}

    def _on_listed(self, found: tuple[Device, ...]) -> None:
        self.devices, self.has_looked = found, True
        self.changed.emit()

    def _on_opened(self, turn: int, opened: Opened) -> None:
        if turn != self._turn:
            for monitor in opened.monitors.values():
                monitor.let_go()
            return
        self._is_opening, self.has_looked = False, True
        self.devices, self.problems = opened.devices, opened.problems
        self._monitors = opened.monitors
        self.changed.emit()

    def _on_failed(self, turn: int, error: CreatorError) -> None:
        if turn == self._turn:
            self._is_opening, self.has_looked = False, True
            self.devices, self.problems = (), {"mic": error}
            self.changed.emit()

    def _on_watch(self) -> None:
        """Open anew once a device has gone, and look for one that lacks: it may be back."""
        self._ticks += 1
        has_gone = any(monitor.reason for monitor in self._monitors.values())
        is_lacking = bool(self.problems) and self._ticks % LACKING_TICKS == 0
        if (has_gone or is_lacking) and not self._is_opening:
            self.begin()


def wish(settings: Settings, side: Side) -> str:
    """Return what the user chose for a side: «default», «none» or an id."""
    return settings.microphone if side == "mic" else settings.system_sound


def _open_chosen(settings: Settings, _task: Task) -> Opened:
    from creator_app.media.monitor import Monitor

    there = devices.devices()
    monitors: dict[Side, Monitor] = {}
    problems: dict[Side, CreatorError] = {}
    for side in SIDES:
        wanted = wish(settings, side)
        if wanted == NONE:
            continue
        try:
            monitor = Monitor(
                devices.find(side, wanted, there), partial(devices.find, side, wanted)
            )
            monitor.open()
        except CreatorError as error:
            problems[side] = error
        else:
            monitors[side] = monitor
    return Opened(there, monitors, problems)
