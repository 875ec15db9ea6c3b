"""Settings › Sound devices: which microphone and system sound are recorded, tried on the spot."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from creator_app.core.errors import CreatorError
from creator_app.core.settings import Settings
from creator_app.core.task import Task
from creator_app.jobs.runner import Callbacks
from creator_app.media.device import Device, Side
from creator_app.media.devices import DEFAULT, devices, find
from creator_app.ui.levels import TrackReader
from creator_app.ui.preferences.form import FIELD_PX, Row, form, page
from creator_app.ui.widgets.choices import Switch
from creator_app.ui.widgets.fields import Combo
from creator_app.ui.widgets.labels import Paragraph
from creator_app.ui.widgets.meter import LevelMeter
from creator_app.ui.workspace import Workspace

if TYPE_CHECKING:
    from creator_app.media.monitor import Monitor

NONE = "none"
# A device that was plugged in is listed so soon.
LOOK_MS = 2_000


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)


def sound_page(workspace: Workspace) -> QWidget:
    """Return the page."""
    widget, column = page(
        _tr("Sound devices"), _tr("What is recorded; both are heard here while this page is open")
    )
    sides = (SoundChoice(workspace, "mic"), SoundChoice(workspace, "system"))
    column.addWidget(
        form(
            [
                Row(_tr("Microphone"), (sides[0],)),
                Row(
                    _tr("System sound"),
                    (sides[1],),
                    _tr("What the computer plays, such as a call."),
                ),
                Row(_tr("Captions"), (_captions(workspace), QWidget()), _tr("While recording.")),
            ]
        )
    )
    column.addStretch(1)
    return widget


def _captions(workspace: Workspace) -> Switch:
    switch = Switch(_tr("Captions while recording"))
    switch.setChecked(workspace.settings.with_captions)

    def keep(is_on: bool) -> None:
        workspace.change_settings(replace(workspace.settings, with_captions=is_on))

    switch.toggled.connect(keep)
    return switch


class SoundChoice(QWidget):
    """Chooses the device of one side, and shows what it hears while it can be seen.

    Args:
        workspace: The settings, and the jobs in which devices are opened.
        side: Which.
    """

    def __init__(self, workspace: Workspace, side: Side) -> None:
        super().__init__()
        self._workspace, self._side = workspace, side
        self._monitor: Monitor | None = None
        self._reader = TrackReader(side)
        self._turn = 0
        name = _tr("Microphone") if side == "mic" else _tr("System sound")
        icon = "mic" if side == "mic" else "monitor-speaker"
        self._combo = Combo(name, (), icon)
        self._level = LevelMeter(_tr("Level: %1").replace("%1", name), self._reader.level)
        self._problem = Paragraph("", "small", "warning_text")
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._combo.activated.connect(self._on_chosen)
        self.setMinimumWidth(FIELD_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._combo, self._level, self._problem):
            column.addWidget(widget)
        self._show(())

    @property
    def wish(self) -> str:
        """What the settings say: «default», «none» or an id."""
        settings = self._workspace.settings
        return settings.microphone if self._side == "mic" else settings.system_sound

    def showEvent(self, event: QShowEvent) -> None:
        """Listen while it can be seen, unless a recording has the devices."""
        super().showEvent(event)
        self._timer.start()
        self._look()
        self._listen()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the device go."""
        self._timer.stop()
        self._let_go()
        super().hideEvent(event)

    def _look(self) -> None:
        """List the devices; not while somebody chooses among them."""
        if self._combo.view().isVisible():
            return
        tell = Callbacks(done=self._show, failed=self._say)
        self._workspace.jobs.start(self, "", lambda _task: devices(), tell, lane="live")
        if self._monitor is not None and self._monitor.reason:
            self._listen()

    def _show(self, found: tuple[Device, ...]) -> None:
        mine = [each for each in found if each.side == self._side]
        usual = mine[0].name if mine else _tr("none found")
        choices = [(DEFAULT, _tr("As the system: %1").replace("%1", usual))]
        choices += [(each.ident, each.name) for each in mine]
        choices.append((NONE, _tr("Not recorded")))
        if self.wish not in dict(choices):
            choices.append((self.wish, _tr("Not connected")))
        if [self._combo.itemText(at) for at in range(self._combo.count())] != [
            words for _ident, words in choices
        ]:
            self._combo.clear()
            for ident, words in choices:
                self._combo.addItem(words, ident)
        self._combo.setCurrentIndex(self._combo.findData(self.wish))

    def _on_chosen(self, index: int) -> None:
        ident = self._combo.itemData(index)
        self._workspace.change_settings(_with(self._workspace.settings, self._side, ident))
        self._listen()

    def _listen(self) -> None:
        self._let_go()
        self._say(None)
        if self.wish == NONE or self._workspace.is_recording:
            return
        self._turn += 1
        turn, side, wish = self._turn, self._side, self.wish

        def open_device(_task: Task) -> "Monitor":
            from creator_app.media.monitor import Monitor

            monitor = Monitor(find(side, wish))
            monitor.open()
            return monitor

        def done(monitor: "Monitor") -> None:
            if turn == self._turn:
                self._monitor = monitor
                self._reader.listen(monitor.meter())
            else:
                monitor.let_go()

        tell = Callbacks(done=done, failed=self._say)
        self._workspace.jobs.start(self, "", open_device, tell, lane="live")

    def _let_go(self) -> None:
        self._turn += 1
        if self._monitor is not None:
            self._monitor.let_go()
        self._monitor = None
        self._reader.listen(None)

    def _say(self, error: CreatorError | None) -> None:
        self._problem.set_text(str(error) if error is not None else "")
        self._problem.setVisible(error is not None)


def _with(settings: Settings, side: Side, ident: str) -> Settings:
    if side == "mic":
        return replace(settings, microphone=ident)
    return replace(settings, system_sound=ident)
