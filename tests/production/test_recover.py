import os
import shutil
from dataclasses import replace

import numpy as np
import pytest

from creator_app.core.codec import encode
from creator_app.core.engines import Caption
from creator_app.core.errors import CreatorError
from creator_app.core.folder import create_project, open_project, read_project
from creator_app.core.project import new_project, with_recording, without_recording
from creator_app.core.recording import Marker, Recording, Track
from creator_app.core.task import Task
from creator_app.core.transcript import Word
from creator_app.media.journal import GAP, Header, JournalWriter
from creator_app.media.journal_read import Gap, Journal
from creator_app.production.recover import (
    Recovery,
    bring_back,
    cut_off_in,
    projects_in,
    recover,
)

HEADER = Header("3f2a", "mic", "Desk", 8000, 1, "s16", "2026-11-22T10:00:00+00:00", 77, "Monday")
BLOCK = memoryview(np.full((800, 1), 5000, "<i2"))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "Monday.creator"
    create_project(path, new_project("Monday")).close()
    return path


def cut_off(path, header=HEADER, blocks=10, notes=()):
    """Leave a journal as a killed process does; return its file."""
    file = path / "media" / f"{header.recording}-{header.track}.rec"
    writer = JournalWriter(file, header)
    for number in range(blocks):
        writer.write(BLOCK, number * 800, 77 + number * 100_000)
    for kind, at_us, values in notes:
        writer.note(kind, at_us, **values)
    writer.close()
    return file


def test_a_recording_that_was_cut_off_is_in_the_project_again(path):
    cut_off(path)
    cut_off(path, replace(HEADER, track="system", device="Loudspeaker"), blocks=12)
    (found,) = recover(path, Task()).found
    assert read_project(path).recordings == (found.recording,)
    assert found.recording.ident == "3f2a"
    assert found.recording.title == "Monday"
    assert found.recording.created == "2026-11-22T10:00:00+00:00"
    assert found.recording.duration_us == 1_200_000
    assert found.recording.tracks == (
        Track("mic", "Desk", 8000, 1, "media/3f2a-mic.rec"),
        Track("system", "Loudspeaker", 8000, 1, "media/3f2a-system.rec"),
    )
    assert found.gaps == {"mic": [], "system": []}
    assert found.damaged_us == 0


def test_a_second_time_there_is_nothing_to_do(path):
    cut_off(path)
    assert len(recover(path, Task()).found) == 1
    before = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}
    assert recover(path, Task()) == Recovery()
    assert {file: file.read_bytes() for file in path.rglob("*") if file.is_file()} == before


def test_what_was_captioned_and_marked_is_there_too(path):
    word = Word(100_000, 400_000, "Hello.", 0.9)
    caption = Caption(0, True, 100_000, 400_000, "Hello.", (word,), "en")
    notes = [
        ("marker", 300_000, {"note": "decided"}),
        ("caption", 500_000, {"caption": encode(caption)}),
        ("caption", 500_000, {"caption": {"broken": True}}),
    ]
    cut_off(path, notes=notes)
    (found,) = recover(path, Task()).found
    assert found.recording.markers == (Marker(300_000, "decided"),)
    assert found.recording.transcript.text == "Hello."
    assert found.recording.transcript.language == "en"
    (restored,) = read_project(path).recordings
    assert restored.transcript == found.recording.transcript


def test_gaps_are_told_and_damage_is_silence(path):
    file = cut_off(path)
    writer = JournalWriter(path / "media" / "3f2a-system.rec", replace(HEADER, track="system"))
    writer.write(BLOCK, 0, 77)
    writer.write(BLOCK, 8000, 1_000_077, GAP)
    writer.close()
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    (found,) = recover(path, Task()).found
    ((damage),) = found.gaps["mic"]
    assert damage.is_damage
    assert found.damaged_us == 100_000
    assert found.gaps["system"] == [Gap(100_000, 1_000_000, is_damage=False)]


def test_a_torn_end_is_cut_and_the_file_itself_is_left_as_it_is(path):
    file = cut_off(path)
    os.truncate(file, file.stat().st_size - 500)
    torn = file.read_bytes()
    (found,) = recover(path, Task()).found
    assert found.recording.duration_us == 900_000
    assert file.read_bytes().startswith(torn)


def test_a_recording_deleted_on_purpose_does_not_come_back(path):
    cut_off(path)
    (found,) = recover(path, Task()).found
    folder, project = open_project(path)
    folder.snapshot(without_recording(project, found.recording.ident))
    folder.close()
    assert recover(path, Task()) == Recovery()
    assert read_project(path).recordings == ()


def test_healthy_recordings_are_never_touched(path):
    file = cut_off(path)
    track = Track("mic", "Desk", 8000, 1, "media/3f2a-mic.rec")
    recording = Recording("3f2a", "Mine", "2026", 1_000_000, (track,))
    folder, project = open_project(path)
    folder.snapshot(with_recording(project, recording))
    folder.close()
    before = file.read_bytes(), file.stat().st_mtime_ns
    assert recover(path, Task()) == Recovery()
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_one_that_is_being_recorded_is_refused(path):
    writer = JournalWriter(path / "media" / "3f2a-mic.rec", HEADER)
    writer.write(BLOCK, 0, 77)
    with pytest.raises(CreatorError, match="being recorded into right now"):
        recover(path, Task())
    writer.close()
    assert len(recover(path, Task()).found) == 1


def test_empty_and_foreign_files_do_not_keep_the_rest_from_coming_back(path):
    cut_off(path)
    (path / "media" / "empty-mic.rec").touch()
    (path / "media" / "foreign-mic.rec").write_bytes(b"RIFF" * 1000)
    recovery = recover(path, Task())
    assert [each.recording.ident for each in recovery.found] == ["3f2a"]
    assert ["“foreign-mic.rec” is not a recording" in str(each) for each in recovery.problems] == [
        True
    ]
    assert (path / "media" / "foreign-mic.rec").read_bytes() == b"RIFF" * 1000


def test_a_journal_whose_beginning_is_damaged_comes_back(path):
    file = cut_off(path)
    data = file.read_bytes()
    file.write_bytes(bytes(300) + data[300:])
    (found,) = recover(path, Task()).found
    assert found.recording.ident == "3f2a"
    assert found.recording.title == "Recording"
    assert found.recording.created
    assert found.recording.duration_us == 1_000_000


def test_a_folder_without_its_project_file_becomes_a_project_again(path):
    cut_off(path)
    for file in path.glob("*.*"):
        file.unlink()
    (found,) = recover(path, Task()).found
    assert read_project(path).recordings == (found.recording,)
    assert read_project(path).title == "Monday"


def test_two_recordings_come_back_oldest_first(path):
    cut_off(path, replace(HEADER, recording="b", started="2026-11-22T12:00:00+00:00"))
    cut_off(path, replace(HEADER, recording="c", started="2026-11-22T11:00:00+00:00"))
    recover(path, Task())
    assert [each.ident for each in read_project(path).recordings] == ["c", "b"]


def test_a_killed_recovery_is_done_again(path, monkeypatch):
    cut_off(path)

    def killed(_journal):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "mark_kept", killed)
        with pytest.raises(KeyboardInterrupt):
            recover(path, Task())
    assert recover(path, Task()) == Recovery()
    assert len(read_project(path).recordings) == 1


def test_a_project_or_a_folder_of_them_can_be_named(path, tmp_path):
    other = tmp_path / "Tuesday.creator"
    shutil.copytree(path, other)
    (tmp_path / "notes.txt").touch()
    assert projects_in(path) == [path]
    assert projects_in(tmp_path) == [path, other]


def test_what_is_no_folder_of_projects_is_refused(tmp_path):
    with pytest.raises(CreatorError, match="no project in"):
        projects_in(tmp_path)
    with pytest.raises(CreatorError, match="not a folder"):
        projects_in(tmp_path / "nothing")


def test_a_project_that_is_open_gets_its_recording_by_way_of_its_holder(path):
    cut_off(path)
    folder, project = open_project(path)
    kept = []

    def keep(recording):
        kept.append(recording)
        folder.snapshot(with_recording(project, recording))

    recovery = bring_back(path, keep, Task())
    assert [each.recording for each in recovery.found] == kept
    assert bring_back(path, keep, Task()) == Recovery()
    folder.close()
    assert read_project(path).recordings == tuple(kept)


def test_what_the_holder_could_not_keep_is_found_again(path):
    cut_off(path)

    def refuse(_recording):
        raise CreatorError("The disk is full.")

    with pytest.raises(CreatorError, match="full"):
        bring_back(path, refuse, Task())
    assert len(recover(path, Task()).found) == 1


def test_a_library_tells_where_something_was_cut_off(path, tmp_path):
    create_project(tmp_path / "Tuesday.creator", new_project("Tuesday")).close()
    assert cut_off_in(tmp_path, Task()) == []
    cut_off(path)
    assert cut_off_in(tmp_path, Task()) == [path]
    recover(path, Task())
    assert cut_off_in(tmp_path, Task()) == []


def test_a_project_open_elsewhere_is_left_to_its_holder(path, tmp_path):
    cut_off(path)
    folder, _project = open_project(path)
    assert cut_off_in(tmp_path, Task()) == []
    folder.close()


def test_a_recording_that_somebody_removed_is_not_brought_back(path, tmp_path):
    cut_off(path)
    recover(path, Task())
    folder, project = open_project(path)
    folder.snapshot(without_recording(project, "3f2a"))
    folder.snapshot(without_recording(project, "3f2a"))
    folder.close()
    assert cut_off_in(tmp_path, Task()) == []
