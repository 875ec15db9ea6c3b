"""A lock on a file that dies with the process holding it, so that none can be stale."""

import errno
import os
import sys
from pathlib import Path

from creator_app.core.files import explained

CANNOT_LOCK = {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL}


class FileLock:
    """Held by one process at a time; `release`, or the end of the process, frees it.

    Args:
        path: The lock's own file, made when missing and left in place.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def acquire(self) -> bool:
        """Return whether the lock is ours now; never waits.

        Raises:
            CreatorError: The folder is not writable.
        """
        if self._handle is not None:
            return True
        with explained(self._path):
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
        if _try(handle):
            self._handle = handle
            return True
        os.close(handle)
        return False

    def release(self) -> None:
        """Free the lock; harmless when it is not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _try(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # Some disks over a network know no locks; there, everybody may work.
        return error.errno in CANNOT_LOCK
    return True
