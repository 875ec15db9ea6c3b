import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from creator_app.ui.theme import theme
from creator_app.ui.widgets import message as module
from creator_app.ui.widgets.buttons import Button, IconButton, Kind
from creator_app.ui.widgets.message import Message, Tone


def _message():
    return Message(Tone.DANGER, "The microphone was unplugged.", "System sound goes on.")


def _button(widget, text):
    return next(button for button in widget.findChildren(Button) if button.text() == text)


def test_an_action_is_done_when_pressed(shown, qtbot):
    message, done = shown(_message(), 700, 60), []
    message.add_action("Choose another", lambda: done.append(1))
    qtbot.mouseClick(_button(message, "Choose another"), Qt.MouseButton.LeftButton)
    assert done == [1]


def test_three_actions_and_one_primary_are_the_most(qtbot):
    message = _message()
    qtbot.addWidget(message)
    message.add_action("One", lambda: None, Kind.PRIMARY)
    with pytest.raises(ValueError, match="one primary"):
        message.add_action("Two", lambda: None, Kind.PRIMARY)
    message.add_action("Two", lambda: None)
    message.add_action("Three", lambda: None)
    with pytest.raises(ValueError, match="three"):
        message.add_action("Four", lambda: None)


def test_actions_go_below_where_beside_would_squeeze_the_words(shown, qtbot):
    message = _message()
    message.add_action("Choose another", lambda: None)
    shown(message, 900, 80)
    button = message.action_buttons()[0]
    beside = button.mapTo(message, button.rect().topLeft())
    assert beside.x() > 600
    message.resize(360, 160)
    qtbot.waitUntil(lambda: button.mapTo(message, button.rect().topLeft()).x() < 100)
    assert button.mapTo(message, button.rect().topLeft()).y() > beside.y()


def test_details_are_folded_and_can_be_copied(shown, qtbot):
    message = _message()
    message.set_details("HTTP 429 from host")
    shown(message, 500, 200)
    assert message.findChild(QPlainTextEdit) is None
    qtbot.mouseClick(_button(message, "Details for support"), Qt.MouseButton.LeftButton)
    assert message.findChild(QPlainTextEdit).toPlainText() == "HTTP 429 from host"
    qtbot.mouseClick(_button(message, "Copy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "HTTP 429 from host"
    qtbot.mouseClick(_button(message, "Details for support"), Qt.MouseButton.LeftButton)
    assert not message.findChild(QPlainTextEdit).isVisible()


@pytest.mark.parametrize(("tone", "is_urgent"), [(Tone.DANGER, True), (Tone.WARNING, False)])
def test_it_is_read_aloud_when_it_appears(shown, monkeypatch, tone, is_urgent):
    said = []
    monkeypatch.setattr(
        module, "announce", lambda _w, words, *, is_urgent: said.append((words, is_urgent))
    )
    shown(Message(tone, "Shot 5 was refused.", "Nothing was charged."))
    assert said == [("Shot 5 was refused. Nothing was charged.", is_urgent)]


def test_the_bar_has_three_pixels_of_its_tone(shown):
    message = shown(_message(), 500, 60)
    image = message.grab().toImage()
    colors = [image.pixelColor(x, 30) for x in range(4)]
    assert colors[:3] == [theme().colors.danger_text] * 3
    assert colors[3] != theme().colors.danger_text


def test_putting_it_away_tells(shown, qtbot):
    message = _message()
    message.set_dismissable()
    shown(message)
    with qtbot.waitSignal(message.dismissed):
        qtbot.mouseClick(message.findChild(IconButton), Qt.MouseButton.LeftButton)
    assert not message.isVisible()


def test_its_words_are_never_cut(shown):
    message = shown(_message(), 260, 40)
    assert message.heightForWidth(260) > message.heightForWidth(900)
