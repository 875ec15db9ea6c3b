import pytest
from PySide6.QtCore import QPoint, Qt

from creator_app.ui.widgets.labels import Label
from creator_app.ui.widgets.slider import SliderField


@pytest.fixture
def speed(shown):
    field = SliderField("Speed", 0.5, 3.0, 0.05, lambda value: f"{value:.2f}×")
    return shown(field, 300, 30)


def test_the_value_is_written_with_its_unit(speed):
    speed.set_value(1.1)
    assert speed.value() == pytest.approx(1.1)
    assert speed.findChild(Label).text() == "1.10×"
    assert speed.slider.accessibleDescription() == "1.10×"


def test_keys_step(speed, qtbot):
    speed.set_value(1.0)
    with qtbot.waitSignal(speed.value_changed) as told:
        qtbot.keyClick(speed.slider, Qt.Key.Key_Right)
    assert told.args == [pytest.approx(1.05)]
    qtbot.keyClick(speed.slider, Qt.Key.Key_Home)
    assert speed.value() == pytest.approx(0.5)


def test_a_press_goes_there_at_once(speed, qtbot):
    at = QPoint(speed.slider.width() - 1, 12)
    qtbot.mousePress(speed.slider, Qt.MouseButton.LeftButton, pos=at)
    assert speed.value() == pytest.approx(3.0)
    with qtbot.waitSignal(speed.let_go):
        qtbot.mouseRelease(speed.slider, Qt.MouseButton.LeftButton, pos=at)


def test_mirrored_the_largest_is_at_the_left(speed, qtbot):
    speed.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.mousePress(speed.slider, Qt.MouseButton.LeftButton, pos=QPoint(0, 12))
    assert speed.value() == pytest.approx(3.0)


def test_the_room_of_the_value_does_not_change(speed):
    speed.set_value(0.5)
    before = speed.findChild(Label).width()
    speed.set_value(3.0)
    assert speed.findChild(Label).width() == before


def test_the_ring_goes_round_the_knob(speed):
    speed.set_value(0.5)
    left = speed.slider.ring_area()
    speed.set_value(3.0)
    assert left.left() == 0
    assert speed.slider.ring_area().right() == speed.slider.width() - 1
