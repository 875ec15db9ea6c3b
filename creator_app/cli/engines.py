"""`creator-app engines`: what can do which work, where the data goes, and whether it is ready."""

import argparse

from creator_app.cli.output import Output
from creator_app.core.engines import (
    Catalog,
    Engine,
    Generator,
    LiveTranscriber,
    Synthesizer,
    Transcriber,
)

WORK: dict[type, str] = {
    Transcriber: "transcripts",
    LiveTranscriber: "live captions",
    Synthesizer: "voices",
    Generator: "shots",
}
PLACES = {"here": "stays here", "cloud": "sent to the vendor", "server": "sent to your server"}


def add(_parser: argparse.ArgumentParser) -> None:
    """Take no options of its own."""


def run(_args: argparse.Namespace, out: Output) -> int:
    """Print every engine with its state."""
    rows = [_row(out.catalog, engine) for engine in out.catalog.all()]
    out.table([("ENGINE", "DOES", "DATA", "STATE", "ABOUT"), *rows])
    for row in rows:
        names = ("engine", "does", "data", "state", "about")
        out.event("engine", **dict(zip(names, row, strict=True)))
    return 0


def _row(catalog: Catalog, engine: Engine) -> tuple[str, ...]:
    work, place = WORK.get(engine.kind, ""), PLACES[engine.place]
    return engine.name, work, place, catalog.state_of(engine) or "ready", engine.about
