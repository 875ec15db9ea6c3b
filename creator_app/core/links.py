"""Media that stay where they are: `links.json` holds each one's path, size and fingerprint."""

import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from creator_app.core.codec import decode, json_bytes
from creator_app.core.errors import CreatorError, DamagedFileError
from creator_app.core.files import (
    explained,
    free_name,
    open_file,
    quoted,
    read_json,
    write_atomic,
)

PREFIX = "link:"
FILE = "links.json"
# A fingerprint of both ends and the size tells files apart without reading gigabytes.
END_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Link:
    """Where a file is.

    Attributes:
        path: On the computer it was added on.
        bytes: Its size.
        fingerprint: As `fingerprint` returns it.
        beside: The way to it from the project's folder, or "" where there is none.
    """

    path: str
    bytes: int
    fingerprint: str
    beside: str = ""


def add(folder: Path, file: Path) -> str:
    """Remember a file; return its name in the project, the same for the same file.

    A file that was moved and is added again keeps its name, so that the project finds it again.

    Raises:
        CreatorError: The file cannot be read, or the folder not written.
    """
    with explained(file):
        file = file.resolve()
        link = Link(str(file), file.stat().st_size, fingerprint(file), _way(folder, file))
    links = _links_to_extend(folder)
    ident = _ident(links, link)
    if links.get(ident) != link:
        write_atomic(folder / FILE, json_bytes({**links, ident: link}))
    return PREFIX + ident


def resolve(folder: Path, name: str) -> Path:
    """Return the file behind a link.

    Raises:
        CreatorError: The link is unknown, or the file is not there any more.
    """
    link = _links(folder).get(name.removeprefix(PREFIX))
    if link is None:
        raise CreatorError("The project refers to a file it does not know.", "Add the file again.")
    path, beside = Path(link.path), folder / link.beside
    if _is_file(path):
        return path
    # The project was moved together with what lies around it, perhaps to another computer.
    if link.beside and _is_file(beside) and beside.stat().st_size == link.bytes:
        return beside.resolve()
    raise CreatorError(
        f"{quoted(path)} is not where it was.", f"It was in {path.parent}. Add it again."
    )


def fingerprint(file: Path) -> str:
    """Return a hash of a file's size and both its ends, in hexadecimal.

    Raises:
        CreatorError: The file cannot be read.
    """
    with explained(file), open_file(file) as stream:
        size = stream.seek(0, os.SEEK_END)
        digest = hashlib.sha256(str(size).encode())
        stream.seek(0)
        digest.update(stream.read(END_BYTES))
        if size > END_BYTES:
            stream.seek(max(END_BYTES, size - END_BYTES))
            digest.update(stream.read(END_BYTES))
    return digest.hexdigest()


def _ident(links: dict[str, Link], link: Link) -> str:
    """Return the name of a file: its fingerprint's, unless another file of the same has it."""
    ident, number = link.fingerprint[:12], 2
    while (other := links.get(ident)) and other.path != link.path and _is_file(Path(other.path)):
        ident, number = f"{link.fingerprint[:12]}-{number}", number + 1
    return ident


def _way(folder: Path, file: Path) -> str:
    with contextlib.suppress(ValueError):  # on another drive
        return Path(os.path.relpath(file, folder.resolve())).as_posix()
    return ""


def _is_file(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return path.is_file()
    return False


def _links(folder: Path) -> dict[str, Link]:
    path = folder / FILE
    if not path.exists():
        return {}
    data = read_json(path)
    if not isinstance(data, dict):
        raise DamagedFileError(f"{quoted(path)} is damaged.", "Add the files it named again.")
    links = {}
    for ident, each in data.items():
        with contextlib.suppress(CreatorError):
            links[ident] = decode(Link, each)
    return links


def _links_to_extend(folder: Path) -> dict[str, Link]:
    """Return the links, or where their file is damaged none, and the file out of the way."""
    try:
        return _links(folder)
    except DamagedFileError:
        with explained(folder / FILE):
            (folder / FILE).rename(free_name(folder / "links.damaged.json"))
        return {}
