"""Writes sound: wav, flac, mp3, m4a and opus, whole or not at all, exactly as long as it was."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from creator_app.core.engines import Codec
from creator_app.core.errors import CreatorError
from creator_app.core.files import explained, open_file, quoted, written
from creator_app.core.task import Task

if TYPE_CHECKING:
    from creator_app.core.engines import Samples

# Packets are written through Python; a bigger buffer means fewer crossings.
BUFFER_BYTES = 1 << 18
# An upload of this size stays in memory; what is longer goes to a file without a name.
SPOOL_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class SoundFormat:
    """What a file name's suffix means to FFmpeg.

    Attributes:
        container: FFmpeg's muxer.
        codec: FFmpeg's encoder.
        sample_format: What the encoder wants.
        bitrate_bps: Bits a second and channel; 0 where the codec is lossless.
        rates_hz: The rates it takes; empty for any.
    """

    container: str
    codec: str
    sample_format: str
    bitrate_bps: int = 0
    rates_hz: tuple[int, ...] = ()


MP3_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
OPUS_RATES = (8000, 12000, 16000, 24000, 48000)
FORMATS = {
    "wav": SoundFormat("wav", "pcm_s16le", "s16"),
    "flac": SoundFormat("flac", "flac", "s16"),
    "mp3": SoundFormat("mp3", "libmp3lame", "fltp", 96_000, MP3_RATES),
    "m4a": SoundFormat("ipod", "aac", "fltp", 96_000, (*MP3_RATES, 64000, 88200, 96000)),
    "opus": SoundFormat("ogg", "libopus", "flt", 48_000, OPUS_RATES),
    "ogg": SoundFormat("ogg", "libopus", "flt", 48_000, OPUS_RATES),
}


def sound_format(path: Path) -> SoundFormat:
    """Return what the suffix of `path` stands for.

    Raises:
        CreatorError: The app writes no such sound.
    """
    suffix = path.suffix.lower().lstrip(".")
    if suffix not in FORMATS:
        raise CreatorError(
            f"Sound cannot be written as {quoted(path)}.",
            f"Choose a name that ends in one of: {', '.join(f'.{name}' for name in FORMATS)}.",
        )
    return FORMATS[suffix]


def write_audio(
    path: Path,
    blocks: "Iterable[Samples]",
    rate_hz: int,
    channels: int,
    task: Task,
    *,
    bitrate_bps: int = 0,
) -> int:
    """Write sound to a file whose suffix says how; the file appears when it is whole.

    Args:
        path: Where; its folder must exist.
        blocks: float32 [frames, channels], −1..1; what is louder is cut off.
        rate_hz: Samples a second of `blocks`.
        channels: 1 or 2.
        task: Asked between blocks whether to stop.
        bitrate_bps: Of the whole file; 0 for what suits the codec.

    Returns:
        How many frames were written.

    Raises:
        CreatorError: The suffix is unknown, the folder missing, the disk full.
    """
    form = sound_format(path)
    if bitrate_bps:
        form = replace(form, bitrate_bps=bitrate_bps // channels)
    with written(path) as part, explained(path), open_file(part, "w+b") as file:
        return encode_blocks(file, blocks, form, rate_hz, channels, task)


def encode_blocks(
    file: IO[bytes],
    blocks: "Iterable[Samples]",
    form: SoundFormat,
    rate_hz: int,
    channels: int,
    task: Task,
) -> int:
    """Encode blocks into an open, seekable file; return how many frames went in.

    Args:
        file: Left open, wherever the encoder stopped.
        blocks: float32 [frames, channels], −1..1.
        form: Container and codec.
        rate_hz: Samples a second of `blocks`.
        channels: 1 or 2.
        task: Asked between blocks whether to stop.
    """
    # The edit list that hides the encoder's delay counts in this unit, 1/1000 s unless told.
    options = {"movie_timescale": str(rate_hz)} if form.container == "ipod" else {}
    with muxing(file, form.container, options) as container:
        stream: Any = container.add_stream(
            form.codec,
            rate=_nearest_rate(rate_hz, form),
            format=form.sample_format,
            layout=_layout(channels),
        )
        if form.bitrate_bps:
            stream.bit_rate = form.bitrate_bps * channels
        return _feed(container, stream, blocks, rate_hz, task)


@contextlib.contextmanager
def muxing(file: IO[bytes], form: str, options: dict[str, str]) -> Iterator[Any]:
    """Give an FFmpeg muxer that writes into an open file; a failure inside is the one that counts.

    Args:
        file: Seekable; left open.
        form: FFmpeg's name of the container.
        options: FFmpeg's options of the container.
    """
    import av

    container: Any = av.open(
        _FailingOnce(file), "w", format=form, buffer_size=BUFFER_BYTES, container_options=options
    )
    try:
        yield container
    except BaseException:
        # Closing writes the trailer, which fails once more on a full disk.
        with contextlib.suppress(av.FFmpegError, OSError):
            container.close()
        raise
    container.close()


class _FailingOnce:
    """A file that stops failing once it has: the muxer goes on writing while it is closed.

    PyAV prints every failure that it cannot pass on, right onto standard error.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._has_failed = False

    def write(self, data: bytes) -> int:
        """Write, or seem to."""
        return self._tried(self._file.write, data, otherwise=len(data))

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go somewhere; this writes what is still in a buffer."""
        return self._tried(self._file.seek, offset, whence, otherwise=0)

    def tell(self) -> int:
        """Return where the next byte goes."""
        return self._tried(self._file.tell, otherwise=0)

    def _tried(self, act: Callable[..., int], *values: Any, otherwise: int) -> int:
        if self._has_failed:
            return otherwise
        try:
            return act(*values)
        except OSError:
            self._has_failed = True
            raise


def _feed(
    container: Any, stream: Any, blocks: "Iterable[Samples]", rate_hz: int, task: Task
) -> int:
    import av
    import numpy as np

    frames, layout = 0, stream.layout.name
    for block in blocks:
        task.check()
        if not len(block):
            continue
        # FFmpeg converts; cutting first keeps a peak from wrapping round in 16 bits.
        samples = np.clip(block, -1.0, 1.0).astype(np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, "flt", layout)
        frame.sample_rate, frame.pts, frame.time_base = rate_hz, frames, Fraction(1, rate_hz)
        container.mux(stream.encode(frame))
        frames += len(block)
    container.mux(stream.encode(None))
    return frames


def _nearest_rate(rate_hz: int, form: SoundFormat) -> int:
    """Return the lowest rate the codec takes that loses nothing, or its highest."""
    if not form.rates_hz or rate_hz in form.rates_hz:
        return rate_hz
    ordered = sorted(form.rates_hz)
    return next((rate for rate in ordered if rate >= rate_hz), ordered[-1])


def _layout(channels: int) -> str:
    if channels not in {1, 2}:
        raise ValueError(f"{channels} channels")
    return "mono" if channels == 1 else "stereo"


def encoded_file(
    blocks: "Iterable[Samples]", codec: Codec, rate_hz: int, bitrate_bps: int, task: Task
) -> IO[bytes]:
    """Return mono sound encoded, as an open file at its beginning that is gone when closed.

    Up to `SPOOL_BYTES` it is never on the disk.
    """
    file = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115 - the caller closes
    form = replace(FORMATS[codec], bitrate_bps=bitrate_bps)
    try:
        encode_blocks(file, blocks, form, rate_hz, 1, task)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file
