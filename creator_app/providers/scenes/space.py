"""Space: a planet in the light of its sun, rings perhaps, clouds of gas and stars behind."""

import numpy as np

from creator_app.providers.scenes import sky
from creator_app.providers.scenes.brush import (
    Color,
    Field,
    Pixels,
    between,
    cloudiness,
    color,
    dithered,
    lightened,
    mixed,
    smoothstep,
)
from creator_app.providers.scenes.layers import Layer, layer_of, pushed_in
from creator_app.providers.scenes.light import leaning
from creator_app.providers.scenes.wishes import Wish

PUSH = 0.07
KINDS = (
    ("#1D3B66", "#2F6FA8", "#E8EEF0", "#4E8A5A", "#7FC4FF"),
    ("#7A3E22", "#C7743E", "#EFC28A", "#9A5230", "#FFB98A"),
    ("#3A2A5E", "#7A5AA8", "#D9B8E8", "#54407E", "#C9A0FF"),
    ("#6B5536", "#C2A06A", "#F0E0B8", "#9A7C4E", "#FFE3A8"),
)
GASES = (("#31206B", "#B0407F"), ("#0E3A5E", "#2FA39A"), ("#5A1E3C", "#E0763C"))
# The texture of a planet goes once around it in this many seconds.
DAY_S = 110.0


class Space:
    """A scene in space; ask for its frames in any order."""

    def __init__(self, shape: tuple[int, int], seconds: float, wish: Wish) -> None:
        """Paint stars and planet.

        Args:
            shape: Height and width of a frame.
            seconds: How long the clip is.
            wish: What to draw.
        """
        rng = np.random.default_rng(wish.seed)
        self._shape, self._seconds = shape, seconds
        height, width = shape
        self._still = dithered(_deep(shape, wish, rng), rng)
        near = sky.star_field((height, int(width * 1.1)), rng, 0.00016)
        near = np.clip(near * 1.5, 0, 1)
        self._stars = layer_of((0.96, 0.97, 1.0), near, rng, left=-width * 0.05)
        kind = [color(code) for code in KINDS[_kind(wish)]]
        if wish.tint is not None:
            kind = [leaning(each, wish.tint) for each in kind]
        self._planet = _Planet(shape, kind, wish, rng)

    def frame(self, seconds: float) -> Pixels:
        """Return the picture after some seconds, [height, width, 3]."""
        done = seconds / max(0.1, self._seconds)
        frame = self._still.copy()
        self._stars.onto(frame, (0.5 - done) * self._shape[1] * 0.03)
        self._planet.onto(frame, seconds, (0.5 - done) * self._shape[1] * 0.05)
        middle = self._planet.middle
        return pushed_in(frame, 1 + PUSH * done, middle[0], middle[1])


def _deep(shape: tuple[int, int], wish: Wish, rng: np.random.Generator) -> Field:
    size = float(min(shape))
    image = np.zeros((*shape, 3), np.float32) + np.asarray(color("#04050C"), np.float32)
    for number, code in enumerate(GASES[wish.seed // 7 % len(GASES)]):
        tone = leaning(color(code), wish.tint) if wish.tint else color(code)
        spots = cloudiness(rng, shape, (size * 0.75, size * 0.75), 7)
        veil = cloudiness(rng, shape, (size * 1.2, size * 1.2), 3)
        gas = smoothstep(0.42, 0.88, spots * 0.7 + veil * 0.45) * (0.62 - 0.12 * number)
        image = lightened(image, gas, tone)
    dust = smoothstep(0.50, 0.75, cloudiness(rng, shape, (size * 0.4, size * 0.4), 7)) * 0.55
    image = image * (1 - dust[..., None])
    return lightened(image, sky.star_field(shape, rng, 0.0015), (0.94, 0.96, 1.0))


def _kind(wish: Wish) -> int:
    """Return which planet is meant, or one by chance."""
    if "earth" in wish.marks:
        return 0
    return 1 if "mars" in wish.marks else 3 if "ring" in wish.marks else wish.seed % len(KINDS)


class _Planet:
    """A ball lit from one side; its surface turns."""

    def __init__(
        self, shape: tuple[int, int], kind: list[Color], wish: Wish, rng: np.random.Generator
    ) -> None:
        height, width = shape
        self._radius = radius = min(shape) * float(rng.uniform(0.27, 0.33))
        self.middle = (width * float(rng.uniform(0.40, 0.60)), height * 0.42)
        side = int(radius * 2.5) | 1
        half = side / 2
        axis = (np.arange(side, dtype=np.float32) - half) / radius
        x, y = axis[None].repeat(side, axis=0), axis[:, None].repeat(side, axis=1)
        far = np.sqrt(x * x + y * y)
        z = np.sqrt(np.clip(1 - far * far, 0, 1))
        lean = float(rng.uniform(-0.5, 0.5))
        along, up = x * np.cos(lean) + y * np.sin(lean), y * np.cos(lean) - x * np.sin(lean)
        self._texture = _surface(kind, wish, rng)
        tall, wide = self._texture.shape[:2]
        self._u = np.arctan2(along, np.maximum(z, 1e-3)) / (2 * np.pi) * wide / 2 + wide / 4
        self._u = self._u.astype(np.float32)
        self._v = ((np.arcsin(np.clip(up, -1, 1)) / np.pi + 0.5) * (tall - 1)).astype(np.float32)
        sun = np.array([-0.72 if wish.seed & 1 else 0.72, -0.42, 0.55])
        sun /= np.linalg.norm(sun)
        lit = x * sun[0] + y * sun[1] + z * sun[2]
        light = smoothstep(-0.12, 0.85, lit) * (0.55 + 0.45 * z)
        self._light = np.repeat((light * 255).astype(np.uint8)[..., None], 3, axis=2)
        ball = smoothstep(1.0 + 1.2 / radius, 1.0 - 1.2 / radius, far)
        self._ball = (ball * 255).astype(np.uint8)
        self._air = _air(far, x * sun[0] + y * sun[1], ball, kind[4], rng)
        is_named = bool(wish.marks & {"earth", "mars"})
        has_ring = "ring" in wish.marks or (not is_named and wish.seed // 11 % 3 == 0)
        self._rings = _rings(radius, lean + 0.35, kind, rng) if has_ring else None

    def onto(self, frame: Pixels, seconds: float, aside: float) -> None:
        """Draw it as it has turned at a moment."""
        import cv2

        shift = np.float32(seconds / DAY_S * self._texture.shape[1] / 2)
        texture = cv2.remap(self._texture, self._u + shift, self._v, cv2.INTER_LINEAR)
        shown = cv2.multiply(texture, self._light, scale=1 / 255)
        shown = cv2.multiply(shown, cv2.cvtColor(self._ball, cv2.COLOR_GRAY2RGB), scale=1 / 255)
        ball = np.dstack([np.asarray(shown, np.uint8), self._ball])
        x, y = self.middle[0] + aside, self.middle[1]
        half = ball.shape[0] / 2
        if self._rings is not None:
            side = self._rings[0].pixels.shape[0] / 2
            self._rings[0].onto(frame, x - side, y - side)
        Layer(ball, x - half, y - half).onto(frame)
        self._air.onto(frame, x - half, y - half)
        if self._rings is not None:
            side = self._rings[0].pixels.shape[0] / 2
            self._rings[1].onto(frame, x - side, y - side)


def _surface(kind: list[Color], wish: Wish, rng: np.random.Generator) -> Pixels:
    """Return what is seen of the planet, twice side by side so that it can turn."""
    tall, wide = 512, 1024
    is_banded = _kind(wish) != 0
    spots = _joined(cloudiness(rng, (tall, wide * 5 // 4), (90, 190), 7), wide)
    if is_banded:
        rows = np.linspace(0, 1, tall, dtype=np.float32)[:, None]
        belts = bands(rng, tall)[:, None]
        level = np.clip(0.62 * belts + 0.45 * spots + 0.05 * np.sin(rows * 60 + spots * 9), 0, 1)
        stops = ((0.2, kind[0]), (0.45, kind[3]), (0.6, kind[1]), (0.85, kind[2]))
        image = between(stops, level)
    else:
        image = between(((0.0, kind[0]), (0.50, kind[1]), (0.53, kind[3]), (0.8, kind[3])), spots)
        clouds = _joined(cloudiness(rng, (tall, wide * 5 // 4), (60, 150), 6), wide)
        white = smoothstep(0.52, 0.74, clouds)[..., None]
        image = image * (1 - white) + np.asarray(kind[2], np.float32) * white
    return np.tile(dithered(image, rng), (1, 2, 1))


def bands(rng: np.random.Generator, count: int) -> Field:
    """Return the bands of a planet from pole to pole, 0..1."""
    from creator_app.providers.scenes.shapes import wave

    line = wave(rng, count, count / 5, 4)
    return np.asarray((line - line.min()) / max(1e-6, float(np.ptp(line))), np.float32)


def _joined(field: Field, wide: int) -> Field:
    """Fade the end of a field into its beginning, so that it goes round."""
    extra = field.shape[1] - wide
    share = np.linspace(0, 1, extra, dtype=np.float32)[None]
    head = field[:, :extra] * share + field[:, wide:] * (1 - share)
    return np.concatenate([head, field[:, extra:wide]], axis=1)


def _air(far: Field, toward: Field, ball: Field, tone: Color, rng: np.random.Generator) -> Layer:
    outside = np.exp(-np.maximum(far - 1, 0) / 0.045) * (1 - ball)
    inside = np.exp(-np.maximum(1 - far, 0) / 0.06) * ball
    day = smoothstep(-0.45, 0.75, toward)
    return layer_of(mixed(tone, (1.0, 1.0, 1.0), 0.15), (outside * 0.75 + inside * 0.6) * day, rng)


def _rings(
    radius: float, lean: float, kind: list[Color], rng: np.random.Generator
) -> tuple[Layer, Layer]:
    """Return the rings behind the planet and those before it."""
    side = int(radius * 4.6) | 1
    axis = (np.arange(side, dtype=np.float32) - side / 2) / radius
    x, y = axis[None].repeat(side, axis=0), axis[:, None].repeat(side, axis=1)
    along, up = x * np.cos(lean) + y * np.sin(lean), y * np.cos(lean) - x * np.sin(lean)
    far = np.sqrt(along**2 + (up / 0.24) ** 2)
    grooves = bands(rng, 512)
    level = np.interp(np.clip((far - 1.35) / 0.85, 0, 1) * 511, np.arange(512), grooves)
    edge = smoothstep(1.35, 1.40, far) * smoothstep(2.20, 2.12, far)
    strength = edge * (0.25 + 0.65 * level.astype(np.float32))
    tone = mixed(kind[2], kind[1], 0.35)
    behind, before = strength * (up < 0), strength * (up >= 0)
    return layer_of(tone, behind, rng), layer_of(tone, before, rng)
