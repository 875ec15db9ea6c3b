"""How the set-up does its steps: a line said for each, children kept quiet, failures told."""

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAST_WORDS = 15  # lines of a failed child's output worth reading


class SetupError(Exception):
    """A step that did not work, in words for the person who started it."""


def say(text: str) -> None:
    """Tell what is being done; on stderr, so that the app's own output stays clean."""
    print(f"start: {text}", file=sys.stderr, flush=True)


def run_quietly(command: Sequence[str]) -> tuple[int, str]:
    """Run a child in the checkout without input; return its exit status and all it wrote."""
    began = time.monotonic()
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as child:
        while True:
            try:
                output, _ = child.communicate(timeout=1)
            except subprocess.TimeoutExpired:
                show_on_terminal(f"       {time.monotonic() - began:.0f} s")
            else:
                show_on_terminal("")
                return child.returncode, output


def show_on_terminal(text: str) -> None:
    """Write over the last line where somebody watches, so that a long step is seen to go on."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def must_run(command: Sequence[str], what: str) -> None:
    """Run a step without which nothing after it can work.

    Raises:
        SetupError: It failed; the message holds its last words and the line that runs it again.
    """
    status, output = run_quietly(command)
    if status != 0:
        raise SetupError(explain(what, command, status, output))


def explain(what: str, command: Sequence[str], status: int, output: str) -> str:
    """Say what failed, what the child said last, and the line that runs it by hand."""
    by_hand = f"cd {as_typed([str(ROOT)])} && {as_typed(command)}"
    last_words = output.strip().splitlines()[-LAST_WORDS:]
    return "\n".join([f"{what} failed (exit {status}):", *last_words, f"By hand: {by_hand}"])


def as_typed(command: Sequence[str]) -> str:
    """Quote a command so that it can be pasted into this system's terminal."""
    return subprocess.list2cmdline(command) if os.name == "nt" else shlex.join(command)
