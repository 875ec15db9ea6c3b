import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from creator_app.core.errors import CreatorError
from creator_app.core.project import SCHEMA
from creator_app.core.versions import (
    DAILY,
    FOLDER,
    KEPT_DAILY,
    keep_daily_version,
    keep_version,
    read_version,
    versions,
)
from tests.documents import full_project


def today():
    return datetime.now().astimezone().date()


def planted(folder, stamp, name=DAILY):
    (folder / FOLDER).mkdir(exist_ok=True)
    path = folder / FOLDER / f"{stamp} {name}.json"
    path.write_text(json.dumps({"schema": SCHEMA, "saved": "", "name": name, "project": {}}))
    return path


def test_a_version_is_read_as_it_was_kept(tmp_path):
    project = full_project()
    version = keep_version(tmp_path, project, "before the cut")
    assert versions(tmp_path) == [version]
    assert read_version(version) == project
    assert datetime.fromisoformat(version.saved).tzinfo is not None


@pytest.mark.parametrize("name", ["a/b: “c” v1.2", "会议 一", "x" * 500, "", 'say "project": {'])
def test_a_version_is_called_what_the_user_called_it(tmp_path, name):
    keep_version(tmp_path, full_project(), name)
    (found,) = versions(tmp_path)
    assert found.name == name


def test_versions_of_one_name_in_one_second_are_all_kept(tmp_path):
    for number in range(3):
        keep_version(tmp_path, replace(full_project(), title=str(number)), "same")
    found = versions(tmp_path)
    assert {each.name for each in found} == {"same"}
    assert {read_version(each).title for each in found} == {"0", "1", "2"}


def test_the_newest_comes_first_wherever_it_was_kept(tmp_path):
    early = planted(tmp_path, "2026-11-22T09.00.00+08.00", "Shanghai")
    late = planted(tmp_path, "2026-11-22T08.30.00+01.00", "Berlin")
    planted(tmp_path, "nonsenseT", "no version")
    assert [each.path for each in versions(tmp_path)] == [late, early]


def test_one_version_is_kept_a_day(tmp_path):
    project = full_project()
    assert keep_daily_version(tmp_path, project, today()).name == DAILY
    assert keep_daily_version(tmp_path, project, today()) is None
    assert len(versions(tmp_path)) == 1


def test_the_oldest_daily_versions_make_room_and_named_ones_stay(tmp_path):
    start = date(2025, 1, 1)
    for day in range(KEPT_DAILY + 5):
        planted(tmp_path, f"{start + timedelta(day)}T08.00.00+00.00")
    planted(tmp_path, "2024-01-01T08.00.00+00.00", "mine")
    keep_daily_version(tmp_path, full_project(), today())
    found = versions(tmp_path)
    assert sum(each.name == DAILY for each in found) == KEPT_DAILY
    assert found[0].saved.startswith(str(today()))
    assert found[-1].name == "mine"


def test_on_a_full_disk_no_old_version_is_given_for_a_new_one(small_disk):
    start = date(2025, 1, 1)
    for day in range(KEPT_DAILY):
        planted(small_disk.path, f"{start + timedelta(day)}T08.00.00+00.00")
    small_disk.fill()
    with pytest.raises(CreatorError, match="disk is full"):
        keep_daily_version(small_disk.path, full_project(), today())
    assert len(versions(small_disk.path)) == KEPT_DAILY


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("", "damaged"),
        ("[]", "damaged"),
        ('{"project": []}', "damaged"),
        ('{"project": {}, "schema": "1"}', "damaged"),
        ('{"project": {}, "schema": 1}', "damaged"),
        ('{"project": {}, "schema": 99}', "newer"),
    ],
)
def test_a_version_that_cannot_be_read_is_told(tmp_path, content, word):
    path = planted(tmp_path, "2026-11-22T09.00.00+08.00", "mine")
    path.write_text(content)
    (version,) = versions(tmp_path)
    assert version.name == "mine"
    with pytest.raises(CreatorError, match=word):
        read_version(version)


def test_a_project_without_versions_has_none(tmp_path):
    assert versions(tmp_path) == []
