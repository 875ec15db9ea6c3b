import json
import shutil

import pytest

from creator_app.core import links
from creator_app.core.errors import CreatorError


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "here" / "P.creator"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def song(tmp_path):
    song = tmp_path / "here" / "Lied 歌.mp3"
    song.parent.mkdir(exist_ok=True)
    song.write_bytes(b"la " * 1000)
    return song


def test_a_file_is_found_again_under_one_name(folder, song):
    name = links.add(folder, song)
    assert name.startswith(links.PREFIX)
    assert links.add(folder, song.parent / "." / song.name) == name
    assert links.resolve(folder, name) == song


def test_nothing_is_written_for_a_file_that_is_known(folder, song):
    links.add(folder, song)
    stamp = (folder / links.FILE).stat().st_mtime_ns
    links.add(folder, song)
    assert (folder / links.FILE).stat().st_mtime_ns == stamp


def test_a_file_that_moved_keeps_its_name_when_it_is_added_again(folder, song):
    name = links.add(folder, song)
    moved = song.rename(song.with_name("new place.mp3"))
    with pytest.raises(CreatorError, match="is not where it was") as caught:
        links.resolve(folder, name)
    assert str(song.parent) in caught.value.hint
    assert links.add(folder, moved) == name
    assert links.resolve(folder, name) == moved


def test_two_files_that_look_alike_are_two(folder, song):
    # Sounds of one length that begin and end in silence have the same ends.
    quiet = bytes(links.END_BYTES)
    song.write_bytes(quiet + b"one" + quiet)
    other = song.with_name("other.mp3")
    other.write_bytes(quiet + b"two" + quiet)
    names = [links.add(folder, song), links.add(folder, other)]
    assert [links.resolve(folder, name) for name in names] == [song, other]
    assert [links.add(folder, song), links.add(folder, other)] == names


@pytest.mark.parametrize("size", [0, 1, links.END_BYTES, links.END_BYTES + 1, 3 * links.END_BYTES])
def test_a_fingerprint_sees_both_ends_and_the_size(tmp_path, size):
    content = bytearray(size)
    prints = set()
    for number, change in enumerate([None, 0, -1] if size > 1 else [None]):
        changed = bytearray(content)
        if change is not None:
            changed[change] ^= 1
        (tmp_path / f"{number}").write_bytes(changed)
        prints.add(links.fingerprint(tmp_path / f"{number}"))
    (tmp_path / "longer").write_bytes(content + b"x")
    prints.add(links.fingerprint(tmp_path / "longer"))
    assert len(prints) == (4 if size > 1 else 2)


def test_project_and_files_that_move_together_stay_together(folder, song, tmp_path):
    name = links.add(folder, song)
    shutil.move(tmp_path / "here", tmp_path / "另一个地方")
    moved = tmp_path / "另一个地方"
    assert links.resolve(moved / "P.creator", name) == moved / song.name
    # Another file of that name is not taken for it.
    (moved / song.name).write_bytes(b"something else")
    with pytest.raises(CreatorError, match="not where it was"):
        links.resolve(moved / "P.creator", name)


def test_an_unknown_link_is_told(folder):
    with pytest.raises(CreatorError, match="does not know"):
        links.resolve(folder, "link:000000000000")


def test_a_file_that_is_missing_or_a_folder_cannot_be_added(folder, tmp_path):
    for path in (tmp_path / "missing.mp3", tmp_path):
        with pytest.raises(CreatorError):
            links.add(folder, path)
    assert not (folder / links.FILE).exists()


def test_a_name_that_is_no_text_is_kept(folder, song):
    odd = song.rename(song.with_name("caf\udce9.mp3"))
    assert links.resolve(folder, links.add(folder, odd)) == odd


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"7"])
def test_a_damaged_list_is_told_and_put_aside_when_a_file_is_added(folder, song, content):
    (folder / links.FILE).write_bytes(content)
    with pytest.raises(CreatorError, match=r"“links\.json” is damaged"):
        links.resolve(folder, "link:000000000000")
    assert links.resolve(folder, links.add(folder, song)) == song
    assert (folder / "links.damaged.json").read_bytes() == content


@pytest.mark.parametrize("entry", [None, [], {"path": 5}, {}, {"path": "/x", "bytes": "1"}])
def test_a_damaged_entry_costs_only_itself(folder, song, entry):
    name = links.add(folder, song)
    data = json.loads((folder / links.FILE).read_text())
    (folder / links.FILE).write_text(json.dumps({**data, "bad": entry}))
    assert links.resolve(folder, name) == song
    with pytest.raises(CreatorError, match="does not know"):
        links.resolve(folder, "link:bad")
