"""Fields: one line, many lines, a choice from a list; and the line that says what is wrong."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from creator_app.ui import icons
from creator_app.ui.focus_ring import shape_ring
from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.labels import Label

ICON_ROOM_PX = 22
EDGE_PX = 9


class LineField(QLineEdit):
    """A field of one line.

    Args:
        name: What goes in, for screen readers.
        placeholder: What stands there while it is empty.
        icon: Name of an icon at the beginning, or "".
        parent: Where it stands.
    """

    error_changed = Signal(str)

    def __init__(
        self, name: str, placeholder: str = "", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._error = icon, ""
        self.setFont(theme().font("body"))
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._make_room()
        shape_ring(self, theme().radius.control)

    @property
    def error(self) -> str:
        """Return what is wrong, or ""."""
        return self._error

    def set_error(self, error: str) -> None:
        """Say what is wrong with the text; "" means nothing."""
        if error != self._error:
            self._error = error
            _mark_wrong(self, error)
            self._make_room()
            self.error_changed.emit(error)

    def make_tall(self) -> None:
        """Be 40 pixels high, for the one field a page is about."""
        self.setProperty("tall", True)
        _restyle(self)

    def disable(self, reason: str) -> None:
        """Switch off, and say why."""
        self.setEnabled(False)
        self.setToolTip(reason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field and its icons."""
        super().paintEvent(event)
        colors = theme().colors
        painter = QPainter(self)
        if self._icon:
            icons.paint(painter, self._icon, self._icon_place(at_end=False), colors.text3)
        if self._error:
            icons.paint(painter, "circle-alert", self._icon_place(at_end=True), colors.danger_text)

    def _icon_place(self, *, at_end: bool) -> QRectF:
        side_px = theme().icon.control
        is_right = at_end != (self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
        left_px = self.width() - side_px - EDGE_PX if is_right else EDGE_PX
        return QRectF(left_px, (self.height() - side_px) / 2, side_px, side_px)

    def _make_room(self) -> None:
        before_px = ICON_ROOM_PX if self._icon else 0
        after_px = ICON_ROOM_PX if self._error else 0
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            before_px, after_px = after_px, before_px
        self.setTextMargins(before_px, 0, after_px, 0)


class TextArea(QPlainTextEdit):
    """A field of many lines, in reading size; Tab leaves it.

    Args:
        name: What goes in, for screen readers.
        placeholder: What stands there while it is empty.
        role: The step of the type scale.
        parent: Where it stands.
    """

    error_changed = Signal(str)

    def __init__(
        self, name: str, placeholder: str = "", role: str = "body", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._error = ""
        self.setFont(theme().font(role))
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        shape_ring(self, theme().radius.control)

    @property
    def error(self) -> str:
        """Return what is wrong, or ""."""
        return self._error

    def set_error(self, error: str) -> None:
        """Say what is wrong with the text; "" means nothing."""
        if error != self._error:
            self._error = error
            _mark_wrong(self, error)
            self.error_changed.emit(error)


class Combo(QComboBox):
    """A choice from a list, painted as a field.

    Args:
        name: What is chosen, for screen readers.
        options: The texts to choose from.
        icon: Name of an icon at the beginning, or "".
        parent: Where it stands.
    """

    def __init__(
        self,
        name: str,
        options: tuple[str, ...] = (),
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setFont(theme().font("body"))
        self.setAccessibleName(name)
        self.addItems(list(options))
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setMaxVisibleItems(12)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        shape_ring(self, theme().radius.control)

    def disable(self, reason: str) -> None:
        """Switch off, and say why."""
        self.setEnabled(False)
        self.setToolTip(reason)

    def sizeHint(self) -> QSize:
        """Return the room of the longest choice."""
        font = theme().font("body")
        texts = (self.itemText(index) for index in range(min(self.count(), 200)))
        words_px = max((paint.width_px(words, font) for words in texts), default=80)
        room_px = words_px + 2 * EDGE_PX + ICON_ROOM_PX * (2 if self._icon else 1)
        return QSize(min(room_px, 320), theme().size.control)

    def minimumSizeHint(self) -> QSize:
        """Return the least room: the text is cut there."""
        return QSize(72, theme().size.control)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll: a wheel must not change a choice by accident."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon, text and arrow."""
        look = theme()
        colors = look.colors
        on = self.isEnabled()
        painter = QPainter(self)
        place = QRectF(self.rect())
        ground = colors.hover if on and self.underMouse() else look.field
        border = colors.line_control if on else colors.line
        paint.box(painter, place, look.radius.control, ground, border)
        ink = colors.text1 if on else colors.text_disabled
        dim = colors.text3 if on else colors.text_disabled
        inner = place.adjusted(EDGE_PX + 1, 0, -EDGE_PX - 1, 0)
        if self._icon:
            spot = self._visual(QRectF(inner.left(), 0, look.icon.control, place.height()))
            icons.paint(painter, self._icon, spot, dim)
            inner.setLeft(inner.left() + ICON_ROOM_PX)
        arrow = QRectF(inner.right() - 14, 0, 14, place.height())
        icons.paint(painter, "chevron-down", self._visual(arrow), dim)
        inner.setRight(arrow.left() - 4)
        words = self.currentText() or self.placeholderText()
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        flags = paint.RIGHT if is_mirrored else paint.LEFT
        color = ink if self.currentText() else dim
        paint.text(painter, self._visual(inner), words, look.font("body"), color, flags)

    def _visual(self, place: QRectF) -> QRectF:
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return place
        return QRectF(self.width() - place.right(), place.top(), place.width(), place.height())

    def showPopup(self) -> None:
        """Open the list below the field, at least as wide."""
        super().showPopup()
        popup = self.view().window()
        if popup is not self.window():
            popup.move(self.mapToGlobal(QPoint(0, self.height() + 4)))


class FieldWithError(QWidget):
    """A field and, below it, the line that says what is wrong with it.

    Args:
        field: A field with `set_error`.
        parent: Where it stands.
    """

    def __init__(self, field: LineField | TextArea, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._line = Label("", "small", "danger_text")
        self._line.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(field)
        column.addWidget(self._line)
        field.error_changed.connect(self._show)
        self._show(field.error)

    def _show(self, error: str) -> None:
        self._line.set_text(error)
        self._line.setVisible(bool(error))


def _mark_wrong(field: QWidget, error: str) -> None:
    field.setProperty("wrong", bool(error))
    field.setAccessibleDescription(error)
    field.setToolTip(error)
    _restyle(field)


def _restyle(widget: QWidget) -> None:
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
