import errno
import os
import signal
import subprocess
import sys

import pytest

from creator_app.core.errors import CreatorError
from creator_app.core.lock import FileLock


def test_one_lock_has_one_holder(tmp_path):
    first, second = FileLock(tmp_path / "a.lock"), FileLock(tmp_path / "a.lock")
    assert (first.acquire(), first.acquire(), second.acquire()) == (True, True, False)
    first.release()
    first.release()
    assert second.acquire()
    second.release()


def test_a_lock_of_a_killed_process_is_free(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from creator_app.core.lock import FileLock;"
        "lock = FileLock(Path(sys.argv[1])); print(lock.acquire(), flush=True); time.sleep(60)"
    )
    path = tmp_path / "a.lock"
    lock = FileLock(path)
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "True\n"
        assert not lock.acquire()
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
    assert lock.acquire()
    lock.release()


def test_a_lock_that_cannot_be_made_is_told(tmp_path):
    with pytest.raises(CreatorError):
        FileLock(tmp_path / "missing" / "a.lock").acquire()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP])
def test_where_a_disk_knows_no_locks_everybody_may_work(tmp_path, monkeypatch, number):
    def refuse(_handle, _how):
        raise OSError(number, "no locks here")

    monkeypatch.setattr("fcntl.flock", refuse)
    lock = FileLock(tmp_path / "a.lock")
    assert lock.acquire()
    lock.release()
