import contextlib
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from creator_app.core.errors import CreatorError
from creator_app.core.task import Cancelled, Task
from creator_app.media.process import (
    Deadlines,
    ProcessError,
    child,
    pipe_blocks,
    python_command,
    run_events,
)

IGNORE_ALL = "import signal\nfor n in (2, 15): signal.signal(n, signal.SIG_IGN)\n"
SLEEP = "import time; print('up', flush=True); time.sleep(60)\n"


def python(code):
    return [sys.executable, "-c", code]


def is_alive(pid):
    """A process that has ended counts as gone, also while nobody has asked for its status."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def children():
    tasks = Path("/proc/self/task").glob("*/children")
    return {int(pid) for each in tasks for pid in each.read_text().split()}


def wait_until(condition, timeout_s=10):
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.002)


@pytest.fixture(autouse=True)
def _nothing_is_left():
    before, others = set(threading.enumerate()), children()
    yield
    wait_until(lambda: set(threading.enumerate()) <= before)
    assert children() <= others  # neither running nor a zombie


def test_events_become_progress_parts_and_a_result():
    code = """
import json
print("a library says hello")
for event in (
    {"event": "progress", "fraction": 0.5, "note": "half"},
    {"event": "part", "segment": 1}, {"event": "part", "segment": 2}, [1], 7,
    {"event": "result", "files": ["ü"]},
):
    print(json.dumps(event, ensure_ascii=False))
"""
    task = Task()
    assert run_events(python(code), task) == {"files": ["ü"]}
    assert task.latest == (0.5, "half")
    assert task.take_parts() == [{"segment": 1}, {"segment": 2}]


def test_an_error_event_is_raised_in_its_own_words():
    code = 'print(\'{"event": "error", "message": "No model.", "hint": "Load one."}\'); exit(1)'
    with pytest.raises(CreatorError, match=r"^No model\.$") as raised:
        run_events(python(code), Task())
    assert raised.value.hint == "Load one."


def test_a_python_module_can_be_the_child():
    with child(python_command("json.tool"), Task()) as running:
        running.feed([b'{"a":', b" 1}"])
        assert b"".join(running.lines()).split() == [b"{", b'"a":', b"1", b"}"]
        running.finish()


def test_a_failure_tells_status_and_the_last_lines_of_stderr():
    code = "import sys\nfor n in range(100000): print('line', n, file=sys.stderr)\nsys.exit(3)"
    with pytest.raises(
        ProcessError, match=r"^The aligner failed \(exit status 3\): line 99999"
    ) as r:
        run_events(python(code), Task(), "The aligner")
    assert r.value.status == 3
    assert r.value.tail.splitlines() == [f"line {n}" for n in range(99980, 100000)]


def test_a_child_that_was_killed_is_told_by_the_signals_name():
    with pytest.raises(ProcessError, match="was ended by SIGKILL"):
        run_events(python("import os; os.kill(os.getpid(), 9)"), Task())


def test_a_missing_program_is_told_in_plain_words():
    with pytest.raises(ProcessError, match="could not be started: no-such-program"):
        run_events(["no-such-program"], Task())


def test_megabytes_go_in_and_out_at_once_without_deadlock():
    copy = "import shutil, sys; shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer, 1000)"
    block = bytes(range(256)) * 400
    out = list(pipe_blocks(python(copy), [block] * 100, 300_000, Task()))
    assert [len(each) for each in out] == [300_000] * 34 + [40_000]
    assert b"".join(out) == block * 100


def test_a_child_that_speaks_before_it_listens_does_not_deadlock():
    code = """
import sys
sys.stdout.buffer.write(b"o" * 3_000_000)
sys.stderr.buffer.write(b"e" * 3_000_000)
sys.stdout.buffer.write(b"%d" % len(sys.stdin.buffer.read()))
"""
    out = b"".join(pipe_blocks(python(code), [b"i" * 1_000_000] * 3, 65536, Task()))
    assert out == b"o" * 3_000_000 + b"3000000"


def test_a_child_that_ends_before_its_input_does_is_no_failure():
    code = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read(4))"
    endless = iter(lambda: b"x" * 100_000, None)
    assert list(pipe_blocks(python(code), endless, 4, Task())) == [b"xxxx"]


def test_a_failure_of_the_source_is_raised():
    def broken():
        yield b"some"
        raise CreatorError("The file ends too early.")

    copy = "import shutil, sys; shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)"
    with pytest.raises(CreatorError, match="ends too early"):
        list(pipe_blocks(python(copy), broken(), 4, Task()))


def test_talk_to_and_fro_with_a_child_that_lives_on():
    code = "import sys\nfor line in sys.stdin: print(line.upper(), end='', flush=True)"
    with child(python(code), Task()) as running:
        answers = running.lines()
        for word in (b"one\n", b"two\n"):
            running.write(word)
            assert next(answers) == word.upper()
        running.close_input()
        running.finish()


def test_writing_to_a_child_that_has_gone_says_so():
    with child(python("import sys; sys.exit('no licence')"), Task()) as running:
        with contextlib.suppress(ProcessError):
            running.finish()
        with pytest.raises(ProcessError, match="no licence"):
            running.write(b"x" * 100_000)


@pytest.mark.parametrize("code", [SLEEP, IGNORE_ALL + SLEEP], ids=["willing", "deaf"])
def test_cancel_ends_it_soon_whether_it_wants_or_not(code):
    seen = []

    def work(task):
        with child(python(code), task) as running:
            for line in running.lines():
                seen.append((line, running.pid, time.monotonic()))
                task.cancel()
            running.finish()

    with pytest.raises(Cancelled):
        work(Task())
    (line, pid, start), *rest = seen
    assert (line, rest, is_alive(pid)) == (b"up\n", [], False)
    assert time.monotonic() - start < 2


def test_a_willing_child_may_clean_up_first():
    code = """
import time
try: print("up", flush=True); time.sleep(60)
except KeyboardInterrupt: print("cleaned", flush=True)
"""
    with child(python(code), Task(), deadlines=Deadlines(ask_s=10)) as running:
        lines = running.lines()
        next(lines)
        running.stop()
        assert list(lines) == [b"cleaned\n"]


def test_its_own_children_are_killed_with_it():
    code = f"""
import subprocess, sys
grandchild = subprocess.Popen([sys.executable, "-c", {(IGNORE_ALL + SLEEP)!r}])
print(grandchild.pid, flush=True)
grandchild.wait()
"""
    said = []

    def work(task):
        with child(python(code), task) as running:
            lines = running.lines()
            said.extend([next(lines), next(lines)])
            task.cancel()
            running.finish()

    with pytest.raises(Cancelled):
        work(Task())
    grandchild = int(min(said))  # a number sorts before «up»
    wait_until(lambda: not is_alive(grandchild))


def test_a_grandchild_left_behind_neither_holds_the_pipe_nor_lives_on():
    code = f"""
import subprocess, sys
print(subprocess.Popen([sys.executable, "-c", {(IGNORE_ALL + SLEEP)!r}]).pid, flush=True)
"""
    start = time.monotonic()
    with child(python(code), Task()) as running:
        grandchild = int(next(running.lines()))
        running.finish()
    assert time.monotonic() - start < 20
    wait_until(lambda: not is_alive(grandchild))


def test_leaving_the_block_early_stops_it():
    with child(python(SLEEP), Task()) as running:
        pass
    assert not is_alive(running.pid)
    blocks = pipe_blocks(python(SLEEP), [], 3, Task())
    assert next(blocks) == b"up\n"
    blocks.close()


def test_cancelling_before_the_start_starts_nothing(monkeypatch):
    task = Task()
    task.cancel()
    monkeypatch.setattr(subprocess, "Popen", None)
    with pytest.raises(Cancelled):
        run_events(python(SLEEP), task)
