"""Captions and transcripts: thousands of turns, of which only the visible ones are laid out."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from creator_app.ui import fonts
from creator_app.ui.focus_ring import shape_ring
from creator_app.ui.theme import Theme, theme
from creator_app.ui.widgets.captions_turn import (
    TURN_GAP_PX,
    Guess,
    LaidTurn,
    Mark,
    Measure,
    Span,
    Turn,
)
from creator_app.ui.widgets.row_heights import RowHeights
from creator_app.ui.widgets.speech import announce

__all__ = ["CaptionsView", "Mark", "Turn"]

TOP_PX = 16
BAR_PX = 3
KEPT_LAYOUTS = 160
SMALLEST_PX, LARGEST_PX = 14, 40
Place = tuple[int, int]


class CaptionsView(QAbstractScrollArea):
    """Turns below one another, the newest at the bottom, followed until somebody scrolls back.

    Text that is final never changes and never moves; screen readers hear it once it is final.

    Args:
        name: What it shows, for screen readers.
        role: caption_live while recording, reading for a transcript.
        parent: Where it stands.
    """

    following_changed = Signal(bool)
    turn_pressed = Signal(str, int)
    time_pressed = Signal(str)

    def __init__(
        self, name: str, role: str = "caption_live", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._size_px = fonts.text_style(role).size
        self._turns: list[Turn] = []
        self._guesses: list[Guess] = []
        self._index: dict[str, int] = {}
        self._heights = RowHeights()
        self._laid: OrderedDict[int, LaidTurn] = OrderedDict()
        self._is_following = role == "caption_live"
        self._is_settling = False
        self._current = ""
        self._selection: tuple[Place, Place] | None = None
        self._pressed_at: Place | None = None
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        shape_ring(self, 0, "inside")

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Return all turns in order."""
        return tuple(self._turns)

    @property
    def laid_out_count(self) -> int:
        """Return how many turns are laid out now."""
        return len(self._laid)

    @property
    def is_following(self) -> bool:
        """Return whether the newest turn stays in sight."""
        return self._is_following

    def set_turns(self, turns: Iterable[Turn]) -> None:
        """Show these turns instead."""
        self._turns = list(turns)
        self._index = {turn.key: index for index, turn in enumerate(self._turns)}
        self._guesses = [turn.guess() for turn in self._turns]
        self._selection = None
        self._measure_anew()

    def append(self, turn: Turn) -> None:
        """Add a turn at the end; costs the same however many there are.

        Raises:
            ValueError: There is a turn of this key.
        """
        if turn.key in self._index:
            raise ValueError(f"turn {turn.key!r} is there already")
        self._index[turn.key] = len(self._turns)
        self._turns.append(turn)
        self._guesses.append(turn.guess())
        self._heights.append(self._measure().guess_px(turn, self._guesses[-1]))
        self._settle()
        announce(self, _said(turn, turn.text))

    def say(self, key: str, text: str, provisional: str = "") -> None:
        """Let a turn say more.

        Args:
            key: Which turn.
            text: All of what is final; begins with what was final before.
            provisional: What may still change, with its leading space if the script wants one.

        Raises:
            KeyError: There is no such turn.
            ValueError: Text that was final would change.
        """
        index = self._index[key]
        before = self._turns[index]
        if not text.startswith(before.text):
            raise ValueError("final text never changes")
        self._put(index, replace(before, text=text, provisional=provisional))
        announce(self, _said(before, text[len(before.text) :], is_first=not before.text))

    def correct(self, turn: Turn) -> None:
        """Replace a turn that a person changed: words, speaker, marks.

        Raises:
            KeyError: There is no such turn.
        """
        self._put(self._index[turn.key], turn)

    def set_current(self, key: str) -> None:
        """Mark the turn that is being played; "" marks none."""
        self._current = key
        self.viewport().update()

    def show_turn(self, key: str) -> None:
        """Scroll so that a turn can be seen."""
        index = self._index[key]
        self._lay_out(index)
        top_px = TOP_PX + self._heights.top_px(index)
        bar = self.verticalScrollBar()
        bottom_px = top_px + self._heights[index] - self.viewport().height()
        if top_px < bar.value():
            bar.setValue(top_px)
        elif bottom_px > bar.value():
            bar.setValue(min(bottom_px, top_px))

    def follow(self) -> None:
        """Show the newest turn, and stay with it."""
        self._set_following(True)
        self._settle()

    def set_text_size(self, size_px: int) -> None:
        """Write larger or smaller.

        Args:
            size_px: 14 … 40.
        """
        self._size_px = min(max(size_px, SMALLEST_PX), LARGEST_PX)
        self._measure_anew()

    def selected_text(self) -> str:
        """Return what is selected: bare inside one turn, with names and times across several."""
        if self._selection is None:
            return ""
        first, last = sorted(self._selection)
        if first[0] == last[0]:
            return self._turns[first[0]].whole[first[1] : last[1]]
        parts = []
        for index in range(first[0], last[0] + 1):
            turn = self._turns[index]
            start, end = self._selected_in(index)
            head = f"{turn.name} {turn.time}".strip()
            parts.append(f"{head}\n{turn.whole[start:end]}" if head else turn.whole[start:end])
        return "\n\n".join(parts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll; End follows; Ctrl+A and Ctrl+C select and copy; Ctrl+Up and Down read turns."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selected_text())
        elif event.matches(QKeySequence.StandardKey.SelectAll) and self._turns:
            last = len(self._turns) - 1
            self._select((0, 0), (last, len(self._turns[last].whole)))
        elif event.key() == Qt.Key.Key_End:
            self.follow()
        elif event.key() == Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in _STEPS:
            self._read_turn(_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select, or press a time."""
        if event.button() != Qt.MouseButton.LeftButton or not self._turns:
            return
        index, inside = self._row_at(event.position())
        if self._lay_out(index).has_time_at(inside):
            self.time_pressed.emit(self._turns[index].key)
            return
        self._pressed_at = self._place_at(event.position())
        self._select(self._pressed_at, self._pressed_at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select up to here; show a hand over times."""
        if self._pressed_at is not None:
            self._select(self._pressed_at, self._place_at(event.position()))
        elif self._turns:
            index, inside = self._row_at(event.position())
            on_time = self._lay_out(index).has_time_at(inside)
            shape = Qt.CursorShape.PointingHandCursor if on_time else Qt.CursorShape.IBeamCursor
            self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the selection; without one it was a press on a word."""
        if self._pressed_at is None:
            return
        pressed, self._pressed_at = self._pressed_at, None
        if pressed == self._place_at(event.position()):
            self._selection = None
            self.viewport().update()
            self.turn_pressed.emit(self._turns[pressed[0]].key, pressed[1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew for the width, keeping the first visible turn where it is."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._measure_anew()
        else:
            self._settle()

    def changeEvent(self, event: QEvent) -> None:
        """Lay out anew for another direction of writing."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._measure_anew()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the turns that can be seen."""
        look = theme()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._ground(look))
        if not self._turns:
            return
        top_px = self._first_top_px()
        end_px = event.rect().bottom() - top_px
        index = self._heights.at(event.rect().top() - top_px)
        while index < len(self._turns) and self._heights.top_px(index) <= end_px:
            painter.save()
            painter.translate(0, top_px + self._heights.top_px(index))
            self._paint_turn(painter, index, look)
            painter.restore()
            index += 1

    def _ground(self, look: Theme) -> object:
        return look.colors.caption_bg if self._role == "caption_live" else look.colors.panel

    def _paint_turn(self, painter: QPainter, index: int, look: Theme) -> None:
        laid = self._lay_out(index)
        if laid.turn.key == self._current:
            half = TURN_GAP_PX // 2
            place = QRectF(0, -half, self.viewport().width(), laid.height_px)
            painter.fillRect(place, look.colors.raised)
            is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            left_px = self.viewport().width() - BAR_PX if is_mirrored else 0
            bar = QRectF(left_px, -half, BAR_PX, place.height())
            painter.fillRect(bar, look.colors.accent_text)
        laid.paint(painter, look, self._selected_in(index))

    def _measure(self) -> Measure:
        step = fonts.text_style(self._role)
        scale = self._size_px / step.size
        return Measure(
            width_px=self.viewport().width(),
            size_px=self._size_px,
            line_px=round(step.line * scale),
            line_cjk_px=round((step.line_cjk or step.line) * scale),
            role=self._role,
        )

    def _measure_anew(self) -> None:
        """Guess every height for the width, and lay out only what can be seen."""
        top_px = self.verticalScrollBar().value() - TOP_PX
        kept = self._heights.at(top_px) if len(self._heights) == len(self._turns) else 0
        measure = self._measure()
        self._laid.clear()
        pairs = zip(self._turns, self._guesses, strict=True)
        self._heights.rebuild([measure.guess_px(turn, guess) for turn, guess in pairs])
        self._settle(kept if self._turns and not self._is_following else -1)

    def _put(self, index: int, turn: Turn) -> None:
        laid = self._laid.get(index)
        self._turns[index] = turn
        self._guesses[index] = turn.guess()
        if laid is not None and laid.with_states(turn) is not None:
            self.viewport().update()
            return
        self._laid.pop(index, None)
        if laid is None:
            self._heights.change(index, self._measure().guess_px(turn, self._guesses[index]))
        self._settle()

    def _lay_out(self, index: int) -> LaidTurn:
        """Return a turn laid out; the ones seen longest ago are forgotten."""
        laid = self._laid.get(index)
        if laid is None:
            is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            laid = LaidTurn(self._turns[index], self._measure(), is_mirrored=is_mirrored)
            self._laid[index] = laid
            if laid.height_px != self._heights[index]:
                self._heights.change(index, laid.height_px)
            while len(self._laid) > KEPT_LAYOUTS:
                self._laid.popitem(last=False)
        self._laid.move_to_end(index)
        return laid

    def _settle(self, keep_top: int = -1) -> None:
        """Lay out what can be seen until nothing moves any more.

        Args:
            keep_top: This turn goes to the top; −1 keeps what is there.
        """
        if self._is_settling:
            return
        self._is_settling = True
        bar = self.verticalScrollBar()
        for _ in range(4):
            self._fit_bar()
            if self._is_following:
                bar.setValue(bar.maximum())
            elif keep_top >= 0:
                bar.setValue(TOP_PX + self._heights.top_px(keep_top))
            if not self._lay_out_visible():
                break
        self._fit_bar()
        if self._is_following:
            bar.setValue(bar.maximum())
        self._is_settling = False
        self.viewport().update()

    def _lay_out_visible(self) -> bool:
        """Lay out what can be seen; return whether a height was not as guessed."""
        if not self._turns:
            return False
        bar = self.verticalScrollBar()
        before_px = self._heights.total_px
        index = self._heights.at(bar.value() - TOP_PX)
        end_px = bar.value() - TOP_PX + self.viewport().height()
        while index < len(self._turns) and self._heights.top_px(index) < end_px:
            top_px, guess_px = self._heights.top_px(index), self._heights[index]
            self._lay_out(index)
            grown_px = self._heights[index] - guess_px
            if grown_px and top_px < bar.value() - TOP_PX and not self._is_following:
                # It begins above the view: what is being read below must stay where it is.
                self._fit_bar()
                bar.setValue(bar.value() + grown_px)
                end_px += grown_px
            index += 1
        return self._heights.total_px != before_px

    def _fit_bar(self) -> None:
        bar = self.verticalScrollBar()
        whole_px = TOP_PX + self._heights.total_px
        bar.setRange(0, max(0, whole_px - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._measure().line_px)

    def _first_top_px(self) -> int:
        """Return where the first turn begins in the view; few live turns stand at the bottom."""
        spare_px = self.viewport().height() - TOP_PX - self._heights.total_px
        if spare_px > 0 and self._role == "caption_live":
            return TOP_PX + spare_px
        return TOP_PX - self.verticalScrollBar().value()

    def _on_scrolled(self, value: int) -> None:
        if not self._is_settling:
            self._set_following(value >= self.verticalScrollBar().maximum())
            self._settle()

    def _set_following(self, is_following: bool) -> None:
        if is_following != self._is_following:
            self._is_following = is_following
            self.following_changed.emit(is_following)

    def _row_at(self, place: QPointF) -> tuple[int, QPointF]:
        inside_px = place.y() - self._first_top_px()
        index = self._heights.at(int(inside_px))
        return index, QPointF(place.x(), inside_px - self._heights.top_px(index))

    def _place_at(self, place: QPointF) -> Place:
        index, inside = self._row_at(place)
        return index, self._lay_out(index).letter_at(inside)

    def _select(self, start: Place, end: Place) -> None:
        self._selection = (start, end)
        self.viewport().update()

    def _selected_in(self, index: int) -> Span:
        if self._selection is None:
            return (0, 0)
        first, last = sorted(self._selection)
        if not first[0] <= index <= last[0]:
            return (0, 0)
        start = first[1] if index == first[0] else 0
        return start, last[1] if index == last[0] else len(self._turns[index].whole)

    def _read_turn(self, step: int) -> None:
        """Go to the turn before or after, and have it read aloud."""
        if not self._turns:
            return
        here = self._index.get(self._current, len(self._turns) if step < 0 else -1)
        index = min(max(here + step, 0), len(self._turns) - 1)
        turn = self._turns[index]
        self.set_current(turn.key)
        self.show_turn(turn.key)
        announce(self, _said(turn, turn.text))
        self.turn_pressed.emit(turn.key, 0)


_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


def _said(turn: Turn, text: str, *, is_first: bool = True) -> str:
    """Return what screen readers hear: the name once a turn begins, then only the words."""
    words = text.strip()
    return f"{turn.name}: {words}" if words and is_first and turn.name else words
