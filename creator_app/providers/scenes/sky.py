"""The sky over a scene: light, sun or moon, stars, clouds that drift, birds."""

from dataclasses import dataclass

import numpy as np

from creator_app.providers.scenes.brush import (
    Field,
    Pixels,
    blurred,
    cloudiness,
    distance,
    downward,
    lightened,
    mixed,
    scaled,
    smoothstep,
    toward,
)
from creator_app.providers.scenes.layers import Layer, layer_of
from creator_app.providers.scenes.light import Light
from creator_app.providers.scenes.shapes import bird


@dataclass(frozen=True)
class Lamp:
    """Where sun or moon stands, in pixels."""

    x: float
    y: float
    radius: float


def lamp_of(light: Light, shape: tuple[int, int], horizon: float, across: float) -> Lamp:
    """Place sun or moon; below the horizon where the hour has none."""
    height, width = shape
    radius = min(height, width) * (0.062 if light.is_moon else 0.075)
    y = horizon - light.height * horizon if light.height >= 0 else horizon * 1.12
    return Lamp(width * across, y, radius)


def air(light: Light, shape: tuple[int, int], horizon: float, lamp: Lamp) -> Field:
    """Return the sky and the glow around its lamp, [height, width, 3].

    Below the horizon it mirrors what is above.
    """
    height, width = shape
    upper = max(2, int(horizon))
    sky = downward(light.sky, upper, width)
    image = np.concatenate([sky, sky[::-1][: max(0, height - upper)]])
    if len(image) < height:
        image = np.concatenate([image, np.repeat(image[-1:], height - len(image), axis=0)])
    far = distance(shape, lamp.x, lamp.y, 1.25)
    size = float(min(shape))
    glow = 0.55 * np.exp(-far / (0.20 * size)) + 0.40 * np.exp(-((far / (0.60 * size)) ** 2))
    strength = 0.30 if light.is_moon else 0.70
    return lightened(image, glow * strength, light.glow)


def with_lamp(
    image: Field, light: Light, horizon: float, lamp: Lamp, rng: np.random.Generator
) -> Field:
    """Return a sky with its stars, and with the disc of sun or moon."""
    shape = (image.shape[0], image.shape[1])
    if light.stars:
        image = lightened(image, _stars(shape, horizon, light, rng), (0.95, 0.97, 1.0))
    far = distance(shape, lamp.x, lamp.y)
    if light.is_moon:
        return _with_moon(image, far, lamp, light, rng)
    if light.height < 0:
        return image
    disc = smoothstep(lamp.radius + 1.2, lamp.radius - 1.2, far)
    # The sun outshines its own surroundings; a camera shows that as a bright rim.
    halo = np.exp(-np.maximum(0, far - lamp.radius) / (lamp.radius * 0.55)) * 0.42
    return toward(lightened(image, halo, mixed(light.glow, light.lamp, 0.4)), disc, light.lamp)


def _with_moon(
    image: Field, far: Field, lamp: Lamp, light: Light, rng: np.random.Generator
) -> Field:
    disc = smoothstep(lamp.radius + 0.9, lamp.radius - 0.9, far)
    halo = np.exp(-np.maximum(0, far - lamp.radius) / (lamp.radius * 1.4)) * 0.28
    image = lightened(image, halo, light.glow)
    spots = cloudiness(rng, (far.shape[0], far.shape[1]), (lamp.radius, lamp.radius), 4)
    face = toward(
        np.broadcast_to(np.asarray(light.lamp, np.float32), image.shape).copy(),
        smoothstep(0.52, 0.72, spots) * 0.30,
        (0.45, 0.48, 0.56),
    )
    return image * (1 - disc[..., None]) + face * disc[..., None]


def _stars(shape: tuple[int, int], horizon: float, light: Light, rng: np.random.Generator) -> Field:
    field = star_field(shape, rng, 0.0010)
    fade = np.clip((horizon * 0.94 - np.arange(shape[0], dtype=np.float32)) / horizon, 0, 1)
    return np.asarray(field * (fade**0.7)[:, None] * light.stars, np.float32)


def star_field(shape: tuple[int, int], rng: np.random.Generator, share: float) -> Field:
    """Return stars of many brightnesses, each a small soft dot, 0..1."""
    height, width = shape
    count = int(height * width * share)
    dots = np.zeros(shape, np.float32)
    rows, columns = rng.integers(1, height - 1, count), rng.integers(1, width - 1, count)
    power = (rng.random(count).astype(np.float32) ** 5) * 1.1 + 0.10
    np.maximum.at(dots, (rows, columns), power)
    bright = np.where(dots > 0.55, dots, 0)
    soft = blurred(dots, 0.75) * 3.0 + blurred(bright, 1.7) * 7.0
    return np.clip(soft, 0, 1)


def clouds(
    light: Light,
    shape: tuple[int, int],
    horizon: float,
    lamp: Lamp,
    rng: np.random.Generator,
) -> Layer:
    """Return a bank of streaked clouds, wider than the frame, lit from where the lamp is."""
    height, width = int(horizon), int(shape[1] * 1.35)
    spots = cloudiness(rng, (height, width), (height / 7, width / 2.6), 6)
    veil = cloudiness(rng, (height, width), (height / 2.2, width / 1.8), 2)
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    # Fewer at the zenith, and none where they would hide the horizon's light.
    band = smoothstep(0.02, 0.45, rows) * smoothstep(1.0, 0.80, rows)
    cover = smoothstep(0.50, 0.78, spots * 0.75 + veil * 0.35) * band
    near = np.exp(-distance((height, width), lamp.x + width * 0.13, lamp.y, 1.6) / (width * 0.30))
    dark = mixed(light.haze, light.sky[len(light.sky) // 2][1], 0.45)
    bright = mixed(light.glow, light.lamp, 0.35)
    if light.height > 0.5 and not light.is_moon:
        dark, bright = mixed(light.haze, (1.0, 1.0, 1.0), 0.75), (1.0, 1.0, 1.0)
    if light.is_moon:
        dark, bright = mixed(light.haze, light.land, 0.2), scaled(light.glow, 0.8)
    share = np.clip(near * 1.5 + 0.10, 0, 1)
    image = toward(np.broadcast_to(np.asarray(dark, np.float32), (*spots.shape, 3)), share, bright)
    return layer_of(image, cover * 0.80, rng, left=-width * 0.13)


@dataclass(frozen=True)
class Flock:
    """A few birds that cross the sky."""

    places: tuple[tuple[float, float, float, float], ...]
    speed: float
    tone: tuple[int, int, int]

    def onto(self, frame: Pixels, seconds: float) -> None:
        """Draw where they are after some seconds."""
        import cv2

        for x, y, span, phase in self.places:
            beat = float(np.sin(seconds * 5.2 + phase) * 0.75 + np.sin(seconds * 1.1 + phase) * 0.3)
            at = x + self.speed * seconds * (0.9 + 0.02 * phase)
            shape = bird(at, y + np.sin(seconds * 0.9 + phase) * span * 0.12, span, beat)
            corners = np.round(np.asarray(shape) * 16).astype(np.int32)
            cv2.fillPoly(frame, [corners], self.tone, cv2.LINE_AA, 4)


def flock(
    shape: tuple[int, int],
    horizon: float,
    tone: tuple[float, float, float],
    rng: np.random.Generator,
    count: int = 7,
) -> Flock:
    """Return birds in a loose group in the upper part of the sky."""
    height, width = shape
    del height
    x, y = rng.uniform(0.12, 0.45) * width, rng.uniform(0.42, 0.62) * horizon
    unit = min(shape) / 720
    places = []
    for number in range(count):
        aside, down = rng.normal(0, 0.13) * width, rng.normal(0, 0.055) * horizon
        span = rng.uniform(15, 34) * unit
        places.append((x + aside, y + down, span, float(number * 1.7 + rng.uniform(0, 3))))
    red, green, blue = (int(value * 255) for value in tone)
    return Flock(tuple(places), width * 0.035, (red, green, blue))
