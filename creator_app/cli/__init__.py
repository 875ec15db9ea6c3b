"""The command line: the same work without a window."""

import _thread
import argparse
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from creator_app import __version__
from creator_app.core.errors import CreatorError
from creator_app.core.files import open_file

if TYPE_CHECKING:
    from creator_app.cli.output import Output

DONE, FAILED, MISUSED, STOPPED = 0, 1, 2, 130
# How often one may ask to stop before it happens at once.
PATIENCE = 2

# Each verb is a module beside this one with `add(parser)` and `run(args, out)`.
VERBS = {
    "transcribe": "write down what is said in sound and video files",
    "record": "record a meeting, with captions if wanted",
    "recover": "bring back recordings that a crash cut off",
    "narrate": "speak a script",
    "scene": "draw a clip from words",
    "video": "make a captioned video from a script",
    "render": "export the video of a project",
    "mux": "put sound on a video, its picture untouched",
    "engines": "list the engines and their state",
    "devices": "list microphones and system sound",
    "doctor": "try the three jobs in small on this computer",
}


def main(argv: Sequence[str]) -> int:
    """Do what the arguments say; return the exit status."""
    # Drawing never needs a screen here; without one, Qt's usual platform would abort.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _prepare_streams()
    try:
        status = _main(list(argv))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said to them.
        with open_file(Path(os.devnull), "wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        status = FAILED
    return status


def _main(argv: list[str]) -> int:
    verb = argv[0] if argv and argv[0] in VERBS else None
    if argv and is_mistyped(argv[0]):
        return _no_such_verb(argv[0])
    parser = _parser(verb)
    try:
        args = parser.parse_intermixed_args(argv)
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else MISUSED
    if verb is None:
        parser.print_usage(sys.stderr)
        return MISUSED
    return _run(verb, args)


def _prepare_streams() -> None:
    """Make sure that there is somewhere to print, and that every character can be printed."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open_file(Path(os.devnull), "w"))
        stream = getattr(sys, name)
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _no_such_verb(typed: str) -> int:
    from difflib import get_close_matches

    near = get_close_matches(typed, VERBS, 1)
    hint = f"Did you mean “{near[0]}”?" if near else "See creator-app --help."
    sys.stderr.write(f"There is no verb and no file called “{typed}”. {hint}\n")
    return MISUSED


def is_mistyped(argument: str) -> bool:
    """Return whether a first argument can be nothing but a verb spelt wrongly, or an option."""
    return argument not in VERBS and argument.isidentifier() and not os.path.lexists(argument)


def _parser(verb: str | None) -> argparse.ArgumentParser:
    """Return the parser of one verb, or the overview; only that verb's module is imported."""
    if verb is None:
        lines = "\n".join(f"  {name:<12}{about}" for name, about in VERBS.items())
        parser = argparse.ArgumentParser(
            prog="creator-app",
            usage="creator-app [FILE…]  |  creator-app VERB …",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            description="Without a verb: the window, with FILEs opened in it.\n\nverbs:\n" + lines,
            epilog="creator-app VERB --help tells each verb's options; all take --json.",
        )
        parser.add_argument("--version", action="version", version=f"creator-app {__version__}")
        return parser
    parser = argparse.ArgumentParser(prog=f"creator-app {verb}", description=VERBS[verb])
    parser.add_argument("verb", choices=[verb], help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="print JSON objects, one a line")
    import_module(f"creator_app.cli.{verb}").add(parser)
    return parser


def _run(verb: str, args: argparse.Namespace) -> int:
    from creator_app.cli.catalog import catalog
    from creator_app.cli.output import Output
    from creator_app.core.logs import start_logging
    from creator_app.core.task import Cancelled

    start_logging()
    out = Output(as_json=args.json, catalog=catalog())
    _stop_politely(out)
    status = DONE
    try:
        status = int(import_module(f"creator_app.cli.{verb}").run(args, out))
    except CreatorError as error:
        out.error("", error)
        status = FAILED
    except (KeyboardInterrupt, Cancelled):
        out.cancel()
        status = STOPPED
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - a bug is told in one line, as everything is
        # A library that is interrupted while it loads makes an error of its own of it.
        status = _tell_bug(out, error)
    # What fails after it was stopped fails because of it; what is done by then is done.
    return STOPPED if out.is_stopped and status == FAILED else status


def _tell_bug(out: "Output", error: Exception) -> int:
    import logging

    from creator_app.core.logs import log_file

    if not out.is_stopped:
        logging.getLogger(__name__).error("a bug", exc_info=error)
        hint = ""
        with suppress(CreatorError):
            hint = f"The log tells more: {log_file()}"
        name = type(error).__name__
        out.error("", CreatorError(f"Something went wrong in Creator App itself ({name}).", hint))
    return FAILED


def _stop_politely(out: "Output") -> None:
    """Let Ctrl-C and SIGTERM end a verb so that what exists is kept.

    Work is asked to stop as in the window, between two steps: an exception in the middle of
    native code, a library being loaded or a picture being painted, can take the process down.
    Where no work has begun, the verb is interrupted. Whoever asks a third time does not want to
    wait.
    """
    asked = []

    def stop(_number: int, frame: FrameType | None) -> None:
        asked.append(True)
        if len(asked) > PATIENCE:
            os._exit(STOPPED)
        if len(asked) > 1:
            return
        out.is_stopped = True
        if out.has_begun:
            # A thread of its own: the interrupted one may hold the lock that is needed.
            _thread.start_new_thread(out.cancel, ())
        elif not _is_importing(frame):
            raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False
