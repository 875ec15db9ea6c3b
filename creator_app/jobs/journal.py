"""The job journal: what was asked for, on disk, so that it outlives the process that began it."""

import contextlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from creator_app.core.database import open_database
from creator_app.core.errors import CreatorError
from creator_app.core.lock import FileLock

SCHEMA = (
    """CREATE TABLE IF NOT EXISTS jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        arguments TEXT NOT NULL,
        state TEXT NOT NULL,
        fraction REAL,
        attempts INTEGER NOT NULL DEFAULT 0,
        cuts INTEGER NOT NULL DEFAULT 0,
        next_ask_at REAL NOT NULL DEFAULT 0,
        vendor_id TEXT NOT NULL DEFAULT '',
        result TEXT NOT NULL DEFAULT 'null',
        message TEXT NOT NULL DEFAULT '',
        hint TEXT NOT NULL DEFAULT '',
        created_at REAL NOT NULL,
        changed_at REAL NOT NULL,
        holder INTEGER NOT NULL
    )""",
    "CREATE INDEX IF NOT EXISTS jobs_by_state ON jobs (state, holder)",
)
# Names, numbers and paths fit; a script, a transcript or a prompt belongs into the project.
LONGEST_TEXT = 1024
SECRET_WORDS = {"key", "apikey", "token", "secret", "password", "authorization"}
# The holder of rows whose process is gone.
NOBODY = 0


class JobState(StrEnum):
    """Where a job of the journal is; the last three are final."""

    WAITING = "waiting"
    RUNNING = "running"
    ASKING = "asking"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (JobState.WAITING, JobState.RUNNING, JobState.ASKING)


@dataclass(frozen=True, slots=True)
class Entry:
    """One job as it stands in the journal.

    Attributes:
        fraction: How far it was when it was last heard of, 0..1, or None.
        attempts: Tries in a row that failed for reasons which pass by themselves.
        cuts: How often the process ended while the work was being done.
        next_ask_at: When to try or ask next, in seconds since 1970.
        vendor_id: What the vendor calls it, or "".
        result: What the work returned, as JSON gives it back.
        message: Why it failed, or "".
    """

    id: int
    kind: str
    arguments: dict[str, Any]
    state: JobState
    fraction: float | None
    attempts: int
    cuts: int
    next_ask_at: float
    vendor_id: str
    result: Any
    message: str
    hint: str
    created_at: float
    changed_at: float


class Journal:
    """The table of jobs; safe from any thread, and shared by any number of processes.

    Every process that opens it takes a numbered place: a lock that dies with the process. Rows
    held by a place that nobody locks were left by a process that was killed.

    Args:
        path: The database; made when missing.
        now: Returns seconds since 1970.

    Attributes:
        place: The number that stands as `holder` in the rows of this process.

    Raises:
        CreatorError: The database is damaged or cannot be opened.
    """

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        self._path = path
        self.now = now
        self._lock = threading.Lock()
        self._rows = open_database(path, schema=SCHEMA)
        self._rows.row_factory = sqlite3.Row
        self.place, self._place_lock = self._take_place()
        # What stands under our number is from its last holder, who is gone.
        self._hand_over(self.place, NOBODY)

    def add(self, kind: str, arguments: Mapping[str, Any]) -> Entry:
        """Write a new job down, to be run by this process.

        Raises:
            ValueError: The arguments hold what does not belong here: long text, or a secret.
            CreatorError: The journal cannot be written.
        """
        refuse_private(dict(arguments))
        now = self.now()
        with self._access() as rows:
            number = rows.execute(
                "INSERT INTO jobs (kind, arguments, state, created_at, changed_at, holder)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (kind, json.dumps(dict(arguments)), JobState.WAITING, now, now, self.place),
            ).lastrowid
        return self.entry(number or 0)

    def entry(self, number: int) -> Entry:
        """Return one job.

        Raises:
            KeyError: There is none of this number.
        """
        with self._access() as rows:
            row = rows.execute("SELECT * FROM jobs WHERE id = ?", (number,)).fetchone()
        if row is None:
            raise KeyError(number)
        return _entry(row)

    def entries(self, *states: JobState) -> list[Entry]:
        """Return the jobs in the given states, or all of them, the oldest first."""
        with self._access() as rows:
            found = rows.execute(
                "SELECT * FROM jobs WHERE state IN (SELECT value FROM json_each(?)) ORDER BY id",
                (json.dumps(states or tuple(JobState)),),
            ).fetchall()
        return [_entry(row) for row in found]

    def change(self, number: int, **columns: Any) -> None:
        """Set columns of one job; `result` is anything that JSON takes.

        Raises:
            ValueError: The result holds what does not belong here.
            CreatorError: The journal cannot be written.
        """
        if "result" in columns:
            refuse_private(columns["result"])
            columns["result"] = json.dumps(columns["result"])
        columns["changed_at"] = self.now()
        names = ", ".join(f"{name} = ?" for name in columns)
        with self._access() as rows:
            # The names are words of this program, never data.
            rows.execute(f"UPDATE jobs SET {names} WHERE id = ?", (*columns.values(), number))  # noqa: S608

    def take_over(self) -> list[Entry]:
        """Make the unfinished jobs of dead processes ours; each comes to one process, once."""
        with self._access() as rows:
            holders = {row[0] for row in rows.execute("SELECT DISTINCT holder FROM jobs")}
        numbers = self._hand_over(NOBODY, self.place)
        for place in holders - {NOBODY, self.place}:
            lock = self._lock_of(place)
            if lock.acquire():
                numbers += self._hand_over(place, self.place)
                lock.release()
        return [self.entry(number) for number in sorted(numbers)]

    def remove_ended(self, before: float) -> None:
        """Delete the jobs that ended before a time, in seconds since 1970."""
        with self._access() as rows:
            rows.execute(
                "DELETE FROM jobs WHERE changed_at < ?"
                " AND state NOT IN (SELECT value FROM json_each(?))",
                (before, json.dumps(UNFINISHED)),
            )

    def close(self) -> None:
        """Close the database and give the place back; unfinished jobs are anybody's then."""
        with self._lock:
            self._rows.close()
        self._place_lock.release()

    def _take_place(self) -> tuple[int, FileLock]:
        place = NOBODY + 1
        while not (lock := self._lock_of(place)).acquire():
            place += 1
        return place, lock

    def _lock_of(self, place: int) -> FileLock:
        return FileLock(self._path.with_name(f"{self._path.name}.{place}.lock"))

    def _hand_over(self, giver: int, taker: int) -> list[int]:
        with self._access() as rows:
            moved = rows.execute(
                "UPDATE jobs SET holder = ? WHERE holder = ?"
                " AND state IN (SELECT value FROM json_each(?)) RETURNING id",
                (taker, giver, json.dumps(UNFINISHED)),
            ).fetchall()
        return [row[0] for row in moved]

    @contextlib.contextmanager
    def _access(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._lock, self._rows:
                yield self._rows
        except sqlite3.Error as error:
            raise CreatorError(
                f"The list of jobs could not be read or written ({error}).",
                "See that the disk is not full, and try again.",
            ) from error


def _entry(row: sqlite3.Row) -> Entry:
    values = {each.name: row[each.name] for each in fields(Entry)}
    values["arguments"] = json.loads(values["arguments"])
    values["result"] = json.loads(values["result"])
    values["state"] = JobState(values["state"])
    return Entry(**values)


def refuse_private(value: Any, name: str = "") -> None:
    """Raise ValueError where JSON holds long text or something named like a secret."""
    if isinstance(value, dict):
        for key, each in value.items():
            refuse_private(each, key)
    elif isinstance(value, list | tuple):
        for each in value:
            refuse_private(each, name)
    elif isinstance(value, str) and (len(value) > LONGEST_TEXT or _is_secret(name)):
        raise ValueError(f"{name or 'This text'} does not belong into the job journal")


def _is_secret(name: str) -> bool:
    return any(word in SECRET_WORDS for word in name.lower().replace("-", "_").split("_"))
