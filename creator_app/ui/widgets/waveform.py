"""A waveform drawn once per size, with the part that was played and a playhead of its own."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from creator_app.ui.focus_ring import shape_ring
from creator_app.ui.theme import Theme, theme
from creator_app.ui.widgets import numbers, paint

CAP_PX = (7, 5)
FLAG_ALPHA = 0.28
LANE_PX = 8
STEP_US = 1_000_000
LONG_STEP_US = 5_000_000


@dataclass(frozen=True)
class Stretch:
    """A stretch of a recording.

    Attributes:
        start_us: Where it begins.
        end_us: Where it ends.
        said: Why it is shown, in words.
        speaker: Who speaks, for the lane of speakers.
    """

    start_us: int
    end_us: int
    said: str = ""
    speaker: int = 0


class Waveform(QWidget):
    """Peaks and loudness as columns of one device pixel; a press goes there.

    Args:
        name: Whose sound it is, for screen readers.
        parent: Where it stands.
    """

    seeked = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: Any = None
        self._duration_us, self._played_us = 0, 0
        self._flags: tuple[Stretch, ...] = ()
        self._gaps: tuple[Stretch, ...] = ()
        self._speakers: tuple[Stretch, ...] = ()
        self._can_seek = False
        self._tiles: tuple[tuple[object, ...], QPixmap, QPixmap] | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        shape_ring(self, theme().radius.inner)

    def set_columns(self, columns: Any, duration_us: int) -> None:
        """Show this sound.

        Args:
            columns: float32 [columns, 3]: lowest, highest and RMS of each, −1 … 1; any number of
                columns over the whole duration; None shows nothing.
            duration_us: How long the sound is.
        """
        self._columns, self._duration_us = columns, duration_us
        self._tiles = None
        self._say()
        self.update()

    def set_played(self, played_us: int) -> None:
        """Move the playhead; only the columns between are painted again."""
        before_px, self._played_us = self._x_of(self._played_us), played_us
        now_px = self._x_of(played_us)
        if now_px != before_px:
            left_px, right_px = sorted((before_px, now_px))
            reach_px = CAP_PX[0] // 2 + 1
            width_px = right_px - left_px + 2 * reach_px
            self.update(QRect(left_px - reach_px, 0, width_px, self.height()))

    def set_flags(self, flags: tuple[Stretch, ...]) -> None:
        """Tint stretches that need a look."""
        self._flags = flags
        self.update()

    def set_gaps(self, gaps: tuple[Stretch, ...]) -> None:
        """Hatch stretches where nothing was recorded; the tool tip says why."""
        self._gaps = gaps
        self.update()

    def set_speakers(self, stretches: tuple[Stretch, ...]) -> None:
        """Show who speaks in a lane below the wave."""
        self._speakers = stretches
        self._tiles = None
        self.update()

    def set_seekable(self) -> None:
        """Let a press and the arrow keys say `seeked`."""
        self._can_seek = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return a usual size."""
        return QSize(240, 36 + (LANE_PX + 4 if self._speakers else 0))

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(48, 24)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        if self._can_seek and event.button() == Qt.MouseButton.LeftButton:
            self._seek(self._time_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along with the hand."""
        if self._can_seek and event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(self._time_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by a second, with Shift by five; Home and End."""
        is_long = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step_us = LONG_STEP_US if is_long else STEP_US
        goals = {
            Qt.Key.Key_Left: self._played_us - step_us,
            Qt.Key.Key_Right: self._played_us + step_us,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self._duration_us,
        }
        goal_us = goals.get(Qt.Key(event.key())) if self._can_seek else None
        if goal_us is None:
            super().keyPressEvent(event)
        else:
            self._seek(goal_us)

    def event(self, event: QEvent) -> bool:
        """Say in the tool tip why a stretch is hatched or tinted."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            time_us = self._time_at(event.pos().x())
            here = (each for each in self._gaps + self._flags if _covers(each, time_us))
            said = next((each.said for each in here if each.said), self.toolTip())
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part that changed."""
        look = theme()
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        well = self._well()
        paint.box(painter, QRectF(well), look.radius.inner, look.colors.wave_bg, look.colors.line)
        if self._columns is not None and len(self._columns) and self._inner().width() > 0:
            self._paint_wave(painter, look)
        for gap in self._gaps:
            self._paint_gap(painter, self._place_of(gap), look)
        tint = QColor(look.colors.warning)
        tint.setAlphaF(FLAG_ALPHA)
        for flag in self._flags:
            painter.fillRect(self._place_of(flag), tint)
        self._paint_lane(painter, look)
        if self._can_seek or self._played_us > 0:
            self._paint_playhead(painter, look)

    def _well(self) -> QRect:
        lane_px = LANE_PX + 4 if self._speakers else 0
        return self.rect().adjusted(0, 0, 0, -lane_px)

    def _inner(self) -> QRect:
        return self._well().adjusted(1, 1, -1, -1)

    def _x_of(self, time_us: int) -> int:
        inner = self._inner()
        if self._duration_us <= 0:
            return inner.left()
        share = min(max(time_us / self._duration_us, 0.0), 1.0)
        return inner.left() + round(share * (inner.width() - 1))

    def _time_at(self, x_px: float) -> int:
        inner = self._inner()
        share = (x_px - inner.left()) / max(1, inner.width() - 1)
        return round(min(max(share, 0.0), 1.0) * self._duration_us)

    def _place_of(self, stretch: Stretch) -> QRect:
        inner = self._inner()
        left_px, right_px = self._x_of(stretch.start_us), self._x_of(stretch.end_us)
        return QRect(left_px, inner.top(), max(1, right_px - left_px), inner.height())

    def _paint_wave(self, painter: QPainter, look: Theme) -> None:
        rest, played = self._drawn(painter.device().devicePixelRatioF(), look)
        inner = self._inner()
        painter.drawPixmap(inner.topLeft(), rest)
        if self._played_us > 0:
            done = QRect(inner)
            done.setRight(self._x_of(self._played_us) - 1)
            painter.save()
            painter.setClipRect(done, Qt.ClipOperation.IntersectClip)
            painter.drawPixmap(inner.topLeft(), played)
            painter.restore()

    def _drawn(self, ratio: float, look: Theme) -> tuple[QPixmap, QPixmap]:
        inner = self._inner()
        key = (inner.width(), inner.height(), ratio, look.mode)
        if self._tiles is None or self._tiles[0] != key:
            size = QSize(round(inner.width() * ratio), round(inner.height() * ratio))
            colors = look.colors
            ground = colors.wave_bg
            rest = (ground, colors.wave_peak, colors.wave_rms)
            played = (ground, colors.wave_played_peak, colors.wave_played)
            tiles = [draw_columns(self._columns, size, inks, ratio) for inks in (rest, played)]
            self._tiles = (key, tiles[0], tiles[1])
        return self._tiles[1], self._tiles[2]

    @staticmethod
    def _paint_gap(painter: QPainter, place: QRect, look: Theme) -> None:
        painter.fillRect(place, look.colors.wave_bg)
        painter.fillRect(place, QBrush(look.colors.line_control, Qt.BrushStyle.BDiagPattern))

    def _paint_lane(self, painter: QPainter, look: Theme) -> None:
        top_px = self.height() - LANE_PX
        for stretch in self._speakers:
            place = self._place_of(stretch)
            place.setTop(top_px)
            place.setHeight(LANE_PX)
            painter.fillRect(place.adjusted(0, 0, -1, 0), look.speaker(stretch.speaker)[0])

    def _paint_playhead(self, painter: QPainter, look: Theme) -> None:
        x_px = self._x_of(self._played_us)
        line = QRectF(x_px, 0, paint.hairline_px(painter), self._well().height())
        painter.fillRect(line, look.colors.playhead)
        middle_px = line.center().x()
        half_px, high_px = CAP_PX[0] / 2, CAP_PX[1]
        cap = QPolygonF()
        for x, y in ((-half_px, 0), (half_px, 0), (0, high_px)):
            cap.append(QPointF(middle_px + x, y))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colors.playhead)
        painter.drawPolygon(cap)

    def _seek(self, time_us: int) -> None:
        time_us = min(max(time_us, 0), self._duration_us)
        self.set_played(time_us)
        self._say()
        self.seeked.emit(time_us)

    def _say(self) -> None:
        at, whole = numbers.clock(self._played_us), numbers.clock(self._duration_us)
        self.setAccessibleDescription(self.tr("{0} of {1}").format(at, whole))


def draw_columns(
    columns: Any, size: QSize, inks: tuple[QColor, QColor, QColor], ratio: float = 1.0
) -> QPixmap:
    """Draw a waveform, one column for each device pixel, without smoothing.

    Args:
        columns: float32 [columns, 3]: lowest, highest and RMS, −1 … 1.
        size: In device pixels.
        inks: Ground, outer peak and inner RMS.
        ratio: Device pixels for each logical pixel.
    """
    import numpy as np

    wide_px, high_px = max(1, size.width()), max(1, size.height())
    lowest, highest, loud = fit_columns(columns, wide_px)
    middle = (high_px - 1) / 2
    rows = np.arange(high_px, dtype=np.float32)[:, np.newaxis]
    ground, peak, rms = (np.uint32(ink.rgb()) for ink in inks)
    picture = np.full((high_px, wide_px), ground, dtype=np.uint32)
    thin = 0.5 * max(1.0, round(ratio))  # silence stays a thin line
    top, bottom = middle - highest * middle - thin, middle - lowest * middle + thin
    picture[(rows >= top) & (rows <= bottom)] = peak
    half = np.maximum(loud * middle, thin)
    picture[np.abs(rows - middle) <= half] = rms
    image = QImage(picture.data, wide_px, high_px, wide_px * 4, QImage.Format.Format_RGB32)
    drawn = QPixmap.fromImage(image.copy())
    drawn.setDevicePixelRatio(ratio)
    return drawn


def fit_columns(columns: Any, count: int) -> tuple[Any, Any, Any]:
    """Return lowest, highest and RMS for exactly `count` columns; no peak gets lost.

    Args:
        columns: float32 [columns, 3].
        count: How many are wanted, at least 1.
    """
    import numpy as np

    data = np.asarray(columns, dtype=np.float32).reshape(-1, 3)
    have = len(data)
    starts = np.arange(count) * have // count
    if have < count:
        picked = data[starts]
        return picked[:, 0], picked[:, 1], picked[:, 2]
    ends = np.append(starts[1:], have)
    energy = np.add.reduceat(data[:, 2].astype(np.float64) ** 2, starts) / (ends - starts)
    lowest = np.minimum.reduceat(data[:, 0], starts)
    highest = np.maximum.reduceat(data[:, 1], starts)
    return lowest, highest, np.sqrt(energy).astype(np.float32)


def _covers(stretch: Stretch, time_us: int) -> bool:
    return stretch.start_us <= time_us < stretch.end_us
