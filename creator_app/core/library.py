"""The library: an index over project folders. The folders are the truth; this can be rebuilt.

Ideographs are indexed one by one and asked for as a phrase, because no tokenizer of SQLite finds a
Chinese word of two characters.
"""

import contextlib
import os
import sqlite3
import threading
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from creator_app.core.database import database_explained, open_database
from creator_app.core.edits import EDITS
from creator_app.core.errors import CreatorError, DamagedFileError
from creator_app.core.files import explained
from creator_app.core.folder import SUFFIX, is_project, read_project
from creator_app.core.loading import PROJECT
from creator_app.core.project import Project
from creator_app.core.task import Task
from creator_app.core.transcript import is_ideograph

# An index of another form is made anew, as a damaged one is.
FORM = 2
SCHEMA = (
    """CREATE TABLE IF NOT EXISTS projects (
        path BLOB PRIMARY KEY, title TEXT, kind TEXT, created TEXT, changed REAL,
        duration_us INTEGER, opening TEXT, speakers TEXT, problem TEXT,
        first INTEGER, last INTEGER)""",
    "CREATE INDEX IF NOT EXISTS by_change ON projects (changed DESC)",
    """CREATE VIRTUAL TABLE IF NOT EXISTS said USING fts5(
        text, path UNINDEXED, part UNINDEXED, start_us UNINDEXED, speaker UNINDEXED,
        shown UNINDEXED, tokenize = 'unicode61 remove_diacritics 2')""",
)
COLUMNS = "p.path, p.title, p.kind, p.created, p.changed, p.duration_us, p.opening, p.speakers"

Result = TypeVar("Result")


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
        problem: Why it cannot be opened, or "".
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
    problem: str = ""


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
    """The index of the projects in one folder; any thread may ask it.

    Args:
        folder: Where the projects are.
        index: The database file; made, and made anew when damaged.
    """

    def __init__(self, folder: Path, index: Path) -> None:
        self.folder = folder
        self._index = index
        self._lock = threading.Lock()
        self._database = _opened(index)

    def close(self) -> None:
        """Let go of the database."""
        with self._lock:
            self._database.close()

    def cards(self, query: str = "") -> list[Card]:
        """Return the projects, last changed first; with a query those that hold its words.

        Raises:
            CreatorError: The index cannot be used.
        """
        if not query.strip():
            sql = f"SELECT {COLUMNS}, 0, problem FROM projects p ORDER BY changed DESC"  # noqa: S608
            return [_card(row) for row in self._rows(sql)]
        sql = (
            f"SELECT {COLUMNS}, COUNT(*), problem FROM said "  # noqa: S608 - our own names
            "JOIN projects p ON p.path = said.path "
            "WHERE said MATCH ? GROUP BY p.path ORDER BY p.changed DESC"
        )
        return [_card(row) for row in self._rows(sql, _phrase(query))]

    def hits(self, query: str, most: int = 50) -> list[Hit]:
        """Return where words were said or written, newest project first.

        Raises:
            CreatorError: The index cannot be used.
        """
        if not query.strip():
            return []
        sql = (
            "SELECT said.path, p.title, part, start_us, speaker, shown FROM said "
            "JOIN projects p ON p.path = said.path WHERE said MATCH ? "
            "ORDER BY p.changed DESC, said.rowid LIMIT ?"
        )
        return [Hit(_path(row[0]), *row[1:]) for row in self._rows(sql, _phrase(query), most)]

    def put(self, path: Path, project: Project) -> None:
        """Index a project as it is now.

        Raises:
            CreatorError: The index cannot be used, or the disk is full.
        """
        self._write(lambda database: _put(database, path, project))

    def forget(self, path: Path) -> None:
        """Take a project out of the index.

        Raises:
            CreatorError: The index cannot be used.
        """
        self._write(lambda database: _forget(database, path))

    def refresh(self, task: Task) -> int:
        """Bring the index up to date with the folders; return how many projects changed.

        Projects that cannot be read are listed by the name of their folder, with the reason.

        Raises:
            CreatorError: The index cannot be used, or the disk is full.
        """
        known = {_path(key): changed for key, changed in self._known()}
        found = {path: _changed(path) for path in project_folders(self.folder)}
        gone = known.keys() - found.keys()
        for path in gone:
            task.check()
            self.forget(path)
        stale = [path for path, changed in found.items() if known.get(path) != changed]
        for number, path in enumerate(stale):
            task.progress(number / len(stale), path.stem)
            self._refresh_one(path)
        return len(stale) + len(gone)

    def _refresh_one(self, path: Path) -> None:
        changed = _changed(path)
        try:
            project = read_project(path)
        except CreatorError as error:
            problem = str(error)
            self._write(lambda database: _put_problem(database, path, changed, problem))
        else:
            # As it was before reading: what is changed meanwhile is read the next time.
            self._write(lambda database: _put(database, path, project, changed))

    def _known(self) -> list[tuple[bytes, float]]:
        return self._rows("SELECT path, changed FROM projects")

    def _rows(self, sql: str, *values: object) -> list[Any]:
        return self._tried(lambda database: database.execute(sql, values).fetchall())

    def _write(self, work: Callable[[sqlite3.Connection], None]) -> None:
        def transaction(database: sqlite3.Connection) -> None:
            with database:
                database.execute("BEGIN IMMEDIATE")
                work(database)

        self._tried(transaction)

    def _tried(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do something with the index; where it turns out to be damaged, with a new one."""
        with self._lock, database_explained(self._index):
            try:
                with database_explained(self._index):
                    return work(self._database)
            except DamagedFileError:
                self._database.close()
                self._database = _made_anew(self._index)
                return work(self._database)


def _card(row: tuple[Any, ...]) -> Card:
    key, title, kind, created, changed, duration_us, opening, speakers, hits, problem = row
    people = tuple(filter(None, speakers.split("\n")))
    path = _path(key)
    return Card(path, title, kind, created, changed, duration_us, opening, people, hits, problem)


def project_folders(folder: Path) -> Iterator[Path]:
    """Yield the projects in a folder, not looking into projects."""
    if folder.is_dir():
        yield from (path for path in sorted(folder.glob(f"*{SUFFIX}")) if is_project(path))


def _opened(index: Path) -> sqlite3.Connection:
    try:
        database = open_database(index, schema=())
        with database_explained(index):
            (form,) = database.execute("PRAGMA user_version").fetchone()
    except DamagedFileError:
        return _made_anew(index)
    if form == FORM:
        return database
    database.close()
    # Two threads may come here at once with a file that is still empty: both fill it.
    return _filled(index) if form == 0 else _made_anew(index)


def _made_anew(index: Path) -> sqlite3.Connection:
    """Start an empty index: nothing is lost, everything in it comes from the project folders."""
    for name in (index.name, f"{index.name}-wal", f"{index.name}-shm"):
        with explained(index):
            index.with_name(name).unlink(missing_ok=True)
    return _filled(index)


def _filled(index: Path) -> sqlite3.Connection:
    return open_database(index, schema=(*SCHEMA, f"PRAGMA user_version = {FORM}"))


def _key(path: Path) -> bytes:
    """Return a path as it is kept: not every one is text that SQLite takes."""
    return os.fsencode(path)


def _path(key: bytes) -> Path:
    return Path(os.fsdecode(key))


def _changed(path: Path) -> float:
    """Return when a project was last changed on disk; 0 when it is just being removed."""
    times = [0.0]
    for name in (PROJECT, EDITS):
        with contextlib.suppress(OSError):
            times.append((path / name).stat().st_mtime)
    return max(times)


def _forget(database: sqlite3.Connection, path: Path) -> None:
    # By number: asking for its path would read every word ever said.
    query = "SELECT first, last FROM projects WHERE path = ?"
    for rows in database.execute(query, (_key(path),)).fetchall():
        database.execute("DELETE FROM said WHERE rowid BETWEEN ? AND ?", rows)
    database.execute("DELETE FROM projects WHERE path = ?", (_key(path),))


def _put(
    database: sqlite3.Connection, path: Path, project: Project, changed: float | None = None
) -> None:
    _forget(database, path)
    said = list(_said(project))
    rows = [("title", 0, "", project.title), *said]
    last = database.execute("SELECT rowid FROM said ORDER BY rowid DESC LIMIT 1").fetchone()
    before = last[0] if last else 0
    database.executemany(
        "INSERT INTO said (rowid, text, path, part, start_us, speaker, shown) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (number, _spaced(text), _key(path), part, at, _text(who), _text(text))
            for number, (part, at, who, text) in enumerate(rows, before + 1)
        ),
    )
    speakers = "\n".join(dict.fromkeys(row[2] for row in said if row[2]))
    opening = " ".join(row[3] for row in said[:3])[:160]
    changed = _changed(path) if changed is None else changed
    about = (_text(project.title), project.kind, project.created, changed, project.duration_us)
    _insert(database, path, (*about, _text(opening), _text(speakers), ""), (before + 1, len(rows)))


def _put_problem(database: sqlite3.Connection, path: Path, changed: float, problem: str) -> None:
    _forget(database, path)
    about = (_text(path.stem), "meeting", "", changed, 0)
    _insert(database, path, (*about, "", "", _text(problem)), (0, 0))


def _insert(
    database: sqlite3.Connection, path: Path, values: tuple[Any, ...], rows: tuple[int, int]
) -> None:
    first, count = rows
    database.execute(
        "INSERT INTO projects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_key(path), *values, first, first + count - 1),
    )


def _said(project: Project) -> Iterator[tuple[str, int, str, str]]:
    """Yield part, time, speaker and text of everything said or written in a project."""
    for recording in project.recordings:
        for segment in recording.transcript.segments if recording.transcript else ():
            yield recording.ident, segment.start_us, segment.speaker or "", segment.text
    for block in project.script.blocks:
        yield block.ident, 0, "", block.text


def _text(text: str) -> str:
    """Return a text as SQLite takes it: names of files may hold bytes that are none."""
    return text.encode(errors="replace").decode()


def _spaced(text: str) -> str:
    """Return a text as it is indexed: full-width letters as plain ones, ideographs apart."""
    text = unicodedata.normalize("NFKC", _text(text))
    return "".join(f" {char} " if is_ideograph(char) else char for char in text)


def _phrase(query: str) -> str:
    """Return a query that finds the words side by side, the last one also unfinished."""
    words = _spaced(query).replace('"', " ").replace("\0", " ").split()
    return f'"{" ".join(words)}"*' if words else '""'
