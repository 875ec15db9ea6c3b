"""Many calls of one job side by side: an event loop inside the job, stopped with it."""

from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from creator_app.core.task import Task, cause, in_thread

Item = TypeVar("Item")
Result = TypeVar("Result")


def run_async(work: Callable[[Task], Coroutine[Any, Any, Result]], task: Task) -> Result:
    """Run `work(task)` on an event loop of its own and return its result.

    Cancelling `task` cancels the coroutine at its next await. Context variables of the caller are
    seen inside. A group of failures is raised as the one that caused it.

    Raises:
        Cancelled: The task was cancelled, also where the coroutine took no notice.
    """
    import asyncio  # takes 50 ms: not before it is needed

    task.check()
    try:
        with asyncio.Runner() as loop:
            result = loop.run(_watched(work, task))
    except (asyncio.CancelledError, BaseExceptionGroup) as error:
        task.check()
        if (reason := cause(error)) is error:
            raise
        raise reason from error
    task.check()
    return result


async def _watched(work: Callable[[Task], Coroutine[Any, Any, Result]], task: Task) -> Result:
    import asyncio

    loop = asyncio.get_running_loop()
    loop.set_default_executor(_DaemonExecutor())
    running = asyncio.ensure_future(work(task))
    with task.closing(partial(loop.call_soon_threadsafe, running.cancel)):
        return await running


async def side_by_side(
    work: Callable[[Item], Coroutine[Any, Any, Result]], items: Iterable[Item], at_most: int
) -> list[Result]:
    """Do `work` for every item, `at_most` of them at a time; return the results in order.

    Items are taken one by one as places become free, so that they may be large and made late.
    The first failure cancels the others and is raised, in a group if they fail as well.
    """
    import asyncio

    results: dict[int, Result] = {}
    numbered = enumerate(items)

    async def one_after_another() -> None:
        for number, item in numbered:
            # A task for each, so that none sees the context variables another has set.
            results[number] = await asyncio.create_task(work(item))

    async with asyncio.TaskGroup() as group:
        for _ in range(at_most):
            group.create_task(one_after_another())
    return [results[number] for number in sorted(results)]


class _DaemonExecutor(ThreadPoolExecutor):
    """Threads for name look-ups and `asyncio.to_thread` that hold up neither cancel nor quitting.

    The usual ones are waited for when the loop closes and again when the interpreter ends, so that
    one dead name server would hold a cancelled job for half a minute.
    """

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> "Future[Result]":
        """Run `fn` in a thread of its own."""
        return in_thread(partial(fn, *args, **kwargs), "loop-call")
