"""A city by the water: towers with lit windows, beacons, and their lights on the river."""

from dataclasses import dataclass

import numpy as np

from creator_app.providers.scenes import sky
from creator_app.providers.scenes.brush import (
    Color,
    Field,
    Pixels,
    blurred,
    color,
    dithered,
    lightened,
    mixed,
)
from creator_app.providers.scenes.layers import Layer, layer_of, pushed_in, shine
from creator_app.providers.scenes.light import Light, light_of
from creator_app.providers.scenes.water import Water
from creator_app.providers.scenes.wishes import Wish

PUSH = 0.05
BEYOND = 0.06
WINDOW_TONES = ("#FFD58A", "#FFE7B8", "#FFC46B", "#CFE3FF", "#FFB65C")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of houses: how far away, how high, how wide each, how many windows are lit."""

    far: float
    low: float
    high: float
    wide: float
    lit: float
    drift: float


ROWS = (
    _Row(0.66, 0.10, 0.26, 0.050, 0.10, 0.004),
    _Row(0.40, 0.10, 0.36, 0.070, 0.26, 0.010),
    _Row(0.10, 0.05, 0.22, 0.085, 0.36, 0.020),
)


class City:
    """A city scene; ask for its frames in any order."""

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
        self._horizon = horizon = round(height * (0.66 if height > width else 0.70))
        lamp = sky.lamp_of(light, shape, horizon * 0.9, float(rng.uniform(0.25, 0.75)))
        air = sky.air(light, shape, horizon, lamp)
        still = sky.with_lamp(air, light, horizon, lamp, rng)
        still = lightened(still, _city_glow(shape, horizon, light), color("#FFC48A"))
        self._still = dithered(still, rng)
        self._clouds = sky.clouds(light, shape, horizon, lamp, rng)
        dark = _darkness(light)
        self._rows = []
        self._beacons: list[tuple[float, float, float, float]] = []
        for row in ROWS:
            layer, tops = _houses(row, light, shape, horizon, dark, rng)
            self._rows.append(layer)
            self._beacons += [(*top, row.drift, float(rng.uniform(0, 6))) for top in tops]
        self._water = Water(light, self._mirrored(air), horizon, lamp, rng)
        self._lamp_dot = _dot(max(5, min(shape) // 60))

    def _mirrored(self, air: Field) -> Field:
        """Return the town as still water shows it: its lights drawn out downwards."""
        import cv2

        frame = np.clip(air * 255, 0, 255).astype(np.uint8)
        for layer in self._rows:
            layer.onto(frame)
        town = frame.astype(np.float32) / 255
        streaked = cv2.blur(town, (3, max(3, self._shape[0] // 26)))
        # Windows are what is brighter than everything around them.
        bright = np.maximum(town - blurred(town, self._shape[0] / 90) - 0.10, 0)
        tall = cv2.GaussianBlur(bright, (0, 0), 1.2, sigmaY=self._shape[0] / 30)
        return np.clip(streaked * 0.92 + tall * 4.0, 0, 1).astype(np.float32)

    def frame(self, seconds: float) -> Pixels:
        """Return the picture after some seconds, [height, width, 3]."""
        done = seconds / max(0.1, self._seconds)
        width = self._shape[1]
        frame = self._still.copy()
        self._clouds.onto(frame, (done - 0.5) * width * 0.05)
        self._water.onto(frame, seconds)
        for row, layer in zip(ROWS, self._rows, strict=True):
            layer.onto(frame, (0.5 - done) * width * row.drift * 2)
        self._blink(frame, seconds, (0.5 - done) * width * 2)
        return pushed_in(frame, 1 + PUSH * done, width / 2, self._horizon)

    def _blink(self, frame: Pixels, seconds: float, aside: float) -> None:
        half = self._lamp_dot.shape[0] // 2
        for x, y, drift, phase in self._beacons:
            power = max(0.0, float(np.sin(seconds * 2.1 + phase))) ** 3
            column, row = round(x + aside * drift), round(y)
            part = frame[row - half : row + half + 1, column - half : column + half + 1]
            if part.shape[:2] == self._lamp_dot.shape[:2]:
                shine(part, (self._lamp_dot * power).astype(np.uint8))


def _dot(size: int) -> Field:
    size |= 1
    rows = np.arange(size, dtype=np.float32) - size // 2
    far = np.sqrt(rows[:, None] ** 2 + rows[None] ** 2)
    glow = np.exp(-((far / (size / 6)) ** 2)) + 0.35 * np.exp(-((far / (size / 3.2)) ** 2))
    return np.asarray(
        (glow[..., None] * np.array([255, 60, 48], np.float32)).clip(0, 255), np.float32
    )


def _darkness(light: Light) -> float:
    """Return how much of the windows' light is seen, 0 at noon … 1 at night."""
    red, green, blue = light.sky[-2][1]
    return float(np.clip(1.55 - (red + green + blue) / 2.6, 0.15, 1.0))


def _city_glow(shape: tuple[int, int], horizon: int, light: Light) -> Field:
    rows = np.arange(shape[0], dtype=np.float32)[:, None]
    glow = np.exp(-np.abs(rows - horizon) / (shape[0] * 0.13)) * 0.30 * _darkness(light)
    return np.repeat(glow, shape[1], axis=1)


def _houses(
    row: _Row,
    light: Light,
    shape: tuple[int, int],
    horizon: int,
    dark: float,
    rng: np.random.Generator,
) -> tuple[Layer, list[tuple[float, float]]]:
    """Return a row of houses as a layer, and where the tips of its masts are in the frame."""
    height, width = shape
    wide, tall = int(width * (1 + 2 * BEYOND)), int(row.high * height * 1.25)
    cover = np.zeros((tall, wide), np.float32)
    windows = np.zeros((tall, wide, 3), np.float32)
    skyline = 0.55 + 0.45 * np.sin(np.linspace(0, np.pi, 64) * rng.uniform(0.8, 1.3) + 0.2)
    unit = min(height, width)
    tops, at = [], -int(row.wide * unit * 0.3)
    while at < wide:
        size = int(row.wide * unit * rng.uniform(0.62, 1.5))
        swell = skyline[min(63, max(0, int(at / wide * 64)))]
        rise = int(height * (row.low + (row.high - row.low) * rng.random() ** 1.6 * swell))
        left, right = max(0, at), min(wide, at + size)
        if right - left > 3:
            top = tall - rise
            cover[top:, left:right] = 1
            _crown(cover, left, right, top, rng)
            _light_windows(windows, (left, right, top + 3, tall), row, unit, rng)
            if rng.random() < 0.30 and rise > height * row.high * 0.55:
                mast = int(rise * rng.uniform(0.12, 0.26))
                middle = (left + right) // 2
                cover[max(0, top - mast) : top, middle : middle + max(1, unit // 500)] = 1
                tops.append((middle - width * BEYOND, float(horizon - rise - mast)))
        at += size + int(unit * rng.choice([0, 0, 0.004, 0.012]))
    # Lower houses stand close: no gap shows the sky down to the water.
    cover[tall - int(row.low * height * 0.5) :] = 1
    image = _faces(row, light, (tall, wide))
    shown = 1 - (1 - image) * (1 - windows * dark)
    halo = blurred(windows * dark, max(1.5, unit / 240)) * 0.55
    shown = 1 - (1 - shown) * (1 - np.clip(halo, 0, 1))
    return layer_of(shown, cover, rng, left=-width * BEYOND, top=horizon - tall + 1), tops


def _crown(cover: Field, left: int, right: int, top: int, rng: np.random.Generator) -> None:
    """Give a house a roof of its own: flat, stepped or with a box on it."""
    kind, wide = rng.integers(0, 4), right - left
    if kind == 1 and wide > 12:
        step = wide // 5
        cover[max(0, top - step) : top, left + step : right - step] = 1
    elif kind == 2 and wide > 10:
        box = wide // 3
        cover[max(0, top - box // 2) : top, left + box : left + 2 * box] = 1
    elif kind == 3 and wide > 16:
        for row in range(wide // 3):
            inset = int(row * 1.3)
            cover[max(0, top - row - 1), left + inset : max(left + inset, right - inset)] = 1


def _light_windows(
    windows: Field,
    house: tuple[int, int, int, int],
    row: _Row,
    unit: int,
    rng: np.random.Generator,
) -> None:
    left, right, top, bottom = house
    step = max(3, round(unit * (0.0085 + 0.007 * (1 - row.far))))
    pane_wide, pane_tall = max(1, round(step * 0.42)), max(1, round(step * 0.55))
    tone_of_house = rng.integers(0, len(WINDOW_TONES))
    share = row.lit * rng.uniform(0.35, 1.5)
    for y in range(top + step // 2, bottom - step // 2, step + 1):
        floor = rng.random() < 0.06
        for x in range(left + step // 2, right - pane_wide - 1, step):
            if rng.random() < (0.85 if floor else share):
                tone = tone_of_house if rng.random() < 0.75 else rng.integers(0, len(WINDOW_TONES))
                power = rng.uniform(0.35, 1.0) * (1 - row.far * 0.45)
                shade = np.asarray(color(WINDOW_TONES[tone]), np.float32) * power
                windows[y : y + pane_tall, x : x + pane_wide] = shade


def _faces(row: _Row, light: Light, shape: tuple[int, int]) -> Field:
    crest: Color = mixed(light.land, light.haze, row.far)
    foot = mixed(crest, mixed(light.haze, light.glow, 0.3), 0.38)
    rows = np.linspace(0, 1, shape[0], dtype=np.float32)[:, None, None] ** 1.4
    one = np.asarray(crest, np.float32) * (1 - rows) + np.asarray(foot, np.float32) * rows
    return np.repeat(one, shape[1], axis=1).astype(np.float32)
