"""The verb `recover`: brings back what a crash cut off."""

import argparse
from pathlib import Path

from creator_app.cli.output import Output, each_input
from creator_app.core.time import clock
from creator_app.production.recover import Recovered, projects_in, recover


def add(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument(
        "folders", metavar="DIR", nargs="+", help="a project, or a folder of projects"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Repair each project; a line for each recording that was brought back."""
    projects: list[str] = []
    status = each_input(
        out, args.folders, lambda name: projects.extend(map(str, projects_in(Path(name))))
    )
    return max(status, each_input(out, projects, lambda name: _recover(name, out)))


def _recover(name: str, out: Output) -> None:
    recovery = recover(Path(name), out.task(name))
    for each in recovery.found:
        recording = each.recording
        out.event(
            "recovered",
            input=name,
            recording=recording.ident,
            duration_us=recording.duration_us,
            damaged_us=each.damaged_us,
        )
        out.line(f"{name}: {_said(each)}")
    for problem in recovery.problems:
        out.error(name, problem)
    out.event("result", input=name, files=[name] if recovery.found else [])
    if not recovery.found and not recovery.problems:
        out.line(f"{name}: nothing was cut off")


def _said(each: Recovered) -> str:
    recording = each.recording
    tracks = " and ".join(track.name for track in recording.tracks)
    said = f"{clock(recording.duration_us, tenths=True)} of {tracks} brought back"
    if recording.created:
        said += f", begun {recording.created}"
    if each.damaged_us:
        said += f"; {clock(each.damaged_us, tenths=True)} of it cannot be read and is silence"
    return said
