"""`creator-app doctor`: the three jobs in small on this computer, with what was seen."""

import argparse
import platform

from creator_app import __version__
from creator_app.cli.native_noise import kept_off_the_terminal
from creator_app.cli.output import Output


def add(_parser: argparse.ArgumentParser) -> None:
    """Take no options of its own."""


def run(_args: argparse.Namespace, out: Output) -> int:
    """Try everything; return 0 if all of it works here."""
    from creator_app.production.doctor import examine

    system = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    out.line(f"Creator App {__version__}, {system}")
    has_failed = False
    with kept_off_the_terminal():
        findings = examine(out.catalog, out.task())
        for finding in findings:
            has_failed = has_failed or not finding.is_good
            out.line(f"{'good' if finding.is_good else 'FAIL'}  {finding.name:<9} {finding.text}")
            out.event("finding", name=finding.name, good=finding.is_good, text=finding.text)
    return 1 if has_failed else 0
