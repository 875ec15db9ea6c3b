r"""A track's journal: one device's sound as it came, in a file that never needs closing.

Sound is appended block by block, and every block can be checked and read without the others. So
a crash, a full disk or a flipped bit costs the blocks it hit and nothing else. All numbers are
little-endian. The file begins with

    8s  magic b"CREC\r\n\x1a\n"      I  tag: a random number that every block repeats
    H   version, now 1               I  bytes of the body
    H   0                            I  CRC-32 of the body

and a body of UTF-8 JSON, the fields of `Header`. It is followed by blocks, each of them 48 bytes

    4s  magic b"\xabBLK"             I  frames; of a note or index, bytes
    I   the file's tag               q  when the first sample was taken, µs of the monotonic clock
    I   sequence, from 0             q  index of the first sample on the recording's time line
    H   flags: 1 gap, 2 pause,       I  CRC-32 of the payload
        4 dropped, 8 note, 16 index  I  CRC-32 of the 44 bytes before
    B   channels
    B   sample format: 1 s16, 2 f32
    I   samples a second

and the payload: `frames` × `channels` interleaved samples, or the UTF-8 JSON of a note (a marker, a
caption). When a project has taken the recording over, an index of all blocks follows, 26 bytes each

    q  offset of the payload         I  frames         H  flags
    q  index of the first sample     I  CRC-32 of the payload

and as the very last block a note of the kind «kept», which says where the index is. With it, hours
are opened at once; without it, or where it does not fit, the blocks are looked for one by one.

The time line counts samples since the recording's first one, of whichever track. Pauses are left
out of it; what a device lost is counted, so that missing indices are silence of the right length.
A block that does not follow the one before it says why: 1 after a gap, 2 after a pause, and 4
where the gap came about because this computer was too busy. Within an unbroken run the index counts
what the device delivered, and the monotonic times beside it tell how fast its clock really is.
"""

import json
import os
import secrets
import struct
import sys
import time
import zlib
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from creator_app.core.codec import encode
from creator_app.core.errors import CreatorError
from creator_app.core.files import explained, open_file, quoted
from creator_app.core.lock import FileLock

MAGIC = b"CREC\r\n\x1a\n"
VERSION = 1
FILE = struct.Struct("<8sHHIII")
BLOCK_MAGIC = b"\xabBLK"
# magic, tag, sequence, flags, channels, format, rate, frames, monotonic time, index, payload CRC
BLOCK = struct.Struct("<4sIIHBBIIqqI")
CRC = struct.Struct("<I")
BLOCK_BYTES = BLOCK.size + CRC.size
GAP, PAUSE, DROPPED, NOTE, INDEX = 1, 2, 4, 8, 16
ROW = struct.Struct("<qqIIH")
FORMATS = ("s16", "f32")
DTYPES: dict[str, np.dtype[Any]] = {"s16": np.dtype("<i2"), "f32": np.dtype("<f4")}
SUFFIX = ".rec"


@dataclass(frozen=True, slots=True)
class Header:
    """What a journal says about itself once, at its beginning.

    Attributes:
        recording: The ident of the recording it belongs to.
        track: «mic» or «system».
        device: What the device called itself.
        rate_hz: Samples a second.
        channels: How many.
        sample_format: «s16» or «f32».
        started: When the recording began, ISO 8601 with offset.
        start_us: The same on the monotonic clock: where the time line's index 0 is.
        title: What the recording was to be called.
    """

    recording: str
    track: str
    device: str
    rate_hz: int
    channels: int
    sample_format: str
    started: str
    start_us: int
    title: str = ""

    @property
    def frame_bytes(self) -> int:
        """Bytes of one sample of every channel."""
        return self.channels * DTYPES[self.sample_format].itemsize


class Block(NamedTuple):
    """Where a block stands and what it holds; `payload` is an offset in the file."""

    sequence: int
    flags: int
    channels: int
    sample_format: int
    rate_hz: int
    frames: int
    mono_us: int
    first: int
    crc: int
    payload: int

    @property
    def payload_bytes(self) -> int:
        """Bytes of what it holds."""
        if self.flags & (NOTE | INDEX):
            return self.frames
        return self.frames * self.channels * DTYPES[FORMATS[self.sample_format - 1]].itemsize


def lock_of(path: Path) -> FileLock:
    """Return the lock that whoever writes or repairs a journal holds."""
    # Elsewhere a locked byte cannot be read either, so the journal itself must stay unlocked.
    return FileLock(path if os.name == "posix" else path.with_suffix(".lock"))


class JournalWriter:
    """Appends blocks to a journal; the file is made with the first one.

    Not for more than one thread at a time. While it is open the file is locked, so that nobody
    takes it for one that a crash left.

    Args:
        path: Where; must not exist.
        header: What is known before the first sample.
    """

    def __init__(self, path: Path, header: Header) -> None:
        self.path, self.header = path, header
        self.written_bytes = 0
        self.end = 0
        self._tag = secrets.randbits(32)
        self._sequence = 0
        self._rows = bytearray()
        self._file: RawIOBase | None = None
        self._lock = lock_of(path)
        self._is_synced = True

    def write(self, payload: memoryview, first: int, mono_us: int, flags: int = 0) -> None:
        """Append a block of sound.

        Args:
            payload: Interleaved samples of the header's format.
            first: Index of the first sample; not before the end of the last block.
            mono_us: When it was taken, on the monotonic clock.
            flags: Why it does not follow the block before it, if so.

        Raises:
            CreatorError: The disk is full or the folder not writable; what was written is whole.
        """
        frames = payload.nbytes // self.header.frame_bytes
        self._append(payload.cast("B"), frames, first, mono_us, flags)
        self.end = first + frames

    def note(self, kind: str, at_us: int, **values: object) -> None:
        """Append something other than sound, such as a marker; before any sound it is lost.

        Raises:
            CreatorError: As for `write`.
        """
        if self._file is None:
            return
        text = note_text(kind, at_us, **values)
        self._append(text, len(text), self.end, time.monotonic_ns() // 1000, NOTE)

    def keep(self) -> None:
        """Note that a project has taken the recording over, and where each block is.

        Raises:
            CreatorError: As for `write`.
        """
        if self._file is None:
            return
        at, rows = self.written_bytes, memoryview(bytes(self._rows))
        self._append(rows, len(rows), self.end, 0, INDEX)
        self.note("kept", 0, index=at)
        self.sync()

    def sync(self) -> None:
        """Make what was written survive a power cut; takes as long as the disk does.

        Raises:
            CreatorError: The disk failed.
        """
        if self._file is None or self._is_synced:
            return
        with explained(self.path):
            _flush_to_disk(self._file.fileno())
        self._is_synced = True

    def close(self) -> None:
        """Let the file go; nothing more is written to it."""
        if self._file is not None:
            self._file.close()
            self._lock.release()
            self._file = None

    def _append(self, view: memoryview, frames: int, first: int, mono_us: int, flags: int) -> None:
        values = (self._tag, self._sequence, flags, frames, mono_us, first)
        packed = packed_block(self.header, values, view)
        start = b""
        if self._file is None:
            self._file, start = self._create(), self._file_header()
        self._put(self._file, start + packed, view)
        (crc,) = CRC.unpack_from(packed, BLOCK.size - CRC.size)
        self._rows += ROW.pack(self.written_bytes - len(view), first, frames, crc, flags)
        self._sequence += 1
        self._is_synced = False

    def _put(self, file: RawIOBase, packed: bytes, view: memoryview) -> None:
        """Write a whole block, or leave the file as it was."""
        size = len(packed) + len(view)
        with explained(self.path):
            try:
                _write_all(file, packed)
                _write_all(file, view)
            except OSError:
                file.truncate(self.written_bytes)
                file.seek(self.written_bytes)
                raise
        self.written_bytes += size

    def _create(self) -> RawIOBase:
        # Unbuffered: a block is one or two calls, and nothing waits in this process to be lost.
        raw = open_file(self.path, "xb").detach()
        for _ in range(100):
            if self._lock.acquire():
                return raw
            time.sleep(0.01)  # somebody is looking whether a crash left this file
        raw.close()
        raise CreatorError(f"{quoted(self.path)} is in use by another program.")

    def _file_header(self) -> bytes:
        body = json.dumps(encode(self.header), ensure_ascii=False).encode()
        return FILE.pack(MAGIC, VERSION, 0, self._tag, len(body), zlib.crc32(body)) + body


def append_kept(path: Path, header: Header, tag: int, sequence: int, rows: bytes) -> None:
    """Write into a recovered journal that its project names it now, and its index.

    Raises:
        CreatorError: The disk is full, or the file not writable.
    """
    at = path.stat().st_size
    text = note_text("kept", 0, index=at)
    with explained(path), open_file(path, "ab") as file:
        for flags, view in ((INDEX, memoryview(rows)), (NOTE, text)):
            file.write(packed_block(header, (tag, sequence, flags, len(view), 0, 0), view))
            file.write(view)
            sequence += 1
        file.flush()
        _flush_to_disk(file.fileno())


def note_text(kind: str, at_us: int, **values: object) -> memoryview:
    """Return the payload of a note."""
    text = json.dumps({"kind": kind, "at_us": at_us, **values}, ensure_ascii=False)
    return memoryview(text.encode())


def packed_block(
    header: Header, values: tuple[int, int, int, int, int, int], payload: memoryview
) -> bytes:
    """Return the head of a block: tag, sequence, flags, frames, time and index are given."""
    tag, sequence, flags, frames, mono_us, first = values
    packed = BLOCK.pack(
        BLOCK_MAGIC, tag, sequence, flags, header.channels,
        FORMATS.index(header.sample_format) + 1, header.rate_hz, frames, mono_us, first,
        zlib.crc32(payload),
    )  # fmt: skip
    return packed + CRC.pack(zlib.crc32(packed))


def _write_all(file: RawIOBase, data: bytes | memoryview) -> None:
    done = 0
    while done < len(data):
        done += file.write(data[done:]) or 0


def _flush_to_disk(handle: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        # There, fsync leaves the bytes in the drive's own cache.
        fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
    elif hasattr(os, "fdatasync"):
        os.fdatasync(handle)
    else:
        os.fsync(handle)
