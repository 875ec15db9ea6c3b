"""Projects that are damaged, newer than the app, or open somewhere else."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from creator_app.core.folder import create_project, is_held, open_project, read_project
from creator_app.core.project import SCHEMA, new_project
from tests.faults.conftest import left
from tests.media_files import JFK

HOLD = """
import sys; from pathlib import Path
from creator_app.core.folder import open_project
folder, _ = open_project(Path(sys.argv[1]))
print("held", flush=True); sys.stdin.read()
"""


@pytest.fixture
def path(creator, tmp_path, sound_card):
    """A project with a short recording, as `record` leaves it."""
    path = tmp_path / "Call.creator"
    assert creator("record", "--out", path, "--seconds", "0.5").status == 0
    return path


@pytest.fixture
def elsewhere(path):
    """The same project, open in another process as in another window."""
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout.readline() == b"held\n"
        yield child
        child.stdin.close()
        assert child.wait(10) == 0


def everything(path):
    return {
        str(each.relative_to(path)): each.read_bytes()
        for each in path.rglob("*")
        if each.is_file() and each.name != ".lock"
    }


def test_a_project_file_cut_in_half_loses_nothing(creator, path):
    before = read_project(path)
    project = path / "project.json"
    project.write_bytes(project.read_bytes()[: project.stat().st_size // 2])
    assert read_project(path).recordings == before.recordings
    said = creator("transcribe", path)
    assert (said.status, said.err) == (0, "")
    assert read_project(path).title == before.title
    json.loads(project.read_text())
    # The half that was found is kept for whoever can make more of it.
    assert [name for name in left(path) if "damaged" in name]


def test_a_project_damaged_beyond_repair_is_told_and_its_media_stay(creator, path):
    for name in ("project.json", "project.previous.json"):
        (path / name).write_bytes(b'{"schema": 1, "rev')
    media = everything(path / "media")
    for arguments in (
        ["transcribe", path],
        ["render", path, "--out", "film.mp4"],
        ["record", "--out", path, "--seconds", "0.3"],
    ):
        said = creator(*arguments)
        said.one_plain_line("The project “Call.creator” is damaged and cannot be opened.")
        assert "Its media files are untouched" in said.err
    assert everything(path / "media") == media


def test_a_project_of_a_newer_app_is_refused_and_left_as_it_is(creator, path):
    project = path / "project.json"
    data = json.loads(project.read_text()) | {"schema": SCHEMA + 1}
    project.write_text(json.dumps(data))
    (path / "project.previous.json").unlink(missing_ok=True)
    before = everything(path)
    for arguments in (
        ["transcribe", path],
        ["render", path, "--out", "film.mp4"],
        ["record", "--out", path, "--seconds", "0.3"],
        ["recover", path],
    ):
        said = creator(*arguments)
        if said.status:
            said.one_plain_line("newer")
    assert everything(path) == before


def test_a_second_window_is_refused_and_harms_nothing(creator, path, elsewhere):
    before = everything(path)
    for arguments in (
        ["record", "--out", path, "--seconds", "0.3"],
        ["render", path, "--out", "film.mp4"],
    ):
        said = creator(*arguments)
        said.one_plain_line("“Call.creator” is open in another window.")
    assert everything(path) == before
    assert elsewhere.poll() is None


def test_a_project_open_elsewhere_can_be_transcribed_without_touching_it(creator, path, elsewhere):
    before = everything(path)
    said = creator("transcribe", path, "--to", "txt", "--out", "out")
    assert (said.status, said.err) == (0, "")
    assert everything(path) == before


def test_who_dies_leaves_no_lock(creator, path):
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        assert is_held(path)
        child.kill()
    assert not is_held(path)
    assert creator("record", "--out", path, "--seconds", "0.3").status == 0
    assert len(read_project(path).recordings) == 2


def test_a_correction_is_never_replaced_by_transcribing_again(creator, path):
    from creator_app.core.transcript import Segment, Transcript, Word

    folder, project = open_project(path)
    mine = Transcript((Segment(0, 9, "mine", None, (Word(0, 9, "mine"),)),), "en", 9)
    (recording,) = project.recordings
    folder.snapshot(replace(project, recordings=(replace(recording, transcript=mine),)))
    folder.close()
    assert creator("transcribe", path).status == 0
    assert read_project(path).recordings[0].transcript == mine


@pytest.mark.parametrize("name", ["Empty.creator", "File.creator", "gone.creator"])
def test_what_only_looks_like_a_project_is_told(creator, tmp_path, name):
    (tmp_path / "Empty.creator").mkdir()
    (tmp_path / "File.creator").write_text("no folder")
    for arguments in (["transcribe", name], ["render", name, "--out", "film.mp4"]):
        creator(*arguments).one_plain_line(f"“{name}” is not a Creator App project.")
    assert left(tmp_path) == ["Empty.creator", "File.creator"]


def test_a_project_without_recordings_or_shots_says_so(creator, tmp_path):
    create_project(tmp_path / "New.creator", new_project("New")).close()
    creator("transcribe", "New.creator").one_plain_line("There is no recording in “New.creator”.")
    creator("render", "New.creator", "--out", "film.mp4").one_plain_line()
    assert left(tmp_path) == ["New.creator"]


def test_a_recording_whose_sound_is_gone_is_named(creator, path):
    for each in (path / "media").iterdir():
        each.unlink()
    said = creator("transcribe", path)
    said.one_plain_line("does not exist")
    assert len(read_project(path).recordings) == 1


def test_a_sound_file_called_like_a_project_is_no_project(creator, tmp_path):
    shutil.copy(JFK.path, tmp_path / "talk.creator")
    creator("transcribe", "talk.creator").one_plain_line("is not a Creator App project")
