import errno
import hashlib
import io
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from creator_app.core import files
from creator_app.core.errors import CreatorError, DamagedFileError, MissingFileError
from creator_app.core.files import (
    LONGEST_NAME_BYTES,
    append_whole,
    cache_folder,
    data_folder,
    file_error,
    free_bytes,
    free_name,
    open_file,
    quoted,
    read_json,
    remove_parts,
    resource,
    safe_name,
    settings_folder,
    sha256,
    sync_file,
    write_atomic,
    written,
)


def no_parts(folder):
    return list(folder.glob(".part-*")) == []


class Failing:
    """Stands in for a call of the system that fails."""

    def __init__(self, number, times=1_000):
        self.error = OSError(number, os.strerror(number))
        self.left = times
        self.calls = 0

    def __call__(self, *_args, **_kwargs):
        self.calls += 1
        if self.calls <= self.left:
            raise self.error


# Opening and reading


def test_text_is_utf_8_with_plain_line_ends(tmp_path):
    with open_file(tmp_path / "a.txt", "w") as file:
        file.write("你好\n")
    assert (tmp_path / "a.txt").read_bytes() == "你好\n".encode()
    with open_file(tmp_path / "a.txt", "r") as file:
        assert file.read() == "你好\n"
    with open_file(tmp_path / "a.txt") as file:
        assert file.seekable()
        assert isinstance(file, io.BufferedReader)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("missing.wav", "does not exist"),
        ("missing/a.wav", "does not exist"),
        ("", "is a folder"),
        ("file/a.wav", "is a folder"),
        ("a\0b", "no name a file can have"),
        ("x" * 300, "name too long"),
    ],
)
def test_a_file_that_cannot_be_opened_is_told_plainly(tmp_path, name, word):
    (tmp_path / "file").touch()
    with pytest.raises(CreatorError, match=word) as caught:
        open_file(tmp_path / name)
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EDQUOT, "The disk is full"),
        (errno.EACCES, "may not be read or written here"),
        (errno.EPERM, "may not be read or written here"),
        (errno.EROFS, "may not be read or written here"),
        (errno.EIO, "could not be read or written"),
        (errno.EEXIST, "is already there"),
        (errno.ESTALE, "could not be read or written"),
        (None, "could not be read or written"),
    ],
)
def test_what_the_system_says_is_put_into_plain_words(number, word):
    error = OSError(number, os.strerror(number)) if number else OSError("odd")
    told = file_error(error, Path("/home/me/Sitzung.wav"))
    assert word in str(told)
    assert "“Sitzung.wav”" in str(told)
    assert "None" not in str(told)


def test_a_missing_file_is_told_apart(tmp_path):
    with pytest.raises(MissingFileError):
        open_file(tmp_path / "a")


def test_long_names_are_shortened_in_messages():
    name = quoted(Path("/x") / ("long " * 40 + ".wav"))
    assert len(name) < 70
    assert name.endswith(".wav”")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b"nonsense"])
def test_json_that_is_none_is_called_damaged(tmp_path, content):
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(DamagedFileError, match=r"“a\.json” is damaged"):
        read_json(tmp_path / "a.json")


def test_json_is_read(tmp_path):
    (tmp_path / "a.json").write_text('{"a": [1, null]}')
    assert read_json(tmp_path / "a.json") == {"a": [1, None]}


# Writing whole or not at all


def test_a_file_is_whole_or_as_it_was(tmp_path):
    path = tmp_path / "a.txt"
    write_atomic(path, b"old")
    with suppress(RuntimeError), written(path) as part:
        part.write_bytes(b"half")
        raise RuntimeError
    assert path.read_bytes() == b"old"
    with written(path) as part:
        part.write_bytes(b"new")
        assert path.read_bytes() == b"old"
        assert part.suffix == ".txt"
    assert path.read_bytes() == b"new"
    assert no_parts(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_written_file_has_the_usual_mode(tmp_path):
    before = os.umask(0o027)
    try:
        write_atomic(tmp_path / "a", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_link_to_a_file_elsewhere_stays_one(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere" / "real")
    write_atomic(tmp_path / "link", b"1")
    write_atomic(tmp_path / "link", b"2")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "elsewhere" / "real").read_bytes() == b"2"


def test_a_folder_that_is_missing_is_told_before_anything_is_done(tmp_path):
    with pytest.raises(CreatorError, match="The folder “missing” does not exist"):
        write_atomic(tmp_path / "missing" / "a", b"")
    with pytest.raises(CreatorError), written(tmp_path / ("x" * 300)) as part:
        part.write_bytes(b"")
    assert no_parts(tmp_path)


def test_a_full_disk_leaves_the_old_file(small_disk):
    path = small_disk.path / "a"
    write_atomic(path, b"old")
    small_disk.fill(8192)
    with pytest.raises(CreatorError, match="The disk is full: “a”"):
        write_atomic(path, b"x" * 100_000)
    # Whatever writes into the temporary file, a full disk is told as one.
    with pytest.raises(CreatorError, match="The disk is full: “a”"), written(path) as part:
        part.write_bytes(b"x" * 100_000)
    assert path.read_bytes() == b"old"
    assert no_parts(small_disk.path)


def test_other_failures_inside_are_not_blamed_on_the_file(tmp_path):
    with pytest.raises(ConnectionResetError), written(tmp_path / "a"):
        raise ConnectionResetError
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_may_only_be_read_is_told(small_disk):
    small_disk.make_read_only()
    with pytest.raises(CreatorError, match="may not be read or written here"):
        write_atomic(small_disk.path / "a", b"")
    small_disk.make_writable()


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_file_systems_that_cannot_flush_are_written_all_the_same(tmp_path, monkeypatch, number):
    monkeypatch.setattr(os, "fsync", Failing(number))
    write_atomic(tmp_path / "a", b"1")
    assert (tmp_path / "a").read_bytes() == b"1"


def test_a_disk_that_fails_to_flush_leaves_the_old_file(tmp_path, monkeypatch):
    write_atomic(tmp_path / "a", b"old")
    monkeypatch.setattr(os, "fsync", Failing(errno.EIO))
    with pytest.raises(CreatorError, match="“a” could not be"):
        write_atomic(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert no_parts(tmp_path)


def test_folders_that_cannot_be_flushed_are_no_failure(tmp_path, monkeypatch):
    sync = os.fsync

    def only_files(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "not for folders")
        sync(handle)

    monkeypatch.setattr(os, "fsync", only_files)
    write_atomic(tmp_path / "a", b"1")
    assert (tmp_path / "a").read_bytes() == b"1"


def in_use(number):
    """Return what Windows says of a file that somebody has open."""
    error = PermissionError(errno.EACCES, "in use")
    error.winerror = number
    return error


def test_a_scanner_that_looks_into_the_file_is_waited_for(tmp_path, monkeypatch):
    replace, waits = Path.replace, []

    def busy(self, target):
        if len(waits) < 3:
            raise in_use(32)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(files.time, "sleep", waits.append)
    write_atomic(tmp_path / "a", b"1")
    assert (tmp_path / "a").read_bytes() == b"1"
    assert waits == sorted(waits)


def test_a_file_that_stays_in_use_is_told(tmp_path, monkeypatch):
    waits = []

    def busy(_self, _target):
        raise in_use(5)

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(files.time, "sleep", waits.append)
    with pytest.raises(CreatorError, match="may not be read or written"):
        write_atomic(tmp_path / "a", b"1")
    assert sum(waits) < 2
    assert list(tmp_path.iterdir()) == []


def test_what_may_not_be_replaced_is_told_at_once(tmp_path, monkeypatch):
    def refuse(_self, _target):
        raise PermissionError(errno.EACCES, "no")

    waits = []
    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(files.time, "sleep", waits.append)
    with pytest.raises(CreatorError):
        write_atomic(tmp_path / "a", b"1")
    assert waits == []


def test_parts_of_a_crash_are_removed_and_nothing_else(tmp_path):
    (tmp_path / ".part-00.json").touch()
    (tmp_path / "part-of-it.json").touch()
    remove_parts(tmp_path)
    remove_parts(tmp_path / "missing")
    assert [each.name for each in tmp_path.iterdir()] == ["part-of-it.json"]


def test_appending_on_a_full_disk_leaves_the_file(small_disk):
    path = small_disk.path / "log"
    append_whole(path, b"one\n")
    small_disk.fill()
    with pytest.raises(CreatorError, match="disk is full"):
        append_whole(path, b"x" * 50_000)
    assert path.read_bytes() == b"one\n"
    small_disk.clear()
    append_whole(path, b"two\n")
    assert path.read_bytes() == b"one\ntwo\n"


def test_syncing_what_is_gone_is_told(tmp_path):
    with pytest.raises(MissingFileError):
        sync_file(tmp_path / "gone")


def test_a_hash_is_the_files(tmp_path):
    (tmp_path / "a").write_bytes(b"abc" * 1_000_000)
    assert sha256(tmp_path / "a") == hashlib.sha256(b"abc" * 1_000_000).hexdigest()


# Names


@given(st.text())
@example("CON")
@example("nul.txt")
@example("Com1 .wav")
@example("...")
@example("\ud800")
@example('a/b\\c:d*e?f"g<h>i|j\0k\x7fl\x9f')
@example("名" * 500)
@example("👩‍💻" * 100)
def test_any_title_makes_a_name_that_every_system_takes(title):
    name = safe_name(title)
    assert 0 < len(name.encode()) <= LONGEST_NAME_BYTES + 1
    assert not set(name) & set('<>:"/\\|?*\0')
    assert not any(ord(char) < 32 for char in name)
    assert name == name.strip(" .")
    assert name.split(".")[0].strip().lower() not in {"con", "nul", "aux", "prn", "com1", "lpt9"}
    assert safe_name(name) == name


def test_letters_of_any_script_stay():
    assert safe_name("Übung 会议 – «Plan»: 2/3") == "Übung 会议 – «Plan»- 2-3"
    assert safe_name("") == "Untitled"


def test_a_whole_book_as_a_title_is_cut_quickly():
    assert len(safe_name("字" * 2_000_000).encode()) <= LONGEST_NAME_BYTES


def test_a_free_name_counts_up(tmp_path):
    path = tmp_path / "a.wav"
    assert free_name(path) == path
    path.touch()
    (tmp_path / "a-2.wav").touch()
    assert free_name(path).name == "a-3.wav"


# Folders of the app


def test_the_folders_are_made_where_the_environment_says(tmp_path, monkeypatch):
    for name, folder in (
        ("DATA", data_folder),
        ("SETTINGS", settings_folder),
        ("CACHE", cache_folder),
    ):
        monkeypatch.setenv(f"CREATOR_APP_{name}", str(tmp_path / "new" / name))
        assert folder() == tmp_path / "new" / name
        assert folder().is_dir()


@pytest.mark.skipif(sys.platform != "linux", reason="the places of the XDG specification")
def test_on_linux_they_are_where_the_specification_says(tmp_path, monkeypatch):
    monkeypatch.delenv("CREATOR_APP_DATA")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert data_folder() == tmp_path / "xdg" / "creator-app"
    monkeypatch.setenv("XDG_DATA_HOME", "relative/is/ignored")
    assert data_folder() == tmp_path / "home/.local/share/creator-app"
    monkeypatch.delenv("XDG_DATA_HOME")
    assert data_folder() == tmp_path / "home/.local/share/creator-app"


@pytest.mark.parametrize(
    ("platform", "place"),
    [("darwin", "Library/Application Support"), ("win32", "AppData/Local")],
)
def test_elsewhere_they_are_where_the_system_wants_them(tmp_path, monkeypatch, platform, place):
    monkeypatch.delenv("CREATOR_APP_DATA")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert data_folder() == tmp_path / place / "creator-app"


def test_a_user_without_a_home_is_told(monkeypatch):
    def nowhere():
        raise RuntimeError

    for name in ("CREATOR_APP_DATA", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    with pytest.raises(CreatorError, match="no home folder") as caught:
        data_folder()
    assert "HOME" in caught.value.hint


def test_a_folder_that_cannot_be_made_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("CREATOR_APP_DATA", str(tmp_path / "file" / "data"))
    with pytest.raises(CreatorError):
        data_folder()


def test_resources_are_found():
    assert resource("tokens.json").is_file()


def test_room_is_asked_where_a_folder_will_be(tmp_path):
    assert free_bytes(tmp_path / "not" / "yet") > 0
    assert free_bytes(Path("relative/not/yet")) > 0
