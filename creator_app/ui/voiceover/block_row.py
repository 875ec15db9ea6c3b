"""One block of the script as it is seen: number, voice, state, text, take."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creator_app.core.script import Block
from creator_app.core.sentences import is_speakable
from creator_app.core.time import clock
from creator_app.ui.theme import theme, themes
from creator_app.ui.voiceover.block_text import MARGIN_PX, BlockText
from creator_app.ui.widgets.buttons import IconButton
from creator_app.ui.widgets.labels import Label
from creator_app.ui.widgets.transport import PlayButton
from creator_app.ui.widgets.waveform import Waveform

GUTTER_PX = 40
HEAD_PX = 18
WAVE_PX = 28
BETWEEN_PX = 8
INSET_PX = 10
BAR_PX = 3
# A guess at the width of a letter, for the height of blocks that were never seen.
LETTER_PX = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """How a block stands besides what the project says.

    Attributes:
        number: Counted from 1 over the spoken blocks; 0 for a heading.
        voice: Who speaks it, in words.
        is_making: Whether its take is being made.
        is_playing: Whether it is heard now.
        is_current: Whether it is the one being worked on.
        problem: Why its take could not be made, or "".
    """

    number: int
    voice: str
    is_making: bool = False
    is_playing: bool = False
    is_current: bool = False
    problem: str = ""


class BlockRow(QWidget):
    """Shows a block, and tells what the user does to it by the block's ident."""

    edited = Signal(str, str)
    grew = Signal(str)
    split_at = Signal(str, int)
    join_before = Signal(str)
    left = Signal(str, int)
    pasted = Signal(str, str)
    entered = Signal(str)
    play_pressed = Signal(str)
    retake_pressed = Signal(str)
    columns_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.block = Block("", "")
        self._standing = Standing(0, "")
        self._number = Label("", "small", "text3", tabular=True)
        self._voice = Label("", "small", "text2")
        self._state = Label("", "small", "text3")
        self.text = BlockText("")
        self._play = PlayButton(is_accent=False, side_px=28)
        self._wave = Waveform(self.tr("Take"))
        self._wave.setFixedHeight(WAVE_PX)
        self._none = Label(self.tr("No take yet"), "small", "text3")
        self._length = Label("", "small", "text3", tabular=True)
        self._retake = IconButton("rotate-cw", "")
        self._take = QWidget()
        self._lay_out()
        self._connect()
        # Qt gives a restyled field the font it had first, which is another block's.
        themes().changed.connect(self._show_font)

    def show_block(self, block: Block, standing: Standing) -> None:
        """Show a block; the text field is left alone where it already says the same."""
        if block is self.block and standing == self._standing:
            return
        is_other_take = block.take is not self.block.take
        self.block, self._standing = block, standing
        self.text.fill(block.text)
        self._number.set_text(str(standing.number) if standing.number else "")
        self._name()
        self._voice.set_text(standing.voice)
        self._play.set_playing(standing.is_playing)
        self._show_state()
        self._take.setVisible(not block.heading)
        self._voice.setVisible(not block.heading)
        self._state.setVisible(not block.heading)
        self._play.setEnabled(block.take is not None)
        self._retake.setEnabled(is_speakable(block.text) and not standing.is_making)
        self._length.set_text(clock(block.take.duration_us, tenths=True) if block.take else "")
        self._wave.setVisible(block.take is not None)
        self._none.setVisible(block.take is None)
        self._show_font()
        if is_other_take:
            self._wave.set_columns(None, 0)
            if block.take is not None:
                self.columns_wanted.emit(block.ident)
        self.update()

    def show_columns(self, columns: Any) -> None:
        """Show the sound of the take."""
        if self.block.take is not None:
            self._wave.set_columns(columns, self.block.take.duration_us)

    def show_played(self, played_us: int) -> None:
        """Show how far the take has been heard."""
        self._wave.set_played(played_us)

    def wanted_px(self, width_px: int) -> int:
        """Return the height of the row at a width."""
        text_px = self.text.wanted_px(width_px - GUTTER_PX - 2 * INSET_PX)
        if self.block.heading:
            return text_px + 2 * INSET_PX
        return HEAD_PX + text_px + WAVE_PX + 2 * INSET_PX + BETWEEN_PX

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground of the block being worked on, and its bar."""
        if not self._standing.is_current:
            return
        painter, colors = QPainter(self), theme().colors
        painter.fillRect(self.rect(), colors.raised)
        painter.fillRect(QRectF(0, 0, BAR_PX, self.height()), colors.accent_text)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN_PX, 0, 0, 0)
        head.setSpacing(theme().space.between_controls)
        head.addWidget(self._voice, 1)
        head.addWidget(self._state)
        take = QHBoxLayout(self._take)
        take.setContentsMargins(MARGIN_PX, 0, 0, 0)
        take.setSpacing(theme().space.between_controls)
        take.addWidget(self._play)
        take.addWidget(self._wave, 1)
        take.addWidget(self._none, 1)
        take.addWidget(self._length)
        take.addWidget(self._retake)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.text)
        column.addWidget(self._take)
        row = QHBoxLayout(self)
        row.setContentsMargins(INSET_PX, INSET_PX, INSET_PX, INSET_PX)
        row.setSpacing(0)
        self._number.setFixedWidth(GUTTER_PX - INSET_PX)
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def _connect(self) -> None:
        text = self.text
        text.edited.connect(lambda words: self.edited.emit(self.block.ident, words))
        text.grew.connect(lambda: self.grew.emit(self.block.ident))
        text.split_at.connect(lambda at: self.split_at.emit(self.block.ident, at))
        text.join_before.connect(lambda: self.join_before.emit(self.block.ident))
        text.left.connect(lambda way: self.left.emit(self.block.ident, way))
        text.pasted.connect(lambda words: self.pasted.emit(self.block.ident, words))
        text.entered.connect(lambda: self.entered.emit(self.block.ident))
        self._play.clicked.connect(lambda: self.play_pressed.emit(self.block.ident))
        self._retake.clicked.connect(lambda: self.retake_pressed.emit(self.block.ident))

    def _name(self) -> None:
        """Say which block each control belongs to."""
        number = self._standing.number
        which = self.tr("Block %1").replace("%1", str(number)) if number else self.tr("Heading")
        self.text.setAccessibleName(which)
        self._play.set_what(which)
        self._retake.set_name(self.tr("Make again: %1").replace("%1", which))

    def stops(self) -> tuple[QWidget, ...]:
        """Return what Tab goes through, in reading order."""
        return self.text, self._play, self._retake

    def _show_font(self) -> None:
        self.text.setFont(theme().font("title" if self.block.heading else "reading"))

    def _show_state(self) -> None:
        words, color = self._state_words()
        self._state.set_text(words)
        self._state.set_color(color)

    def _state_words(self) -> tuple[str, str]:
        """Return how the block stands, and the colour to say it in."""
        block, standing = self.block, self._standing
        stands = (
            (block.heading, "", "text3"),
            (standing.is_making, self.tr("Speaking…"), "accent_text"),
            (bool(standing.problem), standing.problem, "danger_text"),
            (block.take is not None, self.tr("Ready"), "success_text"),
            (not is_speakable(block.text), self.tr("Nothing to speak"), "text3"),
            (bool(block.takes), self.tr("Changed · free"), "accent_text"),
        )
        found = next((each for each in stands if each[0]), (True, self.tr("New · free"), "text3"))
        return found[1], found[2]


def guessed_px(block: Block, width_px: int) -> int:
    """Return about how high a block that was never laid out will be."""
    letters = max(1, (width_px - GUTTER_PX - 2 * INSET_PX) // LETTER_PX)
    lines = max(1, -(-len(block.text) // letters))
    text_px = lines * 20 + 10
    return text_px + 2 * INSET_PX + (0 if block.heading else HEAD_PX + WAVE_PX + BETWEEN_PX)
