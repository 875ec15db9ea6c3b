import numpy as np
import pytest

from creator_app.core.folder import create_project, read_project
from creator_app.core.project import new_project
from creator_app.media.journal import Header, JournalWriter

HEADER = Header("3f2a", "mic", "Desk", 8000, 1, "s16", "2026-11-22T10:00:00+00:00", 77, "Monday")
BLOCK = memoryview(np.full((800, 1), 5000, "<i2"))


@pytest.fixture
def cut_off(workspace):
    """A project of the library in which a recording was cut off after a second."""
    path = workspace.settings.library_folder / "Monday.creator"
    path.parent.mkdir(parents=True)
    create_project(path, new_project("Monday")).close()
    writer = JournalWriter(path / "media" / "3f2a-mic.rec", HEADER)
    for number in range(10):
        writer.write(BLOCK, number * 800, 77 + number * 100_000)
    writer.close()
    return path


def test_it_is_offered_at_the_start_and_brought_back(cut_off, panel, workspace, qtbot):
    qtbot.waitUntil(lambda: bool(workspace.messages.recent))
    offer = workspace.messages.recent[-1]
    assert "“Monday”" in offer.title
    offer.actions[0].do()
    qtbot.waitUntil(lambda: bool(workspace.project.recordings))
    qtbot.waitUntil(workspace.jobs.is_idle)
    (recording,) = read_project(cut_off).recordings
    assert recording.duration_us == 1_000_000
    assert panel._after.recording == recording
    assert "is here again: Monday, 0:01" in workspace.messages.recent[-1].title


def test_opening_the_project_brings_it_back_once(cut_off, panel, workspace, qtbot):
    workspace.open(cut_off)
    qtbot.waitUntil(lambda: bool(workspace.project.recordings))
    qtbot.waitUntil(workspace.jobs.is_idle)
    workspace.start_new()
    told = len(workspace.messages.recent)
    workspace.open(cut_off)
    qtbot.waitUntil(lambda: panel._after.recording is not None)
    qtbot.waitUntil(workspace.jobs.is_idle)
    assert len(workspace.project.recordings) == 1
    assert len(workspace.messages.recent) == told


def test_nothing_is_said_where_nothing_was_cut_off(panel, workspace, qtbot):
    qtbot.waitUntil(workspace.jobs.is_idle)
    assert not workspace.messages.recent
