"""The one door to files: opening, writing whole or not at all, and the app's own folders."""

import contextlib
import errno
import hashlib
import io
import json
import os
import secrets
import shutil
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Literal, overload

from creator_app.core.errors import CreatorError, DamagedFileError, MissingFileError

APP = "creator-app"
PACKAGE = Path(__file__).resolve().parent.parent
# Far below the 255 bytes a name may have on common file systems, so that «-2» and «.part» fit.
LONGEST_NAME_BYTES = 200
# What a file is called until it is whole.
PART = ".part-"
FORBIDDEN = '<>:"/\\|?*'
# Names that are devices on Windows, whatever follows the first dot.
DEVICES = {"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10))}
FULL = {errno.ENOSPC, errno.EDQUOT}
FORBIDDEN_HERE = ("may not be read or written here", "Choose a folder of your own.")
# What the system says, in words for the user, with what to do about it.
WORDS = {
    errno.EEXIST: ("is already there", "Choose another name."),
    errno.ENAMETOOLONG: ("has a name too long for this disk", "Use a shorter one."),
    errno.EACCES: FORBIDDEN_HERE,
    errno.EPERM: FORBIDDEN_HERE,
    errno.EROFS: FORBIDDEN_HERE,
    errno.EIO: ("could not be read or written", "The disk may be failing: make a copy of it soon."),
}
# What file systems answer that cannot flush a file, such as some over a network.
CANNOT_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}
# What Windows answers while a virus scanner or an indexer looks into a file.
IN_USE_FOR_A_MOMENT = {5, 32, 33}
# How long to wait for them, again and again.
PAUSES_S = (0.01, 0.03, 0.1, 0.3, 0.6)


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
    if "\0" in str(path):
        raise CreatorError(f"{quoted(path)} is no name a file can have.", "Use another one.")
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
    if isinstance(error, FileNotFoundError):
        return MissingFileError(f"{name} does not exist.", "Check the name and the folder.")
    if error.errno in FULL:
        return CreatorError(
            f"The disk is full: {name} could not be written.",
            "Free some space, or choose another folder, and try again.",
        )
    if isinstance(error, IsADirectoryError | NotADirectoryError):
        return CreatorError(f"{name} is a folder where a file is needed, or the other way round.")
    cause = error.strerror or str(error) or type(error).__name__
    text, hint = WORDS.get(error.errno or 0, (f"could not be read or written ({cause})", ""))
    return CreatorError(f"{name} {text}.", hint)


def quoted(path: Path | str) -> str:
    """Return a name as it stands in messages: the last part only, shortened in the middle."""
    name = Path(path).name or str(path)
    short = name if len(name) <= 60 else f"{name[:40]}…{name[-18:]}"
    return f"“{short}”"


def read_json(path: Path) -> Any:
    """Return what a JSON file holds.

    Raises:
        DamagedFileError: It is not JSON.
        CreatorError: It cannot be read.
    """
    with explained(path), open_file(path) as file:
        content = file.read()
    return json_in(content, path)


def json_in(content: bytes, path: Path) -> Any:
    """Return what the JSON of a file says.

    Raises:
        DamagedFileError: It is not JSON.
    """
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DamagedFileError(f"{quoted(path)} is damaged.") from error


def append_whole(path: Path, data: bytes) -> None:
    """Append to a file, or on a full disk leave it as it was.

    Raises:
        CreatorError: The folder is gone or not writable, or the disk is full.
    """
    # Unbuffered: a buffer would be written out once more when the file is closed.
    with explained(path), open(path, "ab", buffering=0) as file:  # noqa: PTH123 - this is the door
        size = os.fstat(file.fileno()).st_size
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[file.write(rest) :]
        except OSError:
            file.truncate(size)
            raise


def sync_file(path: Path) -> None:
    """Make what is in a file survive a power cut; takes as long as the disk does.

    Raises:
        CreatorError: It is gone, or the disk failed.
    """
    with explained(path):
        _sync(path)


@contextlib.contextmanager
def written(path: Path) -> Iterator[Path]:
    """Give a temporary name beside `path`; rename it there when the block ends well.

    The folder of `path` must exist. Nothing stands under the final name until it is whole and
    on the disk; after a failure nothing stands under the temporary one either.

    Raises:
        CreatorError: The folder is missing or not writable, or the disk is full.
    """
    with explained(path):
        # Whoever keeps a link to a file elsewhere keeps the link.
        target = path.resolve() if path.is_symlink() else Path(path)
        _check_place(target)
        part = _new_part(target)
    try:
        with _as_final(part, path):
            yield part
        with explained(path):
            _sync(part)
            _replace(part, target)
        _sync_folder(target.parent)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def check_output(path: Path, *inputs: Path) -> None:
    """Make sure that a file can be written, before minutes of work are done for it.

    Args:
        path: What is to be written.
        inputs: What it is made from; none of them may be lost by it.

    Raises:
        CreatorError: Its folder is missing or not writable, a folder has its name, or it is one of
            the inputs.
    """
    with explained(path):
        _check_place(path)
        if any(each.exists() and path.exists() and path.samefile(each) for each in inputs):
            raise CreatorError(
                f"{quoted(path)} is one of the files this is made from, and would be lost.",
                "Choose another name.",
            )
        tempfile.TemporaryFile(dir=path.parent).close()


def _check_place(path: Path) -> None:
    if path.is_dir():
        raise CreatorError(
            f"{quoted(path.absolute())} is a folder.", "Add the name that the new file should have."
        )
    if not path.parent.is_dir():
        raise CreatorError(
            f"The folder {quoted(path.parent)} does not exist.", "Make it first, or choose another."
        )


def write_atomic(path: Path, content: bytes) -> None:
    """Write a whole file or leave the old one as it was.

    Raises:
        CreatorError: As for `written`.
    """
    with written(path) as part, explained(path):
        part.write_bytes(content)


def remove_parts(folder: Path) -> None:
    """Delete what `written` had begun in a folder when a crash came; nobody may write there now."""
    with contextlib.suppress(OSError):
        for part in folder.glob(f"{PART}*"):
            part.unlink(missing_ok=True)


def _new_part(path: Path) -> Path:
    """Make an empty file beside `path`, with the mode that the user's files have."""
    part = path.with_name(f"{PART}{secrets.token_hex(8)}{path.suffix}")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    return part


@contextlib.contextmanager
def _as_final(part: Path, path: Path) -> Iterator[None]:
    """Tell of what fails under the name the user knows, not under the temporary one."""
    try:
        yield
    except CreatorError as error:
        error.args = (str(error).replace(quoted(part), quoted(path)),)
        raise
    except OSError as error:
        if error.errno in FULL:
            raise file_error(error, path) from error
        raise


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in CANNOT_SYNC:
            raise
    finally:
        os.close(handle)


def _replace(part: Path, path: Path) -> None:
    for pause_s in PAUSES_S:
        try:
            part.replace(path)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in IN_USE_FOR_A_MOMENT:
                raise
            time.sleep(pause_s)
        else:
            return
    part.replace(path)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut, where the system knows how."""
    if os.name == "posix":
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with explained(path), open_file(path) as file:
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
    named = os.environ.get(own)
    folder = Path(named) if named else _standard_folder(standard, fallback) / APP
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _standard_folder(standard: str, fallback: str) -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or _home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return _home() / "Library" / "Application Support"
    base = Path(os.environ.get(standard, ""))
    # The XDG specification: a relative path is invalid and to be ignored.
    return base if base.is_absolute() else _home() / fallback


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError as error:
        raise CreatorError(
            "This user has no home folder.",
            "Name one in the variable HOME before starting the app.",
        ) from error


def safe_name(title: str) -> str:
    """Return a title as a file name that every system takes; never empty.

    Letters of any script stay; characters a system forbids become «-», and the end is cut.
    """
    text = "".join(
        "-" if char in FORBIDDEN or unicodedata.category(char) in {"Cc", "Cs"} else char
        for char in unicodedata.normalize("NFC", title)
    )
    text = " ".join(text.split()).strip(" .")
    text = text.encode()[:LONGEST_NAME_BYTES].decode(errors="ignore").strip(" .")
    if text.partition(".")[0].strip().lower() in DEVICES:
        text = f"_{text}"
    return text or "Untitled"


def free_name(path: Path) -> Path:
    """Return `path`, or the same with «-2», «-3»… before the suffix if it is taken."""
    candidate, number = path, 2
    while candidate.exists():
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return candidate


def free_bytes(folder: Path) -> int:
    """Return how many bytes can still be written where `folder` is or will be."""
    with explained(folder):
        while not folder.exists() and folder.parent != folder:
            folder = folder.parent
        return shutil.disk_usage(folder).free
