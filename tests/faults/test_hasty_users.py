"""People who stop, kill, repeat and script: Ctrl-C at any moment, pipes that close, JSON of all."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from creator_app.cli import VERBS
from tests.faults.conftest import ROOT, left

WORK = {
    "transcribe": ["long.flac", "--to", "srt,docx", "--out", "out"],
    "narrate": ["long.txt", "--out", "out/a.mp3"],
    "video": ["script.txt", "--media", "picture.png", "--out", "out/a.mp4", "--voice", "espeak"],
    "scene": ["a lake", "--seconds", "30", "--out", "out/a.mp4"],
    "mux": ["film.mp4", "long.flac", "--out", "out/a.mp4"],
}


@pytest.fixture
def here(broken, tmp_path):
    from tests.media_files import JFK

    for name in ("film.mp4", "picture.png", "script.txt", "sound.wav"):
        shutil.copy(broken / name, tmp_path)
    shutil.copy(JFK.path, tmp_path / "long.flac")
    (tmp_path / "long.txt").write_text("\n\n".join(f"Sentence {n} of it." for n in range(300)))
    (tmp_path / "out").mkdir()
    return tmp_path


# Python itself, before it runs anything of the app, cannot be interrupted quietly.
START = """
import sys
from creator_app.__main__ import main
print("here", flush=True)
sys.exit(main())
"""


class Child:
    """A verb in a process group of its own, as a terminal starts it."""

    def __init__(self, folder, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, *arguments],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout.readline() == "here\n"

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def ask_to_stop(self, number=signal.SIGINT):
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)

    def end(self):
        out, errors = self.process.communicate(timeout=30)
        return self.process.returncode, out, errors


@pytest.mark.parametrize("verb", WORK)
@pytest.mark.parametrize("pause_s", [0.03, 0.2, 0.6, 1.4])
def test_ctrl_c_at_any_moment_is_130_and_leaves_nothing_half(here, verb, pause_s):
    with Child(here, verb, *WORK[verb]) as child:
        # What runs then differs with the machine, which is the point: no condition is waited for.
        time.sleep(pause_s)
        child.ask_to_stop()
        status, _, errors = child.end()
    if status == 0:  # it was quicker than we were
        assert left(here / "out") != []
        return
    assert (status, errors) == (130, "")
    assert [name for name in left(here / "out") if name.startswith((".part", "a."))] == []


def test_ctrl_c_twice_does_not_break_off_the_tidying_up(here):
    with Child(here, "scene", *WORK["scene"], "--json") as child:
        child.process.stdout.readline()
        child.ask_to_stop()
        child.ask_to_stop()
        status, _, errors = child.end()
    assert (status, errors) == (130, "")
    assert left(here / "out") == []


def test_sigterm_ends_as_ctrl_c_does(here):
    with Child(here, "narrate", *WORK["narrate"], "--json") as child:
        child.process.stdout.readline()
        child.ask_to_stop(signal.SIGTERM)
        status, _, errors = child.end()
    assert (status, errors) == (130, "")
    assert left(here / "out") == []


def test_after_ctrl_c_the_same_command_goes_on_where_it_was(here, own_folders):
    with Child(here, "narrate", *WORK["narrate"], "--json", "--voice", "espeak") as child:
        events = map(json.loads, child.process.stdout)
        next(event for event in events if event.get("fraction", 0) >= 0.09)
        child.ask_to_stop()
        assert child.end()[0] == 130
    kept = {path.name: path.stat().st_mtime_ns for path in (own_folders / "cache/takes").iterdir()}
    assert len(kept) >= 2 * 19
    (here / "long.txt").write_text("\n\n".join(f"Sentence {n} of it." for n in range(30)))
    with Child(here, "narrate", *WORK["narrate"], "--voice", "espeak") as child:
        assert child.end()[0] == 0
    after = own_folders / "cache/takes"
    assert {name: (after / name).stat().st_mtime_ns for name in kept} == kept


def test_a_reader_that_goes_away_ends_it_without_a_word(here):
    with Child(here, "transcribe", "sound.wav", "--json") as child:
        child.process.stdout.close()
        child.process.wait(60)
        assert child.process.returncode in {0, 1}
        assert child.process.stderr.read() == ""
        child.process.stdout = None


def test_json_is_json_line_by_line_for_every_verb(creator, here, tmp_path, sound_card):
    project = "Call.creator"
    asked = {
        "record": ["--out", project, "--seconds", "0.4"],
        "transcribe": ["sound.wav", project, "no.wav"],
        "recover": ["."],
        "narrate": ["script.txt", "--voice", "espeak", "--out", "out/a.wav"],
        "scene": ["a lake", "--seconds", "0.2", "--out", "out/b.mp4"],
        "video": [*WORK["video"]],
        "mux": ["film.mp4", "sound.wav", "--out", "out/c.mp4"],
        "render": [project, "--out", "out/d.mp4"],
        "engines": [],
        "devices": [],
        "doctor": [],
    }
    assert set(asked) == set(VERBS)
    for verb, arguments in asked.items():
        said = creator(verb, *arguments, "--json")
        kinds = [event["event"] for event in said.events]
        assert kinds, verb
        assert said.err.count("\n") == kinds.count("error"), verb
        for event in said.events:
            nested = {name for name, value in event.items() if isinstance(value, dict)}
            assert nested <= {"segment"}
            if event["event"] == "error":
                assert set(event) == {"event", "input", "message", "hint"}
                assert f"{event['message']} {event['hint']}".strip() in said.err
            if event["event"] == "result":
                assert all((here / file).exists() for file in event["files"])
            if event["event"] == "progress":
                assert event["fraction"] is None or 0 <= event["fraction"] <= 1
        assert said.status == (1 if "error" in kinds else 0), verb
