import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from creator_app.ui.theme import theme
from creator_app.ui.widgets.rail import Rail


@pytest.fixture
def window(shown):
    return shown(QWidget(), 400, 400)


@pytest.fixture
def rail(window):
    rail = Rail()
    rail.add_panel("record", "mic", "Record")
    rail.add_panel("studio", "clapperboard", "Studio")
    rail.add_below("jobs", "list-checks", "Jobs")
    rail.choose("record")
    row = QHBoxLayout(window)
    row.addWidget(rail)
    row.addWidget(QLineEdit())
    return rail


def _key(rail, key):
    QTest.keyClick(rail.window().windowHandle(), key)


def test_a_press_tells_the_key_and_leaves_choosing_to_the_window(rail, qtbot):
    with qtbot.waitSignal(rail.pressed) as told:
        qtbot.mouseClick(rail.item("studio"), Qt.MouseButton.LeftButton)
    assert told.args == ["studio"]
    assert [rail.item(key).isChecked() for key in ("record", "studio")] == [True, False]


def test_it_is_one_tab_stop_and_arrows_move_inside(rail):
    rail.item("record").setFocus()
    _key(rail, Qt.Key.Key_Down)
    assert rail.item("studio").hasFocus()
    _key(rail, Qt.Key.Key_End)
    assert rail.item("jobs").hasFocus()
    _key(rail, Qt.Key.Key_Down)
    assert rail.item("jobs").hasFocus()
    _key(rail, Qt.Key.Key_Tab)
    assert rail.window().findChild(QLineEdit).hasFocus()
    _key(rail, Qt.Key.Key_Backtab)
    assert rail.item("jobs").hasFocus()


def test_space_opens_what_has_the_focus(rail, qtbot):
    rail.item("record").setFocus()
    with qtbot.waitSignal(rail.pressed):
        _key(rail, Qt.Key.Key_Space)


def test_a_drawer_opens_beside_the_panel(rail):
    rail.set_open("jobs", True)
    assert rail.item("record").isChecked()
    assert rail.item("jobs").isChecked()


def test_the_red_dot_is_said_as_well(rail):
    item = rail.item("record")
    item.set_dot(True, "recording")
    assert item.accessibleDescription() == "recording"
    image = item.grab().toImage()
    inks = {image.pixelColor(x, y).name() for x in range(36, 48) for y in range(4, 20)}
    assert theme().colors.danger.name() in inks


def test_the_ring_replaces_the_icon_while_jobs_run(rail):
    item = rail.item("jobs")
    before = item.grab().toImage()
    item.set_work(2, 0.5)
    assert "2" in item.accessibleDescription()
    assert item.grab().toImage() != before
    item.set_work(0)
    assert item.grab().toImage() == before


def test_the_chosen_item_has_its_bar(rail):
    image = rail.grab().toImage()
    middle = rail.item("record").geometry().center().y()
    assert image.pixelColor(1, middle) == theme().colors.accent_text
    other = rail.item("studio").geometry().center().y()
    assert image.pixelColor(1, other) == theme().colors.base


def test_a_label_too_long_shows_itself_in_the_tool_tip(rail):
    item = rail.item("record")
    assert item.toolTip() == ""
    item.set_label("Besprechungen aufnehmen")
    assert item.toolTip() == "Besprechungen aufnehmen"
