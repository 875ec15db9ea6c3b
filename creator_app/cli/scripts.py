"""Reads scripts for the verbs that speak them: from a file, or from a pipe."""

import sys
from pathlib import Path

from creator_app.core.errors import CreatorError
from creator_app.core.files import open_file, quoted

STDIN = "-"
# More is no script; it is somebody's disk image.
LARGEST_BYTES = 64 << 20


def read_script(name: str) -> str:
    """Return the text of a file, or of standard input where the name is «-».

    Raises:
        CreatorError: It cannot be read, or is not text in UTF-8 or UTF-16.
    """
    if name == STDIN:
        raw = sys.stdin.buffer.read(LARGEST_BYTES + 1)
    else:
        with open_file(Path(name)) as file:
            raw = file.read(LARGEST_BYTES + 1)
    if len(raw) > LARGEST_BYTES or b"\0" in raw.removeprefix(b"\xff\xfe")[:1000:2]:
        raise CreatorError(f"{_called(name)} is no text file.", "Save it as plain text in UTF-8.")
    return _decoded(raw, name)


def _decoded(raw: bytes, name: str) -> str:
    encoding = "utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise CreatorError(
            f"{_called(name)} is not in UTF-8.", "Save it as UTF-8 text and try again."
        ) from error


def _called(name: str) -> str:
    return "What came through the pipe" if name == STDIN else quoted(name)
