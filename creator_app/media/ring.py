"""A preallocated ring between a device's callback and the thread that writes to disk."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Raw: TypeAlias = NDArray[Any]

LOST, RESTARTED = 1, 2


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one callback delivered.

    Attributes:
        at: How many frames the ring had taken before it.
        frames: How many it has.
        mono_us: When its first sample was taken, on the monotonic clock.
        flags: `LOST` if sound was lost before it, `RESTARTED` if its device was opened anew.
    """

    at: int
    frames: int
    mono_us: int
    flags: int


class Ring:
    """One thread puts, another takes; neither waits for the other, and nothing is allocated.

    The counters only grow, each is written by one side alone, and the samples are in place before
    the counter says so.

    Args:
        frames: How many it holds.
        channels: Of each frame.
        dtype: Of each sample.
        chunks: How many callbacks it remembers.
    """

    def __init__(self, frames: int, channels: int, dtype: Any, chunks: int = 4096) -> None:
        self._samples: Raw = np.zeros((frames, channels), dtype)
        self._chunks: NDArray[np.int64] = np.zeros((chunks, 4), np.int64)
        self._put_frames = self._taken_frames = 0
        self._put_chunks = self._taken_chunks = 0
        self._pending_flags = 0
        self.dropped = 0

    def put(self, data: Any, mono_us: int, flags: int = 0) -> None:
        """Copy what a callback was given; where there is no room it is dropped and counted.

        Args:
            data: Interleaved samples, as any buffer.
            mono_us: When the first was taken.
            flags: See `Chunk`.
        """
        size, channels = self._samples.shape
        # A device that is pulled out may hand over a last block that is cut anywhere.
        samples = memoryview(data).nbytes // self._samples.itemsize // channels * channels
        block = np.frombuffer(data, self._samples.dtype, samples).reshape(-1, channels)
        frames = len(block)
        flags |= self._pending_flags
        is_full = self._put_frames + frames - self._taken_frames > size
        if is_full or self._put_chunks - self._taken_chunks >= len(self._chunks):
            self.dropped += 1
            self._pending_flags = flags | LOST
            return
        start = self._put_frames % size
        head = min(frames, size - start)
        self._samples[start : start + head] = block[:head]
        self._samples[: frames - head] = block[head:]
        row = self._put_chunks % len(self._chunks)
        self._chunks[row] = (self._put_frames, frames, mono_us, flags)
        self._pending_flags = 0
        self._put_frames += frames
        self._put_chunks += 1

    def waiting(self, after: int = 0) -> Iterator[Chunk]:
        """Give the chunks that were put and not yet taken, oldest first.

        Args:
            after: How many of them to leave out.
        """
        for number in range(self._taken_chunks + after, self._put_chunks):
            at, frames, mono_us, flags = self._chunks[number % len(self._chunks)]
            yield Chunk(int(at), int(frames), int(mono_us), int(flags))

    def samples(self, at: int, frames: int) -> Raw:
        """Return frames that wait: a view where they lie together, else a copy."""
        size = len(self._samples)
        start = at % size
        if start + frames <= size:
            return self._samples[start : start + frames]
        return np.concatenate((self._samples[start:], self._samples[: start + frames - size]))

    def take(self, chunks: int, frames: int) -> None:
        """Let go of the oldest chunks, which have so many frames together."""
        self._taken_frames += frames
        self._taken_chunks += chunks
