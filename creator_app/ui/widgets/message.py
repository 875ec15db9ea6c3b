"""Messages where they belong: what happened, what is safe, and what can be done."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from creator_app.ui.focus_ring import shape_ring
from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.buttons import Button, IconButton, Kind
from creator_app.ui.widgets.empty import Picture
from creator_app.ui.widgets.flow import FlowLayout
from creator_app.ui.widgets.labels import Paragraph
from creator_app.ui.widgets.speech import announce

BAR_PX = 3
EDGE_PX = 12
DISMISS_PX = 24
MOST_ACTIONS = 3
LEAST_TEXT_PX = 280


class Tone(Enum):
    """How grave a message is: its icon, and the colours of icon, bar and soft ground."""

    INFO = ("info", "accent_text", "accent_text", "accent_soft")
    SUCCESS = ("circle-check", "success_text", "success", "success_soft")
    WARNING = ("triangle-alert", "warning_text", "warning", "warning_soft")
    DANGER = ("circle-x", "danger_text", "danger_text", "danger_soft")


class Message(QWidget):
    """An inline message: bar, icon, a bold line, a second line, at most three actions, details.

    Args:
        tone: How grave it is.
        lead: What happened to what.
        text: What is safe, and what happens next.
        is_soft: Whether its ground is tinted, for messages above a page.
        parent: Where it stands.
    """

    dismissed = Signal()

    def __init__(
        self,
        tone: Tone,
        lead: str,
        text: str = "",
        is_soft: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone, self._is_soft = tone, is_soft
        self._is_stacked = False
        self._dismiss: IconButton | None = None
        self._picture = Picture(tone.value[0], tone.value[1], 18)
        self._words = Paragraph(text, lead=lead)
        self._actions = QWidget()
        self._row = FlowLayout(self._actions, theme().space.between_controls)
        self._actions.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(BAR_PX + EDGE_PX, 10, EDGE_PX, 10)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._picture, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._words, 0, 1, Qt.AlignmentFlag.AlignTop)
        self._arrange()
        self.setAccessibleName(f"{lead} {text}".strip())

    def set_words(self, lead: str, text: str = "") -> None:
        """Say something else."""
        self._words.set_text(text, lead)
        self.setAccessibleName(f"{lead} {text}".strip())

    def add_action(
        self, text: str, act: Callable[[], object], kind: Kind = Kind.DEFAULT, price: str = ""
    ) -> Button:
        """Add something that can be done; the best one is primary.

        Raises:
            ValueError: There are three already, or two primary ones.
        """
        buttons = self.action_buttons()
        if len(buttons) >= MOST_ACTIONS:
            raise ValueError("a message has at most three actions")
        if kind is Kind.PRIMARY and any(each.kind is Kind.PRIMARY for each in buttons):
            raise ValueError("a message has at most one primary action")
        button = Button(text, kind)
        button.set_price(price)
        button.clicked.connect(lambda *_: act())
        self._row.addWidget(button)
        self._actions.show()
        self._arrange()
        return button

    def action_buttons(self) -> list[Button]:
        """Return the actions' buttons, in order."""
        items = (self._row.itemAt(index) for index in range(self._row.count()))
        found = (item.widget() for item in items if item is not None)
        return [widget for widget in found if isinstance(widget, Button)]

    def set_details(self, details: str) -> None:
        """Add what support needs, folded, with Copy."""
        self._grid.addWidget(Details(details), 2, 1, 1, 2)

    def set_dismissable(self) -> None:
        """Let it be put away; «dismissed» tells."""
        button = IconButton("x", self.tr("Dismiss"), side_px=DISMISS_PX, parent=self)
        button.clicked.connect(self.hide)
        button.clicked.connect(self.dismissed)
        self._dismiss = button
        # It stands beside the first line without making that line higher.
        inset_px = EDGE_PX + DISMISS_PX
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        before_px, after_px = (inset_px, BAR_PX) if is_mirrored else (BAR_PX, inset_px)
        self._grid.setContentsMargins(before_px + EDGE_PX, 10, after_px + EDGE_PX, 10)
        self._place_dismiss()

    def showEvent(self, event: QShowEvent) -> None:
        """Have screen readers say it."""
        super().showEvent(event)
        announce(self, self.accessibleName(), is_urgent=self._tone is Tone.DANGER)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the actions below where beside would squeeze the text."""
        self._arrange()
        self._place_dismiss()
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, border and bar."""
        look = theme()
        painter = QPainter(self)
        place = QRectF(self.rect())
        radius_px = look.radius.control
        ground = look.color(self._tone.value[3]) if self._is_soft else look.colors.panel
        paint.box(painter, place, radius_px, ground, look.colors.line_strong)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(place, radius_px, radius_px)
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        bar = QRectF(self.width() - BAR_PX if is_mirrored else 0, 0, BAR_PX, self.height())
        strip = QPainterPath()
        strip.addRect(bar)
        painter.fillPath(outline.intersected(strip), look.color(self._tone.value[2]))

    def _place_dismiss(self) -> None:
        if self._dismiss is not None:
            is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            right_px = self.width() - EDGE_PX - DISMISS_PX
            left_px = EDGE_PX if is_mirrored else right_px
            self._dismiss.setGeometry(left_px, 7, DISMISS_PX, DISMISS_PX)

    def _arrange(self) -> None:
        asked_px = self._actions.sizeHint().width() + BAR_PX + 24 + 34
        wants_stack = len(self.action_buttons()) > 0 and self.width() - asked_px < LEAST_TEXT_PX
        row, column = (1, 1) if wants_stack else (0, 2)
        if self._is_stacked != wants_stack or self._grid.indexOf(self._actions) < 0:
            self._is_stacked = wants_stack
            self._grid.removeWidget(self._actions)
            if wants_stack:
                self._grid.addWidget(self._actions, row, column, 1, 2)
            else:
                self._grid.addWidget(self._actions, row, column, Qt.AlignmentFlag.AlignTop)


class _Narrow(Button):
    """A button whose words stand nearly in line with the text above."""

    def _inset_px(self) -> int:
        return 8 if theme().is_high_contrast else 2


class Details(QWidget):
    """A folded text for support, with a button that copies it.

    Args:
        text: The technical text.
        parent: The message.
    """

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._fold = _Narrow(self.tr("Details for support"), Kind.QUIET, "chevron-right", 24)
        self._fold.clicked.connect(self._turn)
        copy = _Narrow(self.tr("Copy"), Kind.QUIET, "copy", 24)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._fold)
        head.addStretch(1)
        head.addWidget(copy)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addLayout(head)
        self._body: QPlainTextEdit | None = None

    def _turn(self) -> None:
        if self._body is None:
            self._body = QPlainTextEdit(self._text, self)
            self._body.setReadOnly(True)
            self._body.setTabChangesFocus(True)
            self._body.setFont(theme().font("small"))
            self._body.setAccessibleName(self.tr("Details for support"))
            self._body.setFixedHeight(112)
            shape_ring(self._body, theme().radius.control)
            self._column.addWidget(self._body)
            self._body.show()
            self._fold.set_icon("chevron-down")
            return
        is_open = self._body.isVisibleTo(self)
        self._body.setVisible(not is_open)
        self._fold.set_icon("chevron-right" if is_open else "chevron-down")
