#!/usr/bin/env python3
"""Set Creator App up on this machine and open it, or run every check of the project.

    python3 packaging/start.py [arguments for the app]
    python3 packaging/start.py --test [arguments for pytest]

The first run installs what is missing and notes it in a stamp; later ones see the stamp and go
straight on. Only the standard library is used. This file keeps to what Python 3.6 can read, and
the files beside it are read by a new enough Python only: an old one has to be able to say so.
"""

import shutil
import subprocess
import sys

MINIMUM = (3, 11)
NEWER_PYTHONS = ("python3.13", "python3.12", "python3.11", "python3.14")


def main(version: "tuple[int, ...]", arguments: "list[str]") -> int:
    """Do what the arguments ask for with a new enough Python; return the exit status."""
    if version < MINIMUM:
        return go_on_with_newer(version, arguments)
    import setup_commands

    return setup_commands.run(arguments)


def go_on_with_newer(version: "tuple[int, ...]", arguments: "list[str]") -> int:
    """Start again with a newer Python from the path, or say that one is needed."""
    needed = "Creator App needs Python {}.{} or newer".format(*MINIMUM)
    this = "this is {}.{}.{}".format(*version)
    newer = next(filter(runs, NEWER_PYTHONS), None)
    if newer is None:
        sys.stderr.write(f"start: {needed}; {this}. Install one and start with it again.\n")
        return 1
    sys.stderr.write(f"start: {needed}, {this}; going on with {newer}\n")
    sys.stderr.flush()
    return subprocess.call([newer, __file__, *arguments])


def runs(program: str) -> bool:
    """Tell whether a Python is there and is not only a version manager's empty promise."""
    if shutil.which(program) is None:
        return False
    quiet = subprocess.DEVNULL
    return subprocess.call([program, "-c", ""], stdout=quiet, stderr=quiet) == 0


if __name__ == "__main__":
    sys.exit(main(sys.version_info[:3], sys.argv[1:]))
