"""Menus: rows of 28 pixels with an icon, a label and the shortcut as a key cap."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QAction,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from creator_app.ui import icons
from creator_app.ui.theme import Theme, theme
from creator_app.ui.widgets import paint

INSET_PX = 6
EDGE_PX = 8
ICON = "lucide"
REASON = "reason"


class Menu(QMenu):
    """A menu in the application's look; every action may have an icon and a shortcut.

    Args:
        name: What it belongs to, for screen readers.
        parent: Where it is opened.
    """

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setAccessibleName(name)
        self.setToolTipsVisible(True)
        self.setFont(theme().font("body"))
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)

    def add(self, text: str, act: Callable[[], object], icon: str = "", keys: str = "") -> QAction:
        """Add an action.

        Args:
            text: What it does.
            act: Does it.
            icon: Name of the icon, or "".
            keys: The shortcut as Qt writes it («Ctrl+Z»); shown, and made to work in the window.
        """
        action = QAction(text, self)
        action.setProperty(ICON, icon)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutVisibleInContextMenu(True)
        action.triggered.connect(lambda *_: act())
        self.addAction(action)
        return action

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Round the corners; a mask works with and without a compositor."""
        super().resizeEvent(event)
        radius_px = theme().radius.card
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), radius_px, radius_px)
        self.setMask(QRegion(outline.toFillPolygon().toPolygon()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and rows."""
        look = theme()
        painter = QPainter(self)
        place = QRectF(self.rect())
        painter.fillRect(self.rect(), look.colors.overlay)
        border = look.colors.line_strong
        paint.box(painter, place, look.radius.card, look.colors.overlay, border)
        for action in self.actions():
            if action.isVisible():
                self._paint_action(painter, action, self.actionGeometry(action), look)

    def _paint_action(self, painter: QPainter, action: QAction, place: QRect, look: Theme) -> None:
        colors = look.colors
        if action.isSeparator():
            start = QPointF(place.left() + EDGE_PX, place.center().y())
            paint.line(painter, start, QPointF(place.right() - EDGE_PX, start.y()), colors.line)
            return
        is_active = action is self.activeAction() and action.isEnabled()
        row = QRectF(place).adjusted(2, 0, -2, 0)
        if is_active:
            edge = colors.line if look.is_high_contrast else None
            paint.box(painter, row, look.radius.inner, colors.selected, edge)
        ink = colors.text1 if action.isEnabled() else colors.text_disabled
        row = row.adjusted(EDGE_PX, 0, -EDGE_PX, 0)
        icon = "check" if action.isCheckable() and action.isChecked() else action.property(ICON)
        if icon:
            side_px = look.icon.control
            spot = QRectF(row.left(), row.top(), side_px, row.height())
            icons.paint(painter, icon, self._flip(spot), ink)
        if self._has_icons():
            row.setLeft(row.left() + look.icon.control + EDGE_PX)
        flags = paint.LEFT
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            flags = paint.RIGHT
        text = action.text().replace("&", "")
        paint.text(painter, self._flip(row), text, look.font("body"), ink, flags)
        self._paint_end(painter, action, row, look)

    def _paint_end(self, painter: QPainter, action: QAction, row: QRectF, look: Theme) -> None:
        on = action.isEnabled()
        dim = look.colors.text3 if on else look.colors.text_disabled
        if action.menu() is not None:
            spot = QRectF(row.right() - 14, row.top(), 14, row.height())
            is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            name = "chevron-left" if is_mirrored else "chevron-right"
            icons.paint(painter, name, self._flip(spot), dim)
        elif not action.shortcut().isEmpty():
            keys = written(action.shortcut())
            wide_px = paint.key_width_px(keys, look)
            cap = QRectF(row.right() - wide_px, row.top(), wide_px, row.height())
            paint.key_cap(painter, self._flip(cap), keys, look, dim)

    def _has_icons(self) -> bool:
        return any(each.property(ICON) or each.isCheckable() for each in self.actions())

    def _flip(self, place: QRectF) -> QRectF:
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return place
        return QRectF(self.width() - place.right(), place.top(), place.width(), place.height())


def written(keys: QKeySequence) -> str:
    """Return a shortcut as it stands on key caps: «Ctrl Z»."""
    return keys.toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")
