"""The one door to SQLite: the library, the job journal and every other database of the app."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from creator_app.core.errors import CreatorError, DamagedFileError
from creator_app.core.files import quoted

DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def open_database(path: Path, *, schema: tuple[str, ...]) -> sqlite3.Connection:
    """Open a database, write-ahead logged, and make its tables where they are missing.

    Args:
        path: The file; made when missing.
        schema: Statements that may be run again and again (`CREATE … IF NOT EXISTS`).

    Raises:
        DamagedFileError: It is no database any more.
        CreatorError: It cannot be opened.
    """
    with database_explained(path):
        connection = sqlite3.connect(path, timeout=10, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            with connection:
                for statement in schema:
                    connection.execute(statement)
        except BaseException:
            connection.close()
            raise
    return connection


@contextlib.contextmanager
def database(path: Path, *, schema: tuple[str, ...]) -> Iterator[sqlite3.Connection]:
    """Open a database for one piece of work, and close it afterwards."""
    with contextlib.closing(open_database(path, schema=schema)) as connection, connection:
        yield connection


@contextlib.contextmanager
def database_explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says about a file into a `CreatorError`."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        # Only the first byte tells the kind; the others tell where it was noticed.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in DAMAGED:
            raise DamagedFileError(f"The database {quoted(path)} is damaged.") from error
        if code == sqlite3.SQLITE_FULL:
            raise CreatorError(
                f"The disk is full: {quoted(path)} could not be written.",
                "Free some space and try again.",
            ) from error
        if code == sqlite3.SQLITE_IOERR:
            raise CreatorError(
                f"The database {quoted(path)} could not be read or written.",
                "The disk may be full, or failing.",
            ) from error
        if isinstance(error, sqlite3.OperationalError):
            raise CreatorError(f"The database {quoted(path)} cannot be used ({error}).") from error
        raise
