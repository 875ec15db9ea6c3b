"""What every scene is painted with: noise, gradients, soft light, and pixels without bands."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

# Real numbers, in whichever precision they were reckoned.
Field: TypeAlias = NDArray[np.floating[Any]]
Pixels: TypeAlias = NDArray[np.uint8]
# Red, green, blue; 0..1.
Color: TypeAlias = tuple[float, float, float]
Stops: TypeAlias = tuple[tuple[float, Color], ...]


def color(code: str) -> Color:
    """Return a colour written as «#RRGGBB»."""
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def mixed(first: Color, second: Color, share: float) -> Color:
    """Return a colour between two; `share` 0 is the first."""
    red, green, blue = (a + (b - a) * share for a, b in zip(first, second, strict=True))
    return red, green, blue


def scaled(each: Color, factor: float) -> Color:
    """Return a colour made darker or lighter."""
    red, green, blue = (min(1.0, value * factor) for value in each)
    return red, green, blue


def between(stops: Stops, at: "Field | float") -> Field:
    """Return the colours of a gradient at places 0..1: [..., 3]."""
    places = [place for place, _ in stops]
    channels = [np.interp(at, places, [each[n] for _, each in stops]) for n in range(3)]
    return np.stack(channels, axis=-1).astype(np.float32)


def downward(stops: Stops, height: int, width: int) -> Field:
    """Return a gradient from top to bottom, [height, width, 3]."""
    column = between(stops, np.linspace(0, 1, height, dtype=np.float32))
    return np.repeat(column[:, None], width, axis=1)


def cloudiness(
    rng: np.random.Generator, shape: tuple[int, int], grain: tuple[float, float], octaves: int = 5
) -> Field:
    """Return fractal noise, 0..1 around a half: sums of smooth noise, each finer and fainter.

    Source: K. Perlin, «An image synthesizer», 1985, with smooth grids in place of gradients.

    Args:
        rng: Where chance comes from.
        shape: Height and width.
        grain: Height and width of the largest spots, in pixels.
        octaves: How many sizes of spots.
    """
    import cv2

    height, width = shape
    total, weight, sum_of_weights = np.zeros(shape, np.float32), 1.0, 0.0
    for octave in range(octaves):
        rows = max(2, int(height / grain[0] * 2**octave) + 3)
        columns = max(2, int(width / grain[1] * 2**octave) + 3)
        if octave and (rows > height * 2 or columns > width * 2):
            break
        grid = rng.random((rows, columns), np.float32)
        # The grid lies a little beyond the edges, so that these are not its own.
        large = cv2.resize(grid, (width + 8, height + 8), interpolation=cv2.INTER_CUBIC)
        total += weight * large[4 : 4 + height, 4 : 4 + width]
        sum_of_weights += weight
        weight *= 0.5
    return total / sum_of_weights


def smoothstep(low: "Field | float", high: "Field | float", value: Field) -> Field:
    """Return 0 below `low`, 1 above `high`, and a soft rise between."""
    share = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def distance(shape: tuple[int, int], x: float, y: float, flatten: float = 1.0) -> Field:
    """Return how far each pixel is from a point; `flatten` above 1 makes circles lie down."""
    rows = (np.arange(shape[0], dtype=np.float32)[:, None] - y) * flatten
    columns = np.arange(shape[1], dtype=np.float32)[None] - x
    return np.asarray(np.sqrt(rows * rows + columns * columns), np.float32)


def blurred(field: Field, sigma: float) -> Field:
    """Return a field made soft; large blurs are made small and cheap."""
    import cv2

    shrink = max(1, int(sigma / 4))
    height, width = field.shape[:2]
    if shrink == 1:
        return np.asarray(cv2.GaussianBlur(field, (0, 0), sigma), np.float32)
    size = (max(1, width // shrink), max(1, height // shrink))
    small = cv2.resize(field, size, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), sigma / shrink)
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def lightened(image: Field, light: Field, tint: Color) -> Field:
    """Add light [height, width] of a colour as two lamps add up: never beyond white."""
    added = light[..., None] * np.asarray(tint, np.float32)
    return 1 - (1 - image) * (1 - np.clip(added, 0, 1))


def toward(image: Field, share: Field, tint: Color) -> Field:
    """Mix a colour into an image, `share` [height, width] of it."""
    part = share[..., None]
    return image * (1 - part) + part * np.asarray(tint, np.float32)


def dithered(image: Field, rng: np.random.Generator) -> Pixels:
    """Return 8-bit pixels whose rounding is hidden in noise, so that no gradient shows bands.

    Source: L. Roberts, «Picture coding using pseudo-random noise», 1962; triangular noise of one
    step each way, the same in all three colours so that it stays grey.
    """
    shape = (*image.shape[:2], 1)
    noise = rng.random(shape, np.float32) - rng.random(shape, np.float32)
    return np.clip(image * 255 + 0.5 + noise, 0, 255).astype(np.uint8)
