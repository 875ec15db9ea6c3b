"""Small things that tell a state: chips, tags and avatars."""

from enum import Enum

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from creator_app.ui import icons
from creator_app.ui.focus_ring import shape_ring
from creator_app.ui.theme import Theme, theme
from creator_app.ui.widgets import paint

CHIP_INSET_PX = 10
TAG_INSET_PX = 6
ICON_PX = 13


class Hue(Enum):
    """What a chip or tag tells: names of its text colour and of its ground."""

    PLAIN = ("text2", "raised")
    ACCENT = ("accent_text", "accent_soft")
    SUCCESS = ("success_text", "success_soft")
    WARNING = ("warning_text", "warning_soft")
    DANGER = ("danger_text", "danger_soft")
    MARK = ("mark_text", "mark")


class Chip(QAbstractButton):
    """A pill that filters or tells a state; one that cannot be pressed takes no focus.

    Args:
        text: What it says.
        icon: Name of the icon before it, or "".
        hue: What it tells.
        can_press: Whether it is a button; then `setCheckable` makes it a filter.
        parent: Where it stands.
    """

    removed = Signal()

    def __init__(
        self,
        text: str,
        icon: str = "",
        hue: Hue = Hue.PLAIN,
        can_press: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._hue, self._can_press = icon, hue, can_press
        self._can_remove = False
        self._menu: QMenu | None = None
        self.setText(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, can_press)
        focus = Qt.FocusPolicy.StrongFocus if can_press else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(focus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        shape_ring(self, theme().radius.pill)

    def set(self, text: str, icon: str, hue: Hue) -> None:
        """Tell another state."""
        self._icon, self._hue = icon, hue
        self.setText(text)
        self.updateGeometry()
        self.update()

    def set_removable(self) -> None:
        """Add a cross; Delete and a press on it say `removed`."""
        self._can_remove = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(self.tr("Delete removes it"))
        self.updateGeometry()

    def set_menu(self, menu: QMenu) -> None:
        """Open a menu when pressed, and show a small arrow."""
        if self._menu is None:
            self.clicked.connect(self._open_menu)
        self._menu = menu
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the room of the words and what stands beside them."""
        wide_px = paint.width_px(self.text(), self._font()) + 2 * CHIP_INSET_PX
        wide_px += ICON_PX + 4 if self._icon else 0
        wide_px += ICON_PX + 4 if self._can_remove or self._menu is not None else 0
        return QSize(wide_px, theme().size.chip)

    def hitButton(self, place: QPoint) -> bool:
        """Take clicks only if it can be pressed."""
        return self._can_press and self.rect().contains(place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Press, or remove when the cross is hit."""
        if self._can_remove and self._end_place().contains(event.position()):
            self.removed.emit()
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove with Delete or Backspace."""
        if self._can_remove and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill."""
        look = theme()
        ink, ground, border = self._inks(look)
        painter = QPainter(self)
        place = QRectF(self.rect())
        paint.box(painter, place, place.height() / 2, ground, border)
        inner = place.adjusted(CHIP_INSET_PX, 0, -CHIP_INSET_PX + 1, 0)
        if self._icon:
            spot = QRectF(inner.left(), 0, ICON_PX, place.height())
            icons.paint(painter, self._icon, self._flip(spot), ink)
            inner.setLeft(inner.left() + ICON_PX + 4)
        if self._can_remove or self._menu is not None:
            name = "x" if self._can_remove else "chevron-down"
            icons.paint(painter, name, self._end_place(), ink)
            inner.setRight(inner.right() - ICON_PX - 4)
        paint.text(painter, self._flip(inner), self.text(), self._font(), ink)

    def _end_place(self) -> QRectF:
        left_px = self.width() - CHIP_INSET_PX - ICON_PX
        return self._flip(QRectF(left_px, 0, ICON_PX, self.height()))

    def _flip(self, place: QRectF) -> QRectF:
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return place
        return QRectF(self.width() - place.right(), place.top(), place.width(), place.height())

    def _inks(self, look: Theme) -> tuple[QColor, QColor, QColor | None]:
        hue = Hue.ACCENT if self.isChecked() else self._hue
        ink, ground = look.color(hue.value[0]), look.color(hue.value[1])
        if not self.isEnabled():
            return look.colors.text_disabled, look.colors.raised, look.colors.line
        if self._can_press and hue is Hue.PLAIN and (self.underMouse() or self.isDown()):
            ground = look.colors.pressed if self.isDown() else look.colors.hover
        border = look.colors.line_strong if self._can_press else look.colors.line
        if look.is_high_contrast:
            return ink, ground, ink
        return ink, ground, border if hue is Hue.PLAIN else None

    def _font(self) -> QFont:
        return theme().font("small", tabular=True, weight=500)

    def _open_menu(self) -> None:
        if self._menu is not None:
            self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))


class Tag(QWidget):
    """A small box that only tells.

    Args:
        text: One word or two.
        hue: What it tells.
        parent: Where it stands.
    """

    def __init__(self, text: str, hue: Hue = Hue.PLAIN, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._hue = text, hue
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Return what it says."""
        return self._text

    def set(self, text: str, hue: Hue) -> None:
        """Tell something else."""
        self._text, self._hue = text, hue
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of the words."""
        words_px = paint.width_px(self._text, theme().font("micro", tabular=True))
        return QSize(words_px + 2 * TAG_INSET_PX, theme().size.tag)

    def minimumSizeHint(self) -> QSize:
        """Return the same room."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box and its words."""
        look = theme()
        ink, ground = (look.color(name) for name in self._hue.value)
        painter = QPainter(self)
        edge = ink if look.is_high_contrast else None
        paint.box(painter, QRectF(self.rect()), look.radius.inner, ground, edge)
        font = look.font("micro", tabular=True)
        paint.text(painter, QRectF(self.rect()), self._text, font, ink, paint.CENTER)


class Avatar(QWidget):
    """A speaker's initials in a circle of his colour.

    Args:
        initials: One or two letters.
        speaker: From 0, in the order of first speech.
        name: The speaker's name, for screen readers and the tool tip.
        side_px: 24 unless told otherwise.
        parent: Where it stands.
    """

    def __init__(
        self,
        initials: str,
        speaker: int,
        name: str,
        side_px: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._initials, self._speaker = initials, speaker
        side_px = side_px or theme().size.avatar
        self.setFixedSize(side_px, side_px)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint circle and initials."""
        inks = theme().speaker(self._speaker)
        paint.avatar(QPainter(self), QRectF(self.rect()), self._initials, inks)
