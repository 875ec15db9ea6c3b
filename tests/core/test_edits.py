import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creator_app.core.edits import EDITS, Edit, EditLog
from creator_app.core.errors import CreatorError


def steps(text):
    return [{"at": ["title"], "set": text}]


def written(folder, first, last):
    log = EditLog(folder)
    for number in range(first, last + 1):
        log.append(Edit(number, steps(f"Titel {number} 标题 \n “…”")))
    return log


def revisions(folder):
    return [edit.revision for edit in EditLog(folder).read().edits]


def test_what_was_appended_is_read_in_order(tmp_path):
    written(tmp_path, 1, 3)
    logged = EditLog(tmp_path).read()
    assert [edit.revision for edit in logged.edits] == [1, 2, 3]
    assert logged.edits[1].steps == steps("Titel 2 标题 \n “…”")
    assert not logged.is_cut


def test_no_log_is_an_empty_one(tmp_path):
    assert EditLog(tmp_path).read().edits == ()
    EditLog(tmp_path).sync()
    EditLog(tmp_path).cut_tail()


def test_a_log_left_behind_is_read_before_the_one_that_goes_on(tmp_path):
    log = written(tmp_path, 1, 2)
    log.start_anew(3)
    log.append(Edit(3, []))
    log.start_anew(4)
    log.append(Edit(4, []))
    assert revisions(tmp_path) == [1, 2, 3, 4]
    log.drop(3)
    assert revisions(tmp_path) == [3, 4]
    log.drop(10)
    assert revisions(tmp_path) == [4]


def test_starting_anew_twice_loses_nothing(tmp_path):
    log = written(tmp_path, 1, 2)
    log.start_anew(3)
    # As after an append that found the disk full: the new log is there, and empty.
    (tmp_path / EDITS).touch()
    log.start_anew(3)
    log.append(Edit(3, []))
    log.start_anew(3)
    assert revisions(tmp_path) == [1, 2, 3]


def test_the_half_line_of_a_crash_is_passed_over_and_can_be_followed(tmp_path):
    written(tmp_path, 1, 2)
    whole = (tmp_path / EDITS).read_bytes()
    for cut in range(1, 30):
        (tmp_path / EDITS).write_bytes(whole[:-cut])
        log = EditLog(tmp_path)
        assert revisions(tmp_path) == [1]
        assert not log.read().is_cut
        log.cut_tail()
        log.append(Edit(2, []))
        assert revisions(tmp_path) == [1, 2]


def test_a_line_after_one_that_could_not_be_taken_back_stands_on_its_own(tmp_path, monkeypatch):
    log = written(tmp_path, 1, 1)

    def half(path, data):
        with path.open("ab") as file:
            file.write(data[: len(data) // 2])
        raise CreatorError("The disk failed.")

    with monkeypatch.context() as patch:
        patch.setattr("creator_app.core.edits.append_whole", half)
        with pytest.raises(CreatorError):
            log.append(Edit(2, steps("lost")))
    log.append(Edit(2, steps("kept")))
    logged = log.read()
    assert [edit.steps for edit in logged.edits][1:] == [steps("kept")]
    assert not logged.is_cut


@settings(max_examples=60)
@given(st.data())
def test_a_flipped_bit_costs_one_line_and_never_more(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("log")
    written(folder, 1, 5)
    content = bytearray((folder / EDITS).read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    (folder / EDITS).write_bytes(content)
    left = revisions(folder)
    # A line end that is gone joins two lines, and both are lost.
    assert len(left) >= 3
    assert set(left) <= {1, 2, 3, 4, 5}
    assert left == sorted(left)


def test_a_damaged_last_line_is_noticed(tmp_path):
    written(tmp_path, 1, 2)
    content = bytearray((tmp_path / EDITS).read_bytes())
    content[-5] ^= 1
    (tmp_path / EDITS).write_bytes(content)
    logged = EditLog(tmp_path).read()
    assert ([edit.revision for edit in logged.edits], logged.is_cut) == ([1], True)


@pytest.mark.parametrize("text", [b"[]", b"{}", b"5", b'{"revision": null, "steps": []}', b"\xff"])
def test_a_line_that_is_whole_but_no_change_is_passed_over(tmp_path, text):
    (tmp_path / EDITS).write_bytes(b"%08x %s\n" % (zlib.crc32(text), text))
    assert revisions(tmp_path) == []


@settings(max_examples=60)
@given(st.binary(max_size=80), st.binary(max_size=80))
def test_rubbish_around_it_harms_no_line(tmp_path_factory, before, after):
    folder = tmp_path_factory.mktemp("log")
    written(folder, 1, 1)
    line = (folder / EDITS).read_bytes()
    (folder / EDITS).write_bytes(before + b"\n" + line + after)
    assert revisions(folder) == [1]


def test_a_log_that_vanishes_while_it_is_read_is_not_needed(tmp_path, monkeypatch):
    log = written(tmp_path, 1, 1)
    monkeypatch.setattr(EditLog, "paths", lambda _self: [tmp_path / "gone", tmp_path / EDITS])
    assert [edit.revision for edit in log.read().edits] == [1]


def test_a_full_disk_leaves_the_log_as_it_was(small_disk):
    log = written(small_disk.path, 1, 3)
    before = (small_disk.path / EDITS).read_bytes()
    small_disk.fill()
    long = Edit(4, steps("x" * 20_000))
    for _ in range(3):
        with pytest.raises(CreatorError, match="disk is full") as caught:
            log.append(long)
    assert caught.value.hint
    assert (small_disk.path / EDITS).read_bytes() == before
    small_disk.clear()
    log.append(long)
    assert revisions(small_disk.path) == [1, 2, 3, 4]
