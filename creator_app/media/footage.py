"""What a clip shows at a time: decoded forward from a file, or one picture slowly moved."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from creator_app.core.errors import CreatorError
from creator_app.core.files import quoted
from creator_app.core.time import US
from creator_app.core.timeline import Clip
from creator_app.media.decode import media, video_stream
from creator_app.media.framing import KEEP_AT_LEAST, framed
from creator_app.media.planes import Canvas, Planes, black, of_frame, turned

if TYPE_CHECKING:
    from av import VideoFrame

# Files round their time stamps, some to a millisecond: a frame counts from a little before.
EARLY = Fraction(1, 4)
# How far before the wanted time a seek begins, should it land too late.
STEPS_BACK_US = (0, 1 * US, 5 * US, 30 * US)
# Below this height a picture that does not say so has the colours of standard definition.
HD_FROM_LINES = 720
# FFmpeg's numbers: matrices ITU-R BT.709, «not said» and BT.601; limited and full range; the
# brightness curves of HDR, SMPTE 2084 (PQ) and ARIB B67 (HLG).
BT709, UNSAID, BT601 = 1, 2, 5
LIMITED, FULL = 1, 2
HDR = {16, 18}


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of the frame's size, ready for the encoder as it is.

    Attributes:
        frame: For the encoder.
        planes: The same, to be copied before anything is painted on it.
    """

    frame: "VideoFrame"
    planes: Planes


class Footage(Protocol):
    """The pictures of one clip, asked for in order of time."""

    def at(self, time_us: int) -> Picture:
        """Return what is seen `time_us` after the clip began; times never go back."""

    def close(self) -> None:
        """Let the file go."""


def of_canvas(canvas: Canvas) -> Picture:
    """Return our own picture as one for the encoder."""
    return Picture(canvas.frame, canvas)


class Nothing:
    """Black, where no clip lies."""

    def __init__(self, width: int, height: int) -> None:
        self._picture = of_canvas(black(width, height))

    def at(self, _time_us: int) -> Picture:
        """Return black."""
        return self._picture

    def close(self) -> None:
        """Nothing is open."""


class Video:
    """A stretch of a video file, brought to the frame's size and the timeline's rate.

    A file that ends early holds its last picture; a damaged part holds the last good one.
    """

    def __init__(self, clip: Clip, width: int, height: int, rate: Fraction) -> None:
        """Open the file and go to where the clip begins.

        Args:
            clip: Which stretch of which file.
            width: The frame's, even.
            height: The frame's, even.
            rate: Frames a second of the timeline.

        Raises:
            CreatorError: It is no video that can be read.
        """
        from av.stream import Discard

        self._size = (width, height)
        with ExitStack() as stack:
            container = stack.enter_context(media(clip.source))
            stream = video_stream(container)
            if stream is None:
                raise _no_picture(clip.source)
            stream.thread_type = "AUTO"
            # Another stream's packets would be read and thrown away.
            for other in container.streams:
                if other is not stream:
                    other.discard = Discard.all
            self._pixel = Fraction(stream.sample_aspect_ratio or 1)
            self._in_us = clip.in_us + (container.start_time or 0) + round(US / rate * EARLY)
            self._coming = _from(container, stream, clip.in_us)
            self._next = next(self._coming, None)
            self._open = stack.pop_all()
        if self._next is None:
            self.close()
            raise _no_picture(clip.source)
        self._current: VideoFrame = self._next[1]
        self._shown: tuple[Any, Picture] | None = None

    def at(self, time_us: int) -> Picture:
        """Return what is seen `time_us` after the clip began; times never go back."""
        while self._next is not None and self._next[0] <= self._in_us + time_us:
            self._current = self._next[1]
            self._next = next(self._coming, None)
        if self._shown is None or self._shown[0] is not self._current:
            self._shown = (self._current, fitted(self._current, self._pixel, *self._size))
        return self._shown[1]

    def close(self) -> None:
        """Let the file go."""
        self._open.close()


def _no_picture(path: Path) -> CreatorError:
    return CreatorError(
        f"{quoted(path)} holds no picture that can be shown.",
        "Choose a video or a picture, or play it once to see whether it is damaged.",
    )


def _from(container: Any, stream: Any, in_us: int) -> "Iterator[tuple[int, VideoFrame]]":
    """Return the frames from the one that is seen at a time in the file, or from before it."""
    import av

    start_us = container.start_time or 0
    for back_us in STEPS_BACK_US:
        at_us = in_us - back_us
        if at_us <= 0:
            break
        try:
            stamp = int(Fraction(at_us + start_us, US) / stream.time_base)
            container.seek(stamp, stream=stream, backward=True)
        except av.FFmpegError:
            break
        frames = _stamped(container, stream)
        # Without a proper index, a seek may land too late: then the first key picture after it.
        first = next(frames, None)
        if first is not None and first[0] <= in_us + start_us:
            return chain([first], frames)
    if in_us > 0:
        container.seek(0)
    return _stamped(container, stream)


def _stamped(container: Any, stream: Any) -> "Iterator[tuple[int, VideoFrame]]":
    """Yield frames with their time in microseconds; what lacks one follows the one before."""
    length_us = round(US / (stream.average_rate or stream.guessed_rate or 25))
    last_us: int | None = None
    for frame in _decoded(container, stream):
        if frame.pts is not None and frame.time_base is not None:
            time_us = round(frame.pts * frame.time_base * US)
        else:
            time_us = (container.start_time or 0) if last_us is None else last_us + length_us
        last_us = time_us
        yield time_us, frame


def _decoded(container: Any, stream: Any) -> "Iterator[VideoFrame]":
    """Decode to the end, stepping over what is damaged."""
    import av

    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except av.FFmpegError:
            packet = None
        if packet is None:
            break
        try:
            yield from packet.decode()
        except av.FFmpegError:
            continue


def fitted(frame: "VideoFrame", pixel: Fraction, width: int, height: int) -> Picture:
    """Bring a decoded frame into the frame of the timeline, in its colours.

    Args:
        frame: As it was decoded; it is not changed.
        pixel: Width : height of one of its pixels.
        width: The frame's, even.
        height: The frame's, even.
    """
    turn = -frame.rotation % 360
    plain = in_our_colours(frame)
    if not turn and pixel == 1 and (plain.width, plain.height) == (width, height):
        # Nothing to do: the decoder's own memory goes to the encoder.
        return Picture(plain, of_frame(plain))
    picture = turned(of_frame(plain), turn)
    shape = float(frame.width * pixel / frame.height)
    if turn % 180:
        shape = 1 / shape
    return of_canvas(framed(picture, shape, width, height, KEEP_AT_LEAST))


def in_our_colours(frame: "VideoFrame") -> "VideoFrame":
    """Return a frame as 8-bit 4:2:0 of BT.709 in the limited range, itself where it is that."""
    is_rgb = frame.format.is_rgb or frame.format.has_palette
    matrix = frame.colorspace
    if matrix == UNSAID:
        matrix = BT709 if frame.height >= HD_FROM_LINES else BT601
    is_full = is_rgb or frame.color_range == FULL or frame.format.name.startswith("yuvj")
    if frame.format.name == "yuv420p" and matrix == BT709 and not is_full:
        return frame
    curve = BT709 if frame.color_trc in HDR else None
    return frame.reformat(
        format="yuv420p",
        src_colorspace=None if is_rgb else matrix,
        dst_colorspace=BT709,
        src_color_range=FULL if is_full else LIMITED,
        dst_color_range=LIMITED,
        dst_color_trc=curve,
        dst_color_primaries=curve,
    )
