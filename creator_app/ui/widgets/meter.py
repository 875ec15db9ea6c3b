"""A level meter that reads what it shows, at its own rate, while it can be seen."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from creator_app.ui.theme import Theme, theme
from creator_app.ui.widgets import numbers, paint

FLOOR_DB = -60.0
HOT_DB = -18.0
CLIP_DB = -9.0
MARKS_DB = (-60, -36, -18, -9, 0)
SEGMENT_PX = 4
PITCH_PX = 5
HOLD_US = 1_500_000
NUMBER_US = 500_000
TICK_MS = 33
# How fast the bar falls back when the sound stops, as on a PPM: 20 dB in 1.7 s is too slow to read
# speech, so it falls at 40 dB a second; it always rises at once.
FALL_DB_PER_S = 40.0


@dataclass(frozen=True)
class Level:
    """What a meter is told.

    Attributes:
        peak_db: Highest sample since the last reading, in dBFS; −inf for digital silence.
        has_clipped: Whether the sound was cut off; said to screen readers once.
    """

    peak_db: float
    has_clipped: bool = False


class LevelMeter(QWidget):
    """A row of segments with a held peak, the scale below and the number at the right.

    Args:
        name: Whose level it is, for screen readers.
        read: Gives the level now; called in the UI thread, must not wait; None means no sound.
        height_px: Of the segments: 8, or 12 for a sound check.
        has_scale: Whether the scale is printed below.
        parent: Where it stands.
    """

    def __init__(
        self,
        name: str,
        read: Callable[[], Level | None],
        height_px: int = 0,
        has_scale: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._read, self._has_scale = name, read, has_scale
        self._bar_px = height_px or theme().size.meter
        self._now_db = self._held_db = FLOOR_DB
        self._held_until_us = self._number_due_us = self._last_us = 0
        self._loudest_db, self._number = FLOOR_DB, ""
        self._has_clipped = False
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def is_reading(self) -> bool:
        """Return whether it asks for levels, which it does only while it can be seen."""
        return self._timer.isActive()

    @property
    def held_db(self) -> float:
        """Return the peak it holds."""
        return self._held_db

    @property
    def number(self) -> str:
        """Return the number it shows."""
        return self._number

    def tick(self, now_us: int | None = None) -> None:
        """Read the level and repaint what changed.

        Args:
            now_us: A clock that never goes back; the system's, unless a test has its own.
        """
        now_us = time.monotonic_ns() // 1000 if now_us is None else now_us
        level = self._read()
        peak_db = max(FLOOR_DB, min(level.peak_db, 0.0)) if level else FLOOR_DB
        before = self._shown()
        fallen_db = self._now_db - FALL_DB_PER_S * max(0, now_us - self._last_us) / 1e6
        self._now_db = max(peak_db, fallen_db, FLOOR_DB) if self._last_us else peak_db
        self._last_us = now_us
        if peak_db >= self._held_db or now_us >= self._held_until_us:
            self._held_db, self._held_until_us = peak_db, now_us + HOLD_US
        self._loudest_db = max(self._loudest_db, peak_db)
        if now_us >= self._number_due_us:
            self._write_number(now_us, has_level=level is not None)
        if level and level.has_clipped != self._has_clipped:
            self._tell_clipping(level.has_clipped)
        if before != self._shown():
            self.update(self._bar_place())

    def sizeHint(self) -> QSize:
        """Return the room of forty segments and the number."""
        return QSize(200 + self._number_px(), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the room of twelve segments and the number."""
        line_px = theme().line_px("micro") + 2 if self._has_scale else 0
        high_px = max(self._bar_px + line_px, theme().line_px("body"))
        return QSize(60 + self._number_px(), high_px)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to read."""
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop reading."""
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the segments, and what else was asked for."""
        look = theme()
        painter = QPainter(self)
        bar = self._bar_place()
        if event.rect().intersects(bar):
            self._paint_segments(painter, bar, look)
        if not bar.contains(event.rect()):
            self._paint_number(painter, look)
            if self._has_scale:
                self._paint_scale(painter, bar, look)

    def _shown(self) -> tuple[int, int]:
        count = self._segments(self._bar_place())
        return _segment_at(self._now_db, count), _segment_at(self._held_db, count)

    def _number_px(self) -> int:
        font = theme().font("body", tabular=True)
        return paint.width_px(numbers.decibels(-60), font) + 12

    def _bar_place(self) -> QRect:
        wide_px = self.width() - self._number_px()
        wide_px -= (wide_px + 1) % PITCH_PX
        top_px = 0 if self._has_scale else (self.height() - self._bar_px) // 2
        if self._has_scale:
            used_px = self._bar_px + 2 + theme().line_px("micro")
            top_px = (self.height() - used_px) // 2
        return QRect(0, top_px, max(wide_px, 0), self._bar_px)

    @staticmethod
    def _segments(bar: QRect) -> int:
        return (bar.width() + 1) // PITCH_PX

    def _paint_segments(self, painter: QPainter, bar: QRect, look: Theme) -> None:
        count = self._segments(bar)
        lit = _segment_at(self._now_db, count)
        held = _segment_at(self._held_db, count)
        runs: dict[str, list[QRect]] = {}
        for index in range(count):
            is_lit = index < lit or (index == held - 1 and held > lit)
            name = _segment_color(index, count) if is_lit else "meter_off"
            place = QRect(index * PITCH_PX, bar.top(), SEGMENT_PX, bar.height())
            runs.setdefault(name, []).append(place)
        painter.setPen(Qt.PenStyle.NoPen)
        for name, places in runs.items():
            painter.setBrush(QColor(look.color(name)))
            painter.drawRects(places)

    def _paint_scale(self, painter: QPainter, bar: QRect, look: Theme) -> None:
        font = look.font("micro", tabular=True, weight=400)
        line_px = look.line_px("micro")
        for mark_db in MARKS_DB:
            words = numbers.signed(mark_db)
            wide_px = paint.width_px(words, font) + 1
            middle_px = bar.width() * (mark_db - FLOOR_DB) / -FLOOR_DB
            left_px = min(max(middle_px - wide_px / 2, 0), bar.width() - wide_px)
            place = QRectF(round(left_px), bar.bottom() + 3, wide_px, line_px)
            paint.text(painter, place, words, font, look.colors.text3)

    def _paint_number(self, painter: QPainter, look: Theme) -> None:
        font = look.font("body", tabular=True)
        place = QRectF(0, 0, self.width(), max(self._bar_place().bottom() + 6, 18))
        if not self._has_scale:
            place = QRectF(self.rect())
        ink = look.colors.danger_text if self._has_clipped else look.colors.text2
        paint.text(painter, place, self._number, font, ink, paint.RIGHT)

    def _write_number(self, now_us: int, *, has_level: bool) -> None:
        self._number_due_us = now_us + NUMBER_US
        number = numbers.decibels(self._loudest_db) if has_level else numbers.MINUS
        if self._loudest_db <= FLOOR_DB and has_level:
            number = self.tr("silent")
        self._loudest_db = FLOOR_DB
        if number != self._number:
            self._number = number
            self.update()

    def _tell_clipping(self, has_clipped: bool) -> None:
        from creator_app.ui.widgets.speech import announce

        self._has_clipped = has_clipped
        if has_clipped:
            announce(self, self.tr("{0}: too loud").format(self._name), is_urgent=True)
        self.update()


def _segment_at(level_db: float, count: int) -> int:
    """Return how many of `count` segments a level lights."""
    return min(count, max(0, round((level_db - FLOOR_DB) / -FLOOR_DB * count)))


def _segment_color(index: int, count: int) -> str:
    level_db = FLOOR_DB - FLOOR_DB * (index + 0.5) / count
    if level_db < HOT_DB:
        return "meter_ok"
    return "meter_hot" if level_db < CLIP_DB else "meter_clip"
