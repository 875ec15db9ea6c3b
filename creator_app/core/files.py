"""The one door to files: opening, writing whole or not at all, and the app's own folders."""

import contextlib
import hashlib
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Literal, overload

from creator_app.core.errors import CreatorError

APP = "creator-app"
PACKAGE = Path(__file__).resolve().parent.parent
# Far below the 255 bytes a name may have on common file systems, so that «-2» and «.part» fit.
LONGEST_NAME_BYTES = 200
FORBIDDEN = '<>:"/\\|?*'
FULL = {28, 122}  # ENOSPC, EDQUOT


@overload
def open_file(path: Path, mode: Literal["r", "w", "a", "x"]) -> IO[str]: ...
@overload
def open_file(
    path: Path, mode: Literal["rb", "wb", "ab", "xb", "r+b", "w+b", "a+b"] = "rb"
) -> io.BufferedRandom: ...
def open_file(path: Path, mode: str = "rb") -> IO[Any]:
    r"""Open a file; every file of the app comes through here, so that encryption can be one layer.

    Args:
        path: Which file.
        mode: As for the built-in; text is UTF-8 with `\n`.

    Raises:
        CreatorError: It cannot be opened, in words for the user.
    """
    text: dict[str, Any] = {} if "b" in mode else {"encoding": "utf-8", "newline": "\n"}
    with explained(path):
        return open(path, mode, **text)  # noqa: PTH123 - this is the door


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the system says about a file into a `CreatorError`."""
    try:
        yield
    except OSError as error:
        raise file_error(error, path) from error


def file_error(error: OSError, path: Path) -> CreatorError:
    """Say in plain words what went wrong with a file."""
    name = quoted(path)
    if error.errno in FULL:
        return CreatorError(
            f"The disk is full: {name} could not be written.",
            "Free some space, or choose another folder, and try again.",
        )
    if isinstance(error, FileNotFoundError):
        return CreatorError(f"{name} does not exist.", "Check the name and the folder.")
    if isinstance(error, IsADirectoryError | NotADirectoryError):
        return CreatorError(f"{name} is a folder where a file is needed, or the other way round.")
    if isinstance(error, PermissionError) or error.errno == 30:  # EROFS
        return CreatorError(
            f"{name} may not be read or written here.", "Choose a folder of your own."
        )
    if error.errno == 36:  # ENAMETOOLONG
        return CreatorError(f"The name {name} is too long for this disk.", "Use a shorter one.")
    return CreatorError(f"{name} could not be read or written ({error.strerror}).")


def quoted(path: Path | str) -> str:
    """Return a name as it stands in messages: the last part only, shortened in the middle."""
    name = Path(path).name or str(path)
    short = name if len(name) <= 60 else f"{name[:40]}…{name[-18:]}"
    return f"“{short}”"


@contextlib.contextmanager
def written(path: Path) -> Iterator[Path]:
    """Give a temporary name beside `path`; rename it there when the block ends well.

    The folder of `path` must exist. Nothing stands under the final name until it is whole and
    on the disk; after a failure nothing stands under the temporary one either.

    Raises:
        CreatorError: The folder is missing or not writable, or the disk is full.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise CreatorError(
            f"The folder {quoted(path.parent)} does not exist.", "Make it first, or choose another."
        )
    with explained(path):
        handle, name = tempfile.mkstemp(suffix=path.suffix, prefix=".part-", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        with explained(path):
            _sync(part)
            _give_usual_mode(part)
            part.replace(path)
            _sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def write_atomic(path: Path, content: bytes) -> None:
    """Write a whole file or leave the old one as it was.

    Raises:
        CreatorError: As for `written`.
    """
    with written(path) as part, explained(path):
        part.write_bytes(content)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _give_usual_mode(path: Path) -> None:
    # mkstemp makes files only their owner may read; what people hand on has the usual mode.
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(0o666 & ~mask)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut; systems without folder handles skip it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with open_file(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def resource(*parts: str) -> Path:
    """Return the path of something in `resources/`, in a checkout, a wheel or a bundle."""
    inside = PACKAGE / "resources"
    return (inside if inside.is_dir() else PACKAGE.parent / "resources").joinpath(*parts)


def data_folder() -> Path:
    """Return where the app keeps its index, models and logs; made when missing."""
    return _app_folder("CREATOR_APP_DATA", "XDG_DATA_HOME", ".local/share")


def settings_folder() -> Path:
    """Return where the settings file is; made when missing."""
    return _app_folder("CREATOR_APP_SETTINGS", "XDG_CONFIG_HOME", ".config")


def cache_folder() -> Path:
    """Return where everything may be deleted at any time; made when missing."""
    return _app_folder("CREATOR_APP_CACHE", "XDG_CACHE_HOME", ".cache")


def _app_folder(own: str, standard: str, fallback: str) -> Path:
    if os.environ.get(own):
        folder = Path(os.environ[own])
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA", Path.home())) / APP
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support" / APP
    else:
        base = os.environ.get(standard)
        folder = (Path(base) if base else Path.home() / fallback) / APP
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def safe_name(title: str) -> str:
    """Return a title as a file name that every system takes; never empty.

    Letters of any script stay; characters a system forbids become «-», and the end is cut.
    """
    text = "".join("-" if char in FORBIDDEN or ord(char) < 32 else char for char in title)
    text = " ".join(text.split()).strip(" .")
    while len(text.encode()) > LONGEST_NAME_BYTES:
        text = text[:-1]
    return text.strip(" .") or "Untitled"


def free_name(path: Path) -> Path:
    """Return `path`, or the same with «-2», «-3»… before the suffix if it is taken."""
    candidate, number = path, 2
    while candidate.exists():
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return candidate


def free_bytes(folder: Path) -> int:
    """Return how many bytes can still be written where `folder` is or will be."""
    while not folder.exists():
        folder = folder.parent
    with explained(folder):
        return shutil.disk_usage(folder).free
