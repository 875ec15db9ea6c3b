"""The verb `devices`: which microphones and system sounds can be recorded."""

import argparse

from creator_app.cli.native_noise import kept_off_the_terminal
from creator_app.cli.output import Output


def add(_parser: argparse.ArgumentParser) -> None:
    """Add the verb's options: there are none."""


def run(_args: argparse.Namespace, out: Output) -> int:
    """List them, the defaults first; an id or a part of the name is what `record` takes."""
    from creator_app.media.devices import devices

    with kept_off_the_terminal():
        found = devices()
    for each in found:
        out.event(
            "device",
            id=each.ident,
            name=each.name,
            side=each.side,
            channels=each.channels,
            rate_hz=each.rate_hz,
            is_default=each.is_default,
        )
    out.table(
        [
            (
                each.side,
                "default" if each.is_default else "",
                each.ident,
                each.name,
                f"{each.channels} × {each.rate_hz} Hz",
            )
            for each in found
        ]
    )
    if not found:
        out.line("There is neither a microphone nor a system sound to record on this computer.")
    return 0
