import shutil

import numpy as np
import pytest

from creator_app.core.errors import CreatorError
from creator_app.core.folder import create_project
from creator_app.core.project import new_project
from creator_app.core.recording import Recording, Track
from creator_app.core.task import Task
from creator_app.media.journal import Header, JournalWriter
from creator_app.media.peaks import load_peaks
from creator_app.production.hear import SOUND_HZ, RecordedSound, overview
from tests.media_files import DATA


@pytest.fixture
def folder(tmp_path):
    folder = create_project(tmp_path / "P.creator", new_project("P"))
    yield folder
    folder.close()


def journal(folder, track, value, seconds=1):
    header = Header("r", track, "Desk", 8000, 1, "s16", "", 0, "R")
    writer = JournalWriter(folder.path / "media" / f"r-{track}.rec", header)
    block = memoryview(np.full((800, 1), value, "<i2"))
    for number in range(10 * seconds):
        writer.write(block, number * 800, number * 100_000)
    writer.close()
    return Track(track, "Desk", 8000, 1, f"media/r-{track}.rec")


def recording(*tracks, seconds=1):
    return Recording("r", "R", "", seconds * 1_000_000, tracks)


def test_all_tracks_are_heard_together(folder):
    tracks = journal(folder, "mic", 8192), journal(folder, "system", 4096)
    with RecordedSound(folder.path, recording(*tracks)) as sound:
        assert (sound.rate_hz, sound.channels, sound.duration_us) == (SOUND_HZ, 1, 1_000_000)
        heard = sound.read(400_000, 600_000)
    assert heard.shape == (SOUND_HZ // 5, 1)
    assert np.allclose(heard, 0.375, atol=0.01)


def test_nothing_is_heard_past_the_end(folder):
    with RecordedSound(folder.path, recording(journal(folder, "mic", 100))) as sound:
        assert len(sound.read(900_000, 5_000_000)) == SOUND_HZ // 10
        assert len(sound.read(2_000_000, 3_000_000)) == 0


def test_a_linked_file_is_heard_too(folder, tmp_path):
    file = shutil.copy(DATA / "librispeech-1995-1837-0001.wav", tmp_path / "a.wav")
    track = Track("file", "a.wav", 16_000, 1, folder.link(file))
    with RecordedSound(folder.path, recording(track)) as sound:
        assert abs(sound.duration_us - 8_730_000) < 20_000
        assert np.abs(sound.read(2_000_000, 3_000_000)).max() > 0.05


def test_a_file_that_was_moved_away_is_told(folder, tmp_path):
    file = shutil.copy(DATA / "librispeech-1995-1837-0001.wav", tmp_path / "a.wav")
    track = Track("file", "a.wav", 16_000, 1, folder.link(file))
    (tmp_path / "a.wav").unlink()
    with pytest.raises(CreatorError, match="wav"):
        RecordedSound(folder.path, recording(track))


def test_a_recording_without_tracks_says_so(folder):
    with pytest.raises(CreatorError, match="no sound"):
        RecordedSound(folder.path, recording())


def test_an_overview_is_measured_once_and_survives_damage(folder):
    made = recording(journal(folder, "mic", 8192))
    first = overview(folder.path, made, Task())
    path = folder.path / "cache" / "peaks-r.npy"
    assert np.allclose(load_peaks(path).rms, first.rms, atol=0.01)
    assert np.allclose(first.rms[20:80], 0.25, atol=0.01)
    path.write_bytes(b"half")
    assert np.allclose(overview(folder.path, made, Task()).rms, first.rms)
