"""What goes wrong while recording, said where it concerns, gone when it is right again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from creator_app.core.errors import CreatorError
from creator_app.media.health import Alarm
from creator_app.ui.theme import theme
from creator_app.ui.widgets.buttons import Kind
from creator_app.ui.widgets.message import Message, Tone

# What ends what.
ENDS = {"back": ("gone", "stalled"), "sound": ("zeros",)}
GRAVE = {"gone", "disk-full"}
MOST = 3


class Alarms(QWidget):
    """Inline messages, one for each thing that is wrong."""

    devices_wanted = Signal()
    # The side that is to be left out.
    without_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: dict[tuple[str, str], Message] = {}
        self._column = QVBoxLayout(self)
        self._column.setSpacing(6)
        self.hide()

    @property
    def kinds(self) -> set[tuple[str, str]]:
        """What is wrong now: kind and track of each."""
        return set(self._shown)

    def show_alarm(self, alarm: Alarm) -> None:
        """Say what went wrong, or take back what is right again."""
        for kind in ENDS.get(alarm.kind, ()):
            self._remove((kind, alarm.track))
        if alarm.kind in ENDS:
            return
        lead, text = self._words(alarm)
        tone = Tone.DANGER if alarm.kind in GRAVE else Tone.WARNING
        self._put((alarm.kind, alarm.track), Message(tone, lead, text))

    def show_problem(self, side: str, error: CreatorError) -> None:
        """Say why a device cannot be heard before a recording, and what can be done."""
        is_system = side == "system"
        hint = self.tr("Connect a loudspeaker or headphones, or record without it.")
        message = Message(Tone.WARNING, str(error), hint if is_system else error.hint)
        message.add_action(self.tr("Look again"), self.devices_wanted.emit, Kind.DEFAULT)
        if is_system:
            leave = self.tr("Record without it")
            message.add_action(leave, lambda: self.without_wanted.emit(side), Kind.DEFAULT)
        self._put(("problem", side), message)

    def show_failure(self, error: CreatorError) -> None:
        """Say why a recording did not begin, or ended by itself."""
        self._put(("failure", ""), Message(Tone.DANGER, str(error), error.hint))

    def clear(self, kind: str = "") -> None:
        """Take back everything, or everything of a kind."""
        for key in [each for each in self._shown if not kind or each[0] == kind]:
            self._remove(key)

    def _put(self, key: tuple[str, str], message: Message) -> None:
        before = self._shown.get(key)
        if before is not None and before.accessibleName() == message.accessibleName():
            message.deleteLater()
            return
        self._remove(key)
        self._shown[key] = message
        message.set_dismissable()
        message.dismissed.connect(lambda: self._remove(key))
        self._column.addWidget(message)
        for old in list(self._shown)[:-MOST]:
            self._remove(old)
        inset = theme().space.between_controls
        self._column.setContentsMargins(inset, inset, inset, inset)
        self.show()

    def _remove(self, key: tuple[str, str]) -> None:
        message = self._shown.pop(key, None)
        if message is not None:
            self._column.removeWidget(message)
            message.hide()
            message.deleteLater()
        self.setVisible(bool(self._shown))

    def _words(self, alarm: Alarm) -> tuple[str, str]:
        is_mic = alarm.track == "mic"
        leads = {
            "gone": self.tr("The microphone is gone.")
            if is_mic
            else self.tr("The system sound is gone."),
            "stalled": self.tr("The microphone has stopped delivering.")
            if is_mic
            else self.tr("The system sound has stopped."),
            "zeros": self.tr("The microphone delivers nothing but silence."),
            "dropped": self.tr("Some sound was lost: this computer was too busy."),
            "disk-low": self.tr("The disk is nearly full."),
            "disk-full": self.tr("The disk is full: the recording was ended."),
            "captions": self.tr("There are no captions."),
        }
        texts = {
            "gone": self.tr("Connect it again: recording goes on, and takes it back by itself."),
            "stalled": self.tr("It is being opened again; what was recorded is safe."),
            "zeros": self.tr("Check that it is not muted, on itself and in the sound settings."),
            "dropped": self.tr("Close programs that keep it busy; the rest is on disk."),
            "disk-low": self.tr("Free some space; what was recorded is safe."),
            "disk-full": self.tr("Everything until then is safe. Free some space."),
            "captions": f"{alarm.message} {alarm.hint} "
            + self.tr("The sound is recorded; it can be transcribed afterwards."),
        }
        return leads[alarm.kind], texts[alarm.kind]
