"""The log of a project's changes: each is a line on disk before anything else happens.

A line is CRC-32, then JSON with the change's own revision. A snapshot starts a new log and leaves
the old one as `edits-REVISION.log` until nobody needs it. Lines that a crash left half written, or
a failing disk changed, are known by their checksum and passed over; whether a change is missing
between two others tell the revisions.
"""

import contextlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from creator_app.core.changes import Step
from creator_app.core.codec import json_bytes
from creator_app.core.errors import MissingFileError
from creator_app.core.files import append_whole, explained, open_file, sync_file

EDITS = "edits.log"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change, as it stands in the log."""

    revision: int
    steps: list[Step]


@dataclass(frozen=True, slots=True)
class Logged:
    """What the logs of a project hold.

    Attributes:
        edits: In the order they were written.
        is_cut: Whether something stands after them that cannot be read.
    """

    edits: tuple[Edit, ...]
    is_cut: bool


class EditLog:
    """The logs in the folder of one project; not for two threads at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / EDITS
        self._begin = b""

    def append(self, edit: Edit) -> None:
        """Put a change on disk, or leave the log as it was.

        Raises:
            CreatorError: The folder is gone or not writable, or the disk is full.
        """
        text = json_bytes({"revision": edit.revision, "steps": edit.steps})
        line = b"%s%08x %s\n" % (self._begin, zlib.crc32(text), text)
        # Should a failure leave half a line after all, the next one begins anew.
        self._begin = b"\n"
        append_whole(self._path, line)
        self._begin = b""

    def start_anew(self, revision: int) -> None:
        """Leave the log as it is and start another; quick.

        Args:
            revision: Later than every change so far; names the log that is left.

        Raises:
            CreatorError: The folder is not writable.
        """
        left = self._folder / f"edits-{revision:012}.log"
        with explained(self._path):
            if self._path.exists() and self._path.stat().st_size and not left.exists():
                self._path.rename(left)

    def sync(self) -> None:
        """Make what was appended survive a power cut; takes as long as the disk does.

        Raises:
            CreatorError: The disk failed.
        """
        if self._path.exists():
            sync_file(self._path)

    def drop(self, revision: int) -> None:
        """Delete the logs that were left at `revision` or before, as far as the system lets us."""
        for path in self._left():
            if int(path.stem.removeprefix("edits-")) <= revision:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def cut_tail(self) -> None:
        """Cut off a last line that a crash left half written.

        Raises:
            CreatorError: The log is not writable.
        """
        if not self._path.exists():
            return
        with explained(self._path), open_file(self._path, "r+b") as file:
            content = file.read()
            end = content.rfind(b"\n") + 1
            if end < len(content):
                file.truncate(end)

    def read(self) -> Logged:
        """Return the changes in all logs.

        Raises:
            CreatorError: A log is there but may not be read.
        """
        edits: list[Edit] = []
        is_cut = False
        for line in self._lines():
            edit = _edit_in(line)
            if edit is not None:
                edits.append(edit)
            # A line without its end was never reported as saved.
            is_cut = edit is None and (is_cut or line.endswith(b"\n"))
        return Logged(tuple(edits), is_cut)

    def _lines(self) -> Iterator[bytes]:
        for path in self.paths():
            # Whoever holds the project may have dropped it meanwhile: nobody needs it then.
            with contextlib.suppress(MissingFileError), explained(path), open_file(path) as file:
                yield from (line for line in file if line.strip())

    def paths(self) -> list[Path]:
        """Return the logs there are, oldest first."""
        return [*self._left(), *([self._path] if self._path.exists() else [])]

    def _left(self) -> list[Path]:
        return sorted(self._folder.glob("edits-????????????.log"))


def _edit_in(line: bytes) -> Edit | None:
    check, _, text = line.rstrip(b"\n").partition(b" ")
    if not line.endswith(b"\n") or check != b"%08x" % zlib.crc32(text):
        return None
    try:
        entry = json.loads(text)
        return Edit(int(entry["revision"]), list(entry["steps"]))
    except (ValueError, KeyError, TypeError):
        return None
