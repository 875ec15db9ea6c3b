"""The door for writing films: H.264 and AAC in a file that players and services take."""

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from creator_app.core.errors import CreatorError
from creator_app.core.files import FULL, explained, file_error, quoted

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import OutputContainer

    from creator_app.core.engines import Samples

SOUND_HZ = 48_000
SOUND_BPS = 192_000
# FFmpeg's numbers for ITU-R BT.709 as matrix, primaries and curve, and for the limited range.
BT709, LIMITED = 1, 1
# The index comes first, so that a player can begin before it has everything; lengths are told in
# samples, not in the thousandths of a second that are usual. Other containers know neither.
OPTIONS = {"movflags": "+faststart", "movie_timescale": str(SOUND_HZ)}


@contextlib.contextmanager
def writing(path: Path) -> "Iterator[OutputContainer]":
    """Make a media file for the block; its format follows from the name's end.

    Args:
        path: A temporary name, as `core.files.written` gives.

    Raises:
        CreatorError: The name's end is not known, or the disk refused.
    """
    import av

    with explained_media(path):
        try:
            container = av.open(str(path), "w", container_options=dict(OPTIONS))
        except ValueError as error:
            raise CreatorError(
                f"“{path.suffix}” is not the ending of a video file.", "Use .mp4."
            ) from error
        try:
            yield container
        except BaseException:
            # Closing writes the file's index, which fails once more where the disk is full.
            with contextlib.suppress(av.FFmpegError, OSError):
                container.close()
            raise
        container.close()


@contextlib.contextmanager
def explained_media(path: Path) -> Iterator[None]:
    """Turn what FFmpeg says about writing a file into a `CreatorError`."""
    import av

    try:
        with explained(path):
            yield
    except av.FFmpegError as error:
        if error.errno in FULL:
            raise file_error(OSError(error.errno, str(error)), path) from error
        raise CreatorError(
            f"{quoted(path)} could not be written ({error.strerror}).",
            "MP4 and MKV take most; use one of these endings.",
        ) from error


class Movie:
    """A film being written: pictures and sound go in as they come.

    Args:
        container: From `writing`.
        size: Width and height, even.
        rate: Frames a second.
        options: Of the encoder, such as `crf` and `preset`.
        has_sound: Whether there will be sound.
    """

    def __init__(
        self,
        container: "OutputContainer",
        size: tuple[int, int],
        rate: Fraction,
        options: dict[str, str],
        *,
        has_sound: bool,
    ) -> None:
        self._container = container
        self._video = _video_stream(container, size, rate, options)
        self._audio: Any = sound_stream(container, SOUND_HZ, 2) if has_sound else None
        self._time_base = 1 / rate
        self._samples = 0

    def add_picture(self, frame: "VideoFrame", number: int) -> None:
        """Encode picture `number`, counted from 0; `frame` is used up when this returns."""
        frame.pts, frame.time_base = number, self._time_base
        # A decoder says of what kind a picture was; the encoder would take that for an order.
        frame.pict_type = 0
        self._container.mux(self._video.encode(frame))

    def add_sound(self, samples: "Samples") -> None:
        """Encode the next stretch of sound, float32 [frames, 2] at `SOUND_HZ`."""
        frame = sound_frame(samples, SOUND_HZ, self._samples)
        self._container.mux(self._audio.encode(frame))
        self._samples += len(samples)

    def finish(self) -> None:
        """Write what the encoders still hold."""
        self._container.mux(self._video.encode(None))
        if self._audio is not None:
            self._container.mux(self._audio.encode(None))


def _video_stream(
    container: "OutputContainer", size: tuple[int, int], rate: Fraction, options: dict[str, str]
) -> Any:
    stream = container.add_stream("libx264", rate=rate, options=options)
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    context.time_base = 1 / rate
    # PyAV's own choice, slices, costs 15 % of the time and some quality.
    context.thread_type = "FRAME"
    context.colorspace = context.color_primaries = context.color_trc = BT709
    context.color_range = LIMITED
    return stream


def sound_stream(container: "OutputContainer", rate_hz: int, channels: int) -> Any:
    """Add a stream of sound in the codec that suits the container."""
    codec = "libopus" if container.format.name == "webm" else "aac"
    layout = "mono" if channels == 1 else "stereo"
    stream: Any = container.add_stream(codec, rate=rate_hz, layout=layout)
    stream.codec_context.bit_rate = SOUND_BPS * channels // 2
    return stream


def sound_frame(samples: "Samples", rate_hz: int, first: int) -> Any:
    """Return float32 [frames, channels] as a frame for an encoder.

    Args:
        samples: One or two channels.
        rate_hz: Samples a second.
        first: How many samples came before.
    """
    import av

    planar = np.ascontiguousarray(samples.T, np.float32)
    layout = "mono" if len(planar) == 1 else "stereo"
    frame: Any = av.AudioFrame.from_ndarray(planar, format="fltp", layout=layout)
    frame.sample_rate = rate_hz
    frame.pts, frame.time_base = first, Fraction(1, rate_hz)
    return frame
