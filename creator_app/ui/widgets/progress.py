"""How far something is: a bar, the stages of a long job, and a bar with its words."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from creator_app.ui.theme import Theme, theme
from creator_app.ui.widgets import numbers, paint
from creator_app.ui.widgets.labels import Label

STEPS = 1000
UNKNOWN_ALPHA = 0.45


class ProgressBar(QProgressBar):
    """A bar of 4 pixels.

    Args:
        name: What goes on, for screen readers.
        color: Name of the fill's colour.
        parent: Where it stands.
    """

    def __init__(self, name: str, color: str = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._color: str | QColor = color
        self.setAccessibleName(name)
        self.setRange(0, STEPS)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_fraction(self, fraction: float | None) -> None:
        """Show how far it is.

        Args:
            fraction: 0 … 1; None when nobody knows, which shows the whole bar paler.
        """
        if fraction is None:
            self.setRange(0, 0)
            return
        self.setRange(0, STEPS)
        self.setValue(round(min(max(fraction, 0.0), 1.0) * STEPS))

    def set_color(self, color: str | QColor) -> None:
        """Fill in another colour, as a speaker's."""
        self._color = color
        self.update()

    def sizeHint(self) -> QSize:
        """Return a usual length."""
        return QSize(120, theme().size.progress)

    def minimumSizeHint(self) -> QSize:
        """Return the least length."""
        return QSize(24, theme().size.progress)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track and fill."""
        look = theme()
        painter = QPainter(self)
        color = self._color if isinstance(self._color, QColor) else look.color(self._color)
        fraction = self.value() / STEPS if self.maximum() else None
        paint_bar(painter, QRectF(self.rect()), fraction, color, look)


class StagedProgress(QWidget):
    """One piece of bar for each stage with its name below; the running one fills.

    Args:
        name: What goes on, for screen readers.
        stages: Their names in order.
        parent: Where it stands.
    """

    def __init__(self, name: str, stages: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stages, self._at, self._fraction = stages, 0, 0.0
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_stage(self, stage: int, fraction: float = 0.0) -> None:
        """Show which stage runs and how far it is.

        Args:
            stage: From 0; the number of stages means all are done.
            fraction: 0 … 1 of this stage.
        """
        self._at, self._fraction = stage, fraction
        done = stage >= len(self._stages)
        self.setAccessibleDescription(
            self.tr("Done") if done else f"{self._stages[stage]}, {numbers.percent(fraction)}"
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of all names."""
        look = theme()
        font = look.font("micro", weight=600)
        widest_px = max(paint.width_px(stage, font) for stage in self._stages) + 8
        high_px = look.size.progress + 4 + look.line_px("micro")
        return QSize(widest_px * len(self._stages), high_px)

    def minimumSizeHint(self) -> QSize:
        """Return the room of names that are cut."""
        return QSize(36 * len(self._stages), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pieces and their names."""
        look = theme()
        painter = QPainter(self)
        gap_px, bar_px = look.size.progress_stages_gap, look.size.progress
        wide_px = (self.width() - gap_px * (len(self._stages) - 1)) / len(self._stages)
        for number, stage in enumerate(self._stages):
            left_px = round(number * (wide_px + gap_px))
            place = QRectF(left_px, 0, round(wide_px), bar_px)
            fraction = self._fraction if number == self._at else float(number < self._at)
            paint_bar(painter, place, fraction, look.colors.accent, look)
            self._paint_name(painter, QRectF(left_px, bar_px + 4, wide_px, 16), number, stage)

    def _paint_name(self, painter: QPainter, place: QRectF, number: int, stage: str) -> None:
        look = theme()
        is_now = number == self._at
        font = look.font("micro", weight=600 if is_now else 500)
        later = look.colors.text3 if number > self._at else look.colors.text2
        paint.text(painter, place, stage, font, look.colors.text1 if is_now else later)


class ProgressLine(QWidget):
    """A bar with the stage above and the time left at its right.

    Args:
        name: What goes on, for screen readers.
        parent: Where it stands.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = ProgressBar(name)
        self._stage = Label("", "small", "text2", tabular=True)
        self._left = Label("", "small", "text3", tabular=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._stage)
        row = QHBoxLayout()
        row.setSpacing(theme().space.between_controls)
        row.addWidget(self.bar, 1)
        row.addWidget(self._left)
        column.addLayout(row)
        self._stage.hide()
        self._left.hide()

    def keep_room(self) -> None:
        """Keep the room of all words even when there are none, so that nothing moves."""
        for label in (self._stage, self._left):
            policy = label.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            label.setSizePolicy(policy)

    def set_progress(self, fraction: float | None, stage: str = "", left: str = "") -> None:
        """Show how far it is, what is being done and how long it will take."""
        self.bar.set_fraction(fraction)
        self._stage.set_text(stage)
        self._stage.setVisible(bool(stage))
        self._left.set_text(left)
        self._left.setVisible(bool(left))


def paint_bar(
    painter: QPainter, place: QRectF, fraction: float | None, color: QColor, look: Theme
) -> None:
    """Paint a track and the part of it that is done; None paints all of it paler."""
    paint.bar(painter, place, look.colors.meter_off)
    if fraction is None:
        pale = QColor(color)
        pale.setAlphaF(UNKNOWN_ALPHA)
        paint.bar(painter, place, pale)
    elif fraction > 0:
        done = QRectF(place)
        done.setWidth(max(place.height(), place.width() * min(fraction, 1.0)))
        paint.bar(painter, done, color)
