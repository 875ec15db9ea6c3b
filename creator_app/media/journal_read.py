"""Reads a journal: whole, torn, damaged, or while it is still being written."""

import bisect
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

import numpy as np

from creator_app.core.codec import WrongShapeError, decode
from creator_app.core.engines import Codec
from creator_app.core.errors import CreatorError
from creator_app.core.files import explained, open_file, quoted
from creator_app.core.task import Task
from creator_app.core.time import index_to_us, us_to_index
from creator_app.media.encode import encoded_file
from creator_app.media.journal import (
    BLOCK_BYTES,
    BLOCK_MAGIC,
    DTYPES,
    FILE,
    FORMATS,
    INDEX,
    MAGIC,
    NOTE,
    VERSION,
    Header,
    append_kept,
)
from creator_app.media.journal_index import SEARCH_BYTES, BlockFinder, JournalIndex, Note

if TYPE_CHECKING:
    from creator_app.core.engines import Samples

RUN_BYTES = 1 << 20
STEP_US = 10_000_000
UPLOAD_BPS = 32_000


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of the time line that has no sound, and why.

    Attributes:
        start_us: On the recording's clock.
        end_us: On the recording's clock.
        is_damage: Whether it was recorded and could not be read back.
    """

    start_us: int
    end_us: int
    is_damage: bool


class Journal:
    """The sound of one track as a source; what is missing is silence of the right length.

    Only an index is held in memory, 30 bytes a block. Close it, or use it with `with`.

    Attributes:
        path: The file.
        header: What it says about itself; guessed from its blocks where that was hit.
        rate_hz: Samples a second.
        channels: How many `read_all` returns.
        duration_us: From the recording's first sample to the end of this track.
    """

    def __init__(self, path: Path) -> None:
        """Open a journal and find its blocks.

        Raises:
            CreatorError: It is no journal, of a newer app, or nothing in it can be read.
        """
        self.path = path
        self._bad: set[int] = set()
        self._skipped_bytes = 0
        self._file: IO[bytes] = open_file(path)
        try:
            with explained(path):
                self.header, self._tag, start = self._read_header()
                _check(self.header, path)
                self.rate_hz, self.channels = self.header.rate_hz, self.header.channels
                self._dtype = DTYPES[self.header.sample_format]
                self._index = JournalIndex(BlockFinder(self._file, self._tag), self.header, start)
            self.duration_us = index_to_us(self.end, self.rate_hz)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    @property
    def end(self) -> int:
        """The index after the last sample."""
        return self._index.end

    @property
    def notes(self) -> list[Note]:
        """What stands in it besides sound, in order."""
        return self._index.notes

    @property
    def damaged_bytes(self) -> int:
        """How much of the file, as far as it was searched, is not part of any whole block."""
        return self._skipped_bytes + self._index.damaged_bytes

    @property
    def is_kept(self) -> bool:
        """Whether a project has taken this recording over."""
        return any(note.kind == "kept" for note in self.notes)

    def mark_kept(self) -> None:
        """Note that a project has taken this recording over; nobody may be writing to it.

        Raises:
            CreatorError: The disk is full, or the file not writable.
        """
        index = self._index
        append_kept(self.path, self.header, self._tag, index.sequence + 1, index.rows())

    def refresh(self) -> None:
        """Find the blocks that were added since the file was last looked at."""
        with explained(self.path):
            self._index.refresh()
        self.duration_us = index_to_us(self.end, self.rate_hz)

    def read(self, start_us: int, end_us: int) -> "Samples":
        """Return mono float32 [frames, 1] from `start_us` to `end_us`, cut at the end."""
        samples = self.read_all(*self._span(start_us, end_us))
        return samples if self.channels == 1 else samples.mean(axis=1, keepdims=True)

    def read_all(self, first: int, last: int) -> "Samples":
        """Return float32 [frames, channels] from one index to another, cut at the end."""
        first, last = max(0, first), min(last, self.end)
        out = np.zeros((max(0, last - first), self.channels), np.float32)
        with explained(self.path):
            for start, samples in self._pieces(first, last):
                low, high = max(first, start), min(last, start + len(samples))
                out[low - first : high - first] = samples[low - start : high - start]
        if self._dtype.kind == "i":
            out *= np.float32(1 / 32768)
        return out

    def blocks(self, start_us: int = 0, end_us: int | None = None) -> "Iterator[Samples]":
        """Read a stretch piece by piece, all channels, to its end or the end of the sound."""
        first, last = self._span(start_us, self.duration_us if end_us is None else end_us)
        step = us_to_index(STEP_US, self.rate_hz)
        for at in range(first, min(last, self.end), step):
            yield self.read_all(at, min(last, at + step))

    def as_file(self, codec: Codec, start_us: int = 0, end_us: int | None = None) -> IO[bytes]:
        """Return the stretch as a mono file: open, seekable, gone when closed."""
        mono = (block.mean(axis=1, keepdims=True) for block in self.blocks(start_us, end_us))
        return encoded_file(mono, codec, self.rate_hz, UPLOAD_BPS, Task())

    def gaps(self, task: Task | None = None) -> list[Gap]:
        """Return where there is no sound, in order; with a task, every block is read to check it.

        Raises:
            CreatorError: The file cannot be read.
        """
        firsts, ends = self._index.firsts, self._index.ends
        for number in range(0, len(self) if task else 0, 64):
            if task is not None:
                task.progress(number / len(self))
            self.read_all(firsts[number], ends[min(number + 63, len(self) - 1)])
        return list(self._gaps())

    def __len__(self) -> int:
        """Return how many blocks of sound it has."""
        return len(self._index.offsets)

    def _gaps(self) -> Iterator[Gap]:
        at, index = 0, self._index
        for number, (first, end) in enumerate(zip(index.firsts, index.ends, strict=True)):
            if first > at:
                # A gap that was recorded as one says so; any other is a block that is gone.
                is_lost = index.begins_late if number == 0 else not index.flags[number]
                yield self._gap(at, first, is_damage=is_lost)
            if number in self._bad:
                yield self._gap(first, end, is_damage=True)
            at = end

    def _gap(self, first: int, last: int, *, is_damage: bool) -> Gap:
        return Gap(index_to_us(first, self.rate_hz), index_to_us(last, self.rate_hz), is_damage)

    def _span(self, start_us: int, end_us: int) -> tuple[int, int]:
        return us_to_index(max(0, start_us), self.rate_hz), us_to_index(end_us, self.rate_hz)

    def _read_header(self) -> tuple[Header, int, int]:
        start = self._file.read(FILE.size)
        if len(start) == FILE.size:
            magic, version, _, tag, size, crc = FILE.unpack(start)
            if magic == MAGIC and version > VERSION:
                raise CreatorError(
                    f"{quoted(self.path)} was recorded by a newer Creator App.", "Update the app."
                )
            body = self._file.read(size) if magic == MAGIC and size < SEARCH_BYTES else b""
            if body and zlib.crc32(body) == crc:
                return _header_from(body), tag, FILE.size + size
        return self._guessed_header()

    def _guessed_header(self) -> tuple[Header, int, int]:
        """Take from the first whole block what the damaged beginning no longer tells."""
        finder = BlockFinder(self._file, None)
        block = finder.after(0, finder.size(), lambda block: not block.flags & (NOTE | INDEX))
        if block is None:
            raise CreatorError(
                f"{quoted(self.path)} is not a recording, or nothing of it can be read."
            )
        ident, _, track = self.path.stem.rpartition("-")
        header = Header(
            ident or self.path.stem, track or "mic", "", block.rate_hz, block.channels,
            FORMATS[block.sample_format - 1], "",
            block.mono_us - index_to_us(block.first, block.rate_hz),
        )  # fmt: skip
        offset = block.payload - BLOCK_BYTES
        self._skipped_bytes = offset
        self._file.seek(offset + len(BLOCK_MAGIC))
        return header, int.from_bytes(self._file.read(4), "little"), offset

    def _pieces(self, first: int, last: int) -> Iterator[tuple[int, np.ndarray[Any, Any]]]:
        """Give the blocks that reach into a span, each checked."""
        index = self._index
        number = bisect.bisect_right(index.ends, first)
        while number < len(self) and index.firsts[number] < last:
            until = self._run_from(number, last)
            base = index.offsets[number]
            self._file.seek(base)
            data = memoryview(self._file.read(self._byte_end(until - 1) - base))
            for each in range(number, until):
                start = index.offsets[each] - base
                payload = data[start : start + self._payload_bytes(each)]
                if zlib.crc32(payload) == index.crcs[each]:
                    samples = np.frombuffer(payload, self._dtype).reshape(-1, self.channels)
                    yield index.firsts[each], samples
                else:
                    self._bad.add(each)
            number = until

    def _run_from(self, number: int, last: int) -> int:
        """Return where a run of blocks ends that lie close enough to be read at once."""
        until, base = number + 1, self._index.offsets[number]
        while (
            until < len(self)
            and self._index.firsts[until] < last
            and self._byte_end(until) - base < RUN_BYTES
        ):
            until += 1
        return until

    def _payload_bytes(self, number: int) -> int:
        return (self._index.ends[number] - self._index.firsts[number]) * self.header.frame_bytes

    def _byte_end(self, number: int) -> int:
        return self._index.offsets[number] + self._payload_bytes(number)


def _header_from(body: bytes) -> Header:
    try:
        return decode(Header, json.loads(body))
    except (ValueError, WrongShapeError) as error:
        raise CreatorError(f"The beginning of a recording cannot be read ({error}).") from error


def _check(header: Header, path: Path) -> None:
    if header.sample_format not in FORMATS or header.rate_hz < 1 or header.channels < 1:
        raise CreatorError(f"The beginning of {quoted(path)} makes no sense.")
