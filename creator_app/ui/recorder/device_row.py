"""One side of what is recorded: which device, and what it hears right now."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from creator_app.media.device import Device, Side
from creator_app.media.devices import DEFAULT
from creator_app.ui import icons
from creator_app.ui.levels import TrackReader
from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.empty import Picture
from creator_app.ui.widgets.fields import Combo
from creator_app.ui.widgets.labels import Label
from creator_app.ui.widgets.live_strip import LiveStrip
from creator_app.ui.widgets.meter import LevelMeter

if TYPE_CHECKING:  # numpy comes when sound does, not when the window opens
    from creator_app.media.levels import Meter

NONE = "none"
LEAST_WORDS_PX, WORDS_PX = 150, 224
ROW_PX = 46
COMBO_INSET_PX = 4
# A list that is slow to come must not keep the menu from opening.
PATIENCE_MS = 300


class DeviceCombo(Combo):
    """Chooses a device; written like a second line, and looks anew before it opens."""

    opening = Signal()
    device_chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._is_waiting = False
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(self._open)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.activated.connect(lambda at: self.device_chosen.emit(self.itemData(at)))

    def show_choices(self, choices: Iterable[tuple[str, str]], chosen: str) -> None:
        """Offer devices by id and words; opens, if somebody asked for that.

        Args:
            choices: Id and words of each.
            chosen: The id that counts.
        """
        self.blockSignals(True)
        self.clear()
        for ident, words in choices:
            self.addItem(words, ident)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        self.blockSignals(False)
        self.setToolTip(self.currentText())
        self.updateGeometry()
        self.update()
        if self._is_waiting:
            self._open()

    def showPopup(self) -> None:
        """Ask for the devices of now; open once they are known."""
        self._is_waiting = True
        self._patience.start()
        self.opening.emit()

    def sizeHint(self) -> QSize:
        """Return the room of the choice, so that the arrow stands beside it."""
        words_px = paint.width_px(self.currentText(), theme().font("small"))
        return QSize(words_px + 26, theme().size.control_compact)

    def minimumSizeHint(self) -> QSize:
        """Return the least room: the text is cut there."""
        return QSize(72, theme().size.control_compact)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words, the arrow, and a ground only under the pointer."""
        look = theme()
        colors = look.colors
        painter = QPainter(self)
        place = QRectF(self.rect())
        if self.isEnabled() and (self.underMouse() or look.is_high_contrast):
            edge = colors.line_strong if look.is_high_contrast else None
            paint.box(painter, place, look.radius.inner, colors.hover, edge)
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        arrow_px = 16 if self.isEnabled() else 0
        words = place.adjusted(COMBO_INSET_PX, 0, -COMBO_INSET_PX - arrow_px, 0)
        if is_mirrored:
            words = place.adjusted(COMBO_INSET_PX + arrow_px, 0, -COMBO_INSET_PX, 0)
        flags = paint.RIGHT if is_mirrored else paint.LEFT
        font = look.font("small")
        paint.text(painter, words, self.currentText(), font, colors.text2, flags)
        if arrow_px:
            wide_px = paint.width_px(self.currentText(), font)
            left_px = min(words.left() + wide_px + 4, place.right() - arrow_px)
            spot = QRectF(4 if is_mirrored else left_px, 0, 12, place.height())
            icons.paint(painter, "chevron-down", spot, colors.text3)

    def _open(self) -> None:
        self._patience.stop()
        if self._is_waiting and self.isEnabled():
            self._is_waiting = False
            super().showPopup()


class DeviceRow(QWidget):
    """A device with its sound of the last seconds and its level."""

    chosen = Signal(str)
    opening = Signal()

    def __init__(self, side: Side) -> None:
        super().__init__()
        self._side = side
        self._readers = (TrackReader(side), TrackReader(side))
        self._title = Label("", "section")
        self._combo = DeviceCombo("")
        self._combo.device_chosen.connect(self.chosen)
        self._combo.opening.connect(self.opening)
        self._strip = LiveStrip("", self._readers[0].column)
        self._meter = LevelMeter("", self._readers[1].level)
        self._lay_out()
        self._say()

    def show_devices(
        self, devices: Iterable[Device], wanted: str, *, has_looked: bool = True
    ) -> None:
        """Offer the devices of this side.

        Args:
            devices: All there are.
            wanted: «default», «none» or an id.
            has_looked: Whether anybody has looked which there are.
        """
        mine = [each for each in devices if each.side == self._side]
        usual = next((each for each in mine if each.is_default), mine[0] if mine else None)
        unknown = self.tr("None found") if has_looked else self.tr("The computer's usual one")
        words = described(usual) if usual else unknown
        choices = [(DEFAULT, words), *((each.ident, described(each)) for each in mine[1:])]
        choices.append((NONE, self.tr("Not recorded")))
        known = {ident for ident, _words in choices}
        if usual is not None and wanted == usual.ident:
            wanted = DEFAULT
        if wanted not in known:
            gone, chosen = self.tr("Not connected"), self.tr("The one you chose")
            choices.insert(0, (wanted, gone if has_looked else chosen))
        self._combo.show_choices(choices, wanted)

    def listen(self, make_meter: "Callable[[], Meter | None]") -> None:
        """Show another sound from now on."""
        for reader in self._readers:
            reader.listen(make_meter())

    def start_anew(self) -> None:
        """Forget the sound so far."""
        self._strip.clear()

    def set_fixed(self, reason: str) -> None:
        """Let another device be chosen only where `reason` is empty."""
        self._combo.setEnabled(not reason)
        self._combo.setToolTip(reason or self._combo.currentText())
        self._combo.setAccessibleDescription(reason)

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def _say(self) -> None:
        is_mic = self._side == "mic"
        name = self.tr("Microphone") if is_mic else self.tr("System sound")
        self._title.set_text(name)
        self._combo.setAccessibleName(name)
        self._strip.setAccessibleName(self.tr("Sound: %1").replace("%1", name))
        self._meter.setAccessibleName(self.tr("Level: %1").replace("%1", name))

    def _lay_out(self) -> None:
        icon = "mic" if self._side == "mic" else "monitor-speaker"
        line = QHBoxLayout()
        line.addWidget(self._combo)
        line.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        title = QHBoxLayout()
        # In line with the words of the choice below, which have room for a ground around them.
        title.setContentsMargins(COMBO_INSET_PX, 0, 0, 0)
        title.addWidget(self._title)
        words.addLayout(title)
        words.addLayout(line)
        column = QWidget()
        column.setLayout(words)
        words.setContentsMargins(0, 0, 0, 0)
        column.setMinimumWidth(LEAST_WORDS_PX)
        column.setMaximumWidth(WORDS_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Picture(icon, "text2", 18))
        row.addWidget(column, 4)
        row.addWidget(self._strip, 5)
        row.addWidget(self._meter, 5)
        self._meter.setMaximumWidth(260)
        self.setFixedHeight(ROW_PX)


def described(device: Device) -> str:
    """Return what people read of a device: its name, rate and channels."""
    kinds = {
        1: QCoreApplication.translate("Devices", "mono"),
        2: QCoreApplication.translate("Devices", "stereo"),
    }
    many = QCoreApplication.translate("Devices", "{0} channels").format(device.channels)
    rate = f"{device.rate_hz / 1000:g} kHz"
    return f"{device.name} · {rate} {kinds.get(device.channels, many)}"
