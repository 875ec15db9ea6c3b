import asyncio
import threading
import time
from contextvars import ContextVar

import pytest

from creator_app.core.errors import CreatorError
from creator_app.core.task import Cancelled, Task
from creator_app.jobs.runner import Callbacks, Job, JobRunner, State
from creator_app.jobs.side_by_side import run_async, side_by_side


@pytest.fixture(autouse=True)
def _no_thread_is_left():
    before = set(threading.enumerate())
    yield
    end = time.monotonic() + 5
    while not set(threading.enumerate()) <= before:
        assert time.monotonic() < end
        time.sleep(0.001)


def all_of(work, items, at_most=4):
    return run_async(lambda task: side_by_side(work, items, at_most), Task())


def test_results_come_in_the_order_of_the_items():
    async def work(item):
        await asyncio.sleep((5 - item) / 1000)
        return item * item

    assert all_of(work, range(6)) == [0, 1, 4, 9, 16, 25]


def test_no_more_than_asked_run_at_once_and_items_are_taken_late():
    running, most, taken = 0, 0, []

    def items():
        for number in range(30):
            taken.append(number)
            assert len(taken) - len(done) <= 3
            yield number

    done = []

    async def work(item):
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        done.append(item)

    all_of(work, items(), at_most=3)
    assert (most, len(done)) == (3, 30)


def test_the_first_failure_stops_the_others_and_is_raised_plainly():
    stopped = []

    async def work(item):
        if item == 2:
            raise CreatorError("The service refused chunk 2.")
        try:
            await asyncio.sleep(60)
        finally:
            stopped.append(item)

    with pytest.raises(CreatorError, match="refused chunk 2"):
        all_of(work, range(4))
    assert sorted(stopped) == [0, 1, 3]


@pytest.fixture
def runner():
    runner = JobRunner({"net": 1})
    yield runner
    assert runner.close(10)


def drain(runner):
    end = time.monotonic() + 10
    while runner.poll():
        assert time.monotonic() < end
        time.sleep(0.001)


def cancelled_job(runner, coroutine):
    begun = threading.Event()
    work = lambda task: run_async(lambda task: coroutine(task, begun), task)  # noqa: E731
    job = runner.submit("net", Job("t", work, Callbacks()))
    assert begun.wait(5)
    start = time.monotonic()
    job.cancel()
    drain(runner)
    return job, time.monotonic() - start


def test_cancel_reaches_every_chunk(runner):
    stopped = []

    async def work(task, begun):
        async def chunk(item):
            begun.set()
            try:
                await asyncio.sleep(60)
            finally:
                stopped.append(item)

        await side_by_side(chunk, range(8), at_most=8)

    job, took_s = cancelled_job(runner, work)
    assert (job.state, sorted(stopped)) == (State.CANCELLED, list(range(8)))
    assert took_s < 2


def test_a_chunk_that_checks_the_task_itself_counts_as_cancelled(runner):
    async def work(task, begun):
        async def chunk(item):
            begun.set()
            while True:
                task.check()
                await asyncio.sleep(0)

        await side_by_side(chunk, range(3), at_most=3)

    job, _ = cancelled_job(runner, work)
    assert job.state is State.CANCELLED


def test_a_coroutine_that_swallows_the_cancellation_is_cancelled_all_the_same(runner):
    async def work(task, begun):
        begun.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            return "swallowed"

    job, _ = cancelled_job(runner, work)
    assert (job.state, job.result) == (State.CANCELLED, None)


def test_a_call_in_a_thread_that_hangs_holds_up_no_cancel(runner):
    go = threading.Event()

    async def work(task, begun):
        begun.set()
        await asyncio.to_thread(go.wait, 30)  # as a dead name server does

    job, took_s = cancelled_job(runner, work)
    go.set()
    assert job.state is State.CANCELLED
    assert took_s < 2


def test_a_call_in_a_thread_returns_its_result():
    async def work(task):
        return await asyncio.to_thread(lambda: 6 * 7)

    assert run_async(work, Task()) == 42


def test_context_variables_of_the_caller_are_seen_in_every_chunk():
    variable = ContextVar("variable")
    variable.set("caller")

    async def work(item):
        seen = variable.get()
        variable.set(item)
        return seen

    assert all_of(work, range(3), at_most=3) == ["caller", "caller", "caller"]
    assert variable.get() == "caller"


def test_nothing_is_begun_once_cancelled():
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        run_async(lambda task: pytest.fail("begun"), task)
