from dataclasses import replace
from datetime import datetime

import pytest

from creator_app.core import project as documents
from creator_app.core.codec import encode
from creator_app.core.errors import CreatorError, DamagedFileError
from creator_app.core.project import (
    SCHEMA,
    migrated,
    new_project,
    now,
    project_from,
    with_block,
    with_recording,
    with_shot,
    without_recording,
)
from creator_app.core.script import Block
from creator_app.core.timeline import Shot
from tests.documents import full_project, recording


def test_new_projects_are_empty_and_all_different():
    one, two = new_project("a"), new_project("a")
    assert one.ident != two.ident
    assert (one.title, one.recordings, one.duration_us) == ("a", (), 0)
    assert datetime.fromisoformat(one.created).tzinfo is not None


def test_the_time_has_its_offset():
    assert abs((datetime.now().astimezone() - datetime.fromisoformat(now())).total_seconds()) < 5


def test_a_recording_is_added_once_and_then_replaced():
    project = with_recording(full_project(), recording("r2"))
    assert [each.ident for each in project.recordings] == ["r1", "r2"]
    changed = replace(recording("r1"), title="new")
    project = with_recording(project, changed)
    assert project.recordings[0] == changed
    assert project.recording("r1") is project.recordings[0]
    assert without_recording(project, "r1").recording("r1") is None
    assert without_recording(project, "unknown") == project


def test_a_block_and_a_shot_take_the_place_of_theirs():
    project = full_project()
    block, shot = Block("b2", "changed"), Shot("s1", "a forest")
    assert with_block(project, block).script.blocks == (project.script.blocks[0], block)
    assert with_shot(project, shot).shots == (shot,)
    assert with_shot(with_block(project, Block("?", "")), Shot("?", "")) == project


def test_its_kind_and_length_follow_from_what_is_in_it():
    full = full_project()
    assert (full.kind, full.duration_us) == ("video", 6_000_000)
    spoken = replace(full, shots=(), recordings=())
    assert (spoken.kind, spoken.duration_us) == ("voiceover", 900_000)
    assert replace(full, shots=()).kind == "meeting"
    assert new_project("").kind == "meeting"


def test_a_project_is_read_from_its_json():
    project = full_project()
    assert project_from(encode(project)) == project


@pytest.mark.parametrize("data", [None, [], {}, {"ident": 5, "title": "", "created": ""}])
def test_what_is_no_project_is_called_damaged(data):
    with pytest.raises(DamagedFileError, match="damaged"):
        project_from(data)


def test_migrations_follow_each_other(monkeypatch):
    monkeypatch.setattr(documents, "SCHEMA", 3)
    steps = {
        1: lambda data: {**data, "one": True},
        2: lambda data: {**data, "two": data["one"]},
    }
    monkeypatch.setattr(documents, "MIGRATIONS", steps)
    assert migrated({}, 1) == {"one": True, "two": True}
    assert migrated({"one": 5}, 2) == {"one": 5, "two": 5}
    assert migrated({}, 3) == {}
    with pytest.raises(CreatorError, match="newer Creator App"):
        migrated({}, 4)
    # A migration that finds something else than its format says: the file is damaged.
    with pytest.raises(DamagedFileError):
        migrated({}, 2)


def test_this_format_needs_no_migration():
    assert migrated({"a": 1}, SCHEMA) == {"a": 1}
