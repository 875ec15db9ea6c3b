import sqlite3
import threading
from contextlib import closing, suppress

import pytest

from creator_app.core.database import database, database_explained, open_database
from creator_app.core.errors import CreatorError, DamagedFileError

SCHEMA = ("CREATE TABLE IF NOT EXISTS things (name TEXT PRIMARY KEY, size INTEGER)",)


def test_what_was_written_is_there_again(tmp_path):
    for size in (1, 2):
        with database(tmp_path / "a.sqlite", schema=SCHEMA) as connection:
            connection.execute("INSERT OR REPLACE INTO things VALUES ('a', ?)", (size,))
    with database(tmp_path / "a.sqlite", schema=SCHEMA) as connection:
        assert connection.execute("SELECT * FROM things").fetchall() == [("a", 2)]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_failure_takes_back_what_was_begun(tmp_path):
    with suppress(RuntimeError), database(tmp_path / "a", schema=SCHEMA) as connection:
        connection.execute("INSERT INTO things VALUES ('a', 1)")
        raise RuntimeError
    with database(tmp_path / "a", schema=SCHEMA) as connection:
        assert connection.execute("SELECT COUNT(*) FROM things").fetchone() == (0,)


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough for one" * 9, b"x" * 5000]
)
def test_a_file_that_is_no_database_is_called_damaged(tmp_path, content):
    (tmp_path / "a.sqlite").write_bytes(content)
    with pytest.raises(DamagedFileError, match=r"“a\.sqlite” is damaged"):
        open_database(tmp_path / "a.sqlite", schema=SCHEMA)


def test_a_place_without_a_folder_is_told(tmp_path):
    with pytest.raises(CreatorError, match=r"“a\.sqlite” cannot be used") as caught:
        open_database(tmp_path / "missing" / "a.sqlite", schema=SCHEMA)
    assert not isinstance(caught.value, DamagedFileError)


def test_a_mistake_in_a_statement_is_a_bug_and_stays_one(tmp_path):
    with (
        database(tmp_path / "a", schema=SCHEMA) as connection,
        pytest.raises(sqlite3.IntegrityError),
        database_explained(tmp_path / "a"),
    ):
        connection.execute("INSERT INTO things VALUES ('a', 1), ('a', 2)")


def fill(connection):
    with connection:
        connection.executemany(
            "INSERT INTO things VALUES (?, 1)", ((f"{n} " * 500,) for n in range(200))
        )


def test_a_disk_that_gets_full_is_told(small_disk):
    path = small_disk.path / "a.sqlite"
    with closing(open_database(path, schema=SCHEMA)) as connection:
        connection.execute("INSERT INTO things VALUES ('a', 1)")
        connection.commit()
        small_disk.fill()
        with pytest.raises(CreatorError, match="disk is full"), database_explained(path):
            fill(connection)
        small_disk.clear()
        assert connection.execute("SELECT COUNT(*) FROM things").fetchone() == (1,)


def test_a_disk_that_is_full_from_the_start_is_told(small_disk):
    path = small_disk.path / "a.sqlite"
    open_database(path, schema=SCHEMA).close()
    small_disk.fill()
    with pytest.raises(CreatorError, match=r"“a\.sqlite” could not be") as caught:
        open_database(path, schema=SCHEMA)
    assert "disk may be full" in caught.value.hint


def test_threads_that_write_at_once_wait_for_each_other(tmp_path):
    def write(name):
        for size in range(20):
            with database(tmp_path / "a", schema=SCHEMA) as connection:
                connection.execute("INSERT INTO things VALUES (?, ?)", (f"{name}{size}", size))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database(tmp_path / "a", schema=SCHEMA) as connection:
        assert connection.execute("SELECT COUNT(*) FROM things").fetchone() == (60,)
