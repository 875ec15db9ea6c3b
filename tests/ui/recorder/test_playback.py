import numpy as np
import pytest

from creator_app.core.recording import Recording, Track
from creator_app.media.journal import Header, JournalWriter
from creator_app.ui.recorder.playback import Playback


@pytest.fixture
def place(workspace):
    """A project with a recording of two seconds."""
    folder = workspace.folder("Sound").path
    header = Header("r", "mic", "Desk", 48_000, 1, "s16", "", 0, "R")
    writer = JournalWriter(folder / "media" / "r-mic.rec", header)
    tone = (np.sin(np.arange(4800) * 2 * np.pi * 440 / 48_000) * 9000).astype("<i2")[:, None]
    for number in range(20):
        writer.write(memoryview(tone), number * 4800, number * 100_000)
    writer.close()
    track = Track("mic", "Desk", 48_000, 1, "media/r-mic.rec")
    return folder, Recording("r", "R", "", 2_000_000, (track,))


@pytest.fixture
def playback(workspace, place, qtbot):
    playback = Playback(workspace)
    playback.show(*place)
    yield playback
    playback.close()
    qtbot.waitUntil(workspace.jobs.is_idle)


@pytest.mark.usefixtures("sound_card")
class TestWithASoundCard:
    def test_it_plays_to_the_end_and_then_again_from_the_beginning(self, playback, qtbot):
        seen = []
        playback.moved.connect(seen.append)
        playback.seek(1_500_000)
        playback.toggle()
        qtbot.waitUntil(lambda: len(seen) > 3 and not playback.is_playing, timeout=10_000)
        assert playback.position_us == 2_000_000
        assert seen == sorted(seen)
        playback.toggle()
        qtbot.waitUntil(lambda: 0 < playback.position_us < 1_500_000)
        playback.pause()

    def test_it_rests_where_it_was_and_goes_on_from_there(self, playback, qtbot):
        playback.play()
        qtbot.waitUntil(lambda: playback.position_us > 200_000)
        playback.pause()
        at_us = playback.position_us
        assert not playback.is_playing
        playback.play()
        qtbot.waitUntil(lambda: playback.position_us > at_us)
        playback.pause()

    def test_seeking_while_it_plays_plays_on_from_there(self, playback, qtbot):
        playback.play()
        qtbot.waitUntil(lambda: playback.position_us > 0)
        playback.seek(1_200_000)
        qtbot.waitUntil(lambda: playback.position_us > 1_200_000)
        assert playback.is_playing
        playback.pause()

    def test_stopping_while_it_is_opened_leaves_nothing_open(self, playback, workspace, qtbot):
        playback.play()
        playback.pause()
        assert not playback.is_playing
        qtbot.waitUntil(workspace.jobs.is_idle)
        assert playback._opened is None


def test_without_a_loudspeaker_it_says_so(playback, workspace, qtbot, monkeypatch):
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    playback.play()
    qtbot.waitUntil(lambda: bool(workspace.messages.recent), timeout=10_000)
    assert not playback.is_playing
    assert "loudspeaker" in workspace.messages.recent[-1].title
