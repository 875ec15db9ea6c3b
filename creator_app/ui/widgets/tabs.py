"""Tabs: words over a line, the chosen one underlined with the accent."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from creator_app.ui import icons
from creator_app.ui.focus_ring import shape_ring
from creator_app.ui.theme import Theme, theme, themes
from creator_app.ui.widgets import paint

INSET_PX = 10
GAP_PX = 6
BAR_PX = 2


@dataclass(frozen=True)
class Tab:
    """One tab.

    Attributes:
        text: Its words.
        icon: Name of the icon before them, or "".
        count: A number behind them, or "".
    """

    text: str
    icon: str = ""
    count: str = ""


class Tabs(QTabBar):
    """A row of tabs; the arrow keys move, `currentChanged` tells.

    Args:
        name: What is chosen, for screen readers.
        tabs: From left to right.
        parent: Where it stands.
    """

    def __init__(self, name: str, tabs: tuple[Tab, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs = list(tabs)
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setFont(theme().font("body", weight=500))
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for tab in tabs:
            self.addTab(tab.text)
        self.currentChanged.connect(lambda _index: themes().rings.follow())
        shape_ring(self, theme().radius.inner)

    def set_count(self, index: int, count: str) -> None:
        """Show another number behind a tab's words."""
        tab = self._tabs[index]
        self._tabs[index] = Tab(tab.text, tab.icon, count)
        self.setTabText(index, tab.text)  # measures anew
        self.update()

    def ring_area(self) -> QRect:
        """Return where the focus ring goes: round the chosen tab's words."""
        return self.tabRect(self.currentIndex()).adjusted(2, 6, -2, -6)

    def tabSizeHint(self, index: int) -> QSize:
        """Return the room of one tab."""
        tab = self._tabs[index] if index < len(self._tabs) else Tab("")
        wide_px = paint.width_px(tab.text, self._font()) + 2 * INSET_PX
        wide_px += theme().icon.control + GAP_PX if tab.icon else 0
        if tab.count:
            wide_px += GAP_PX + paint.width_px(tab.count, theme().font("small", tabular=True))
        return QSize(wide_px, 40)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return the same room: tabs never cut their words."""
        return self.tabSizeHint(index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tabs and the line below."""
        look = theme()
        painter = QPainter(self)
        low_px = self.height() - paint.hairline_px(painter)
        paint.line(painter, QPointF(0, low_px), QPointF(self.width(), low_px), look.colors.line)
        pointed = self.tabAt(self.mapFromGlobal(self.cursor().pos())) if self.underMouse() else -1
        for index, tab in enumerate(self._tabs):
            self._paint_tab(painter, index, tab, is_pointed=index == pointed, look=look)

    def _paint_tab(
        self, painter: QPainter, index: int, tab: Tab, *, is_pointed: bool, look: Theme
    ) -> None:
        colors = look.colors
        is_chosen = index == self.currentIndex()
        ink = colors.text1 if is_chosen or is_pointed else colors.text2
        place = QRectF(self.tabRect(index))
        inner = place.adjusted(INSET_PX, 0, -INSET_PX, 0)
        if tab.icon:
            spot = QRectF(inner.left(), 0, look.icon.control, place.height())
            icons.paint(painter, tab.icon, self._flip(spot, place), ink)
            inner.setLeft(spot.right() + GAP_PX)
        words_px = paint.width_px(tab.text, self._font())
        words = QRectF(inner.left(), 0, words_px + 1, place.height())
        paint.text(painter, self._flip(words, place), tab.text, self._font(), ink)
        if tab.count:
            font = look.font("small", tabular=True)
            count_px = paint.width_px(tab.count, font) + 1
            rest = QRectF(words.right() + GAP_PX, 0, count_px, place.height())
            paint.text(painter, self._flip(rest, place), tab.count, font, colors.text3)
        if is_chosen:
            low = QRectF(place.left(), place.bottom() - BAR_PX, place.width(), BAR_PX)
            painter.fillRect(low, colors.accent_text)

    def _flip(self, part: QRectF, tab: QRectF) -> QRectF:
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return part
        left_px = tab.left() + tab.right() - part.right()
        return QRectF(left_px, part.top(), part.width(), part.height())

    @staticmethod
    def _font() -> QFont:
        return theme().font("body", weight=600)
