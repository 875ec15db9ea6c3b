"""Pictures as Y, U and V planes: cut, scaled, turned and blended without a way through RGB.

Everything here is 4:2:0, BT.709, limited range, 8 bits: what the encoder takes as it is.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from av import VideoFrame

Bytes: TypeAlias = NDArray[np.uint8]

BLACK, GREY = 16, 128
# Above this, every other way of scaling leaves out whole rows of the source.
AREA_FROM = 1.6
# ITU-R BT.709-6, item 3.2 and 3.4: RGB 0..255 to Y′CbCr of 8 bits in the limited range.
TO_YUV = (
    np.array(
        [
            [0.2126 * 219, 0.7152 * 219, 0.0722 * 219, 16 * 255],
            [-0.2126 / 1.8556 * 224, -0.7152 / 1.8556 * 224, 0.5 * 224, 128 * 255],
            [0.5 * 224, -0.7152 / 1.5748 * 224, -0.0722 / 1.5748 * 224, 128 * 255],
        ],
        np.float32,
    )
    / 255
)


@dataclass(frozen=True)
class Planes:
    """One picture; the planes may lie inside a larger buffer, or belong to a decoder.

    Attributes:
        y: Brightness, [height, width].
        u: Blue against brightness, [⌈height / 2⌉, ⌈width / 2⌉].
        v: Red against brightness, as `u`.
    """

    y: Bytes
    u: Bytes
    v: Bytes

    @property
    def width(self) -> int:
        """Pixels of a row."""
        return int(self.y.shape[1])

    @property
    def height(self) -> int:
        """Rows."""
        return int(self.y.shape[0])

    @property
    def each(self) -> tuple[Bytes, Bytes, Bytes]:
        """All three, brightness first."""
        return self.y, self.u, self.v

    def cut(self, left: int, top: int, width: int, height: int) -> "Planes":
        """Return a part as a view; `left` and `top` are even."""
        rows, columns = slice(top, top + height), slice(left, left + width)
        half_rows = slice(top // 2, (top + height + 1) // 2)
        half_columns = slice(left // 2, (left + width + 1) // 2)
        return Planes(
            self.y[rows, columns], self.u[half_rows, half_columns], self.v[half_rows, half_columns]
        )


class Canvas(Planes):
    """A picture of our own in one piece of memory, which may be painted on."""

    def __init__(self, width: int, height: int) -> None:
        """Make a picture of undefined content; both sides are even."""
        buffer = np.empty((height * 3 // 2, width), np.uint8)
        chroma = buffer[height:].reshape(2, height // 2, width // 2)
        super().__init__(buffer[:height], chroma[0], chroma[1])

    @cached_property
    def frame(self) -> "VideoFrame":
        """The same memory as a frame for the encoder."""
        import av

        whole = self.y.base
        if whole is None:
            raise TypeError("a canvas owns all of its memory")
        return av.VideoFrame.from_numpy_buffer(whole, "yuv420p")


def black(width: int, height: int) -> Canvas:
    """Return a black picture."""
    canvas = Canvas(width, height)
    canvas.y[:], canvas.u[:], canvas.v[:] = BLACK, GREY, GREY
    return canvas


def copy(picture: Planes) -> Canvas:
    """Return a picture as one that may be painted on."""
    canvas = Canvas(picture.width, picture.height)
    for target, plane in zip(canvas.each, picture.each, strict=True):
        np.copyto(target, plane)
    return canvas


def of_frame(frame: Any) -> Planes:
    """Return the planes of a yuv420p frame as views; they stay the decoder's."""
    sizes = [(frame.height, frame.width)] + [((frame.height + 1) // 2, (frame.width + 1) // 2)] * 2
    y, u, v = (
        np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[:height, :width]
        for plane, (height, width) in zip(frame.planes, sizes, strict=True)
    )
    return Planes(y, u, v)


def of_rgb(pixels: Bytes) -> Canvas:
    """Return an RGB picture [height, width, 3] of even sides as planes."""
    import cv2

    height, width = pixels.shape[:2]
    canvas = Canvas(width, height)
    luma, *chroma = cv2.split(cv2.transform(pixels, TO_YUV))
    np.copyto(canvas.y, luma)
    for target, plane in zip((canvas.u, canvas.v), chroma, strict=True):
        scale_plane(np.asarray(plane, np.uint8), target)
    return canvas


def turned(picture: Planes, degrees: int) -> Planes:
    """Return a picture turned clockwise by 0, 90, 180 or 270 degrees."""
    import cv2

    turn = {
        90: cv2.ROTATE_90_CLOCKWISE,
        180: cv2.ROTATE_180,
        270: cv2.ROTATE_90_COUNTERCLOCKWISE,
    }.get(degrees % 360)
    if turn is None:
        return picture
    y, u, v = (np.asarray(cv2.rotate(plane, turn), np.uint8) for plane in picture.each)
    return Planes(y, u, v)


def scale_plane(source: Bytes, target: Bytes) -> None:
    """Scale one plane into another: smooth when it grows, averaging when it shrinks much."""
    import cv2

    height, width = target.shape
    shrink = max(source.shape[0] / height, source.shape[1] / width)
    if source.shape == target.shape:
        np.copyto(target, source)
        return
    if shrink >= AREA_FROM:
        how = cv2.INTER_AREA
    else:
        how = cv2.INTER_CUBIC if shrink < 1 else cv2.INTER_LINEAR
    made = cv2.resize(source, (width, height), dst=target, interpolation=how)
    if not np.shares_memory(made, target):
        np.copyto(target, made)


def scale(source: Planes, target: Planes) -> None:
    """Scale a picture into the memory of another."""
    for plane, into in zip(source.each, target.each, strict=True):
        scale_plane(plane, into)


@dataclass(frozen=True)
class Patch:
    """A small picture laid over a frame, its colours already multiplied by its opacity.

    Attributes:
        left: Where it lies in the frame, in pixels; even.
        top: As `left`; even.
        picture: Even sides; colours times opacity.
        clear: How much of what is below shows, 0..255: for the brightness.
        clear_chroma: The same for the colours, half as wide and high.
    """

    left: int
    top: int
    picture: Planes
    clear: Bytes
    clear_chroma: Bytes


def blend(canvas: Planes, patch: Patch) -> None:
    """Lay a patch over a picture; only the strip under it is touched."""
    strip = canvas.cut(patch.left, patch.top, patch.picture.width, patch.picture.height)
    clears = (patch.clear, patch.clear_chroma, patch.clear_chroma)
    for below, above, clear in zip(strip.each, patch.picture.each, clears, strict=True):
        _blend_plane(below, above, clear)


def _blend_plane(below: Bytes, above: Bytes, clear: Bytes) -> None:
    import cv2

    mixed = cv2.add(cv2.multiply(below, clear, scale=1 / 255), above)
    np.copyto(below, mixed)
