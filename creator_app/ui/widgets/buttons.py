"""Buttons in all their kinds: primary, default, quiet, danger and tools that stay on."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from creator_app.ui import icons
from creator_app.ui.focus_ring import shape_ring
from creator_app.ui.theme import Theme, theme
from creator_app.ui.widgets import numbers, paint

PRICE_GAP_PX = 10
CHEVRON_PX = 14
DIVIDER_ALPHA = 0.35


class Kind(Enum):
    """What a button is for, which decides its look."""

    PRIMARY = "primary"
    DEFAULT = "default"
    QUIET = "quiet"
    DANGER = "danger"
    TOOL = "tool"


FILLED = {Kind.PRIMARY: "accent", Kind.DANGER: "danger"}
BARE = {Kind.QUIET, Kind.TOOL}


@dataclass(frozen=True)
class Ink:
    """The colours of a button in one state."""

    text: QColor
    fill: QColor | None = None
    border: QColor | None = None


class Button(QAbstractButton):
    """A button with words, and optionally an icon, a price, a shortcut or a menu.

    Args:
        text: What pressing it does.
        kind: How much it matters.
        icon: Name of the icon before the words, or "".
        height_px: 24, 28, 32 or 40; 0 means 28.
        parent: Where it stands.
    """

    def __init__(
        self,
        text: str,
        kind: Kind = Kind.DEFAULT,
        icon: str = "",
        height_px: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind, self._icon = kind, icon
        self._height_px = height_px or theme().size.control
        self._price = self._key = ""
        self._menu: QMenu | None = None
        self._is_busy = False
        self._fraction: float | None = None
        self._hint = self._reason = ""
        self.setText(text)
        self.setCheckable(kind is Kind.TOOL)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        shape_ring(self, theme().radius.control)

    @property
    def kind(self) -> Kind:
        """Return what the button is for."""
        return self._kind

    @property
    def is_busy(self) -> bool:
        """Return whether it shows work going on and takes no clicks."""
        return self._is_busy

    def set_kind(self, kind: Kind) -> None:
        """Change the look, as when a panel's one primary button becomes another."""
        self._kind = kind
        self.update()

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self._remeasure()

    def set_price(self, price: str) -> None:
        """Show what pressing costs, behind a divider; «free» is a price, "" shows none."""
        self._price = price
        self.setAccessibleName(f"{self.text()}, {price}" if price else "")
        self._remeasure()

    def set_key(self, keys: str) -> None:
        """Show the shortcut on the button as a key cap; it does not make the shortcut work."""
        self._key = keys
        self._remeasure()

    def set_menu(self, menu: QMenu) -> None:
        """Open a menu when pressed, and show a small arrow."""
        if self._menu is None:
            self.clicked.connect(self._open_menu)
        self._menu = menu
        self._remeasure()

    def set_hint(self, hint: str) -> None:
        """Set the tool tip that shows while the button can be pressed."""
        self._hint = hint
        self._tell()

    def disable(self, reason: str) -> None:
        """Switch off, and say why in the tool tip and to screen readers."""
        self._reason = reason
        self.setEnabled(False)
        self._tell()

    def enable(self) -> None:
        """Switch on again."""
        self._reason = ""
        self.setEnabled(True)
        self._tell()

    def set_busy(self, fraction: float | None = None) -> None:
        """Show work going on at the same width; pressing does nothing meanwhile.

        Args:
            fraction: 0 … 1, or None when nobody knows.
        """
        if not self._is_busy:
            laid_px = self.width() if self.isVisible() else 0
            self.setMinimumWidth(max(laid_px, self.sizeHint().width()))
        self._is_busy, self._fraction = True, fraction
        self.setAccessibleDescription(self._busy_words() or self.tr("Working"))
        self.update()

    def set_idle(self) -> None:
        """Show the words again."""
        self._is_busy = False
        self.setMinimumWidth(0)
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room the whole content needs: buttons never cut their words."""
        inset_px = 2 * self._inset_px()
        return QSize(max(inset_px + self._content_px(), self._height_px), self._height_px)

    def minimumSizeHint(self) -> QSize:
        """Return the same room."""
        return self.sizeHint()

    def hitButton(self, place: QPoint) -> bool:
        """Take clicks anywhere on the button, but none while busy."""
        return not self._is_busy and self.rect().contains(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Space as usual and with Enter too, but not while busy."""
        if self._is_busy:
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, words and what stands beside them."""
        look = theme()
        ink = self._ink(look)
        painter = QPainter(self)
        place = QRectF(self.rect())
        if ink.fill or ink.border:
            paint.box(painter, place, self._radius_px(look), ink.fill, ink.border)
        if self._is_busy:
            self._paint_busy(painter, place, ink.text, look)
        else:
            self._paint_content(painter, place, ink.text, look)

    def _radius_px(self, look: Theme) -> float:
        return look.radius.control

    def _remeasure(self) -> None:
        self.updateGeometry()
        self.update()

    def _tell(self) -> None:
        words = self._reason if not self.isEnabled() and self._reason else self._hint
        self.setToolTip(words)
        self.setAccessibleDescription(words)

    def _open_menu(self) -> None:
        if self._menu is not None:
            self._menu.setMinimumWidth(self.width())
            self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def _inset_px(self) -> int:
        return {24: 10, 28: 12, 32: 14}.get(self._height_px, 18)

    def _icon_px(self) -> int:
        return theme().icon.control

    def _font_weight(self) -> int:
        return 600 if self._kind in FILLED else 500

    def _ink(self, look: Theme) -> Ink:
        colors = look.colors
        edge = colors.line if look.is_high_contrast else None
        if not self.isEnabled():
            fill = None if self._kind in BARE else colors.raised
            return Ink(colors.text_disabled, fill, colors.line)
        step = "_pressed" if self.isDown() else "_hover" if self.underMouse() else ""
        if self._is_busy:
            step = ""
        if self._kind in FILLED:
            return Ink(colors.text_on_fill, look.color(FILLED[self._kind] + step), edge)
        if self.isChecked():
            return Ink(colors.accent_text, colors.selected, edge)
        surface = look.color(step[1:]) if step else None
        if self._kind in BARE:
            return Ink(colors.text2, surface, edge)
        return Ink(colors.text1, surface or colors.raised, colors.line_strong)

    def _content_px(self) -> int:
        look = theme()
        return sum(px for _, px in self._parts(look))

    def _parts(self, look: Theme) -> list[tuple[str, int]]:
        """Return what stands on the button from left to right, each with its width."""
        gap_px = look.space.icon_to_text
        words_px = paint.width_px(self.text(), look.font("body", weight=self._font_weight()))
        found: list[tuple[str, int]] = []
        if self._icon:
            found += [("icon", self._icon_px()), ("", gap_px if self.text() else 0)]
        if self.text():
            found.append(("words", words_px))
        if self._key:
            found += [("", 8), ("key", paint.key_width_px(self._key, look))]
        if self._price:
            font = look.font("body", tabular=True, weight=600)
            found += [("", PRICE_GAP_PX), ("divider", 1), ("", PRICE_GAP_PX)]
            found.append(("price", paint.width_px(self._price, font)))
        if self._menu is not None:
            found += [("", gap_px if self.text() else 2), ("chevron", CHEVRON_PX)]
        return found

    def _paint_content(self, painter: QPainter, place: QRectF, color: QColor, look: Theme) -> None:
        parts = self._parts(look)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            parts.reverse()
        left_px = round(place.center().x() - sum(px for _, px in parts) / 2)
        for name, px in parts:
            if name:
                spot = QRectF(left_px, place.top(), px, place.height())
                self._paint_part(painter, name, spot, color, look)
            left_px += px

    def _paint_part(
        self, painter: QPainter, name: str, spot: QRectF, color: QColor, look: Theme
    ) -> None:
        if name == "icon":
            icons.paint(painter, self._icon, spot, color)
        elif name == "chevron":
            icons.paint(painter, "chevron-down", spot, color)
        elif name == "key":
            dim = color if self._kind in FILLED else look.colors.text3
            paint.key_cap(painter, spot, self._key, look, dim if self.isEnabled() else color)
        elif name == "divider":
            self._paint_divider(painter, spot, color)
        else:
            weight = 600 if name == "price" else self._font_weight()
            font = look.font("body", tabular=name == "price", weight=weight)
            words = self._price if name == "price" else self.text()
            paint.text(painter, spot.adjusted(0, 0, 1, 0), words, font, color)

    def _paint_divider(self, painter: QPainter, spot: QRectF, color: QColor) -> None:
        thin = QColor(color)
        thin.setAlphaF(DIVIDER_ALPHA)
        inset_px = round(spot.height() * 0.2)
        top = spot.topLeft() + QPointF(0, inset_px)
        paint.line(painter, top, top + QPointF(0, spot.height() - 2 * inset_px), thin)

    def _paint_busy(self, painter: QPainter, place: QRectF, color: QColor, look: Theme) -> None:
        words = self._busy_words()
        font = look.font("body", tabular=True, weight=self._font_weight())
        icon_px, gap_px = look.icon.control, look.space.icon_to_text
        words_px = paint.width_px(words, font) if words else 0
        if icon_px + gap_px + words_px > place.width() - 8:
            words_px = 0
        total_px = icon_px + (gap_px + words_px if words_px else 0)
        left_px = round(place.center().x() - total_px / 2)
        spot = QRectF(left_px, place.top(), icon_px, place.height())
        icons.paint(painter, "loader-circle", spot, color)
        if words_px:
            spot = QRectF(left_px + icon_px + gap_px, place.top(), words_px + 1, place.height())
            paint.text(painter, spot, words, font, color)

    def _busy_words(self) -> str:
        return "" if self._fraction is None else numbers.percent(self._fraction)


class IconButton(Button):
    """A square button with an icon only, named for tool tips and screen readers.

    Args:
        icon: Name of the icon.
        name: What pressing it does; said by screen readers and shown in the tool tip.
        kind: Quiet, unless it must stand out; TOOL stays on.
        side_px: 24, 28, 32 or 40; 0 means 28.
        parent: Where it stands.
    """

    def __init__(
        self,
        icon: str,
        name: str,
        kind: Kind = Kind.QUIET,
        side_px: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", kind, icon, side_px, parent)
        self._name = name
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tell()

    def set_name(self, name: str) -> None:
        """Say what pressing it does now."""
        self._name = name
        self.setAccessibleName(name)
        self._tell()

    def set_key(self, keys: str) -> None:
        """Name the shortcut in the tool tip: there is no room for it on the button."""
        self.set_hint(f"{self._name} ({keys})")

    def sizeHint(self) -> QSize:
        """Return a square, wider only for a menu's arrow."""
        wide_px = self._height_px + (CHEVRON_PX if self._menu is not None else 0)
        return QSize(wide_px, self._height_px)

    def _tell(self) -> None:
        words = self._reason if not self.isEnabled() and self._reason else self._hint
        self.setToolTip(words or self._name)
        self.setAccessibleDescription(words)

    def _ink(self, look: Theme) -> Ink:
        ink = super()._ink(look)
        if self._kind in BARE and not self.isEnabled():
            return Ink(ink.text)
        if self._kind in BARE and look.is_high_contrast and not self.isChecked():
            return Ink(ink.text, ink.fill)
        return ink


class LinkButton(QAbstractButton):
    """Words that lead somewhere, in the accent's text colour, underlined under the pointer.

    Args:
        text: Where it leads.
        role: A step of the type scale.
        parent: Where it stands.
    """

    def __init__(self, text: str, role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        self.setText(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        shape_ring(self, theme().radius.inner)

    def sizeHint(self) -> QSize:
        """Return the room of the words, at least as high as a target."""
        wide_px = paint.width_px(self.text(), self._font()) + 1
        return QSize(max(wide_px, 24), theme().size.hit_target_min)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words."""
        look = theme()
        font = QFont(self._font())
        font.setUnderline(self.underMouse() and self.isEnabled())
        ink = look.colors.accent_text if self.isEnabled() else look.colors.text_disabled
        paint.text(QPainter(self), QRectF(self.rect()), self.text(), font, ink, paint.CENTER)

    def _font(self) -> QFont:
        return theme().font(self._role, tabular=True, weight=500)
