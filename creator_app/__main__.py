"""The entry: with a verb it is the command line, otherwise the window."""

import os
import signal
import sys

FAILED, STOPPED = 1, 130


def main() -> int:
    """Be the whole process: run the app with its arguments; return the exit status."""
    try:
        status = _main()
        _ignore_signals()
    except KeyboardInterrupt:  # before whatever runs could take care of it itself
        status = STOPPED
    _leave_threads_behind(status)
    return status


def _stop_at_once() -> None:
    """Let Ctrl-C end the process while nothing has begun; the verb then does it its own way."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(STOPPED))


def _ignore_signals() -> None:
    """Let nothing change the status any more: Python takes up to half a second to end."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def _leave_threads_behind(status: int) -> None:
    """End the process at once where threads were left to themselves.

    Python's own way to end stops them where they are. One in the middle of native code, which
    nothing can stop, takes the process down with it: «terminate called».
    """
    import atexit
    import threading
    from contextlib import suppress

    if not any(thread.daemon and thread.is_alive() for thread in threading.enumerate()):
        return
    atexit._run_exitfuncs()  # noqa: SLF001 - what else is registered still has to happen
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or none at all
            stream.flush()
    os._exit(status)


def _main() -> int:
    arguments = sys.argv[1:]
    if _is_for_cli(arguments):
        _stop_at_once()
        from creator_app.cli import main as cli

        return cli(arguments)
    if not _has_display():
        sys.stderr.write(
            "There is no display here to show the window on. "
            "What works without one: creator-app --help\n"
        )
        return FAILED
    from creator_app.app import main as app

    return app(arguments)


def _has_display() -> bool:
    """Return whether Qt will find something to draw on; it aborts where it does not."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


def _is_for_cli(arguments: list[str]) -> bool:
    from creator_app.cli import VERBS, is_mistyped

    if not arguments:
        return False
    first = arguments[0]
    is_option = first.startswith("-") and first != "--gallery"
    return first in VERBS or is_option or is_mistyped(first)


if __name__ == "__main__":
    sys.exit(main())
