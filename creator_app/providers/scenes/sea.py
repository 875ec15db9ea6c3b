"""The sea: light on the water, far hills, boats that ride the swell, gulls."""

from dataclasses import dataclass

import numpy as np

from creator_app.providers.scenes import shapes, sky
from creator_app.providers.scenes.brush import Pixels, dithered, mixed, scaled
from creator_app.providers.scenes.layers import Layer, layer_of, pushed_in
from creator_app.providers.scenes.light import light_of
from creator_app.providers.scenes.water import Water
from creator_app.providers.scenes.wishes import Wish

# How far the camera goes in.
PUSH = 0.06


@dataclass(frozen=True)
class _Boat:
    layer: Layer
    mirrored: Layer
    x: float
    y: float
    phase: float
    sway: float


class Sea:
    """A sea scene; ask for its frames in any order."""

    def __init__(self, shape: tuple[int, int], seconds: float, wish: Wish) -> None:
        """Paint what stands still.

        Args:
            shape: Height and width of a frame.
            seconds: How long the clip is.
            wish: What to draw.
        """
        rng = np.random.default_rng(wish.seed)
        self._shape, self._seconds = shape, seconds
        self._light = light = light_of(wish)
        height, width = shape
        self._horizon = round(height * (0.56 if height > width else 0.52))
        across = float(rng.uniform(0.34, 0.66))
        self._lamp = sky.lamp_of(light, shape, self._horizon, across)
        air = sky.air(light, shape, self._horizon, self._lamp)
        self._still = dithered(sky.with_lamp(air, light, self._horizon, self._lamp, rng), rng)
        self._clouds = sky.clouds(light, shape, self._horizon, self._lamp, rng)
        self._hills = _hills(wish, shape, self._horizon, rng)
        self._water = Water(light, air, self._horizon, self._lamp, rng)
        tone = mixed(light.land, light.haze, 0.15)
        self._boats = (
            []
            if "bird" in wish.marks and "boat" not in wish.marks
            else _boats(wish, shape, self._horizon, light.land, rng)
        )
        self._birds = sky.flock(shape, self._horizon, tone, rng)

    def frame(self, seconds: float) -> Pixels:
        """Return the picture after some seconds, [height, width, 3]."""
        done = seconds / max(0.1, self._seconds)
        width = self._shape[1]
        frame = self._still.copy()
        self._clouds.onto(frame, (done - 0.5) * width * 0.05)
        self._water.onto(frame, seconds)
        for number, layer in enumerate(self._hills):
            layer.onto(frame, (0.5 - done) * width * 0.006 * (number + 1))
        for boat in self._boats:
            _ride(boat, frame, seconds, (0.5 - done) * width * boat.sway)
        self._birds.onto(frame, seconds)
        zoom = 1.0 + PUSH * done
        return pushed_in(frame, zoom, self._lamp.x, self._horizon)


def _hills(
    wish: Wish, shape: tuple[int, int], horizon: int, rng: np.random.Generator
) -> list[Layer]:
    height, width = shape
    light = light_of(wish)
    wide, layers = int(width * 1.1), []
    for number, (tall, share) in enumerate(((0.060, 0.72), (0.034, 0.50))):
        line = shapes.wave(rng, wide, wide * (0.45 - 0.12 * number), 6)
        side = np.linspace(0, 1, wide, dtype=np.float32)
        slope = side if (wish.seed >> number) & 1 else 1 - side
        rise = np.clip(line * 1.1 + slope * 0.9 - 0.82, 0, 1) * tall * height * 1.6
        room = int(tall * height * 1.8) + 2
        cover = shapes.below(room - rise, room)
        cover *= (rise > 0.6)[None]
        tint = mixed(light.land, light.haze, share)
        layers.append(layer_of(tint, cover, rng, left=-width * 0.05, top=horizon - room + 1))
    return layers


def _boats(
    wish: Wish,
    shape: tuple[int, int],
    horizon: int,
    tone: tuple[float, float, float],
    rng: np.random.Generator,
) -> list[_Boat]:
    height, width = shape
    unit = min(shape)
    boats = []
    places = [(0.30, 0.035, 0.10), (0.74, 0.075, 0.17), (0.40, 0.19, 0.36)]
    if wish.seed >> 9 & 1:
        places = [(1 - x, y, size) for x, y, size in places]
    for number, (x, depth, size) in enumerate(places):
        length = unit * size * rng.uniform(0.9, 1.12)
        is_sail = (wish.seed >> (12 + number)) % 3 == 0
        outline = shapes.sailing_boat(length) if is_sail else shapes.fishing_boat(length)
        haze = mixed(tone, light_of(wish).haze, 0.42 - 0.19 * number)
        boats.append(
            _boat(outline, length, haze, rng, width * x, horizon + depth * (height - horizon))
        )
    return boats


def _boat(
    outline: list[shapes.Polygon],
    length: float,
    tone: tuple[float, float, float],
    rng: np.random.Generator,
    x: float,
    y: float,
) -> _Boat:
    tall, wide = int(length * 1.35), int(length * 1.2)
    cover = shapes.filled((tall, wide), shapes.moved(outline, wide / 2, tall - 3))
    layer = layer_of(tone, cover, rng)
    fade = np.linspace(0.62, 0.0, tall, dtype=np.float32)[:, None] ** 1.3
    mirrored = layer_of(scaled(tone, 0.9), cover[::-1] * fade, rng)
    return _Boat(layer, mirrored, x, y, float(rng.uniform(0, 6)), 0.008 + length / 20_000)


def _ride(boat: _Boat, frame: Pixels, seconds: float, aside: float) -> None:
    """Lay a boat on the water, rolling a little, and its reflection broken by the waves."""
    import cv2

    tall, wide = boat.layer.pixels.shape[:2]
    heave = float(np.sin(seconds * 1.25 + boat.phase)) * wide * 0.012
    roll = float(np.sin(seconds * 0.95 + boat.phase * 1.7)) * 1.5
    turn = cv2.getRotationMatrix2D((wide / 2, tall - 3), roll, 1.0)
    rolled = cv2.warpAffine(boat.layer.pixels, turn, (wide, tall), flags=cv2.INTER_LINEAR)
    left, foot = boat.x - wide / 2 + aside, boat.y + heave
    rows = np.arange(tall, dtype=np.float32)[:, None]
    columns = np.arange(wide, dtype=np.float32)[None]
    bend = np.sin(rows * (26 / tall) + seconds * 3.1 + boat.phase) * (0.4 + rows * 0.055)
    mirrored = cv2.remap(
        boat.mirrored.pixels,
        (columns + bend).astype(np.float32),
        np.repeat(rows * 1.6, wide, axis=1).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
    )
    Layer(np.asarray(mirrored, np.uint8), left, foot - 1).onto(frame)
    Layer(np.asarray(rolled, np.uint8), left, foot - tall + 3).onto(frame)
