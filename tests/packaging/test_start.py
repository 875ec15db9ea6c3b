"""What a person starts: any Python, any folder, any arguments; and what checks a change."""

import ast
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
ODD_FOLDER = '我的 项目\'s "app" $HOME'


def test_the_oldest_python_can_read_what_tells_it_that_it_is_too_old():
    source = (PACKAGING / "start.py").read_text()
    tree = ast.parse(source, feature_version=(3, 6))
    imported = {
        name.name for node in tree.body if isinstance(node, ast.Import) for name in node.names
    }
    assert imported == {"shutil", "subprocess", "sys"}
    assert not any(isinstance(node, ast.ImportFrom) for node in tree.body)


@pytest.mark.usefixtures("nothing_on_path")
def test_a_python_that_is_too_old_says_in_one_line_what_is_needed(load, capsys):
    assert load("start").main((3, 9, 2), []) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "needs Python 3.11 or newer; this is 3.9.2" in said


def test_a_newer_python_on_the_path_takes_over_with_the_same_arguments(
    load, pretend_python, tmp_path, monkeypatch, capfd
):
    pretend_python(tmp_path / "bin/python3.12")
    (tmp_path / "bin/python3.13").write_text("#!/bin/sh\nexit 127\n")
    (tmp_path / "bin/python3.13").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert load("start").main((3, 10, 13), ["transcribe", "a b.wav"]) == 0
    told = capfd.readouterr()
    assert told.out.splitlines()[1:] == ["transcribe", "a b.wav"]
    assert "going on with python3.12" in told.err


def test_start_asks_for_the_python_and_the_extras_that_the_project_names(load):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">={}.{}".format(*load("start").MINIMUM)
    commands = load("setup_commands")
    assert commands.APP_ENVIRONMENT.extras < commands.TEST_ENVIRONMENT.extras
    assert commands.TEST_ENVIRONMENT.extras <= set(project["optional-dependencies"])


@pytest.fixture
def prepared(app, done, setup, commands):
    """A copy of the set-up in an odd folder in which nothing is left to do."""
    names = frozenset(part.debian for part in commands.APP_PARTS)
    setup.write_stamp(app.folder, done._replace(system=names))
    shutil.copytree(PACKAGING, setup.ROOT / "packaging", ignore=shutil.ignore_patterns("__*"))
    return setup.ROOT


def started(root, folder, *arguments, **display):
    """Start from another folder with nothing on the path: whoever asks pip or apt would fail."""
    return subprocess.run(
        [sys.executable, root / "packaging/start.py", *arguments],
        cwd=folder,
        env={"PATH": "", **display},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_second_start_only_hands_its_arguments_on(prepared, tmp_path, setup):
    told = started(prepared, tmp_path, "transcribe", "a b.wav", "--json")
    assert told.stdout.splitlines() == [*setup.APP, "transcribe", "a b.wav", "--json"]
    assert told.stderr == ""


def test_a_start_with_a_display_opens_the_window(prepared, tmp_path, setup):
    told = started(prepared, tmp_path, DISPLAY=":0")
    assert told.stdout.splitlines() == [*setup.APP]
    assert told.stderr == ""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_a_start_without_a_display_says_so_in_one_line_and_shows_what_doctor_says(
    prepared, tmp_path, setup
):
    told = started(prepared, tmp_path)
    assert told.stdout.splitlines() == [*setup.APP, "doctor"]
    assert told.stderr.count("\n") == 1
    assert "no display" in told.stderr


def test_the_check_of_a_change_is_the_test_command_run_from_the_checkout(tmp_path):
    for name in (".ci", "packaging"):
        (tmp_path / ODD_FOLDER / name).mkdir(parents=True)
    run = shutil.copy(ROOT / ".ci/run", tmp_path / ODD_FOLDER / ".ci/run")
    (tmp_path / ODD_FOLDER / "packaging/start.py").write_text(
        "import json, os, sys\nprint(json.dumps([os.getcwd(), sys.argv]))\nsys.exit(7)\n"
    )
    (tmp_path / "python3").symlink_to(sys.executable)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    told = subprocess.run(
        ["/usr/bin/env", "bash", run], env=environment, cwd="/", stdout=subprocess.PIPE, check=False
    )
    folder, arguments = json.loads(told.stdout)
    assert told.returncode == 7
    assert (Path(folder), arguments) == (tmp_path / ODD_FOLDER, ["packaging/start.py", "--test"])
