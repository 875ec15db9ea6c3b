"""Jobs that survive a restart: a kind from a table and JSON arguments, never a closure."""

import contextlib
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from creator_app.core.errors import CreatorError, TryAgainError
from creator_app.core.task import Cancelled, Task, cause
from creator_app.jobs.job import Callbacks, Job, Later, State
from creator_app.jobs.journal import UNFINISHED, Entry, JobState, Journal

MOST_CUTS = 3
# A vendor that holds paid work is asked for half a day; a call that nobody accepts, five times.
MOST_TRIES = 5
MOST_ASKS = 150
LONGEST_PAUSE_S = 300.0


@dataclass(frozen=True, slots=True)
class Asking:
    """What work returns once a vendor has taken the job: ask for it under this name.

    Attributes:
        vendor_id: What the vendor calls the job; on disk before it is first asked for.
        after_s: Seconds until the first or next question.
        fraction: How far the vendor is, 0..1, or None.
    """

    vendor_id: str
    after_s: float
    fraction: float | None = None


@dataclass(frozen=True, slots=True)
class JobKind:
    """One line in the table of what can be done across a restart.

    Attributes:
        name: What the journal calls it; never changed once used.
        title: What the job list shows.
        work: Gets the arguments; returns JSON, or `Asking` when a vendor goes on with it.
        lane: Which workers do it.
        ask: Gets the vendor's name, the arguments; returns `Asking` again, or the result as JSON.
        drop: Gets the same; tells the vendor that the user wants it no more.
        is_repeatable: Whether work that was cut short may simply be done again; work that costs
            money may not, because the vendor could have taken it already.
    """

    name: str
    title: str
    work: Callable[[dict[str, Any], Task], Any]
    lane: str = "net"
    ask: Callable[[str, dict[str, Any], Task], Any] | None = None
    drop: Callable[[str, dict[str, Any]], object] | None = None
    is_repeatable: bool = True


class DurableJobs:
    """Runs what stands in the journal, and writes down what becomes of it.

    Args:
        journal: The table on disk.
        kinds: What can be done.
        submit: Runs a job in a lane, such as `JobRunner.submit`.
    """

    def __init__(
        self,
        journal: Journal,
        kinds: Iterable[JobKind],
        submit: Callable[[str, Job], object],
    ) -> None:
        self._journal = journal
        self._kinds = {kind.name: kind for kind in kinds}
        self._submit = submit
        self._is_paused = False
        # What the journal could not take; kept here until it can.
        self._unwritten: dict[int, dict[str, Any]] = {}

    def start(
        self,
        kind: str,
        arguments: Mapping[str, Any],
        tell: Callbacks = Callbacks(),  # noqa: B008 - immutable
    ) -> Job:
        """Write a job down and run it.

        Raises:
            CreatorError: The journal cannot be written.
        """
        return self._run(self._journal.add(self._kinds[kind].name, arguments), tell)

    def resume(self, tell: Callable[[Entry], Callbacks] = lambda _: Callbacks()) -> list[Job]:
        """Take up what processes that are gone have left unfinished, each job once.

        Args:
            tell: Whom to tell about which.

        Raises:
            CreatorError: The journal cannot be read.
        """
        left = [entry for entry in self._journal.take_over() if entry.kind in self._kinds]
        return [self._run(entry, tell(entry)) for entry in left if self._may_go_on(entry)]

    def retry(self, number: int, tell: Callbacks = Callbacks()) -> Job:  # noqa: B008 - immutable
        """Try a failed or cancelled job again; what a vendor has taken is asked for, not resent.

        Raises:
            ValueError: It is neither failed nor cancelled.
            CreatorError: The journal cannot be written.
        """
        entry = self._journal.entry(number)
        if entry.state not in {JobState.FAILED, JobState.CANCELLED}:
            raise ValueError(f"Job {number} is {entry.state}")
        state = JobState.ASKING if entry.vendor_id else JobState.WAITING
        anew = {"attempts": 0, "cuts": 0, "next_ask_at": 0, "message": "", "hint": ""}
        self._journal.change(number, state=state, holder=self._journal.place, **anew)
        return self._run(self._journal.entry(number), tell)

    def pause(self) -> None:
        """From now on a job that is stopped is left to the next start; called when quitting."""
        self._is_paused = True

    def _run(self, entry: Entry, tell: Callbacks) -> Job:
        kind = self._kinds[entry.kind]
        job = Job(kind.title, partial(self._step, entry.id, self._begin), tell)
        job.tell = replace(tell, ended=partial(self._on_ended, entry.id, job, tell.ended))
        self._submit(kind.lane, job)
        return job

    def _may_go_on(self, entry: Entry) -> bool:
        """Return whether a job left behind can simply be gone on with; write down why not."""
        if entry.state is not JobState.RUNNING:
            return True
        kind, cuts = self._kinds[entry.kind], entry.cuts + 1
        if kind.is_repeatable and cuts < MOST_CUTS:
            self._journal.change(entry.id, state=JobState.WAITING, cuts=cuts)
            return True
        message = f"“{kind.title}” was cut short {cuts} times by the end of the app."
        hint = "Try it again, or leave it out."
        if not kind.is_repeatable:
            message = f"The app ended while “{kind.title}” was being sent."
            hint = "The service may have taken it, and charge it: look there, then try again."
        self._journal.change(entry.id, state=JobState.FAILED, cuts=cuts, message=message, hint=hint)
        return False

    def _step(self, number: int, act: Callable[[Entry, Task], Any], task: Task) -> Any:
        """Do one short step of a job; what ends badly is written down before it is told."""
        entry = self._entry(number)
        with contextlib.ExitStack() as watch:
            watch.push(partial(self._on_step_left, entry, task))
            task.check()
            try:
                return act(entry, task)
            except TryAgainError as error:
                return self._try_later(entry, error)

    def _begin(self, entry: Entry, task: Task) -> Any:
        wait_s = entry.next_ask_at - self._journal.now()
        if entry.state is JobState.ASKING:
            task.progress(entry.fraction)
            return self._later(entry.id, max(0.0, wait_s), self._ask)
        if wait_s > 0:
            return self._later(entry.id, wait_s, self._begin)
        self._journal.change(entry.id, state=JobState.RUNNING)
        return self._take(entry, self._kinds[entry.kind].work(entry.arguments, task), task)

    def _ask(self, entry: Entry, task: Task) -> Any:
        ask = self._kinds[entry.kind].ask
        if ask is None:
            raise TypeError(f"The kind {entry.kind} has nothing to ask with")
        return self._take(entry, ask(entry.vendor_id, entry.arguments, task), task)

    def _take(self, entry: Entry, outcome: Any, task: Task) -> Any:
        """Write down what a call returned: the result, or whom to ask for it and when."""
        if not isinstance(outcome, Asking):
            self._note(entry.id, state=JobState.DONE, result=outcome, fraction=1.0, attempts=0)
            return outcome
        self._note(
            entry.id,
            state=JobState.ASKING,
            vendor_id=outcome.vendor_id,
            next_ask_at=self._journal.now() + outcome.after_s,
            fraction=outcome.fraction,
            attempts=0,
        )
        later = self._later(entry.id, outcome.after_s, self._ask)
        if not task.is_cancelled:  # else `later` tells the vendor
            task.latest = (outcome.fraction, task.latest[1])
        return later

    def _try_later(self, entry: Entry, error: TryAgainError) -> Later:
        has_vendor, attempts = bool(entry.vendor_id), entry.attempts + 1
        if attempts >= (MOST_ASKS if has_vendor else MOST_TRIES):
            raise error
        pause_s = error.after_s or min(LONGEST_PAUSE_S, 2.0**attempts)
        state = JobState.ASKING if has_vendor else JobState.WAITING
        due = self._journal.now() + pause_s
        self._note(entry.id, state=state, attempts=attempts, next_ask_at=due)
        return self._later(entry.id, pause_s, self._ask if has_vendor else self._begin)

    def _later(self, number: int, after_s: float, act: Callable[[Entry, Task], Any]) -> Later:
        return Later(after_s, partial(self._step, number, act), partial(self._cancel, number))

    def _on_step_left(
        self, entry: Entry, task: Task, _kind: object, error: BaseException | None, _where: object
    ) -> None:
        if error is None:
            return
        reason = cause(error)
        if task.is_cancelled or isinstance(reason, Cancelled):
            self._cancel(entry.id)
        elif isinstance(reason, CreatorError):
            self._note(entry.id, state=JobState.FAILED, message=str(reason), hint=reason.hint)
        else:
            # The words of a bug may quote what it was working on; the log has the rest.
            message = f"It stopped on a fault of the app ({type(reason).__name__})."
            self._note(entry.id, state=JobState.FAILED, message=message)

    def _cancel(self, number: int) -> None:
        """Write a cancelled job down, once its vendor has been told; runs in a worker."""
        entry = self._entry(number)
        kind = self._kinds[entry.kind]
        if self._is_paused:
            if entry.state is JobState.RUNNING and kind.is_repeatable:
                self._note(number, state=JobState.WAITING)
            return
        message = ""
        if entry.vendor_id and kind.drop is not None:
            try:
                kind.drop(entry.vendor_id, entry.arguments)
            except CreatorError as error:
                message = f"The service could not be told to stop, and may charge it: {error}"
        self._note(number, state=JobState.CANCELLED, message=message)

    def _on_ended(self, number: int, job: Job, ended: Callable[[], object]) -> None:
        try:
            # Cancelled before a step began: nothing of it is in the journal yet.
            if job.state is State.CANCELLED and not self._is_paused:
                entry = self._entry(number)
                if entry.state in UNFINISHED:
                    cancel = Job(job.title, lambda _task: self._cancel(number), Callbacks())
                    self._submit(self._kinds[entry.kind].lane, cancel)
        finally:
            ended()

    def _entry(self, number: int) -> Entry:
        return replace(self._journal.entry(number), **self._unwritten.get(number, {}))

    def _note(self, number: int, **columns: Any) -> None:
        """Write down what has happened already; a full disk must not undo it."""
        columns = {**self._unwritten.pop(number, {}), **columns}
        try:
            self._journal.change(number, **columns)
        except CreatorError as error:
            self._unwritten[number] = columns
            logging.getLogger(__name__).warning("Job %s: %s", number, error)
