"""The verb `record`: a meeting becomes a project, with captions while it is spoken."""

import argparse
import contextlib
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from creator_app.cli.native_noise import kept_off_the_terminal
from creator_app.cli.output import Output
from creator_app.core.codec import encode
from creator_app.core.engines import Hints, LiveTranscriber
from creator_app.core.errors import CreatorError
from creator_app.core.files import quoted
from creator_app.core.folder import SUFFIX
from creator_app.core.task import Task
from creator_app.core.time import clock, from_seconds
from creator_app.media.health import Alarm
from creator_app.media.levels import Level
from creator_app.production.live_captions import LiveCaption
from creator_app.production.record import RecordRequest, Session, record_to_project

NONE = "none"
LONGEST_S = 7 * 24 * 3600


def add(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    about = "“default”, an id or a part of the name as `devices` prints them, or “none”"
    parser.add_argument("--mic", default="default", metavar="DEVICE", help=f"{about} (default)")
    parser.add_argument("--system", default=NONE, metavar="DEVICE", help=f"{about} (none)")
    parser.add_argument("--seconds", type=_seconds, metavar="S", help="how long; Ctrl-C ends too")
    parser.add_argument("--captions", action="store_true", help="caption while recording")
    parser.add_argument("--engine", default="", metavar="E", help="which engine captions")
    parser.add_argument("--language", default="auto", help="a tag such as en or zh; auto finds out")
    parser.add_argument("--out", type=Path, required=True, metavar="NAME.creator")


def run(args: argparse.Namespace, out: Output) -> int:
    """Record until the time is up, Ctrl-C or SIGTERM."""
    path = _project(args.out)
    captions = _engine(args, out) if args.captions else None
    request = RecordRequest(
        mic=_device(args.mic),
        system=_device(args.system),
        limit_us=args.seconds,
        title=path.stem,
        tells_levels=out.as_json or sys.stderr.isatty(),
    )
    session = Session(request, captions, Hints(language=args.language))
    with kept_off_the_terminal(), _ended_by_signals(session):
        recording = record_to_project(path, session, _TellingTask(out))
    out.result(str(path), [path], duration_us=recording.duration_us)
    return 0


def _project(path: Path) -> Path:
    if path.name in {"", ".."}:
        raise CreatorError(
            f"{quoted(path.absolute())} is no name for a project.", "Name it NAME.creator."
        )
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def _engine(args: argparse.Namespace, out: Output) -> LiveTranscriber:
    return out.catalog.open(LiveTranscriber, args.engine)  # type: ignore[type-abstract]


class _TellingTask(Task):
    """A task that prints what happens while recording, as it happens."""

    def __init__(self, out: Output) -> None:
        super().__init__()
        self._out = out

    def publish(self, part: object) -> None:
        """Print a level, an alarm or a caption."""
        if isinstance(part, Level):
            self._out.event("level", **encode(part))
            note = f"{clock(part.at_us, tenths=True)}  {part.track} {part.peak_db:.0f} dB"
            if not self._out.as_json:
                self._out.progress(None, note)
        elif isinstance(part, Alarm):
            self._out.event("alarm", **encode(part))
            self._out.line(f"{clock(part.at_us)}  {part.message} {part.hint}".rstrip())
        elif isinstance(part, LiveCaption):
            self._tell_caption(part)

    def _tell_caption(self, news: LiveCaption) -> None:
        caption = news.caption
        self._out.event(
            "caption",
            state="final" if caption.is_final else "provisional",
            id=caption.ident,
            start_us=caption.start_us,
            end_us=caption.end_us,
            text=caption.text,
            words=encode(caption.words),
            at_us=news.at_us,
        )
        if caption.is_final and caption.text:
            self._out.line(f"{clock(caption.start_us)}  {caption.text}")


@contextlib.contextmanager
def _ended_by_signals(session: Session) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the recording well instead of breaking it off."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda *_: session.stop()) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _device(wanted: str) -> str | None:
    return None if wanted == NONE else wanted


def _seconds(text: str) -> int:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < LONGEST_S:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds above 0")
    return from_seconds(seconds)
