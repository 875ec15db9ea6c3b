"""The transcripts of a project: files of their own, named by their content, written once."""

import contextlib
import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from creator_app.core.codec import json_pieces
from creator_app.core.errors import CreatorError, DamagedFileError
from creator_app.core.files import explained, json_in, open_file, quoted, written
from creator_app.core.project import Project
from creator_app.core.transcript import Transcript

FOLDER = "transcripts"
NAMED = re.compile(rb'"transcripts/([^"/]+)"')
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
        # What is known to be on disk: by recording, the object itself and its name.
        self._known: dict[str, tuple[Transcript, str]] = {}

    def remember(self, project: Project, names: Mapping[str, str]) -> None:
        """Take note of transcripts that were read from files of these names, by recording."""
        for recording in project.recordings:
            if recording.transcript is not None and recording.ident in names:
                self._known[recording.ident] = recording.transcript, names[recording.ident]

    def write(self, project: Project) -> dict[str, str]:
        """Write the transcripts that are not on disk yet; return the names of all, by recording.

        Raises:
            CreatorError: The folder is not writable, or the disk is full.
        """
        self._known = {
            recording.ident: self._written(recording.ident, recording.transcript)
            for recording in project.recordings
            if recording.transcript is not None
        }
        return {ident: name for ident, (_, name) in self._known.items()}

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

    def _written(self, ident: str, transcript: Transcript) -> tuple[Transcript, str]:
        known = self._known.get(ident)
        if known is not None and known[0] is transcript:
            return known
        pieces = list(json_pieces(transcript))
        name = f"{FOLDER}/{ident}-{_hash(pieces)}.json"
        path = self._folder / name
        if not path.exists() or path.stat().st_size != sum(map(len, pieces)):
            with written(path) as part, explained(path), open_file(part, "wb") as file:
                file.writelines(pieces)
        return transcript, name


def _hash(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()[:HASH_CHARS]
