import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from creator_app.ui.focus_ring import REACH_PX, FocusRing, shape_ring
from creator_app.ui.theme import install, theme, themes
from creator_app.ui.tokens import Mode
from creator_app.ui.widgets.buttons import Button
from creator_app.ui.widgets.choices import CheckBox
from creator_app.ui.widgets.fields import LineField


@pytest.fixture
def window(qtbot, qapp):
    install(qapp, Mode.DARK)
    window = QWidget()
    column = QVBoxLayout(window)
    for widget in (Button("First"), Button("Second"), LineField("Name")):
        column.addWidget(widget)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def _click(window, widget):
    place = widget.mapTo(window, widget.rect().center())
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=place)


def _tab(window):
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)


def test_tab_shows_the_ring_two_pixels_away_and_two_wide(window):
    _click(window, window.findChildren(Button)[0])
    _tab(window)
    ring = themes().rings.ring
    second = window.findChildren(Button)[1]
    assert ring.target is second
    assert ring.geometry() == second.geometry().adjusted(-4, -4, 4, 4)
    assert REACH_PX == 4
    image = window.grab().toImage()
    middle = second.geometry().center().y()
    left = second.geometry().left()
    assert image.pixelColor(left - 3, middle) == theme().colors.focus
    assert image.pixelColor(left - 1, middle) != theme().colors.focus


def test_the_mouse_shows_no_ring_on_a_button(window):
    _tab(window)
    _click(window, window.findChildren(Button)[1])
    assert window.findChildren(Button)[1].hasFocus()
    assert themes().rings.ring is None


def test_a_field_shows_it_for_the_mouse_too(window):
    field = window.findChild(LineField)
    _click(window, field)
    assert themes().rings.ring.target is field


def test_the_ring_follows_what_it_goes_round(window, qtbot):
    _click(window, window.findChild(LineField))
    ring, field = themes().rings.ring, window.findChild(LineField)
    window.resize(600, 400)
    qtbot.waitUntil(lambda: field.width() > 400)
    assert ring.geometry() == field.geometry().adjusted(-4, -4, 4, 4)
    field.hide()
    assert themes().rings.ring is None or not themes().rings.ring.isVisible()


def test_the_ring_takes_no_clicks(window):
    _click(window, window.findChild(LineField))
    assert themes().rings.ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def test_inside_a_scroll_area_it_stays_inside(qtbot, qapp):
    install(qapp, Mode.DARK)
    area, content = QScrollArea(), QWidget()
    QVBoxLayout(content).addWidget(Button("Deep"))
    area.setWidget(content)
    qtbot.addWidget(area)
    area.show()
    button = content.findChild(Button)
    ring = FocusRing(button, lambda: theme().colors.focus)
    assert ring.parentWidget() is area.viewport()
    content.move(0, -5)
    assert ring.pos() == button.mapTo(area.viewport(), QPoint(-4, -4))


def test_a_check_box_is_ringed_round_its_box_only(qtbot, qapp):
    install(qapp, Mode.DARK)
    window = QWidget()
    box = CheckBox("Everyone agreed", window)
    box.setGeometry(20, 20, 200, 24)
    qtbot.addWidget(window)
    ring = FocusRing(box, lambda: theme().colors.focus)
    assert ring.geometry().getRect() == (16, 20, 24, 24)


def test_what_fills_its_panel_is_ringed_inside(qtbot, qapp):
    install(qapp, Mode.DARK)
    window = QWidget()
    inner = QWidget(window)
    inner.setGeometry(0, 0, 100, 50)
    shape_ring(inner, 0, "inside")
    qtbot.addWidget(window)
    assert FocusRing(inner, lambda: theme().colors.focus).geometry() == inner.geometry()


def test_a_destroyed_target_takes_its_ring_along(window, qtbot):
    field = window.findChild(LineField)
    _click(window, field)
    field.setParent(None)
    field.deleteLater()
    qtbot.waitUntil(lambda: themes().rings.ring is None)
