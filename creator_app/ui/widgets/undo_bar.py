"""The bar that takes back what was just done, instead of a question before it."""

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, QRectF, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.buttons import LinkButton
from creator_app.ui.widgets.empty import Picture
from creator_app.ui.widgets.labels import Label
from creator_app.ui.widgets.menus import written
from creator_app.ui.widgets.speech import announce

STAYS_MS = 8000
HEIGHT_PX = 36
EDGE_PX = 16
WIDEST_PX = 480
RISE_PX = 8


class UndoBar(QWidget):
    """Stands at the bottom of a panel for 8 seconds, longer while pointed at or focused.

    Args:
        panel: Over whose lower edge it stands.
    """

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self._undo: Callable[[], object] | None = None
        self._picture = Picture("trash-2", "text2", theme().icon.control)
        self._words = Label("")
        self._link = LinkButton(self.tr("Undo"))
        self._link.clicked.connect(self._take_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self._picture)
        row.addWidget(self._words, 1)
        row.addWidget(self._link)
        row.addWidget(KeyCap(written(QKeySequence(QKeySequence.StandardKey.Undo))))
        self.setFixedHeight(HEIGHT_PX)
        self._timer = QTimer(self, singleShot=True, interval=STAYS_MS)
        self._timer.timeout.connect(self._on_time)
        self._rise = QPropertyAnimation(self, b"pos", self)
        self._rise.setEasingCurve(QEasingCurve.Type.OutCubic)
        panel.installEventFilter(self)
        self.hide()

    def offer(self, words: str, undo: Callable[[], object], icon: str = "trash-2") -> None:
        """Say what was done and offer to take it back.

        Args:
            words: What was done.
            undo: Takes it back; called at most once.
            icon: Name of the icon.
        """
        self._undo = undo
        self._words.set_text(words)
        self._picture.set(icon, "text2")
        self._place()
        self.show()
        self.raise_()
        self._slide_in()
        self._timer.start()
        announce(self, f"{words}. {self.tr('Undo')}")

    def dismiss(self) -> None:
        """Go away; what was done stays done."""
        self._undo = None
        self._timer.stop()
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        """Say what it does in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._link.setText(self.tr("Undo"))
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the lower edge of the panel."""
        if event.type() == QEvent.Type.Resize and watched is self._panel:
            self._rise.stop()
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground."""
        look = theme()
        colors = look.colors
        place = QRectF(self.rect())
        paint.box(QPainter(self), place, look.radius.card, colors.overlay, colors.line_strong)

    def _place(self) -> None:
        panel = self._panel
        wide_px = min(panel.width() - 2 * EDGE_PX, WIDEST_PX)
        left_px = (panel.width() - wide_px) // 2
        self.setGeometry(left_px, panel.height() - HEIGHT_PX - EDGE_PX, wide_px, HEIGHT_PX)

    def _slide_in(self) -> None:
        duration_ms = theme().motion_ms("normal")
        if duration_ms:
            self._rise.stop()
            self._rise.setDuration(duration_ms)
            self._rise.setStartValue(self.pos() + QPoint(0, RISE_PX))
            self._rise.setEndValue(self.pos())
            self._rise.start()

    def _on_time(self) -> None:
        focus = QGuiApplication.focusObject()
        has_focus = isinstance(focus, QWidget) and self.isAncestorOf(focus)
        if self.underMouse() or has_focus:
            self._timer.start()
        else:
            self.dismiss()

    def _take_back(self) -> None:
        undo = self._undo
        self.dismiss()
        if undo is not None:
            undo()


class KeyCap(QWidget):
    """A shortcut shown as a key.

    Args:
        keys: The keys, as «Ctrl Z».
        parent: Where it stands.
    """

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setFixedSize(paint.key_width_px(keys, theme()), paint.KEY_HEIGHT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the key."""
        look = theme()
        place = QRectF(self.rect())
        paint.key_cap(QPainter(self), place, self._keys, look, look.colors.text3)
