"""Rain on a window: lights out of focus behind, drops on the glass that bend them."""

from dataclasses import dataclass

import numpy as np

from creator_app.providers.scenes.brush import (
    Color,
    Field,
    Pixels,
    between,
    blurred,
    cloudiness,
    color,
    distance,
    dithered,
    lightened,
    smoothstep,
)
from creator_app.providers.scenes.layers import shine
from creator_app.providers.scenes.light import leaning
from creator_app.providers.scenes.wishes import Wish

LIGHT_TONES = ("#FFB45E", "#FF7F50", "#FFD9A0", "#7FB6FF", "#FF5E7A", "#FFE9C9", "#6FE0D0")
GROUNDS = {
    "day": ("#5E7688", "#8FA3AE", "#6A7F86"),
    "grey": ("#55646F", "#8795A0", "#5C6A72"),
    "dawn": ("#4A4A78", "#B98A93", "#5A5568"),
    "sunset": ("#3B2358", "#B8566A", "#3C2B48"),
    "dusk": ("#141A3C", "#4A4A86", "#1B2038"),
    "night": ("#070B18", "#1A2646", "#0A0E1C"),
}
# How much a drop bends what is seen through it, as a share of its size.
BEND = 1.7


@dataclass(frozen=True, slots=True)
class _Runner:
    """A drop that runs down, stops, and runs on."""

    x: float
    begin: float
    pace: float
    radius: float
    phase: float


class Rain:
    """A rain scene; ask for its frames in any order."""

    def __init__(self, shape: tuple[int, int], seconds: float, wish: Wish) -> None:
        """Paint lights and drops.

        Args:
            shape: Height and width of a frame.
            seconds: How long the clip is.
            wish: What to draw.
        """
        rng = np.random.default_rng(wish.seed)
        self._shape, self._seconds = shape, seconds
        size = min(shape)
        self._margin = size // 8
        self._behind = _lights(wish, shape, self._margin, rng)
        heights, self._gleam = _drops(shape, rng)
        across, down = _slopes(heights)
        rows, columns = np.indices(shape, dtype=np.float32)
        self._columns = columns - across * size * 0.030 * BEND + self._margin
        self._rows = rows - down * size * 0.030 * BEND + self._margin
        self._veil = _veil(heights)
        self._runners = [
            _Runner(
                float(rng.uniform(0.04, 0.96) * shape[1]),
                float(rng.uniform(-0.7, 0.75) * shape[0]),
                float(rng.uniform(0.05, 0.16) * shape[0]),
                float(rng.uniform(0.010, 0.018) * size),
                float(rng.uniform(0, 6.3)),
            )
            for _ in range(11)
        ]

    def frame(self, seconds: float) -> Pixels:
        """Return the picture after some seconds, [height, width, 3]."""
        import cv2

        done = seconds / max(0.1, self._seconds)
        drift = (done - 0.5) * self._margin * 0.8
        columns, rows = self._columns + np.float32(drift), self._rows.copy()
        for runner in self._runners:
            self._run(runner, seconds, columns, rows)
        frame = cv2.remap(
            self._behind, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        )
        frame = cv2.multiply(frame, self._veil, scale=1 / 255)
        shine(np.asarray(frame), self._gleam)
        for runner in self._runners:
            self._glint(np.asarray(frame), runner, seconds)
        return np.asarray(frame, np.uint8)

    def _place(self, runner: _Runner, seconds: float) -> tuple[float, float]:
        """Return where a running drop is: it runs in starts."""
        way = seconds * 1.1 + runner.phase
        run = way + 0.85 * np.sin(way * 1.7) * 0.55
        y = runner.begin + run * runner.pace
        return runner.x + np.sin(y * 0.021 + runner.phase) * runner.radius * 0.9, float(y)

    def _run(self, runner: _Runner, seconds: float, columns: Field, rows: Field) -> None:
        """Bend the light where a running drop is, and smooth the glass where it has been."""
        x, y = self._place(runner, seconds)
        radius = runner.radius
        box = self._box(x, y - radius * 0.6, radius * 1.25, radius * 1.9)
        if box is None:
            return
        top, bottom, left, right = box
        across = (np.arange(left, right, dtype=np.float32)[None] - x) / radius
        down = (np.arange(top, bottom, dtype=np.float32)[:, None] - y) / radius
        down = np.where(down < 0, down / 1.6, down)
        inside = np.clip(1 - across**2 - down**2, 0, 1)
        power = smoothstep(0.0, 0.18, inside) * radius * 7.0
        part = (slice(top, bottom), slice(left, right))
        base_x = np.arange(left, right, dtype=np.float32)[None] + self._margin
        base_y = np.arange(top, bottom, dtype=np.float32)[:, None] + self._margin
        share = smoothstep(0.0, 0.10, inside)
        columns[part] = columns[part] * (1 - share) + (base_x - across * power) * share
        rows[part] = rows[part] * (1 - share) + (base_y - down * power) * share

    def _glint(self, frame: Pixels, runner: _Runner, seconds: float) -> None:
        import cv2

        x, y = self._place(runner, seconds)
        middle = (round((x - runner.radius * 0.3) * 16), round((y - runner.radius * 0.5) * 16))
        size = max(1, round(runner.radius * 0.16 * 16))
        cv2.circle(frame, middle, size, (236, 240, 246), -1, cv2.LINE_AA, 4)

    def _box(
        self, x: float, y: float, wide: float, tall: float
    ) -> tuple[int, int, int, int] | None:
        top, bottom = max(0, int(y - tall)), min(self._shape[0], int(y + tall) + 2)
        left, right = max(0, int(x - wide)), min(self._shape[1], int(x + wide) + 2)
        return (top, bottom, left, right) if top < bottom and left < right else None


def _lights(wish: Wish, shape: tuple[int, int], margin: int, rng: np.random.Generator) -> Pixels:
    """Return what is behind the glass: a dim street, its lights large and soft."""
    height, width = shape[0] + 2 * margin, shape[1] + 2 * margin
    top, middle, bottom = (_toned(color(code), wish) for code in GROUNDS[wish.hour])
    column = between(
        ((0, top), (0.55, middle), (1, bottom)), np.linspace(0, 1, height, dtype=np.float32)
    )
    image = np.repeat(column[:, None], width, axis=1)
    image = (
        image
        * (0.75 + 0.5 * blurred(cloudiness(rng, (height, width), (220, 160), 3), 18))[..., None]
    )
    is_bright = wish.hour in {"day", "grey"}
    for _ in range(86):
        tone = _toned(color(LIGHT_TONES[rng.integers(0, len(LIGHT_TONES))]), wish)
        power = rng.uniform(0.16, 0.85) ** 1.15 * (0.35 if is_bright else 1.0)
        image = _disc(image, tone, power, min(shape), rng)
    return dithered(np.clip(image, 0, 1), rng)


def _disc(image: Field, tone: Color, power: float, size: int, rng: np.random.Generator) -> Field:
    """Add one light out of focus: an even disc, a little brighter at its rim."""
    height, width = image.shape[:2]
    radius = size * (0.02 + 0.085 * rng.random() ** 1.6)
    x, y = rng.uniform(0, width), height * float(np.clip(rng.normal(0.56, 0.17), 0.05, 0.97))
    left, right = max(0, int(x - radius * 1.4)), min(width, int(x + radius * 1.4) + 1)
    top, bottom = max(0, int(y - radius * 1.4)), min(height, int(y + radius * 1.4) + 1)
    if left >= right or top >= bottom:
        return image
    far = distance((bottom - top, right - left), x - left, y - top) / radius
    soft = 0.09 + 0.05 * rng.random()
    disc = smoothstep(1 + soft, 1 - soft, far) * (0.74 + 0.26 * np.clip(far, 0, 1) ** 4)
    part = (slice(top, bottom), slice(left, right))
    image[part] = lightened(image[part], disc * power, tone)
    return image


def _toned(each: Color, wish: Wish) -> Color:
    return leaning(each, wish.tint) if wish.tint else each


def _drops(shape: tuple[int, int], rng: np.random.Generator) -> tuple[Field, Pixels]:
    """Return how high the water stands on the glass, and where it gleams."""
    size = min(shape)
    heights = np.zeros(shape, np.float32)
    gleam = np.zeros((*shape, 3), np.uint8)
    kinds = ((1300, 0.0022, 0.0048), (380, 0.005, 0.011), (110, 0.012, 0.026))
    for count, least, most in kinds:
        for _ in range(round(count * shape[0] * shape[1] / (1280 * 720))):
            _add_drop(heights, gleam, size * rng.uniform(least, most), rng)
    return heights, gleam


def _add_drop(heights: Field, gleam: Pixels, radius: float, rng: np.random.Generator) -> None:
    import cv2

    height, width = heights.shape
    x, y = rng.uniform(0, width), rng.uniform(0, height)
    left, right = max(0, int(x - radius * 1.3)), min(width, int(x + radius * 1.3) + 2)
    top, bottom = max(0, int(y - radius * 1.7)), min(height, int(y + radius * 1.7) + 2)
    if left >= right or top >= bottom:
        return
    across = (np.arange(left, right, dtype=np.float32)[None] - x) / radius
    down = (np.arange(top, bottom, dtype=np.float32)[:, None] - y) / (radius * rng.uniform(1, 1.3))
    dome = np.sqrt(np.clip(1 - across**2 - down**2, 0, 1)) * radius
    part = (slice(top, bottom), slice(left, right))
    heights[part] = np.maximum(heights[part], dome)
    if radius > 2.4:
        middle = (round((x - radius * 0.34) * 16), round((y - radius * 0.42) * 16))
        dot = max(8, round(radius * 0.15 * 16))
        cv2.circle(gleam, middle, dot, (150, 156, 166), -1, cv2.LINE_AA, 4)


def _slopes(heights: Field) -> tuple[Field, Field]:
    """Return how steep the water is, to the right and down, about −1..1."""
    import cv2

    soft = cv2.GaussianBlur(heights, (0, 0), 0.8)
    across = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3) / 8
    down = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3) / 8
    return np.clip(-across, -1.4, 1.4), np.clip(-down, -1.4, 1.4)


def _veil(heights: Field) -> Pixels:
    """Return how much light comes through: a little less at the drops' lower rims."""
    import cv2

    shade = cv2.GaussianBlur(heights, (0, 0), 1.0)
    rim = np.clip(cv2.Sobel(shade, cv2.CV_32F, 0, 1, ksize=3) / 8, 0, 1)
    level = 1 - 0.40 * np.clip(rim, 0, 1)
    return np.repeat((level * 255).astype(np.uint8)[..., None], 3, axis=2)
