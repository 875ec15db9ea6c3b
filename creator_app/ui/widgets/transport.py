"""Playing: the round button, steps to both sides, and the time."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from creator_app.ui import icons
from creator_app.ui.focus_ring import shape_ring
from creator_app.ui.theme import theme
from creator_app.ui.widgets import numbers, paint
from creator_app.ui.widgets.buttons import IconButton
from creator_app.ui.widgets.labels import Label

TICK_MS = 33
STEP_US = 5_000_000


class PlayButton(QAbstractButton):
    """A round button that plays and pauses.

    Args:
        is_accent: Filled with the accent, for the one that plays everything.
        side_px: 32 in a transport, 28 in rows.
        what: What is played, for screen readers; "" says only «Play».
        parent: Where it stands.
    """

    def __init__(
        self,
        is_accent: bool = True,
        side_px: int = 32,
        what: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_accent, self._what = is_accent, what
        self._is_playing = False
        self.setFixedSize(QSize(side_px, side_px))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        shape_ring(self, side_px // 2)
        self._say()

    @property
    def is_playing(self) -> bool:
        """Return whether it shows that something plays."""
        return self._is_playing

    def set_playing(self, is_playing: bool) -> None:
        """Show whether something plays."""
        self._is_playing = is_playing
        self._say()

    def set_what(self, what: str) -> None:
        """Say what is played, for screen readers."""
        if what != self._what:
            self._what = what
            self._say()

    def disable(self, reason: str) -> None:
        """Switch off, and say why."""
        self.setEnabled(False)
        self.setToolTip(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Space or Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint circle and shape."""
        look = theme()
        colors = look.colors
        step = "pressed" if self.isDown() else "hover" if self.underMouse() else ""
        is_filled = (self._is_accent or self._is_playing) and self.isEnabled()
        if is_filled:
            ink, border = colors.text_on_fill, colors.line if look.is_high_contrast else None
            fill = look.color(f"accent_{step}" if step else "accent")
        else:
            ink, border = colors.text1, colors.line_strong
            fill = look.color(step or "raised")
        if not self.isEnabled():
            ink, border = colors.text_disabled, colors.line
        painter = QPainter(self)
        place = QRectF(self.rect())
        paint.box(painter, place, place.width() / 2, fill, border)
        side_px = 16 if self.width() >= 32 else 14
        spot = QRectF(0, 0, side_px, side_px)
        spot.moveCenter(place.center())
        icons.paint(painter, "pause" if self._is_playing else "play", spot, ink)

    def changeEvent(self, event: QEvent) -> None:
        """Say what it does in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def _say(self) -> None:
        name = self.tr("Pause") if self._is_playing else self.tr("Play")
        name = f"{name}: {self._what}" if self._what else name
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()


class Transport(QWidget):
    """Back, play, forward, and the time of the whole; asks for the position itself while playing.

    Args:
        read_us: Gives the position; called in the UI thread, must not wait.
        parent: Where it stands.
    """

    play_asked = Signal(bool)
    seeked = Signal(int)
    moved = Signal(int)

    def __init__(self, read_us: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_us, self._duration_us = read_us, 0
        self.button = PlayButton()
        self._back = back = IconButton("skip-back", "")
        self._forward = forward = IconButton("skip-forward", "")
        self._name()
        self._now = Label("0:00", "title", "text1", tabular=True)
        self._whole = Label("/ 0:00", "body", "text3", tabular=True)
        # Transport buttons and times stay in the order of time in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space.between_controls)
        for widget in (back, self.button, forward, self._now, self._whole):
            row.addWidget(widget)
        self.button.clicked.connect(lambda: self.play_asked.emit(not self.button.is_playing))
        back.clicked.connect(lambda: self._step(-STEP_US))
        forward.clicked.connect(lambda: self._step(STEP_US))
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.show_position)

    def set_duration(self, duration_us: int) -> None:
        """Say how long the whole is."""
        self._duration_us = duration_us
        self._whole.set_text(f"/ {numbers.clock(duration_us)}")
        self.show_position()

    def set_playing(self, is_playing: bool) -> None:
        """Show whether it plays, and follow the position while it does."""
        self.button.set_playing(is_playing)
        if is_playing and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()
        self.show_position()

    def show_position(self) -> None:
        """Ask where it is, write it and say `moved`."""
        now_us = self._read_us()
        self._now.set_text(numbers.clock(now_us))
        self.moved.emit(now_us)

    def changeEvent(self, event: QEvent) -> None:
        """Name the buttons in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Follow again if it plays."""
        if self.button.is_playing:
            self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Follow no longer."""
        self._timer.stop()
        super().hideEvent(event)

    def _name(self) -> None:
        self._back.set_name(self.tr("Back"))
        self._forward.set_name(self.tr("Forward"))

    def _step(self, by_us: int) -> None:
        goal_us = min(max(self._read_us() + by_us, 0), self._duration_us)
        self.seeked.emit(goal_us)
        self.show_position()
