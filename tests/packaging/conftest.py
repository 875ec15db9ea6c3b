"""A checkout in an odd folder, with the set-up's files loaded as start.py loads them."""

import importlib
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
ODD_FOLDER = '我的 项目\'s "app" $HOME'


@pytest.fixture
def load(monkeypatch):
    """Import one of the set-up's files as start.py does, by its folder."""
    monkeypatch.syspath_prepend(PACKAGING)
    return importlib.import_module


@pytest.fixture
def checkout(tmp_path, load, monkeypatch):
    """An odd folder that the set-up takes for the checkout."""
    root = tmp_path / ODD_FOLDER
    root.mkdir()
    (root / "pyproject.toml").write_text('[project]\nname = "creator-app"\n')
    for name in ("setup_steps", "setup_environment", "setup_commands"):
        monkeypatch.setattr(load(name), "ROOT", root)
    return root


@pytest.fixture
def setup(checkout, load):
    return load("setup_environment")


@pytest.fixture
def system(checkout, load):
    return load("setup_system")


@pytest.fixture
def commands(checkout, load):
    return load("setup_commands")


@pytest.fixture
def pretend_python():
    """Write interpreters that only tell their arguments, one a line."""

    def write(path):
        path.parent.mkdir(parents=True)
        path.write_text('#!/bin/sh\nfor each in "$@"; do echo "$each"; done\n')
        path.chmod(0o755)

    return write


@pytest.fixture
def app(checkout, setup, pretend_python):
    """An app's environment with an interpreter that only tells what it was asked for."""
    environment = setup.Environment(checkout / ".venv", frozenset({"offline"}))
    pretend_python(environment.python)
    return environment


@pytest.fixture
def done(app, setup):
    """The stamp of an app's environment that lacks nothing."""
    stamp = setup.Stamp(
        setup.this_python(), str(setup.ROOT), setup.digest_of(app), frozenset({"offline"})
    )
    setup.write_stamp(app.folder, stamp)
    return stamp


@pytest.fixture
def nothing_on_path(monkeypatch):
    """Leave no program to be found, so that none can be asked."""
    monkeypatch.setenv("PATH", "")
