"""Named versions of a project, «as it was yesterday»: whole files, readable on their own."""

import contextlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from pathlib import Path

from creator_app.core.codec import json_pieces
from creator_app.core.errors import DamagedFileError
from creator_app.core.files import (
    explained,
    free_name,
    open_file,
    quoted,
    read_json,
    safe_name,
    written,
)
from creator_app.core.project import SCHEMA, Project, migrated, now, project_from

FOLDER = "versions"
DAILY = "daily"
KEPT_DAILY = 30
# What stands before the project itself in the file of a version.
HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Version:
    """One kept state.

    Attributes:
        path: Its file.
        saved: When, ISO 8601 with offset.
        name: What the user called it; «daily» for the ones kept by themselves.
    """

    path: Path
    saved: str
    name: str


def keep_version(folder: Path, project: Project, name: str) -> Version:
    """Keep the project as it is under a name.

    Raises:
        CreatorError: The folder is not writable, or the disk is full.
    """
    saved, kept = now(), folder / FOLDER
    with explained(kept):
        kept.mkdir(exist_ok=True)
        path = free_name(kept / f"{saved.replace(':', '.')} {safe_name(name)}.json")
    data = {"schema": SCHEMA, "saved": saved, "name": name, "project": project}
    with written(path) as part, explained(path), open_file(part, "wb") as file:
        file.writelines(json_pieces(data))
    return Version(path, saved, name)


def keep_daily_version(folder: Path, project: Project, today: date) -> Version | None:
    """Keep one version a day, before that day's first change; the oldest of many make room.

    Raises:
        CreatorError: The folder is not writable, or the disk is full.
    """
    daily = [each for each in versions(folder) if each.name == DAILY]
    if any(each.saved.startswith(today.isoformat()) for each in daily):
        return None
    version = keep_version(folder, project, DAILY)
    for old in daily[KEPT_DAILY - 1 :]:
        with explained(old.path):
            old.path.unlink(missing_ok=True)
    return version


def versions(folder: Path) -> list[Version]:
    """Return the kept versions, newest first.

    Raises:
        CreatorError: The folder may not be read.
    """
    found = []
    with explained(folder):
        for path in (folder / FOLDER).glob("*T* *.json"):
            saved = path.stem.partition(" ")[0].replace(".", ":")
            with contextlib.suppress(ValueError):
                found.append((datetime.fromisoformat(saved), Version(path, saved, _name(path))))
    return [version for _, version in sorted(found, key=itemgetter(0), reverse=True)]


def read_version(version: Version) -> Project:
    """Return a project as it was.

    Raises:
        CreatorError: The file is damaged, or of a newer app.
    """
    data = read_json(version.path)
    if isinstance(data, dict) and isinstance(data.get("project"), dict):
        schema = data.get("schema")
        if type(schema) is int:
            return project_from(migrated(data["project"], schema))
    raise DamagedFileError(f"The version {quoted(version.path)} is damaged.")


def _name(path: Path) -> str:
    """Return what the user called a version: from the head of its file, or else the file's name."""
    with open_file(path) as file:
        head = file.read(HEAD_BYTES).decode(errors="replace")
    try:
        return str(json.loads(head.partition(', "project": ')[0] + "}")["name"])
    except (ValueError, KeyError, TypeError):
        return path.stem.partition(" ")[2]
