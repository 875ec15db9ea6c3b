from dataclasses import replace

from creator_app.core.folder import open_project, read_project
from creator_app.core.project import new_project, with_recording
from creator_app.core.recording import Recording
from creator_app.core.script import script_from_text
from creator_app.core.settings import load_settings
from creator_app.core.transcript import Segment, Transcript, Word
from creator_app.core.versions import versions


def retitled(workspace, title):
    workspace.change(f"Title {title}", replace(workspace.project, title=title))


def folders(workspace):
    return sorted(path.name for path in workspace.settings.library_folder.glob("*.creator"))


def big_project(title):
    words = tuple(Word(n * 10, n * 10 + 5, "word") for n in range(6000))
    transcript = Transcript((Segment(0, 60_000, "words", None, words),), "en", 60_000)
    return with_recording(new_project(title), Recording("r", "R", "", 1, transcript=transcript))


def test_nothing_is_written_before_the_first_change(workspace):
    assert not workspace.has_folder
    assert not workspace.settings.library_folder.exists()


def test_the_first_change_makes_the_folder_and_every_change_is_on_disk_at_once(workspace):
    retitled(workspace, "Harbor")
    retitled(workspace, "Harbor 2")
    assert folders(workspace) == ["Harbor.creator"]
    path = workspace.folder("").path
    assert read_project(path).title == "Harbor 2"
    assert workspace.is_saved


def test_undo_and_redo_reach_the_disk_too(workspace):
    retitled(workspace, "One")
    retitled(workspace, "Two")
    workspace.undo()
    assert read_project(workspace.folder("").path).title == "One"
    assert workspace.history.redo_label == "Title Two"
    workspace.redo()
    assert read_project(workspace.folder("").path).title == "Two"


def test_a_second_project_of_the_same_title_gets_a_name_of_its_own(workspace):
    retitled(workspace, "Same")
    workspace.start_new()
    retitled(workspace, "Same")
    assert folders(workspace) == ["Same-2.creator", "Same.creator"]


def test_a_change_too_big_for_the_log_is_saved_in_the_background(workspace, qtbot):
    retitled(workspace, "Big")
    workspace.change("Transcribe", replace(big_project("Big"), ident=workspace.project.ident))
    assert not workspace.is_saved
    qtbot.waitUntil(lambda: workspace.is_saved)
    assert read_project(workspace.folder("").path) == workspace.project


def test_closing_before_the_background_is_done_loses_nothing(workspace):
    retitled(workspace, "Big")
    path = workspace.folder("").path
    workspace.change("Transcribe", replace(big_project("Big"), ident=workspace.project.ident))
    project = workspace.project
    workspace.start_new()
    assert read_project(path) == project


def test_changes_tell_what_was_before_and_what_is_now(workspace):
    seen = []
    workspace.changed.connect(lambda old, new: seen.append((old.title, new.title)))
    retitled(workspace, "One")
    retitled(workspace, "Two")
    assert seen[-1] == ("One", "Two")


def test_a_project_open_elsewhere_is_refused_and_the_present_one_stays(workspace, qtbot):
    retitled(workspace, "Mine")
    path = workspace.folder("").path
    workspace.start_new()
    retitled(workspace, "Other")
    other, _project = open_project(path)
    workspace.open(path)
    qtbot.waitUntil(workspace.jobs.is_idle)
    assert workspace.project.title == "Other"
    assert "open in another window" in workspace.messages.recent[-1].title
    other.close()


def test_a_library_that_cannot_be_written_keeps_the_project_in_memory_and_says_so(workspace):
    blocked = workspace.settings.library_folder
    blocked.parent.mkdir(exist_ok=True)
    blocked.write_text("a file where the folder should be")
    retitled(workspace, "Nowhere")
    assert workspace.project.title == ""
    assert workspace.messages.recent[-1].kind == "error"


def test_opening_keeps_the_version_of_the_day(workspace, qtbot):
    retitled(workspace, "Daily")
    path = workspace.folder("").path
    workspace.start_new()
    with qtbot.waitSignal(workspace.opened):
        workspace.open(path)
    qtbot.waitUntil(workspace.jobs.is_idle)
    assert len(versions(path)) == 1


def test_the_index_learns_what_was_written(workspace, qtbot):
    script = script_from_text("Offline sync simply waits for you.")
    workspace.change("Paste", replace(workspace.project, title="Voice", script=script))
    workspace._write_snapshot()
    qtbot.waitUntil(workspace.jobs.is_idle)
    library = workspace.open_library()
    assert [card.title for card in library.cards("offline sync")] == ["Voice"]
    library.close()


def test_settings_are_kept(workspace):
    workspace.change_settings(replace(workspace.settings, theme="light"))
    assert load_settings().theme == "light"
