import io
import json
import shutil
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from creator_app.cli import main
from creator_app.core.files import cache_folder, resource
from creator_app.media.decode import probe

SCRIPT = "# Title\n\nHello there, Dr. Smith. 你好，世界。\n\nThat is all.\n"


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "script.md"
    path.write_text(SCRIPT)
    return str(path)


def narrate(*arguments) -> int:
    return main(["narrate", *map(str, arguments)])


def test_a_script_in_two_languages_becomes_sound_and_captions(script, tmp_path, capsys):
    out = tmp_path / "out.mp3"
    assert narrate(script, "--out", out) == 0
    assert probe(out).duration_us > 2_000_000
    captions = (tmp_path / "out.srt").read_text()
    assert "Hello there, Dr. Smith." in captions
    assert "你好，世界。" in captions
    said = capsys.readouterr()
    assert said.out.splitlines()[:2] == [str(out), str(tmp_path / "out.srt")]
    assert "-16." in said.out or "-15.9" in said.out
    assert said.err == ""
    assert {path.suffix for path in tmp_path.iterdir()} == {".md", ".mp3", ".srt"}


def test_the_second_time_nothing_is_made(script, tmp_path, capsys):
    narrate(script, "--out", tmp_path / "a.wav")
    before = {path: path.stat().st_mtime_ns for path in (cache_folder() / "takes").iterdir()}
    assert len(before) == 6
    narrate(script, "--out", tmp_path / "b.flac")
    after = {path: path.stat().st_mtime_ns for path in (cache_folder() / "takes").iterdir()}
    assert after == before


def test_json_tells_what_was_measured(script, tmp_path, capsys):
    out = tmp_path / "out.m4a"
    arguments = ["--json", "--lufs", "-20", "--speed", "1.3", "--voice", "espeak:en-gb"]
    assert narrate("--out", out, *arguments, script) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    result = events[-1]
    assert result["event"] == "result"
    assert result["input"] == script
    assert result["files"] == [str(out), str(tmp_path / "out.srt")]
    assert result["lufs"] == pytest.approx(-20, abs=0.5)
    assert result["peak_dbtp"] <= -1
    assert abs(result["duration_us"] - probe(out).duration_us) < 60_000
    assert {event["event"] for event in events[:-1]} == {"progress"}
    assert all(event["note"] for event in events[:-1])


def test_the_script_may_come_through_a_pipe(tmp_path, monkeypatch):
    stdin = SimpleNamespace(buffer=io.BytesIO("\ufeffHello.\r\n".encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert narrate("-", "--out", tmp_path / "out.wav") == 0
    assert "Hello." in (tmp_path / "out.srt").read_text()


def test_speed_makes_it_shorter(script, tmp_path):
    narrate(script, "--out", tmp_path / "a.wav")
    narrate(script, "--out", tmp_path / "b.wav", "--speed", "2")
    usual = probe(tmp_path / "a.wav").duration_us
    assert probe(tmp_path / "b.wav").duration_us < usual * 0.85


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        (SCRIPT, ["--voice", "piper:bob"], "Piper has no voice called “bob”. There are: en_US-joe"),
        (SCRIPT, ["--voice", "nobody"], "There is no engine called nobody for this work."),
        (SCRIPT, ["--language", "xx"], "No voice on this computer speaks the language “xx”."),
        ("😀 👍🏽\n", [], "There is nothing to speak in this script."),
        ("", [], "There is nothing to speak in this script."),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", [], "is no text file."),
        ("Grüße".encode("latin-1"), [], "is not in UTF-8."),
        (SCRIPT, ["--lufs", "-8"], "cannot be made as loud as -8 LUFS"),
    ],
)
def test_what_cannot_be_done_is_one_plain_line_and_leaves_no_file(
    tmp_path, capsys, content, options, message
):
    script, out = tmp_path / "script.txt", tmp_path / "out"
    script.write_bytes(content.encode() if isinstance(content, str) else content)
    out.mkdir()
    assert narrate(script, "--out", out / "out.wav", *options) == 1
    said = capsys.readouterr()
    assert message in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert list(out.iterdir()) == []


@pytest.mark.parametrize(
    ("script_name", "out_name", "message"),
    [
        ("missing.txt", "out.wav", "“missing.txt” does not exist."),
        ("script.md", "no/out.wav", "The folder “no” does not exist."),
        ("script.md", "out.doc", "Sound cannot be written as “out.doc”."),
    ],
)
@pytest.mark.usefixtures("script")
def test_a_wrong_path_is_told_before_any_work(tmp_path, capsys, script_name, out_name, message):
    assert narrate(tmp_path / script_name, "--out", tmp_path / out_name) == 1
    assert message in capsys.readouterr().err
    assert not (cache_folder() / "takes").exists()


@pytest.mark.parametrize("options", [["--speed", "9"], ["--lufs", "0"], ["--speed", "x"], []])
def test_wrong_usage_is_another_status(script, tmp_path, options, capsys):
    out = ["--out", tmp_path / "out.wav"] if options else []
    assert narrate(script, *out, *options) == 2
    assert capsys.readouterr().out == ""


def test_ctrl_c_leaves_no_file_and_keeps_the_takes(tmp_path):
    sample = resource("samples", "script-en.md")
    command = [sys.executable, "-m", "creator_app", "narrate", "--json", str(sample)]
    child = subprocess.Popen([*command, "--out", tmp_path / "out.wav"], stdout=subprocess.PIPE)
    with child, child.stdout as said:
        next(line for line in said if b'"note": "4 of' in line)
        child.send_signal(signal.SIGINT)
    assert child.returncode == 130
    assert list(tmp_path.iterdir()) == []
    assert len(list((cache_folder() / "takes").glob("*.json"))) >= 3


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is missing")
def test_the_chinese_sample_is_spoken_in_chinese(tmp_path, capsys):
    out = tmp_path / "out.flac"
    assert narrate("--json", resource("samples", "script-zh.md"), "--out", out) == 0
    assert probe(out).duration_us > 20_000_000
