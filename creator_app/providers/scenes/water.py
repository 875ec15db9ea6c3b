"""Water in perspective: it mirrors the sky, moves towards the eye, and glitters below the lamp."""

import numpy as np

from creator_app.providers.scenes.brush import (
    Field,
    Pixels,
    cloudiness,
    dithered,
    mixed,
    smoothstep,
)
from creator_app.providers.scenes.light import Light
from creator_app.providers.scenes.sky import Lamp

# Waves are read from a tile of this size, which joins at its edges.
TILE = 512
# How fast the waves come nearer, in tiles a second.
SPEED = 0.05
LEVELS = np.linspace(0, 1, 256, dtype=np.float32)


class Water:
    """The part of a scene below the horizon, drawn anew for each moment.

    Two runs of one noise pass over each other, so that the waves never repeat.
    """

    def __init__(
        self, light: Light, air: Field, horizon: int, lamp: Lamp, rng: np.random.Generator
    ) -> None:
        """Prepare the water.

        Args:
            light: The hour's.
            air: The sky without its lamp, [height, width, 3].
            horizon: The first row of the water.
            lamp: What it glitters below.
            rng: Where chance comes from.
        """
        height, width = air.shape[:2]
        rows = height - horizon
        self._horizon = horizon
        depth = np.arange(rows, dtype=np.float32)[:, None] + 1.5
        # A row `depth` below the horizon lies as far away as 1 / depth tells.
        far = rows / depth
        columns = np.arange(width, dtype=np.float32)[None]
        # Waves keep a size that can be seen: far ones grow smaller more slowly than in truth.
        along = (columns - lamp.x) / min(height, width) * 230 * far**0.62
        away = np.repeat(np.log(depth) * 330, width, axis=1)
        self._along = np.mod(along, TILE).astype(np.float32)
        self._away = np.mod(-away, TILE).astype(np.float32)
        self._tile = _tile(rng)
        near = np.clip(depth / rows, 0, 1)
        self._paint(light, _mirrored(air, horizon), near, rng)
        aside = np.abs(columns - lamp.x) / (width * (0.04 + 0.22 * near))
        lit = 1.0 if light.height >= 0 else 0.0
        path = np.exp(-(aside**1.4)) * (1.0 - 0.6 * near) * lit
        self._path = (path * 255).astype(np.uint8)
        self._ripple = (smoothstep(0.30, 0.74, LEVELS) * 255).astype(np.uint8)
        self._spark = (smoothstep(0.55, 0.80, LEVELS) * 255).astype(np.uint8)
        tone = np.asarray(mixed(light.lamp, light.glow, 0.30)) * 255
        self._tone = tuple(float(each) for each in tone)

    def _paint(self, light: Light, mirror: Field, near: Field, rng: np.random.Generator) -> None:
        share = (0.90 - 0.66 * near**0.7)[..., None]
        deep = np.asarray(light.water, np.float32)
        base = mirror * share + deep * (1 - share)
        # Far waves are too small to be told apart.
        strength = (0.25 + 0.75 * near**0.5)[..., None]
        gleam = np.asarray(mixed(light.glow, light.haze, 0.5), np.float32)
        self._dark = dithered(base * (1 - 0.24 * strength), rng)
        self._bright = dithered(base + (gleam * 0.6 + mirror * 0.4 - base) * 0.42 * strength, rng)

    def onto(self, frame: Pixels, seconds: float) -> None:
        """Draw the water of a moment."""
        import cv2

        shift = seconds * SPEED * TILE
        first = self._sampled(shift * 0.35, shift * 1.0)
        second = self._sampled(173 - shift * 0.45, 91 + shift * 1.45)
        swell = np.asarray(cv2.addWeighted(first, 0.5, second, 0.5, 0), np.uint8)
        share = cv2.cvtColor(cv2.LUT(swell, self._ripple), cv2.COLOR_GRAY2RGB)
        water = cv2.add(
            cv2.multiply(self._bright, share, scale=1 / 255),
            cv2.multiply(self._dark, cv2.bitwise_not(share), scale=1 / 255),
        )
        lifted = cv2.addWeighted(swell, 1.0, self._path, 0.20, -10)
        spark = cv2.multiply(cv2.LUT(lifted, self._spark), self._path, scale=1 / 255)
        lit = cv2.merge([cv2.convertScaleAbs(spark, alpha=each / 255) for each in self._tone])
        cv2.add(water, lit, dst=frame[self._horizon :])

    def _sampled(self, along: float, away: float) -> Pixels:
        import cv2

        sampled = cv2.remap(
            self._tile,
            self._along + np.float32(along % TILE),
            self._away + np.float32(-away % TILE),
            cv2.INTER_LINEAR,
        )
        return np.asarray(sampled, np.uint8)


def _mirrored(air: Field, horizon: int) -> Field:
    """Return what lies above the horizon upside down, as high as the water is."""
    rows = len(air) - horizon
    mirror = air[:horizon][::-1][:rows]
    missing = rows - len(mirror)
    return np.concatenate([mirror, np.repeat(mirror[-1:], missing, axis=0)]) if missing else mirror


def _tile(rng: np.random.Generator) -> Pixels:
    """Return waves that lie across and join at the edges, four times side by side."""
    wide = cloudiness(rng, (TILE * 2, TILE * 2), (34, 96), 5)
    ramp = np.linspace(0, 1, TILE, dtype=np.float32)
    rows = wide[:TILE] * ramp[:, None] + wide[TILE:] * (1 - ramp)[:, None]
    both = rows[:, :TILE] * ramp[None] + rows[:, TILE:] * (1 - ramp)[None]
    # Where two parts are mixed there is less contrast; it is given back.
    even = np.sqrt(ramp**2 + (1 - ramp) ** 2)
    spread = (both - both.mean()) / even[:, None] / even[None]
    levels = np.clip(spread / (spread.std() * 4.6) + 0.5, 0, 1)
    return np.tile((levels * 255).astype(np.uint8), (2, 2))
