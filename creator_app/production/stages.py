"""Work in stages: each reports from 0 to 1, the whole goes on from stage to stage."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from creator_app.core.task import Task


class Stage(Task):
    """One stretch of a larger task; all but progress is the larger one's.

    Args:
        whole: The task that is watched.
        begin: How far the whole is when the stage begins, 0..1.
        end: How far it is when the stage is over.
        title: What the stage does, said before its own note; may be empty.
    """

    def __init__(self, whole: Task, begin: float, end: float, title: str = "") -> None:
        super().__init__()
        self._whole, self._begin, self._end, self._title = whole, begin, end, title

    @property
    def is_cancelled(self) -> bool:
        """Whether the user asked to stop."""
        return self._whole.is_cancelled

    def progress(self, fraction: float | None, note: str = "") -> None:
        """Report how far the stage is."""
        share = 0.0 if fraction is None else min(1.0, max(0.0, fraction))
        parts = [part for part in (self._title, note) if part]
        self._whole.progress(self._begin + (self._end - self._begin) * share, ": ".join(parts))

    def publish(self, part: object) -> None:
        """Hand over a finished part of the result."""
        self._whole.publish(part)

    def check(self) -> None:
        """Raise `Cancelled` if the user asked to stop."""
        self._whole.check()

    def sleep(self, seconds: float) -> None:
        """Wait, or raise `Cancelled` as soon as the user asks to stop."""
        self._whole.sleep(seconds)

    @contextmanager
    def closing(self, close: Callable[[], object]) -> Iterator[None]:
        """Call `close` on cancellation."""
        with self._whole.closing(close):
            yield

    def cancel(self) -> None:
        """Ask the whole to stop."""
        self._whole.cancel()
