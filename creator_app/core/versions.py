"""Named versions of a project, «as it was yesterday»: whole files, readable on their own."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from creator_app.core.codec import encode
from creator_app.core.errors import CreatorError
from creator_app.core.files import explained, open_file, quoted, safe_name, write_atomic
from creator_app.core.project import SCHEMA, Project, migrated, now, project_from

FOLDER = "versions"
DAILY = "daily"
KEPT_DAILY = 30


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
    saved = now()
    stamp = saved[:19].replace(":", ".")
    path = folder / FOLDER / f"{stamp} {safe_name(name)}.json"
    data = {"schema": SCHEMA, "saved": saved, "name": name, "project": encode(project)}
    write_atomic(path, json.dumps(data, ensure_ascii=False).encode())
    return Version(path, saved, name)


def keep_daily_version(folder: Path, project: Project, today: date) -> Version | None:
    """Keep one version a day, before that day's first change; the oldest of many make room.

    Raises:
        CreatorError: The folder is not writable, or the disk is full.
    """
    daily = [each for each in versions(folder) if each.name == DAILY]
    if any(each.path.name.startswith(today.isoformat()) for each in daily):
        return None
    for old in daily[KEPT_DAILY - 1 :]:
        old.path.unlink(missing_ok=True)
    return keep_version(folder, project, DAILY)


def versions(folder: Path) -> list[Version]:
    """Return the kept versions, newest first."""
    with explained(folder):
        paths = sorted((folder / FOLDER).glob("????-??-??T*.json"), reverse=True)
    return [
        Version(path, path.stem[:19].replace(".", ":"), path.stem.partition(" ")[2])
        for path in paths
    ]


def read_version(version: Version) -> Project:
    """Return a project as it was.

    Raises:
        CreatorError: The file is damaged, or of a newer app.
    """
    with open_file(version.path, "r") as file:
        try:
            data = json.load(file)
            tree, schema = dict(data["project"]), int(data["schema"])
        except (ValueError, KeyError, TypeError) as error:
            raise CreatorError(f"The version {quoted(version.path)} is damaged.") from error
    return project_from(migrated(tree, schema))
