"""The one door to SQLite: the library, the job journal and every other database of the app."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from creator_app.core.errors import CreatorError
from creator_app.core.files import quoted


def open_database(path: Path, *, schema: tuple[str, ...]) -> sqlite3.Connection:
    """Open a database, write-ahead logged, and make its tables where they are missing.

    Args:
        path: The file; made when missing.
        schema: Statements that may be run again and again (`CREATE … IF NOT EXISTS`).

    Raises:
        CreatorError: The file is damaged or cannot be opened.
    """
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(path, timeout=10, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        with connection:
            for statement in schema:
                connection.execute(statement)
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise CreatorError(f"The database {quoted(path)} cannot be read ({error}).") from error
    return connection


@contextlib.contextmanager
def database(path: Path, *, schema: tuple[str, ...]) -> Iterator[sqlite3.Connection]:
    """Open a database for one piece of work, and close it afterwards."""
    with contextlib.closing(open_database(path, schema=schema)) as connection, connection:
        yield connection
