import pytest
from PySide6.QtCore import Qt

from creator_app.ui.widgets.long_combo import LongCombo

CHOICES = [("auto", "Finds it"), ("en", "English"), ("hi", "हिन्दी")]


@pytest.fixture
def combo(qtbot):
    combo = LongCombo("Language")
    qtbot.addWidget(combo)
    combo.offer(CHOICES, "en")
    return combo


def test_only_what_is_chosen_is_there_before_the_list_is_wanted(combo):
    assert (combo.count(), combo.currentText(), combo.value()) == (1, "English", "en")


def test_a_key_makes_the_list_and_moves_in_it(combo, qtbot):
    told = []
    combo.activated.connect(lambda index: told.append(combo.itemData(index)))
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert (combo.count(), combo.value(), told) == (3, "hi", ["hi"])


def test_another_choice_is_shown_before_and_after(combo, qtbot):
    combo.choose("hi")
    assert combo.value() == "hi"
    qtbot.keyClick(combo, Qt.Key.Key_Up)
    combo.choose("auto")
    assert combo.value() == "auto"


def test_an_unknown_value_means_the_first(combo):
    combo.choose("xx")
    assert combo.value() == "auto"
