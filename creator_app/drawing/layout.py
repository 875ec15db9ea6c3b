"""Where the lines and words of a caption come to stand in a frame."""

from dataclasses import dataclass

from creator_app.core.captions import Cue
from creator_app.core.transcript import is_ideograph
from creator_app.drawing.text import Ink, ShapedLine, heavy_font

# Size of the type as a share of the shorter side: upright pictures are seen on a phone.
UPRIGHT_SHARE, WIDE_SHARE = 0.074, 0.056
# Distance of two baselines, and of the baseline from the line's middle, in ems.
PITCH, BASELINE = 1.26, 0.36
# What outline, block and spring need around the letters, in ems.
MARGIN = 0.5
# Room the marked word's block takes beyond the letters at either end, in ems.
ASIDE = 0.2


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture, and what of it captions may use.

    Attributes:
        width: Pixels, even.
        height: Pixels, even.
        safe: Left, top, right, bottom margins as shares of the picture.
    """

    width: int
    height: int
    safe: tuple[float, float, float, float] = (0.05, 0.05, 0.05, 0.08)

    @property
    def usual_px(self) -> float:
        """Height of the usual type."""
        share = UPRIGHT_SHARE if self.height > self.width else WIDE_SHARE
        return share * min(self.width, self.height)

    @property
    def room_px(self) -> tuple[float, float]:
        """Width and height that captions may use."""
        left, top, right, bottom = self.safe
        return self.width * (1 - left - right), self.height * (1 - top - bottom)

    @property
    def middle_px(self) -> float:
        """Across: the middle between the safe margins."""
        left, _top, right, _bottom = self.safe
        return self.width * (left + 1 - right) / 2

    @property
    def lowest_px(self) -> float:
        """Down: where the lower safe margin begins."""
        return self.height * (1 - self.safe[3])


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """One line in the frame: its top left corner and its middle, in pixels."""

    shaped: ShapedLine
    left: float
    top: float
    middle: float


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """One word in the frame; its ink lies where its line does."""

    line: PlacedLine
    start: int
    length: int
    left: float
    right: float

    @property
    def has_space(self) -> bool:
        """Whether its script puts spaces around words."""
        text = self.line.shaped.text[self.start : self.start + self.length]
        return not any(is_ideograph(char) for char in text)

    @property
    def ink(self) -> Ink:
        """Its glyphs."""
        return self.line.shaped.ink(self.start, self.length)


@dataclass(frozen=True, slots=True)
class CueLayout:
    """A cue in its frame.

    Attributes:
        lines: From the top.
        words: As in the cue; None for one that is in no line.
        size_px: Height of the type.
        pitch_px: Distance of two lines.
        bounds: Left, top, width and height of what may be drawn on; even numbers.
    """

    lines: tuple[PlacedLine, ...]
    words: tuple[PlacedWord | None, ...]
    size_px: float
    pitch_px: float
    bounds: tuple[int, int, int, int]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.lines or self.bounds[2] < 2 or self.bounds[3] < 2

    def word(self, number: int | None) -> PlacedWord | None:
        """Return a word, if it is in one of the lines."""
        is_there = number is not None and 0 <= number < len(self.words)
        return self.words[number] if is_there and number is not None else None


def laid_out(cue: Cue, frame: Frame, ems: float = 1.0) -> CueLayout:
    """Place a cue at the lower end of the safe area, smaller where it would not fit.

    Args:
        cue: What is said.
        frame: Where.
        ems: Size of the type, of the usual one.
    """
    texts = [line for line in cue.lines if line.strip()]
    size = fitting_px(texts, frame, frame.usual_px * ems)
    lines = placed_lines(texts, frame, size, frame.lowest_px - PITCH * size * len(texts))
    return CueLayout(
        lines,
        tuple(_placed_words(cue, lines)),
        size,
        PITCH * size,
        bounds_of(lines, frame, size),
    )


def fitting_px(texts: list[str], frame: Frame, wanted_px: float) -> float:
    """Return the size of type at which lines fit between the safe margins, at most `wanted_px`."""
    room_width, room_height = frame.room_px
    font = heavy_font(wanted_px)
    widest = max((ShapedLine(text, font).width for text in texts), default=0.0)
    across = room_width / (widest + 2 * ASIDE * wanted_px)
    down = room_height / (PITCH * wanted_px * max(1, len(texts)))
    # Type comes in whole pixels.
    return max(1.0, float(int(wanted_px * min(1.0, across, down))))


def placed_lines(
    texts: list[str], frame: Frame, size_px: float, top_px: float
) -> tuple[PlacedLine, ...]:
    """Shape lines and centre them between the safe margins, one below the other."""
    font = heavy_font(size_px)
    lines = []
    for number, text in enumerate(texts):
        shaped = ShapedLine(text, font)
        middle = top_px + PITCH * size_px * (number + 0.5)
        top = middle + BASELINE * size_px - shaped.ascent
        lines.append(PlacedLine(shaped, frame.middle_px - shaped.width / 2, top, middle))
    return tuple(lines)


def bounds_of(
    lines: tuple[PlacedLine, ...], frame: Frame, size_px: float
) -> tuple[int, int, int, int]:
    """Return left, top, width and height around lines, even, inside the frame."""
    if not lines:
        return 0, 0, 0, 0
    margin = MARGIN * size_px
    left = min(line.left for line in lines) - margin
    right = max(line.left + line.shaped.width for line in lines) + margin
    top = lines[0].middle - PITCH * size_px / 2 - margin
    bottom = lines[-1].middle + PITCH * size_px / 2 + margin
    x, y = max(0, int(left) // 2 * 2), max(0, int(top) // 2 * 2)
    width = min(frame.width, int(right)) - x
    height = min(frame.height, int(bottom)) - y
    return x, y, max(0, width // 2 * 2), max(0, height // 2 * 2)


def _placed_words(cue: Cue, lines: tuple[PlacedLine, ...]) -> list[PlacedWord | None]:
    """Find each word of a cue in its lines, in order."""
    placed: list[PlacedWord | None] = []
    number, at = 0, 0
    for word in cue.words:
        found = _find(word.text, lines, number, at)
        if found is None:
            placed.append(None)
            continue
        number, start = found
        at = start + len(word.text)
        line = lines[number]
        left, right = line.shaped.reach(start, len(word.text))
        placed.append(PlacedWord(line, start, len(word.text), line.left + left, line.left + right))
    return placed


def _find(text: str, lines: tuple[PlacedLine, ...], number: int, at: int) -> tuple[int, int] | None:
    if not text:
        return None
    for later in range(number, len(lines)):
        start = lines[later].shaped.text.find(text, at if later == number else 0)
        if start >= 0:
            return later, start
    return None
