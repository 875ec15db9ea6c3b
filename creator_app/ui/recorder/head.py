"""The top of the live view: the red button, the time, and what is heard."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from creator_app.media.device import Side
from creator_app.ui.recorder.control import RecordControl, State
from creator_app.ui.recorder.device_row import DeviceRow
from creator_app.ui.recorder.listening import Listening, wish
from creator_app.ui.theme import theme
from creator_app.ui.widgets import numbers, paint
from creator_app.ui.widgets.buttons import Button, Kind
from creator_app.ui.widgets.labels import Label
from creator_app.ui.widgets.record_button import RecordButton
from creator_app.ui.widgets.rows import Divider
from creator_app.ui.workspace import Workspace

if TYPE_CHECKING:  # numpy comes when sound does, not when the window opens
    from creator_app.media.levels import Meter

LEFT_PX = 272
DOT_PX = 8


class Dot(QWidget):
    """The red mark beside the word «Recording»: a square, like the button's own."""

    def sizeHint(self) -> QSize:
        """Return its size."""
        return QSize(DOT_PX, DOT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        place = QRectF(0, 0, DOT_PX, DOT_PX)
        place.moveCenter(QRectF(self.rect()).center())
        paint.box(QPainter(self), place, 2, theme().colors.danger)


class RecordHead(QWidget):
    """Starts, pauses and marks; shows how long it runs and what each device hears."""

    record_pressed = Signal()
    pause_pressed = Signal()
    mark_pressed = Signal()
    device_chosen = Signal(str, str)

    def __init__(self, workspace: Workspace, control: RecordControl, listening: Listening) -> None:
        super().__init__()
        self._workspace, self._control, self._listening = workspace, control, listening
        self.button = RecordButton()
        self._state = Label("", "small", "text3")
        self._dot = Dot()
        self._dot.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._time = Label("00:00:00", "timer", tabular=True)
        self.pause = Button("", Kind.DEFAULT, "pause")
        self.mark = Button("", Kind.DEFAULT, "flag")
        self.check = Button("", Kind.TOOL, "ear")
        self.rows: dict[Side, DeviceRow] = {"mic": DeviceRow("mic"), "system": DeviceRow("system")}
        self._below = QHBoxLayout()
        self._lay_out()
        self._connect()
        self.show_state()
        self.show_devices()

    def take_buttons(self) -> tuple[Button, Button]:
        """Give pause and marker away, to stand in the tool bar where there is little room."""
        return self.pause, self.mark

    def put_buttons_back(self) -> None:
        """Show pause and marker under the time again."""
        self._below.insertWidget(0, self.pause)
        self._below.insertWidget(1, self.mark)

    def show_time(self) -> None:
        """Write how long it has been recorded."""
        session = self._control.session
        self._time.set_text(numbers.clock(session.now_us if session else 0, hours=True))

    def show_state(self) -> None:
        """Show whether it records, and what can be pressed."""
        control, state = self._control, self._control.state
        is_on = state is State.RECORDING
        self.button.set_recording(state in {State.RECORDING, State.FINISHING})
        if state in {State.STARTING, State.FINISHING}:
            self.button.set_busy()
        words = {
            State.IDLE: self.tr("Ready to record"),
            State.STARTING: self.tr("Opening the devices…"),
            State.RECORDING: self.tr("Recording"),
            State.FINISHING: self.tr("Saving the last words…"),
        }[state]
        if is_on and control.is_paused:
            words = self.tr("Paused: nothing is recorded")
        self._state.set_text(words)
        self._state.set_color("danger_text" if is_on and not control.is_paused else "text3")
        self._dot.setVisible(is_on and not control.is_paused)
        self.pause.setText(self.tr("Go on") if control.is_paused else self.tr("Pause"))
        self.pause.set_icon("play" if control.is_paused else "pause")
        self.mark.setText(self.tr("Marker"))
        self.check.setText(self.tr("Check the level"))
        self.check.setVisible(state is State.IDLE)
        self.check.setChecked(self._workspace.settings.hears_before)
        for button in (self.pause, self.mark):
            button.setVisible(state is not State.IDLE)
        for button in (self.pause, self.mark):
            if is_on:
                button.enable()
            else:
                button.disable(self.tr("Only while recording"))
        self._listen()
        self.show_time()

    def show_devices(self) -> None:
        """Show which devices there are and which are chosen."""
        for side, row in self.rows.items():
            wanted = wish(self._workspace.settings, side)
            row.show_devices(self._listening.devices, wanted, has_looked=self._listening.has_looked)
        self._listen()

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.show_state()
            self.show_devices()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line below."""
        place = self.rect().toRectF().adjusted(0, 0, 0, -1)
        painter = QPainter(self)
        paint.line(painter, place.bottomLeft(), place.bottomRight(), theme().colors.line)

    def _on_check(self) -> None:
        settings = self._workspace.settings
        self._workspace.change_settings(replace(settings, hears_before=self.check.isChecked()))

    def _listen(self) -> None:
        """Read the levels of the recording while there is one, else of the open devices."""
        session = self._control.session
        is_busy = self._control.state is not State.IDLE
        reason = self.tr("Another device can be chosen when the recording is over")
        for side, row in self.rows.items():
            row.listen(session.meter if session else self._from_devices(side))
            row.set_fixed(reason if is_busy else "")

    def _from_devices(self, side: Side) -> "Callable[[], Meter | None]":
        return lambda: self._listening.meter(side)

    def _connect(self) -> None:
        self.button.clicked.connect(self.record_pressed)
        self.pause.clicked.connect(self.pause_pressed)
        self.mark.clicked.connect(self.mark_pressed)
        self.check.clicked.connect(self._on_check)
        for side, row in self.rows.items():
            row.chosen.connect(lambda ident, side=side: self.device_chosen.emit(side, ident))
            row.opening.connect(self._listening.look)
        self._listening.changed.connect(self.show_devices)
        self._control.changed.connect(self.show_state)

    def _lay_out(self) -> None:
        divider = Divider(is_upright=True)
        divider.setFixedHeight(96)
        devices = QVBoxLayout()
        devices.setSpacing(4)
        devices.addStretch(1)
        for row in self.rows.values():
            devices.addWidget(row)
        devices.addStretch(1)
        inset = theme().space.wide_inset
        whole = QHBoxLayout(self)
        whole.setContentsMargins(inset, 14, inset, 14)
        whole.setSpacing(inset)
        whole.addWidget(self._made_left())
        whole.addWidget(divider)
        whole.addLayout(devices, 1)

    def _made_left(self) -> QWidget:
        self.pause.set_key("P")
        self.mark.set_key("M")
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.button)
        top.addLayout(self._made_clock(), 1)
        self._below.setSpacing(theme().space.between_controls)
        self._below.addWidget(self.check)
        self._below.addStretch(1)
        self.put_buttons_back()
        block = QWidget()
        block.setFixedWidth(LEFT_PX)
        left = QVBoxLayout(block)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(12)
        left.addLayout(top)
        left.addLayout(self._below)
        return block

    def _made_clock(self) -> QVBoxLayout:
        said = QHBoxLayout()
        said.setSpacing(6)
        said.addWidget(self._dot)
        said.addWidget(self._state, 1)
        clock = QVBoxLayout()
        clock.setSpacing(0)
        clock.addStretch(1)
        clock.addLayout(said)
        clock.addWidget(self._time)
        clock.addStretch(1)
        return clock
