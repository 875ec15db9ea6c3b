"""Puts sound on a video; its picture is copied as it is, packet for packet."""

from collections.abc import Iterator
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from creator_app.core.errors import CreatorError
from creator_app.core.files import check_output, quoted, written
from creator_app.core.task import Task
from creator_app.core.time import US, clock, us_to_index
from creator_app.media.decode import AudioFile, MediaInfo, media, probe, video_stream
from creator_app.media.limiter import limited
from creator_app.media.movie import SOUND_HZ, sound_frame, sound_stream, writing

if TYPE_CHECKING:
    from creator_app.core.engines import Samples

# What AAC and Opus both take; other rates become `SOUND_HZ`.
KEPT_RATES_HZ = (44_100, 48_000)
CEILING_DBTP = -1.0
# Sound is encoded in pieces of this length.
PIECE_US = US // 2
# What is kept besides the picture; data streams of cameras fit into no other file.
KEPT = {"subtitle", "attachment"}


def mux(video: Path, audio: Path, out: Path, task: Task, *, mix: bool = False) -> None:
    """Write a video with another sound; the picture decides the length, its data stay untouched.

    The sound is cut, or filled up with silence. Subtitles, cover, chapters and tags stay where the
    format of `out` has a place for them.

    Args:
        video: Whose picture is seen.
        audio: What is heard; any file with sound.
        out: The new file; its ending says which format.
        task: Told how far it is; asked whether to stop.
        mix: Whether the video's own sound is heard as well.

    Raises:
        CreatorError: A file has no picture or no sound, or its picture does not fit into `out`.
    """
    check_output(out, video, audio)
    own, other = probe(video), probe(audio)
    _check(video, own)
    if not other.has_audio:
        raise CreatorError(f"{quoted(audio)} has no sound.", "Give a file with sound.")
    sources = [audio, video] if mix and own.has_audio else [audio]
    rate_hz, channels = _rate_of(other), 1 if other.channels == 1 and len(sources) == 1 else 2
    with written(out) as part, ExitStack() as stack:
        container = stack.enter_context(media(video))
        sound = _Sound(sources, rate_hz, channels, stack)
        target = stack.enter_context(writing(part))
        picture = _Picture(container, target, video, out)
        _copy(picture, _Encoder(target, sound, rate_hz, channels), own, task)


def _check(video: Path, info: MediaInfo) -> None:
    hint = "Give a video as the first file."
    if not info.has_video:
        raise CreatorError(f"{quoted(video)} has no picture.", hint)
    if info.is_still:
        raise CreatorError(f"{quoted(video)} is a picture, not a video.", hint)


def _rate_of(info: MediaInfo) -> int:
    return info.audio_rate_hz if info.audio_rate_hz in KEPT_RATES_HZ else SOUND_HZ


def _copy(picture: "_Picture", encoder: "_Encoder", info: MediaInfo, task: Task) -> None:
    length_us = max(1, info.duration_us)
    for time_us in picture.copied():
        task.progress(min(1.0, time_us / length_us), f"{clock(time_us)} of {clock(length_us)}")
        encoder.go_on(time_us)
    encoder.finish(picture.end_us)


class _Picture:
    """Copies every packet of a video but its sound.

    Attributes:
        end_us: Where the last picture ends, so far.
    """

    def __init__(self, container: Any, target: Any, video: Path, out: Path) -> None:
        self._container, self._target = container, target
        # `_check` has seen that there is one.
        self._stream = _picture_of(container)
        try:
            copy = target.add_stream_from_template(self._stream, opaque=True)
        except ValueError as error:
            name = self._stream.codec_context.name
            raise CreatorError(
                f"The picture of {quoted(video)} ({name}) does not fit into {quoted(out)}.",
                "Choose a name that ends in .mkv, which takes every picture.",
            ) from error
        _describe(self._stream, copy)
        self._copies = {self._stream.index: copy}
        self._keep_others()
        target.metadata.update(_tags(container.metadata))
        target.set_chapters(container.chapters())
        start = self._stream.start_time or 0
        self._start = Fraction(start) * self._stream.time_base
        self.end_us = 0

    def _keep_others(self) -> None:
        from av.stream import Disposition

        for stream in self._container.streams:
            is_cover = stream.type == "video" and stream.disposition & Disposition.attached_pic
            if stream.type not in KEPT and not is_cover:
                continue
            try:
                copy = self._target.add_stream_from_template(stream, opaque=True)
            except ValueError:
                continue  # the new format has no place for it
            _describe(stream, copy)
            self._copies[stream.index] = copy

    def copied(self) -> Iterator[int]:
        """Copy packet after packet; yield the time up to which the picture is written."""
        for packet in self._container.demux(self._wanted()):
            if packet.size == 0 or packet.dts is None:
                continue
            shift = round(self._start / packet.time_base)
            packet.dts -= shift
            packet.pts = packet.dts if packet.pts is None else packet.pts - shift
            is_picture = packet.stream_index == self._stream.index
            end = (packet.pts + (packet.duration or 0)) * packet.time_base * US
            at_us = max(0, round(packet.dts * packet.time_base * US))
            packet.stream = self._copies[packet.stream_index]
            self._target.mux_one(packet)
            if is_picture:
                self.end_us = max(self.end_us, round(end))
                yield at_us

    def _wanted(self) -> list[Any]:
        # Attachments have no packets.
        streams = self._container.streams
        return [streams[index] for index in self._copies if streams[index].type != "attachment"]


def _picture_of(container: Any) -> Any:
    return video_stream(container)


def _describe(stream: Any, copy: Any) -> None:
    copy.metadata.update(stream.metadata)
    copy.disposition = stream.disposition


def _tags(tags: dict[str, str]) -> dict[str, str]:
    """Return the tags that say something about the content, not about the old file."""
    about_file = {"major_brand", "minor_version", "compatible_brands", "encoder"}
    return {name: text for name, text in tags.items() if name.lower() not in about_file}


class _Sound:
    """The new sound from its beginning: one file, or two at once."""

    def __init__(self, sources: list[Path], rate_hz: int, channels: int, stack: ExitStack) -> None:
        files = [stack.enter_context(AudioFile(path, rate_hz, channels)) for path in sources]
        self._channels = channels
        blocks = files[0].blocks() if len(files) == 1 else _mixed(files, rate_hz)
        self._blocks = blocks
        self._rest: Samples = np.zeros((0, channels), np.float32)

    def take(self, count: int) -> "Samples":
        """Return the next samples; silence where the sound has ended."""
        pieces, have = [self._rest], len(self._rest)
        while have < count and (block := next(self._blocks, None)) is not None:
            pieces.append(block)
            have += len(block)
        pieces.append(np.zeros((max(0, count - have), self._channels), np.float32))
        whole = np.concatenate(pieces)
        self._rest = whole[count:]
        return whole[:count]


def _mixed(files: list[AudioFile], rate_hz: int) -> "Iterator[Samples]":
    """Add two sounds; where they are too loud together, the limiter turns them down."""
    return limited(_added(files), rate_hz, CEILING_DBTP)


def _added(files: list[AudioFile]) -> "Iterator[Samples]":
    at_us = 0
    while True:
        pieces = [file.read(at_us, at_us + US) for file in files]
        longest = max(pieces, key=len)
        if not len(longest):
            return
        mix = np.zeros_like(longest)
        for piece in pieces:
            mix[: len(piece)] += piece
        yield mix
        at_us += US


class _Encoder:
    """Encodes the sound in step with the picture, and exactly as long."""

    def __init__(self, target: Any, sound: _Sound, rate_hz: int, channels: int) -> None:
        self._target, self._sound, self._rate_hz = target, sound, rate_hz
        self._stream = sound_stream(target, rate_hz, channels)
        self._done = 0

    def go_on(self, time_us: int) -> None:
        """Encode up to a time, in whole pieces."""
        piece = us_to_index(PIECE_US, self._rate_hz)
        while self._done + piece <= us_to_index(time_us, self._rate_hz):
            self._encode(piece)

    def finish(self, end_us: int) -> None:
        """Encode the rest, up to where the picture ends."""
        self._encode(max(0, us_to_index(end_us, self._rate_hz) - self._done))
        self._target.mux(self._stream.encode(None))

    def _encode(self, count: int) -> None:
        if not count:
            return
        frame = sound_frame(self._sound.take(count), self._rate_hz, self._done)
        self._target.mux(self._stream.encode(frame))
        self._done += count
