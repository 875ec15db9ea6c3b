"""Media that stay where they are: `links.json` holds each one's path, size and fingerprint."""

import hashlib
import json
from pathlib import Path
from typing import Any

from creator_app.core.errors import CreatorError
from creator_app.core.files import explained, open_file, quoted, write_atomic

PREFIX = "link:"
FILE = "links.json"
# A fingerprint of both ends and the size tells files apart without reading gigabytes.
END_BYTES = 1 << 20


def add(folder: Path, file: Path) -> str:
    """Remember a file; return its name in the project, the same for the same file.

    Raises:
        CreatorError: The file cannot be read, or the folder not written.
    """
    file = file.resolve()
    entries = _read(folder)
    print_ = fingerprint(file)
    ident = print_[:12]
    entry = {"path": str(file), "bytes": file.stat().st_size, "fingerprint": print_}
    if entries.get(ident) != entry:
        text = json.dumps({**entries, ident: entry}, ensure_ascii=False, indent=1)
        write_atomic(folder / FILE, text.encode())
    return PREFIX + ident


def resolve(folder: Path, name: str) -> Path:
    """Return the file behind a link.

    Raises:
        CreatorError: The link is unknown, or the file is not there any more.
    """
    entry = _read(folder).get(name.removeprefix(PREFIX))
    if entry is None:
        raise CreatorError("The project refers to a file it does not know.", "Add the file again.")
    path = Path(entry["path"])
    if not path.exists():
        raise CreatorError(
            f"{quoted(path)} is not where it was.", f"It was in {path.parent}. Add it again."
        )
    return path


def fingerprint(file: Path) -> str:
    """Return a hash of a file's size and both its ends, in hexadecimal."""
    with explained(file):
        size = file.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with open_file(file) as stream:
        digest.update(stream.read(END_BYTES))
        if size > END_BYTES:
            stream.seek(max(END_BYTES, size - END_BYTES))
            digest.update(stream.read(END_BYTES))
    return digest.hexdigest()


def _read(folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / FILE
    if not path.exists():
        return {}
    with open_file(path, "r") as file:
        try:
            return dict(json.load(file))
        except ValueError as error:
            raise CreatorError(f"{quoted(path)} is damaged.") from error
