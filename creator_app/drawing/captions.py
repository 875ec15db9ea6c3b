"""Captions over pictures: one bitmap for each state of each cue, only as large as its ink."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from creator_app.core.captions import Cue
from creator_app.core.errors import CreatorError
from creator_app.core.transcript import Word
from creator_app.drawing.layout import CueLayout, Frame, PlacedWord, laid_out
from creator_app.drawing.patches import patch_of
from creator_app.drawing.text import blank, draw_block, draw_ink, get_ready, painter_on
from creator_app.media.planes import Patch

WHITE, DARK = QColor("#FFFFFF"), QColor("#101216")
MARK, MARK_TEXT = QColor("#FFD447"), QColor("#17130A")
GROUND = QColor(12, 13, 16, 214)
# In ems: the outline stands out, the block and the box reach beyond their words, corners are round.
OUTLINE, BLOCK_ASIDE, BLOCK_TIGHT, BLOCK_HALF = 0.078, 0.15, 0.03, 0.57
BOX_ASIDE, RADIUS = 0.34, 0.21
# A word stays marked through a short pause, not through a long one.
LINGER_US = 500_000
# How a word springs in: its size in each 1/30 s.
SPRING = (0.70, 0.97, 1.09, 1.03, 1.0)
STEP_US = 33_333
ONE_WORD_EMS = 1.5
# States kept: those around the playhead; a forward run needs only the last.
KEPT = 24


@dataclass(frozen=True, slots=True)
class State:
    """What of a cue is to be seen: the word that is spoken, and how far it has sprung in."""

    word: int | None = None
    step: int = 0


@dataclass(frozen=True, slots=True)
class Style:
    """One way captions look.

    Attributes:
        title: What the user reads.
        state: Tells which state a cue is in at a time; None where nothing is seen.
        ground: Draws what several states have in common: takes painter, layout and word.
        draw: Draws what one state adds to it: takes painter, layout and state.
        ems: Size of the type, of the usual one.
        grows: Whether the ground is another for each word.
        is_alone: Whether a word stands alone, so that its neighbours take no room.
    """

    title: str
    state: Callable[[Cue, int], State | None]
    ground: Callable[..., None]
    draw: Callable[..., None]
    ems: float = 1.0
    grows: bool = False
    is_alone: bool = False


class CaptionOverlay:
    """The captions of a timeline as something the compositor lays over its pictures.

    Args:
        cues: In order of time.
        style: One of `STYLES`.
        frame: The picture, and where captions may stand.
    """

    def __init__(self, cues: Sequence[Cue], style: str, frame: Frame) -> None:
        get_ready()
        self._cues, self._frame = tuple(cues), frame
        self._starts = [cue.start_us for cue in self._cues]
        self._style = style_named(style)
        self._layout = lru_cache(maxsize=4)(self._lay_out)
        self._ground = lru_cache(maxsize=2)(self._draw_ground)
        self._patch = lru_cache(maxsize=KEPT)(self._draw)

    def at(self, time_us: int) -> tuple[Patch, ...]:
        """Return what lies over the picture at a time; may be empty."""
        number = bisect_right(self._starts, time_us) - 1
        if number < 0 or time_us >= self._cues[number].end_us:
            return ()
        state = self._style.state(self._cues[number], time_us)
        patch = self._patch(number, state) if state is not None else None
        return (patch,) if patch is not None else ()

    def _lay_out(self, number: int, alone: int | None) -> CueLayout:
        cue = self._cues[number]
        if alone is not None:
            word = cue.words[alone]
            cue = replace(cue, lines=(word.text,), words=(word,))
        return laid_out(cue, self._frame, self._style.ems)

    def _draw_ground(self, number: int, word: int | None, alone: int | None) -> QImage:
        layout = self._layout(number, alone)
        return drawn(layout, partial(self._style.ground, layout=layout, word=word))

    def _draw(self, number: int, state: State) -> Patch | None:
        alone = state.word if self._style.is_alone else None
        layout = self._layout(number, alone)
        if layout.is_empty:
            return None
        ground = self._ground(number, state.word if self._style.grows else None, alone)
        image = drawn(layout, partial(self._style.draw, layout=layout, state=state), ground)
        return patch_of(image, *layout.bounds[:2])


def drawn(
    layout: CueLayout, draw: Callable[[QPainter], None], ground: QImage | None = None
) -> QImage:
    """Draw within a layout's bounds, over a ground of the same size if one is given."""
    left, top, width, height = layout.bounds
    image = blank(width, height) if ground is None else ground.copy()
    painter = painter_on(image)
    painter.translate(-left, -top)
    draw(painter)
    painter.end()
    return image


def style_named(name: str) -> Style:
    """Return a caption style.

    Raises:
        CreatorError: There is none of that name.
    """
    if name not in STYLES:
        raise CreatorError(
            f"There is no caption style “{name}”.", f"There are: {', '.join(STYLES)}."
        )
    return STYLES[name]


def _whole(_cue: Cue, _time_us: int) -> State:
    return State()


def _spoken(cue: Cue, time_us: int) -> State:
    """Mark the word that is spoken; in a long pause none is."""
    number = _word_at(cue.words, time_us)
    if number is None or time_us > cue.words[number].end_us + LINGER_US:
        return State()
    return State(number)


def _springing(cue: Cue, time_us: int) -> State:
    number = _word_at(cue.words, time_us)
    if number is None:
        # Without times of words, all of it stands there.
        return State() if not cue.words else State(-1)
    step = (time_us - cue.words[number].start_us) // STEP_US
    return State(number, min(step, len(SPRING) - 1))


def _alone(cue: Cue, time_us: int) -> State | None:
    if not cue.words:
        return State()
    state = _springing(cue, time_us)
    return state if state.word is not None and state.word >= 0 else None


def _word_at(words: tuple[Word, ...], time_us: int) -> int | None:
    started = [number for number, word in enumerate(words) if word.start_us <= time_us]
    return started[-1] if started else None


def _nothing(painter: QPainter, layout: CueLayout, **_rest: object) -> None:
    del painter, layout


def _letters(painter: QPainter, layout: CueLayout, **_rest: object) -> None:
    for line in layout.lines:
        outline = (DARK, OUTLINE * layout.size_px)
        draw_ink(painter, line.shaped.ink(), QPointF(line.left, line.top), WHITE, outline)


def _boxed_letters(painter: QPainter, layout: CueLayout, **_rest: object) -> None:
    size = layout.size_px
    for line in layout.lines:
        aside = BOX_ASIDE * size
        half = layout.pitch_px / 2
        box = QRectF(line.left - aside, line.middle - half, line.shaped.width + 2 * aside, 2 * half)
        draw_block(painter, box, RADIUS * size, GROUND)
    for line in layout.lines:
        draw_ink(painter, line.shaped.ink(), QPointF(line.left, line.top), WHITE, None)


def _mark(painter: QPainter, layout: CueLayout, state: State) -> None:
    """Lay a block under the spoken word, and the word on it again."""
    word = layout.word(state.word)
    if word is None:
        return
    size = layout.size_px
    # Where a script has no spaces, the block must not lie on the neighbours.
    aside = size * (BLOCK_ASIDE if word.has_space else BLOCK_TIGHT)
    left, right = word.left - aside, word.right + aside
    middle = word.line.middle
    block = QRectF(left, middle - BLOCK_HALF * size, right - left, 2 * BLOCK_HALF * size)
    draw_block(painter, block, RADIUS * size, MARK)
    at = QPointF(word.line.left, word.line.top)
    draw_ink(painter, word.ink, at, MARK_TEXT, None)


def _earlier_words(painter: QPainter, layout: CueLayout, word: int | None) -> None:
    """Draw the words that have been spoken; all where nobody knows when they are."""
    if word is None:
        _letters(painter, layout)
        return
    for number in range(word):
        if (earlier := layout.word(number)) is not None:
            _draw_word(painter, layout, earlier, 1.0)


def _newest_word(painter: QPainter, layout: CueLayout, state: State) -> None:
    if (word := layout.word(state.word)) is not None:
        _draw_word(painter, layout, word, SPRING[state.step])


def _only_word(painter: QPainter, layout: CueLayout, state: State) -> None:
    word = layout.word(0)
    if state.word is None or word is None:
        _letters(painter, layout)
    else:
        _draw_word(painter, layout, word, SPRING[state.step])


def _draw_word(painter: QPainter, layout: CueLayout, word: PlacedWord, scale: float) -> None:
    middle = QPointF((word.left + word.right) / 2, word.line.middle)
    painter.save()
    painter.translate(middle)
    painter.scale(scale, scale)
    painter.translate(-middle)
    outline = (DARK, OUTLINE * layout.size_px)
    draw_ink(painter, word.ink, QPointF(word.line.left, word.line.top), WHITE, outline)
    painter.restore()


STYLES = {
    "plain": Style("Plain", _whole, _letters, _nothing),
    "boxed": Style("Boxed", _whole, _boxed_letters, _nothing, 0.86),
    "karaoke": Style("Karaoke", _spoken, _letters, _mark),
    "pop": Style("Pop", _springing, _earlier_words, _newest_word, grows=True),
    "one-word": Style("One word", _alone, _nothing, _only_word, ONE_WORD_EMS, is_alone=True),
}
