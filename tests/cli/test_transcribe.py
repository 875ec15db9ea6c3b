import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from creator_app.cli import main
from creator_app.core.folder import create_project, read_project
from creator_app.core.project import new_project, with_recording
from creator_app.core.recording import Recording, Track
from creator_app.core.time import US
from creator_app.core.transcript import from_json
from creator_app.media.captions_io import FORMATS, read_captions
from tests.media_files import GUANGZHOU, JFK, SORROW, decoded, write_media
from tests.wording import word_error_rate


@pytest.fixture
def transcribe(capsys, tmp_path, monkeypatch):
    """The verb, standing in the test's own folder."""
    monkeypatch.chdir(tmp_path)
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]

    def run(*arguments):
        status = main(["transcribe", *map(str, arguments)])
        return status, *capsys.readouterr()

    yield run
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def events(out):
    return [json.loads(line) for line in out.splitlines()]


def test_without_more_words_the_text_is_on_stdout_and_nothing_else(transcribe, tmp_path):
    status, out, err = transcribe(JFK.path)
    assert (status, err) == (0, "")
    assert word_error_rate(JFK.text, out) <= 0.05
    assert list(tmp_path.iterdir()) == []


def test_every_format_is_written_into_a_folder_that_is_made(transcribe, tmp_path):
    status, out, err = transcribe(JFK.path, "--to", ",".join(FORMATS), "--out", "new/deep")
    assert (status, err) == (0, "")
    made = sorted(path.name for path in (tmp_path / "new/deep").iterdir())
    assert made == sorted(f"jfk.{form}" for form in FORMATS)
    assert out.splitlines() == [f"new/deep/jfk.{form}" for form in FORMATS]
    cues = read_captions(tmp_path / "new/deep/jfk.srt")
    assert word_error_rate(JFK.text, " ".join(cue.text for cue in cues)) <= 0.05
    transcript = from_json(json.loads((tmp_path / "new/deep/jfk.json").read_text()))
    assert (transcript.language, transcript.duration_us) == ("en", 11 * US)


def test_without_a_folder_files_are_beside_their_input(transcribe, tmp_path):
    shutil.copy(GUANGZHOU.path, tmp_path / "广州 “talk”.v2.wav")
    status, _, err = transcribe("广州 “talk”.v2.wav", "--to", "json", "--language", "zh-Hant")
    assert (status, err) == (0, "")
    data = json.loads((tmp_path / "广州 “talk”.v2.json").read_text())
    assert data["language"] == "zh-Hant"
    words = [word for segment in data["segments"] for word in segment["words"]]
    assert "".join(word["text"] for word in words).startswith("廣州市")
    assert all(0 <= word["confidence"] <= 1 for word in words)


def test_equal_names_do_not_overwrite_each_other(transcribe, tmp_path):
    (tmp_path / "other").mkdir()
    write_media(tmp_path / "talk.mp3", decoded(JFK.path, 44_100))
    write_media(tmp_path / "other" / "talk.wav", decoded(SORROW.path, 48_000))
    status, out, _ = transcribe("talk.mp3", "other/talk.wav", "--to", "txt", "--out", ".")
    assert (status, out.split()) == (0, ["talk.txt", "talk-2.txt"])
    assert "Americans" in (tmp_path / "talk.txt").read_text()
    assert "sorrow" in (tmp_path / "talk-2.txt").read_text()


def test_one_that_fails_does_not_stop_the_others(transcribe, tmp_path):
    (tmp_path / "empty.mp3").touch()
    status, out, err = transcribe("empty.mp3", JFK.path, "gone.wav", "--to", "txt", "--out", "out")
    assert status == 1
    assert [line.split(":")[0] for line in err.splitlines()] == ["empty.mp3", "gone.wav"]
    assert out == "out/jfk.txt\n"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["jfk.txt"]


def test_json_tells_progress_parts_result_and_error(transcribe, tmp_path):
    status, out, err = transcribe(JFK.path, "gone.wav", "--json", "--to", "srt", "--out", tmp_path)
    told = events(out)
    assert status == 1
    parts = [each for each in told if each["event"] == "part"]
    text = " ".join(part["segment"]["text"] for part in parts)
    assert word_error_rate(JFK.text, text) <= 0.05
    assert {part["input"] for part in parts} == {str(JFK.path)}
    fractions = [each["fraction"] for each in told if each["event"] == "progress"]
    assert fractions == sorted(fractions)
    (result,) = [each for each in told if each["event"] == "result"]
    assert result["files"] == [str(tmp_path / "jfk.srt")]
    assert (result["language"], result["duration_us"]) == ("en", 11 * US)
    (error,) = [each for each in told if each["event"] == "error"]
    assert error["input"] == "gone.wav"
    assert error["message"] == "“gone.wav” does not exist."
    assert err.count("\n") == 1


def test_a_project_gets_its_transcript_and_its_files(transcribe, tmp_path):
    path = tmp_path / "Monday.creator"
    folder = create_project(path, new_project("Monday"))
    write_media(path / "media" / "r.wav", decoded(JFK.path, 48_000))
    track = Track("mic", "device", 48_000, 1, "media/r.wav")
    recording = Recording("r", "Monday", "2026-11-22T09:00:00+01:00", 11 * US, (track,))
    folder.snapshot(with_recording(new_project("Monday"), recording))
    folder.close()
    status, out, err = transcribe("Monday.creator", "--to", "md")
    assert (status, out, err) == (0, "Monday.md\n", "")
    assert "ask what you can do for your country" in (tmp_path / "Monday.md").read_text()
    kept = read_project(path).recordings[0].transcript
    assert word_error_rate(JFK.text, kept.text) <= 0.05


def test_silence_is_no_failure(transcribe, tmp_path):
    write_media(tmp_path / "silence.wav", np.zeros(96_000, np.float32))
    status, out, err = transcribe("silence.wav")
    assert (status, out, err) == (0, "", "")
    assert transcribe("silence.wav", "--to", "json,srt")[0] == 0
    data = json.loads((tmp_path / "silence.json").read_text())
    assert data == {"language": "und", "duration_us": 2 * US, "segments": []}


def test_options_stand_anywhere_after_the_verb(transcribe):
    status, out, _ = transcribe("--language", "en", JFK.path, "--speakers", "auto")
    assert status == 0
    assert "country" in out


@pytest.mark.parametrize(
    "arguments",
    [["--to", "pdf", "a.wav"], [], ["--speakers", "3", "a.wav"], ["--nonsense", "a.wav"]],
)
def test_wrong_usage_is_told_before_any_work(transcribe, arguments):
    status, out, err = transcribe(*arguments)
    assert (status, out) == (2, "")
    assert err.splitlines()[-1].startswith("creator-app transcribe: error:")


@pytest.mark.parametrize(
    ("options", "words"),
    [(["--engine", "nonsense"], "nonsense"), (["--language", "klingon"], "klingon")],
)
def test_an_unknown_engine_or_language_is_one_plain_line(transcribe, options, words):
    status, out, err = transcribe(JFK.path, *options)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert words in err


def test_a_real_server_does_it_too(transcribe, transcription_server):
    from creator_app.core.settings import load_settings, save_settings

    save_settings(load_settings().with_address("transcription-server", transcription_server))
    status, out, err = transcribe(SORROW.path, "--engine", "transcription-server")
    assert (status, err) == (0, "")
    assert word_error_rate(SORROW.text, out) <= 0.15


@pytest.mark.skipif(os.name == "nt", reason="signals to another process")
def test_ctrl_c_ends_at_once_and_keeps_what_is_finished(tmp_path):
    long = write_media(tmp_path / "long.wav", np.tile(decoded(JFK.path, 48_000), 30))
    options = ["--to", "txt", "--json", "--out", str(tmp_path)]
    child = subprocess.Popen(
        [sys.executable, "-m", "creator_app", "transcribe", JFK.path, long, *options],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in child.stdout:
        told = json.loads(line)
        if told["event"] == "part" and told["input"] == str(long):
            break
    child.send_signal(signal.SIGINT)
    begun = time.monotonic()
    child.wait(20)
    assert time.monotonic() - begun < 3
    assert child.returncode == 130
    assert child.stderr.read() == ""
    child.stdout.close()
    child.stderr.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["jfk.txt", "long.wav"]
