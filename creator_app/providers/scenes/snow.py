"""Winter: white hills, firs under snow, a lit cabin, and flakes near and far."""

import numpy as np

from creator_app.providers.scenes import land, shapes, sky
from creator_app.providers.scenes.brush import (
    Color,
    Field,
    Pixels,
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
from creator_app.providers.scenes.light import Light, light_of
from creator_app.providers.scenes.wishes import Wish

PUSH = 0.05
WHITE = color("#F4F8FF")
WARM = color("#FFC56B")


class Snow:
    """A winter scene; ask for its frames in any order."""

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
        height, width = shape
        self._horizon = height * 0.58
        lamp = sky.lamp_of(light, shape, self._horizon * 0.9, float(rng.uniform(0.25, 0.75)))
        air = sky.air(light, shape, self._horizon, lamp)
        self._still = dithered(sky.with_lamp(air, light, self._horizon, lamp, rng), rng)
        self._clouds = sky.clouds(light, shape, self._horizon, lamp, rng)
        far = land.Slope(0.40, 0.15, 0.72, 0.5, foot=0.34)
        self._layers: list[tuple[Layer, float]] = [(_peak(far, light, shape, rng), 0.006)]
        for number, (top, rise, firs) in enumerate(
            ((0.555, 0.05, 0.030), (0.635, 0.06, 0.055), (0.765, 0.06, 0.115))
        ):
            drift = 0.012 + 0.012 * number
            hill = land.Slope(top, rise, 0.5 - 0.22 * number, 1.1, is_sharp=False, foot=0.42)
            layer, line = _hill(hill, light, shape, rng)
            self._layers.append((layer, drift))
            self._layers.append((_firs(hill, line, firs, light, shape, rng), drift))
            if number == 1:
                self._layers.append((_cabin(hill, line, light, shape, rng), drift))
        self._flakes = [_Flakes(shape, size, rng) for size in (0.0018, 0.0036, 0.0075)]
        self._middle = width / 2

    def frame(self, seconds: float) -> Pixels:
        """Return the picture after some seconds, [height, width, 3]."""
        done = seconds / max(0.1, self._seconds)
        width = self._shape[1]
        frame = self._still.copy()
        self._clouds.onto(frame, (done - 0.5) * width * 0.04)
        for layer, drift in self._layers:
            layer.onto(frame, (0.5 - done) * width * drift * 2)
        frame = pushed_in(frame, 1 + PUSH * done, self._middle, self._horizon)
        for number, flakes in enumerate(self._flakes):
            flakes.onto(frame, seconds, number)
        return frame


def _peak(
    slope: land.Slope, light: Light, shape: tuple[int, int], rng: np.random.Generator
) -> Layer:
    """Return far mountains, their heights white."""
    height, width = shape
    line = land.ridge_line(slope, shape, rng)
    tall = int(slope.foot * height)
    cover = shapes.below(line, tall)
    rows = np.arange(tall, dtype=np.float32)[:, None]
    ragged = shapes.wave(rng, len(line), width * 0.05, 4) * height * 0.09
    snow = smoothstep(height * 0.075, height * 0.035, rows - line[None] * 0.55 - ragged[None] * 0.8)
    rock = mixed(light.land, light.haze, slope.far)
    white = mixed(_white(light), light.haze, 0.35)
    facets = cloudiness(rng, (tall, len(line)), (height * 0.07, width * 0.05), 4)
    steep = np.gradient(blurred(line[None], width * 0.010)[0])
    near_top = np.exp(-np.maximum(rows - line[None], 0) / (height * 0.03))
    lit = smoothstep(0.30, 0.70, facets + 0.35 * np.clip(steep, -1, 1)[None] * near_top)
    tone = np.asarray(white, np.float32) * (0.74 + 0.26 * lit[..., None])
    image = np.asarray(rock, np.float32) * (1 - snow[..., None]) + tone * snow[..., None]
    fade = smoothstep(0.30, 0.95, np.repeat(rows / tall, len(line), axis=1))[..., None] * 0.8
    image = image * (1 - fade) + np.asarray(light.haze, np.float32) * fade
    return layer_of(image, cover, rng, left=-width * land.BEYOND, top=slope.top * height)


def _white(light: Light) -> Color:
    """Return what snow looks like at an hour."""
    if light.is_moon:
        return mixed(scaled(WHITE, 0.46), light.haze, 0.35)
    return mixed(scaled(WHITE, 0.92), light.sky[-1][1], 0.38)


def _hill(
    slope: land.Slope, light: Light, shape: tuple[int, int], rng: np.random.Generator
) -> tuple[Layer, Field]:
    height, width = shape
    line = land.ridge_line(slope, shape, rng, octaves=3)
    tall = min(int(slope.foot * height), int(height * (1.04 - slope.top)))
    cover = shapes.below(line, tall)
    rows = np.arange(tall, dtype=np.float32)[:, None]
    depth = np.clip((rows - line[None]) / tall, 0, 1)
    steep = np.gradient(blurred(line[None], width * 0.05)[0]) / 0.35
    drifts = blurred(cloudiness(rng, (tall, len(line)), (height * 0.05, width * 0.45), 3), 6)
    swell = np.clip(steep, -1, 1)[None] * np.exp(-depth / 0.10)
    lit = np.clip(0.52 + 0.30 * swell + 0.9 * (drifts - 0.5) - depth * 0.40, 0, 1)[..., None]
    bright = np.asarray(mixed(_white(light), light.haze, slope.far * 0.7), np.float32)
    blue = mixed(scaled(_white(light), 0.62), light.sky[1][1], 0.45)
    dark = np.asarray(mixed(blue, light.haze, slope.far * 0.6), np.float32)
    image = dark * (1 - lit) + bright * lit
    return layer_of(image, cover, rng, left=-width * land.BEYOND, top=slope.top * height), line


def _firs(
    slope: land.Slope,
    line: Field,
    tall: float,
    light: Light,
    shape: tuple[int, int],
    rng: np.random.Generator,
) -> Layer:
    """Return firs with snow on their boughs, standing on a hill."""
    height, width = shape
    room = int(tall * height * 1.15)
    size = (int(slope.rise * height + room + tall * height * 0.3), len(line))
    grove = shapes.wave(rng, len(line), width * 0.22, 3)
    trees: list[shapes.Polygon] = []
    at = 0.0
    while at < len(line) - 1:
        high = tall * height * float(rng.uniform(0.5, 1.0))
        if grove[int(at)] > 0.47:
            trees += shapes.pine(at, float(line[int(at)]) + room + high * 0.06, high, rng)
        at += high * float(rng.uniform(0.22, 0.60))
    cover = shapes.filled(size, trees)
    # Snow lies where nothing is above: the cover against itself a little lower.
    drop = max(2, round(tall * height * 0.035))
    lower = np.zeros_like(cover)
    lower[drop:] = cover[:-drop]
    snow = np.clip(cover - lower, 0, 1) * 0.9
    snow = np.maximum(snow, blurred(snow, max(0.8, drop * 0.5)) * cover)
    green = mixed(mixed(light.land, color("#1E3A3A"), 0.35), light.haze, slope.far)
    white = mixed(_white(light), light.haze, slope.far * 0.5)
    image = np.asarray(green, np.float32) * (1 - snow[..., None]) + (
        np.asarray(white, np.float32) * snow[..., None]
    )
    return layer_of(image, cover, rng, left=-width * land.BEYOND, top=slope.top * height - room)


def _cabin(
    slope: land.Slope,
    line: Field,
    light: Light,
    shape: tuple[int, int],
    rng: np.random.Generator,
) -> Layer:
    """Return a cabin with light in its windows and on the snow before it."""
    height, width = shape
    unit = min(shape) * 0.0052
    x = float(rng.uniform(0.30, 0.70)) * width + width * land.BEYOND
    foot = float(line[int(x)]) + 3 * unit
    size = (int(30 * unit), int(44 * unit))
    middle, ground = size[1] / 2, size[0] - 8 * unit

    def part(points: shapes.Polygon) -> Field:
        return shapes.filled(
            size, [[(middle + px * unit, ground + py * unit) for px, py in points]]
        )

    walls = part([(-9, 0), (-9, -7), (9, -7), (9, 0)])
    roof = part([(-11.5, -6.4), (-5, -14.5), (5, -14.5), (11.5, -6.4)])
    stack = part([(4.2, -13), (4.2, -17.5), (6.6, -17.5), (6.6, -11)])
    panes = np.maximum(
        part([(-6.6, -2), (-6.6, -5.4), (-3.4, -5.4), (-3.4, -2)]),
        part([(3.4, -2), (3.4, -5.4), (6.6, -5.4), (6.6, -2)]),
    )
    door = part([(-1.4, 0), (-1.4, -5), (1.4, -5), (1.4, 0)])
    wood = mixed(light.land, color("#4A2C20"), 0.55)
    image: Field = np.zeros((*size, 3), np.float32) + np.asarray(wood, np.float32)
    snow = np.asarray(_white(light), np.float32)
    image = image * (1 - roof[..., None]) + snow * roof[..., None]
    image = (
        image * (1 - door[..., None]) + np.asarray(scaled(wood, 0.6), np.float32) * door[..., None]
    )
    image = image * (1 - panes[..., None]) + np.asarray(WARM, np.float32) * panes[..., None]
    glow = np.clip(blurred(panes, 3.4 * unit) * 2.0, 0, 1) * (0.30 if light.stars < 0.3 else 0.62)
    solid = np.maximum.reduce([walls, roof, stack])
    image = lightened(image, glow * 0.6, WARM)
    shown = image * solid[..., None] + np.asarray(WARM, np.float32) * (1 - solid[..., None])
    cover = np.maximum(solid, glow * 0.55 * (1 - solid))
    return layer_of(
        shown, cover, rng, left=x - width * land.BEYOND - middle,
        top=slope.top * height + foot - ground,
    )  # fmt: skip


class _Flakes:
    """Snow at one distance: a tile of soft dots that falls and sways for ever."""

    def __init__(self, shape: tuple[int, int], radius: float, rng: np.random.Generator) -> None:
        self._size = max(shape)
        radius_px = max(0.7, radius * self._size * 0.7)
        side = self._size // 2 if radius < 0.005 else self._size
        tile = _flake_tile(side, radius_px, rng)
        # Laid out once so far that every frame is a plain part of it.
        times = (-(-shape[0] // side) + 1, -(-shape[1] // side) + 1, 1)
        self._side, self._sheet = side, np.tile(tile, times)
        self._speed = self._size * (0.030 + 14 * radius)
        self._sway = float(rng.uniform(0, 6.3))

    def onto(self, frame: Pixels, seconds: float, number: int) -> None:
        """Add the flakes of a moment."""
        height, width = frame.shape[:2]
        wind = np.sin(seconds * (0.5 + 0.2 * number) + self._sway) * self._size * 0.012
        top = round(-seconds * self._speed) % self._side
        left = round(-wind - seconds * self._size * 0.008) % self._side
        shine(frame, self._sheet[top : top + height, left : left + width])


def _flake_tile(side: int, radius: float, rng: np.random.Generator) -> Pixels:
    tile = np.zeros((side, side), np.float32)
    reach = max(2, int(radius * 2.2))
    count = int(side * side * 0.0022 / max(1.0, radius**1.45))
    for _ in range(count):
        x, y = rng.integers(reach, side - reach, 2)
        own = radius * rng.uniform(0.55, 1.0)
        far = distance((2 * reach + 1, 2 * reach + 1), reach, reach) / own
        dot = smoothstep(1.6, 0.0, far) * rng.uniform(0.35, 1.0)
        part = tile[y - reach : y + reach + 1, x - reach : x + reach + 1]
        np.maximum(part, dot, out=part)
    power = 205 if radius < 4 else 150
    return np.repeat((tile * power).astype(np.uint8)[..., None], 3, axis=2)
