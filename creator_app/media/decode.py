"""The one door for reading media: what a file holds, and its sound at any rate, piece by piece."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from creator_app.core.engines import Codec
from creator_app.core.errors import CreatorError
from creator_app.core.files import explained, open_file, quoted
from creator_app.core.task import Task
from creator_app.core.time import US, index_to_us, us_to_index
from creator_app.media.encode import BUFFER_BYTES, encoded_file
from creator_app.media.soundstream import SoundStream

if TYPE_CHECKING:
    from creator_app.core.engines import Samples

# Demuxers that call any text, or a list of other files, a medium.
NOT_MEDIA = {"tty", "bin", "xbin", "adf", "idf", "concat", "hls", "applehttp", "dash", "rawvideo"}
# Names FFmpeg gives to files that are one picture; a GIF or an animated PNG may move.
STILLS = ("_pipe", "image2")
# What is read at once where a whole stretch is passed on.
STEP_US = 10 * US
UPLOAD_BPS = 32_000


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What a media file holds.

    Attributes:
        duration_us: Its length as it is played; 0 for a picture.
        has_audio: Whether it can be heard.
        has_video: Whether it can be seen; a cover picture does not count.
        is_still: Whether it is one picture.
        width: Pixels as they are stored, before `rotation`.
        height: Pixels as they are stored, before `rotation`.
        rate: Pictures a second, on average; 0 where there are none.
        rotation: Degrees to turn the picture clockwise before it is shown: 0, 90, 180, 270.
        format: FFmpeg's name of the container.
        video_codec: FFmpeg's name, or "".
        audio_codec: FFmpeg's name, or "".
        audio_rate_hz: Samples a second, or 0.
        channels: Of the sound, or 0.
        start_us: The time stamp in the file at which playing starts.
    """

    duration_us: int
    has_audio: bool
    has_video: bool
    is_still: bool = False
    width: int = 0
    height: int = 0
    rate: Fraction = Fraction(0)
    rotation: int = 0
    format: str = ""
    video_codec: str = ""
    audio_codec: str = ""
    audio_rate_hz: int = 0
    channels: int = 0
    start_us: int = 0


@contextlib.contextmanager
def media(path: Path) -> Iterator[Any]:
    """Open a media file for reading, as PyAV's container.

    Raises:
        CreatorError: It is missing, empty, cut off, or no media file.
    """
    with open_file(path) as file:
        container = _container(file, path)
        try:
            yield container
        finally:
            container.close()


def _container(file: IO[bytes], path: Path) -> Any:
    import av

    if not file.read(1):
        raise CreatorError(
            f"{quoted(path)} is empty.", "Copy it again from where it came from, or record anew."
        )
    file.seek(0)
    try:
        with explained(path):
            # Tags in a foreign encoding must not make a sound unreadable, and a file that names
            # other files or addresses must not make the app open them.
            container = av.open(
                file,
                "r",
                buffer_size=BUFFER_BYTES,
                metadata_errors="replace",
                io_open=_refuse,
            )
    except (av.FFmpegError, ValueError, CreatorError) as error:
        raise _unreadable(file, path) from error
    if NOT_MEDIA & set(container.format.name.split(",")) or not _is_media(container):
        container.close()
        raise _unreadable(file, path)
    return container


def _refuse(url: str, _flags: int, _options: dict[str, str]) -> IO[bytes]:
    raise PermissionError(f"a media file asked for {url}")


def _is_media(container: Any) -> bool:
    streams = container.streams
    return any(_is_known(each) for each in (*streams.audio, *streams.video))


def _is_known(stream: Any) -> bool:
    codec = stream.codec_context
    # A text called «photo.png» has a picture of no size.
    return codec is not None and (stream.type != "video" or codec.width > 0)


def _unreadable(file: IO[bytes], path: Path) -> CreatorError:
    file.seek(0)
    head = file.read(12)
    if head[4:8] in {b"ftyp", b"mdat", b"wide", b"moov"}:
        return CreatorError(
            f"{quoted(path)} is incomplete: the recording or the copy was cut off before its end.",
            "Copy it again, or repair it with the program that recorded it.",
        )
    return CreatorError(
        f"{quoted(path)} is not a sound or video file that can be read.",
        "Choose a file such as WAV, MP3, M4A, MP4, MOV, MKV or WebM.",
    )


def probe(path: Path) -> MediaInfo:
    """Find out what a media file holds.

    Raises:
        CreatorError: It is missing, empty, cut off, or no media file.
    """
    with media(path) as container:
        return info_of(container)


def info_of(container: Any) -> MediaInfo:
    """Find out what an open media file holds; decodes one picture to learn how it is turned."""
    video, audio = video_stream(container), audio_stream(container)
    is_still = video is not None and _is_still(container, video)
    rotation = _rotation(container, video) if video is not None else 0
    return MediaInfo(
        duration_us=0 if is_still else _duration_us(container),
        has_audio=audio is not None,
        has_video=video is not None,
        is_still=is_still,
        width=video.codec_context.width if video else 0,
        height=video.codec_context.height if video else 0,
        rate=Fraction(video.average_rate or video.guessed_rate or 0) if video else Fraction(0),
        rotation=rotation,
        format=container.format.name,
        video_codec=video.codec_context.name if video else "",
        audio_codec=audio.codec_context.name if audio else "",
        audio_rate_hz=audio.codec_context.sample_rate if audio else 0,
        channels=audio.codec_context.channels if audio else 0,
        start_us=container.start_time or 0,
    )


def video_stream(container: Any) -> Any | None:
    """Return the stream that is seen, or None; cover pictures are not."""
    from av.stream import Disposition

    for stream in container.streams.video:
        if _is_known(stream) and not stream.disposition & Disposition.attached_pic:
            return stream
    return None


def audio_stream(container: Any) -> Any | None:
    """Return the stream that is heard, or None."""
    known = [each for each in container.streams.audio if _is_known(each)]
    best = container.streams.best("audio") if known else None
    return best if best in known else next(iter(known), None)


def _is_still(container: Any, video: Any) -> bool:
    name: str = container.format.name
    return name.endswith(STILLS) and bool(video.frames <= 1)


def _rotation(container: Any, video: Any) -> int:
    """Return how the first picture is to be turned; a file that shows none is not turned."""
    import av

    try:
        frame = next(container.decode(video), None)
        container.seek(0)
    except av.FFmpegError:
        return 0
    # FFmpeg's matrix says how the picture was turned, counter-clockwise.
    return -frame.rotation % 360 if frame is not None else 0


def _duration_us(container: Any) -> int:
    if container.duration:
        return int(container.duration)
    # A browser's recording says nothing: only the last packet knows.
    return _last_us(container)


def _last_us(container: Any) -> int:
    last = Fraction(0)
    for packet in container.demux():
        if packet.pts is not None:
            end = (packet.pts + (packet.duration or 0)) * packet.time_base
            last = max(last, end)
    container.seek(0)
    return max(0, round(last * US) - int(container.start_time or 0))


class AudioFile:
    """The sound of a media file as a source: any container, any length, little memory.

    Time 0 is where a player starts. What the file leaves out is silence; the encoder's delay is
    not part of the sound. Close it, or use it with `with`.

    Attributes:
        rate_hz: Samples a second of what `read` returns.
        channels: Of what `read` returns.
        duration_us: As the file says; exact once the end was read.
    """

    def __init__(self, path: Path, rate_hz: int = 16_000, channels: int = 1) -> None:
        """Open the sound of a file.

        Args:
            path: Any media file with sound.
            rate_hz: To resample to.
            channels: 1 to mix down, 2 for stereo.

        Raises:
            CreatorError: It is no media file, cut off, or has no sound.
        """
        self.path, self.rate_hz, self.channels = path, rate_hz, channels
        with contextlib.ExitStack() as stack:
            container = stack.enter_context(media(path))
            stream = audio_stream(container)
            if stream is None:
                raise CreatorError(f"{quoted(path)} has no sound.", "Choose a file with sound.")
            self.duration_us = _sound_us(container, stream)
            self._stream = SoundStream(container, stream, rate_hz, channels, self.duration_us)
            self._open = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._open.close()

    def read(self, start_us: int, end_us: int) -> "Samples":
        """Return float32 [frames, channels] from `start_us` to `end_us`, cut at the end."""
        return self.read_all(
            us_to_index(max(0, start_us), self.rate_hz), us_to_index(end_us, self.rate_hz)
        )

    def read_all(self, first: int, last: int) -> "Samples":
        """Return float32 [frames, channels] from one index to another, cut at the end."""
        with explained(self.path):
            samples = self._stream.read(first, last)
        if self._stream.length is not None:
            self.duration_us = index_to_us(self._stream.length, self.rate_hz)
        return samples

    def blocks(self, start_us: int = 0, end_us: int | None = None) -> "Iterator[Samples]":
        """Read a stretch piece by piece, to its end or the end of the sound."""
        at = start_us
        while end_us is None or at < end_us:
            until = at + STEP_US if end_us is None else min(at + STEP_US, end_us)
            block = self.read(at, until)
            if not len(block):
                return
            yield block
            at = until

    def as_file(self, codec: Codec, start_us: int = 0, end_us: int | None = None) -> IO[bytes]:
        """Return the stretch as a mono file: open, seekable, gone when closed."""
        mono = (block.mean(axis=1, keepdims=True) for block in self.blocks(start_us, end_us))
        return encoded_file(mono, codec, self.rate_hz, UPLOAD_BPS, Task())


def _sound_us(container: Any, stream: Any) -> int:
    """Return where the sound ends, in playing time, as far as the file says."""
    if stream.duration is None:
        return _duration_us(container)
    end: Fraction = ((stream.start_time or 0) + stream.duration) * stream.time_base * US
    return max(0, round(end) - int(container.start_time or 0))
