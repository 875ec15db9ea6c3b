"""The whole way, with real parts: a voice, a microphone, Whisper, a project."""

import pytest

from creator_app.core.engines import Catalog
from creator_app.core.folder import read_project
from creator_app.media.journal_read import Journal
from creator_app.providers import ENGINES
from creator_app.ui import theme
from creator_app.ui.recorder.control import State
from creator_app.ui.recorder.panel import RecorderPanel
from tests.media_files import SORROW

WORDS = {"first", "great", "sorrow", "life", "loss", "cotton", "hopes", "dreams"}


@pytest.fixture
def catalog():
    return Catalog(ENGINES)


@pytest.fixture
def panel(qtbot, workspace, sound_card):
    theme.theme()
    panel = RecorderPanel(workspace)
    panel.resize(1360, 800)
    panel.show()
    yield panel
    panel.may_close()
    qtbot.waitUntil(lambda: panel._control.is_idle, timeout=30_000)
    panel.close()
    panel.deleteLater()


def test_what_is_said_is_captioned_and_kept_with_its_sound(panel, workspace, sound_card, qtbot):
    panel._live.head.button.click()
    qtbot.waitUntil(lambda: panel._control.state is State.RECORDING, timeout=20_000)
    voice = sound_card.play(SORROW.path)
    view = panel._live.captions.view
    qtbot.waitUntil(lambda: any(turn.provisional for turn in view.turns), timeout=40_000)
    qtbot.waitUntil(lambda: voice.poll() is not None, timeout=30_000)
    qtbot.waitUntil(lambda: "dreams" in heard(view), timeout=40_000)
    panel._live.head.button.click()
    qtbot.waitUntil(lambda: panel._control.is_idle, timeout=60_000)
    (recording,) = workspace.project.recordings
    assert read_project(workspace.folder("").path).recordings == (recording,)
    said = recording.transcript.text.lower()
    assert {word for word in WORDS if word in said} >= WORDS - {"hopes"}
    with Journal(workspace.folder("").path / recording.tracks[0].media) as journal:
        assert journal.duration_us == recording.duration_us > 8_000_000
    times = [word.start_us for word in recording.transcript.words]
    assert times == sorted(times)
    assert panel._after.recording == recording


def heard(view):
    return " ".join(turn.whole for turn in view.turns)
