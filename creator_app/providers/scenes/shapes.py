"""Outlines of things against the light: ridges, trees, boats, birds, houses."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np

from creator_app.providers.scenes.brush import Field

Point: TypeAlias = tuple[float, float]
Polygon: TypeAlias = Sequence[Point]
# Shapes are drawn this much larger and shrunk: that is what makes their edges smooth.
FINER = 4


def filled(shape: tuple[int, int], polygons: Iterable[Polygon]) -> Field:
    """Return how much of each pixel lies inside polygons, 0..1.

    Args:
        shape: Height and width.
        polygons: Corners as x, y in pixels.
    """
    import cv2

    fine = np.zeros((shape[0] * FINER, shape[1] * FINER), np.uint8)
    for polygon in polygons:
        corners = np.round(np.asarray(polygon, np.float64) * FINER).astype(np.int32)
        cv2.fillPoly(fine, [corners], 255)
    small = cv2.resize(fine, (shape[1], shape[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32) / 255


def wave(rng: np.random.Generator, width: int, length: float, octaves: int = 5) -> Field:
    """Return a rough line of `width` values, 0..1, its largest waves `length` pixels long."""
    total, weight, weights = np.zeros(width, np.float32), 1.0, 0.0
    at = np.arange(width, dtype=np.float32)
    for _ in range(octaves):
        points = rng.random(int(width / length) + 4).astype(np.float32)
        place = at / length
        first = place.astype(int)
        share = place - first
        share = share * share * (3 - 2 * share)
        total += weight * (points[first] * (1 - share) + points[first + 1] * share)
        weights += weight
        weight, length = weight * 0.5, length / 2
    return np.asarray(total / weights, np.float32)


def crests(rng: np.random.Generator, width: int, length: float, octaves: int = 6) -> Field:
    """Return a line with sharp tops, as of mountains, 0..1.

    Source: ridged noise, F. K. Musgrave in «Texturing and Modeling», 1994.
    """
    total, weight, weights = np.zeros(width, np.float32), 1.0, 0.0
    for _ in range(octaves):
        one = wave(rng, width, length, 1)
        total += weight * (1 - np.abs(2 * one - 1))
        weights += weight
        weight, length = weight * 0.48, length / 2.1
    return np.asarray(total / weights, np.float32)


def below(line: Field, height: int) -> Field:
    """Return how much of each pixel lies below a line of heights in pixels, [height, width]."""
    rows = np.arange(height, dtype=np.float32)[:, None]
    return np.asarray(np.clip(rows - line[None] + 0.5, 0, 1), np.float32)


def pine(x: float, foot: float, tall: float, rng: np.random.Generator) -> list[Polygon]:
    """Return a fir: a trunk and boughs that hang a little, no two alike."""
    half = tall * rng.uniform(0.17, 0.23)
    rows = 7 if tall > 40 else 5
    left: list[Point] = []
    right: list[Point] = []
    for row in range(1, rows + 1):
        y = foot - tall + tall * 0.92 * row / rows
        reach = half * (row / rows) ** 0.85
        inner = reach * 0.42
        for side, outline in ((-1, left), (1, right)):
            spread = reach * rng.uniform(0.82, 1.12)
            outline.append((x + side * spread, y + rng.uniform(-0.01, 0.02) * tall))
            outline.append((x + side * inner, y - tall * 0.012))
    crown = [(x, foot - tall), *right, *reversed(left)]
    stem = tall * 0.022
    return [
        crown,
        [
            (x - stem, foot - tall * 0.2),
            (x + stem, foot - tall * 0.2),
            (x + stem, foot + 2),
            (x - stem, foot + 2),
        ],
    ]


def bird(x: float, y: float, span: float, beat: float) -> Polygon:
    """Return a gull seen from afar; `beat` −1..1 tells how high its wings are."""
    lift = span * 0.16 * beat
    tips = y - lift - span * 0.05
    return [
        (x - span / 2, tips),
        (x - span * 0.22, y - span * 0.10 - lift * 0.55),
        (x, y - span * 0.015),
        (x + span * 0.22, y - span * 0.10 - lift * 0.55),
        (x + span / 2, tips),
        (x + span * 0.20, y - span * 0.035 - lift * 0.5),
        (x, y + span * 0.055),
        (x - span * 0.20, y - span * 0.035 - lift * 0.5),
    ]


def fishing_boat(length: float) -> list[Polygon]:
    """Return a small trawler; its waterline is at y = 0, its middle at x = 0."""
    unit = length / 20
    parts = [
        [(-10, -2.6), (-9.2, 0.6), (7.6, 0.6), (10.6, -4.2), (6.5, -3.3), (-6, -2.2)],
        [(-6.8, -2.3), (-6.8, -6.6), (-6.2, -7.2), (-2.0, -7.2), (-1.5, -6.4), (-1.3, -2.3)],
        [(-7.4, -7.0), (-1.2, -7.0), (-1.2, -7.6), (-7.4, -7.6)],
        [(1.7, -2.6), (1.95, -15.2), (2.25, -15.2), (2.5, -2.6)],
        [(2.0, -12.6), (9.9, -4.4), (9.9, -4.15), (2.0, -12.2)],
        [(2.1, -13.4), (-5.0, -7.5), (-5.0, -7.2), (2.1, -13.0)],
        [(2.2, -5.2), (-3.6, -10.6), (-3.3, -10.9), (2.2, -5.8)],
        [(-4.3, -7.5), (-4.3, -10.0), (-4.0, -10.0), (-4.0, -7.5)],
    ]
    return [[(x * unit, y * unit) for x, y in part] for part in parts]


def sailing_boat(length: float) -> list[Polygon]:
    """Return a sailing boat; its waterline is at y = 0, its middle at x = 0."""
    unit = length / 20
    parts = [
        [(-9.5, -2.0), (-7.6, 0.6), (7.2, 0.6), (10.2, -2.4)],
        [(0.4, -2.0), (0.55, -24.0), (0.8, -24.0), (1.0, -2.0)],
        [(0.2, -22.6), (-0.6, -12.0), (-8.4, -3.6), (0.1, -3.3)],
        [(1.2, -22.0), (4.6, -12.0), (9.2, -3.2), (1.2, -3.2)],
    ]
    return [[(x * unit, y * unit) for x, y in part] for part in parts]


def lighthouse(tall: float) -> list[Polygon]:
    """Return a lighthouse; its foot is at y = 0, its middle at x = 0."""
    unit = tall / 20
    parts = [
        [(-2.1, 0), (-1.25, -15.2), (1.25, -15.2), (2.1, 0)],
        [(-1.9, -15.2), (-1.9, -15.9), (1.9, -15.9), (1.9, -15.2)],
        [(-1.0, -15.9), (-1.0, -18.0), (1.0, -18.0), (1.0, -15.9)],
        [(-1.4, -18.0), (0, -19.8), (1.4, -18.0)],
        [(-0.1, -19.6), (-0.1, -20.6), (0.1, -20.6), (0.1, -19.6)],
    ]
    return [[(x * unit, y * unit) for x, y in part] for part in parts]


def moved(polygons: Iterable[Polygon], x: float, y: float, turn: float = 0.0) -> list[Polygon]:
    """Return polygons turned about their origin, in radians, and moved."""
    cosine, sine = float(np.cos(turn)), float(np.sin(turn))
    return [
        [(x + px * cosine - py * sine, y + px * sine + py * cosine) for px, py in polygon]
        for polygon in polygons
    ]
