from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from creator_app.core.engines import Catalog
from creator_app.core.folder import read_project
from creator_app.media import devices
from creator_app.media.device import DeviceError
from creator_app.media.health import Alarm
from creator_app.media.journal_read import Journal
from creator_app.ui.recorder.control import State
from tests.fake_devices import MIC, SYSTEM, tone
from tests.ui.recorder.engines import WRITER


def started(panel, qtbot):
    panel._live.head.button.click()
    qtbot.waitUntil(lambda: panel._control.state is State.RECORDING)
    session = panel._control.session
    qtbot.waitUntil(lambda: session.now_us > 0)
    return session


def stopped(panel, qtbot):
    panel._live.head.button.click()
    qtbot.waitUntil(lambda: panel._control.is_idle, timeout=10_000)


def test_the_red_button_makes_a_project_with_sound_and_words(recorded, workspace, panel):
    recording = recorded()
    path = workspace.folder("").path
    assert read_project(path).recordings == (recording,)
    assert recording.title == workspace.project.title
    assert recording.title.startswith("Meeting ")
    assert "speech" in recording.transcript.text
    with Journal(path / recording.tracks[0].media) as journal:
        assert journal.is_kept
        assert journal.duration_us == recording.duration_us > 500_000
    assert panel._pages.currentWidget() is panel._after
    assert panel._after.recording == recording


def test_a_second_recording_joins_the_project(recorded, workspace):
    first, second = recorded(0.2), recorded(0.2)
    assert workspace.project.recordings == (first, second)


def test_undo_takes_the_recording_out_and_redo_brings_it_back(recorded, workspace, panel):
    recording = recorded(0.2)
    workspace.undo()
    assert workspace.project.recordings == ()
    assert panel._pages.currentWidget() is panel._live
    workspace.redo()
    assert workspace.project.recordings == (recording,)


def test_captions_are_seen_while_they_come(panel, speaking, qtbot):
    started(panel, qtbot)
    view = panel._live.captions.view
    qtbot.waitUntil(lambda: bool(view.turns) and view.turns[0].provisional == "speech")
    assert panel._live._middle.currentWidget() is panel._live.captions
    stopped(panel, qtbot)
    assert view.turns[0].text == "speech"


def test_the_window_knows_that_it_records(panel, speaking, workspace, qtbot):
    said = []
    workspace.recording_changed.connect(said.append)
    started(panel, qtbot)
    assert workspace.is_recording
    stopped(panel, qtbot)
    assert said == [True, False]


def test_a_pause_stops_the_clock(panel, speaking, workspace, qtbot):
    session = started(panel, qtbot)
    qtbot.keyClick(panel, Qt.Key.Key_P)
    assert session.is_paused
    assert "Paused" in panel._live.head._state.text()
    at_us, meter = session.now_us, session.meter()
    meter.read()
    qtbot.waitUntil(lambda: bool(meter.read()))  # the device delivers on
    assert session.now_us == at_us
    panel._live.head.pause.click()
    qtbot.waitUntil(lambda: session.now_us > at_us)
    stopped(panel, qtbot)


def test_a_marker_takes_its_note_and_both_are_kept(panel, speaking, workspace, qtbot):
    started(panel, qtbot)
    qtbot.keyClick(panel, Qt.Key.Key_M)
    panel._live.head.mark.click()
    _first, second = panel._live.side.markers._lines
    assert second.field.hasFocus()
    qtbot.keyClicks(second.field, "Launch date agreed")
    qtbot.keyClick(second.field, Qt.Key.Key_Return)
    stopped(panel, qtbot)
    (recording,) = workspace.project.recordings
    assert [marker.note for marker in recording.markers] == ["", "Launch date agreed"]


def test_letters_in_a_note_are_no_shortcuts(panel, speaking, qtbot):
    session = started(panel, qtbot)
    panel._live.head.mark.click()
    qtbot.keyClicks(panel._live.side.markers._lines[0].field, "map")
    assert not session.is_paused
    assert len(panel._live.side.markers.markers) == 1
    stopped(panel, qtbot)


def test_what_is_safe_is_proved(panel, speaking, qtbot):
    started(panel, qtbot)
    proof = panel._live._proof
    qtbot.waitUntil(lambda: proof._delay.proof.value not in {"", "–"})
    proof.refresh()
    assert proof._disk.proof.is_proved
    assert "0 blocks dropped" in proof._disk.proof.remark
    assert "hours" in proof._left.proof.remark
    stopped(panel, qtbot)
    assert not proof.isVisible()


def test_a_device_that_goes_is_told_and_taken_back_when_it_returns(panel, speaking, fakes, qtbot):
    started(panel, qtbot)
    fakes.last("mic").is_over = True
    alarms = panel._live.alarms
    qtbot.waitUntil(lambda: ("gone", "mic") in alarms.kinds)
    assert "recording goes on" in alarms._shown["gone", "mic"].accessibleName()
    qtbot.waitUntil(lambda: alarms.kinds == set(), timeout=10_000)
    stopped(panel, qtbot)


@pytest.mark.parametrize(
    "kind", ["gone", "stalled", "zeros", "dropped", "disk-low", "disk-full", "captions"]
)
@pytest.mark.parametrize("track", ["mic", "system"])
def test_every_alarm_says_what_happened_and_what_to_do(panel, kind, track):
    panel._live._on_alarm(Alarm(kind, track, "Something.", "Do this.", 0))
    message = panel._live.alarms._shown[kind, track]
    assert len(message.accessibleName()) > 40


def test_a_device_that_is_taken_is_told_and_nothing_is_recorded(panel, fakes, workspace, qtbot):
    qtbot.waitUntil(lambda: not panel._listening._is_opening)
    fakes.failure = DeviceError("Desk microphone is in use by another program.", "Close it.")
    panel._live.head.button.click()
    qtbot.waitUntil(lambda: ("failure", "") in panel._live.alarms.kinds)
    qtbot.waitUntil(lambda: panel._control.is_idle)
    assert workspace.project.recordings == ()
    assert not panel._live.head.button.is_recording


class TestWithoutAnEngine:
    @pytest.fixture
    def catalog(self):
        return Catalog((WRITER,))

    def test_the_sound_is_recorded_and_the_lack_is_told(self, recorded, panel):
        recording = recorded(0.2)
        assert recording.transcript.segments == ()
        assert ("captions", "") in panel._live.alarms.kinds
        assert "No caption engine" in panel._live.bar._chip.text()
        assert panel._after.words._pages.currentWidget() is panel._after.words._empty

    def test_it_is_not_called_private(self, panel, qtbot):
        qtbot.waitUntil(lambda: bool(panel._live.bar.engine.problem))
        assert not panel._actions._private.isVisibleTo(panel._actions)


def test_without_captions_the_place_of_the_words_says_so(panel, speaking, qtbot):
    panel._live.bar._switch.click()
    started(panel, qtbot)
    assert panel._live._middle.currentWidget() is panel._live._silent
    stopped(panel, qtbot)


def test_another_language_of_the_window_is_spoken_at_once(panel, speaking, qtbot):
    started(panel, qtbot)
    for part in (panel, *panel.findChildren(QWidget)):
        QApplication.sendEvent(part, QEvent(QEvent.Type.LanguageChange))
    assert panel._live._middle.currentWidget() is panel._live.captions
    stopped(panel, qtbot)
    panel._show_live()
    assert panel._live._middle.currentWidget() is panel._live._empty


def test_without_captions_no_engine_is_asked(recorded, panel, workspace):
    panel._live.bar._switch.click()
    assert not workspace.settings.with_captions
    assert recorded(0.2).transcript.segments == ()
    assert panel._live.alarms.kinds == set()


def test_the_devices_are_heard_before_recording_and_let_go_when_nobody_looks(panel, fakes, qtbot):
    qtbot.waitUntil(lambda: panel._listening.meter("mic") is not None)
    fakes.deliver("mic", tone(0.1))
    reader = panel._live.head.rows["mic"]._readers[1]
    qtbot.waitUntil(lambda: reader.level() is not None)
    panel.hide()
    qtbot.waitUntil(lambda: all(stream.is_closed for stream in fakes.streams))
    assert not panel._listening.is_listening


def test_the_meter_lets_the_device_go_before_it_is_recorded(panel, fakes, speaking, qtbot):
    qtbot.waitUntil(lambda: panel._listening.meter("mic") is not None)
    monitored = fakes.last("mic")
    started(panel, qtbot)
    assert monitored.is_closed
    assert fakes.last("mic") is not monitored
    stopped(panel, qtbot)


def test_another_device_is_kept_in_the_settings_and_heard_at_once(panel, workspace, fakes, qtbot):
    row = panel._live.head.rows["system"]
    row.chosen.emit("default")
    assert workspace.settings.system_sound == "default"
    qtbot.waitUntil(lambda: panel._listening.meter("system") is not None)


def test_devices_cannot_be_changed_while_recording(panel, speaking, qtbot):
    started(panel, qtbot)
    assert not panel._live.head.rows["mic"]._combo.isEnabled()
    stopped(panel, qtbot)
    assert panel._live.head.rows["mic"]._combo.isEnabled()


def test_quitting_ends_the_recording_in_good_order_first(panel, speaking, workspace, qtbot):
    started(panel, qtbot)
    assert not panel.may_close()
    qtbot.waitUntil(lambda: not panel.isVisible(), timeout=10_000)
    assert panel.may_close()
    (recording,) = workspace.project.recordings
    assert read_project(workspace.folder("").path).recordings == (recording,)


def test_little_room_moves_the_buttons_and_folds_the_side(panel, speaking, qtbot):
    panel.resize(950, 560)
    started(panel, qtbot)
    bar, side = panel._live.bar, panel._live.side
    assert bar.isAncestorOf(panel._live.head.pause)
    assert not side.isVisible()
    bar._fold.click()
    assert side.isVisible()
    panel.resize(1360, 800)
    assert panel._live.head.isAncestorOf(panel._live.head.pause)
    assert side.isVisible()
    stopped(panel, qtbot)


def test_a_device_that_goes_before_recording_is_looked_for_again(panel, fakes, qtbot):
    qtbot.waitUntil(lambda: panel._listening.meter("mic") is not None)
    first = fakes.last("mic")
    first.is_over = True
    qtbot.waitUntil(lambda: fakes.last("mic") is not first, timeout=10_000)
    qtbot.waitUntil(lambda: panel._listening.meter("mic") is not None)


def test_the_list_of_devices_is_looked_at_anew_when_it_is_opened(panel, fakes, monkeypatch, qtbot):
    combo = panel._live.head.rows["mic"]._combo
    qtbot.waitUntil(lambda: combo.count() == 2)
    added = replace(MIC, ident="second", name="Second microphone", is_default=False)
    monkeypatch.setattr(devices, "devices", lambda: (MIC, added, SYSTEM))
    combo.showPopup()
    qtbot.waitUntil(lambda: combo.count() == 3)
    qtbot.waitUntil(combo.view().isVisible)
    assert "Second microphone" in combo.itemText(1)
    combo.hidePopup()


def test_a_device_in_use_before_recording_is_told_with_a_way_out(panel, workspace, fakes, qtbot):
    qtbot.waitUntil(lambda: not panel._listening._is_opening)
    fakes.failure = DeviceError("The loudspeaker is in use by another program.")
    panel._live.head.rows["system"].chosen.emit("default")
    qtbot.waitUntil(lambda: ("problem", "system") in panel._live.alarms.kinds)
    message = panel._live.alarms._shown["problem", "system"]
    message.action_buttons()[1].click()
    assert workspace.settings.system_sound == "none"


def test_a_device_that_was_chosen_and_is_away_is_said_to_be(panel, workspace, qtbot):
    workspace.change_settings(replace(workspace.settings, microphone="some headset"))
    combo = panel._live.head.rows["mic"]._combo
    qtbot.waitUntil(lambda: combo.currentText() == "Not connected")
    assert combo.currentData() == "some headset"


def test_captions_grow_when_asked(panel, workspace):
    panel._live.bar._resize(4)
    assert workspace.settings.caption_px == 22
    assert panel._live.captions.view._size_px == 22


def test_everything_that_can_be_pressed_has_a_name(panel, speaking, qtbot):
    started(panel, qtbot)
    panel._live.mark()
    stopped(panel, qtbot)
    controls = [*panel.findChildren(QAbstractButton), *panel.findChildren(QComboBox)]
    named = [each.accessibleName() or each.text() for each in controls if hasattr(each, "text")]
    assert all(named)
    assert all(each.accessibleName() for each in panel.findChildren(QComboBox))


def test_no_device_is_opened_before_somebody_asks(panel, workspace, fakes, qtbot):
    panel._live.head.check.click()
    qtbot.waitUntil(lambda: not panel._listening.is_listening)
    assert not workspace.settings.hears_before
    panel._live.head.check.click()
    qtbot.waitUntil(lambda: panel._listening.meter("mic") is not None)
    assert workspace.settings.hears_before
