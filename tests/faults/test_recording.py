"""What happens to a recording when everything else breaks: on a real server, in a real process."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from creator_app.cli import main
from creator_app.core.folder import read_project
from creator_app.core.task import Task
from creator_app.media.decode import AudioFile
from creator_app.media.journal_read import Journal
from tests.disks import _mount
from tests.sound_card import DATA, found_in

SPEECH = "librispeech-1995-1837-0001.wav"


class Child:
    """`creator-app record` in a process of its own."""

    def __init__(self, path, *arguments):
        command = [sys.executable, "-m", "creator_app", "record", "--json", "--out", str(path)]
        self.process = subprocess.Popen(
            [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.events = []

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def until(self, condition):
        """Read events until one fits; return it."""
        for line in self.process.stdout:
            self.events.append(json.loads(line))
            if condition(self.events[-1]):
                return self.events[-1]
        raise AssertionError(f"it ended: {self.process.stderr.read()}")

    def until_us(self, at_us):
        return self.until(lambda event: event.get("at_us", 0) >= at_us)

    def until_alarm(self, kind):
        return self.until(lambda event: event.get("kind") == kind)

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        out, errors = self.process.communicate(timeout=30)
        self.events += [json.loads(line) for line in out.splitlines()]
        return self.process.returncode, errors


def recovered(path):
    """Recover as the user would, and return the recording."""
    assert main(["recover", str(path)]) == 0
    (recording,) = read_project(path).recordings
    return recording


def sound(path, recording, name="mic"):
    (track,) = [track for track in recording.tracks if track.name == name]
    with Journal(path / track.media) as journal:
        return journal.read(0, journal.duration_us)[:, 0], journal.gaps(Task()), journal


def assert_nothing_repeated_or_swapped(heard, rate_hz, name=SPEECH):
    """Each quarter of a second of what was recorded is where it was in what was played."""
    with AudioFile(DATA / name, rate_hz) as file:
        played = file.read(0, 60_000_000)[:, 0]
    step = rate_hz // 4
    loud = [
        at for at in range(0, len(heard) - step, step) if np.abs(heard[at : at + step]).max() > 0.05
    ]
    assert loud, "nothing of what was played was recorded"
    lags = []
    for at in loud:
        place_s, likeness = found_in(played, heard[at : at + step], rate_hz)
        if likeness > 0.95:
            lags.append(at / rate_hz - place_s)
    assert len(lags) >= len(loud) * 0.7
    assert max(lags) - min(lags) < 0.01


@pytest.fixture
def path(tmp_path):
    return tmp_path / "Call.creator"


@pytest.mark.parametrize("at_us", [1, 400_000, 1_100_000, 2_700_000])
def test_kill_9_costs_at_most_half_a_second(sound_card, path, at_us):
    speaker = sound_card.play(SPEECH)
    with Child(path, "--system", "default") as child:
        child.until_us(at_us)
        child.process.kill()
        killed_us = time.monotonic_ns() // 1000
        child.process.wait()
    speaker.kill()
    if not list((path / "media").glob("*.rec")):
        # Killed before the first block was due.
        assert at_us == 1
        return
    recording = recovered(path)
    for track in recording.tracks:
        heard, gaps, journal = sound(path, recording, track.name)
        spoken_us = killed_us - journal.header.start_us
        assert spoken_us - 500_000 <= journal.duration_us <= spoken_us
        assert [gap for gap in gaps if gap.start_us] == []
        if track.name == "mic" and at_us > 1_000_000:
            assert_nothing_repeated_or_swapped(heard, journal.rate_hz)
    assert main(["recover", str(path)]) == 0
    assert read_project(path).recordings == (recording,)


def test_kill_9_while_it_stops_leaves_the_recording_whole(sound_card, path):
    with Child(path) as child:
        child.until_us(600_000)
        child.process.terminate()
        time.sleep(0.03)  # somewhere between the signal and the end
        child.process.kill()
        child.process.wait()
    recording = recovered(path)
    assert recording.duration_us > 400_000


def test_a_microphone_pulled_out_and_put_back_leaves_a_gap_and_the_rest(breakable_card, path):
    with Child(path, "--mic", "Microphone", "--system", "default") as child:
        child.until_us(700_000)
        breakable_card.unplug("module-remap-source")
        gone = child.until_alarm("gone")
        assert gone["track"] == "mic"
        child.until(lambda event: event.get("track") == "system" and event["event"] == "level")
        breakable_card.plug_microphone()
        back = child.until_alarm("back")
        speaker = breakable_card.play("beckett.wav")
        child.until_us(back["at_us"] + 1_500_000)
        status, errors = child.end()
        speaker.kill()
    assert (status, errors) == (0, "")
    (recording,) = read_project(path).recordings
    heard, gaps, journal = sound(path, recording)
    (gap,) = [gap for gap in gaps if gap.start_us]
    assert not gap.is_damage
    assert gap.start_us < gone["at_us"] < gap.end_us < back["at_us"] + 300_000
    rate_hz = journal.rate_hz
    with AudioFile(DATA / "beckett.wav", rate_hz) as file:
        at_s, likeness = found_in(heard, file.read(0, 1_000_000), rate_hz)
    assert likeness > 0.95
    assert at_s * 1e6 > gap.end_us
    _, gaps, journal = sound(path, recording, "system")
    assert [gap for gap in gaps if gap.start_us] == []
    assert journal.duration_us == pytest.approx(recording.duration_us, abs=100_000)


def test_a_sound_server_that_dies_takes_nothing_with_it(breakable_card, path):
    with Child(path, "--system", "default") as child:
        child.until_us(700_000)
        breakable_card.stop()
        child.until_alarm("gone")
        breakable_card.start()
        child.until_alarm("back")
        status, errors = child.end()
    assert (status, errors) == (0, "")
    (recording,) = read_project(path).recordings
    heard, gaps, _ = sound(path, recording)
    assert len(heard)
    assert all(not gap.is_damage for gap in gaps)
    assert recording.duration_us > 700_000


def test_a_sound_server_that_hangs_does_not_keep_the_recording_from_ending(breakable_card, path):
    with Child(path) as child:
        child.until_us(700_000)
        with breakable_card.freeze():
            alarm = child.until_alarm("stalled")
            assert "stopped delivering" in alarm["message"]
            began = time.monotonic()
            status, errors = child.end()
            assert time.monotonic() - began < 10
    assert (status, errors) == (0, "")
    (recording,) = read_project(path).recordings
    assert recording.duration_us > 700_000


def test_all_devices_gone_keeps_what_was_recorded(breakable_card, path):
    with Child(path) as child:
        child.until_us(700_000)
        breakable_card.unplug("module-remap-source")
        breakable_card.unplug("module-null-sink")
        alarm = child.until_alarm("gone")
        assert alarm["hint"]
        status, errors = child.end()
    assert (status, errors) == (0, "")
    (recording,) = read_project(path).recordings
    assert recording.duration_us > 600_000


def test_a_process_that_stood_still_shows_the_gap_and_goes_on(sound_card, path):
    with Child(path) as child:
        child.until_us(500_000)
        child.process.send_signal(signal.SIGSTOP)
        time.sleep(2.5)  # longer than any buffer on the way holds
        child.process.send_signal(signal.SIGCONT)
        child.until_us(3_800_000)
        child.process.send_signal(signal.SIGTERM)
        assert child.process.wait(30) == 0
    (recording,) = read_project(path).recordings
    _, gaps, journal = sound(path, recording)
    # What stands on the time line is as long as the clock says, whatever was lost.
    header = journal.header
    assert journal.duration_us > 3_500_000
    assert all(not gap.is_damage for gap in gaps)
    assert header.rate_hz == 44_100


def test_two_recorders_share_one_device(sound_card, tmp_path):
    paths = [tmp_path / "a.creator", tmp_path / "b.creator"]
    with Child(paths[0]) as one, Child(paths[1]) as other:
        one.until_us(500_000)
        other.until_us(500_000)
        assert [child.end() for child in (one, other)] == [(0, ""), (0, "")]
    assert all(len(read_project(path).recordings) == 1 for path in paths)


def test_a_disk_that_fills_up_ends_the_recording_before_it_is_full(sound_card, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    _mount(disk, "size=8m")
    try:
        with Child(disk / "a.creator") as child:
            child.until_us(700_000)
            (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - 1_500_000))
            alarm = child.until_alarm("disk-full")
            assert "nearly full" in alarm["message"]
            _, errors = child.process.communicate(timeout=30)
            assert child.process.returncode == 1
        assert errors.count("\n") == 1
        assert "nearly full" in errors
        (recording,) = read_project(disk / "a.creator").recordings
        assert recording.duration_us > 600_000
        assert main(["recover", str(disk / "a.creator")]) == 0
    finally:
        subprocess.run([shutil.which("umount"), str(disk)], check=True)


def test_a_disk_that_is_full_at_once_loses_no_more_than_what_came_after(sound_card, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    _mount(disk, "size=8m")
    try:
        with Child(disk / "a.creator") as child:
            child.until_us(700_000)
            filler = os.open(disk / "filler", os.O_WRONLY | os.O_CREAT)
            with contextlib.suppress(OSError):
                while os.write(filler, bytes(4096)):
                    pass
            os.close(filler)
            child.until_alarm("disk-full")
            child.process.communicate(timeout=30)
            assert child.process.returncode == 1
        (disk / "filler").unlink()
        assert main(["recover", str(disk / "a.creator")]) == 0
        (recording,) = read_project(disk / "a.creator").recordings
        assert recording.duration_us > 500_000
    finally:
        subprocess.run([shutil.which("umount"), str(disk)], check=True)


def test_recovery_waits_for_nobody_who_is_dead_and_refuses_whoever_lives(sound_card, path, capsys):
    with Child(path) as child:
        child.until_us(300_000)
        assert main(["recover", str(path)]) == 1
        assert "being recorded into right now" in capsys.readouterr().err
        child.until_us(600_000)
        child.process.kill()
        child.process.wait()
    recording = recovered(path)
    assert recording.duration_us > 300_000
