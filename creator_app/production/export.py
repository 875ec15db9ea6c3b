"""Transcripts into a folder, in as many formats as wanted, each whole or not there."""

import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from creator_app.core.files import explained
from creator_app.core.transcript import Transcript
from creator_app.media.captions_io import FORMATS, unknown_format, write_transcript


class Stems:
    """Gives each of several inputs a name of its own in its folder: «talk», then «talk-2»."""

    def __init__(self) -> None:
        self._taken: set[tuple[Path, str]] = set()

    def take(self, folder: Path, stem: str) -> str:
        """Return `stem`, or the same with a number where it was given out before."""
        candidate, number = stem, 2
        while (key := (folder.absolute(), _as_one(candidate))) in self._taken:
            candidate = f"{stem}-{number}"
            number += 1
        self._taken.add(key)
        return candidate


def _as_one(name: str) -> str:
    """Return what some systems take «Talk» and «talk» for, and letters with and without parts."""
    return unicodedata.normalize("NFC", name).casefold()


def parse_formats(text: str) -> tuple[str, ...]:
    """Read a list such as «txt,srt».

    Raises:
        CreatorError: One of them is unknown.
    """
    names = tuple(dict.fromkeys(name.strip().lower().lstrip(".") for name in text.split(",")))
    for name in names:
        if name not in FORMATS:
            raise unknown_format(name)
    return names


def export_transcript(
    transcript: Transcript, folder: Path, stem: str, formats: Sequence[str]
) -> list[Path]:
    """Write `folder/stem.FORMAT` for each format; the folder is made when missing.

    Raises:
        CreatorError: The folder is not writable, the disk full, or a format unknown. What was
            written before stays whole.
    """
    make_folder(folder)
    paths = [folder / f"{stem}.{name}" for name in formats]
    for path in paths:
        write_transcript(transcript, path)
    return paths


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where missing; make sure that files can be made in it.

    Raises:
        CreatorError: It is not writable, or a file is in the way.
    """
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
