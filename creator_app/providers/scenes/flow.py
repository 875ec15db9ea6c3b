"""Colour that flows: folds of light that wander like silk in water."""

import numpy as np

from creator_app.providers.scenes.brush import (
    Color,
    Field,
    Pixels,
    between,
    cloudiness,
    color,
    mixed,
    scaled,
    smoothstep,
)
from creator_app.providers.scenes.light import leaning
from creator_app.providers.scenes.wishes import Wish

# The folds are soft: they are computed this many times smaller.
SHRINK = 5
FOLDS = 5
PALETTES = (
    ("#0B1026", "#1B2A6B", "#4B3FBF", "#C84FA6", "#FFA36B"),
    ("#061A1F", "#0C4A5B", "#1C8C8C", "#7ED6B2", "#F4F1C9"),
    ("#14091F", "#46186B", "#9B2F8F", "#F0566E", "#FFC27A"),
    ("#07142B", "#123F7A", "#2E86DE", "#7FD1F0", "#F6F3E4"),
    ("#1A0F0A", "#5A2416", "#B5502B", "#F0A04B", "#FBE3B0"),
)


class Flow:
    """An abstract scene; ask for its frames in any order."""

    def __init__(self, shape: tuple[int, int], seconds: float, wish: Wish) -> None:
        """Choose colours and folds.

        Args:
            shape: Height and width of a frame.
            seconds: How long the clip is.
            wish: What to draw.
        """
        del seconds
        rng = np.random.default_rng(wish.seed)
        self._shape = shape
        tones = [color(code) for code in PALETTES[wish.seed % len(PALETTES)]]
        if wish.tint is not None:
            tones = _of_tint(wish.tint)
        places = (0.0, 0.28, 0.52, 0.76, 1.0)
        table = between(tuple(zip(places, tones, strict=True)), np.linspace(0, 1, 1024))
        # 16 bits: the picture is scaled up and only then rounded to 8.
        self._table = (table * 65_280).astype(np.uint16)
        self._phases = rng.uniform(0, 6.283, (FOLDS, 4)).astype(np.float32)
        self._pace = rng.uniform(0.16, 0.34, (FOLDS, 2)).astype(np.float32)
        height, width = (max(8, side // SHRINK) for side in shape)
        size = float(min(height, width))
        self._x = (np.arange(width, dtype=np.float32)[None] / size).repeat(height, axis=0) * 2.6
        self._y = (np.arange(height, dtype=np.float32)[:, None] / size).repeat(width, axis=1) * 2.6
        self._silk = cloudiness(rng, (height, width), (size / 2, size / 2), 3) * 0.8
        noise = rng.random((shape[0] + 64, shape[1] + 64), np.float32)
        noise -= rng.random(noise.shape, np.float32)
        self._noise = np.repeat(((noise + 1) * 128).astype(np.uint16)[..., None], 3, axis=2)
        self._places = rng.integers(0, 64, (509, 2))

    def frame(self, seconds: float) -> Pixels:
        """Return the picture after some seconds, [height, width, 3]."""
        import cv2

        level = self._level(seconds)
        small = self._table[(level * 1023).astype(np.int32)]
        size = (self._shape[1], self._shape[0])
        large = cv2.resize(small, size, interpolation=cv2.INTER_CUBIC)
        top, left = self._places[int(seconds * 60) % len(self._places)]
        noise = self._noise[top : top + self._shape[0], left : left + self._shape[1]]
        return np.asarray(cv2.convertScaleAbs(cv2.add(large, noise), alpha=1 / 257), np.uint8)

    def _level(self, seconds: float) -> Field:
        """Return how bright each place is, 0..1: waves that bend one another.

        Source: domain warping, after I. Quilez, iquilezles.org/articles/warp, 2002.
        """
        x, y = self._x + 0.22 * self._silk, self._y - 0.22 * self._silk
        for number in range(FOLDS):
            phase, pace = self._phases[number], self._pace[number]
            strength = 0.78 / (number + 1.0)
            turn = 0.9 + 0.72 * number
            x = x + strength * np.sin(turn * y + phase[0] + seconds * pace[0] * 1.5)
            y = y + strength * np.cos(turn * x * 0.9 + phase[1] - seconds * pace[1] * 1.5)
        fold = 0.5 + 0.5 * np.sin(1.25 * x + 1.05 * y + self._phases[0][2])
        # Thin bright edges where the cloth turns over.
        edge = np.exp(-((np.sin(1.9 * x - 1.1 * y + self._phases[1][2]) / 0.42) ** 2))
        depth = 0.5 + 0.5 * np.sin(0.8 * x - 0.9 * y + self._phases[2][2])
        level = 0.10 + 0.50 * smoothstep(0.0, 1.0, fold) + 0.26 * edge * fold + 0.20 * depth
        return np.asarray(np.clip(level, 0, 1), np.float32)


def _of_tint(tint: Color) -> list[Color]:
    """Return dark to light colours around one."""
    white: Color = (1.0, 0.97, 0.92)
    return [
        scaled(tint, 0.10),
        scaled(tint, 0.42),
        leaning(scaled(tint, 0.85), tint),
        mixed(tint, white, 0.42),
        mixed(tint, white, 0.86),
    ]
