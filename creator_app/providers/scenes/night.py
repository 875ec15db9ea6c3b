"""The night sky: stars, the Milky Way or northern lights, and dark land below."""

import numpy as np

from creator_app.providers.scenes import land, sky
from creator_app.providers.scenes.brush import (
    Color,
    Field,
    Pixels,
    cloudiness,
    color,
    distance,
    dithered,
    lightened,
    smoothstep,
)
from creator_app.providers.scenes.layers import pushed_in, shine
from creator_app.providers.scenes.light import LIGHTS, leaning
from creator_app.providers.scenes.wishes import Wish

PUSH = 0.04
# Northern lights are soft: they are computed this many times smaller.
SHRINK = 5
CURTAINS = 3
GREEN, VIOLET = color("#49F0A0"), color("#8A5CF0")


class Night:
    """A night scene; ask for its frames in any order."""

    def __init__(self, shape: tuple[int, int], seconds: float, wish: Wish) -> None:
        """Paint what stands still.

        Args:
            shape: Height and width of a frame.
            seconds: How long the clip is.
            wish: What to draw.
        """
        rng = np.random.default_rng(wish.seed)
        self._shape, self._seconds, self._wish = shape, seconds, wish
        light = LIGHTS["night"]
        height, width = shape
        self._horizon = height * 0.80
        is_free = not wish.marks & {"moon", "stars"}
        has_aurora = "aurora" in wish.marks or (is_free and wish.seed % 3 == 0)
        lamp = sky.Lamp(width * 0.5, -height, 1.0)
        image = sky.air(light, shape, self._horizon, lamp)
        if "moon" in wish.marks:
            lamp = sky.lamp_of(light, shape, self._horizon, float(rng.uniform(0.3, 0.7)))
            image = sky.with_lamp(image, light, self._horizon, lamp, rng)
        elif not has_aurora:
            image = _milky_way(image, wish, rng)
        image = lightened(image, sky.star_field(shape, rng, 0.0011) * 0.9, (0.93, 0.96, 1.0))
        self._still = dithered(image, rng)
        self._twinkle = _Twinkle(shape, self._horizon, rng)
        self._aurora = _Aurora(shape, wish, rng) if has_aurora else None
        slopes = (
            land.Slope(0.72, 0.09, 0.36, 0.5, foot=0.25),
            land.Slope(0.79, 0.07, 0.16, 0.6, foot=0.25),
            land.Slope(0.88, 0.05, 0.0, 0.8, is_sharp=False, foot=0.3),
        )
        woods = (None, land.firs(shape, rng, 0.018, 0.7), land.firs(shape, rng, 0.085, 0.72))
        self._ridges = [
            land.ridge(slope, light, shape, rng, wood)
            for slope, wood in zip(slopes, woods, strict=True)
        ]
        self._star = _ShootingStar(shape, self._horizon, seconds, rng)

    def frame(self, seconds: float) -> Pixels:
        """Return the picture after some seconds, [height, width, 3]."""
        done = seconds / max(0.1, self._seconds)
        width = self._shape[1]
        frame = self._still.copy()
        self._twinkle.onto(frame, seconds)
        if self._aurora is not None:
            self._aurora.onto(frame, seconds)
        else:
            self._star.onto(frame, seconds)
        for number, ridge in enumerate(self._ridges):
            ridge.onto(frame, (0.5 - done) * width * 0.014 * (number + 1))
        return pushed_in(frame, 1 + PUSH * done, width / 2, self._horizon * 0.7)


def _milky_way(image: Field, wish: Wish, rng: np.random.Generator) -> Field:
    height, width = image.shape[:2]
    lean = 0.55 if wish.seed & 2 else -0.55
    rows = np.arange(height, dtype=np.float32)[:, None] - height * 0.36
    columns = np.arange(width, dtype=np.float32)[None] - width / 2
    size = float(min(height, width))
    across = (columns * np.cos(lean) + rows * np.sin(lean)) / size
    spots = cloudiness(rng, (height, width), (size * 0.30, size * 0.30), 6)
    dust = cloudiness(rng, (height, width), (size * 0.22, size * 0.22), 6)
    band = np.exp(-((across + (spots - 0.5) * 0.22) ** 2) / 0.030)
    lane = smoothstep(0.47, 0.64, dust) * np.exp(-((across / 0.13) ** 2)) * 0.80
    glow = band * (0.34 + 0.72 * smoothstep(0.34, 0.80, spots)) * (1 - lane)
    image = lightened(image, glow * 0.42, _toned(color("#9FB4E8"), wish))
    image = lightened(image, glow**2 * 0.36, _toned(color("#E9B8C8"), wish))
    grains = rng.random((height, width), np.float32)
    dense = (grains > 1 - 0.020 * np.clip(glow, 0, 1)).astype(np.float32) * grains
    return lightened(image, dense * 0.40, (0.95, 0.96, 1.0))


def _toned(each: Color, wish: Wish) -> Color:
    return leaning(each, wish.tint) if wish.tint else each


class _Twinkle:
    """A few bright stars that flicker, each at its own pace."""

    def __init__(self, shape: tuple[int, int], horizon: float, rng: np.random.Generator) -> None:
        count = 46
        self._x = rng.integers(6, shape[1] - 6, count)
        self._y = rng.integers(6, int(horizon * 0.85), count)
        self._pace = rng.uniform(1.2, 4.0, count)
        self._phase = rng.uniform(0, 6.3, count)
        self._power = rng.uniform(60, 210, count)
        size = 5 if min(shape) < 400 else 9
        far = distance((size, size), size // 2, size // 2)
        self._dot = np.exp(-((far / (size / 5.2)) ** 2))[..., None] * np.ones(3, np.float32)

    def onto(self, frame: Pixels, seconds: float) -> None:
        """Light them as they are at a moment."""
        level = self._power * (0.55 + 0.45 * np.sin(seconds * self._pace + self._phase))
        half = self._dot.shape[0] // 2
        for x, y, power in zip(self._x, self._y, level, strict=True):
            part = frame[y - half : y + half + 1, x - half : x + half + 1]
            if part.shape[:2] == self._dot.shape[:2]:
                shine(part, (self._dot * power).astype(np.uint8))


class _ShootingStar:
    def __init__(
        self, shape: tuple[int, int], horizon: float, seconds: float, rng: np.random.Generator
    ) -> None:
        self._begin = float(rng.uniform(0.25, 0.6)) * seconds
        self._x, self._y = rng.uniform(0.15, 0.5) * shape[1], rng.uniform(0.12, 0.35) * horizon
        self._size = min(shape)

    def onto(self, frame: Pixels, seconds: float) -> None:
        """Draw its trail while it flies."""
        import cv2

        flown = (seconds - self._begin) / 0.7
        if not 0 < flown < 1:
            return
        trail = np.zeros(frame.shape, np.uint8)
        power = np.sin(flown * np.pi)
        for step in range(12):
            share = step / 12
            way = self._size * (0.62 * flown - 0.022 * step)
            first = (self._x + way, self._y + way * 0.42)
            last = (first[0] - self._size * 0.022, first[1] - self._size * 0.00924)
            level = int(230 * power * (1 - share) ** 1.5)
            ends = [tuple(round(value * 16) for value in end) for end in (first, last)]
            width = 2 if share < 0.3 else 1
            cv2.line(trail, ends[0], ends[1], (level, level, level), width, cv2.LINE_AA, 4)
        shine(frame, trail)


class _Aurora:
    """Curtains of light that wander; sharp below, fading upwards, with rays in them."""

    def __init__(self, shape: tuple[int, int], wish: Wish, rng: np.random.Generator) -> None:
        self._shape = shape
        self._small = (max(8, shape[0] // SHRINK), max(8, shape[1] // SHRINK))
        self._lower = np.asarray(_toned(GREEN, wish), np.float32)
        self._upper = np.asarray(_toned(VIOLET, wish), np.float32)
        self._waves = rng.uniform(0, 6.3, (CURTAINS, 8))
        self._rays = np.stack(
            [cloudiness(rng, (16, 2048), (16, 26), 4)[8] for _ in range(CURTAINS)]
        )
        self._levels = np.array([0.62, 0.48, 0.36]) + rng.uniform(-0.03, 0.03, CURTAINS)

    def onto(self, frame: Pixels, seconds: float) -> None:
        """Add the light of a moment."""
        import cv2

        light = np.zeros((*self._small, 3), np.float32)
        for number in range(CURTAINS):
            light += self._curtain(number, seconds)
        large = cv2.resize(
            np.clip(light * 255, 0, 255).astype(np.uint8),
            (self._shape[1], self._shape[0]),
            interpolation=cv2.INTER_CUBIC,
        )
        shine(frame, np.asarray(large, np.uint8))

    def _curtain(self, number: int, seconds: float) -> Field:
        height, width = self._small
        phase = self._waves[number]
        x = np.linspace(0, 1, width, dtype=np.float32)
        bend = (
            0.050 * np.sin(x * 5.2 + phase[0] + seconds * 0.22)
            + 0.030 * np.sin(x * 9.7 + phase[1] - seconds * 0.31)
            + 0.014 * np.sin(x * 21.0 + phase[2] + seconds * 0.47)
        )
        lower = (self._levels[number] + bend)[None]
        place = (x * 620 + 140 * np.sin(x * 4 + phase[3]) + seconds * 7 + phase[4] * 100) % 2047
        ray = np.interp(place, np.arange(2048), self._rays[number])
        power = smoothstep(0.30, 0.78, ray.astype(np.float32))
        wander = np.sin(x * 3.6 + phase[5] + seconds * 0.35) + 0.5 * np.sin(x * 8.1 + phase[6])
        swell = smoothstep(-0.55, 1.15, wander.astype(np.float32))
        tall = (0.07 + 0.24 * (0.4 + 0.6 * power) * swell)[None]
        above = lower - np.linspace(0, 1, height, dtype=np.float32)[:, None]
        upward = np.exp(-np.maximum(above, 0) / tall) * smoothstep(-0.035, 0.022, above)
        strength = upward * ((0.18 + 0.82 * power) * swell)[None] * (0.85 - 0.20 * number)
        share = np.clip(above / 0.32, 0, 1)[..., None]
        return np.asarray(
            strength[..., None] * (self._lower * (1 - share) + self._upper * share), np.float32
        )
