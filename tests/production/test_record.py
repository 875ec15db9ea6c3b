import itertools
import threading

import numpy as np
import pytest

from creator_app.core.errors import CreatorError
from creator_app.core.folder import create_project, read_project
from creator_app.core.project import new_project
from creator_app.core.task import Task
from creator_app.media.device import DeviceError
from creator_app.media.health import Alarm
from creator_app.media.journal_read import Journal
from creator_app.media.levels import Level
from creator_app.production import record as module
from creator_app.production.live_captions import LiveCaption
from creator_app.production.record import RecordRequest, Session, record_to_project
from tests.fake_devices import MIC, RATE, SYSTEM, Delivering, FakeDevices, tone
from tests.fakes import LoudnessListener
from tests.sound_card import wait_until


@pytest.fixture
def fakes(monkeypatch):
    monkeypatch.setattr(module, "devices", lambda: (MIC, SYSTEM))
    return FakeDevices()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "Monday.creator"


class Running:
    """A recording that runs in a thread, as in the window."""

    def __init__(self, path, session):
        self.session, self.task = session, Task()
        self.parts, self.outcome, self.error = [], None, None
        self._path = path
        self._thread = threading.Thread(target=self._run)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self.session.stop()
        self.join()

    def join(self):
        self._thread.join(30)
        self.parts += self.task.take_parts()

    def seen(self, kind):
        self.parts += self.task.take_parts()
        return [part for part in self.parts if isinstance(part, kind)]

    def _run(self):
        try:
            self.outcome = record_to_project(self._path, self.session, self.task)
        except CreatorError as error:
            self.error = error


def session_of(fakes, captions=None, **values):
    return Session(RecordRequest(**values), captions, open_stream=fakes.open)


def test_a_recording_becomes_a_project_with_its_sound(fakes, path):
    session = session_of(fakes, limit_us=500_000, title="Monday", system="default")
    with Delivering(fakes, {"mic": 1, "system": 2}):
        recording = record_to_project(path, session, Task())
    project = read_project(path)
    assert project.title == "Monday"
    assert project.recordings == (recording,)
    assert recording.duration_us == 500_000
    assert recording.transcript.duration_us == 500_000
    assert [(track.name, track.device, track.channels) for track in recording.tracks] == [
        ("mic", "Desk microphone", 1),
        ("system", "Loudspeaker", 2),
    ]
    for track in recording.tracks:
        with Journal(path / track.media) as journal:
            assert journal.is_kept
            assert journal.duration_us == 500_000
            assert (journal.header.title, journal.header.started) == ("Monday", recording.created)


def test_a_second_recording_joins_the_first(fakes, path):
    for _ in range(2):
        with Delivering(FakeDevicesSoFar(fakes), {"mic": 1}):
            record_to_project(path, session_of(fakes, limit_us=200_000), Task())
    assert len(read_project(path).recordings) == 2


class FakeDevicesSoFar:
    """Only the streams that are opened from now on."""

    def __init__(self, fakes):
        self._fakes, self._before = fakes, len(fakes.streams)

    @property
    def streams(self):
        return self._fakes.streams[self._before :]

    def last(self, side):
        return self._fakes.last(side)


def test_it_ends_when_told_and_tells_levels_meanwhile(fakes, path):
    session = session_of(fakes, tells_levels=True)
    with Delivering(fakes, {"mic": 1}), Running(path, session) as running:
        wait_until(lambda: len(running.seen(Level)) >= 5)
        levels = running.seen(Level)
    assert running.error is None
    assert running.outcome.duration_us > 400_000
    assert all(level.track == "mic" and -14 < level.peak_db < -11 for level in levels)
    times = [level.at_us for level in levels]
    assert all(earlier < later for earlier, later in itertools.pairwise(times))
    assert len(times) <= running.outcome.duration_us / 100_000 + 2


def test_levels_are_not_published_unless_asked_for(fakes, path):
    with Delivering(fakes, {"mic": 1}), Running(path, session_of(fakes)) as running:
        wait_until(lambda: running.session.now_us > 300_000)
        assert running.session.meter().read()[0].peak_db > -14
    assert running.seen(Level) == []


def test_cancelling_the_job_keeps_the_recording(fakes, path):
    with Delivering(fakes, {"mic": 1}), Running(path, session_of(fakes)) as running:
        wait_until(lambda: running.session.now_us > 300_000)
        running.task.cancel()
        running.join()
    (recording,) = read_project(path).recordings
    assert recording.duration_us > 200_000


def test_markers_and_pauses_are_part_of_the_recording(fakes, path):
    session = session_of(fakes)
    assert session.now_us == 0
    with Delivering(fakes, {"mic": 1}), Running(path, session):
        wait_until(lambda: session.now_us > 200_000)
        first = session.mark("decided")
        session.pause()
        assert session.is_paused
        session.resume()
        second = session.mark()
    (recording,) = read_project(path).recordings
    assert recording.markers == (first, second)
    assert first.note == "decided"
    assert 200_000 < first.at_us <= second.at_us <= recording.duration_us + 100_000


def test_captions_come_while_it_runs_and_are_the_transcript(fakes, path):
    listener = LoudnessListener()
    session = session_of(fakes, listener)
    with Running(path, session) as running:
        wait_until(lambda: fakes.streams)
        fakes.deliver("mic", tone(0.5))
        wait_until(lambda: any(not each.caption.is_final for each in running.seen(LiveCaption)))
        fakes.deliver("mic", np.zeros((RATE, 1)))
        wait_until(lambda: any(each.caption.is_final for each in running.seen(LiveCaption)))
        assert session.caption_delay_us() is not None
    assert listener.is_closed
    (recording,) = read_project(path).recordings
    assert recording == running.outcome
    (segment,) = recording.transcript.segments
    assert segment.text == "speech"
    assert segment.start_us == 0
    assert segment.end_us == pytest.approx(500_000, abs=110_000)
    assert recording.transcript.language == "en"
    assert recording.transcript.duration_us == recording.duration_us


def test_the_listener_is_fed_the_whole_mix_at_its_rate_without_a_seam(fakes, path):
    listener = LoudnessListener()
    session = session_of(fakes, listener, system="default", limit_us=1_500_000)
    with Delivering(fakes, {"mic": 1, "system": 2}):
        recording = record_to_project(path, session, Task())
    fed = np.concatenate(listener.fed)[:, 0]
    assert len(fed) == 24_000
    ends = np.cumsum([len(piece) for piece in listener.fed])
    assert listener.fed_at[1:] == [end * 1000 // 16 for end in ends[:-1]]
    assert len(listener.fed) > 5
    # Two equal tones of a quarter of the scale, added: clicks at the seams would be louder.
    middle = fed[3200:20_800]
    assert np.abs(middle).max() < 2 * 8000 / 32768 * 1.02
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    peak = int(spectrum.argmax())
    assert peak * 16_000 / len(middle) == pytest.approx(400, abs=1)
    spectrum[peak - 4 : peak + 5] = 0
    assert spectrum.max() < 0.01 * len(middle) / 8
    assert recording.duration_us == 1_500_000


def test_a_listener_that_hangs_costs_no_sound_and_no_time(fakes, path, monkeypatch):
    monkeypatch.setattr(module, "CAPTIONS_S", 0.2)
    listener = LoudnessListener()
    listener.gate.clear()
    session = session_of(fakes, listener, limit_us=1_000_000)
    with Delivering(fakes, {"mic": 1}):
        recording = record_to_project(path, session, Task())
    assert recording.duration_us == 1_000_000
    assert read_project(path).recordings == (recording,)
    listener.gate.set()
    wait_until(lambda: listener.is_closed)


def test_the_recording_is_safe_before_the_last_words_are_captioned(fakes, path):
    listener = LoudnessListener()
    listener.gate.clear()
    session = session_of(fakes, listener)
    with Delivering(fakes, {"mic": 1}), Running(path, session) as running:
        wait_until(lambda: session.now_us > 500_000)
        session.stop()
        wait_until(lambda: read_project(path).recordings)
        (early,) = read_project(path).recordings
        assert early.transcript.segments == ()
        listener.gate.set()
        running.join()
    (late,) = read_project(path).recordings
    assert late.transcript.text == "speech"
    assert late.tracks == early.tracks


def test_stopping_twice_does_not_wait_for_captions(fakes, path):
    listener = LoudnessListener()
    listener.gate.clear()
    session = session_of(fakes, listener)
    with Delivering(fakes, {"mic": 1}), Running(path, session) as running:
        wait_until(lambda: session.now_us > 300_000)
        session.stop()
        session.stop()
        running.join()
        assert running.outcome is not None
        listener.gate.set()
    wait_until(lambda: listener.is_closed)


def test_a_listener_that_fails_is_told_and_recording_goes_on(fakes, path):
    listener = LoudnessListener()
    listener.fail_at = 2
    session = session_of(fakes, listener)
    with Delivering(fakes, {"mic": 1}), Running(path, session) as running:
        wait_until(lambda: running.seen(Alarm))
        at_us = session.now_us
        wait_until(lambda: session.now_us > at_us + 300_000)
        assert session.caption_delay_us() is None
    (alarm,) = running.seen(Alarm)
    assert (alarm.kind, alarm.track) == ("captions", "")
    assert "ran out of memory" in alarm.message
    assert running.outcome.duration_us > at_us
    assert listener.is_closed


def test_nothing_is_left_behind_where_the_device_does_not_open(fakes, path):
    fakes.failure = DeviceError("Desk microphone is in use by another program.", "Close it.")
    with pytest.raises(DeviceError, match="in use"):
        record_to_project(path, session_of(fakes), Task())
    assert not path.exists()


def test_nothing_is_left_behind_where_the_device_delivers_nothing(fakes, path):
    with Running(path, session_of(fakes)) as running:
        wait_until(lambda: fakes.streams)
    assert "delivered no sound" in str(running.error)
    assert not path.exists()


def test_a_project_that_was_there_stays_as_it_was_when_nothing_was_recorded(fakes, path):
    project = new_project("Old")
    create_project(path, project).close()
    fakes.failure = DeviceError("It is gone.")
    with pytest.raises(DeviceError):
        record_to_project(path, session_of(fakes), Task())
    assert read_project(path) == project


def test_the_folder_it_goes_into_must_be_there(fakes, tmp_path):
    with pytest.raises(CreatorError, match="“no” does not exist"):
        record_to_project(tmp_path / "no" / "a.creator", session_of(fakes), Task())


def test_a_name_that_is_taken_by_something_else_is_refused(fakes, path):
    path.write_text("mine")
    with pytest.raises(CreatorError):
        record_to_project(path, session_of(fakes), Task())
    assert path.read_text() == "mine"


def test_a_read_only_folder_is_refused_before_a_word_is_lost(fakes, small_disk):
    small_disk.make_read_only()
    with pytest.raises(CreatorError, match="may not be read or written"):
        record_to_project(small_disk.path / "a.creator", session_of(fakes), Task())
    small_disk.make_writable()


def test_at_least_one_side_is_to_be_recorded(fakes, path):
    with pytest.raises(CreatorError, match="nothing to record"):
        record_to_project(path, session_of(fakes, mic=None), Task())


def test_a_project_that_is_open_in_a_window_is_not_written_to(fakes, path):
    folder = create_project(path, new_project("Open"))
    with pytest.raises(CreatorError, match="open in another window"):
        record_to_project(path, session_of(fakes), Task())
    folder.close()
    assert not list((path / "media").iterdir())
