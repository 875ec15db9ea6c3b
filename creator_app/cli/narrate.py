"""The verb `narrate`: a script becomes speech at a loudness, with captions beside it."""

import argparse
import math
import time
from dataclasses import replace
from pathlib import Path

from creator_app.cli.output import Output, written_in
from creator_app.cli.scripts import STDIN, read_script
from creator_app.cli.values import number_between
from creator_app.core.files import cache_folder, check_output
from creator_app.core.script import script_from_text

SPEEDS = (0.5, 2.0)
LUFS = (-40.0, -8.0)


def add(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("script", metavar="SCRIPT", help="a text or Markdown file, or - for stdin")
    parser.add_argument("--voice", default="", metavar="ENGINE:VOICE", help="who speaks")
    parser.add_argument("--language", default="auto", help="a tag such as en or zh; auto finds out")
    parser.add_argument("--lufs", type=_lufs, default=-16.0, help="loudness of the file (-16)")
    parser.add_argument("--speed", type=_speed, default=1.0, help="0.5 to 2 (1)")
    parser.add_argument("--out", type=Path, required=True, help="a .wav, .flac, .mp3 or .m4a")


def run(args: argparse.Namespace, out: Output) -> int:
    """Speak the script and write the file."""
    from creator_app.media.encode import sound_format
    from creator_app.production.deliver import export_narration
    from creator_app.production.narrate import narrate

    began = time.monotonic()
    sound_format(args.out)
    _check_outputs(args.out, args.script)
    script = replace(
        script_from_text(read_script(args.script)),
        voice=args.voice,
        language=args.language,
        speed=args.speed,
    )
    takes = cache_folder() / "takes"
    task = out.task(args.script)
    made = narrate(out.catalog, script, takes, task)
    done = export_narration(made, takes, args.out, args.lufs, task)
    out.result(
        args.script,
        list(done.files),
        duration_us=done.duration_us,
        lufs=done.lufs,
        peak_dbtp=done.peak_dbtp if math.isfinite(done.peak_dbtp) else None,
    )
    took = written_in(done.duration_us, time.monotonic() - began)
    out.line(f"{took}, {done.lufs:.1f} LUFS, peak {done.peak_dbtp:.1f} dBTP")
    return 0


def _check_outputs(path: Path, script: str) -> None:
    # Before minutes of speech are made, not after.
    inputs = () if script == STDIN else (Path(script),)
    check_output(path, *inputs)
    check_output(path.with_suffix(".srt"), *inputs)


def _lufs(text: str) -> float:
    return number_between(text, LUFS)


def _speed(text: str) -> float:
    return number_between(text, SPEEDS)
