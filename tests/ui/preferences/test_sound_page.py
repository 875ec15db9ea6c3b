from functools import partial

import pytest

from creator_app.media import monitor
from creator_app.media.device import DeviceError
from creator_app.media.monitor import Monitor
from creator_app.ui import theme
from creator_app.ui.preferences import sound_page as module
from creator_app.ui.preferences.sound_page import SoundChoice, sound_page
from tests.fake_devices import MIC, SYSTEM, FakeDevices, tone


@pytest.fixture
def fakes(monkeypatch):
    fakes = FakeDevices()
    monkeypatch.setattr(module, "devices", lambda: (MIC, SYSTEM))
    monkeypatch.setattr(module, "find", lambda side, _wish: MIC if side == "mic" else SYSTEM)
    monkeypatch.setattr(monitor, "Monitor", partial(Monitor, open_stream=fakes.open))
    return fakes


@pytest.fixture
def page(qtbot, workspace, fakes):
    theme.theme()
    page = sound_page(workspace)
    qtbot.addWidget(page)
    page.resize(800, 600)
    page.show()
    return page


@pytest.fixture
def choices(page):
    return {each._side: each for each in page.findChildren(SoundChoice)}


def words(combo):
    return [combo.itemText(at) for at in range(combo.count())]


def test_the_devices_of_each_side_are_offered(choices, qtbot):
    combo = choices["mic"]._combo
    expected = ["As the system: Desk microphone", "Desk microphone", "Not recorded"]
    qtbot.waitUntil(lambda: words(combo) == expected)
    assert combo.currentData() == "default"


def test_the_chosen_one_is_heard_and_let_go_with_the_page(choices, page, fakes, qtbot):
    qtbot.waitUntil(lambda: bool(fakes.streams))
    qtbot.waitUntil(lambda: choices["mic"]._monitor is not None)
    fakes.deliver("mic", tone(0.1))
    qtbot.waitUntil(lambda: choices["mic"]._reader.level() is not None)
    page.hide()
    qtbot.waitUntil(lambda: all(stream.is_closed for stream in fakes.streams))


def test_a_choice_is_kept_and_heard_at_once(choices, workspace, fakes, qtbot):
    combo = choices["system"]._combo
    qtbot.waitUntil(lambda: combo.count() == 3)
    combo.setCurrentIndex(1)
    combo.activated.emit(1)
    assert workspace.settings.system_sound == SYSTEM.ident
    qtbot.waitUntil(lambda: choices["system"]._monitor is not None)


def test_a_device_that_is_taken_is_told_below(choices, fakes, qtbot):
    qtbot.waitUntil(lambda: choices["mic"]._monitor is not None)
    fakes.failure = DeviceError("Desk microphone is in use by another program.")
    choices["mic"]._listen()
    qtbot.waitUntil(choices["mic"]._problem.isVisible)


def test_a_recording_keeps_its_devices(choices, workspace, fakes, qtbot):
    qtbot.waitUntil(lambda: choices["mic"]._monitor is not None)
    workspace.set_recording(is_recording=True)
    opened = len(fakes.streams)
    choices["mic"]._listen()
    qtbot.waitUntil(workspace.jobs.is_idle)
    assert len(fakes.streams) == opened
