import pytest

from creator_app.core.errors import CreatorError
from creator_app.ui import theme
from creator_app.ui.window import PANELS, Window


@pytest.fixture
def window(qtbot, workspace):
    theme.theme()
    window = Window(workspace)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.mark.parametrize("key", [each[0] for each in PANELS])
def test_every_panel_opens_empty(window, workspace, key):
    panel = window.show_panel(key)
    assert panel.isVisible()
    assert [each.title for each in workspace.messages.recent] == []


def test_a_panel_is_made_when_it_is_first_shown(window):
    assert list(window._panels) == ["record"]
    window.show_panel("studio")
    window.show_panel("studio")
    assert list(window._panels) == ["record", "studio"]


def test_a_failure_is_shown_with_its_hint_until_it_is_dismissed(window, workspace, qtbot):
    workspace.messages.error(CreatorError("The microphone is gone.", "Plug it in."))
    area = window._messages
    assert area.isVisible()
    assert "Plug it in." in area._shown[0].accessibleName()


def test_at_most_three_messages_are_shown(window, workspace):
    for number in range(5):
        workspace.messages.error(CreatorError(f"Failure {number}."))
    assert len(window._messages._shown) == 3


def test_the_drawer_lists_running_jobs_and_cancels_them(window, workspace, qtbot):
    job = workspace.jobs.start(window, "Long work", lambda task: task.sleep(60))
    window._on_rail("jobs")
    row = window._drawer._rows[job]
    row._cancel.click()
    qtbot.waitUntil(workspace.jobs.is_idle)
    window._drawer._refresh()
    assert window._drawer._rows == {}


def test_saving_is_not_listed_as_a_job(window, workspace, qtbot):
    workspace.jobs.start(window, "", lambda task: task.sleep(0.05))
    window._on_rail("jobs")
    assert window._drawer._rows == {}


def test_the_title_names_the_project(window, workspace):
    from dataclasses import replace

    workspace.change("Rename", replace(workspace.project, title="Harbor"))
    assert window.windowTitle() == "Harbor — Creator App"


def test_files_that_are_no_project_go_to_the_panel_that_is_shown(window, tmp_path, monkeypatch):
    taken = []
    panel = window.show_panel("record")
    monkeypatch.setattr(panel, "take_files", lambda files: taken.extend(files) or True)
    window.take_files([tmp_path / "a.wav"])
    assert taken == [tmp_path / "a.wav"]


def test_a_recording_is_seen_in_every_panel(window, workspace):
    workspace.set_recording(is_recording=True)
    window.show_panel("library")
    pixel = window.grab().toImage().pixelColor(400, 0)
    assert pixel == theme.theme().colors.danger
    workspace.set_recording(is_recording=False)
