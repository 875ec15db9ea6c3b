import threading
import time

import pytest

from creator_app.core.errors import CreatorError
from creator_app.core.task import Cancelled, Task, cancel_all, cause, in_thread


@pytest.fixture(autouse=True)
def _no_thread_is_left():
    before = set(threading.enumerate())
    yield
    end = time.monotonic() + 5
    while not set(threading.enumerate()) <= before:
        assert time.monotonic() < end
        time.sleep(0.001)


def test_an_unwatched_task_lets_any_function_be_called_directly():
    task = Task()
    task.progress(0.5, "half")
    task.publish("part")
    assert (task.latest, task.take_parts()) == ((0.5, "half"), ["part"])


@pytest.mark.parametrize(
    "call",
    [
        Task.check,
        lambda task: task.progress(1),
        lambda task: task.publish(1),
        lambda task: task.sleep(30),
        lambda task: task.closing(print).__enter__(),
    ],
)
def test_every_report_raises_once_cancelled(call):
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        call(task)


def test_cancel_returns_while_a_closer_hangs():
    task, go, called = Task(), threading.Event(), threading.Event()

    def hang():
        called.set()
        go.wait(10)

    with task.closing(hang):
        start = time.monotonic()
        task.cancel()
        took_s = time.monotonic() - start
        assert called.wait(5)
        go.set()
    assert took_s < 0.5


def test_closers_run_in_other_threads():
    task, threads = Task(), []
    with task.closing(lambda: threads.append(threading.current_thread())):
        task.cancel()
    assert threads != [threading.current_thread()]


def test_a_closer_that_raises_or_hangs_does_not_stop_the_others(caplog):
    task, go, closed = Task(), threading.Event(), threading.Event()

    def broken():
        raise OSError("https://host/?key=abc")

    with task.closing(lambda: go.wait(10)), task.closing(broken), task.closing(closed.set):
        task.cancel()
        assert closed.wait(5)
        go.set()
    assert "broken raised OSError" in caplog.text
    assert "abc" not in caplog.text


def test_a_closer_that_exits_does_not_stop_the_others(caplog):
    task, closed = Task(), threading.Event()

    def leave():
        raise SystemExit

    with task.closing(leave), task.closing(closed.set):
        task.cancel()
        assert closed.wait(5)
    assert "SystemExit" in caplog.text


def test_a_closer_is_called_once_however_often_one_cancels():
    task, calls = Task(), []
    with task.closing(lambda: calls.append(1)):
        task.cancel()
        task.cancel()
    task.cancel()
    assert calls == [1]


def test_no_closer_runs_after_its_block():
    for _ in range(200):
        task, state = Task(), []

        def close(state=state):
            state.append("left" in state)

        canceller = threading.Thread(target=task.cancel)
        canceller.start()
        try:
            with task.closing(close):
                pass
        except Cancelled:
            pass
        state.append("left")
        canceller.join()
        assert True not in state


def test_the_same_function_may_close_two_blocks():
    task, calls = Task(), []
    close = lambda: calls.append(1)  # noqa: E731
    with task.closing(close):
        with task.closing(close):
            pass
        task.cancel()
    assert calls == [1]


def test_many_tasks_are_cancelled_at_once():
    tasks = [Task() for _ in range(300)]
    closed = [threading.Event() for _ in tasks]
    blocks = [task.closing(each.set) for task, each in zip(tasks, closed, strict=True)]
    for block in blocks:
        block.__enter__()
    cancel_all(tasks)
    assert all(task.is_cancelled for task in tasks)
    for block in blocks:
        block.__exit__(None, None, None)
    assert all(each.is_set() for each in closed)


def test_parts_can_be_taken_a_few_at_a_time():
    task = Task()
    for number in range(5):
        task.publish(number)
    assert [task.take_parts(2), task.take_parts(), task.take_parts(2)] == [[0, 1], [2, 3, 4], []]


def test_a_thread_hands_back_what_its_call_raised():
    with pytest.raises(KeyboardInterrupt):
        in_thread(lambda: (_ for _ in ()).throw(KeyboardInterrupt), "t").result(5)


BUG, KNOWN, STOP = ZeroDivisionError(), CreatorError("no"), Cancelled()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (KNOWN, KNOWN),
        (BaseExceptionGroup("", [STOP]), STOP),
        (BaseExceptionGroup("", [STOP, KNOWN]), KNOWN),
        (BaseExceptionGroup("", [KNOWN, BaseExceptionGroup("", [STOP, BUG])]), BUG),
    ],
)
def test_a_group_stands_for_its_weightiest_member(error, reason):
    assert cause(error) is reason
