"""The entry: with a verb it is the command line, otherwise the window."""

import os
import sys

FAILED, STOPPED = 1, 130


def main() -> int:
    """Run the app with the arguments it was started with; return its exit status."""
    try:
        return _main()
    except KeyboardInterrupt:  # before whatever runs could take care of it itself
        return STOPPED


def _main() -> int:
    arguments = sys.argv[1:]
    if _is_for_cli(arguments):
        from creator_app.cli import main as cli

        return cli(arguments)
    if not _has_display():
        sys.stderr.write(
            "There is no display here to show the window on. "
            "What works without one: creator-app --help\n"
        )
        return FAILED
    from creator_app.app import main as app

    return app(arguments)


def _has_display() -> bool:
    """Return whether Qt will find something to draw on; it aborts where it does not."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


def _is_for_cli(arguments: list[str]) -> bool:
    from creator_app.cli import VERBS, is_mistyped

    if not arguments:
        return False
    first = arguments[0]
    is_option = first.startswith("-") and first != "--gallery"
    return first in VERBS or is_option or is_mistyped(first)


if __name__ == "__main__":
    sys.exit(main())
