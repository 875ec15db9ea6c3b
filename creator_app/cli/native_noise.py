"""Keeps what sound libraries write past Python off the terminal: it belongs in the log."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator

from creator_app.core.files import open_file
from creator_app.core.logs import log_file

STDERR = 2


@contextlib.contextmanager
def kept_off_the_terminal() -> Iterator[None]:
    """Send the process's own standard error to the log, while Python's goes on as before.

    ALSA and PortAudio tell there, in a dozen lines each, what every failure they pass on already
    says; nothing but failures in plain words belongs on standard error.
    """
    try:
        python_stderr = sys.stderr
        kept = os.dup(STDERR)
    except OSError:  # there is none, as under pythonw
        yield
        return
    with contextlib.ExitStack() as stack:
        stack.callback(os.close, kept)
        log = stack.enter_context(open_file(log_file(), "ab"))
        own = io.TextIOWrapper(
            io.FileIO(kept, "w", closefd=False),
            encoding=python_stderr.encoding,
            errors="backslashreplace",
            write_through=True,
        )
        os.dup2(log.fileno(), STDERR)
        stack.callback(os.dup2, kept, STDERR)
        if python_stderr is sys.__stderr__:
            sys.stderr = own
            stack.callback(setattr, sys, "stderr", python_stderr)
        yield
        own.flush()
