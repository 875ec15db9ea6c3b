import pytest
from PySide6.QtCore import Qt

from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.buttons import Button, IconButton, Kind, LinkButton
from creator_app.ui.widgets.menus import Menu


@pytest.mark.parametrize("fraction", [None, 0.0, 0.31, 1.0])
@pytest.mark.parametrize("text", ["OK", "Make 1 changed block"])
def test_busy_keeps_its_width(shown, text, fraction):
    button = shown(Button(text), 200, 40)
    before = button.width()
    button.set_busy(fraction)
    button.adjustSize()
    assert button.minimumWidth() == before
    button.set_idle()
    assert button.minimumWidth() == 0


def test_busy_before_it_is_shown_keeps_the_width_of_its_words(qtbot):
    button = Button("Make")
    qtbot.addWidget(button)
    button.set_busy(0.5)
    assert button.minimumWidth() == button.sizeHint().width()


def test_busy_takes_no_press_and_says_how_far_it_is(shown, qtbot):
    button = shown(Button("Make"))
    pressed = []
    button.clicked.connect(lambda: pressed.append(1))
    button.set_busy(0.31)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        qtbot.keyClick(button, key)
    assert (pressed, button.accessibleDescription()) == ([], "31 %")
    button.set_idle()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert pressed == [1]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press(shown, qtbot, key):
    button = shown(Button("Make"))
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)


def test_a_disabled_button_says_why(qtbot):
    button = Button("Export")
    qtbot.addWidget(button)
    button.set_hint("Writes a file")
    button.disable("There is nothing to export yet.")
    assert button.toolTip() == button.accessibleDescription() == "There is nothing to export yet."
    button.enable()
    assert (button.isEnabled(), button.toolTip()) == (True, "Writes a file")


@pytest.mark.parametrize("height_px", [24, 28, 32, 40])
def test_sizes_come_from_the_tokens_and_words_are_never_cut(qtbot, height_px):
    button = Button("Make 1 changed block", Kind.PRIMARY, "audio-lines", height_px)
    button.set_price("$0.004")
    button.set_key("P")
    qtbot.addWidget(button)
    font = theme().font("body", weight=600)
    words_px = paint.width_px(button.text(), font) + paint.width_px("$0.004", font)
    assert button.minimumSizeHint().height() == height_px
    assert button.minimumSizeHint().width() > words_px + 16 + 18


def test_a_price_is_part_of_what_is_read_aloud(qtbot):
    button = Button("Make")
    qtbot.addWidget(button)
    button.set_price("free")
    assert button.accessibleName() == "Make, free"


def test_a_price_makes_room_for_itself(qtbot):
    button = Button("Make")
    qtbot.addWidget(button)
    before = button.sizeHint().width()
    button.set_price("$0.72")
    assert button.sizeHint().width() > before + 30


def test_an_icon_button_is_named_and_shows_its_name(qtbot):
    button = IconButton("undo-2", "Undo")
    qtbot.addWidget(button)
    assert (button.accessibleName(), button.toolTip()) == ("Undo", "Undo")
    button.set_key("Ctrl Z")
    assert button.toolTip() == "Undo (Ctrl Z)"
    button.disable("Nothing to undo.")
    assert button.toolTip() == "Nothing to undo."
    assert button.sizeHint().width() >= theme().size.hit_target_min


def test_a_tool_stays_on(shown, qtbot):
    button = shown(Button("Loop", Kind.TOOL))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.isChecked()


def test_a_menu_opens_below_its_button(shown, qtbot):
    button = shown(Button("Speed"))
    menu = Menu("Speed", button)
    menu.add("1.25×", lambda: None)
    button.set_menu(menu)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(menu.isVisible)
    assert menu.pos().y() >= button.mapToGlobal(button.rect().bottomLeft()).y()
    menu.close()


def test_quiet_and_tool_have_a_border_only_in_high_contrast(qtbot):
    button = Button("Loop", Kind.QUIET)
    qtbot.addWidget(button)
    assert button._ink(theme()).border is None


def test_a_link_is_at_least_as_high_as_a_target(qtbot):
    link = LinkButton("Show all 9")
    qtbot.addWidget(link)
    assert link.sizeHint().height() >= theme().size.hit_target_min
