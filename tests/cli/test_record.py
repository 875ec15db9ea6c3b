import json
import os
import signal
import subprocess
import sys

import pytest

from creator_app.cli import main
from creator_app.cli.native_noise import kept_off_the_terminal
from creator_app.core.folder import read_project
from creator_app.core.logs import log_file
from creator_app.media.journal_read import Journal


def started(*arguments, stderr=subprocess.PIPE):
    command = [sys.executable, "-m", "creator_app", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True)


def events(lines):
    return [json.loads(line) for line in lines]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "Team meeting 会议.creator"


def test_it_ends_after_its_seconds_and_prints_the_project(sound_card, path):
    child = started("record", "--seconds", "1.5", "--out", path)
    out, errors = child.communicate(timeout=60)
    assert (child.returncode, errors) == (0, "")
    assert out.splitlines() == [str(path)]
    (recording,) = read_project(path).recordings
    assert recording.duration_us == 1_500_000
    assert recording.title == "Team meeting 会议"
    assert recording.transcript.segments == ()
    assert [track.name for track in recording.tracks] == ["mic"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_end_it_well(sound_card, path, number):
    child = started("record", "--json", "--system", "default", "--out", path)
    seen = [json.loads(child.stdout.readline())]
    while {event.get("track") for event in seen} < {"mic", "system"}:
        seen.append(json.loads(child.stdout.readline()))
    child.send_signal(number)
    rest, errors = child.communicate(timeout=30)
    seen += events(rest.splitlines())
    assert (child.returncode, errors) == (0, "")
    assert seen[-1]["event"] == "result"
    assert seen[-1]["files"] == [str(path)]
    (recording,) = read_project(path).recordings
    assert recording.duration_us == seen[-1]["duration_us"]
    for level in seen[:-1]:
        assert level["event"] == "level"
        assert set(level) == {"event", "track", "peak_db", "rms_db", "at_us"}
    for track in recording.tracks:
        with Journal(path / track.media) as journal:
            assert journal.is_kept


def test_levels_come_about_ten_times_a_second(sound_card, path):
    child = started("record", "--json", "--seconds", "2", "--out", path)
    out, _ = child.communicate(timeout=60)
    times = [event["at_us"] for event in events(out.splitlines()) if event["event"] == "level"]
    assert 10 <= len(times) <= 25
    assert 0 < times[0] < 600_000
    assert 1_700_000 < times[-1] <= 2_400_000


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--mic", "lapel"], "There is no microphone called “lapel”."),
        (["--system", "Monitor"], "“Monitor” fits more than one system sound."),
        (["--mic", "none"], "There is nothing to record."),
    ],
)
def test_what_is_wrong_is_one_plain_line_and_nothing_is_made(
    sound_card, path, capsys, arguments, said
):
    assert main(["record", *arguments, "--out", str(path)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert said in captured.err
    assert not path.exists()


def test_errors_are_json_as_well(sound_card, path, capsys):
    assert main(["record", "--mic", "lapel", "--json", "--out", str(path)]) == 1
    (event,) = events(capsys.readouterr().out.splitlines())
    assert event["event"] == "error"
    assert event["hint"].startswith("There are: ")


def test_seconds_must_be_some(path, capsys):
    for wrong in ("0", "-1", "nan", "inf", "x"):
        assert main(["record", f"--seconds={wrong}", "--out", str(path)]) == 2
    assert not path.exists()


def test_the_name_of_a_project_is_completed(sound_card, tmp_path):
    assert main(["record", "--seconds", "0.3", "--out", str(tmp_path / "v1.2 call")]) == 0
    assert read_project(tmp_path / "v1.2 call.creator").recordings


def test_devices_are_listed(sound_card, capsys):
    assert main(["devices"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["mic", "default", "mic", "Microphone", "2", "×", "44100", "Hz"]
    assert any(line.startswith("system  default  speaker.monitor") for line in lines)
    assert main(["devices", "--json"]) == 0
    listed = events(capsys.readouterr().out.splitlines())
    assert listed[0] == {
        "event": "device",
        "id": "mic",
        "name": "Microphone",
        "side": "mic",
        "channels": 2,
        "rate_hz": 44_100,
        "is_default": True,
    }


def test_what_libraries_print_past_python_goes_to_the_log(capfd):
    with kept_off_the_terminal():
        os.write(2, b"ALSA lib pcm.c: Unknown PCM\n")
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "after\n"
    assert "Unknown PCM" in log_file().read_text()


def test_what_python_prints_meanwhile_is_still_seen(tmp_path):
    script = (
        "import os, sys\n"
        "from creator_app.cli.native_noise import kept_off_the_terminal\n"
        "with kept_off_the_terminal():\n"
        "    os.write(2, b'native\\n'); sys.stderr.write('python\\n')\n"
        "sys.stderr.write('later\\n')\n"
    )
    child = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert child.stderr == "python\nlater\n"
