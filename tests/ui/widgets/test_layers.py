"""What opens over something else: menus, tabs' ring, the undo bar, the drawer."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from creator_app.ui.theme import themes
from creator_app.ui.tokens import Mode
from creator_app.ui.widgets.buttons import Button, LinkButton
from creator_app.ui.widgets.drawer import Drawer
from creator_app.ui.widgets.menus import Menu, written
from creator_app.ui.widgets.tabs import Tab, Tabs
from creator_app.ui.widgets.undo_bar import UndoBar


@pytest.fixture
def panel(shown):
    panel = QWidget()
    QVBoxLayout(panel).addWidget(Button("Delete"))
    return shown(panel, 600, 400)


def test_an_action_of_a_menu_is_done(panel, qtbot):
    done = []
    menu = Menu("Clip", panel)
    menu.add("Split here", lambda: done.append(1), "scissors", "S")
    menu.popup(panel.mapToGlobal(QPoint(10, 10)))
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert done == [1]


def test_rows_of_a_menu_have_28_pixels_and_room_for_words_and_keys(panel):
    menu = Menu("Clip", panel)
    action = menu.add("A rather long name of an action", lambda: None, "copy", "Ctrl+Shift+C")
    menu.popup(panel.mapToGlobal(QPoint(10, 10)))
    place = menu.actionGeometry(action)
    wide_px = menu.fontMetrics().horizontalAdvance(action.text())
    assert place.height() == 28
    assert place.width() > wide_px + 24 + menu.fontMetrics().horizontalAdvance("Ctrl Shift C") + 10
    menu.close()


def test_shortcuts_read_as_on_keys():
    assert written(QKeySequence("Ctrl+Shift+Z")) == "Ctrl Shift Z"


def test_undo_takes_back_once_and_goes_away(panel, qtbot):
    bar, undone = UndoBar(panel), []
    bar.offer("Take 2 removed", lambda: undone.append(1))
    assert bar.isVisible()
    qtbot.mouseClick(bar.findChild(LinkButton), Qt.MouseButton.LeftButton)
    assert (undone, bar.isVisible()) == ([1], False)
    bar._take_back()
    assert undone == [1]


def test_the_undo_bar_goes_after_its_time_but_not_while_focused(panel, qtbot):
    bar = UndoBar(panel)
    bar._timer.setInterval(30)
    bar.offer("Take 2 removed", lambda: None)
    link = bar.findChild(LinkButton)
    link.setFocus()
    with qtbot.waitSignal(bar._timer.timeout):
        pass
    assert bar.isVisible()
    link.clearFocus()
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_the_undo_bar_stays_at_the_lower_edge(panel, qtbot):
    bar = UndoBar(panel)
    bar.offer("Take 2 removed", lambda: None)
    panel.resize(700, 500)
    qtbot.waitUntil(lambda: bar.geometry().bottom() == 500 - 17)
    assert abs(bar.geometry().center().x() - 350) <= 1


def test_a_drawer_takes_the_focus_and_gives_it_back(panel, qtbot):
    opener = panel.findChild(Button)
    opener.setFocus()
    drawer = Drawer("Jobs", panel)
    inside = Button("Pause all")
    drawer.column.addWidget(inside)
    drawer.open()
    assert inside.hasFocus()
    assert drawer.geometry().left() == 0
    with qtbot.waitSignal(drawer.closed):
        QTest.keyClick(panel.windowHandle(), Qt.Key.Key_Escape)
    assert opener.hasFocus()
    assert not drawer.isVisible()


def test_a_drawer_slides_when_things_may_move(panel, qtbot):
    themes().choose(Mode.DARK, reduce_motion=False)
    drawer = Drawer("Jobs", panel)
    drawer.column.addWidget(Button("Pause all"))
    drawer.open()
    assert drawer.geometry().left() < 0
    qtbot.waitUntil(lambda: drawer.geometry().left() == 0)
    drawer.close_drawer()
    qtbot.waitUntil(lambda: not drawer.isVisible())


def test_a_drawer_is_as_high_as_what_it_covers(panel, qtbot):
    drawer = Drawer("Jobs", panel)
    drawer.open()
    panel.resize(900, 555)
    qtbot.waitUntil(lambda: drawer.height() == 555)


def test_a_mirrored_drawer_comes_from_the_right(panel):
    panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    drawer = Drawer("Jobs", panel)
    drawer.open()
    assert drawer.geometry().right() == panel.width() - 1


def test_arrows_move_between_tabs_and_words_are_never_cut(shown, qtbot):
    tabs = shown(Tabs("Side", (Tab("Minutes", "file-text"), Tab("Ask"), Tab("Markers", "", "3"))))
    with qtbot.waitSignal(tabs.currentChanged):
        qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert tabs.currentIndex() == 1
    wide = tabs.tabSizeHint(2).width()
    tabs.set_count(2, "128")
    assert tabs.tabSizeHint(2).width() > wide
    assert tabs.minimumTabSizeHint(2) == tabs.tabSizeHint(2)
    assert tabs.tabRect(1).contains(tabs.ring_area())


def test_a_theme_change_repaints_what_is_shown(panel, qtbot):
    button = panel.findChild(Button)
    dark = button.grab().toImage()
    seen = []

    class Watch(QWidget):
        def eventFilter(self, _watched, event):  # noqa: N802 - Qt's name
            if event.type() == QEvent.Type.PaletteChange:
                seen.append(1)
            return False

    watch = Watch()
    qtbot.addWidget(watch)
    button.installEventFilter(watch)
    themes().choose(Mode.LIGHT, reduce_motion=True)
    assert seen
    assert button.grab().toImage() != dark
