"""The text of one block: grows with what is written, and hands keys to its neighbours."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextOption, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit

from creator_app.ui.focus_ring import shape_ring
from creator_app.ui.theme import theme

MARGIN_PX = 4


class BlockText(QPlainTextEdit):
    """Plain text without lines of its own: Enter begins the next block.

    `split_at` tells where Enter was pressed, `join_before` that Backspace was pressed at the very
    beginning, `left` that the cursor moved out (−1 above, 1 below), `pasted` that several
    paragraphs came.
    """

    edited = Signal(str)
    grew = Signal()
    split_at = Signal(int)
    join_before = Signal()
    left = Signal(int)
    pasted = Signal(str)
    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFont(theme().font("reading"))
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setUndoRedoEnabled(False)  # the project's history undoes
        self.document().setDocumentMargin(MARGIN_PX)
        self.setProperty("bare", True)
        shape_ring(self, theme().radius.inner, "none")
        self._is_filling = False
        self._lines = 0
        self.textChanged.connect(self._on_changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._measure())

    def fill(self, text: str) -> None:
        """Show a text that was not typed here."""
        if text != self.toPlainText():
            self._is_filling = True
            self.setPlainText(text)
            self._is_filling = False

    def wanted_px(self, width_px: int) -> int:
        """Return the height the text needs at a width."""
        if self.width() != width_px:
            self.resize(width_px, self.height())
        lines = max(1, round(self.document().size().height()))
        return lines * self.fontMetrics().lineSpacing() + 2 * MARGIN_PX + 2

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter, Backspace at the start and the arrows at the edges work between blocks."""
        cursor = self.textCursor()
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.split_at.emit(cursor.position())
        elif key == Qt.Key.Key_Backspace and cursor.atStart() and not cursor.hasSelection():
            self.join_before.emit()
        elif key == Qt.Key.Key_Up and not self._can_move(QTextCursor.MoveOperation.Up):
            self.left.emit(-1)
        elif key == Qt.Key.Key_Down and not self._can_move(QTextCursor.MoveOperation.Down):
            self.left.emit(1)
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste one paragraph here; several become blocks."""
        text = source.text()
        if "\n" in text.strip():
            self.pasted.emit(text)
        else:
            self.textCursor().insertText(" ".join(text.split("\n")))

    def focusInEvent(self, event: object) -> None:
        """Tell that this is the current block."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.entered.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the script, not the block."""
        event.ignore()

    def _can_move(self, operation: QTextCursor.MoveOperation) -> bool:
        return self.textCursor().movePosition(operation)

    def _on_changed(self) -> None:
        if not self._is_filling:
            self.edited.emit(self.toPlainText())

    def _measure(self) -> None:
        lines = round(self.document().size().height())
        if lines != self._lines:
            self._lines = lines
            self.grew.emit()
