"""A meadow: hills in the light, grass and flowers that sway, clouds that pass."""

from dataclasses import dataclass

import numpy as np

from creator_app.providers.scenes import land, shapes, sky
from creator_app.providers.scenes.brush import (
    Color,
    Field,
    Pixels,
    blurred,
    cloudiness,
    color,
    dithered,
    mixed,
    scaled,
    smoothstep,
)
from creator_app.providers.scenes.layers import Layer, lay, layer_of, pushed_in
from creator_app.providers.scenes.light import Light, leaning, light_of
from creator_app.providers.scenes.wishes import Wish

PUSH = 0.05
GRASS, WHEAT = color("#7FB24A"), color("#E0B85A")
PETALS = ("#E8413C", "#F7D046", "#F3F3F0", "#C86BD6", "#FF8FB1", "#5B8DEF")


@dataclass(frozen=True)
class _Grass:
    """A row of grass that leans in the wind, its foot where it was."""

    layer: Layer
    pace: float
    phase: float
    reach: float

    def onto(self, frame: Pixels, seconds: float, aside: float) -> None:
        """Draw it as it leans at a moment."""
        import cv2

        tall = self.layer.pixels.shape[0]
        lean = self.reach * (
            np.sin(seconds * self.pace + self.phase)
            + 0.45 * np.sin(seconds * self.pace * 2.3 + self.phase * 2)
        )
        top = round(self.layer.top)
        place = frame[top : top + tall]
        move = np.array(
            [[1, -lean, self.layer.left + aside + lean * tall], [0, 1, 0]],
            np.float32,
        )
        moved = cv2.warpAffine(self.layer.pixels, move, (frame.shape[1], tall))
        lay(np.asarray(moved[: len(place)], np.uint8), place)


class Meadow:
    """A meadow scene; ask for its frames in any order."""

    def __init__(self, shape: tuple[int, int], seconds: float, wish: Wish) -> None:
        """Paint what stands still.

        Args:
            shape: Height and width of a frame.
            seconds: How long the clip is.
            wish: What to draw.
        """
        rng = np.random.default_rng(wish.seed)
        self._shape, self._seconds = shape, seconds
        light = light_of(wish)
        self._horizon = shape[0] * 0.56
        self._lamp = sky.lamp_of(light, shape, self._horizon, float(rng.uniform(0.2, 0.8)))
        air = sky.air(light, shape, self._horizon, self._lamp)
        self._still = dithered(sky.with_lamp(air, light, self._horizon, self._lamp, rng), rng)
        self._clouds = sky.clouds(light, shape, self._horizon, self._lamp, rng)
        tones = _tones(light, wish)
        slopes = (
            land.Slope(0.47, 0.070, 0.74, 0.6, is_sharp=False, foot=0.22),
            land.Slope(0.525, 0.060, 0.50, 0.8, is_sharp=False, foot=0.26),
            land.Slope(0.585, 0.060, 0.26, 1.0, is_sharp=False, foot=0.34),
            land.Slope(0.680, 0.060, 0.06, 1.4, is_sharp=False, foot=0.42),
        )
        self._hills = [_hill(slope, light, tones, shape, rng) for slope in slopes]
        petals = _petals(wish, rng)
        self._grass = [
            _grass(near, light, tones, petals if near > 0 else (), shape, rng)
            for near in (0.0, 0.5, 1.0)
        ]
        tone = mixed(light.land, light.haze, 0.25)
        self._birds = sky.flock(shape, self._horizon * 0.8, tone, rng, 5)

    def frame(self, seconds: float) -> Pixels:
        """Return the picture after some seconds, [height, width, 3]."""
        done = seconds / max(0.1, self._seconds)
        width = self._shape[1]
        frame = self._still.copy()
        self._clouds.onto(frame, (done - 0.5) * width * 0.07)
        self._birds.onto(frame, seconds)
        for number, hill in enumerate(self._hills):
            hill.onto(frame, (0.5 - done) * width * 0.009 * (number + 1) * 2)
        for number, grass in enumerate(self._grass):
            grass.onto(frame, seconds, (0.5 - done) * width * (0.045 + 0.014 * number) * 2)
        return pushed_in(frame, 1 + PUSH * done, width / 2, self._horizon)


def _tones(light: Light, wish: Wish) -> tuple[Color, Color]:
    """Return grass in the light and in shadow at this hour."""
    base = WHEAT if "wheat" in wish.marks else GRASS
    if wish.tint is not None:
        base = leaning(base, wish.tint)
    bright = mixed(base, light.glow, 0.22)
    dark = mixed(scaled(base, 0.42), light.land, 0.35)
    if light.height < 0 or light.is_moon:
        bright, dark = mixed(scaled(base, 0.45), light.haze, 0.42), mixed(dark, light.land, 0.5)
    return bright, dark


def _petals(wish: Wish, rng: np.random.Generator) -> tuple[Color, ...]:
    if "wheat" in wish.marks and "flower" not in wish.marks:
        return ()
    count = 3 if "flower" in wish.marks else 2
    chosen = [color(PETALS[at]) for at in rng.permutation(len(PETALS))[:count]]
    return tuple(leaning(each, wish.tint) if wish.tint else each for each in chosen)


def _hill(
    slope: land.Slope,
    light: Light,
    tones: tuple[Color, Color],
    shape: tuple[int, int],
    rng: np.random.Generator,
) -> Layer:
    """Return a hill with fields in the light, and trees along its crest."""
    height, width = shape
    line = land.ridge_line(slope, shape, rng, octaves=3)
    room = int(height * 0.03)
    tall = min(int(slope.foot * height), int(height * (1.04 - slope.top))) + room
    cover = shapes.below(line + room, tall)
    rows = np.arange(tall, dtype=np.float32)[:, None]
    depth = np.clip((rows - line[None] - room) / tall, 0, 1)
    patches = cloudiness(rng, (tall, len(line)), (tall / 5, width / 2.2), 4)
    stripes = 0.5 + 0.5 * np.sin((depth**0.6) * 95 + patches * 14)
    level = 0.94 - depth * 0.75 + (patches - 0.5) * 0.75 + (stripes - 0.5) * 0.10
    level = np.clip(level, 0, 1)[..., None]
    bright, dark = (mixed(tone, light.haze, slope.far) for tone in tones)
    image = np.asarray(dark, np.float32) * (1 - level) + np.asarray(bright, np.float32) * level
    trees = _grove(line + room, slope, shape, rng)
    wood = mixed(mixed(dark, light.land, 0.4), light.haze, slope.far * 0.4)
    image = image * (1 - trees[: len(image), :, None]) + (
        np.asarray(wood, np.float32) * trees[: len(image), :, None]
    )
    return layer_of(
        image, np.maximum(cover, trees), rng,
        left=-width * land.BEYOND, top=slope.top * height - room,
    )  # fmt: skip


def _grove(
    line: Field, slope: land.Slope, shape: tuple[int, int], rng: np.random.Generator
) -> Field:
    """Return round trees in groups along a crest."""
    import cv2

    height = shape[0]
    tall = min(int(slope.foot * height), int(height * (1.04 - slope.top))) + int(height * 0.03)
    fine = np.zeros((tall * 2, len(line) * 2), np.uint8)
    group = shapes.wave(rng, len(line), len(line) * 0.14, 3)
    size = height * (0.007 + 0.015 * (1 - slope.far))
    at = 0.0
    while at < len(line) - 1:
        own = size * float(rng.uniform(0.35, 1.0))
        if group[int(at)] > 0.60:
            foot = float(line[int(at)]) + own * 0.15
            # A crown is many small rounds, wide below and narrow above.
            for _ in range(14):
                up = rng.random()
                x = at + rng.normal(0, own * 0.30 * (1.15 - up))
                y = foot - own * (0.12 + 1.1 * up)
                radius = max(1, round(own * rng.uniform(0.30, 0.52)))
                cv2.circle(fine, (round(x * 2), round(y * 2)), radius, 255, -1)
        at += own * float(rng.uniform(0.5, 2.6))
    small = cv2.resize(fine, (len(line), tall), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32) / 255


def _grass(
    near: float,
    light: Light,
    tones: tuple[Color, Color],
    petals: tuple[Color, ...],
    shape: tuple[int, int],
    rng: np.random.Generator,
) -> _Grass:
    """Return a row of blades and flowers; `near` 0 is the last row, 1 the first."""
    height, width = shape
    wide = int(width * 1.24)
    top = 0.74 + 0.10 * near
    tall = height - round(top * height)
    size = min(height, width)
    blade = size * (0.055 + 0.095 * near)
    base = tall * (0.36 + 0.10 * near)
    polygons = _blades(wide, base, blade, near, rng)
    cover = shapes.filled((tall, wide), polygons)
    ground = shapes.below(base + shapes.wave(rng, wide, wide * 0.3, 3) * blade * 0.3, tall)
    cover = np.maximum(cover, ground)
    rows = np.linspace(0, 1, tall, dtype=np.float32)[:, None]
    grain = cloudiness(rng, (tall, wide), (tall / 2, 9), 3)
    level = np.clip(1.05 - rows * 1.25 + (grain - 0.5) * 0.9, 0, 1)[..., None]
    bright = mixed(tones[0], tones[1], 0.15 + 0.30 * near)
    dark = mixed(scaled(tones[1], 0.75), light.land, 0.25 + 0.45 * near)
    image = np.asarray(dark, np.float32) * (1 - level) + np.asarray(bright, np.float32) * level
    for petal in petals:
        image, cover = _with_flowers(image, cover, petal, (base, blade, near), rng)
    if near > 0.9:
        cover = np.clip(blurred(cover, 0.8), 0, 1)
    layer = layer_of(image, cover, rng, left=-width * 0.12, top=round(top * height))
    return _Grass(layer, float(rng.uniform(0.9, 1.3)), float(rng.uniform(0, 6)), 0.05 + 0.05 * near)


def _blades(
    wide: int, base: float, blade: float, near: float, rng: np.random.Generator
) -> list[shapes.Polygon]:
    polygons: list[shapes.Polygon] = []
    at = -blade
    while at < wide + blade:
        own = blade * float(rng.uniform(0.35, 1.0))
        lean = own * float(rng.normal(0.12, 0.28))
        thick = own * float(rng.uniform(0.025, 0.05)) + 0.5
        foot = base + blade * 0.5
        middle = (at + lean * 0.35, foot - own * 0.95)
        tip = (at + lean, foot - own * 1.5)
        polygons.append(
            [(at - thick, foot), (middle[0] - thick * 0.7, middle[1]), tip,
             (middle[0] + thick * 0.7, middle[1]), (at + thick, foot)]
        )  # fmt: skip
        at += thick * float(rng.uniform(1.0, 2.4)) * (1.0 + near * 0.4)
    return polygons


def _with_flowers(
    image: Field,
    cover: Field,
    petal: Color,
    size: tuple[float, float, float],
    rng: np.random.Generator,
) -> tuple[Field, Field]:
    """Set flowers of one colour among the blades."""
    import cv2

    base, blade, near = size
    tall, wide = cover.shape
    fine = np.zeros((tall * 2, wide * 2), np.uint8)
    hearts = np.zeros_like(fine)
    for _ in range(int(wide / blade * (1.5 + 2.2 * (1 - near)))):
        x, y = rng.uniform(0, wide), base - blade * rng.uniform(-0.5, 0.85)
        own = blade * (0.035 + 0.065 * rng.random() ** 1.8)
        for turn in np.arange(5) * 1.2566 + rng.uniform(0, 1.2):
            middle = (x + np.cos(turn) * own * 0.7, y + np.sin(turn) * own * 0.5)
            ends = (max(1, round(own * 1.3)), max(1, round(own)))
            place = (round(middle[0] * 2), round(middle[1] * 2))
            cv2.ellipse(fine, place, ends, np.degrees(turn), 0, 360, 255, -1)
        cv2.circle(hearts, (round(x * 2), round(y * 2)), max(1, round(own * 0.6)), 255, -1)
    flowers, middles = (
        np.asarray(cv2.resize(each, (wide, tall), interpolation=cv2.INTER_AREA), np.float32) / 255
        for each in (fine, hearts)
    )
    shade = cloudiness(rng, (tall, wide), (blade * 0.3, blade * 0.3), 3)[..., None]
    tone = np.asarray(petal, np.float32) * (0.72 + 0.5 * smoothstep(0.3, 0.7, shade))
    image = image * (1 - flowers[..., None]) + np.clip(tone, 0, 1) * flowers[..., None]
    heart = np.asarray(color("#5A3A1A"), np.float32)
    image = image * (1 - middles[..., None] * 0.8) + heart * middles[..., None] * 0.8
    return image, np.maximum(cover, flowers)
