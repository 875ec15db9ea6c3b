"""One piece of background work: what it does, whom it tells, how it ended."""

import sys
import threading
import time
from collections.abc import Callable
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from creator_app.core.errors import CreatorError
from creator_app.core.task import Cancelled, Task, cause
from creator_app.jobs.pace import Pace


class State(Enum):
    """Where a job is; the last three are final."""

    QUEUED = auto()
    RUNNING = auto()
    ASKING = auto()
    DONE = auto()
    FAILED = auto()
    CANCELLED = auto()


FINAL = frozenset({State.DONE, State.FAILED, State.CANCELLED})


def _ignore(*_args: object) -> None:
    """Stand in for a callback nobody gave."""


def _print_bug(error: BaseException) -> None:
    """Report like any unhandled exception."""
    sys.excepthook(type(error), error, error.__traceback__)


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Whom to tell; all are called by `JobRunner.poll`, in its thread.

    Attributes:
        part: Each published part, in order.
        progress: The latest fraction (0..1 or None) and note, when they changed.
        done: The result, after every part.
        failed: The expected failure; None means the app's usual message.
        ended: Always, last, exactly once.
        bug: Any other exception, of the work or of a callback; None prints the traceback.
    """

    part: Callable[[Any], object] = _ignore
    progress: Callable[[float | None, str], object] = _ignore
    done: Callable[[Any], object] = _ignore
    failed: Callable[[CreatorError], object] | None = None
    ended: Callable[[], object] = _ignore
    bug: Callable[[Exception], object] | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """What work returns to go on later without holding a worker, as while a vendor renders.

    Attributes:
        after_s: Seconds until then.
        then: Goes on with the task; returns the result, or another `Later`.
        cancelled: Called in a worker instead of `then`, if the user asked to stop meanwhile.
    """

    after_s: float
    then: Callable[[Task], Any]
    cancelled: Callable[[], object] = _ignore


@dataclass(eq=False)
class Job:
    """One piece of work and its outcome.

    Attributes:
        title: What the job list shows.
        work: Gets the task; returns the result, or a `Later`. It runs in the context variables of
            the place where the job was made.
        tell: Whom to tell.
        is_urgent: Whether somebody waits for it, so that it goes before those queued.
        started_at: `time.monotonic()` when a worker took it, or None.
        ended_at: `time.monotonic()` when it was over, or None.
    """

    title: str
    work: Callable[[Task], Any]
    tell: Callbacks
    is_urgent: bool = False
    task: Task = field(default_factory=Task)
    state: State = State.QUEUED
    result: Any = None
    error: Exception | None = None
    started_at: float | None = None
    ended_at: float | None = None
    is_over: bool = field(default=False, init=False)
    put_back: Callable[["Job"], object] = field(default=_ignore, init=False, repr=False)
    _context: Context = field(default_factory=copy_context, init=False, repr=False)
    _turn: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    _later: Later | None = field(default=None, init=False, repr=False)
    _shown: tuple[float | None, str] = field(default=(None, ""), init=False, repr=False)
    _pace: Pace | None = field(default=None, init=False, repr=False)

    def cancel(self) -> None:
        """Ask the job to stop; it ends as CANCELLED unless it was already over."""
        self.task.cancel()

    def elapsed_s(self) -> float:
        """Return the seconds since a worker took it, 0 before; fixed once it is over."""
        if self.started_at is None:
            return 0.0
        return (self.ended_at or time.monotonic()) - self.started_at

    def left_s(self) -> float | None:
        """Return the seconds it will still take, or None while nobody can know."""
        if self._pace is None or self.state not in {State.RUNNING, State.ASKING}:
            return None
        return self._pace.left_s(time.monotonic())

    def run(self) -> Later | None:
        """Do the work, or its next step; called in a worker thread, and raises nothing.

        Returns:
            When to call it back, or None: it is over.
        """
        if not self._turn.acquire(blocking=False):
            return None  # cancelled while it was queued, and so already over
        if self.started_at is None:
            self.started_at = time.monotonic()
        self.state = State.RUNNING
        try:
            outcome = self._context.run(self._step)
        except BaseException as error:  # noqa: BLE001 - handed to `failed` or `bug`
            self._fail(error)
            return None
        return self._settle(outcome)

    def call_back(self) -> None:
        """Queue the next step; called when its time has come."""
        self.put_back(self)

    def deliver(self, told_progress: set["Job"]) -> bool:
        """Tell the watcher one thing that is new; return whether there was one.

        Args:
            told_progress: The jobs whose progress was told in this round; it is told once a round.
        """
        self._end_if_never_begun()
        # Read before the parts are looked at: a final state means that no part will follow.
        is_final = self.state in FINAL
        if self not in told_progress and self._tell_progress():
            told_progress.add(self)
            return True
        if parts := self.task.take_parts(1):
            self._safely(self.tell.part, *parts)
            return True
        if is_final and not self.is_over:
            if self._tell_progress():
                return True
            self.is_over = True
            self._tell_end()
            return True
        return False

    def _step(self) -> Any:
        later, self._later = self._later, None
        if later is None:
            self.task.check()
            return self.work(self.task)
        if self.task.is_cancelled:
            later.cancelled()
            raise Cancelled
        return later.then(self.task)

    def _settle(self, outcome: Any) -> Later | None:
        if not isinstance(outcome, Later):
            self.result = outcome
            self._end(State.DONE)
            return None
        self._later = outcome
        self.state = State.ASKING
        self._turn.release()
        return outcome

    def _fail(self, raised: BaseException) -> None:
        error = cause(raised)
        # A call that `closing` broke off fails in its own words; it was still the user's wish.
        if self.task.is_cancelled or isinstance(error, Cancelled):
            self._end(State.CANCELLED)
            return
        if not isinstance(error, Exception):
            wrapped = RuntimeError(f"{self.title} ended with {type(error).__name__}: {error}")
            wrapped.__cause__ = error
            error = wrapped
        self.error = error
        self._end(State.FAILED)

    def _end(self, state: State) -> None:
        self.ended_at = time.monotonic()
        self.state = state

    def _end_if_never_begun(self) -> None:
        queued = self.state is State.QUEUED and self.task.is_cancelled
        if queued and self._turn.acquire(blocking=False):
            self._end(State.CANCELLED)

    def _tell_progress(self) -> bool:
        if (latest := self.task.latest) == self._shown:
            return False
        self._shown = latest
        if self._pace is None:
            self._pace = Pace(self.started_at or time.monotonic())
        self._pace.note(time.monotonic(), latest[0])
        self._safely(self.tell.progress, *latest)
        return True

    def _tell_end(self) -> None:
        if self.state is State.DONE:
            self._safely(self.tell.done, self.result)
        elif isinstance(self.error, CreatorError):
            self._safely(self.tell.failed or _ignore, self.error)
        elif self.error is not None:
            self._report(self.error)
        self._safely(self.tell.ended)

    def _safely(self, callback: Callable[..., object], *args: object) -> None:
        """Call a watcher; its bug must not cost the other jobs their news."""
        try:
            callback(*args)
        except Exception as error:  # noqa: BLE001 - reported like any bug
            self._report(error)

    def _report(self, error: Exception) -> None:
        (self.tell.bug or _print_bug)(error)
