import shutil
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog

from creator_app.core.engines import Catalog
from creator_app.core.folder import read_project
from creator_app.core.project import with_recording
from creator_app.core.recording import Marker
from creator_app.media.peaks import load_peaks
from creator_app.ui.recorder.marker_list import NoteField
from creator_app.ui.recorder.panel import SAMPLE
from tests.media_files import DATA, clicks, write_media
from tests.ui.recorder.engines import BROKEN, GATE, LISTENER


@pytest.fixture
def speech(tmp_path):
    """A file of 8.7 seconds."""
    return shutil.copy(DATA / "librispeech-1995-1837-0001.wav", tmp_path / "Sorrow 悲.wav")


@pytest.fixture
def written(panel, workspace, speech, qtbot):
    """Bring a file in, and return its recording once it is written down."""
    assert panel.take_files([speech])
    qtbot.waitUntil(lambda: bool(workspace.project.recordings))
    qtbot.waitUntil(lambda: panel._transcribing.is_idle, timeout=10_000)
    qtbot.waitUntil(lambda: panel._after.recording is not None)
    return workspace.project.recordings[0]


def test_a_dropped_file_is_linked_and_written_down(written, workspace, panel):
    assert written.title == "Sorrow 悲"
    assert written.tracks[0].media.startswith("link:")
    assert [each.text for each in written.transcript.segments[:2]] == [
        "Sentence number 1.",
        "Sentence number 2.",
    ]
    assert workspace.project.title == "Sorrow 悲"
    assert read_project(workspace.folder("").path).recordings == (written,)
    assert panel._after.words.view.turns[0].text.startswith("Sentence number 1. Sentence")


def test_a_video_without_sound_is_told(panel, workspace, tmp_path, qtbot):
    panel.take_files([write_media(tmp_path / "silent.mp4", None)])
    qtbot.waitUntil(lambda: bool(workspace.messages.recent))
    assert workspace.messages.recent[-1].title == "“silent.mp4” has no sound."
    assert workspace.project.recordings == ()


def test_what_is_no_sound_is_left_to_others(panel, tmp_path):
    assert not panel.take_files([tmp_path / "script.md"])


def test_a_video_gives_its_sound(panel, workspace, tmp_path, qtbot):
    assert panel.take_files([write_media(tmp_path / "film.mp4", clicks(2, 48_000))])
    qtbot.waitUntil(lambda: bool(workspace.project.recordings))
    qtbot.waitUntil(lambda: panel._transcribing.is_idle, timeout=10_000)
    assert workspace.project.recordings[0].transcript.segments


def test_a_file_that_cannot_be_read_is_told_and_leaves_nothing(panel, workspace, tmp_path, qtbot):
    (tmp_path / "broken.wav").write_bytes(b"no sound at all")
    panel.take_files([tmp_path / "broken.wav"])
    qtbot.waitUntil(lambda: bool(workspace.messages.recent))
    assert "broken.wav" in workspace.messages.recent[-1].title
    assert workspace.project.recordings == ()


def test_words_come_while_they_are_written_and_stopping_keeps_the_sound(
    panel, workspace, speech, qtbot
):
    GATE.clear()
    panel.take_files([speech])
    words = panel._after.words
    qtbot.waitUntil(lambda: bool(words.view.turns))
    assert words._progress.isVisible()
    words._stop.click()
    qtbot.waitUntil(lambda: panel._transcribing.is_idle)
    assert workspace.project.recordings[0].transcript is None
    assert words._pages.currentWidget() is words._empty
    GATE.set()
    words.again_pressed.emit()
    qtbot.waitUntil(lambda: workspace.project.recordings[0].transcript is not None)


def test_stopping_keeps_the_words_there_were(written, panel, workspace, qtbot):
    GATE.clear()
    panel._after.bar._again.click()
    qtbot.waitUntil(lambda: panel._transcribing.of(written.ident) is not None)
    panel._after.words._stop.click()
    qtbot.waitUntil(lambda: panel._transcribing.is_idle)
    assert workspace.project.recordings == (written,)
    assert panel._after.words.view.turns[0].text.startswith("Sentence number 1.")


class TestAnEngineThatFails:
    @pytest.fixture
    def catalog(self):
        return Catalog((LISTENER, BROKEN))

    def test_it_says_so_where_the_words_would_be(self, written, panel):
        assert written.transcript is None
        message = panel._after.words._message.accessibleName()
        assert "ran out of memory. Choose a smaller model." in message


def test_the_wave_is_measured_once_and_kept_in_the_cache(written, panel, workspace, qtbot):
    path = workspace.folder("").path / "cache" / f"peaks-{written.ident}.npy"
    qtbot.waitUntil(path.exists)
    assert abs(load_peaks(path).duration_us - written.duration_us) < 20_000
    qtbot.waitUntil(lambda: panel._after.wave._wave._columns is not None)


def test_a_turn_is_corrected_in_place_and_that_can_be_undone(written, panel, workspace, qtbot):
    view = panel._after.words.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_F2)
    editor = view._editor
    assert editor.hasFocus()
    text = editor.toPlainText()
    editor.setPlainText(text.replace("number 2", "twenty two"))
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    segments = workspace.project.recordings[0].transcript.segments
    assert segments[1].text == "Sentence twenty two."
    assert segments[0] is not None
    assert [segment.text for segment in segments[2:]] == [
        segment.text for segment in written.transcript.segments[2:]
    ]
    assert segments[1].words[0] == written.transcript.segments[1].words[0]
    assert "twenty two" in view.turns[0].text
    workspace.undo()
    assert workspace.project.recordings == (written,)
    assert view.turns[0].text == text


def test_escape_leaves_a_turn_as_it_was(written, panel, workspace, qtbot):
    view = panel._after.words.view
    view.edit_current()
    view._editor.setPlainText("Something else.")
    qtbot.keyClick(view._editor, Qt.Key.Key_Escape)
    assert not view.is_editing
    assert workspace.project.recordings == (written,)


def test_leaving_the_field_keeps_what_was_written(written, panel, workspace, qtbot):
    view = panel._after.words.view
    view.edit_current()
    view._editor.setPlainText("Only this.")
    panel._after.bar._again.setFocus()
    assert workspace.project.recordings[0].transcript.text == "Only this."


def test_a_double_click_edits_the_turn_under_the_pointer(written, panel, qtbot):
    view = panel._after.words.view
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(120, 50))
    assert view.is_editing
    qtbot.keyClick(view._editor, Qt.Key.Key_Escape)


def test_a_pressed_word_is_heard_from_its_beginning(written, panel, qtbot):
    heard = []
    panel._after.words.view.hear_from.connect(heard.append)
    view = panel._after.words.view
    view.turn_pressed.emit(view.turns[0].key, len("Sentence number 1. Sent"))
    view.time_pressed.emit(view.turns[0].key)
    assert heard == [1_000_000, 0]
    panel._after.playback.pause()


def test_the_word_that_is_heard_is_marked(written, panel):
    view = panel._after.words.view
    panel._after.playback.seek(1_100_000)
    (mark,) = view.turns[0].marks
    assert mark.kind == "spoken"
    assert view.turns[0].text[mark.start : mark.end] == "Sentence"
    assert mark.start > 0


def test_removing_can_be_taken_back(written, panel, workspace):
    panel._after.bar.remove_pressed.emit()
    assert workspace.project.recordings == ()
    assert panel._pages.currentWidget() is panel._live
    panel._after._undo._take_back()
    assert workspace.project.recordings == (written,)


def test_the_words_become_a_script_behind_what_is_there(written, panel, workspace, qtbot):
    with qtbot.waitSignal(workspace.panel_wanted) as wanted:
        panel._actions._script.click()
    assert wanted.args == ["voiceover"]
    assert workspace.project.script.blocks[0].text.startswith("Sentence number 1.")
    before = workspace.project.script.blocks
    panel._actions._script.click()
    assert workspace.project.script.blocks[: len(before)] == before
    assert len(workspace.project.script.blocks) == 2 * len(before)


@pytest.mark.parametrize("suffix", ["txt", "docx", "md", "srt", "vtt", "ass", "csv", "json"])
def test_every_format_is_written(written, panel, workspace, tmp_path, suffix, qtbot):
    out = tmp_path / f"out.{suffix}"
    panel._exporting.export(written.transcript, out)
    qtbot.waitUntil(lambda: bool(workspace.messages.recent))
    assert out.stat().st_size > 100
    assert out.name in workspace.messages.recent[-1].title


def test_the_dialog_writes_the_chosen_format(written, panel, workspace, tmp_path, qtbot):
    panel._exporting.ask("srt")
    (dialog,) = panel.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "talk.srt"))
    qtbot.waitUntil((tmp_path / "talk.srt").exists)
    assert "00:00:00,000 --> " in (tmp_path / "talk.srt").read_text()
    dialog.close()


def test_a_note_can_be_changed_afterwards(written, panel, workspace, qtbot):
    marked = replace(written, markers=(Marker(2_000_000, "two"),))
    workspace.change("Mark", with_recording(workspace.project, marked))
    (line,) = panel._after.side.markers._lines
    line.field.setText("Two.")
    qtbot.keyClick(line.field, Qt.Key.Key_Return)
    assert workspace.project.recordings[0].markers == (Marker(2_000_000, "Two."),)


def test_a_speaker_is_renamed(written, panel, workspace, qtbot):
    segments = tuple(replace(each, speaker="S1") for each in written.transcript.segments)
    spoken = replace(written, transcript=replace(written.transcript, segments=segments))
    workspace.change("Speakers", with_recording(workspace.project, spoken))
    (field,) = panel._after.side._speakers_part.findChildren(NoteField)
    field.setText("Sofia Reyes")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    turn = panel._after.words.view.turns[0]
    assert (turn.name, turn.initials) == ("Sofia Reyes", "SR")


def test_several_recordings_can_be_chosen_from(written, recorded, panel, qtbot):
    panel._show_live()
    recording = recorded(0.2)
    assert panel._after.recording == recording
    panel._after.side.recording_chosen.emit(written.ident)
    assert panel._after.recording == written
    assert panel._after.playback.duration_us == written.duration_us


def test_a_recording_is_renamed(written, panel, workspace):
    panel._after.bar.titled.emit("Sorrow, first reading")
    assert workspace.project.recordings[0].title == "Sorrow, first reading"
    assert panel._after.bar._title.text() == "Sorrow, first reading"


def test_the_sample_is_written_down_like_any_file(panel, workspace, qtbot):
    panel._open_sample()
    qtbot.waitUntil(lambda: bool(workspace.project.recordings))
    qtbot.waitUntil(lambda: panel._transcribing.is_idle, timeout=10_000)
    assert workspace.project.recordings[0].tracks[0].device == SAMPLE


def test_another_project_is_shown_when_it_is_opened(written, panel, workspace, qtbot):
    path = workspace.folder("").path
    workspace.start_new()
    assert panel._pages.currentWidget() is panel._live
    workspace.open(path)
    qtbot.waitUntil(lambda: panel._after.recording == written)
    assert panel._pages.currentWidget() is panel._after


def test_what_is_written_for_a_project_that_was_closed_goes_nowhere(
    panel, workspace, speech, qtbot
):
    GATE.clear()
    panel.take_files([speech])
    qtbot.waitUntil(lambda: not panel._transcribing.is_idle)
    workspace.start_new()
    qtbot.waitUntil(lambda: panel._transcribing.is_idle)
    assert workspace.project.recordings == ()


def stops(panel):
    """Return what Tab comes to, in order."""
    found, each = [], panel.nextInFocusChain()
    while each is not panel:
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible() and each.isEnabled():
            found.append(each)
        each = each.nextInFocusChain()
    return found


def test_tab_goes_from_the_bar_through_the_words_and_the_side_to_the_foot(
    written, panel, workspace
):
    marked = replace(written, markers=(Marker(2_000_000, "two"),))
    workspace.change("Mark", with_recording(workspace.project, marked))
    after = panel._after
    (line,) = after.side.markers._lines
    order = stops(panel)
    wanted = [after.bar._edit, after.words.view, line.field, after.wave.transport.button]
    assert [each for each in order if each in wanted] == wanted


def test_it_can_be_written_down_in_another_language(written, panel, workspace, qtbot):
    panel._after.bar.again_in.emit("zh")
    qtbot.waitUntil(lambda: workspace.project.recordings[0].transcript.language == "zh")
    assert panel._after.bar._language.text() == "简体中文"
    assert workspace.history.undo_label == "Transcribe"
