"""The verb `transcribe`: what is said in files and recordings, as text and captions."""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from creator_app.cli.output import Output, each_input
from creator_app.core.engines import Hints
from creator_app.core.errors import CreatorError
from creator_app.core.files import check_output
from creator_app.core.folder import SUFFIX
from creator_app.core.settings import load_settings
from creator_app.core.task import Task
from creator_app.core.transcript import Transcript

if TYPE_CHECKING:
    from creator_app.production.export import Stems


def add(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument(
        "inputs", nargs="+", metavar="INPUT", help="sound or video files, or NAME.creator"
    )
    parser.add_argument("--engine", default="", metavar="E", help="which engine transcribes")
    parser.add_argument("--language", default="auto", help="a tag such as en or zh; auto finds out")
    # What separates speakers is not there yet; a script that asks for nothing of it still runs.
    parser.add_argument("--speakers", choices=["auto", "1"], default="auto", help=argparse.SUPPRESS)
    parser.add_argument(
        "--to",
        type=_formats,
        default=(),
        metavar="F,…",
        help="files to write: srt vtt ass txt md docx json csv (without: text on stdout)",
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="where files go, made when missing (beside INPUT)"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Transcribe every input; one that fails does not stop the others."""
    from creator_app.production.export import Stems, make_folder

    if args.out is not None:
        make_folder(args.out)
        args.to = args.to or ("txt",)
    stems = Stems()
    names = iter([_named(stems, Path(name), args.out) for name in args.inputs])
    return each_input(out, args.inputs, lambda each: _one(each, next(names), stems, args, out))


def _named(stems: "Stems", path: Path, folder: Path | None) -> tuple[Path, str]:
    place = path.parent if folder is None else folder
    return place, stems.take(place, path.stem)


def _one(
    name: str, place: tuple[Path, str], stems: "Stems", args: argparse.Namespace, out: Output
) -> None:
    folder, stem = place
    # Before an hour of sound is listened to, not after.
    for each in args.to:
        check_output(folder / f"{stem}.{each}")
    for number, transcript in enumerate(_transcripts(Path(name), args, out, out.task(name))):
        if number:  # further recordings of one project
            stem = stems.take(folder, Path(name).stem)
        files = _written(transcript, (folder, stem), args.to, out)
        out.result(name, files, language=transcript.language, duration_us=transcript.duration_us)
        if not args.to and transcript.segments:
            out.line(transcript.text)


def _written(
    transcript: Transcript, place: tuple[Path, str], formats: tuple[str, ...], out: Output
) -> list[Path]:
    from creator_app.production.export import export_transcript

    try:
        return export_transcript(transcript, *place, formats) if formats else []
    except CreatorError:
        # What took long to find out is not lost with the disk it does not fit on.
        out.line(transcript.text)
        raise


def _transcripts(
    path: Path, args: argparse.Namespace, out: Output, task: Task
) -> Iterable[Transcript]:
    from creator_app.production.transcribe import transcribe_file, transcribe_project

    settings = load_settings()
    hints = Hints(args.language, settings.chinese)
    engine = args.engine or settings.transcriber
    if path.suffix == SUFFIX:
        return transcribe_project(out.catalog, path, hints, engine, task)
    return [transcribe_file(out.catalog, path, hints, engine, task)]


def _formats(text: str) -> tuple[str, ...]:
    from creator_app.production.export import parse_formats

    try:
        return parse_formats(text)
    except CreatorError as error:
        raise argparse.ArgumentTypeError(f"{error} {error.hint}") from error
