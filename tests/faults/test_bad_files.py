"""Files that are not what they should be, given to every verb that takes files."""

import shutil
import subprocess

import numpy as np
import pytest

from creator_app.media.decode import probe
from tests.faults.conftest import left
from tests.media_files import write_media

NOT_MEDIA = "is not a sound or video file that can be read"
CUT = "is incomplete: the recording or the copy was cut off before its end"
# File → what is said of it by whoever wants media.
NO_MEDIA = {
    "words.mp3": NOT_MEDIA,
    "noise.wav": NOT_MEDIA,
    "cues.srt": NOT_MEDIA,
    "header.wav": NOT_MEDIA,
    "empty.mp4": "is empty",
    "without-end.mp4": CUT,
    "half.mp4": CUT,
    "not there.mp4": "does not exist",
    "-": "does not exist",
    ".": "is a folder",
}


@pytest.fixture
def here(broken, tmp_path):
    """The test's own folder, with the files in it and a place for results."""
    for path in broken.iterdir():
        shutil.copy(path, tmp_path)
    (tmp_path / "out").mkdir()
    return tmp_path


@pytest.mark.parametrize(("name", "words"), NO_MEDIA.items())
def test_what_is_no_medium_is_one_plain_line_for_every_verb(creator, here, name, words):
    before = {path.name: path.read_bytes() for path in here.iterdir() if path.is_file()}
    asked = [
        ["transcribe", name, "--to", "srt,json", "--out", "out"],
        ["mux", name, "sound.wav", "--out", "out/film.mp4"],
        ["mux", "film.mp4", name, "--out", "out/film.mp4"],
        ["video", "script.txt", "--media", name, "--out", "out/film.mp4"],
        ["video", "script.txt", "--media", "film.mp4", "--music", name, "--out", "out/film.mp4"],
    ]
    for arguments in asked:
        said = creator(*arguments)
        said.one_plain_line(words)
        assert said.out == ""
    assert left(here / "out") == []
    assert {path.name: path.read_bytes() for path in here.iterdir() if path.is_file()} == before


def test_a_video_without_sound_is_said_to_have_none(creator, here):
    creator("transcribe", "film.mp4", "--to", "srt", "--out", "out").one_plain_line(
        "“film.mp4” has no sound."
    )
    creator("mux", "film.mp4", "film.mp4", "--out", "out/a.mp4").one_plain_line("has no sound")
    music = ["--media", "film.mp4", "--music", "film.mp4", "--out", "out/a.mp4"]
    creator("video", "script.txt", *music).one_plain_line("holds no sound")
    assert left(here / "out") == []


def test_sound_where_a_picture_is_needed_is_said_to_have_none(creator, here):
    creator("mux", "sound.wav", "sound.wav", "--out", "out/a.mp4").one_plain_line("has no picture")
    creator("mux", "picture.png", "sound.wav", "--out", "out/a.mp4").one_plain_line(
        "“picture.png” is a picture, not a video."
    )
    creator("video", "script.txt", "--media", "sound.wav", "--out", "out/a.mp4").one_plain_line(
        "“sound.wav” holds no picture."
    )
    creator("transcribe", "picture.png").one_plain_line("has no sound")
    assert left(here / "out") == []


def test_an_mp4_whose_second_half_is_missing_gives_what_is_there(creator, here):
    name = "second-half-missing.mp4"
    said = creator("transcribe", name, "--to", "txt", "--out", "out")
    assert (said.status, said.err) == (0, "")
    assert "fellow Americans" in (here / "out/second-half-missing.txt").read_text()
    assert creator("mux", name, "sound.wav", "--out", "out/a.mp4").status == 0
    assert 1_000_000 < probe(here / "out/a.mp4").duration_us <= 5_200_000


def test_one_bad_input_does_not_keep_the_others_from_being_done(creator, here):
    said = creator("transcribe", "words.mp3", "sound.wav", "empty.mp4", "--to", "txt")
    assert said.status == 1
    assert [line.split(":")[0] for line in said.err.splitlines()] == ["words.mp3", "empty.mp4"]
    assert "fellow Americans" in (here / "sound.txt").read_text()
    assert not (here / "words.txt").exists()


@pytest.mark.parametrize(
    "options",
    [
        ["-f", "lavfi", "-i", "sine=d=1:r=768000", "-ac", "1"],
        ["-f", "lavfi", "-i", "sine=d=1:r=48000", "-ac", "8"],
        ["-f", "lavfi", "-i", "sine=d=1:r=8"],
    ],
    ids=["768 kHz", "8 channels", "8 Hz"],
)
def test_sound_of_any_shape_is_taken(creator, here, options):
    subprocess.run([shutil.which("ffmpeg"), "-v", "error", *options, here / "odd.wav"], check=True)
    said = creator("transcribe", "odd.wav", "--to", "json")
    assert (said.status, said.err) == (0, "")
    assert '"segments": []' in (here / "odd.json").read_text()
    said = creator("mux", "film.mp4", "odd.wav", "--out", "out/a.mp4")
    assert (said.status, said.err) == (0, "")
    assert probe(here / "out/a.mp4").has_audio


def test_progress_never_goes_back(creator, here):
    events = creator("transcribe", "sound.wav", "--json").events
    fractions = [each["fraction"] or 0 for each in events if each["event"] == "progress"]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1


def test_a_single_sample_is_a_sound(creator, here):
    said = creator("transcribe", "one.wav", "--to", "srt,json,docx")
    assert (said.status, said.err) == (0, "")
    assert creator("mux", "film.mp4", "one.wav", "--mix", "--out", "out/a.mp4").status == 0
    assert probe(here / "out/a.mp4").duration_us == pytest.approx(1_000_000, abs=60_000)


def test_twenty_minutes_with_three_spoken_islands_are_all_found(creator, here, broken):
    from tests.media_files import JFK, decoded

    words = decoded(JFK.path)
    minutes = np.zeros(16_000 * 1200, np.float32)
    for at_s in (60, 600, 1150):
        minutes[at_s * 16_000 : at_s * 16_000 + len(words)] = words
    write_media(here / "long.flac", minutes, rate_hz=16_000)
    said = creator("transcribe", "long.flac", "--to", "json", "--json")
    assert (said.status, said.err) == (0, "")
    starts_s = [
        event["segment"]["start_us"] // 1_000_000
        for event in said.events
        if event["event"] == "part"
    ]
    islands = {min((60, 600, 1150), key=lambda at: abs(at - start)) for start in starts_s}
    assert islands == {60, 600, 1150}
    assert all(min(abs(at - start) for at in islands) < 12 for start in starts_s)
    assert said.events[-1]["duration_us"] == 1_200_000_000
