from dataclasses import replace

import pytest

from creator_app.cli import main
from creator_app.core.folder import create_project, read_project
from creator_app.core.project import new_project
from creator_app.media.decode import probe
from creator_app.production.storyboard import storyboard_from_text

# What is drawn here needs a Qt application; later tests need one for windows.
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def project(tmp_path):
    board = storyboard_from_text("[a calm sea at dawn]\nThe first boats are out.")
    made = replace(new_project("Boats"), script=board.script, shots=board.shots, preset="youtube")
    path = tmp_path / "Boats.creator"
    create_project(path, made).close()
    return path


def test_a_project_is_rendered_and_keeps_the_takes_that_were_made(project, tmp_path, capsys):
    out = tmp_path / "boats.mp4"
    assert main(["render", str(project), "--out", str(out)]) == 0
    info = probe(out)
    assert (info.width, info.height, info.has_audio) == (1920, 1080, True)
    kept = read_project(project)
    assert kept.shots[0].take is not None
    assert kept.script.spoken[0].take is not None
    assert capsys.readouterr().out.strip() == str(out)


def test_a_project_without_shots_says_so_and_writes_nothing(tmp_path, capsys):
    path = tmp_path / "Empty.creator"
    create_project(path, new_project("Empty")).close()
    out = tmp_path / "empty.mp4"
    assert main(["render", str(path), "--out", str(out)]) == 1
    assert "nothing to show" in capsys.readouterr().err
    assert not out.exists()


def test_a_folder_that_is_no_project_is_refused(tmp_path, capsys):
    assert main(["render", str(tmp_path), "--out", str(tmp_path / "a.mp4")]) == 1
    assert "not a Creator App project" in capsys.readouterr().err
