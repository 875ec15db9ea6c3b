"""`creator-app mux`: sound on a video, its picture untouched."""

import argparse
from pathlib import Path

from creator_app.cli.output import Output


def add(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("video", type=Path, help="whose picture is seen; it decides the length")
    parser.add_argument("audio", type=Path, help="what is heard")
    parser.add_argument("--mix", action="store_true", help="keep the video's own sound too")
    parser.add_argument("--out", type=Path, required=True, help="the new video")


def run(args: argparse.Namespace, out: Output) -> int:
    """Write the new video; return the exit status."""
    from creator_app.media.mux import mux

    mux(args.video, args.audio, args.out, out.task(str(args.video)), mix=args.mix)
    out.result(str(args.video), [args.out])
    return 0
