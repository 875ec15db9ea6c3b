"""What the command line prints: lines for people, or flat JSON objects, one a line."""

import json
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from creator_app.core.codec import encode
from creator_app.core.engines import Catalog
from creator_app.core.errors import CreatorError
from creator_app.core.task import Cancelled, Task
from creator_app.core.time import clock
from creator_app.core.transcript import Segment


class PrintingTask(Task):
    """A task whose progress and parts are printed as they come."""

    def __init__(self, out: "Output", name: str) -> None:
        super().__init__()
        self._out = out
        self._name = name
        self._percent = -1

    @property
    def is_cancelled(self) -> bool:
        """Whether this task, or all of them, should stop."""
        return self._out.is_stopped or super().is_cancelled

    def check(self) -> None:
        """Raise `Cancelled` if the user asked to stop."""
        if self._out.is_stopped:
            raise Cancelled
        super().check()

    def progress(self, fraction: float | None, note: str = "") -> None:
        """Print a fraction when its percent changed."""
        super().progress(fraction, note)
        percent = -1 if fraction is None else int(fraction * 100)
        if percent != self._percent:
            self._percent = percent
            self._out.progress(fraction, note)

    def publish(self, part: object) -> None:
        """Print a finished part instead of keeping it."""
        self.check()
        self._out.part(self._name, part)


class Output:
    """Where a verb reports; text for people, or JSON lines with `as_json`.

    Args:
        as_json: Whether stdout carries JSON lines.
        catalog: The engines, for the verbs that need one.
    """

    def __init__(self, *, as_json: bool, catalog: Catalog) -> None:
        self.as_json = as_json
        self.catalog = catalog
        self.has_failed = False
        # Set by Ctrl-C; what fails afterwards fails because of it.
        self.is_stopped = False
        self._tasks: list[Task] = []
        self._is_terminal = sys.stderr.isatty()

    def task(self, name: str = "") -> Task:
        """Return a task that prints; `name` is the input it belongs to."""
        task = PrintingTask(self, name)
        self._tasks.append(task)
        return task

    @property
    def has_begun(self) -> bool:
        """Whether there is work that can be asked to stop."""
        return bool(self._tasks)

    def cancel(self) -> None:
        """Ask everything that runs, or is still to run, to stop."""
        self.is_stopped = True
        for task in self._tasks:
            task.cancel()

    def event(self, event: str, **values: Any) -> None:
        """Print one JSON object; says nothing without `--json`."""
        if self.as_json:
            is_unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
            told = _finite({"event": event, **values})
            self._print(json.dumps(told, ensure_ascii=not is_unicode, allow_nan=False))

    def progress(self, fraction: float | None, note: str) -> None:
        """Say how far the work is: as JSON, or as one changing line on a terminal."""
        self.event("progress", fraction=fraction, note=note)
        if self._is_terminal and not self.as_json:
            done = "" if fraction is None else f"{fraction:4.0%} "
            sys.stderr.write(f"\r\033[K{done}{note}")
            sys.stderr.flush()

    def part(self, name: str, part: object) -> None:
        """Hand on a finished segment."""
        if isinstance(part, Segment):
            self.event("part", input=name, segment=encode(part))

    def result(self, name: str, files: list[Path], **values: Any) -> None:
        """Say what was made."""
        self.event("result", input=name, files=[str(file) for file in files], **values)
        for file in files:
            self.line(str(file))

    def line(self, text: str) -> None:
        """Print a line for people; JSON output leaves it out."""
        if not self.as_json:
            self._clear()
            self._print(text)

    def error(self, name: str, error: CreatorError) -> None:
        """Print one line on stderr, and the same as JSON where asked; nothing once stopped."""
        self.has_failed = True
        if self.is_stopped:
            return
        self.event("error", input=name, message=str(error), hint=error.hint)
        self._clear()
        text = " ".join(f"{error} {error.hint}".split())
        sys.stderr.write(f"{name}: {text}\n" if name else f"{text}\n")

    def table(self, rows: list[tuple[str, ...]]) -> None:
        """Print rows in columns, as wide as they need."""
        widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))] if rows else []
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.line("  ".join(cells).rstrip())

    def _clear(self) -> None:
        if self._is_terminal and not self.as_json:
            sys.stderr.write("\r\033[K")

    def _print(self, text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


def _finite(value: Any) -> Any:
    """Return a value as JSON can say it: silence has a level of minus infinity."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _finite(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return value


def each_input(out: Output, names: list[str], work: Callable[[str], object]) -> int:
    """Try every input; report each failure in its own line; return the exit status."""
    for name in names:
        try:
            work(name)
        except CreatorError as error:
            out.error(name, error)
    return 1 if out.has_failed else 0


def written_in(duration_us: int, seconds: float) -> str:
    """Say how long something is and how long it took."""
    return f"{clock(duration_us, tenths=True)} in {seconds:.1f} s"
