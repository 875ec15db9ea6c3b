"""The library: an index over project folders. The folders are the truth; this can be rebuilt.

Ideographs are indexed one by one and asked for as a phrase, because no tokenizer of SQLite finds a
Chinese word of two characters.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from creator_app.core.database import open_database
from creator_app.core.errors import CreatorError
from creator_app.core.folder import PROJECT, SUFFIX, is_project, read_project
from creator_app.core.project import Project
from creator_app.core.task import Task
from creator_app.core.transcript import is_ideograph

SCHEMA = (
    """CREATE TABLE IF NOT EXISTS projects (
        path TEXT PRIMARY KEY, ident TEXT, title TEXT, kind TEXT, created TEXT,
        changed REAL, duration_us INTEGER, opening TEXT, speakers TEXT)""",
    "CREATE INDEX IF NOT EXISTS by_change ON projects (changed DESC)",
    """CREATE VIRTUAL TABLE IF NOT EXISTS said USING fts5(
        text, path UNINDEXED, part UNINDEXED, start_us UNINDEXED, speaker UNINDEXED,
        shown UNINDEXED, tokenize = 'unicode61 remove_diacritics 2')""",
)


@dataclass(frozen=True, slots=True)
class Card:
    """What the library shows of a project.

    Attributes:
        path: Its folder.
        title: What the user reads.
        kind: «meeting», «voiceover» or «video».
        created: ISO 8601 with offset.
        changed: Seconds since 1970 of its last change on disk.
        duration_us: How long it is.
        opening: Its first words.
        speakers: Who is heard in it.
        hits: How often the words searched for occur.
    """

    path: Path
    title: str
    kind: str
    created: str
    changed: float
    duration_us: int
    opening: str = ""
    speakers: tuple[str, ...] = ()
    hits: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the words searched for were said or written."""

    path: Path
    title: str
    part: str
    start_us: int
    speaker: str
    text: str


class Library:
    """The index of the projects in one folder.

    Args:
        folder: Where the projects are.
        index: The database file; made, and made anew when damaged.
    """

    def __init__(self, folder: Path, index: Path) -> None:
        self.folder = folder
        self._index = index
        self._database = _opened(index)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def cards(self, query: str = "") -> list[Card]:
        """Return the projects, last changed first; with a query those that hold its words."""
        if not query.strip():
            rows = self._database.execute(
                "SELECT path, title, kind, created, changed, duration_us, opening, speakers, 0 "
                "FROM projects ORDER BY changed DESC"
            )
        else:
            rows = self._database.execute(
                "SELECT p.path, p.title, p.kind, p.created, p.changed, p.duration_us, p.opening, "
                "p.speakers, COUNT(*) FROM said JOIN projects p ON p.path = said.path "
                "WHERE said MATCH ? GROUP BY p.path ORDER BY p.changed DESC",
                (_phrase(query),),
            )
        return [_card(row) for row in rows]

    def hits(self, query: str, most: int = 50) -> list[Hit]:
        """Return where words were said or written, newest project first."""
        if not query.strip():
            return []
        rows = self._database.execute(
            "SELECT said.path, p.title, part, start_us, speaker, shown FROM said "
            "JOIN projects p ON p.path = said.path WHERE said MATCH ? "
            "ORDER BY p.changed DESC, said.rowid LIMIT ?",
            (_phrase(query), most),
        )
        return [Hit(Path(row[0]), *row[1:]) for row in rows]

    def put(self, path: Path, project: Project) -> None:
        """Index a project as it is now."""
        with self._database as database:
            _forget(database, path)
            _insert(database, path, project)

    def forget(self, path: Path) -> None:
        """Take a project out of the index."""
        with self._database as database:
            _forget(database, path)

    def refresh(self, task: Task) -> int:
        """Bring the index up to date with the folders; return how many projects changed.

        Unreadable projects are left out; their folders stay as they are.
        """
        known = dict(self._database.execute("SELECT path, changed FROM projects").fetchall())
        found = {str(path): _changed(path) for path in project_folders(self.folder)}
        for path in known.keys() - found.keys():
            self.forget(Path(path))
        stale = [path for path, changed in found.items() if known.get(path) != changed]
        for number, path in enumerate(stale):
            task.progress(number / len(stale), Path(path).stem)
            try:
                self.put(Path(path), read_project(Path(path)))
            except CreatorError:
                self.forget(Path(path))
        return len(stale) + len(known.keys() - found.keys())


def _card(row: tuple[Any, ...]) -> Card:
    path, title, kind, created, changed, duration_us, opening, speakers, hits = row
    people = tuple(filter(None, speakers.split("\n")))
    return Card(Path(path), title, kind, created, changed, duration_us, opening, people, hits)


def project_folders(folder: Path) -> Iterator[Path]:
    """Yield the projects in a folder, not looking into projects."""
    if folder.is_dir():
        yield from (path for path in sorted(folder.glob(f"*{SUFFIX}")) if is_project(path))


def _opened(index: Path) -> sqlite3.Connection:
    try:
        return open_database(index, schema=SCHEMA)
    except CreatorError:
        # Nothing is lost: everything in it comes from the project folders.
        for name in (index.name, f"{index.name}-wal", f"{index.name}-shm"):
            index.with_name(name).unlink(missing_ok=True)
        return open_database(index, schema=SCHEMA)


def _changed(path: Path) -> float:
    names = (PROJECT, "edits.log")
    return max((path / name).stat().st_mtime for name in names if (path / name).exists())


def _forget(database: sqlite3.Connection, path: Path) -> None:
    database.execute("DELETE FROM said WHERE path = ?", (str(path),))
    database.execute("DELETE FROM projects WHERE path = ?", (str(path),))


def _insert(database: sqlite3.Connection, path: Path, project: Project) -> None:
    rows = list(_said(project))
    speakers = dict.fromkeys(row[2] for row in rows if row[2])
    opening = " ".join(row[3] for row in rows[:3])[:160]
    database.execute(
        "INSERT INTO projects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(str(path), project.ident, project.title, project.kind, project.created),
            *(_changed(path), project.duration_us, opening, "\n".join(speakers)),
        ),
    )
    database.execute(
        "INSERT INTO said VALUES (?, ?, 'title', 0, '', ?)",
        (_spaced(project.title), str(path), project.title),
    )
    database.executemany(
        "INSERT INTO said VALUES (?, ?, ?, ?, ?, ?)",
        ((_spaced(text), str(path), part, at, who, text) for part, at, who, text in rows),
    )


def _said(project: Project) -> Iterator[tuple[str, int, str, str]]:
    """Yield part, time, speaker and text of everything said or written in a project."""
    for recording in project.recordings:
        for segment in recording.transcript.segments if recording.transcript else ():
            yield recording.ident, segment.start_us, segment.speaker or "", segment.text
    for block in project.script.blocks:
        yield block.ident, 0, "", block.text


def _spaced(text: str) -> str:
    return "".join(f" {char} " if is_ideograph(char) else char for char in text)


def _phrase(query: str) -> str:
    """Return a query that finds the words side by side, the last one also unfinished."""
    words = _spaced(query).replace('"', " ").split()
    return f'"{" ".join(words)}"*' if words else '""'
