from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from creator_app.ui.theme import theme, themes
from creator_app.ui.tokens import Mode
from creator_app.ui.widgets.choices import CheckBox, RadioButton, Segments, Switch


def test_segments_are_one_tab_stop_and_arrows_move_inside(shown, qtbot):
    window = QWidget()
    column = QVBoxLayout(window)
    before, after = QLineEdit(), QLineEdit()
    segments = Segments("Mix", ("Both", "Mic", "System"))
    for widget in (before, segments, after):
        column.addWidget(widget)
    shown(window)
    before.setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    with qtbot.waitSignal(segments.chosen) as told:
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Right)
    assert (told.args, segments.index) == ([1], 1)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_choosing_a_segment_in_code_tells_nobody(qtbot):
    segments = Segments("Mix", ("Both", "Mic"))
    qtbot.addWidget(segments)
    with qtbot.assertNotEmitted(segments.chosen):
        segments.choose(1)
    assert segments.index == 1


def test_a_segment_with_an_icon_says_its_name(qtbot):
    segments = Segments("View", ("icon:list=List", "icon:layout-grid=Cards"))
    qtbot.addWidget(segments)
    names = [part.accessibleName() for part in segments.findChildren(QWidget)]
    assert names == ["List", "Cards"]


def test_a_switch_changes_at_once_when_nothing_may_move(shown, qtbot):
    switch = shown(Switch("Floating captions"))
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert (switch.isChecked(), switch._at) == (True, 1.0)


def test_a_switch_slides_otherwise(shown, qtbot):
    switch = shown(Switch("Floating captions"))
    themes().choose(Mode.DARK, reduce_motion=False)
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert switch._at < 1.0
    qtbot.waitUntil(lambda: switch._at == 1.0)


def test_marks_without_text_have_a_name_and_are_large_enough(qtbot):
    for make in (CheckBox, RadioButton):
        mark = make(name="Done")
        qtbot.addWidget(mark)
        assert mark.accessibleName() == "Done"
        assert mark.minimumHeight() == theme().size.hit_target_min


def test_on_is_more_than_a_colour(shown):
    box = shown(CheckBox(name="Done"), 24, 24)
    box.setChecked(True)
    box.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    image = box.grab().toImage()
    inks = {image.pixelColor(x, y).name() for x in range(2, 14) for y in range(6, 18)}
    assert theme().colors.text_on_fill.name() in inks
    assert theme().colors.accent.name() in inks


def test_radio_buttons_of_one_parent_exclude_each_other(shown, qtbot):
    window = QWidget()
    column = QVBoxLayout(window)
    buttons = [RadioButton(text) for text in ("Take 1", "Take 2")]
    for button in buttons:
        column.addWidget(button)
    shown(window)
    buttons[0].click()
    buttons[1].click()
    assert [button.isChecked() for button in buttons] == [False, True]
