import shutil
import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from creator_app.core.errors import CreatorError
from creator_app.core.task import Task
from creator_app.media import capture
from creator_app.media.capture import Recorder
from creator_app.media.decode import AudioFile
from creator_app.media.device import DeviceError
from creator_app.media.devices import find
from creator_app.media.journal import Header
from creator_app.media.journal_read import Journal
from creator_app.media.track import TrackPlan
from tests.fake_devices import MIC, RATE, SYSTEM, Delivering, FakeDevices, tone
from tests.sound_card import DATA, found_in, wait_until

HEADER = Header("3f2a", "", "", 0, 0, "", "2026-11-22T10:00:00+00:00", 0, "Meeting")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "media").mkdir()
    return tmp_path


@pytest.fixture
def fakes():
    return FakeDevices()


@pytest.fixture
def made(folder, fakes):
    """Makes recorders, and ends those that a test leaves running."""
    recorders = []

    def make(*devices, limit_us=None, open_stream=fakes.open):
        plans = [TrackPlan(device.side, device) for device in devices or (MIC,)]
        recorder = Recorder(folder, HEADER, plans, limit_us, open_stream)
        recorders.append(recorder)
        return recorder

    yield make
    for recorder in recorders:
        recorder.stop()
        recorder.release(is_kept=False)


def sound_of(folder, track="mic"):
    with Journal(folder / "media" / f"3f2a-{track}.rec") as journal:
        return journal.read_all(0, journal.end), journal.gaps(Task()), journal.notes


def kinds(recorder):
    return [alarm.kind for alarm in recorder.take_alarms()]


def test_every_sample_a_device_delivers_is_on_disk(made, folder, fakes):
    recorder = made()
    recorder.start()
    played = np.concatenate([tone(0.05, amplitude=1000 * (1 + number % 9)) for number in range(40)])
    began = time.monotonic()
    for number in range(40):
        block = played[number * 2400 : (number + 1) * 2400]
        fakes.last("mic").hear(block, round((began + number * 0.05) * 1e6), False)
    wait_until(lambda: recorder.duration_us >= 1_900_000)
    # The end is now; what was delivered is of the future, so the whole of it is not waited for.
    heard, gaps, _ = sound_of(folder)
    assert gaps == []
    assert np.array_equal(heard * 32768, played[: len(heard)])


def test_no_file_is_made_before_sound_comes(made, folder):
    recorder = made()
    recorder.start()
    recorder.stop()
    assert list((folder / "media").iterdir()) == []
    assert recorder.duration_us == 0


def test_two_devices_become_two_tracks_in_step(made, folder, fakes):
    recorder = made(MIC, SYSTEM)
    recorder.start()
    with Delivering(fakes, {"mic": 1, "system": 2}):
        wait_until(lambda: recorder.settled_us > 600_000)
        recorder.stop()
    mic, _, _ = sound_of(folder, "mic")
    system, _, _ = sound_of(folder, "system")
    assert (mic.shape[1], system.shape[1]) == (1, 2)
    lag_s, likeness = found_in(mic[:, 0], system[RATE // 10 : RATE // 2, 0], RATE)
    assert likeness > 0.999
    # The tone repeats every 1/400 s.
    assert abs((lag_s - 0.1) * 400 % 1.0 - 0.5) > 0.45


def test_what_was_said_until_the_stop_is_kept_and_nothing_after_it(made, folder, fakes):
    recorder = made()
    recorder.start()
    with Delivering(fakes, {"mic": 1}):
        wait_until(lambda: recorder.now_us > 400_000)
        before_us = recorder.now_us
        recorder.stop()
        after_us = recorder.now_us
    heard, gaps, _ = sound_of(folder)
    assert gaps == []
    assert before_us <= len(heard) * 1_000_000 / RATE <= after_us


def test_it_ends_by_itself_at_its_limit_to_the_sample(made, folder, fakes):
    recorder = made(MIC, SYSTEM, limit_us=500_000)
    recorder.start()
    with Delivering(fakes, {"mic": 1, "system": 2}):
        wait_until(lambda: recorder.is_over)
    recorder.stop()
    assert recorder.failure is None
    assert [len(sound_of(folder, track)[0]) for track in ("mic", "system")] == [24_000, 24_000]


def test_pause_means_no_samples(made, folder, fakes):
    recorder = made()
    recorder.start()
    with Delivering(fakes, {"mic": 1}):
        wait_until(lambda: recorder.now_us > 300_000)
        recorder.pause()
        paused_us = recorder.now_us
        wait_until(lambda: recorder.meter().read()[0].at_us == paused_us)
        size = (folder / "media" / "3f2a-mic.rec").stat().st_size
        resumed = time.monotonic() + 0.4
        wait_until(lambda: time.monotonic() > resumed)
        assert (folder / "media" / "3f2a-mic.rec").stat().st_size - size < 0.15 * RATE * 2
        assert recorder.is_paused
        assert recorder.now_us == paused_us
        recorder.resume()
        wait_until(lambda: recorder.now_us > paused_us + 200_000)
        recorder.stop()
    heard, _, _ = sound_of(folder)
    assert recorder.now_us - 500_000 < len(heard) * 1_000_000 / RATE <= recorder.now_us
    # No silence stands for the pause.
    assert np.abs(heard).reshape(-1)[: len(heard) // 480 * 480].reshape(-1, 480).max(1).min() > 0.1


def test_notes_are_written_beside_the_sound_and_kept_says_the_project_has_it(made, folder, fakes):
    recorder = made()
    recorder.start()
    recorder.note("marker", 0, note="before the first sample")
    with Delivering(fakes, {"mic": 1}):
        wait_until(lambda: recorder.now_us > 200_000)
        recorder.note("marker", 150_000, note="decision")
        wait_until(lambda: not recorder._notes)
        recorder.stop()
    recorder.release(is_kept=True)
    _, _, notes = sound_of(folder)
    assert [note.kind for note in notes] == ["marker", "marker", "kept"]
    assert notes[1].at_us == 150_000


def test_the_standing_is_what_is_on_disk(made, folder, fakes):
    recorder = made()
    recorder.start()
    with Delivering(fakes, {"mic": 1}):
        wait_until(lambda: recorder.standing().on_disk_us > 300_000)
    standing = recorder.standing()
    assert standing.on_disk_us <= standing.recorded_us
    assert standing.dropped == 0
    assert standing.left_s > 0
    assert standing.written_bytes == (folder / "media" / "3f2a-mic.rec").stat().st_size


def test_a_device_that_ends_is_told_and_taken_back_and_the_gap_is_silence(made, folder, fakes):
    recorder = made()
    recorder.start()
    with Delivering(fakes, {"mic": 1}):
        wait_until(lambda: recorder.duration_us > 200_000)
        fakes.failure = DeviceError("There is no microphone on this computer.")
        fakes.last("mic").is_over = True
        wait_until(lambda: kinds(recorder) == ["gone"])
        fakes.failure = None
        wait_until(lambda: len(fakes.streams) == 2)
        wait_until(lambda: "back" in kinds(recorder))
        wait_until(lambda: recorder.now_us - recorder.duration_us < 300_000)
        recorder.stop()
    assert fakes.streams[0].is_closed
    heard, (gap,), _ = sound_of(folder)
    assert not gap.is_damage
    assert gap.end_us - gap.start_us > 500_000
    silent = heard[gap.start_us * 48 // 1000 + 1 : gap.end_us * 48 // 1000 - 1]
    assert not silent.any()
    assert np.abs(heard[-2400:]).max() > 0.1


def test_a_default_that_is_gone_goes_on_with_the_next_one_at_the_tracks_own_rate(folder, fakes):
    other = replace(MIC, ident="laptop", name="Laptop microphone", rate_hz=16_000, channels=2)
    recorder = Recorder(folder, HEADER, [TrackPlan("mic", MIC, lambda: other)], None, fakes.open)
    recorder.start()
    with Delivering(fakes, {"mic": 1}):
        wait_until(lambda: recorder.duration_us > 100_000)
        fakes.last("mic").is_over = True
        wait_until(lambda: len(fakes.streams) == 2)
        alarms = []
        wait_until(lambda: alarms.extend(recorder.take_alarms()) or len(alarms) == 2)
        recorder.stop()
    recorder.release(is_kept=False)
    assert fakes.streams[1].device == replace(other, rate_hz=RATE, channels=1)
    assert [alarm.kind for alarm in alarms] == ["gone", "back"]
    assert "goes on with Laptop microphone" in alarms[1].message


def test_the_other_track_goes_on_while_a_device_is_gone(made, folder, fakes):
    recorder = made(MIC, SYSTEM)
    recorder.start()
    with Delivering(fakes, {"mic": 1, "system": 2}):
        wait_until(lambda: recorder.duration_us > 200_000)
        fakes.failure = DeviceError("It is gone.")
        fakes.last("mic").is_over = True
        wait_until(lambda: recorder.tracks[1].end_us > 800_000)
        assert recorder.tracks[0].end_us < 500_000
        recorder.stop()
    _, gaps, _ = sound_of(folder, "system")
    assert [gap for gap in gaps if gap.start_us] == []


def test_a_device_that_stops_delivering_is_opened_anew(made, fakes, monkeypatch):
    monkeypatch.setattr("creator_app.media.health.STALL_US", 300_000)
    recorder = made()
    recorder.start()
    fakes.deliver("mic", tone(0.1))
    wait_until(lambda: "stalled" in kinds(recorder))
    wait_until(lambda: len(fakes.streams) == 2)
    fakes.deliver("mic", tone(0.1))
    wait_until(lambda: "back" in kinds(recorder))


def test_what_an_abandoned_driver_still_delivers_reaches_nobody(made, fakes, monkeypatch):
    monkeypatch.setattr("creator_app.media.health.STALL_US", 300_000)
    recorder = made()
    recorder.start()
    fakes.deliver("mic", tone(0.1))
    wait_until(lambda: len(fakes.streams) == 2)
    end_us = recorder.duration_us
    fakes.streams[0].hear(tone(0.1), round(time.monotonic() * 1e6), False)
    recorder.stop()
    assert recorder.duration_us == end_us


def test_a_device_that_does_not_open_is_told_and_no_thread_is_left(made, folder, fakes):
    fakes.failure = DeviceError("Desk microphone is in use by another program.", "Close it.")
    before = threading.active_count()
    with pytest.raises(DeviceError, match="in use by another program"):
        made().start()
    wait_until(lambda: threading.active_count() == before)
    assert list((folder / "media").iterdir()) == []


def test_a_device_that_hangs_is_given_up(made, fakes, monkeypatch):
    monkeypatch.setattr("creator_app.media.keeper.OPEN_S", 0.2)
    fakes.hang = threading.Event()
    before = threading.active_count()
    with pytest.raises(DeviceError, match="does not answer"):
        made().start()
    fakes.hang.set()
    wait_until(lambda: threading.active_count() == before)
    # It opened after all, when nobody wanted it any more.
    assert all(stream.is_closed for stream in fakes.streams)


def test_a_muted_microphone_is_told(made, fakes, monkeypatch):
    monkeypatch.setattr("creator_app.media.health.ZEROS_US", 200_000)
    recorder = made()
    recorder.start()
    fakes.deliver("mic", np.zeros((2400, 1)))
    wait_until(lambda: recorder.duration_us > 0)
    end = time.monotonic() + 0.3
    wait_until(lambda: time.monotonic() > end)
    fakes.deliver("mic", np.zeros((2400, 1)))
    wait_until(lambda: "zeros" in kinds(recorder))
    fakes.deliver("mic", tone(0.05))
    wait_until(lambda: "sound" in kinds(recorder))


def test_a_disk_that_is_nearly_full_ends_the_recording_in_good_order(
    made, folder, fakes, monkeypatch
):
    monkeypatch.setattr(capture, "DISK_S", 0.05)
    room = [10**9]
    monkeypatch.setattr(capture, "free_bytes", lambda _folder: room[0])
    recorder = made()
    recorder.start()
    with Delivering(fakes, {"mic": 1}):
        wait_until(lambda: recorder.duration_us > 200_000)
        room[0] = 10_000_000
        wait_until(lambda: kinds(recorder) == ["disk-low"])
        room[0] = 1_000_000
        wait_until(lambda: recorder.is_over)
    recorder.stop()
    assert kinds(recorder) == ["disk-full"]
    assert "nearly full" in str(recorder.failure)
    heard, gaps, _ = sound_of(folder)
    assert gaps == []
    assert len(heard) * 1_000_000 / RATE == pytest.approx(recorder.duration_us, abs=50)


def test_on_a_full_disk_recording_does_not_begin(made, folder, monkeypatch):
    monkeypatch.setattr(capture, "free_bytes", lambda _folder: 500_000)
    with pytest.raises(CreatorError, match="nothing can be recorded"):
        made().start()


def test_a_folder_that_is_removed_is_told(made, folder, fakes, monkeypatch):
    monkeypatch.setattr(capture, "DISK_S", 0.05)
    recorder = made()
    recorder.start()
    with Delivering(fakes, {"mic": 1}):
        wait_until(lambda: recorder.duration_us > 0)
        shutil.rmtree(folder / "media")
        wait_until(lambda: recorder.is_over)
    assert "was removed" in str(recorder.failure)


def test_closing_leaves_no_thread(made, fakes):
    before = threading.active_count()
    recorder = made(MIC, SYSTEM)
    recorder.start()
    fakes.deliver("mic", tone(0.1))
    wait_until(lambda: recorder.duration_us > 0)
    recorder.stop()
    assert threading.active_count() == before
    assert all(stream.is_closed for stream in fakes.streams)


def test_odd_rates_and_many_channels_are_recorded_as_they_are(made, folder, fakes):
    device = replace(MIC, rate_hz=44_100, channels=8)
    recorder = made(device)
    recorder.start()
    played = np.random.default_rng(0).integers(-9999, 9999, (22_050, 8)).astype(np.int16)
    fakes.deliver("mic", played)
    wait_until(lambda: recorder.duration_us >= 499_000)
    recorder.stop()
    with Journal(folder / "media" / "3f2a-mic.rec") as journal:
        assert (journal.rate_hz, journal.channels) == (44_100, 8)
        heard = journal.read_all(0, journal.end) * 32768
        assert np.array_equal(heard, played[: len(heard)])


def test_what_is_played_into_a_real_microphone_is_what_is_recorded(made, folder, sound_card):
    recorder = made(find("mic", "default"), open_stream=capture.open_device)
    recorder.start()
    wait_until(lambda: recorder.duration_us > 0)
    assert sound_card.play("librispeech-1995-1837-0001.wav").wait(30) == 0
    recorder.stop()
    with Journal(folder / "media" / "3f2a-mic.rec") as journal:
        heard = journal.read(0, journal.duration_us)
        rate_hz = journal.rate_hz
        assert journal.gaps(Task()) == []
    with AudioFile(DATA / "librispeech-1995-1837-0001.wav", rate_hz) as file:
        played = file.read(0, 8_000_000)
    _, likeness = found_in(heard, played, rate_hz)
    assert likeness > 0.99
    assert recorder.standing().dropped == 0


def test_microphone_and_system_sound_are_recorded_at_once_each_its_own(made, folder, sound_card):
    devices = (find("mic", "Microphone"), find("system", "default"))
    recorder = made(*devices, open_stream=capture.open_device)
    recorder.start()
    wait_until(lambda: all(track.end_us for track in recorder.tracks))
    names = {"mic": "beckett.wav", "system": "aishell-BAC009S0724W0121.wav"}
    children = [
        sound_card.play(names["mic"], "micsink"),
        sound_card.play(names["system"], "speaker"),
    ]
    assert [child.wait(30) for child in children] == [0, 0]
    recorder.stop()
    for track, name in names.items():
        with Journal(folder / "media" / f"3f2a-{track}.rec") as journal:
            heard, rate_hz = journal.read(0, journal.duration_us), journal.rate_hz
        with AudioFile(DATA / name, rate_hz) as file:
            _, likeness = found_in(heard, file.read(0, 60_000_000), rate_hz)
        assert likeness > 0.99, track


def test_two_tracks_of_the_same_sound_are_together_within_a_fraction_of_40_ms(
    made, folder, sound_card
):
    system = find("system", "speaker.monitor")
    recorder = made(replace(system, side="mic"), system, open_stream=capture.open_device)
    recorder.start()
    wait_until(lambda: all(track.end_us for track in recorder.tracks))
    assert sound_card.play("aishell-BAC009S0724W0121.wav", "speaker").wait(30) == 0
    recorder.stop()
    with (
        Journal(folder / "media" / "3f2a-mic.rec") as one,
        Journal(folder / "media" / "3f2a-system.rec") as other,
    ):
        piece = other.read(1_000_000, 3_000_000)
        at_s, likeness = found_in(one.read(0, one.duration_us), piece, one.rate_hz)
    assert likeness > 0.99
    assert abs(at_s - 1.0) < 0.02
