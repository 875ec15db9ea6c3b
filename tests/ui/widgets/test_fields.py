import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from creator_app.ui.theme import theme
from creator_app.ui.widgets.fields import Combo, FieldWithError, LineField, TextArea


def _wheel(widget):
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(widget.mapToGlobal(middle)),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event


def test_a_field_is_as_high_as_a_control(shown):
    assert shown(LineField("Name"), 200, 28).sizeHint().height() == theme().size.control


def test_an_error_is_shown_below_and_read_aloud(shown):
    field = LineField("Speed")
    both = shown(FieldWithError(field))
    before = both.sizeHint().height()
    field.set_error("From 0.5 to 3")
    assert field.accessibleDescription() == "From 0.5 to 3"
    assert both.sizeHint().height() > before
    field.set_error("")
    assert both.sizeHint().height() == before


def test_an_error_colours_the_border(shown):
    field = shown(LineField("Speed"), 200, 28)
    field.set_error("From 0.5 to 3")
    border = field.grab().toImage().pixelColor(100, 0)
    assert border == theme().colors.danger_text


@pytest.mark.parametrize("make", [LineField, TextArea, Combo])
def test_every_field_has_a_name(qtbot, make):
    field = make("Project name")
    qtbot.addWidget(field)
    assert field.accessibleName() == "Project name"


def test_tab_leaves_a_text_area(qtbot):
    area = TextArea("Prompt")
    qtbot.addWidget(area)
    assert area.tabChangesFocus()


def test_the_wheel_does_not_change_a_choice_by_accident(shown):
    combo = shown(Combo("Language", ("English", "Deutsch")))
    event = _wheel(combo)
    assert (combo.currentIndex(), event.isAccepted()) == (0, False)


def test_keys_change_a_choice(shown, qtbot):
    combo = shown(Combo("Language", ("English", "Deutsch")))
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentText() == "Deutsch"


def test_the_list_opens_below_the_field(shown, qtbot):
    combo = shown(Combo("Language", ("English", "Deutsch")), 200, 28)
    combo.showPopup()
    popup = combo.view().window()
    qtbot.waitUntil(popup.isVisible)
    assert popup.y() > combo.mapToGlobal(combo.rect().bottomLeft()).y()
    combo.hidePopup()


def test_a_disabled_field_says_why(qtbot):
    field = LineField("Style", "One style")
    qtbot.addWidget(field)
    field.disable("Joe has one style.")
    assert (field.isEnabled(), field.toolTip()) == (False, "Joe has one style.")
