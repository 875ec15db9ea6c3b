"""The rail at the left: panels above; jobs, engine and settings below."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from creator_app.ui import icons
from creator_app.ui.focus_ring import shape_ring
from creator_app.ui.theme import Theme, theme
from creator_app.ui.widgets import paint

BAR_PX = 3
BAR_LENGTH_PX = 28
BOTTOM_ITEM_PX = 48
DOT_PX = 7
RING_PX = 24


class RailItem(QAbstractButton):
    """An icon with its label; may carry a red dot, or a ring with a number.

    Args:
        icon: Name of the icon.
        label: One word or two.
        height_px: 56 for panels, 48 below.
        parent: The rail.
    """

    def __init__(
        self, icon: str, label: str, height_px: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._has_dot = False
        self._count, self._fraction = 0, 0.0
        width_px, usual_px = theme().size.rail_item
        self.setFixedSize(QSize(width_px, height_px or usual_px))
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_label(label)
        shape_ring(self, theme().radius.card)

    def set_label(self, label: str) -> None:
        """Show another label; the tool tip shows it whole if it is cut."""
        self.setText(label)
        font = theme().font("micro")
        self.setToolTip(label if paint.width_px(label, font) > self.width() else "")
        self.update()

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def set_dot(self, is_on: bool, said: str = "") -> None:
        """Show the red dot of a running recording.

        Args:
            is_on: Whether it is shown.
            said: What it means, for screen readers.
        """
        self._has_dot = is_on
        self.setAccessibleDescription(said if is_on else "")
        self.update()

    def set_work(self, count: int, fraction: float = 0.0) -> None:
        """Show how many jobs run and how far they are, instead of the icon.

        Args:
            count: 0 shows the icon again.
            fraction: 0 … 1 of all of them together.
        """
        self._count, self._fraction = count, fraction
        said = self.tr("%n running", "", count) if count else ""
        self.setAccessibleDescription(said)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Space and Enter; leave the other keys to the rail."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            event.ignore()

    def nextCheckState(self) -> None:
        """Leave it to the window what is chosen."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon and label."""
        look = theme()
        colors = look.colors
        painter = QPainter(self)
        if self.isChecked() or self.underMouse() or self.isDown():
            ground = colors.selected if self.isChecked() else colors.hover
            edge = colors.line if look.is_high_contrast else None
            paint.box(painter, QRectF(self.rect()), look.radius.card, ground, edge)
        icon_px, line_px = look.icon.rail, look.line_px("micro")
        top_px = (self.height() - icon_px - 4 - line_px) // 2
        spot = QRectF((self.width() - icon_px) // 2, top_px, icon_px, icon_px)
        if self._count:
            self._paint_ring(painter, spot.center(), look)
        else:
            ink = colors.accent_text if self.isChecked() else colors.text2
            icons.paint(painter, self._icon, spot, ink)
        if self._has_dot:
            dot = QRectF(spot.right() - 1, spot.top() - 2, DOT_PX, DOT_PX)
            paint.box(painter, dot, DOT_PX / 2, colors.danger)
        words = QRectF(0, top_px + icon_px + 4, self.width(), line_px)
        ink = colors.text1 if self.isChecked() else colors.text2
        paint.text(painter, words, self.text(), look.font("micro"), ink, paint.CENTER)

    def _paint_ring(self, painter: QPainter, middle: QPointF, look: Theme) -> None:
        half = RING_PX / 2 - 1
        place = QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colors.line_strong, 2))
        painter.drawEllipse(place)
        painter.setPen(QPen(look.colors.accent_text, 2, c=Qt.PenCapStyle.RoundCap))
        painter.drawArc(place, 90 * 16, -round(min(max(self._fraction, 0), 1) * 360 * 16))
        painter.restore()
        number = str(self._count) if self._count < 100 else "99+"
        font = look.font("micro", tabular=True, weight=600)
        paint.text(painter, place, number, font, look.colors.text1, paint.CENTER)


class Rail(QWidget):
    """The column of items; one Tab stop, inside which the arrow keys move.

    Args:
        parent: The window.
    """

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme().size.rail)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Panels"))
        self._items: dict[str, RailItem] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(6, 12, 6, 10)
        self._column.setSpacing(4)
        self._column.addStretch(1)
        self._above = 0

    def add_panel(self, key: str, icon: str, label: str) -> RailItem:
        """Add a panel at the top."""
        item = self._made(key, icon, label, 0)
        self._column.insertWidget(self._above, item, 0, Qt.AlignmentFlag.AlignHCenter)
        self._above += 1
        return item

    def add_below(self, key: str, icon: str, label: str) -> RailItem:
        """Add something at the bottom."""
        item = self._made(key, icon, label, BOTTOM_ITEM_PX)
        self._column.addWidget(item, 0, Qt.AlignmentFlag.AlignHCenter)
        return item

    def item(self, key: str) -> RailItem:
        """Return an item by its key."""
        return self._items[key]

    def choose(self, key: str) -> None:
        """Show which item the window shows; «pressed» is not told."""
        for each, item in self._items.items():
            item.setChecked(each == key)
        self._let_tab_reach(self._items[key])
        self.update()

    def set_open(self, key: str, is_open: bool) -> None:
        """Show that a drawer is open beside the panel shown, as for jobs."""
        self._items[key].setChecked(is_open)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between the items with the arrow keys, Home and End."""
        items = list(self._items.values())
        at = next((index for index, item in enumerate(items) if item.hasFocus()), 0)
        goals = {
            Qt.Key.Key_Up: max(at - 1, 0),
            Qt.Key.Key_Down: min(at + 1, len(items) - 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(items) - 1,
        }
        goal = goals.get(Qt.Key(event.key()))
        if goal is None:
            super().keyPressEvent(event)
            return
        self._let_tab_reach(items[goal])
        items[goal].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, the line at the edge and the bars of what is chosen."""
        look = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colors.base)
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        edge_px = 0 if is_mirrored else self.width() - paint.hairline_px(painter)
        height = QPointF(0, self.height())
        paint.line(painter, QPointF(edge_px, 0), QPointF(edge_px, 0) + height, look.colors.line)
        left_px = self.width() - BAR_PX if is_mirrored else 0
        for item in self._items.values():
            if item.isChecked():
                top_px = item.geometry().center().y() - math.floor(BAR_LENGTH_PX / 2)
                mark = QRectF(left_px, top_px, BAR_PX, BAR_LENGTH_PX)
                painter.fillRect(mark, look.colors.accent_text)

    def _made(self, key: str, icon: str, label: str, height_px: int) -> RailItem:
        item = RailItem(icon, label, height_px)
        item.clicked.connect(lambda: self.pressed.emit(key))
        self._items[key] = item
        self._let_tab_reach(next(iter(self._items.values())))
        return item

    def _let_tab_reach(self, reached: RailItem) -> None:
        for item in self._items.values():
            is_it = item is reached
            item.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_it else Qt.FocusPolicy.NoFocus)
