"""Child processes: progress, three deadlines, cancel, and nothing left behind."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from creator_app.core.errors import CreatorError
from creator_app.core.task import Task, in_thread

TAIL_BYTES = 8192
TAIL_LINES = 20
# What the threads at its pipes are given once a child is gone: the pipes are at their end then.
THREADS_S = 1.0


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long a child is given, in seconds, after each way of telling it to end.

    Attributes:
        ask_s: After it was interrupted, as by Ctrl-C.
        terminate_s: After it was told to terminate.
        kill_s: After it was killed; only the system itself can hold it then.
    """

    ask_s: float = 0.2
    terminate_s: float = 0.2
    kill_s: float = 2.0


class ProcessError(CreatorError):
    """A child process failed.

    Args:
        what: What it does, as the subject of the sentence.
        status: Its exit status, negative for a signal, or None: it could not be started.
        tail: The last lines it wrote to stderr.
    """

    def __init__(self, what: str, status: int | None, tail: str) -> None:
        said = f": {tail.splitlines()[-1]}" if tail else "."
        super().__init__(
            f"{what} {_ending(status)}{said}", "Try again; if it happens again, look into the log."
        )
        self.status = status
        self.tail = tail


class Child:
    """A running child process in a group of its own; made by `child`.

    What it leaves behind when it ends is killed, so that none of its own children outlives it or
    keeps its pipes open.
    """

    def __init__(self, command: Sequence[str], task: Task, what: str, deadlines: Deadlines) -> None:
        self._task = task
        self._what = what
        self._deadlines = deadlines
        self._signalling = threading.Lock()
        self._is_reaped = False
        self._ended = threading.Event()
        self._tail = b""
        self._fed: Future[None] | None = None
        self._process = _started(command, what)
        self._watched = in_thread(self._await_end, "child-end")
        self._heard = in_thread(self._keep_tail, "child-stderr")

    @property
    def pid(self) -> int:
        """Its number in the system."""
        return self._process.pid

    def write(self, block: bytes) -> None:
        """Write one block to its stdin; for talk to and fro, where `feed` would not do.

        Raises:
            ProcessError: It has ended.
        """
        try:
            self._input.write(block)
            self._input.flush()
        except (BrokenPipeError, ValueError):
            self.finish()
            raise ProcessError(self._what, 0, self.tail()) from None

    def close_input(self) -> None:
        """Let its stdin end, which most programs take as the end of their work."""
        with contextlib.suppress(BrokenPipeError):
            self._input.close()

    def feed(self, blocks: Iterable[bytes]) -> None:
        """Write blocks to its stdin from a thread of their own, and then let it end.

        A failure of `blocks` is raised by `finish`.
        """
        self._fed = in_thread(partial(self._feed, blocks), "child-stdin")

    def blocks(self, block_bytes: int) -> Iterator[bytes]:
        """Return its stdout in blocks of one size, of which only the last may be shorter."""
        while block := self._output.read(block_bytes):
            self._task.check()
            yield block

    def lines(self) -> Iterator[bytes]:
        """Return its stdout line by line, as it comes."""
        for line in self._output:
            self._task.check()
            yield line

    def finish(self) -> None:
        """Wait until it ends by itself.

        Raises:
            Cancelled: The task was cancelled.
            ProcessError: It failed.
        """
        self._ended.wait()
        wait([self._heard, *self._feeding()], THREADS_S)
        self._task.check()
        for feeding in self._feeding():
            if feeding.done():  # else its source has nothing to say, and nobody to say it to
                feeding.result()
        if self._process.returncode:
            raise ProcessError(self._what, self._process.returncode, self.tail())

    def tail(self) -> str:
        """Return the last lines of its stderr."""
        text = self._tail.decode(errors="replace")
        return "\n".join([line for line in text.splitlines() if line.strip()][-TAIL_LINES:])

    def stop(self) -> None:
        """End it and its children: ask, terminate, kill, each with its deadline."""
        for order, limit_s in (
            (_ASK, self._deadlines.ask_s),
            (_TERMINATE, self._deadlines.terminate_s),
            (_KILL, self._deadlines.kill_s),
        ):
            self._signal(order)
            if self._ended.wait(limit_s):
                return

    def close(self) -> None:
        """Stop it if it runs, and give its pipes and threads back."""
        if not self._ended.is_set():
            self.stop()
        wait([self._watched, self._heard, *self._feeding()], THREADS_S)
        if self._fed is None:
            self.close_input()
        self._output.close()

    @property
    def _input(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _output(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    def _feeding(self) -> list[Future[None]]:
        return [] if self._fed is None else [self._fed]

    def _feed(self, blocks: Iterable[bytes]) -> None:
        # The pipe breaks when the child ends early; its exit status says whether that was right.
        with contextlib.suppress(BrokenPipeError), self._input as pipe:
            for block in blocks:
                if self._ended.is_set():
                    return
                pipe.write(block)

    def _keep_tail(self) -> None:
        # This thread alone touches the pipe: closing one that another thread reads would hang.
        assert self._process.stderr is not None
        with self._process.stderr as pipe:
            while block := os.read(pipe.fileno(), TAIL_BYTES):
                self._tail = (self._tail + block)[-TAIL_BYTES:]

    def _await_end(self) -> None:
        _wait_unreaped(self._process)
        # Not reaped yet, so its number is still its own and the group's: the signal cannot stray.
        self._signal(_KILL)
        with self._signalling:
            self._process.wait()
            self._is_reaped = True
        self._ended.set()

    def _signal(self, order: int) -> None:
        with self._signalling:
            if not self._is_reaped:
                _send(self._process, order)


@contextlib.contextmanager
def child(
    command: Sequence[str],
    task: Task,
    what: str = "A helper program",
    deadlines: Deadlines = Deadlines(),
) -> Iterator[Child]:
    """Run a child process during the block; it is stopped on cancellation and on leaving.

    Args:
        command: Program and arguments; `python_command` for a Python child.
        task: Stops it.
        what: What it does, as the subject of a sentence in messages.
        deadlines: How it is stopped.

    Raises:
        ProcessError: It cannot be started.
    """
    task.check()
    running = Child(command, task, what, deadlines)
    try:
        with task.closing(running.stop):
            yield running
    finally:
        running.close()


def run_events(
    command: Sequence[str],
    task: Task,
    what: str = "A helper program",
    on_part: Callable[[dict[str, Any]], object] | None = None,
) -> dict[str, Any]:
    """Run a child that speaks the command line's `--json`, and return its result.

    Its stdout holds an object a line: `{"event": "progress", "fraction": 0.4, "note": "…"}` becomes
    the task's progress, a `part` goes to `on_part` (or is published), `result` is returned, `error`
    is raised. Lines that are no such object are passed over: libraries print what they like.

    Raises:
        CreatorError: The child reported it.
        ProcessError: The child failed without a word.
    """
    result: dict[str, Any] = {}
    with child(command, task, what) as running:
        running.close_input()
        for event in _events(running.lines()):
            match event.pop("event"):
                case "progress":
                    task.progress(event.get("fraction"), event.get("note", ""))
                case "part":
                    (on_part or task.publish)(event)
                case "result":
                    result = event
                case "error":
                    raise CreatorError(event.get("message", ""), event.get("hint", ""))
        running.finish()
    return result


def pipe_blocks(
    command: Sequence[str],
    blocks: Iterable[bytes],
    block_bytes: int,
    task: Task,
    what: str = "A helper program",
) -> Iterator[bytes]:
    """Send blocks of bytes through a child and return what comes out, in blocks of one size.

    Neither side waits for the other: input is written by a thread of its own, as fast as the child
    takes it.

    Raises:
        ProcessError: The child failed.
    """
    with child(command, task, what) as running:
        running.feed(blocks)
        yield from running.blocks(block_bytes)
        running.finish()


def python_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of ours in a Python child."""
    return [sys.executable, "-m", module, *arguments]


def _events(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for line in lines:
        with contextlib.suppress(ValueError):
            event = json.loads(line)
            if isinstance(event, dict) and "event" in event:
                yield event


def _ending(status: int | None) -> str:
    if status is None:
        return "could not be started"
    if status < 0:
        with contextlib.suppress(ValueError):
            return f"was ended by {signal.Signals(-status).name}"
    return f"failed (exit status {status})" if status else "ended too early"


def _started(command: Sequence[str], what: str) -> subprocess.Popen[bytes]:
    # A Python child sends its lines as they come, in UTF-8, wherever it runs.
    surroundings = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, env=surroundings, **_OWN_GROUP
        )
    except OSError as error:
        raise ProcessError(what, None, f"{command[0]}: {error.strerror}") from error


if sys.platform == "win32":
    _ASK, _TERMINATE, _KILL = signal.CTRL_BREAK_EVENT, 1, 2
    _OWN_GROUP: dict[str, Any] = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}

    def _send(process: subprocess.Popen[bytes], order: int) -> None:
        if order == _ASK:
            process.send_signal(order)
        else:
            program = Path(os.environ["SYSTEMROOT"], "System32", "taskkill.exe")
            command = [str(program), "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(command, check=False, capture_output=True)

    def _wait_unreaped(process: subprocess.Popen[bytes]) -> None:
        process.wait()
else:
    _ASK, _TERMINATE, _KILL = signal.SIGINT, signal.SIGTERM, signal.SIGKILL
    _OWN_GROUP: dict[str, Any] = {"start_new_session": True}

    def _send(process: subprocess.Popen[bytes], order: int) -> None:
        # macOS says «not permitted» of a group in which everybody has ended.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, order)

    def _wait_unreaped(process: subprocess.Popen[bytes]) -> None:
        if hasattr(os, "waitid"):
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        else:
            process.wait()
