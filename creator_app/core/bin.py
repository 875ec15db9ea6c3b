"""The one bin of a library: what was deleted waits here, and goes back where it was."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from creator_app.core.errors import CreatorError
from creator_app.core.files import explained, free_name, open_file, quoted, write_atomic
from creator_app.core.project import now
from creator_app.core.script import new_ident

FOLDER = ".bin"
NOTE = "deleted.json"


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
        return self.folder / self.origin.name


def throw_away(library: Path, path: Path) -> Deleted:
    """Move a project or file into the library's bin.

    Raises:
        CreatorError: It is not there, or cannot be moved.
    """
    deleted = Deleted(library / FOLDER / new_ident(), path.resolve(), now())
    with explained(path):
        if not path.exists():
            raise FileNotFoundError
        deleted.folder.mkdir(parents=True)
        note = {"origin": str(deleted.origin), "when": deleted.when}
        write_atomic(deleted.folder / NOTE, json.dumps(note, ensure_ascii=False).encode())
        # The note stands before the move: whatever happens between, nothing is lost.
        shutil.move(path, deleted.content)
    return deleted


def deleted_things(library: Path) -> list[Deleted]:
    """Return what is in the bin, newest first."""
    found = []
    for note in (library / FOLDER).glob(f"*/{NOTE}"):
        try:
            with open_file(note, "r") as file:
                data = json.load(file)
            deleted = Deleted(note.parent, Path(data["origin"]), str(data["when"]))
        except (CreatorError, ValueError, KeyError, TypeError):
            continue  # a note that cannot be read hides nothing: its content stays in the bin
        if deleted.content.exists():
            found.append(deleted)
    return sorted(found, key=lambda each: each.when, reverse=True)


def put_back(deleted: Deleted) -> Path:
    """Move something back where it was, beside what has taken its name meanwhile.

    Raises:
        CreatorError: It cannot be moved.
    """
    target = free_name(deleted.origin)
    with explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(deleted.content, target)
        shutil.rmtree(deleted.folder)
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
