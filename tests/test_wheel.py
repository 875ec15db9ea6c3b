"""The app as it is handed on: built, installed elsewhere, started from there."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command, cwd, **environment):
    return subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def left_by_building():
    return {name for name in ("build", "dist", "creator_app/resources") if (ROOT / name).exists()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    before = left_by_building()
    built = run("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    assert built.returncode == 0, built.stderr
    assert left_by_building() == before
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Return a folder into which the wheel is installed, far from the checkout."""
    folder = tmp_path_factory.mktemp("elsewhere") / "site 安装"
    options = ("--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check", "--quiet")
    done = run("-m", "pip", "install", *options, "--target", str(folder), str(wheel), cwd="/")
    assert done.returncode == 0, done.stderr
    return folder


def test_everything_the_app_needs_is_in_the_wheel(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "creator_app").rglob("*.py")}
    resources = {
        str(Path("creator_app") / path.relative_to(ROOT))
        for path in (ROOT / "resources").rglob("*")
        if path.is_file()
    }
    assert (modules | resources) - names == set()
    assert not [name for name in names if name.startswith(("tests/", "packaging/", "benchmarks/"))]


def test_it_starts_from_there_and_not_from_the_checkout(installed):
    shown = run("-m", "creator_app", "--help", cwd=installed.parent, PYTHONPATH=str(installed))
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "transcribe" in shown.stdout
    code = "import creator_app; print(creator_app.__file__)"
    found = run("-c", code, cwd=installed.parent, PYTHONPATH=str(installed))
    assert Path(found.stdout.strip()).is_relative_to(installed)


def test_it_finds_its_resources_there(installed):
    code = (
        "from creator_app.core.files import read_json, resource;"
        "path = resource('tokens.json'); read_json(path); print(path)"
    )
    found = run("-c", code, cwd=installed.parent, PYTHONPATH=str(installed))
    assert Path(found.stdout.strip()).is_relative_to(installed), found.stderr


def test_the_command_is_installed_with_it(installed):
    (entry,) = installed.glob("*.dist-info/entry_points.txt")
    assert "creator-app = creator_app.__main__:main" in entry.read_text(encoding="utf-8")
    shown = run("-m", "creator_app", "engines", cwd=installed.parent, PYTHONPATH=str(installed))
    assert shown.returncode == 0, shown.stderr
