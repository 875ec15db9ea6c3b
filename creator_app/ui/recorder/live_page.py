"""The live view: before and while recording."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from creator_app.core.errors import CreatorError
from creator_app.core.settings import Settings
from creator_app.media.health import Alarm
from creator_app.ui.recorder.alarms import Alarms
from creator_app.ui.recorder.caption_area import CaptionArea
from creator_app.ui.recorder.caption_bar import CaptionBar
from creator_app.ui.recorder.control import RecordControl, State
from creator_app.ui.recorder.head import RecordHead
from creator_app.ui.recorder.listening import NONE, Listening, wish
from creator_app.ui.recorder.live_side import LiveSide
from creator_app.ui.recorder.proof import ProofPanel
from creator_app.ui.recorder.tab_order import put_after
from creator_app.ui.widgets.empty import EmptyState
from creator_app.ui.workspace import Workspace

TICK_MS = 200
NARROW_PX = 1080


class LivePage(QWidget):
    """Devices, the red button, captions, markers and the proof that all is safe."""

    file_wanted = Signal()
    sample_wanted = Signal()
    record_wanted = Signal()

    def __init__(self, workspace: Workspace, control: RecordControl, listening: Listening) -> None:
        super().__init__()
        self._workspace, self._control, self._listening = workspace, control, listening
        self.head = RecordHead(workspace, control, listening)
        self.bar = CaptionBar(workspace, control)
        self.alarms = Alarms()
        self.captions = CaptionArea()
        self._empty, self._silent = self._made_empty(), self._made_silent()
        self._proof = ProofPanel(control, self.captions)
        self.side = LiveSide()
        self._is_narrow = self._wants_side = False
        self._was = State.IDLE
        self._middle = QStackedLayout()
        # The side panel goes all the way up, or, where there is little room, beside the captions.
        self._upper, self._lower = QHBoxLayout(), QHBoxLayout()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.head.show_time)
        self._lay_out()
        self._connect()
        self._show_settings(workspace.settings, workspace.settings)
        self._on_control()

    def mark(self) -> None:
        """Mark this moment, and let a note be written."""
        marker = self._control.mark()
        if marker is not None:
            self._show_side(is_wanted=True)
            self.side.markers.add(marker)
            put_after(self.captions.last_stop, self.side)
            self.captions.mark(marker.at_us, "")

    def toggle_pause(self) -> None:
        """Record nothing for a while, or go on."""
        if self._control.state is State.RECORDING:
            self._control.set_paused(is_paused=not self._control.is_paused)

    def showEvent(self, event: QShowEvent) -> None:
        """Hear the devices while they are looked at."""
        super().showEvent(event)
        self.bar.look_for_engine()
        self._listen()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the devices go."""
        self._listening.end()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put pause and marker where there is room."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < NARROW_PX
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.bar.put_buttons(self.head.take_buttons() if is_narrow else ())
            if not is_narrow:
                self.head.put_buttons_back()
            (self._lower if is_narrow else self._upper).addWidget(self.side)
        self._show_parts()

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            for old in (self._empty, self._silent):
                self._middle.removeWidget(old)
                old.deleteLater()
            self._empty, self._silent = self._made_empty(), self._made_silent()
            self._middle.addWidget(self._empty)
            self._middle.addWidget(self._silent)
            self._show_parts()
        super().changeEvent(event)

    def _show_side(self, *, is_wanted: bool) -> None:
        self._wants_side = is_wanted
        self._show_parts()

    def _listen(self) -> None:
        """Hear the devices before a recording, where somebody asked for it: never by itself."""
        if self._control.is_idle and self.isVisible():
            if self._workspace.settings.hears_before:
                self._listening.begin()
            elif self._listening.is_listening:
                self._listening.end()

    def _look_again(self) -> None:
        if self._workspace.settings.hears_before:
            self._listen()
        else:
            self._listening.look()

    def _on_control(self) -> None:
        """Follow the recording from state to state."""
        was, now = self._was, self._control.state
        self._was = now
        if was is State.IDLE and now is State.STARTING:
            self.alarms.clear()
            self.captions.start_anew()
            self.side.markers.show_markers(())
            self._wants_side = False
            for row in self.head.rows.values():
                row.start_anew()
        if now is State.IDLE:
            self._timer.stop()
            if was is not State.IDLE:
                self._listen()
        else:
            self._timer.start()
        self._show_parts()

    def _show_parts(self) -> None:
        """Show only what has something to say."""
        is_on = self._control.state in {State.RECORDING, State.FINISHING}
        self._proof.setVisible(is_on)
        is_first = not self._workspace.project.recordings
        nothing, ready = self.tr("Nothing recorded yet"), self.tr("Ready for the next recording")
        self._empty.title.set_text(nothing if is_first else ready)
        self.side.setVisible(is_on and (self._wants_side or not self._is_narrow))
        self.bar.show_fold(is_there=is_on and self._is_narrow, is_open=self._wants_side)
        words = self.captions if self._control.has_captions else self._silent
        self._middle.setCurrentWidget(words if is_on else self._empty)

    def _on_alarm(self, alarm: Alarm) -> None:
        self.alarms.show_alarm(alarm)
        self.side.show_alarms({kind for kind, _track in self.alarms.kinds})

    def _on_listening(self) -> None:
        self.alarms.clear("problem")
        if self._control.is_idle:
            for side, error in self._listening.problems.items():
                self.alarms.show_problem(side, error)

    def _on_failed(self, error: CreatorError) -> None:
        self.alarms.show_failure(error)

    def _on_device(self, side: str, ident: str) -> None:
        settings = self._workspace.settings
        if side == "mic":
            settings = replace(settings, microphone=ident)
        else:
            settings = replace(settings, system_sound=ident)
        self._workspace.change_settings(settings)

    def _show_settings(self, old: Settings, new: Settings) -> None:
        self.captions.view.set_text_size(new.caption_px)
        self.head.show_devices()
        is_other = any(wish(old, side) != wish(new, side) for side in ("mic", "system"))
        if is_other or old.hears_before != new.hears_before:
            self._listen()
        if old.live_transcriber != new.live_transcriber:
            self.bar.look_for_engine()
        self._show_parts()

    def _connect(self) -> None:
        control, head = self._control, self.head
        head.record_pressed.connect(self.record_wanted)
        head.pause_pressed.connect(self.toggle_pause)
        head.mark_pressed.connect(self.mark)
        head.device_chosen.connect(self._on_device)
        control.changed.connect(self._on_control)
        control.captioned.connect(self.captions.hear)
        control.alarmed.connect(self._on_alarm)
        control.failed.connect(self._on_failed)
        self.side.markers.noted.connect(control.annotate)
        self.side.markers.noted.connect(self.captions.mark)
        self._listening.changed.connect(self._on_listening)
        self.bar.side_toggled.connect(lambda is_on: self._show_side(is_wanted=is_on))
        self.alarms.devices_wanted.connect(self._look_again)
        self.alarms.without_wanted.connect(lambda side: self._on_device(side, NONE))
        self._workspace.settings_changed.connect(self._show_settings)

    def _made_empty(self) -> EmptyState:
        empty = EmptyState(
            "mic",
            self.tr("Nothing recorded yet"),
            self.tr("Press the red button and speak, or drop a sound or video file here."),
        )
        empty.set_action(self.tr("Choose a file"), self.file_wanted.emit, "file-input")
        empty.set_sample(self.tr("Open the sample"), self.sample_wanted.emit)
        return empty

    def _made_silent(self) -> EmptyState:
        return EmptyState(
            "captions",
            self.tr("Recording without captions"),
            self.tr("The sound is safe on disk; what is said can be written down afterwards."),
        )

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setLayout(self._middle)
        for widget in (self.captions, self._empty, self._silent):
            self._middle.addWidget(widget)
        self._lower.setSpacing(0)
        self._lower.addWidget(middle, 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        for part in (self.head, self.bar, self.alarms):
            left.addWidget(part)
        left.addLayout(self._lower, 1)
        self._upper.setSpacing(0)
        self._upper.addLayout(left, 1)
        self._upper.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._upper, 1)
        column.addWidget(self._proof)
