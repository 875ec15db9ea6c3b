"""The entry: with a verb it is the command line, otherwise the window."""

import sys


def main() -> int:
    """Run the app with the arguments it was started with; return its exit status."""
    arguments = sys.argv[1:]
    if _is_for_cli(arguments):
        from creator_app.cli import main as cli

        return cli(arguments)
    from creator_app.app import main as app

    return app(arguments)


def _is_for_cli(arguments: list[str]) -> bool:
    from creator_app.cli import VERBS

    return bool(arguments) and (
        arguments[0] in VERBS or arguments[0] in {"-h", "--help", "--version"}
    )


if __name__ == "__main__":
    sys.exit(main())
