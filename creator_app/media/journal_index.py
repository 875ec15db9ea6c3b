"""Where the blocks of a journal are: from its own index, or found one by one, damage or not."""

import json
import os
import zlib
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

import numpy as np

from creator_app.media.journal import (
    BLOCK,
    BLOCK_BYTES,
    BLOCK_MAGIC,
    CRC,
    FORMATS,
    INDEX,
    NOTE,
    ROW,
    Block,
    Header,
)

# A block of more samples than this is no block: the header was hit, and its sum by chance is right.
MOST_FRAMES = 1 << 27
SEARCH_BYTES = 1 << 16
# The last note is short.
TAIL_BYTES = 512
ROWS = np.dtype(
    [("payload", "<i8"), ("first", "<i8"), ("frames", "<u4"), ("crc", "<u4"), ("flags", "<u2")]
)


@dataclass(frozen=True, slots=True)
class Note:
    """Something in the journal that is not sound: its kind, when, and what else it says."""

    kind: str
    at_us: int
    values: dict[str, Any]


class BlockFinder:
    """Finds whole blocks in a file.

    Args:
        file: The journal.
        tag: What its blocks repeat; None to take any.
    """

    def __init__(self, file: IO[bytes], tag: int | None) -> None:
        self._file, self.tag = file, tag

    def size(self) -> int:
        """Return how long the file is now."""
        return self._file.seek(0, os.SEEK_END)

    def at(self, offset: int, size: int) -> Block | None:
        """Return the block at an offset, if there is a whole one."""
        self._file.seek(offset)
        head = self._file.read(BLOCK_BYTES)
        if len(head) < BLOCK_BYTES or head[:4] != BLOCK_MAGIC:
            return None
        if zlib.crc32(head[: BLOCK.size]) != CRC.unpack_from(head, BLOCK.size)[0]:
            return None
        _, tag, *values = BLOCK.unpack_from(head)
        block = Block._make((*values, offset + BLOCK_BYTES))
        if self.tag not in {None, tag} or not 0 < block.sample_format <= len(FORMATS):
            return None
        is_whole = block.frames < MOST_FRAMES and block.payload + block.payload_bytes <= size
        return block if is_whole else None

    def after(self, offset: int, size: int, is_wanted: Callable[[Block], bool]) -> Block | None:
        """Search from an offset on for the next whole block."""
        while offset < size:
            self._file.seek(offset)
            window = self._file.read(SEARCH_BYTES)
            for where in _places(window):
                block = self.at(offset + where, size)
                if block is not None and is_wanted(block):
                    return block
            offset += max(1, len(window) - len(BLOCK_MAGIC) + 1)
        return None

    def last(self, size: int) -> Block | None:
        """Return the block the file ends with, if it is a short one."""
        start = max(0, size - TAIL_BYTES)
        self._file.seek(start)
        for where in reversed(list(_places(self._file.read(TAIL_BYTES)))):
            block = self.at(start + where, size)
            if block is not None and block.payload + block.payload_bytes == size:
                return block
        return None

    def payload(self, block: Block) -> bytes | None:
        """Return what a block holds; None where it is damaged."""
        self._file.seek(block.payload)
        data = self._file.read(block.payload_bytes)
        return data if zlib.crc32(data) == block.crc else None


class JournalIndex:
    """Where each block of sound is, and what else stands in the journal; 30 bytes a block.

    Attributes:
        offsets: Of each block's samples in the file.
        firsts: Index of each block's first sample.
        ends: Index after its last one.
        crcs: Of its samples.
        flags: Why it does not follow the one before it.
        notes: What is not sound, in order.
        damaged_bytes: How much of what was looked at is not part of any whole block.
        sequence: Of the last block.
        begins_late: Whether blocks before the first one are missing.

    Args:
        finder: Finds blocks in the file.
        header: Whose blocks they are.
        start: Where the first one is.
    """

    def __init__(self, finder: BlockFinder, header: Header, start: int) -> None:
        self.offsets, self.firsts, self.ends = array("q"), array("q"), array("q")
        self.crcs, self.flags = array("I"), array("H")
        self.notes: list[Note] = []
        self.damaged_bytes = 0
        self.sequence = -1
        self.begins_late = False
        self._finder, self._header = finder, header
        self._at = start
        if not self._load():
            self.refresh()

    @property
    def end(self) -> int:
        """The index after the last sample."""
        return self.ends[-1] if self.ends else 0

    def refresh(self) -> None:
        """Find the blocks that were added since the file was last looked at."""
        size = self._finder.size()
        while self._at < size:
            block = self._finder.at(self._at, size)
            if block is None or not self._is_next(block):
                block = self._finder.after(self._at + 1, size, self._is_next)
                if block is None:
                    return
                self.damaged_bytes += block.payload - BLOCK_BYTES - self._at
            self._add(block)
            self._at = block.payload + block.payload_bytes

    def rows(self) -> bytes:
        """Return the index as the journal itself keeps it."""
        columns = zip(self.offsets, self.firsts, self.ends, self.crcs, self.flags, strict=True)
        return b"".join(
            ROW.pack(payload, first, end - first, crc, flags)
            for payload, first, end, crc, flags in columns
        )

    def _is_next(self, block: Block) -> bool:
        return block.sequence > self.sequence

    def _add(self, block: Block) -> None:
        is_first, self.sequence = self.sequence < 0, block.sequence
        if block.flags & NOTE:
            self._add_note(self._finder.payload(block))
        elif block.flags & INDEX:
            return
        elif block.first >= self.end and self._is_alike(block):
            self.begins_late = self.begins_late or (is_first and block.sequence > 0)
            self.offsets.append(block.payload)
            self.firsts.append(block.first)
            self.ends.append(block.first + block.frames)
            self.crcs.append(block.crc)
            self.flags.append(block.flags)

    def _is_alike(self, block: Block) -> bool:
        head = self._header
        given = (block.rate_hz, block.channels, FORMATS[block.sample_format - 1])
        return given == (head.rate_hz, head.channels, head.sample_format)

    def _add_note(self, text: bytes | None) -> None:
        if text is not None:
            values = json.loads(text)
            self.notes.append(Note(values.pop("kind"), values.pop("at_us"), values))

    def _load(self) -> bool:
        """Take the journal's own index, if it has one and it fits; return whether it did."""
        size = self._finder.size()
        last = self._finder.last(size)
        text = self._finder.payload(last) if last is not None and last.flags & NOTE else None
        if last is None or text is None:
            return False
        index = self._finder.at(int(json.loads(text).get("index", 0)), size)
        if index is None or not index.flags & INDEX:
            return False
        data = self._finder.payload(index)
        if data is None or len(data) % ROW.size or not self._take(np.frombuffer(data, ROWS)):
            return False
        self._add_note(text)
        self.sequence, self._at = last.sequence, size
        return True

    def _take(self, rows: "np.ndarray[Any, np.dtype[np.void]]") -> bool:
        sound = rows[(rows["flags"] & (NOTE | INDEX)) == 0]
        ends = sound["first"] + sound["frames"]
        if (sound["first"][1:] < ends[:-1]).any():
            return False
        columns = (sound["payload"], sound["first"], ends, sound["crc"], sound["flags"])
        into = (self.offsets, self.firsts, self.ends, self.crcs, self.flags)
        for column, kept in zip(columns, into, strict=True):
            kept.frombytes(np.ascontiguousarray(column).tobytes())
        for row in rows[(rows["flags"] & NOTE) != 0]:
            values = (0, NOTE, 1, 1, 0, int(row["frames"]), 0, 0, int(row["crc"]))
            self._add_note(self._finder.payload(Block(*values, int(row["payload"]))))
        return True


def _places(window: bytes) -> Iterator[int]:
    where = window.find(BLOCK_MAGIC)
    while where >= 0:
        yield where
        where = window.find(BLOCK_MAGIC, where + 1)
