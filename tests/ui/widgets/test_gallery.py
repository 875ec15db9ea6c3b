import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from creator_app.ui.tokens import Mode
from creator_app.ui.widgets.chips import Chip
from creator_app.ui.widgets.gallery import gallery_window
from creator_app.ui.widgets.labels import Label

INTERACTIVE = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit, QPlainTextEdit)


@pytest.fixture
def gallery(shown):
    return shown(gallery_window(Mode.DARK), 1000, 900)


def _own(window):
    """Return what can be used, without the inner parts of Qt's own classes."""
    found = (each for each in window.findChildren(QWidget) if isinstance(each, INTERACTIVE))
    return [
        each
        for each in found
        if not each.objectName().startswith("qt_")
        and not isinstance(each.parentWidget(), QAbstractScrollArea)
        and "scrollarea" not in (each.parentWidget().objectName() or "")
        and not isinstance(each.parentWidget(), QComboBox)
        and not isinstance(each.window(), QMenu)
    ]


def test_everything_that_can_be_used_has_a_name(gallery):
    nameless = [each for each in _own(gallery) if not (each.accessibleName() or _text(each))]
    assert nameless == []


def _text(widget):
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def test_everything_that_can_be_used_is_reached_by_key(gallery):
    unreached = [
        each
        for each in _own(gallery)
        if each.focusPolicy() == Qt.FocusPolicy.NoFocus
        and not (isinstance(each, Chip) and not each._can_press)
        and type(each).__name__ != "RailItem"  # one Tab stop, arrows inside
    ]
    assert unreached == []


def test_every_target_is_at_least_24_pixels_high(gallery):
    small = [
        (type(each).__name__, each.height())
        for each in _own(gallery)
        if each.isVisible() and each.height() < (22 if isinstance(each, Chip) else 24)
    ]
    assert small == []


def test_no_button_is_narrower_than_its_words(gallery):
    cut = [
        (each.text(), each.width(), each.minimumSizeHint().width())
        for each in gallery.findChildren(QAbstractButton)
        if each.isVisible() and each.width() < each.minimumSizeHint().width()
    ]
    assert cut == []


def test_nothing_stands_outside_its_parent(gallery):
    outside = []
    for each in gallery.sheet.findChildren(QWidget):
        parent = each.parentWidget()
        if each.isVisible() and not each.isWindow() and not _may_leave(each, parent):
            room = parent.rect().adjusted(-1, -1, 1, 1)
            if not room.contains(QRect(each.pos(), each.size())):
                outside.append((type(each).__name__, each.geometry(), parent.rect()))
    assert outside == []


def _may_leave(each, parent):
    return isinstance(parent, QAbstractScrollArea | QComboBox) or each.objectName().startswith("qt")


@pytest.mark.parametrize("mode", Mode)
def test_it_is_painted_in_every_mode(gallery, mode, qtbot):
    from creator_app.ui.theme import theme, themes

    themes().choose(mode, reduce_motion=True)
    image = gallery.grab().toImage()
    assert image.pixelColor(5, 300) == theme().colors.panel


def test_all_of_it_can_be_mirrored(gallery):
    gallery.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    first = gallery.findChildren(Label)[0]
    gallery.grab()
    assert first.layoutDirection() == Qt.LayoutDirection.RightToLeft


def test_tab_goes_through_everything_and_comes_back(gallery, qapp):
    gallery.setFocus()
    QTest.keyClick(gallery.windowHandle(), Qt.Key.Key_Tab)
    first, seen = qapp.focusWidget(), []
    for _ in range(200):
        seen.append(qapp.focusWidget())
        QTest.keyClick(gallery.windowHandle(), Qt.Key.Key_Tab)
        if qapp.focusWidget() is first:
            break
    assert qapp.focusWidget() is first
    assert len(set(map(id, seen))) == len(seen)
    reached = {type(each).__name__ for each in seen}
    assert {"Button", "LineField", "Combo", "CheckBox", "Slider", "CaptionsView"} <= reached
    assert {"RecordButton", "Waveform", "PlayButton", "Tabs", "Row", "LinkButton"} <= reached
