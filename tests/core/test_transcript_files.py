import json
from dataclasses import replace

import pytest

from creator_app.core.errors import DamagedFileError, MissingFileError
from creator_app.core.project import new_project
from creator_app.core.transcript import from_json, to_json
from creator_app.core.transcript_files import FOLDER, TranscriptFiles, read_transcript
from tests.documents import recording


@pytest.fixture
def folder(tmp_path):
    (tmp_path / FOLDER).mkdir()
    return tmp_path


def project_of(*idents):
    recordings = tuple(recording(ident, text=f"{at}-") for at, ident in enumerate(idents))
    return replace(new_project("x"), recordings=recordings)


@pytest.mark.parametrize("idents", [("r1", "r2"), ("same", "same"), ("", "/"), ("../../x", "一")])
def test_each_recording_finds_its_own_transcript_again(folder, idents):
    project = project_of(*idents)
    names = TranscriptFiles(folder).write(project)
    assert len(set(names)) == len(idents)
    for each, name in zip(project.recordings, names, strict=True):
        assert (folder / name).parent == folder / FOLDER
        assert from_json(read_transcript(folder / name)) == each.transcript


def test_what_is_on_disk_is_not_written_again(folder):
    project, files = project_of("a"), TranscriptFiles(folder)
    (name,) = files.write(project)
    (folder / name).unlink()
    # It is known to be there; whoever takes files away from an open project loses them.
    assert files.write(project) == [name]
    assert not (folder / name).exists()
    assert TranscriptFiles(folder).write(project) == [name]
    assert (folder / name).exists()


def test_a_file_cut_short_by_a_crash_is_written_again(folder):
    project = project_of("a")
    (name,) = TranscriptFiles(folder).write(project)
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[:-9])
    TranscriptFiles(folder).write(project)
    assert (folder / name).read_bytes() == whole


def test_a_recording_without_a_transcript_has_no_file(folder):
    bare = replace(recording(), transcript=None)
    project = replace(new_project("x"), recordings=(bare, recording("b")))
    assert TranscriptFiles(folder).write(project)[0] is None


def test_only_files_that_no_snapshot_names_are_deleted(folder):
    files = TranscriptFiles(folder)
    names = files.write(project_of("a", "b", "c"))
    (folder / "project.json").write_text(json.dumps({"x": names[0]}))
    (folder / "project.damaged.json").write_text(json.dumps({"x": names[1]})[:-1])
    files.drop_unused()
    assert [(folder / name).exists() for name in names] == [True, True, False]


def test_another_content_under_its_name_is_called_damaged(folder):
    (name,) = TranscriptFiles(folder).write(project_of("a"))
    (folder / name).write_text(json.dumps(to_json(recording().transcript)))
    with pytest.raises(DamagedFileError, match="is damaged"):
        read_transcript(folder / name)
    with pytest.raises(MissingFileError):
        read_transcript(folder / "gone.json")
