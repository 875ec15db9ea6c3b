"""Where files are to go: names, folders and disks that do not take them."""

import os
import shutil
import unicodedata
from pathlib import Path

import pytest

from creator_app.core.engines import Hints
from creator_app.core.errors import CreatorError
from creator_app.core.task import Task
from creator_app.core.transcript import Segment, Transcript, Word
from creator_app.media.decode import AudioFile, probe
from creator_app.production.export import export_transcript
from tests.faults.conftest import left

VOICE = ["--voice", "espeak"]


@pytest.fixture
def here(broken, tmp_path):
    for name in ("sound.wav", "talk.mp4", "film.mp4", "picture.png", "script.txt"):
        shutil.copy(broken / name, tmp_path)
    (tmp_path / "out").mkdir()
    return tmp_path


def makers(name):
    """Every verb that writes a file, told to write it under a name without its ending."""
    return [
        ["narrate", "script.txt", *VOICE, "--out", f"{name}.wav"],
        ["mux", "film.mp4", "sound.wav", "--out", f"{name}.mp4"],
        ["video", "script.txt", *VOICE, "--media", "picture.png", "--out", f"{name}.mp4"],
        ["scene", "a lake", "--seconds", "0.1", "--out", f"{name}.mp4"],
    ]


def test_a_folder_that_is_missing_is_said_before_any_work(creator, here, own_folders):
    for arguments in makers("nowhere/a"):
        said = creator(*arguments)
        said.one_plain_line("The folder “nowhere” does not exist.")
        assert said.out == ""
    assert not (here / "nowhere").exists()
    assert not (own_folders / "cache" / "takes").exists()
    assert not (own_folders / "cache" / "video").exists()


@pytest.mark.parametrize("name", ["", ".", "out", "/"])
def test_a_folder_where_a_name_is_needed_is_said(creator, here, name):
    for arguments in makers("a"):
        creator(*arguments[:-1], name).one_plain_line()
    creator("record", "--out", name, "--mic", "none").one_plain_line()
    assert left(here / "out") == []


@pytest.mark.parametrize("ending", [".txt", ".webm.txt", ""])
def test_an_ending_nobody_writes_is_said_before_any_work(creator, here, own_folders, ending):
    for arguments in makers("out/a"):
        creator(*arguments[:-1], f"out/a{ending}").one_plain_line()
    assert left(here / "out") == []
    assert not (own_folders / "cache" / "video").exists()


def test_a_name_no_disk_takes_is_said_before_an_hour_is_transcribed(creator, here):
    shutil.copy(here / "sound.wav", here / f"{'y' * 251}.wav")
    said = creator("transcribe", f"{'y' * 251}.wav", "--to", "txt,json", "--json")
    said.one_plain_line("has a name too long for this disk")
    assert [each["event"] for each in said.events] == ["error"]
    for arguments in makers("out/" + "x" * 252):
        creator(*arguments).one_plain_line("has a name too long for this disk")
    assert left(here / "out") == []


@pytest.mark.parametrize(
    ("arguments", "lost"),
    [
        (["mux", "talk.mp4", "sound.wav", "--out", "talk.mp4"], "talk.mp4"),
        (["mux", "talk.mp4", "film.mp4", "--out", "./out/../film.mp4"], "film.mp4"),
        (["video", "script.txt", "--media", "film.mp4", "--out", "film.mp4"], "film.mp4"),
        (
            ["video", "script.txt", "--media", "film.mp4", "--music", "talk.mp4", "--out=link.mp4"],
            "link.mp4",
        ),
        (["narrate", "spoken.srt", "--out", "spoken.wav"], "spoken.srt"),
    ],
)
def test_no_input_is_replaced_by_what_is_made_of_it(creator, here, arguments, lost):
    (here / "spoken.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nHello\n")
    (here / "link.mp4").symlink_to("talk.mp4")
    before = {path.name: path.read_bytes() for path in here.iterdir() if path.is_file()}
    creator(*arguments).one_plain_line(f"“{lost}” is one of the files this is made from")
    assert {path.name: path.read_bytes() for path in here.iterdir() if path.is_file()} == before


def test_equal_stems_get_names_of_their_own(creator, here):
    for name in ("talk.wav", "TALK.flac", "Ä.wav", unicodedata.normalize("NFD", "Ä.mka")):
        shutil.copy(here / "sound.wav", here / name)
    names = ["talk.wav", "talk.mp4", "TALK.flac", "Ä.wav", unicodedata.normalize("NFD", "Ä.mka")]
    said = creator("transcribe", *names, "--to", "txt", "--out", "out")
    assert (said.status, said.err) == (0, "")
    written = [unicodedata.normalize("NFC", name) for name in left(here / "out")]
    assert sorted(written) == sorted(["talk.txt", "talk-2.txt", "TALK-3.txt", "Ä.txt", "Ä-2.txt"])


def deep(folder):
    """A folder with a path that, with a name in it, has 250 characters of every kind."""
    path = folder / "会议 “A” & 'b' \"c\" 😀" / unicodedata.normalize("NFD", "Aufnähme; $HOME `ls`")
    path.mkdir(parents=True)
    return path, "录音 🎙 " + "x" * (250 - len(str(path)) - len("录音 🎙 ") - len("/.srt"))


def test_a_path_of_250_characters_of_every_kind_works_for_every_verb(creator, here):
    place, name = deep(here)
    for kind, source in {".wav": "sound.wav", ".txt": "script.txt", ".mp4": "film.mp4"}.items():
        shutil.copy(here / source, place / f"{name}{kind}")
    sound, script, film = (place / f"{name}{kind}" for kind in (".wav", ".txt", ".mp4"))
    assert len(str(sound)) == 250
    formats = ["srt", "vtt", "ass", "md", "docx", "json", "csv"]
    made = [creator("transcribe", sound, "--to", ",".join(formats))]
    made.append(creator("narrate", script, *VOICE, "--out", place / "a.m4a"))
    made.append(creator("mux", film, sound, "--out", place / f"{name}-2.mp4"))
    picture = ["--media", film, "--music", sound]
    made.append(creator("video", script, *VOICE, *picture, "--out", place / f"{name}-3.mp4"))
    assert [(each.status, each.err) for each in made] == [(0, "")] * 4
    assert all((place / f"{name}.{each}").stat().st_size for each in formats)
    assert probe(place / f"{name}-3.mp4").has_audio


def test_a_recording_into_such_a_path_is_a_project(creator, tmp_path, sound_card):
    place, name = deep(tmp_path)
    path = place / f"{name[:60]}.creator"
    said = creator("record", "--out", path, "--seconds", "0.4")
    assert (said.status, said.err) == (0, "")
    assert (path / "project.json").exists()
    assert creator("transcribe", path).status == 0
    assert creator("recover", path).status == 0


def read_only(disk, here):
    shutil.copy(here / "sound.wav", disk.path)
    disk.make_read_only()


def test_a_folder_that_is_not_writable_is_said_before_any_work(
    creator, here, own_folders, small_disk
):
    read_only(small_disk, here)
    asked = [
        *makers(small_disk.path / "a"),
        ["transcribe", "talk.mp4", "--to", "srt", "--out", small_disk.path],
        ["transcribe", small_disk.path / "sound.wav", "--to", "srt", "--json"],
    ]
    for arguments in asked:
        said = creator(*arguments)
        assert said.status == 1
        assert "may not be read or written here. Choose a folder of your own.\n" in said.err
        assert said.err.count("\n") == 1
        assert "part" not in said.out
    assert left(small_disk.path) == ["sound.wav"]
    assert not (own_folders / "cache" / "video").exists()


def test_an_input_in_a_folder_that_is_not_writable_can_be_read(creator, here, small_disk):
    read_only(small_disk, here)
    said = creator("transcribe", small_disk.path / "sound.wav")
    assert (said.status, said.err) == (0, "")
    assert "fellow Americans" in said.out
    said = creator("transcribe", small_disk.path / "sound.wav", "--to", "srt", "--out", "out")
    assert (said.status, left(here / "out")) == (0, ["sound.srt"])


@pytest.mark.parametrize("left_bytes", [0, 8192])
def test_a_full_disk_is_said_and_leaves_nothing_half(creator, here, small_disk, left_bytes):
    disk = small_disk.path
    for arguments in makers(disk / "a"):
        small_disk.fill(left_bytes)
        said = creator(*arguments)
        said.one_plain_line("The disk is full: ", "Free some space, or choose another folder")
        assert left(disk) == ["filler"], arguments
    small_disk.fill(0)
    said = creator("transcribe", "sound.wav", "--to", "docx", "--out", disk)
    said.one_plain_line("The disk is full")
    assert left(disk) == ["filler"]


def test_a_file_that_was_there_stands_when_the_disk_is_full(creator, here, small_disk):
    old = small_disk.path / "a.wav"
    old.write_bytes(b"older work")
    small_disk.fill(4096)
    creator("narrate", "script.txt", *VOICE, "--out", old).one_plain_line("The disk is full")
    assert old.read_bytes() == b"older work"


def test_a_transcript_for_which_there_is_no_room_is_printed(creator, here, small_disk):
    small_disk.fill(4096)
    said = creator("transcribe", "sound.wav", "--to", "docx", "--out", small_disk.path)
    said.one_plain_line("The disk is full")
    assert "fellow Americans" in said.out
    assert left(small_disk.path) == ["filler"]


def test_what_was_written_before_the_disk_was_full_stays_whole(small_disk):
    word = Word(0, 1_000_000, "word", 0.5)
    transcript = Transcript((Segment(0, 1_000_000, "word", None, (word,)),) * 300, "en", 1_000_000)
    small_disk.fill(24_576)
    with pytest.raises(CreatorError, match="disk is full"):
        export_transcript(transcript, small_disk.path, "a", ["txt", "json", "csv"])
    assert left(small_disk.path) == ["a.txt", "filler"]
    assert (small_disk.path / "a.txt").read_text().count("word") == 300


def test_a_full_cache_costs_no_work_that_was_done(creator, here, small_disk, monkeypatch):
    monkeypatch.setenv("CREATOR_APP_CACHE", str(small_disk.path / "cache"))
    small_disk.fill(16_384)
    said = creator("narrate", "script.txt", *VOICE, "--out", "out/a.wav")
    said.one_plain_line("The disk is full")
    assert left(here / "out") == []
    small_disk.clear()
    assert creator("narrate", "script.txt", *VOICE, "--out", "out/a.wav").status == 0


def test_an_input_deleted_while_it_is_read_is_read_to_its_end(here):
    path = here / "sound.wav"
    with AudioFile(path) as source:
        source.read(0, 100_000)
        path.unlink()
        assert len(source.read(0, 3_000_000)) == 48_000


def test_an_input_that_shrinks_while_it_is_read_ends_where_it_is_cut(here, creator):
    from creator_app.cli.catalog import catalog
    from creator_app.core.engines import Transcriber

    path = here / "sound.wav"
    with AudioFile(path) as source:
        source.read(0, 100_000)
        os.truncate(path, 150_000)
        made = catalog().open(Transcriber).transcribe(source, Hints(), Task())
    assert made.duration_us <= 3_000_000
    assert Path(path).exists()
