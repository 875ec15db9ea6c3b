"""`creator-app render`: export the video of a project; what is missing is made first."""

import argparse
from pathlib import Path

from creator_app.cli.output import Output
from creator_app.cli.video import PRESETS


def add(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("project", type=Path, help="a NAME.creator with shots")
    parser.add_argument("--preset", choices=PRESETS, default="", help="where it goes")
    parser.add_argument("--engine", default="", help="who makes scenes, as `engines` lists them")
    parser.add_argument("--out", type=Path, required=True, help="the video, .mp4")


def run(args: argparse.Namespace, out: Output) -> int:
    """Render; the takes that were made on the way stay in the project."""
    from creator_app.production.making import render_project

    task = out.task(str(args.project))
    render_project(out.catalog, args.project, args.out, task, args.preset, args.engine)
    out.result(str(args.project), [args.out])
    return 0
