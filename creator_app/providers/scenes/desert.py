"""The desert: dunes with lit and dark sides, the wind's ripples, a caravan far off."""

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
from creator_app.providers.scenes.layers import Layer, layer_of, pushed_in
from creator_app.providers.scenes.light import Light, leaning, light_of
from creator_app.providers.scenes.wishes import Wish

PUSH = 0.05
SAND, SHADE = color("#E9A45C"), color("#6B3A3A")
# How wide a camel is, of the frame's shorter side.
CAMEL = 0.052


class Desert:
    """A desert scene; ask for its frames in any order."""

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
        self._horizon = shape[0] * 0.55
        across = float(rng.uniform(0.28, 0.72))
        self._lamp = sky.lamp_of(light, shape, self._horizon, across)
        air = sky.air(light, shape, self._horizon, self._lamp)
        self._still = dithered(sky.with_lamp(air, light, self._horizon, self._lamp, rng), rng)
        self._clouds = sky.clouds(light, shape, self._horizon, self._lamp, rng)
        tones = _tones(light, wish)
        side = 1 if across < 0.5 else -1
        slopes = (
            land.Slope(0.50, 0.055, 0.62, 0.55, is_sharp=False, foot=0.25),
            land.Slope(0.555, 0.075, 0.42, 0.70, is_sharp=False, foot=0.30),
            land.Slope(0.635, 0.100, 0.22, 0.95, is_sharp=False, foot=0.36),
            land.Slope(0.745, 0.130, 0.05, 1.35, is_sharp=False, foot=0.40),
        )
        self._dunes: list[Layer] = []
        self._caravan: tuple[Layer, float] | None = None
        for number, slope in enumerate(slopes):
            dune, line = _dune(slope, light, tones, side, shape, rng)
            self._dunes.append(dune)
            if number == 1 and ("camel" in wish.marks or wish.seed % 2):
                self._caravan = (_caravan(shape, line, slope, light, rng), 0.010)
        self._dust = land.mist(light, shape, 0.52, 0.14, 0.30, rng)

    def frame(self, seconds: float) -> Pixels:
        """Return the picture after some seconds, [height, width, 3]."""
        done = seconds / max(0.1, self._seconds)
        width = self._shape[1]
        frame = self._still.copy()
        self._clouds.onto(frame, (done - 0.5) * width * 0.04)
        for number, dune in enumerate(self._dunes):
            if number == 1 and self._caravan is not None:
                layer, drift = self._caravan
                walked = seconds * width * 0.004
                step = abs(np.sin(seconds * 3.4)) * self._shape[0] * 0.0006
                layer.onto(frame, (0.5 - done) * width * drift * 2 + walked, float(step))
            dune.onto(frame, (0.5 - done) * width * 0.010 * (number + 0.5) * 2)
            if number == 1:
                self._dust.onto(frame, seconds * width * 0.012)
        return pushed_in(frame, 1 + PUSH * done, self._lamp.x, self._horizon)


def _tones(light: Light, wish: Wish) -> tuple[Color, Color]:
    """Return sand in the light, and in its own shadow, at this hour."""
    bright = mixed(SAND, light.glow, 0.38)
    dark = mixed(SHADE, light.land, 0.35)
    if light.is_moon:
        bright, dark = (
            mixed(scaled(SAND, 0.42), light.haze, 0.60),
            mixed(light.haze, light.land, 0.62),
        )
    if wish.tint is not None:
        bright, dark = leaning(bright, wish.tint), leaning(dark, wish.tint)
    return bright, dark


def _dune(
    slope: land.Slope,
    light: Light,
    tones: tuple[Color, Color],
    side: int,
    shape: tuple[int, int],
    rng: np.random.Generator,
) -> tuple[Layer, Field]:
    """Return a dune: one side in the light, one in shadow, the edge between them winding down."""
    height, width = shape
    line = land.ridge_line(slope, shape, rng, octaves=2)
    tall = min(int(slope.foot * height), int(height * (1.04 - slope.top)))
    cover = shapes.below(line, tall)
    rows = np.arange(tall, dtype=np.float32)[:, None]
    depth = np.clip((rows - line[None]) / tall, 0, 1)
    # The slip face begins at each summit and winds away from the light.
    bend = shapes.wave(rng, tall, tall * 0.5, 3)[:, None] - 0.5
    columns = np.arange(len(line), dtype=np.float32)[None]
    shift = side * (depth * width * 0.55 + bend * width * 0.22 * np.sqrt(depth))
    source = np.clip(columns - shift, 0, len(line) - 1)
    steep = np.gradient(blurred(line[None], width * 0.012)[0]) * side
    facing = np.interp(source, np.arange(len(line)), steep).astype(np.float32)
    edge = 0.010 + 0.16 * depth
    shade = smoothstep(-edge, edge, -facing - 0.02) * (1 - 0.45 * depth)
    bright, dark = (mixed(tone, light.haze, slope.far) for tone in tones)
    ripple = _ripples((tall, len(line)), depth, rng) * (1 - slope.far) * 0.30
    level = np.clip((1 - shade) * (0.93 - 0.35 * depth) + ripple * (1 - shade * 0.6), 0, 1)
    image = np.asarray(dark, np.float32) * (1 - level[..., None]) + (
        np.asarray(bright, np.float32) * level[..., None]
    )
    # Light runs along the crest.
    rim = np.exp(-np.maximum(rows - line[None], 0) / (height * 0.004)) * 0.22 * (1 - shade)
    image = 1 - (1 - image) * (1 - rim[..., None] * np.asarray(light.glow, np.float32))
    return layer_of(image, cover, rng, left=-width * land.BEYOND, top=slope.top * height), line


def _ripples(shape: tuple[int, int], depth: Field, rng: np.random.Generator) -> Field:
    """Return the wind's ripples: fine lines that follow one another, closer far away."""
    warp = cloudiness(rng, shape, (shape[0] / 3, shape[1] / 5), 4)
    rows = np.sqrt(depth) * 150 + warp * 26
    grain = cloudiness(rng, shape, (4, 14), 2)
    lines = np.sin(rows * 1.9) * 0.5 * smoothstep(0.02, 0.25, depth)
    return np.asarray(lines * (0.35 + warp) + (grain - 0.5) * 0.5, np.float32)


def _caravan(
    shape: tuple[int, int], line: Field, slope: land.Slope, light: Light, rng: np.random.Generator
) -> Layer:
    """Return camels on the crest of a dune."""
    height, width = shape
    size = min(shape) * CAMEL
    tall = int(slope.rise * height + size * 2.2)
    polygons: list[shapes.Polygon] = []
    start = float(rng.uniform(0.30, 0.45)) * width
    for number in range(4):
        x = start + number * size * 1.30
        foot = float(line[min(len(line) - 1, int(x))]) + size * 1.25
        polygons += shapes.moved(_camel(size), x, foot)
    cover = shapes.filled((tall, len(line)), polygons)
    tone = mixed(light.land, light.haze, 0.25)
    top = slope.top * height - size * 1.15
    return layer_of(tone, cover, rng, left=-width * land.BEYOND, top=top)


def _camel(size: float) -> list[shapes.Polygon]:
    unit = size / 20
    body = [
        (-7.5, -8.6), (-6.0, -10.6), (-3.8, -11.0), (-2.2, -13.6), (-0.2, -14.2), (1.4, -12.6),
        (2.4, -11.2), (5.2, -11.0), (7.0, -11.4), (8.2, -14.6), (8.6, -17.0), (9.6, -17.9),
        (11.8, -17.0), (12.2, -16.0), (10.2, -15.6), (9.6, -13.4), (8.6, -9.4), (6.2, -7.6),
        (-6.0, -7.6),
    ]  # fmt: skip
    legs = [
        [(x, -8.6), (x + 1.3, -8.6), (x + 0.9 + bend, 0), (x + 0.1 + bend, 0)]
        for x, bend in ((-6.9, -0.9), (-5.2, 0.8), (4.4, -0.7), (6.0, 1.0))
    ]
    rider = [(-1.6, -13.4), (-1.3, -17.2), (-0.5, -18.6), (0.4, -18.4), (0.9, -17.0), (1.3, -13.4)]
    return [[(x * unit, y * unit) for x, y in part] for part in (body, *legs, rider)]
