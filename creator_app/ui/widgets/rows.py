"""Lists and side panels: rows that can be chosen, headings, form rows and dividing lines."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from creator_app.ui import icons
from creator_app.ui.focus_ring import shape_ring
from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.empty import Picture
from creator_app.ui.widgets.labels import Label

INSET_PX = 12
BAR_PX = 3
LABEL_PX = 85


class Row(QAbstractButton):
    """A row with an icon, a title, a second line and what stands at its end.

    Args:
        title: The first line.
        detail: The second line, or "".
        icon: Name of the icon, or "".
        color: Name of the icon's colour.
        parent: The list.
    """

    def __init__(
        self,
        title: str,
        detail: str = "",
        icon: str = "",
        color: str = "text2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._color = icon, color
        self._is_current = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._title = Label(title)
        self._detail = Label(detail, "micro", "text3", tabular=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(INSET_PX, 0, INSET_PX, 0)
        self._row.setSpacing(theme().space.between_controls)
        if icon:
            self._row.addSpacing(theme().icon.control + INSET_PX)
        self._row.addLayout(words, 1)
        for label in (self._title, self._detail):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_words(title, detail)
        shape_ring(self, theme().radius.control, "inside")

    def set_words(self, title: str, detail: str = "") -> None:
        """Say something else."""
        self.setText(title)
        self._title.set_text(title)
        self._detail.set_text(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(f"{title}, {detail}" if detail else title)
        self.updateGeometry()

    def set_icon(self, icon: str, color: str) -> None:
        """Show another icon."""
        self._icon, self._color = icon, color
        self.update()

    def add_end(self, widget: QWidget) -> None:
        """Put something at the end: a price, a tag, a button."""
        self._row.addWidget(widget)

    def set_current(self, is_current: bool) -> None:
        """Mark it as the one being worked on, with a bar at its edge."""
        self._is_current = is_current
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of one line or of two."""
        size = theme().size
        high_px = size.row_two_lines if self._detail.text() else size.row
        return QSize(self._row.sizeHint().width(), high_px)

    def minimumSizeHint(self) -> QSize:
        """Return the same height."""
        return QSize(self._row.minimumSize().width(), self.sizeHint().height())

    def hitButton(self, place: QPoint) -> bool:
        """Take clicks anywhere."""
        return self.rect().contains(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter too; go to the rows above and below with the arrow keys."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._go(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, bar and icon."""
        look = theme()
        colors = look.colors
        painter = QPainter(self)
        place = QRectF(self.rect())
        ground = colors.selected if self.isChecked() else None
        if ground is None and self.isEnabled() and (self.underMouse() or self.isDown()):
            ground = colors.pressed if self.isDown() else colors.hover
        if ground is None and self._is_current:
            ground = colors.raised
        if ground is not None:
            radius_px = 0 if self._is_current else look.radius.control
            edge = colors.line if look.is_high_contrast else None
            paint.box(painter, place, radius_px, ground, edge)
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if self._is_current:
            left_px = self.width() - BAR_PX if is_mirrored else 0
            painter.fillRect(QRectF(left_px, 0, BAR_PX, self.height()), colors.accent_text)
        if self._icon:
            side_px = look.icon.control
            left_px = self.width() - INSET_PX - side_px if is_mirrored else INSET_PX
            spot = QRectF(left_px, 0, side_px, self.height())
            ink = look.color(self._color) if self.isEnabled() else colors.text_disabled
            icons.paint(painter, self._icon, spot, colors.accent_text if self.isChecked() else ink)

    def _go(self, step: int) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        rows = [row for row in parent.findChildren(Row) if row.isVisible() and row.isEnabled()]
        rows.sort(key=lambda row: row.mapTo(parent, QPoint(0, 0)).y())
        goal = rows.index(self) + step
        if 0 <= goal < len(rows):
            rows[goal].setFocus(Qt.FocusReason.TabFocusReason)


class SectionHead(QWidget):
    """The heading of a section of a side panel: icon, title, remark, and an action at the right.

    Args:
        title: The heading.
        icon: Name of the icon before it, or "".
        remark: A count or unit at the right, or "".
        parent: The panel.
    """

    def __init__(
        self, title: str, icon: str = "", remark: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().space.between_controls)
        if icon:
            self._row.addWidget(Picture(icon, "text2", theme().icon.section))
        self.title = Label(title, "section")
        self._row.addWidget(self.title)
        self._row.addStretch(1)
        self.remark = Label(remark, "small", "text3", tabular=True)
        self._row.addWidget(self.remark)
        self.setMinimumHeight(theme().size.control)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def add_action(self, widget: QWidget) -> None:
        """Put a quiet button at the right."""
        self._row.addWidget(widget)


class FormRow(QWidget):
    """A label and, in line with those above and below, its field.

    Args:
        label: What the field is.
        field: The field; takes its name from the label if it has none.
        label_px: Width of the labels of one form.
        parent: The panel.
    """

    def __init__(
        self, label: str, field: QWidget, label_px: int = LABEL_PX, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space.between_controls)
        self.label = Label(label, "body", "text2")
        self.label.setFixedWidth(label_px)
        row.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        self.label.setFixedHeight(theme().size.control)
        row.addWidget(field, 1)
        if not field.accessibleName():
            field.setAccessibleName(label)


class SwitchRow(QWidget):
    """A label with its switch at the right.

    Args:
        label: What it switches.
        switch: The switch.
        parent: The panel.
    """

    def __init__(self, label: str, switch: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space.between_controls)
        row.addWidget(Label(label), 1)
        row.addWidget(switch)
        self.setMinimumHeight(theme().size.control)


class Divider(QWidget):
    """A line of one pixel between parts.

    Args:
        is_upright: Between things side by side, as in tool bars.
        parent: Where it stands.
    """

    def __init__(self, is_upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_upright = is_upright
        if is_upright:
            self.setFixedSize(1, 20)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        end = QPointF(0, self.height()) if self._is_upright else QPointF(self.width(), 0)
        paint.line(painter, QPointF(0, 0), end, theme().colors.line)
