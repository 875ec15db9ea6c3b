from pathlib import Path

import pytest

from creator_app.core.errors import CreatorError
from creator_app.core.time import US
from creator_app.core.transcript import Segment, Transcript, spread_words
from creator_app.production.export import Stems, export_transcript, make_folder, parse_formats

TALK = Transcript(
    (Segment(0, US, "Hello there.", None, spread_words("Hello there.", 0, US)),), "en", 2 * US
)


def test_each_format_is_a_file_of_the_same_stem(tmp_path):
    made = export_transcript(TALK, tmp_path / "new" / "deep", "talk", ("srt", "txt"))
    assert made == [tmp_path / "new/deep/talk.srt", tmp_path / "new/deep/talk.txt"]
    assert made[1].read_text() == "Hello there.\n"


def test_doing_it_again_replaces_what_was_made(tmp_path):
    export_transcript(Transcript(), tmp_path, "talk", ("txt",))
    export_transcript(TALK, tmp_path, "talk", ("txt",))
    assert [path.name for path in tmp_path.iterdir()] == ["talk.txt"]
    assert (tmp_path / "talk.txt").read_text() == "Hello there.\n"


def test_a_second_equal_stem_has_a_number():
    stems, here = Stems(), Path("out")
    assert [stems.take(here, name) for name in ("talk", "Talk", "talk", "other")] == [
        "talk",
        "Talk-2",
        "talk-3",
        "other",
    ]
    assert stems.take(Path("elsewhere"), "talk") == "talk"


def test_a_number_that_is_taken_is_passed_over():
    stems, here = Stems(), Path()
    assert [stems.take(here, name) for name in ("talk-2", "talk", "talk")] == [
        "talk-2",
        "talk",
        "talk-3",
    ]


def test_formats_are_read_as_people_write_them():
    assert parse_formats("srt, .VTT,srt") == ("srt", "vtt")


@pytest.mark.parametrize("text", ["", "pdf", "srt,,vtt"])
def test_an_unknown_format_is_told(text):
    with pytest.raises(CreatorError, match="cannot be written") as caught:
        parse_formats(text)
    assert "srt" in caught.value.hint


def test_a_file_in_the_way_of_a_folder_is_told(tmp_path):
    (tmp_path / "out").write_text("x")
    with pytest.raises(CreatorError, match="“out”"):
        make_folder(tmp_path / "out")
    with pytest.raises(CreatorError, match="folder"):
        make_folder(tmp_path / "out" / "deeper")


def test_a_full_disk_leaves_what_was_there(small_disk):
    export_transcript(TALK, small_disk.path, "talk", ("txt",))
    small_disk.fill()
    long = Transcript(TALK.segments * 5_000, "en", US)
    with pytest.raises(CreatorError, match="disk is full"):
        export_transcript(long, small_disk.path, "talk", ("txt", "srt"))
    assert sorted(path.name for path in small_disk.path.iterdir()) == ["filler", "talk.txt"]
    assert (small_disk.path / "talk.txt").read_text() == "Hello there.\n"


def test_a_disk_that_may_only_be_read_is_told_before_any_work(small_disk):
    small_disk.make_read_only()
    try:
        with pytest.raises(CreatorError, match="may not be read or written"):
            make_folder(small_disk.path)
    finally:
        small_disk.make_writable()
