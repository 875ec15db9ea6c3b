import json

import numpy as np
import pytest

from creator_app.cli import main
from creator_app.core.folder import create_project, read_project
from creator_app.core.project import new_project
from creator_app.media.journal import Header, JournalWriter

HEADER = Header("3f2a", "mic", "Desk", 8000, 1, "s16", "2026-11-22T10:00:00+00:00", 77, "Monday")


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "Monday.creator"
    create_project(path, new_project("Monday")).close()
    return path


def journal_in(project, name="3f2a-mic.rec"):
    writer = JournalWriter(project / "media" / name, HEADER)
    for number in range(123):
        writer.write(memoryview(np.ones(800, "<i2")), number * 800, number * 100_000)
    return writer


def test_one_line_says_what_was_brought_back(project, tmp_path, capsys):
    journal_in(project).close()
    create_project(tmp_path / "Healthy.creator", new_project("Healthy")).close()
    assert main(["recover", str(tmp_path)]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    healthy, brought = captured.out.splitlines()
    assert healthy.endswith("Healthy.creator: nothing was cut off")
    assert brought.endswith(
        "Monday.creator: 0:12.3 of mic brought back, begun 2026-11-22T10:00:00+00:00"
    )
    assert read_project(project).recordings[0].duration_us == 12_300_000


def test_nothing_to_do_is_no_failure(project, capsys):
    assert main(["recover", str(project), "--json"]) == 0
    (event,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert event == {"event": "result", "input": str(project), "files": []}


def test_json_tells_the_length(project, capsys):
    journal_in(project).close()
    assert main(["recover", str(project), "--json"]) == 0
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (found,) = [event for event in printed if event["event"] == "recovered"]
    assert (found["recording"], found["duration_us"], found["damaged_us"]) == (
        "3f2a",
        12_300_000,
        0,
    )


def test_what_is_being_recorded_is_refused_and_the_others_are_done(project, tmp_path, capsys):
    other = tmp_path / "Tuesday.creator"
    create_project(other, new_project("Tuesday")).close()
    journal_in(other).close()
    writer = journal_in(project)
    assert main(["recover", str(tmp_path)]) == 1
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert "is being recorded into right now" in captured.err
    assert "Tuesday.creator" in captured.out
    assert read_project(other).recordings
    writer.close()


def test_a_journal_nothing_can_be_read_of_is_told(project, capsys):
    (project / "media" / "x-mic.rec").write_bytes(b"not a journal")
    assert main(["recover", str(project)]) == 1
    assert "“x-mic.rec” is not a recording" in capsys.readouterr().err


def test_a_folder_without_projects_is_told(tmp_path, capsys):
    assert main(["recover", str(tmp_path)]) == 1
    assert "There is no project in" in capsys.readouterr().err
