import errno
import os
from pathlib import Path

import pytest

from creator_app.core.bin import (
    FOLDER,
    NOTE,
    delete_for_good,
    deleted_things,
    put_back,
    throw_away,
)
from creator_app.core.errors import CreatorError
from creator_app.core.folder import create_project, open_project
from tests.documents import full_project


@pytest.fixture
def library(tmp_path):
    (tmp_path / "library").mkdir()
    return tmp_path / "library"


@pytest.fixture
def thing(library):
    path = library / "会议 “a”.creator"
    create_project(path, full_project()).close()
    return path


def tree(path):
    return {str(each.relative_to(path)) for each in path.rglob("*")}


def test_what_is_thrown_away_comes_back_where_it_was(library, thing):
    before = tree(thing)
    deleted = throw_away(library, thing)
    assert not thing.exists()
    assert deleted_things(library) == [deleted]
    assert put_back(deleted) == thing
    assert tree(thing) == before
    assert deleted_things(library) == []
    folder, project = open_project(thing)
    folder.close()
    assert project.title == full_project().title


def test_a_name_taken_meanwhile_is_not_overwritten(library):
    file = library / "a.txt"
    file.write_text("old")
    deleted = throw_away(library, file)
    file.write_text("new")
    assert put_back(deleted) == library / "a-2.txt"
    assert (file.read_text(), (library / "a-2.txt").read_text()) == ("new", "old")


def test_the_folder_it_was_in_is_made_again(library):
    file = library / "sub" / "a.txt"
    file.parent.mkdir()
    file.write_text("x")
    deleted = throw_away(library, file)
    file.parent.rmdir()
    assert put_back(deleted).read_text() == "x"


def test_the_newest_comes_first(library):
    deleted = []
    for name in "abc":
        (library / name).touch()
        deleted.append(throw_away(library, library / name))
        os.utime(deleted[-1].folder / NOTE, ns=(0, len(deleted)))
    assert deleted_things(library) == deleted[::-1]


def test_deleting_for_good_leaves_nothing(library, thing):
    delete_for_good(throw_away(library, thing))
    assert deleted_things(library) == []
    assert list((library / FOLDER).iterdir()) == []


def test_what_is_gone_already_is_told(library, thing):
    deleted = throw_away(library, thing)
    delete_for_good(deleted)
    with pytest.raises(CreatorError, match="could not be deleted"):
        delete_for_good(deleted)
    with pytest.raises(CreatorError):
        put_back(deleted)
    with pytest.raises(CreatorError, match="does not exist"):
        throw_away(library, thing)
    assert deleted_things(library) == []


def test_a_project_open_in_a_window_stays(library, thing):
    folder, _ = open_project(thing)
    with pytest.raises(CreatorError, match="open in a window"):
        throw_away(library, thing)
    assert thing.exists()
    folder.close()
    throw_away(library, thing)


def test_a_link_is_thrown_away_and_not_what_it_leads_to(library, thing, tmp_path):
    link = library / "link.creator"
    link.symlink_to(thing)
    deleted = throw_away(library, link)
    assert thing.exists()
    assert put_back(deleted) == link
    assert link.is_symlink()


def test_a_file_called_like_the_note_comes_back_too(library):
    (library / NOTE).write_text("mine")
    deleted = throw_away(library, library / NOTE)
    assert put_back(deleted).read_text() == "mine"


@pytest.mark.parametrize(
    "note", ["", "[]", "{}", '{"origin": 5, "when": 1}', '{"origin": "/x", "when": "soon"}']
)
def test_a_damaged_note_hides_only_its_own_thing(library, note):
    for name in "ab":
        (library / name).touch()
    bad, good = (throw_away(library, library / name) for name in "ab")
    (bad.folder / NOTE).write_text(note)
    assert deleted_things(library) == [good]
    assert bad.content.exists()


# From disk to disk


@pytest.fixture
def two_disks(monkeypatch):
    """Make every move look like one from one disk to another."""

    def refuse(self, target):
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(Path, "rename", refuse)


@pytest.mark.usefixtures("two_disks")
def test_things_move_between_disks(library, thing):
    before = tree(thing)
    deleted = throw_away(library, thing)
    assert not thing.exists()
    assert put_back(deleted) == thing
    assert tree(thing) == before
    (library / "a.txt").write_text("x")
    assert put_back(throw_away(library, library / "a.txt")).read_text() == "x"


def test_what_does_not_fit_on_the_other_disk_stays_where_it_was(small_disk, library, thing):
    (thing / "media" / "r1.wav").write_bytes(bytes(300_000))
    before = tree(thing)
    small_disk.fill(200_000)
    with pytest.raises(CreatorError, match="disk is full") as caught:
        throw_away(small_disk.path, thing)
    assert caught.value.hint
    assert tree(thing) == before
    assert deleted_things(small_disk.path) == []
    # And the same on the way back.
    small_disk.clear()
    deleted = throw_away(small_disk.path, thing)
    assert not thing.exists()
    assert put_back(deleted) == thing
    assert tree(thing) == before


def test_what_does_not_fit_back_stays_in_the_bin(small_disk, library):
    thing = small_disk.path / "a"
    (thing / "sub").mkdir(parents=True)
    (thing / "sub" / "b").write_bytes(bytes(300_000))
    deleted = throw_away(library, thing)
    small_disk.fill(100_000)
    with pytest.raises(CreatorError, match="disk is full"):
        put_back(deleted)
    assert not thing.exists()
    assert deleted_things(library) == [deleted]
    small_disk.clear()
    assert (put_back(deleted) / "sub" / "b").stat().st_size == 300_000


def test_a_full_disk_leaves_it_where_it_was(small_disk):
    thing = small_disk.path / "a.txt"
    thing.write_text("x")
    small_disk.fill()
    with pytest.raises(CreatorError, match="disk is full"):
        throw_away(small_disk.path, thing)
    assert thing.read_text() == "x"
    assert deleted_things(small_disk.path) == []
