"""The one bin of a library: what was deleted waits here, and goes back where it was."""

import errno
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from creator_app.core.codec import json_bytes
from creator_app.core.errors import CreatorError
from creator_app.core.files import explained, free_name, quoted, read_json, write_atomic, written
from creator_app.core.folder import is_held
from creator_app.core.project import now
from creator_app.core.script import new_ident

FOLDER = ".bin"
NOTE, CONTENT = "deleted.json", "content"


@dataclass(frozen=True, slots=True)
class Deleted:
    """Something in the bin.

    Attributes:
        folder: Its place in the bin.
        origin: Where it was, and goes back to.
        when: ISO 8601 with offset.
    """

    folder: Path
    origin: Path
    when: str

    @property
    def content(self) -> Path:
        """The deleted file or folder itself."""
        return self.folder / CONTENT / self.origin.name


def throw_away(library: Path, path: Path) -> Deleted:
    """Move a project or file into the library's bin.

    Raises:
        CreatorError: It is not there, is open in a window, or cannot be moved.
    """
    deleted = Deleted(library / FOLDER / new_ident(), path.absolute(), now())
    with explained(path):
        path.lstat()
        if is_held(path):
            raise CreatorError(f"{quoted(path)} is open in a window.", "Close it there first.")
        try:
            deleted.content.parent.mkdir(parents=True)
            note = {"origin": str(deleted.origin), "when": deleted.when}
            # The note stands before the move: whatever happens between, nothing is lost.
            write_atomic(deleted.folder / NOTE, json_bytes(note))
            _move(path, deleted.content)
        except BaseException:
            if not deleted.content.exists():
                shutil.rmtree(deleted.folder, ignore_errors=True)
            raise
    return deleted


def deleted_things(library: Path) -> list[Deleted]:
    """Return what is in the bin, newest first."""
    found = []
    for note in (library / FOLDER).glob(f"*/{NOTE}"):
        try:
            data = read_json(note)
            deleted = Deleted(note.parent, Path(data["origin"]), str(data["when"]))
            when = datetime.fromisoformat(deleted.when)
        except (CreatorError, ValueError, KeyError, TypeError):
            continue  # a note that cannot be read hides nothing: its content stays in the bin
        if deleted.content.exists():
            found.append((when, note.stat().st_mtime_ns, deleted))
    return [deleted for *_, deleted in sorted(found, key=lambda each: each[:2], reverse=True)]


def put_back(deleted: Deleted) -> Path:
    """Move something back where it was, beside what has taken its name meanwhile.

    Raises:
        CreatorError: It cannot be moved.
    """
    target = free_name(deleted.origin)
    with explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _move(deleted.content, target)
    shutil.rmtree(deleted.folder, ignore_errors=True)
    return target


def delete_for_good(deleted: Deleted) -> None:
    """Delete something in the bin for ever.

    Raises:
        CreatorError: It cannot be deleted.
    """
    try:
        shutil.rmtree(deleted.folder)
    except OSError as error:
        raise CreatorError(f"{quoted(deleted.origin)} could not be deleted.") from error


def _move(path: Path, target: Path) -> None:
    """Move within a disk at once, to another by copying; after a failure it is where it was."""
    try:
        path.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy(path, target)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _copy(path: Path, target: Path) -> None:
    if not path.is_dir() or path.is_symlink():
        with written(target) as part:
            shutil.copy2(path, part, follow_symlinks=False)
        return
    target.mkdir()
    try:
        shutil.copytree(path, target, symlinks=True, copy_function=_copied, dirs_exist_ok=True)
    except _StoppedError as stop:
        shutil.rmtree(target, ignore_errors=True)
        raise stop.error from None
    except OSError:
        shutil.rmtree(target, ignore_errors=True)
        raise


class _StoppedError(Exception):
    """Ends a copy at the first file that fails, instead of trying all the others."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error


def _copied(source: str, target: str, *, follow_symlinks: bool = True) -> str:
    try:
        return shutil.copy2(source, target, follow_symlinks=follow_symlinks)
    except OSError as error:
        raise _StoppedError(error) from None
