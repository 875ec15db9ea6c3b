"""One picture, slowly moved, so that it does not stand dead in a video."""

import math
import zlib
from pathlib import Path

import numpy as np

from creator_app.core.errors import CreatorError
from creator_app.core.files import open_file, quoted
from creator_app.core.timeline import Clip
from creator_app.media.footage import Picture, of_canvas
from creator_app.media.framing import framed, visible_share
from creator_app.media.planes import Bytes, Canvas, Planes, of_rgb

# How much larger than the frame the moved picture is at its closest.
ZOOM = 1.12
# A photo may be cut more than a film: the move shows what the cut takes.
KEEP_OF_STILL = 0.36
# Of what lies outside the frame, how much a move travels over at most.
TRAVEL = 0.8
# No move is faster than this share of the frame a second.
FASTEST_PER_S = 0.05
LARGEST_BYTES = 200_000_000
PAPER = 255


class Still:
    """A picture with a slow zoom and pan, chosen by its name, the same at every export."""

    def __init__(self, clip: Clip, width: int, height: int) -> None:
        """Read a picture and prepare its move.

        Args:
            clip: Which file, and how long it stands.
            width: The frame's, even.
            height: The frame's, even.

        Raises:
            CreatorError: It is no picture that can be read.
        """
        self._size = (width, height)
        self._duration_us = max(1, clip.duration_us)
        self._picture = _prepared(clip.source, width, height)
        self._move = _Move(self._picture, width, height, clip)

    def at(self, time_us: int) -> Picture:
        """Return the picture as it lies `time_us` after the clip began."""
        import cv2

        done = min(1.0, time_us / self._duration_us)
        canvas = Canvas(*self._size)
        scale, left, top = self._move.at(done)
        for plane, target, part in zip(self._picture.each, canvas.each, (1, 2, 2), strict=True):
            height, width = target.shape
            # The centres of pixels, not their corners, are what the matrix maps.
            shift = (scale - 1) / 2
            back = np.array(
                [[scale, 0, left / part + shift], [0, scale, top / part + shift]], np.float32
            )
            cv2.warpAffine(
                plane,
                back,
                (width, height),
                dst=target,
                flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REPLICATE,
            )
        return of_canvas(canvas)

    def close(self) -> None:
        """Nothing is open."""


class _Move:
    """From where to where the frame travels over a picture, and how close it gets."""

    def __init__(self, picture: Planes, width: int, height: int, clip: Clip) -> None:
        seed = zlib.crc32(f"{clip.source.name} {clip.start_us}".encode())
        comes_closer, goes_forth, aside = seed & 1, seed >> 1 & 1, (seed >> 2) % 5 / 4
        self._size, self._picture = (width, height), picture
        seconds = clip.duration_us / 1e6
        close = 1 + (ZOOM - 1) * min(1.0, seconds / 3)
        self._scales = (1.0, 1 / close) if comes_closer else (1 / close, 1.0)
        room = max(picture.width - width, picture.height - height)
        most = FASTEST_PER_S * seconds * max(width, height)
        share = min(TRAVEL, most / room) if room > 0 else 0.0
        ends = (0.5 - share / 2, 0.5 + share / 2)
        self._along = ends if goes_forth else ends[::-1]
        self._aside = aside

    def at(self, done: float) -> tuple[float, float, float]:
        """Return scale, left and top of the frame in the picture, `done` of the way."""
        eased = 0.5 - 0.5 * math.cos(math.pi * done)
        # A little of the plain motion keeps the ends from standing still.
        way = 0.6 * eased + 0.4 * done
        scale = _between(self._scales, way)
        width, height = self._size
        free = (self._picture.width - width * scale, self._picture.height - height * scale)
        along = _between(self._along, way)
        is_wide = self._picture.width - width >= self._picture.height - height
        across = 0.5 + (self._aside - 0.5) * 0.5
        shares = (along, across) if is_wide else (across, along)
        return scale, free[0] * shares[0], free[1] * shares[1]


def _between(ends: tuple[float, float], way: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * way


def _prepared(path: Path, width: int, height: int) -> Planes:
    """Return a picture that covers the frame, cut where a move could not show it all."""
    import cv2

    pixels = read_picture(path)
    tall, wide = pixels.shape[:2]
    shape, frame_shape = wide / tall, width / height
    if visible_share(shape, frame_shape) < KEEP_OF_STILL:
        even = of_rgb(_resized(pixels, max(2, wide // 2 * 2), max(2, tall // 2 * 2)))
        return framed(even, shape, width, height, 1.0)
    cover = max(width / wide, height / tall)
    size = (math.ceil(wide * cover / 2) * 2, math.ceil(tall * cover / 2) * 2)
    how = cv2.INTER_AREA if cover < 1 else cv2.INTER_CUBIC
    return of_rgb(np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8))


def _resized(pixels: Bytes, width: int, height: int) -> Bytes:
    import cv2

    return np.asarray(cv2.resize(pixels, (width, height)), np.uint8)


def read_picture(path: Path) -> Bytes:
    """Read a picture as RGB [height, width, 3], turned upright, its clear parts white.

    Raises:
        CreatorError: It is missing or no picture that can be read.
    """
    import cv2

    with open_file(path) as file:
        content = np.frombuffer(file.read(LARGEST_BYTES), np.uint8)
    flags = cv2.IMREAD_COLOR_RGB if len(content) else 0
    pixels = cv2.imdecode(content, flags) if len(content) else None
    if pixels is None:
        return _decoded_by_ffmpeg(path)
    return _on_paper(content, np.asarray(pixels, np.uint8))


def _on_paper(content: Bytes, pixels: Bytes) -> Bytes:
    """Lay a picture with clear parts on white; OpenCV keeps what lay hidden under them."""
    import cv2

    raw = cv2.imdecode(content, cv2.IMREAD_UNCHANGED)
    if raw is None or raw.ndim < 3 or raw.shape[2] != 4 or raw.shape[:2] != pixels.shape[:2]:
        return pixels
    full = 255.0 if raw.dtype == np.uint8 else 65_535.0
    alpha = raw[:, :, 3:].astype(np.float32) / full
    return np.asarray(pixels * alpha + PAPER * (1 - alpha) + 0.5, np.uint8)


def _decoded_by_ffmpeg(path: Path) -> Bytes:
    """Read what OpenCV does not know, such as AVIF and HEIC."""
    import av

    from creator_app.media.decode import media, video_stream

    with media(path) as container:
        stream = video_stream(container)
        try:
            frame = next(container.decode(stream), None) if stream is not None else None
        except av.FFmpegError:
            frame = None
    if frame is None:
        raise CreatorError(f"{quoted(path)} is not a picture that can be read.")
    pixels = frame.to_ndarray(format="rgb24")
    return np.ascontiguousarray(np.rot90(pixels, frame.rotation // 90))
