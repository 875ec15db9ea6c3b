"""One turn of a conversation: what it holds, and how it is laid out and painted."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from creator_app.ui import fonts, icons
from creator_app.ui.theme import Theme, theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.labels import lay_out_lines

INSET_PX = 20
AVATAR_GAP_PX = 12
HEAD_PX = 20
TURN_GAP_PX = 14
TIME_GAP_PX = 8
UNDERLINE_PX = 1.5
UNDERLINE_BELOW_PX = 5
FIRST_CJK = "\u2e80"
# Mean width of a letter in ems; only to guess the height of turns nobody has seen yet.
LATIN_EM, CJK_EM = 0.52, 1.0
Span = tuple[int, int]
Guess = tuple[float, bool]


@dataclass(frozen=True)
class Mark:
    """A stretch of a turn's text that is shown differently.

    Attributes:
        start: Index of its first letter.
        end: Index after its last.
        kind: check (a word to look at), hit (found by a search) or spoken (heard right now).
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Turn:
    """What one speaker said without a break.

    Attributes:
        key: Names it among all turns.
        text: What will not change any more.
        provisional: What may still change; follows `text` without a space of its own.
        speaker: Who spoke, counted from 0 in the order of first speech; decides the colour.
        name: The speaker's name; "" leaves out name and avatar.
        initials: What stands in the avatar.
        time: When it began, written out; "" leaves it out.
        note: A marker set in it.
        marks: What is shown differently.
    """

    key: str
    text: str = ""
    provisional: str = ""
    speaker: int = 0
    name: str = ""
    initials: str = ""
    time: str = ""
    note: str = ""
    marks: tuple[Mark, ...] = ()

    @property
    def whole(self) -> str:
        """Return all of its text."""
        return self.text + self.provisional

    @property
    def has_head(self) -> bool:
        """Return whether something stands above its text."""
        return bool(self.name or self.time)

    def guess(self) -> "Guess":
        """Return about how long its text is in one line, and whether some of it is Chinese."""
        whole = self.whole
        wide = 0 if whole.isascii() else sum(letter >= FIRST_CJK for letter in whole)
        return wide * CJK_EM + (len(whole) - wide) * LATIN_EM, wide > 0


@dataclass(frozen=True)
class Measure:
    """The numbers all turns of a view are laid out with.

    Attributes:
        width_px: Of the whole row.
        size_px: Of the type.
        line_px: Of a line; Chinese has its own.
        line_cjk_px: Of a line of Chinese.
        role: The step of the type scale.
    """

    width_px: int
    size_px: int
    line_px: int
    line_cjk_px: int
    role: str

    @property
    def text_left_px(self) -> int:
        """Return where the text begins."""
        return INSET_PX + theme().size.avatar + AVATAR_GAP_PX

    @cached_property
    def text_px(self) -> int:
        """Return how wide the text may be: at most about 90 letters, however wide the row is."""
        room_px = self.width_px - self.text_left_px - INSET_PX
        return max(60, min(room_px, round(90 * LATIN_EM * self.size_px * 1.15)))

    def guess_px(self, turn: Turn, guess: Guess) -> int:
        """Return about how high a turn will be."""
        ems, is_cjk = guess
        lines = max(1, -int(-ems * self.size_px // self.text_px))
        return self.head_px(turn) + lines * self.line_of(is_cjk=is_cjk) + TURN_GAP_PX

    def line_of(self, *, is_cjk: bool) -> int:
        """Return the height of a line of text in this script."""
        return self.line_cjk_px if is_cjk else self.line_px

    def head_px(self, turn: Turn) -> int:
        """Return the height of name and time above the text."""
        return HEAD_PX if turn.has_head else 0


class LaidTurn:
    """A turn broken into lines at a width.

    Args:
        turn: What it says.
        measure: The numbers of the view.
        is_mirrored: Whether it is laid out from right to left.
    """

    def __init__(self, turn: Turn, measure: Measure, *, is_mirrored: bool = False) -> None:
        self.turn = turn
        self._measure = measure
        self._is_mirrored = is_mirrored
        self._layout = QTextLayout(turn.whole.replace("\n", "\u2028"))
        self._layout.setFont(fonts.font(measure.role, size_px=measure.size_px))
        option = QTextOption(Qt.AlignmentFlag.AlignLeading)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        line_px = measure.line_of(is_cjk=turn.guess()[1])
        self.lines = lay_out_lines(self._layout, measure.text_px, line_px)
        self.height_px = measure.head_px(turn) + max(1, self.lines) * line_px + TURN_GAP_PX

    def with_states(self, turn: Turn) -> "LaidTurn | None":
        """Take a turn of the same words, of which more are final or marked; no line moves.

        Returns:
            This layout, or None if the words differ and it must be laid out anew.
        """
        if turn.whole != self.turn.whole or turn.has_head != self.turn.has_head:
            return None
        self.turn = turn
        return self

    def letter_at(self, place: QPointF) -> int:
        """Return the index of the letter nearest to a place in the row."""
        inside = place - self._text_corner()
        found = self._layout.lineAt(0)
        for number in range(self._layout.lineCount()):
            found = self._layout.lineAt(number)
            if inside.y() < found.y() + found.height():
                break
        return found.xToCursor(inside.x()) if found.isValid() else 0

    def has_time_at(self, place: QPointF) -> bool:
        """Return whether a place in the row is on the written time."""
        return bool(self.turn.time) and self._time_place(theme()).contains(place)

    def paint(self, painter: QPainter, look: Theme, selected: Span) -> None:
        """Paint the turn with its top at 0."""
        if self.turn.has_head:
            self._paint_head(painter, look)
        corner = self._text_corner()
        painter.setPen(look.colors.caption_final)
        self._layout.draw(painter, corner, self._formats(look, selected))
        start = len(self.turn.text) + _leading_spaces(self.turn.provisional)
        if start < len(self.turn.whole):
            end = len(self.turn.whole)
            self._underline(painter, (start, end), look.colors.caption_rule)
        for mark in self.turn.marks:
            if mark.kind == "check":
                self._underline(painter, (mark.start, mark.end), look.colors.warning_text)

    def _text_corner(self) -> QPointF:
        left_px = self._measure.text_left_px
        if self._is_mirrored:
            left_px = self._measure.width_px - left_px - self._measure.text_px
        return QPointF(left_px, self._measure.head_px(self.turn))

    def _paint_head(self, painter: QPainter, look: Theme) -> None:
        strong, soft = look.speaker(self.turn.speaker)
        if self.turn.name:
            spot = self._flip(self._avatar_place(look))
            paint.avatar(painter, spot, self.turn.initials, (strong, soft))
        flags = paint.RIGHT if self._is_mirrored else paint.LEFT
        name = self._flip(self._name_place(look))
        paint.text(painter, name, self.turn.name, look.font("section"), strong, flags)
        font = look.font("small", tabular=True)
        time = self._time_place(look)
        paint.text(painter, time, self.turn.time, font, look.colors.text3, flags)
        if self.turn.note:
            note = QRectF(self._flip(time).right() + 10, 0, 14, HEAD_PX)
            icons.paint(painter, "bookmark", self._flip(note), look.colors.accent_text)
            words = QRectF(note.right() + 4, 0, self._measure.width_px - note.right() - 24, HEAD_PX)
            ink = look.colors.accent_text
            paint.text(painter, self._flip(words), self.turn.note, look.font("small"), ink, flags)

    def _avatar_place(self, look: Theme) -> QRectF:
        side_px = look.size.avatar
        return QRectF(INSET_PX, 0, side_px, side_px)

    def _name_place(self, look: Theme) -> QRectF:
        wide_px = min(paint.width_px(self.turn.name, look.font("section")) + 1, 240)
        return QRectF(self._measure.text_left_px, 0, wide_px, HEAD_PX)

    def _time_place(self, look: Theme) -> QRectF:
        wide_px = paint.width_px(self.turn.time, look.font("small", tabular=True)) + 1
        left_px = self._name_place(look).right() + (TIME_GAP_PX if self.turn.name else -1)
        return self._flip(QRectF(left_px, 0, wide_px, HEAD_PX))

    def _flip(self, place: QRectF) -> QRectF:
        if not self._is_mirrored:
            return place
        left_px = self._measure.width_px - place.right()
        return QRectF(left_px, place.top(), place.width(), place.height())

    def _formats(self, look: Theme, selected: Span) -> list[QTextLayout.FormatRange]:
        colors = look.colors
        found: list[QTextLayout.FormatRange] = []
        if self.turn.provisional:
            start, end = len(self.turn.text), len(self.turn.whole)
            found.append(_format((start, end), colors.caption_provisional))
        inks = {
            "check": (colors.caption_final, colors.warning_soft),
            "hit": (colors.mark_text, colors.mark),
            "spoken": (colors.text_on_fill, colors.accent),
        }
        found += [_format((mark.start, mark.end), *inks[mark.kind]) for mark in self.turn.marks]
        if selected[0] < selected[1]:
            found.append(_format(selected, colors.text_on_fill, colors.accent))
        return found

    def _underline(self, painter: QPainter, span: Span, color: QColor) -> None:
        corner = self._text_corner()
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            start, end = max(span[0], line.textStart()), min(span[1], _end_of(line))
            end -= _trailing_spaces(self.turn.whole[start:end])
            if start < end:
                left_px, right_px = sorted((_x_of(line, start), _x_of(line, end)))
                y_px = corner.y() + line.y() + line.ascent() + UNDERLINE_BELOW_PX
                place = QRectF(corner.x() + left_px, y_px, right_px - left_px, UNDERLINE_PX)
                paint.dots(painter, place, color)


def _format(span: Span, ink: QColor, ground: QColor | None = None) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length = span[0], span[1] - span[0]
    form = QTextCharFormat()
    form.setForeground(QBrush(ink))
    if ground is not None:
        form.setBackground(QBrush(ground))
    made.format = form
    return made


def _leading_spaces(text: str) -> int:
    return len(text) - len(text.lstrip())


def _trailing_spaces(text: str) -> int:
    return len(text) - len(text.rstrip())


def _end_of(line: QTextLine) -> int:
    return line.textStart() + line.textLength()


def _x_of(line: QTextLine, letter: int) -> float:
    found: Any = line.cursorToX(letter)  # PySide adds the letter it ended at
    return float(found[0])
