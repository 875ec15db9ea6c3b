"""Locks that die with their process: who holds one is alive, whatever was killed before."""

import sys
from pathlib import Path
from typing import IO

from creator_app.core.files import open_file


class FileLock:
    """An exclusive lock on a file beside what it guards; the system frees it when we end.

    Args:
        path: The lock file; made when missing and left behind, empty.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """Return whether the lock is ours now; never waits.

        Raises:
            CreatorError: The lock file cannot be made.
        """
        if self._file is not None:
            return True
        file = open_file(self._path, "a+b")
        if not _lock(file):
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Give the lock back; does nothing when it is not held."""
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
