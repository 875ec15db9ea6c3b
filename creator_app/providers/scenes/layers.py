"""Pictures with clear parts that are laid over one another and moved by parts of pixels."""

from dataclasses import dataclass

import numpy as np

from creator_app.providers.scenes.brush import Color, Field, Pixels, dithered


@dataclass(frozen=True)
class Layer:
    """A picture whose colours are multiplied by its opacity.

    Attributes:
        pixels: [height, width, 4]: red, green, blue, opacity.
        left: Where it lies in the frame, in pixels; it may reach beyond.
        top: As `left`.
    """

    pixels: Pixels
    left: float = 0.0
    top: float = 0.0

    def onto(
        self,
        frame: Pixels,
        aside: float = 0.0,
        down: float = 0.0,
        zoom: float = 1.0,
        middle: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        """Lay it over a frame [height, width, 3], moved from where it lies.

        Args:
            frame: Is painted on.
            aside: Pixels to the right.
            down: Pixels down.
            zoom: How much larger.
            middle: The point x, y of the frame that zooming leaves where it is.
        """
        import cv2

        height, width = frame.shape[:2]
        left = middle[0] + (self.left - middle[0]) * zoom + aside
        top = middle[1] + (self.top - middle[1]) * zoom + down
        tall, wide = (side * zoom for side in self.pixels.shape[:2])
        first_row, first_column = max(0, int(np.floor(top))), max(0, int(np.floor(left)))
        last_row = min(height, int(np.ceil(top + tall)))
        last_column = min(width, int(np.ceil(left + wide)))
        if first_row >= last_row or first_column >= last_column:
            return
        place = frame[first_row:last_row, first_column:last_column]
        move = np.array(
            [[zoom, 0, left - first_column], [0, zoom, top - first_row]],
            np.float32,
        )
        size = (last_column - first_column, last_row - first_row)
        moved = cv2.warpAffine(self.pixels, move, size, flags=cv2.INTER_LINEAR)
        lay(np.asarray(moved, np.uint8), place)


def lay(above: Pixels, place: Pixels, opacity: float = 1.0) -> None:
    """Lay premultiplied pixels [height, width, 4] over a part of a frame of the same size."""
    import cv2

    if opacity < 1:
        above = np.asarray(cv2.convertScaleAbs(above, alpha=opacity), np.uint8)
    clear = cv2.cvtColor(cv2.bitwise_not(above[:, :, 3]), cv2.COLOR_GRAY2RGB)
    below = cv2.multiply(place, clear, scale=1 / 255)
    np.copyto(place, cv2.add(below, cv2.cvtColor(above, cv2.COLOR_RGBA2RGB)))


def shine(frame: Pixels, light: Pixels) -> None:
    """Add light [height, width, 3] to a frame or a part of it, as far as it can grow brighter."""
    import cv2

    np.copyto(frame, cv2.add(frame, light))


def layer_of(
    image: "Field | Color",
    opacity: Field,
    rng: np.random.Generator,
    left: float = 0.0,
    top: float = 0.0,
) -> Layer:
    """Make a layer of an image, or of one colour, and how much of it is to be seen.

    Args:
        image: [height, width, 3], 0..1, or one colour.
        opacity: [height, width], 0..1.
        rng: For the dither.
        left: Where it lies in the frame.
        top: Where it lies in the frame.
    """
    whole = np.asarray(image, np.float32) * opacity[..., None]
    shown = np.broadcast_to(whole, (*opacity.shape, 3))
    alpha = np.clip(opacity * 255 + 0.5, 0, 255).astype(np.uint8)
    pixels = dithered(shown, rng)
    # Noise must not make the clear parts grey.
    pixels[alpha == 0] = 0
    return Layer(np.dstack([pixels, alpha]), left, top)


def pushed_in(frame: Pixels, zoom: float, x: float, y: float) -> Pixels:
    """Return a frame seen from a little nearer, towards a point given in pixels."""
    import cv2

    height, width = frame.shape[:2]
    move = np.array([[zoom, 0, x - zoom * x], [0, zoom, y - zoom * y]], np.float32)
    return np.asarray(
        cv2.warpAffine(
            frame, move, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        ),
        np.uint8,
    )
