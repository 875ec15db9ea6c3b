"""Decoded sound as one unbroken run of samples at the wanted rate, whatever the file's stamps."""

from collections import deque
from collections.abc import Iterator
from itertools import chain
from math import gcd
from typing import TYPE_CHECKING, Any

from creator_app.core.time import US, index_to_us, us_to_index

if TYPE_CHECKING:
    from creator_app.core.engines import Samples

# Time stamps are often rounded; only what is further off is a gap or an overlap.
TOLERANCE_US = 50_000
# Samples given on at once: resampling single frames costs three times as much.
BLOCK = 1 << 15
# Decoding on is cheaper than a seek over less than this.
NEAR_US = 20 * US
# How far before its goal a seek aims: codecs need a run-up, and some indexes lead too far.
RUN_UPS_US = (500_000, 5 * US, 60 * US)
# A stamp so far past the stated end is damage, not a pause.
BEYOND_US = 60 * US
# An encoder fills its last frame up; what is this little past the stated end is that.
PADDING = 4096


class SoundStream:
    """One audio stream, read by sample index at the rate that is wanted.

    Args:
        container: PyAV's; it stays open as long as this is used.
        stream: The audio stream in it.
        rate_hz: Samples a second of what is returned.
        channels: Of what is returned, 1 or 2.
        stated_us: Where the file says that its sound ends.

    Attributes:
        length: Samples in all at `rate_hz`; None until the end was read.
    """

    def __init__(
        self, container: Any, stream: Any, rate_hz: int, channels: int, stated_us: int
    ) -> None:
        self._frames = _Frames(container, stream, channels)
        self._from_hz, self._rate_hz, self._channels = self._frames.rate_hz, rate_hz, channels
        self._stated = us_to_index(stated_us, self._from_hz)
        self.length: int | None = None
        self._ready: deque[Samples] = deque()
        self._begin = self._end = 0  # indexes of the first sample in `_ready` and after its last
        self._coming = self._run(0)

    def read(self, first: int, last: int) -> "Samples":
        """Return float32 [frames, channels] of samples `first` to `last`, cut at the end."""
        import numpy as np

        self._go_to(first)
        while self._end < last and (block := next(self._coming, None)) is not None:
            self._ready.append(block)
            self._end += len(block)
            self._forget(first)
        if self._end < last and self.length is None:
            self.length = self._end
        if not self._ready:
            return np.zeros((0, self._channels), np.float32)
        found: Samples = np.concatenate(self._ready)
        return found[max(0, first - self._begin) : last - self._begin]

    def _go_to(self, first: int) -> None:
        ends = self._end if self.length is not None else self._end + NEAR_US * self._rate_hz // US
        if not self._begin <= first <= ends and (self.length is None or first < self.length):
            self._ready.clear()
            self._coming = self._run(first)
        self._forget(first)

    def _forget(self, first: int) -> None:
        while self._ready and self._begin + len(self._ready[0]) <= first:
            self._begin += len(self._ready.popleft())

    def _run(self, first: int) -> "Iterator[Samples]":
        """Start over at or shortly before `first`, where both rates have a sample in common."""
        common = self._from_hz // gcd(self._from_hz, self._rate_hz)
        start = first * self._from_hz // self._rate_hz // common * common
        self._begin = self._end = start * self._rate_hz // self._from_hz
        pieces = self._unbroken(self._frames.after(start), start)
        return self._resampled(_gathered(pieces, start, self._stated))

    def _unbroken(
        self, frames: "Iterator[tuple[int | None, Samples]]", at: int
    ) -> "Iterator[Samples]":
        """Give pieces that touch, from index `at` on: gaps filled, overlaps cut."""
        import numpy as np

        shift = slack = 0  # the first piece is placed exactly
        for index, samples in frames:
            late = 0 if index is None else index + shift - at
            if slack and self._is_nonsense(at, late):
                shift, late = shift - late, 0
            if abs(late) <= slack:
                late = 0
            while late > 0:
                silence = np.zeros((min(late, BLOCK), self._channels), np.float32)
                yield silence
                at, late = at + len(silence), late - len(silence)
            rest = samples[-late:]
            if len(rest):
                at, slack = at + len(rest), self._in_samples(TOLERANCE_US)
                yield rest

    def _is_nonsense(self, at: int, late: int) -> bool:
        """Return whether a time stamp is damage or a clock that began anew."""
        beyond = at + late - max(self._stated, at) > self._in_samples(BEYOND_US)
        return beyond or late < -self._from_hz

    def _in_samples(self, time_us: int) -> int:
        return time_us * self._from_hz // US

    def _resampled(self, blocks: "Iterator[Samples]") -> "Iterator[Samples]":
        if self._from_hz == self._rate_hz:
            yield from blocks
            return
        import numpy as np
        import soxr

        # Not delayed: what comes out begins where what goes in began.
        resampler = soxr.ResampleStream(self._from_hz, self._rate_hz, self._channels)
        for block in blocks:
            yield resampler.resample_chunk(block)
        yield resampler.resample_chunk(np.zeros((0, self._channels), np.float32), last=True)


def _skip_all_but(container: Any, stream: Any) -> None:
    from av.stream import Discard

    for other in container.streams:
        if other is not stream:
            other.discard = Discard.all


class _Frames:
    """Decodes one stream: samples as float32 with the index at which they are to be heard."""

    def __init__(self, container: Any, stream: Any, channels: int) -> None:
        self._container, self._stream, self._channels = container, stream, channels
        self.rate_hz: int = stream.codec_context.sample_rate
        self._origin_us: int = container.start_time or 0
        self._is_fresh = True
        self._converter: tuple[tuple[str, str, int], Any] | None = None
        _skip_all_but(container, stream)

    def after(self, index: int) -> "Iterator[tuple[int | None, Samples]]":
        """Decode to the end, from a frame that begins at or before `index`."""
        for run_up_us in RUN_UPS_US:
            goal_us = index_to_us(index, self.rate_hz) - run_up_us
            if goal_us <= 0:
                break
            self._seek(goal_us)
            frames = self._decoded()
            head = next(frames, None)
            if head is not None and head[0] is not None and head[0] <= index:
                return chain([head], frames)
        if not self._is_fresh:
            self._seek(0)
        return self._decoded()

    def _seek(self, time_us: int) -> None:
        self._is_fresh = False
        stamp = int((time_us + self._origin_us) / US / self._stream.time_base)
        self._container.seek(stamp, stream=self._stream, backward=True)

    def _decoded(self) -> "Iterator[tuple[int | None, Samples]]":
        import av

        for packet in self._container.demux(self._stream):
            self._is_fresh = False
            try:
                frames = packet.decode()
            except av.FFmpegError:
                continue  # a damaged packet is a gap, not the end
            for frame in frames:
                yield self._index(frame), self._samples(frame)

    def _index(self, frame: Any) -> int | None:
        if frame.pts is None:
            return None
        # Whole numbers: fractions are exact too, but a third of all decoding time.
        base = frame.time_base
        scale = base.denominator * US
        stamp = frame.pts * base.numerator * US - self._origin_us * base.denominator
        index: int = (stamp * self.rate_hz + scale // 2) // scale
        return index

    def _samples(self, frame: Any) -> "Samples":
        import numpy as np

        if frame.layout.nb_channels <= 2 and frame.sample_rate == self.rate_hz:
            sound: Samples = _floats(frame)
        else:
            sound = np.concatenate([_floats(each) for each in self._converted(frame)])
        if sound.shape[1] == self._channels:
            return sound
        if self._channels == 1:
            return (sound[:, :1] + sound[:, 1:]) * np.float32(0.5)
        return sound.repeat(2, axis=1)

    def _converted(self, frame: Any) -> list[Any]:
        """Bring a frame to one or two channels at the stream's rate."""
        import av

        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if self._converter is None or self._converter[0] != shape:
            # Mixing many channels in whole numbers keeps the sum within −1..1.
            many = frame.layout.nb_channels > 2
            resampler = av.AudioResampler(
                format="s32" if many else "flt",
                layout="stereo" if many else frame.layout.name,
                rate=self.rate_hz,
            )
            self._converter = (shape, resampler)
        converted: list[Any] = self._converter[1].resample(frame)
        return converted


def _floats(frame: Any) -> "Samples":
    """Return a frame as float32 [frames, channels], whatever its sample format."""
    import numpy as np

    raw = frame.to_ndarray()
    sound = raw.T if frame.format.is_planar else raw.reshape(-1, frame.layout.nb_channels)
    if raw.dtype.kind == "f":
        return np.ascontiguousarray(sound, np.float32)
    full = 1 << (raw.dtype.itemsize * 8 - 1)
    middle = full if raw.dtype.kind == "u" else 0
    floats: Samples = (sound.astype(np.float32) - np.float32(middle)) / np.float32(full)
    return floats


def _gathered(pieces: "Iterator[Samples]", at: int, stated: int) -> "Iterator[Samples]":
    """Join pieces into bigger ones; leave out what the encoder added at the very end."""
    import numpy as np

    pending: list[Samples] = []
    count = 0
    for piece in pieces:
        pending.append(piece)
        count += len(piece)
        if count >= 2 * BLOCK:
            whole = np.concatenate(pending)
            yield whole[:-BLOCK]
            pending, at, count = [whole[-BLOCK:]], at + count - BLOCK, BLOCK
    if pending:
        over = at + count - stated
        whole = np.concatenate(pending)
        yield whole[:-over] if 0 < over < PADDING else whole
