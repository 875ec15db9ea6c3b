"""Titles: a few large words over the picture, that come and go softly."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from creator_app.core.timeline import Title
from creator_app.drawing.captions import DARK, WHITE, drawn
from creator_app.drawing.layout import (
    PITCH,
    CueLayout,
    Frame,
    bounds_of,
    fitting_px,
    placed_lines,
)
from creator_app.drawing.patches import patch_of
from creator_app.drawing.text import ShapedLine, draw_ink, get_ready, heavy_font
from creator_app.media.planes import Bytes, Patch, Planes

EMS, WIDE_EMS = 1.35, 1.9
# Where the middle of a title lies: a little above the middle of the picture.
HEIGHT = 0.40
OUTLINE = 0.07
FADE_US = 240_000
FADE_STEPS = 8
MOST_LINES = 4


class TitleOverlay:
    """The titles of a timeline as something the compositor lays over its pictures.

    Args:
        titles: In order of time.
        frame: The picture, and where titles may stand.
    """

    def __init__(self, titles: Sequence[Title], frame: Frame) -> None:
        get_ready()
        self._titles, self._frame = tuple(titles), frame
        self._whole = lru_cache(maxsize=4)(self._draw)

    def at(self, time_us: int) -> tuple[Patch, ...]:
        """Return what lies over the picture at a time; may be empty."""
        patches = []
        for number, title in enumerate(self._titles):
            step = _step(title, time_us)
            whole = self._whole(number) if step > 0 else None
            if whole is not None:
                patches.append(_thinned(whole, step / FADE_STEPS))
        return tuple(patches)

    def _draw(self, number: int) -> Patch | None:
        layout = title_layout(self._titles[number].text, self._frame)
        if layout.is_empty:
            return None

        def draw(painter: QPainter) -> None:
            for line in layout.lines:
                at = QPointF(line.left, line.top)
                draw_ink(painter, line.shaped.ink(), at, WHITE, (DARK, OUTLINE * layout.size_px))

        return patch_of(drawn(layout, draw), *layout.bounds[:2])


def _step(title: Title, time_us: int) -> int:
    """Return how far a title has come in, 0 to `FADE_STEPS`."""
    into, left = time_us - title.start_us, title.start_us + title.duration_us - time_us
    if into < 0 or left <= 0:
        return 0
    return min(FADE_STEPS, 1 + min(into, left) * FADE_STEPS // FADE_US)


def _thinned(patch: Patch, opacity: float) -> Patch:
    if opacity >= 1:
        return patch

    def thin(plane: Bytes) -> Bytes:
        return np.asarray(plane * opacity + 0.5, np.uint8)

    picture = Planes(*(thin(plane) for plane in patch.picture.each))
    clears = (255 - thin(255 - each) for each in (patch.clear, patch.clear_chroma))
    return Patch(patch.left, patch.top, picture, *clears)


def title_layout(text: str, frame: Frame) -> CueLayout:
    """Break a title into lines and place it above the middle of the picture."""
    ems = EMS if frame.height > frame.width else WIDE_EMS
    texts = _broken(" ".join(text.split()), frame, frame.usual_px * ems)
    size = fitting_px(texts, frame, frame.usual_px * ems)
    top = frame.height * HEIGHT - PITCH * size * len(texts) / 2
    lines = placed_lines(texts, frame, size, top)
    return CueLayout(lines, (), size, PITCH * size, bounds_of(lines, frame, size))


def _broken(text: str, frame: Frame, size_px: float) -> list[str]:
    """Break text into as few lines as fit, about equally long."""
    if not text:
        return []
    font = heavy_font(size_px)
    width = ShapedLine(text, font).width
    count = min(MOST_LINES, int(width / (frame.room_px[0] * 0.92)) + 1)
    words = text.split() if " " in text else list(text)
    joint = " " if " " in text else ""
    lines = [""]
    for word in words:
        longer = f"{lines[-1]}{joint}{word}" if lines[-1] else word
        is_full = lines[-1] and ShapedLine(longer, font).width > width / count * 1.12
        if is_full and len(lines) < count:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
