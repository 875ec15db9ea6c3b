"""A forest: trunk behind trunk in the haze, shafts of light, motes in the air."""

from dataclasses import dataclass

import numpy as np

from creator_app.providers.scenes import shapes
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
    mixed,
    scaled,
    smoothstep,
)
from creator_app.providers.scenes.layers import Layer, layer_of, pushed_in, shine
from creator_app.providers.scenes.light import Light, leaning, light_of
from creator_app.providers.scenes.wishes import Wish

DEPTHS, STILL = 5, 2
PUSH = 0.05
GREEN = color("#2F5A45")
BEYOND = 0.10


class Forest:
    """A forest scene; ask for its frames in any order."""

    def __init__(self, shape: tuple[int, int], seconds: float, wish: Wish) -> None:
        """Paint what stands still.

        Args:
            shape: Height and width of a frame.
            seconds: How long the clip is.
            wish: What to draw.
        """
        rng = np.random.default_rng(wish.seed)
        self._shape, self._seconds = shape, seconds
        height, width = shape
        light = light_of(wish)
        self._sun = (width * float(rng.uniform(0.36, 0.64)), height * 0.34)
        air, deep = _tones(light, wish)
        self._still = dithered(_haze(shape, self._sun, light, air), rng)
        layers = [_trunks(number / (DEPTHS - 1), shape, air, deep, rng) for number in range(DEPTHS)]
        # So far away that the camera's way does not move them.
        for layer in layers[:STILL]:
            layer.onto(self._still)
        self._layers = layers[STILL:]
        self._shafts = _Shafts(shape, self._sun, light, rng)
        is_magic = "firefly" in wish.marks or light.is_moon
        tone = color("#FFE27A") if is_magic else mixed(light.glow, (1.0, 1.0, 0.95), 0.5)
        self._motes = _Motes(shape, tone, rng)
        self._side = 1 if wish.seed & 1 else -1

    def frame(self, seconds: float) -> Pixels:
        """Return the picture after some seconds, [height, width, 3]."""
        done = seconds / max(0.1, self._seconds)
        width = self._shape[1]
        frame = self._still.copy()
        for number, layer in enumerate(self._layers, STILL):
            aside = (0.5 - done) * width * 0.016 * number * self._side
            # The camera walks on: what is near grows faster.
            zoom = 1 + 0.012 * done * number**1.4
            layer.onto(frame, aside, 0, zoom, (width / 2, self._shape[0] * 0.62))
            if number == DEPTHS - 3:
                self._shafts.onto(frame, seconds)
        self._motes.onto(frame, seconds)
        return pushed_in(frame, 1 + PUSH * done, self._sun[0], self._sun[1] + width * 0.2)


def _tones(light: Light, wish: Wish) -> tuple[Color, Color]:
    """Return the colour of the air between the trees, and of what is nearest."""
    green = leaning(GREEN, wish.tint) if wish.tint else GREEN
    air = mixed(mixed(light.haze, light.glow, 0.35), green, 0.30)
    if light.is_moon:
        air = mixed(light.haze, green, 0.25)
    return air, scaled(mixed(light.land, green, 0.22), 0.62)


def _haze(shape: tuple[int, int], sun: tuple[float, float], light: Light, air: Color) -> Field:
    rows = np.linspace(0, 1, shape[0], dtype=np.float32)
    stops = ((0.0, scaled(air, 0.72)), (0.40, scaled(air, 1.06)), (1.0, scaled(air, 0.62)))
    image = np.repeat(between(stops, rows)[:, None], shape[1], axis=1)
    far = distance(shape, sun[0], sun[1], 0.8) / min(shape)
    power = 0.55 if light.is_moon else 0.95
    glow = (0.75 * np.exp(-far / 0.24) + 0.40 * np.exp(-((far / 0.75) ** 2))) * power
    return lightened(image, glow, mixed(light.glow, light.lamp, 0.5))


def _trunks(
    near: float, shape: tuple[int, int], air: Color, deep: Color, rng: np.random.Generator
) -> Layer:
    """Return a row of trees; `near` 0 is the last row, 1 the first."""
    height, width = shape
    wide, tall = int(width * (1 + 2 * BEYOND)), int(height * 1.06)
    size = min(height, width)
    count = round((26 - 21 * near) * max(1.0, width / height))
    polygons: list[shapes.Polygon] = []
    slots = (np.arange(count) + rng.uniform(0.15, 0.85, count)) / count
    for slot in slots:
        x = float(slot) * wide
        if near > 0.9 and abs(slot - 0.5) < 0.20:
            continue  # the view stays open
        girth = size * (0.007 + 0.036 * near**1.5) * rng.uniform(0.7, 1.35)
        polygons += _tree(x, girth, tall, rng)
    ground = _ground(near, shape, wide, rng)
    cover = np.maximum(shapes.filled((tall, wide), polygons), shapes.below(ground, tall))
    leaves = _leaves(near, (tall, wide), rng)
    cover = np.maximum(cover, leaves)
    tone = mixed(mixed(air, deep, 0.16), deep, near**0.75)
    rows = np.linspace(0, 1, tall, dtype=np.float32)[:, None]
    # Mist lies on the ground between the rows.
    foot = smoothstep(0.50, 0.86, np.repeat(rows, wide, axis=1)) * (1 - near) * 0.55
    image = np.asarray(tone, np.float32) * (1 - foot[..., None]) + (
        np.asarray(air, np.float32) * foot[..., None]
    )
    if near > 0.6:
        cover = blurred(cover, 0.5 + 1.2 * (near - 0.6))
    return layer_of(image, np.clip(cover, 0, 1), rng, left=-width * BEYOND, top=-height * 0.03)


def _tree(x: float, girth: float, tall: int, rng: np.random.Generator) -> list[shapes.Polygon]:
    lean = rng.normal(0, 0.018) * tall
    steps = np.linspace(0, 1, 14)
    sway = np.cumsum(rng.normal(0, girth * 0.10, 14))
    left = [
        (x + lean * s + w - girth * (0.34 + 0.30 * s), tall * s)
        for s, w in zip(steps, sway, strict=True)
    ]
    right = [
        (x + lean * s + w + girth * (0.34 + 0.30 * s), tall * s)
        for s, w in zip(steps, sway, strict=True)
    ]
    polygons: list[shapes.Polygon] = [[*left, *reversed(right)]]
    for _ in range(int(rng.integers(2, 6))):
        start = float(rng.uniform(0.02, 0.46))
        side = 1 if rng.random() < 0.5 else -1
        reach = girth * rng.uniform(3.0, 7.5) * side
        y, thick = tall * start, girth * rng.uniform(0.10, 0.22)
        at = x + lean * start + float(np.interp(start, steps, sway))
        rise = abs(reach) * rng.uniform(0.25, 0.75)
        polygons.append(
            [
                (at, y - thick),
                (at + reach * 0.55, y - rise * 0.45 - thick * 0.5),
                (at + reach, y - rise),
                (at + reach * 0.55, y - rise * 0.45 + thick * 0.4),
                (at, y + thick * 1.6),
            ]
        )
    return polygons


def _ground(near: float, shape: tuple[int, int], wide: int, rng: np.random.Generator) -> Field:
    height = shape[0]
    base = 0.70 + 0.22 * near
    line = shapes.wave(rng, wide, wide * 0.4, 4)
    grass = shapes.wave(rng, wide, 5 + 10 * near, 2)
    blades = np.maximum(grass - 0.45, 0) * height * (0.010 + 0.030 * near)
    return np.asarray(height * (base + 0.03) - line * height * 0.035 - blades, np.float32)


def _leaves(near: float, shape: tuple[int, int], rng: np.random.Generator) -> Field:
    """Return the leaves that hang into the picture from above."""
    grain = min(shape) * (0.05 + 0.05 * near)
    spots = cloudiness(rng, shape, (grain, grain), 5)
    rows = np.linspace(0, 1, shape[0], dtype=np.float32)[:, None]
    room = smoothstep(0.34 - 0.08 * near, 0.0, np.repeat(rows, shape[1], axis=1))
    return smoothstep(0.70, 0.76, spots * 0.62 + room * 0.46) * (0.55 + 0.45 * near)


class _Shafts:
    """Beams that fan out from the sun between the trees, and slowly shift."""

    def __init__(
        self,
        shape: tuple[int, int],
        sun: tuple[float, float],
        light: Light,
        rng: np.random.Generator,
    ) -> None:
        small = (max(8, shape[0] // 4), max(8, shape[1] // 4))
        rows = np.arange(small[0], dtype=np.float32)[:, None] - (sun[1] / 4 - small[0] * 0.30)
        columns = np.arange(small[1], dtype=np.float32)[None] - sun[0] / 4
        self._angle = np.arctan2(columns, np.maximum(rows, 1)) * 90 + 512
        away = np.sqrt(rows**2 + columns**2) / max(small)
        self._fade = smoothstep(0.02, 0.25, away) * smoothstep(1.05, 0.35, away)
        self._fade *= (rows > 0).astype(np.float32)
        self._beams = [
            smoothstep(0.50, 0.78, cloudiness(rng, (8, 1024), (8, size), 3)[4]) for size in (26, 15)
        ]
        self._shape = shape
        power = 0.20 if light.is_moon else 0.36
        self._tone = np.asarray(mixed(light.glow, light.lamp, 0.5), np.float32) * 255 * power

    def onto(self, frame: Pixels, seconds: float) -> None:
        """Add the beams of a moment."""
        import cv2

        places = np.arange(1024, dtype=np.float32)
        first = np.interp(self._angle + seconds * 2.2, places, self._beams[0])
        second = np.interp(self._angle - seconds * 1.7, places, self._beams[1])
        power = (0.6 * first + 0.6 * first * second) * self._fade
        light = (power[..., None].astype(np.float32) * self._tone).astype(np.uint8)
        size = (self._shape[1], self._shape[0])
        shine(frame, np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_CUBIC), np.uint8))


@dataclass(frozen=True, slots=True)
class _Mote:
    x: float
    y: float
    size: int
    pace: float
    phase: float
    power: float


class _Motes:
    """Dust or fireflies: soft dots that wander and breathe."""

    def __init__(self, shape: tuple[int, int], tone: Color, rng: np.random.Generator) -> None:
        self._shape = shape
        unit = min(shape) / 720
        self._dots = {
            size: (_soft_dot(round(size * unit)) * np.asarray(tone, np.float32) * 255)
            for size in (7, 13, 21, 33)
        }
        self._motes = [
            _Mote(
                float(rng.uniform(0, shape[1])),
                float(rng.uniform(0.25, 0.98) * shape[0]),
                int(rng.choice([7, 7, 7, 13, 13, 21, 33])),
                float(rng.uniform(0.3, 1.0)),
                float(rng.uniform(0, 6.3)),
                float(rng.uniform(0.4, 1.0)),
            )
            for _ in range(64)
        ]

    def onto(self, frame: Pixels, seconds: float) -> None:
        """Light them where they are at a moment."""
        height, width = self._shape
        for mote in self._motes:
            dot = self._dots[mote.size]
            breath = 0.55 + 0.45 * np.sin(seconds * mote.pace * 2.1 + mote.phase)
            sway = np.sin(seconds * mote.pace * 0.8 + mote.phase) * width * 0.02
            x = round((mote.x + sway + seconds * width * 0.006) % width)
            y = round((mote.y - seconds * mote.pace * height * 0.012) % height)
            half = dot.shape[0] // 2
            part = frame[y - half : y + half + 1, x - half : x + half + 1]
            if part.shape[:2] == dot.shape[:2]:
                shine(part, (dot * (mote.power * breath / (1 + mote.size / 40))).astype(np.uint8))


def _soft_dot(size: int) -> Field:
    size = max(3, size) | 1
    far = distance((size, size), size // 2, size // 2) / (size / 2)
    return np.asarray(
        (np.exp(-((far / 0.42) ** 2)) * smoothstep(1.0, 0.7, far))[..., None], np.float32
    )
