"""The transcripts of a project: files of their own, named by their content, written once."""

import contextlib
import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from creator_app.core.codec import json_pieces
from creator_app.core.errors import CreatorError, DamagedFileError
from creator_app.core.files import explained, json_in, open_file, quoted, written
from creator_app.core.project import Project
from creator_app.core.recording import Recording
from creator_app.core.transcript import Transcript

FOLDER = "transcripts"
NAMED = re.compile(rb'"transcripts/([^"/]+)"')
NO_LETTER = re.compile(r"[^0-9A-Za-z]")
HASH_CHARS = 16
HASHED = re.compile(rf"-([0-9a-f]{{{HASH_CHARS}}})\.json$")


def read_transcript(path: Path) -> Any:
    """Return the JSON of a transcript, if the file is as it was written.

    Raises:
        DamagedFileError: It is not.
        CreatorError: It cannot be read.
    """
    with explained(path), open_file(path) as file:
        content = file.read()
    named = HASHED.search(path.name)
    if named and _hash([content]) != named[1]:
        raise DamagedFileError(f"{quoted(path)} is damaged.")
    return json_in(content, path)


class TranscriptFiles:
    """Keeps the transcripts in a project's folder; not for two threads at a time.

    Args:
        folder: The project's.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # What is known to be on disk: by identity, the transcript itself and its name.
        self._known: dict[int, tuple[Transcript, str]] = {}

    def remember(self, project: Project, names: Sequence[str | None]) -> None:
        """Take note of the files that a project's transcripts were read from."""
        for recording, name in zip(project.recordings, names, strict=False):
            if recording.transcript is not None and name:
                self._known[id(recording.transcript)] = recording.transcript, name

    def write(self, project: Project) -> list[str | None]:
        """Write the transcripts that are not on disk yet; return the name for each recording.

        Raises:
            CreatorError: The folder is not writable, or the disk is full.
        """
        names = [self._written(recording) for recording in project.recordings]
        self._known = {}
        self.remember(project, names)
        return names

    def drop_unused(self) -> None:
        """Delete the files that no snapshot in the folder names, as far as the system lets us."""
        used: set[bytes] = set()
        for path in self._folder.glob("project*.json"):
            try:
                with explained(path), open_file(path) as file:
                    used.update(NAMED.findall(file.read()))
            except CreatorError:
                return  # nothing is deleted that may be needed
        for path in (self._folder / FOLDER).glob("*.json"):
            if path.name.encode() not in used:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _written(self, recording: Recording) -> str | None:
        if recording.transcript is None:
            return None
        known = self._known.get(id(recording.transcript))
        if known is not None:
            return known[1]
        pieces = list(json_pieces(recording.transcript))
        name = f"{FOLDER}/{NO_LETTER.sub('', recording.ident)[:40]}-{_hash(pieces)}.json"
        path = self._folder / name
        if not path.exists() or path.stat().st_size != sum(map(len, pieces)):
            with written(path) as part, explained(path), open_file(part, "wb") as file:
                file.writelines(pieces)
        return name


def _hash(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()[:HASH_CHARS]
