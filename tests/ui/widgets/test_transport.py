import pytest
from PySide6.QtCore import Qt

from creator_app.ui.widgets.buttons import IconButton
from creator_app.ui.widgets.labels import Label
from creator_app.ui.widgets.record_button import RecordButton
from creator_app.ui.widgets.transport import PlayButton, Transport

SECOND_US = 1_000_000


class Player:
    at_us = 14 * SECOND_US

    def read_us(self):
        return self.at_us


@pytest.fixture
def player():
    return Player()


@pytest.fixture
def transport(shown, player):
    transport = Transport(player.read_us)
    transport.set_duration(49 * SECOND_US)
    return shown(transport)


def test_it_writes_where_it_is_and_how_long_the_whole_is(transport):
    assert [label.text() for label in transport.findChildren(Label)] == ["0:14", "/ 0:49"]


def test_it_asks_for_the_position_only_while_playing_and_seen(transport, player, qtbot):
    with qtbot.waitSignal(transport.moved):
        transport.set_playing(True)
    player.at_us = 20 * SECOND_US
    qtbot.waitUntil(lambda: transport.findChildren(Label)[0].text() == "0:20")
    transport.hide()
    assert not transport._timer.isActive()
    transport.show()
    assert transport._timer.isActive()
    transport.set_playing(False)
    assert not transport._timer.isActive()


def test_the_button_asks_and_does_not_decide(transport, qtbot):
    with qtbot.waitSignal(transport.play_asked) as told:
        qtbot.keyClick(transport.button, Qt.Key.Key_Space)
    assert told.args == [True]
    assert not transport.button.is_playing


@pytest.mark.parametrize(("at_s", "index", "goal_s"), [(14, 0, 9), (2, 0, 0), (47, 1, 49)])
def test_steps_stay_inside(transport, player, qtbot, at_s, index, goal_s):
    player.at_us = at_s * SECOND_US
    button = transport.findChildren(IconButton)[index]
    with qtbot.waitSignal(transport.seeked) as told:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args == [goal_s * SECOND_US]


def test_it_is_not_mirrored(transport):
    transport.parentWidget()
    assert transport.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_a_play_button_says_what_it_plays(qtbot):
    button = PlayButton(is_accent=False, what="take 2")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Play: take 2"
    button.set_playing(True)
    assert button.accessibleName() == "Pause: take 2"


def test_the_record_button_says_what_pressing_it_does(shown, qtbot):
    button = shown(RecordButton(), 56, 56)
    assert button.accessibleName() == "Record"
    round_shape = button.grab().toImage()
    button.set_recording(True)
    assert button.accessibleName() == "Stop recording"
    assert button.grab().toImage() != round_shape


def test_the_record_button_takes_no_press_while_it_starts(shown, qtbot):
    button = shown(RecordButton(), 56, 56)
    button.set_busy()
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.keyClick(button, Qt.Key.Key_Return)
    button.set_recording(False)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return)


def test_the_record_button_says_why_it_is_off(qtbot):
    button = RecordButton()
    qtbot.addWidget(button)
    button.disable("No microphone is connected.")
    assert button.toolTip() == "No microphone is connected."
    button.enable()
    assert button.toolTip() == "Record"
