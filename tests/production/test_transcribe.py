from dataclasses import replace

import numpy as np
import pytest

from creator_app.core.engines import Catalog, Engine, Hints, Transcriber
from creator_app.core.errors import CreatorError
from creator_app.core.folder import create_project, open_project, read_project
from creator_app.core.project import new_project, with_recording
from creator_app.core.recording import Recording, Track
from creator_app.core.task import Task
from creator_app.core.time import US
from creator_app.core.transcript import Segment, Transcript, spread_words
from creator_app.production.transcribe import (
    recorded_sound,
    transcribe_file,
    transcribe_project,
    transcribe_recording,
)
from creator_app.providers import ENGINES
from tests.media_files import JFK, SORROW, decoded, write_media
from tests.wording import word_error_rate

ENGLISH = Hints("en")


class Loudness:
    """A transcriber that writes how loud each second is, in tenths."""

    def __init__(self, _access):
        pass

    def transcribe(self, source, hints, task):
        segments = []
        while len(samples := source.read(at := len(segments) * US, at + US)):
            text = str(round(float(np.abs(samples).max()) * 10))
            words = spread_words(text, at, at + 1)
            segments.append(Segment(at, at + 1, text, None, words))
        return Transcript(tuple(segments), "en", source.duration_us)


def loudness():
    return Catalog([_Ready(Transcriber, "loudness", "Loudness", "")])


class _Ready(Engine):
    def open(self, access):
        return Loudness(access)


def level(value, seconds, rate_hz=48_000):
    return np.full(round(seconds * rate_hz), value, np.float32)


def project_with(path, **tracks):
    """Make a project with one recording whose tracks are these rows at 48 kHz."""
    made = []
    folder = create_project(path, new_project(path.stem))
    for name, row in tracks.items():
        write_media(path / "media" / f"r-{name}.wav", row)
        made.append(Track(name, "device", 48_000, 1, f"media/r-{name}.wav"))
    longest = max(len(row) for row in tracks.values()) * US // 48_000
    recording = Recording("r", "Monday", "2026-11-22T09:00:00+01:00", longest, tuple(made))
    project = with_recording(new_project(path.stem), recording)
    folder.snapshot(project)
    folder.close()
    return recording


def test_a_file_is_transcribed_by_the_first_engine_that_is_ready():
    task = Task()
    transcript = transcribe_file(Catalog(ENGINES), JFK.path, ENGLISH, "", task)
    assert word_error_rate(JFK.text, transcript.text) <= 0.1
    assert task.take_parts() == list(transcript.segments)


def test_all_tracks_of_a_recording_are_heard_together(tmp_path):
    mic = np.concatenate((level(0.3, 1), level(0, 2)))
    system = np.concatenate((level(0, 1), level(0.5, 1)))
    recording = project_with(tmp_path / "p.creator", mic=mic, system=system)
    place = (tmp_path / "p.creator", recording)
    transcript = transcribe_recording(loudness(), place, ENGLISH, "", Task())
    assert [segment.text for segment in transcript.segments] == ["3", "5", "0"]
    assert transcript.duration_us == 3 * US


def test_the_recordings_of_a_project_get_their_transcripts(tmp_path):
    path = tmp_path / "p.creator"
    project_with(path, mic=level(0.3, 2))
    (made,) = transcribe_project(loudness(), path, ENGLISH, "", Task())
    assert read_project(path).recordings[0].transcript == made


def test_what_somebody_may_have_corrected_is_not_replaced(tmp_path):
    path = tmp_path / "p.creator"
    project_with(path, mic=level(0.3, 2))
    folder, project = open_project(path)
    words = spread_words("By hand.", 0, US)
    mine = Transcript((Segment(0, US, "By hand.", None, words),), "en", 2 * US)
    folder.snapshot(with_recording(project, replace(project.recordings[0], transcript=mine)))
    folder.close()
    (made,) = transcribe_project(loudness(), path, ENGLISH, "", Task())
    assert made.text == "3\n3"
    assert read_project(path).recordings[0].transcript == mine


def test_a_project_that_is_open_in_a_window_is_left_to_it(tmp_path):
    path = tmp_path / "p.creator"
    project_with(path, mic=level(0.3, 1))
    folder, _ = open_project(path)
    try:
        (made,) = transcribe_project(loudness(), path, ENGLISH, "", Task())
        assert made.text == "3"
    finally:
        folder.close()
    assert read_project(path).recordings[0].transcript is None


def test_a_project_without_recordings_is_told(tmp_path):
    create_project(tmp_path / "p.creator", new_project("p")).close()
    with pytest.raises(CreatorError, match="no recording in"):
        transcribe_project(loudness(), tmp_path / "p.creator", ENGLISH, "", Task())


def test_a_recording_whose_sound_is_gone_is_told(tmp_path):
    recording = project_with(tmp_path / "p.creator", mic=level(0.1, 1))
    (tmp_path / "p.creator/media/r-mic.wav").unlink()
    with (
        pytest.raises(CreatorError, match=r"“r-mic\.wav” does not exist"),
        recorded_sound(tmp_path / "p.creator", recording),
    ):
        pass


@pytest.mark.parametrize("media", ["../secret.wav", "/etc/passwd", "media/../../x.wav"])
def test_a_recording_never_leads_out_of_its_project(tmp_path, media):
    recording = project_with(tmp_path / "p.creator", mic=level(0.1, 1))
    stray = replace(recording, tracks=(replace(recording.tracks[0], media=media),))
    with (
        pytest.raises(CreatorError, match="outside its folder"),
        recorded_sound(tmp_path / "p.creator", stray),
    ):
        pass


def test_the_real_engine_understands_two_people_on_two_tracks(tmp_path):
    jfk, sorrow = decoded(JFK.path, 48_000), decoded(SORROW.path, 48_000)
    system = np.concatenate((np.zeros(len(jfk) + 48_000, np.float32), sorrow))
    recording = project_with(tmp_path / "p.creator", mic=jfk, system=system)
    transcript = transcribe_recording(
        Catalog(ENGINES), (tmp_path / "p.creator", recording), ENGLISH, "", Task()
    )
    assert word_error_rate(f"{JFK.text} {SORROW.text}", transcript.text) <= 0.1
