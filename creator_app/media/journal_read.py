"""Reads a journal: whole, torn, damaged, or while it is still being written."""

import bisect
import json
import os
import zlib
from array import array
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
    BLOCK,
    BLOCK_BYTES,
    BLOCK_MAGIC,
    CRC,
    FILE,
    FORMATS,
    MAGIC,
    NOTE,
    VERSION,
    Block,
    Header,
    append_kept,
)

if TYPE_CHECKING:
    from creator_app.core.engines import Samples

# A block of more samples than this is no block: the header was hit, and its sum by chance is right.
MOST_FRAMES = 1 << 22
SEARCH_BYTES = 1 << 16
RUN_BYTES = 1 << 20
STEP_US = 10_000_000
UPLOAD_BPS = 32_000


@dataclass(frozen=True, slots=True)
class Note:
    """Something in the journal that is not sound: its kind, when, and what else it says."""

    kind: str
    at_us: int
    values: dict[str, Any]


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

    Only an index is held in memory, 32 bytes a block. Close it, or use it with `with`.

    Attributes:
        header: What the file says about itself; guessed from its blocks where that was hit.
        rate_hz: Samples a second.
        channels: How many `read_all` returns.
        duration_us: From the recording's first sample to the end of this track.
        notes: What else stands in it, in order.
        damaged_bytes: How much of the file is not part of any whole block.
    """

    def __init__(self, path: Path) -> None:
        """Open a journal and find its blocks.

        Raises:
            CreatorError: It is no journal, of a newer app, or nothing in it can be read.
        """
        self.path = path
        self.notes: list[Note] = []
        self.damaged_bytes = 0
        self._offsets, self._firsts, self._ends = array("q"), array("q"), array("q")
        self._crcs, self._flags = array("I"), array("H")
        self._bad: set[int] = set()
        self._sequence = -1
        self._tag = 0
        self._knows_tag = False
        self._begins_late = False
        self._file: IO[bytes] = open_file(path)
        try:
            with explained(path):
                self.header, self._tag, self._at = self._read_header()
            self._knows_tag = True
            _check(self.header, path)
            self.rate_hz, self.channels = self.header.rate_hz, self.header.channels
            self._dtype = np.dtype({"s16": "<i2", "f32": "<f4"}[self.header.sample_format])
            self.duration_us = 0
            self.refresh()
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
        return self._ends[-1] if self._ends else 0

    @property
    def is_kept(self) -> bool:
        """Whether a project has taken this recording over."""
        return any(note.kind == "kept" for note in self.notes)

    def mark_kept(self) -> None:
        """Note that a project has taken this recording over; nobody may be writing to it.

        Raises:
            CreatorError: The disk is full, or the file not writable.
        """
        append_kept(self.path, self.header, self._tag, self._sequence + 1)

    def refresh(self) -> None:
        """Find the blocks that were added since the file was last looked at."""
        with explained(self.path):
            size = self._file.seek(0, os.SEEK_END)
            while (block := self._block_at(self._at, size)) is not None:
                self._add(block)
                self._at = block.payload + block.payload_bytes
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
        if task is not None:
            for number in range(0, len(self._offsets), 64):
                task.progress(number / len(self._offsets))
                self.read_all(self._firsts[number], self._ends[min(number + 63, len(self) - 1)])
        return list(self._gaps())

    def __len__(self) -> int:
        """Return how many blocks of sound it has."""
        return len(self._offsets)

    def _gaps(self) -> Iterator[Gap]:
        at = 0
        for number, (first, end) in enumerate(zip(self._firsts, self._ends, strict=True)):
            if first > at:
                # A gap that was recorded as one says so; any other is a block that is gone.
                is_lost = self._begins_late if number == 0 else not self._flags[number]
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
        size = self._file.seek(0, os.SEEK_END)
        block = self._found(0, size)
        if block is None or block.flags & NOTE:
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
        self.damaged_bytes += offset
        self._file.seek(offset + 4)
        return header, int.from_bytes(self._file.read(4), "little"), offset

    def _block_at(self, at: int, size: int) -> Block | None:
        """Return the block at an offset, or the next whole one after it."""
        block = self._parsed(at, size)
        if block is not None or at >= size:
            return block
        found = self._found(at + 1, size)
        if found is not None:
            self.damaged_bytes += found.payload - BLOCK_BYTES - at
        return found

    def _found(self, at: int, size: int) -> Block | None:
        """Search for the next whole block."""
        while at < size:
            self._file.seek(at)
            window = self._file.read(SEARCH_BYTES)
            where = window.find(BLOCK_MAGIC)
            while where >= 0:
                if (block := self._parsed(at + where, size)) is not None:
                    return block
                where = window.find(BLOCK_MAGIC, where + 1)
            at += max(1, len(window) - len(BLOCK_MAGIC) + 1)
        return None

    def _parsed(self, at: int, size: int) -> Block | None:
        """Return the block at an offset, if there is a whole one."""
        self._file.seek(at)
        head = self._file.read(BLOCK_BYTES)
        if len(head) < BLOCK_BYTES or head[:4] != BLOCK_MAGIC:
            return None
        if zlib.crc32(head[: BLOCK.size]) != CRC.unpack_from(head, BLOCK.size)[0]:
            return None
        _, tag, *values = BLOCK.unpack_from(head)
        block = Block._make((*values, at + BLOCK_BYTES))
        is_ours = (not self._knows_tag or tag == self._tag) and block.sequence > self._sequence
        if not 0 < block.sample_format <= len(FORMATS):
            return None
        fits = block.frames < MOST_FRAMES and block.payload + block.payload_bytes <= size
        return block if is_ours and fits else None

    def _add(self, block: Block) -> None:
        self._sequence = block.sequence
        if block.flags & NOTE:
            self._add_note(block)
        elif block.first >= self.end and self._is_alike(block):
            self._begins_late = self._begins_late or (not self._offsets and block.sequence > 0)
            self._offsets.append(block.payload)
            self._firsts.append(block.first)
            self._ends.append(block.first + block.frames)
            self._crcs.append(block.crc)
            self._flags.append(block.flags)

    def _is_alike(self, block: Block) -> bool:
        head = self.header
        given = (block.rate_hz, block.channels, FORMATS[block.sample_format - 1])
        return given == (head.rate_hz, head.channels, head.sample_format)

    def _add_note(self, block: Block) -> None:
        self._file.seek(block.payload)
        text = self._file.read(block.frames)
        if zlib.crc32(text) != block.crc:
            self.damaged_bytes += len(text)
            return
        values = json.loads(text)
        self.notes.append(Note(values.pop("kind"), values.pop("at_us"), values))

    def _pieces(self, first: int, last: int) -> Iterator[tuple[int, np.ndarray[Any, Any]]]:
        """Give the blocks that reach into a span, each checked."""
        number = bisect.bisect_right(self._ends, first)
        while number < len(self._offsets) and self._firsts[number] < last:
            until = self._run_from(number, last)
            base = self._offsets[number]
            self._file.seek(base)
            data = memoryview(self._file.read(self._byte_end(until - 1) - base))
            for each in range(number, until):
                start = self._offsets[each] - base
                payload = data[start : start + self._payload_bytes(each)]
                if zlib.crc32(payload) == self._crcs[each]:
                    samples = np.frombuffer(payload, self._dtype).reshape(-1, self.channels)
                    yield self._firsts[each], samples
                else:
                    self._bad.add(each)
            number = until

    def _run_from(self, number: int, last: int) -> int:
        """Return where a run of blocks ends that lie close enough to be read at once."""
        until, base = number + 1, self._offsets[number]
        while (
            until < len(self._offsets)
            and self._firsts[until] < last
            and self._byte_end(until) - base < RUN_BYTES
        ):
            until += 1
        return until

    def _payload_bytes(self, number: int) -> int:
        return (self._ends[number] - self._firsts[number]) * self.header.frame_bytes

    def _byte_end(self, number: int) -> int:
        return self._offsets[number] + self._payload_bytes(number)


def _header_from(body: bytes) -> Header:
    try:
        return decode(Header, json.loads(body))
    except (ValueError, WrongShapeError) as error:
        raise CreatorError(f"The beginning of a recording cannot be read ({error}).") from error


def _check(header: Header, path: Path) -> None:
    if header.sample_format not in FORMATS or header.rate_hz < 1 or header.channels < 1:
        raise CreatorError(f"The beginning of {quoted(path)} makes no sense.")
