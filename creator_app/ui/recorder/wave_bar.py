"""The foot of the after view: play, the waveform with its playhead, the markers, the time."""

from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from creator_app.core.recording import Marker
from creator_app.core.time import US
from creator_app.ui import icons
from creator_app.ui.recorder.playback import Playback
from creator_app.ui.theme import theme
from creator_app.ui.widgets import numbers, paint
from creator_app.ui.widgets.transport import Transport
from creator_app.ui.widgets.waveform import Waveform

WAVE_PX = 72
MARK_PX = 16
RULER_PX = 20
STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
LABEL_PX = 110


class TimeLane(QWidget):
    """Paints what stands at certain times: markers above the wave, or the ruler below it.

    Args:
        is_ruler: Times below, instead of markers above.
    """

    def __init__(self, *, is_ruler: bool) -> None:
        super().__init__()
        self._is_ruler = is_ruler
        self._duration_us = 0
        self._markers: tuple[Marker, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_times(self, duration_us: int, markers: tuple[Marker, ...] = ()) -> None:
        """Show the times of another recording."""
        self._duration_us, self._markers = duration_us, markers
        self.update()

    def sizeHint(self) -> QSize:
        """Return its height."""
        return QSize(200, RULER_PX if self._is_ruler else MARK_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the times."""
        if self._duration_us <= 0:
            return
        painter = QPainter(self)
        if self._is_ruler:
            self._paint_ruler(painter)
        else:
            for marker in self._markers:
                spot = QRectF(self._x_of(marker.at_us) - 6, 2, 12, 12)
                icons.paint(painter, "bookmark", spot, theme().colors.accent_text)

    def _x_of(self, time_us: int) -> float:
        return 1 + (self.width() - 3) * time_us / self._duration_us

    def _paint_ruler(self, painter: QPainter) -> None:
        look = theme()
        font = look.font("micro", tabular=True, weight=400)
        most = max(1, self.width() // LABEL_PX)
        step_us = next((s * US for s in STEPS_S if self._duration_us / (s * US) <= most), 3600 * US)
        for time_us in range(0, self._duration_us, step_us):
            x_px = self._x_of(time_us)
            if x_px > self.width() - 44:
                break
            painter.fillRect(QRectF(round(x_px), 2, 1, 5), look.colors.line_strong)
            place = QRectF(round(x_px) + 5, 1, LABEL_PX, 16)
            paint.text(painter, place, numbers.clock(time_us), font, look.colors.text3)


class WaveBar(QWidget):
    """Plays and shows where it is; a press on the wave goes there."""

    hear_from = Signal(int)

    def __init__(self, playback: Playback) -> None:
        super().__init__()
        self._playback = playback
        self.transport = Transport(lambda: playback.position_us)
        self._wave = Waveform("")
        self._wave.set_seekable()
        self._wave.setFixedHeight(WAVE_PX)
        self._marks = TimeLane(is_ruler=False)
        self._ruler = TimeLane(is_ruler=True)
        self._extra = QHBoxLayout()
        self._lay_out()
        self._say()
        self.transport.play_asked.connect(lambda _on: playback.toggle())
        self.transport.seeked.connect(playback.seek)
        self.transport.moved.connect(self._wave.set_played)
        self._wave.seeked.connect(playback.seek)
        playback.changed.connect(self._on_changed)
        playback.moved.connect(lambda _us: self.transport.show_position())

    def show_recording(self, duration_us: int, markers: tuple[Marker, ...]) -> None:
        """Show another recording; its wave comes when it is measured."""
        self.transport.set_duration(duration_us)
        self._marks.setVisible(bool(markers))
        self._marks.show_times(duration_us, markers)
        self._ruler.show_times(duration_us)

    def show_columns(self, columns: Any, duration_us: int) -> None:
        """Show the wave; None while it is being measured."""
        self._wave.set_columns(columns, duration_us)
        self._wave.set_played(self._playback.position_us)

    def add_control(self, widget: QWidget) -> None:
        """Put something at the right of the transport."""
        self._extra.addWidget(widget)

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line above."""
        place = self.rect().toRectF()
        painter = QPainter(self)
        paint.line(painter, place.topLeft(), place.topRight(), theme().colors.line)

    def _on_changed(self) -> None:
        self.transport.set_playing(self._playback.is_playing)

    def _say(self) -> None:
        self._wave.setAccessibleName(self.tr("Sound of the recording"))

    def _lay_out(self) -> None:
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        inset = theme().space.wide_inset
        top = QHBoxLayout()
        top.setSpacing(theme().space.between_controls)
        top.addWidget(self.transport)
        top.addStretch(1)
        top.addLayout(self._extra)
        column = QVBoxLayout(self)
        column.setContentsMargins(inset, 10, inset, 8)
        column.setSpacing(0)
        column.addLayout(top)
        column.addSpacing(8)
        column.addWidget(self._marks)
        column.addWidget(self._wave)
        column.addSpacing(2)
        column.addWidget(self._ruler)
