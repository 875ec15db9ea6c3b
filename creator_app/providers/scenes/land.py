"""Land in layers: ridges that fade into haze, woods on their crests, mist between them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from creator_app.providers.scenes import shapes
from creator_app.providers.scenes.brush import (
    Color,
    Field,
    between,
    cloudiness,
    mixed,
    smoothstep,
)
from creator_app.providers.scenes.layers import Layer, layer_of
from creator_app.providers.scenes.light import Light

# Layers reach beyond the frame on either side by this share, so that they can be moved.
BEYOND = 0.08


@dataclass(frozen=True, slots=True)
class Slope:
    """How one ridge lies.

    Attributes:
        top: Where its highest point is, as a share of the frame's height.
        rise: From its lowest to its highest point, as a share of the frame's height.
        far: 0 near … 1 lost in the haze.
        length: Length of its largest waves, as a share of the frame's width.
        is_sharp: Whether it has peaks.
        foot: How far below its top it ends, as a share of the frame's height; what lies before it
            hides the rest.
    """

    top: float
    rise: float
    far: float
    length: float = 0.6
    is_sharp: bool = True
    foot: float = 0.40


def ridge_line(
    slope: Slope, shape: tuple[int, int], rng: np.random.Generator, octaves: int = 6
) -> Field:
    """Return how far below the top of its layer a ridge's crest lies, in pixels."""
    height, width = shape
    wide = beyond(width)
    draw = shapes.crests if slope.is_sharp else shapes.wave
    line = draw(rng, wide, slope.length * width, octaves)
    low, high = float(line.min()), float(line.max())
    level = (line - low) / max(1e-6, high - low)
    return np.asarray((1 - level) * slope.rise * height + 2, np.float32)


def beyond(width: int) -> int:
    """Return how wide a layer is that reaches beyond the frame."""
    return int(width * (1 + 2 * BEYOND))


def ridge(
    slope: Slope,
    light: Light,
    shape: tuple[int, int],
    rng: np.random.Generator,
    woods: Callable[[Field], list[shapes.Polygon]] | None = None,
) -> Layer:
    """Return a ridge: dark at its crest, lost in haze at its foot.

    Args:
        slope: How it lies.
        light: The hour's.
        shape: Height and width of the frame.
        rng: Where chance comes from.
        woods: Gives what stands on its crest, for the line of the crest.
    """
    height, width = shape
    line = ridge_line(slope, shape, rng)
    room = 0.0
    trees: list[shapes.Polygon] = []
    if woods is not None:
        room = height * 0.09
        trees = woods(line + room)
    tall = min(int(slope.foot * height + room), int(height * (1.04 - slope.top) + room))
    cover = shapes.below(line + room, tall)
    if trees:
        cover = np.maximum(cover, shapes.filled(cover.shape, trees))
    crest = mixed(light.land, light.haze, slope.far)
    foot = mixed(crest, light.haze, 0.62 * (0.35 + slope.far))
    image = shaded(crest, foot, cover.shape, (line + room) / max(1, tall))
    return layer_of(image, cover, rng, left=-width * BEYOND, top=slope.top * height - room)


def shaded(crest: Color, foot: Color, shape: tuple[int, int], line: Field) -> Field:
    """Return a colour that turns into another from a line downwards; `line` in shares of it."""
    rows = np.linspace(0, 1, shape[0], dtype=np.float32)[:, None]
    depth = np.clip((rows - line[None, : shape[1]]) / 0.85, 0, 1)
    return between(((0.0, crest), (1.0, foot)), depth**0.9)


def firs(
    shape: tuple[int, int], rng: np.random.Generator, tall: float, share: float
) -> Callable[[Field], list[shapes.Polygon]]:
    """Return what plants firs along a crest.

    Args:
        shape: Height and width of the frame.
        rng: Where chance comes from.
        tall: Height of a fir, as a share of the frame's height.
        share: How dense they stand, 0..1.
    """

    def plant(line: Field) -> list[shapes.Polygon]:
        polygons: list[shapes.Polygon] = []
        height = shape[0]
        grove = shapes.wave(rng, len(line), len(line) * 0.16, 3)
        at = 0.0
        while at < len(line) - 1:
            size = tall * height * rng.uniform(0.55, 1.0)
            if grove[int(at)] > 1 - share:
                foot = float(line[int(at)]) + size * 0.10
                polygons += shapes.pine(at, foot, size, rng)
            at += size * rng.uniform(0.16, 0.42)
        return polygons

    return plant


def mist(
    light: Light,
    shape: tuple[int, int],
    top: float,
    tall: float,
    strength: float,
    rng: np.random.Generator,
) -> Layer:
    """Return a bank of mist, wider than the frame.

    Args:
        light: The hour's.
        shape: Height and width of the frame.
        top: Where it begins, as a share of the frame's height.
        tall: How high it is, as a share of the frame's height.
        strength: How thick at its thickest, 0..1.
        rng: Where chance comes from.
    """
    height, width = int(tall * shape[0]), int(shape[1] * 1.6)
    spots = cloudiness(rng, (height, width), (height / 1.6, width / 4), 5)
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    band = smoothstep(0.0, 0.55, rows) * smoothstep(1.0, 0.60, rows)
    thick = smoothstep(0.30, 0.85, spots) * band * strength
    tone = mixed(light.haze, light.glow, 0.25)
    return layer_of(tone, thick, rng, left=-shape[1] * 0.3, top=top * shape[0])
