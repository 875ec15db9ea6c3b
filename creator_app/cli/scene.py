"""`creator-app scene`: a clip from words."""

import argparse
from pathlib import Path

from creator_app.cli.output import Output, written_in
from creator_app.cli.values import number_between

# From one picture to what the engines draw at once.
SECONDS = (0.04, 600.0)


def add(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("prompt", help="what is to be seen, in English or Chinese")
    parser.add_argument("--seconds", type=_seconds, default=6.0, help="how long (6)")
    parser.add_argument("--aspect", default="9:16", help="width to height, as 9:16, 16:9 or 1:1")
    parser.add_argument("--engine", default="", help="who makes it, as `engines` lists them")
    parser.add_argument("--out", type=Path, required=True, help="the clip, .mp4")


def _seconds(text: str) -> float:
    return number_between(text, SECONDS)


def run(args: argparse.Namespace, out: Output) -> int:
    """Make the clip; return the exit status."""
    import time

    from creator_app.core.engines import ShotRequest
    from creator_app.core.errors import CreatorError
    from creator_app.core.time import from_seconds
    from creator_app.production.scenes import make_scene, parse_aspect

    if not args.prompt.strip():
        raise CreatorError("The prompt is empty.", "Say what is to be seen.")
    began = time.monotonic()
    width, height = parse_aspect(args.aspect)
    request = ShotRequest(args.prompt, from_seconds(args.seconds), width, height)
    make_scene(out.catalog, request, args.out, out.task(args.prompt), args.engine)
    out.result(args.prompt, [args.out])
    out.line(written_in(request.duration_us, time.monotonic() - began))
    return 0
