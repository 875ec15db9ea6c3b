"""The virtual environments: made, filled, mended, and stamped when they are done."""

import contextlib
import hashlib
import json
import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from setup_steps import ROOT, SetupError, must_run, say

WINDOWS = os.name == "nt"
STAMP_NAME = "creator-app-setup.json"
PIP_INSTALL = ("-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "-q")
# Isolated, because a PYTHONPATH or a folder named like a library must not get in between; UTF-8,
# because Python 3.11 reads the checkout's path from a .pth file in the system's encoding.
APP = ("-I", "-X", "utf8", "-m", "creator_app")
FIRST_PIP_FOR_OTHERS = (22, 3)  # that can install into an environment other than its own
BREAK_A_LAUNCHER = frozenset('"$`\\')


class Environment(NamedTuple):
    """A virtual environment and what belongs into it: extras of the app, or other packages."""

    folder: Path
    extras: frozenset[str] = frozenset()
    packages: tuple[str, ...] = ()

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.folder / ("Scripts/python.exe" if WINDOWS else "bin/python")

    @property
    def requirements(self) -> list[str]:
        """What pip is asked for; the checkout is «.», as its path may hold what pip would read."""
        editable = ["-e", f".[{','.join(sorted(self.extras))}]"] if self.extras else []
        return [*self.packages, *editable]


class Stamp(NamedTuple):
    """What earlier runs have finished in an environment."""

    python: str = ""
    checkout: str = ""
    digest: str = ""  # of what was installed; empty until everything was
    extras: frozenset[str] = frozenset()
    system: frozenset[str] = frozenset()  # the system's packages seen installed
    tried: frozenset[str] = frozenset()  # those that could not be installed

    def made_here(self) -> bool:
        """Tell whether the environment was made by this Python for a checkout at this place."""
        return (self.python, self.checkout) == (this_python(), str(ROOT))


def this_python() -> str:
    """Name the version of the running Python that an environment depends on."""
    return "{}.{}".format(*sys.version_info)


def read_stamp(folder: Path) -> Stamp:
    """Read an environment's stamp; one that is missing or damaged says that nothing is done."""
    try:
        fields = json.loads((folder / STAMP_NAME).read_text(encoding="utf-8"))
        sets = {name: frozenset(fields[name]) for name in ("extras", "system", "tried")}
        return Stamp(**{**fields, **sets})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Stamp()


def write_stamp(folder: Path, stamp: Stamp) -> None:
    """Write an environment's stamp in one go: an interrupted run leaves the old one or none."""
    fields = {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in stamp._asdict().items()
    }
    draft = folder / f"{STAMP_NAME}.new"
    draft.write_text(json.dumps(fields, indent=1), encoding="utf-8")
    draft.replace(folder / STAMP_NAME)


def digest_of(environment: Environment) -> str:
    """Sum up everything that decides what has to be in the environment, except the extras."""
    project = (ROOT / "pyproject.toml").read_bytes() if environment.extras else b""
    return hashlib.sha256(project + repr(environment.packages).encode()).hexdigest()


def is_done(environment: Environment, stamp: Stamp) -> bool:
    """Tell whether nothing has to be installed."""
    return (
        stamp.made_here()
        and stamp.digest == digest_of(environment)
        and environment.extras <= stamp.extras
        and environment.python.exists()
    )


def provide(environment: Environment) -> None:
    """Make the environment where it is not whole, install into it, and stamp it at the end.

    Raises:
        SetupError: It cannot be made or filled.
    """
    with one_at_a_time():
        stamp = read_stamp(environment.folder)
        if is_done(environment, stamp):
            return
        if not is_whole(environment, stamp):
            make(environment)
            stamp = Stamp()
        wanted = environment._replace(extras=environment.extras | stamp.extras)
        stamp = stamp._replace(python=this_python(), checkout=str(ROOT))
        write_stamp(environment.folder, stamp)
        fill(wanted)
        stamp = stamp._replace(digest=digest_of(wanted), extras=wanted.extras)
        write_stamp(environment.folder, stamp)


def is_whole(environment: Environment, stamp: Stamp) -> bool:
    """Tell whether the environment can be installed into, be it ours or made by hand."""
    if not environment.python.exists():
        return False
    if stamp.python:
        return stamp.made_here()
    return any(site_packages(environment).glob("pip-*.dist-info/INSTALLER"))


def site_packages(environment: Environment) -> Path:
    """Return where pip puts packages, in an environment that this Python made."""
    library = "Lib" if WINDOWS else f"lib/python{this_python()}"
    return environment.folder / library / "site-packages"


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second start wait until the first has installed (where the system has such locks)."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with Path(__file__).open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another start to finish")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def can_make() -> bool:
    """Tell whether this Python can put pip into an environment."""
    invalidate_caches()  # what was installed a moment ago is to be found
    return find_spec("ensurepip") is not None or pip_version() >= FIRST_PIP_FOR_OTHERS


def pip_version() -> tuple[int, ...]:
    """Return the version of this Python's own pip, empty where it has none."""
    from importlib import metadata

    try:
        version = metadata.version("pip")
    except metadata.PackageNotFoundError:
        return ()
    return tuple(int(number) for number in version.split(".")[:2] if number.isdigit())


def make(environment: Environment) -> None:
    """Make an empty environment with pip in it, also where Debian has split off what does that.

    Raises:
        SetupError: This Python cannot make one, or the folder cannot be written.
    """
    if not can_make():
        lack = "it has neither ensurepip nor a pip of 22.3 or newer"
        raise SetupError(f"This Python cannot make environments: {lack}. Get one and start again.")
    folder = str(environment.folder)
    what = f"Making the environment {folder}"
    say(f"making the environment {environment.folder.relative_to(ROOT)}")
    if find_spec("ensurepip"):
        must_run([sys.executable, "-I", "-m", "venv", "--clear", folder], what)
    else:
        must_run([sys.executable, "-I", "-m", "venv", "--clear", "--without-pip", folder], what)
        other = ["-I", "-m", "pip", "--python", str(environment.python), "install", "-q", "pip"]
        must_run([sys.executable, *other], what)


def fill(environment: Environment) -> None:
    """Install what belongs into the environment; the app itself stays in the checkout."""
    forget_halves(site_packages(environment))
    what = "Creator App and its libraries" if environment.extras else "the servers for the tests"
    say(f"installing {what}; the first time this takes some minutes")
    command = [str(environment.python), *PIP_INSTALL, *environment.requirements]
    must_run(command, f"Installing {what}")
    if environment.extras and not WINDOWS and BREAK_A_LAUNCHER & set(str(ROOT)):
        mend_launcher(environment)


def forget_halves(packages: Path) -> None:
    """Drop the traces of packages whose installation was cut off, so that pip lays them again.

    pip writes INSTALLER after a package's last file, and calls what it is replacing «~…».
    """
    halves = [path for path in packages.glob("*.dist-info") if not (path / "INSTALLER").exists()]
    for path in [*halves, *packages.glob("~*")]:
        if path.is_dir():
            shutil.rmtree(path)


def mend_launcher(environment: Environment) -> None:
    """Write the launcher for a checkout whose path would not survive pip's own quoting."""
    launcher = environment.python.with_name("creator-app")
    line = shlex.join([str(environment.python), *APP])
    launcher.write_text(f'#!/bin/sh\nexec {line} "$@"\n', encoding="utf-8")
    launcher.chmod(0o755)
