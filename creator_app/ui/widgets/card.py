"""Cards: grounds with a line round them, some of which can be chosen."""

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QVBoxLayout,
    QWidget,
)

from creator_app.ui.focus_ring import shape_ring
from creator_app.ui.theme import Theme, theme
from creator_app.ui.widgets import paint

CHOSEN_LINE_PX = 2


class Card(QFrame):
    """A ground with a line round it; `column` takes the content.

    Args:
        ground: Name of the ground's colour.
        parent: Where it stands.
    """

    def __init__(self, ground: str = "panel", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self._is_current = False
        self.column = QVBoxLayout(self)
        inset_px = theme().space.panel_inset
        self.column.setContentsMargins(inset_px, inset_px, inset_px, inset_px)
        self.column.setSpacing(theme().space.between_controls)

    def set_current(self, is_current: bool) -> None:
        """Mark it as the one to work on, with the accent round it."""
        self._is_current = is_current
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and line."""
        look = theme()
        border = look.colors.accent_text if self._is_current else look.colors.line
        place = QRectF(self.rect())
        paint.box(QPainter(self), place, look.radius.card, look.color(self._ground), border)


class ChoiceCard(QAbstractButton):
    """A card that is pressed or chosen; `column` takes the content, which must take no clicks.

    Args:
        name: What choosing it means, for screen readers.
        parent: Where it stands.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 8, 12, 8)
        self.column.setSpacing(2)
        shape_ring(self, theme().radius.card)

    def hitButton(self, place: QPoint) -> bool:
        """Take clicks anywhere."""
        return self.rect().contains(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter too."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and line."""
        look = theme()
        paint_choice(QPainter(self), self, look)


def paint_choice(painter: QPainter, button: QAbstractButton, look: Theme) -> None:
    """Paint the ground of something that can be chosen."""
    colors = look.colors
    place = QRectF(button.rect())
    if button.isChecked():
        line_px = CHOSEN_LINE_PX
        paint.box(painter, place, look.radius.card, colors.selected, colors.accent_text, line_px)
        return
    is_hot = button.isEnabled() and (button.underMouse() or button.isDown())
    ground = colors.hover if is_hot else colors.panel
    border = colors.line_strong if button.isEnabled() else colors.line
    paint.box(painter, place, look.radius.card, ground, border)
