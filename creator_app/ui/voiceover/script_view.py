"""The script: blocks below one another, of which only the visible ones are widgets."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from creator_app.core.script import Block
from creator_app.ui.voiceover.block_row import BlockRow, Standing, guessed_px
from creator_app.ui.widgets.row_heights import RowHeights

MOST_PX = 1200
BELOW_PX = 160


class ScriptView(QAbstractScrollArea):
    """Shows the script and tells what the user does to a block.

    Args:
        standing: Says how a block stands besides what the project says.
    """

    edited = Signal(str, str)
    split_at = Signal(str, int)
    join_before = Signal(str)
    pasted = Signal(str, str)
    chosen = Signal(str)
    play_pressed = Signal(str)
    retake_pressed = Signal(str)
    columns_wanted = Signal(str)

    def __init__(self, standing: Callable[[Block], Standing]) -> None:
        super().__init__()
        self._standing = standing
        self._blocks: tuple[Block, ...] = ()
        self._places: dict[str, int] = {}
        self._heights = RowHeights()
        self._rows: dict[str, BlockRow] = {}
        self._spare: list[BlockRow] = []
        self._stops: list[QWidget] = []
        self._before: QWidget | None = None
        self._settle = QTimer(self, interval=0, singleShot=True)
        self._settle.timeout.connect(self._place)
        self.setAccessibleName(self.tr("Script"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._place())

    @property
    def shown_rows(self) -> dict[str, BlockRow]:
        """The rows in sight, by the ident of their block."""
        return self._rows

    def show_script(self, blocks: tuple[Block, ...]) -> None:
        """Show these blocks; what did not change is left as it is."""
        old, self._blocks = self._blocks, blocks
        self._places = {block.ident: number for number, block in enumerate(blocks)}
        same_order = len(old) == len(blocks) and all(
            one.ident == other.ident for one, other in zip(old, blocks, strict=True)
        )
        if not same_order:
            known = {block.ident: self._heights[number] for number, block in enumerate(old)}
            width_px = self._width_px()
            self._heights.rebuild(
                [known.get(each.ident) or guessed_px(each, width_px) for each in blocks]
            )
        self.refresh()

    def refresh(self) -> None:
        """Show again how the blocks in sight stand."""
        self._place()

    def focus_block(self, ident: str, position: int = 0) -> None:
        """Bring a block into sight and put the cursor into it."""
        place = self._places.get(ident)
        if place is None:
            return
        self._bring(place)
        row = self._rows[ident]
        cursor = row.text.textCursor()
        cursor.setPosition(min(position, len(row.block.text)), QTextCursor.MoveMode.MoveAnchor)
        row.text.setTextCursor(cursor)
        row.text.setFocus()

    def show_columns(self, ident: str, columns: Any) -> None:
        """Show the sound of a block's take, if it is in sight."""
        if ident in self._rows:
            self._rows[ident].show_columns(columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the blocks in sight out anew."""
        super().resizeEvent(event)
        self._place()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(640, 480)

    def _width_px(self) -> int:
        return min(self.viewport().width(), MOST_PX)

    def _bring(self, place: int) -> None:
        bar = self.verticalScrollBar()
        top, bottom = self._heights.top_px(place), self._heights.top_px(place + 1)
        if top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + self.viewport().height():
            bar.setValue(bottom - self.viewport().height())
        self._place()

    def _place(self) -> None:
        """Put a row where each block in sight is; heights become exact as blocks are seen."""
        width_px, bar = self._width_px(), self.verticalScrollBar()
        seen: set[str] = set()
        if self._blocks:
            number = self._heights.at(bar.value())
            top = self._heights.top_px(number) - bar.value()
            while number < len(self._blocks) and top < self.viewport().height():
                height_px = self._place_row(number, top, width_px)
                seen.add(self._blocks[number].ident)
                top, number = top + height_px, number + 1
        self._let_go(seen)
        self._order_stops()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(40)
        bar.setRange(0, max(0, self._heights.total_px + BELOW_PX - self.viewport().height()))

    def follow_in_tab_order(self, before: QWidget) -> None:
        """Let Tab come here from a widget; rows are made later than what stands beside them."""
        self._before = before
        self._order_stops()

    def _order_stops(self) -> None:
        """Let Tab go through the rows as they are read, however often they were used before."""
        rows = sorted(self._rows.values(), key=QWidget.y)
        stops = [stop for row in rows for stop in row.stops()]
        if self._before is None or stops == self._stops:
            return
        self._stops = stops
        for one, other in pairwise([self._before, *stops]):
            QWidget.setTabOrder(one, other)

    def _place_row(self, number: int, top: int, width_px: int) -> int:
        block = self._blocks[number]
        row = self._rows.get(block.ident) or self._taken(block.ident)
        row.show_block(block, self._standing(block))
        height_px = row.wanted_px(width_px)
        if height_px != self._heights[number]:
            self._heights.change(number, height_px)
        row.setGeometry(0, top, width_px, height_px)
        row.show()
        return height_px

    def _let_go(self, seen: set[str]) -> None:
        """Keep the rows that are out of sight for reuse; the one being typed into stays."""
        for ident in [each for each in self._rows if each not in seen]:
            row = self._rows[ident]
            if ident in self._places and row.isAncestorOf(row.window().focusWidget() or row):
                place = self._places[ident]
                row.show_block(self._blocks[place], self._standing(self._blocks[place]))
                row.move(0, self._heights.top_px(place) - self.verticalScrollBar().value())
            else:
                row.hide()
                self._spare.append(self._rows.pop(ident))

    def _taken(self, ident: str) -> BlockRow:
        row = self._spare.pop() if self._spare else self._made()
        self._rows[ident] = row
        return row

    def _made(self) -> BlockRow:
        row = BlockRow(self.viewport())
        row.edited.connect(self.edited)
        row.split_at.connect(self.split_at)
        row.join_before.connect(self.join_before)
        row.pasted.connect(self.pasted)
        row.entered.connect(self.chosen)
        row.play_pressed.connect(self.play_pressed)
        row.retake_pressed.connect(self.retake_pressed)
        row.columns_wanted.connect(self.columns_wanted)
        row.grew.connect(lambda _ident: self._settle.start())
        row.left.connect(self._on_left)
        return row

    def _on_left(self, ident: str, way: int) -> None:
        place = self._places.get(ident, 0) + way
        if 0 <= place < len(self._blocks):
            block = self._blocks[place]
            self.focus_block(block.ident, 0 if way > 0 else len(block.text))
