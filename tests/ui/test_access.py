"""Every panel by keyboard and by ear, in the smallest window and in both languages."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from creator_app.core.recording import Marker, Recording, Track
from creator_app.core.script import Block, script_from_text
from creator_app.core.task import Task
from creator_app.core.timeline import Shot
from creator_app.media.encode import write_audio
from creator_app.ui import languages, theme
from creator_app.ui.widgets.buttons import Button
from creator_app.ui.widgets.chips import Chip
from creator_app.ui.widgets.labels import Label
from creator_app.ui.window import Window
from tests.documents import transcript

SMALLEST = (1024, 640)
EMPTY = [f"{key} empty" for key in ("record", "voiceover", "studio", "library")]
PAGES = [f"settings {page}" for page in ("general", "sound", "engines", "keys")]
FULL = [f"{key} full" for key in ("record", "voiceover", "studio", "library")]
STATES = [*EMPTY, *FULL, *PAGES]


@pytest.fixture(params=["en", "zh_CN"])
def language(request, qapp):
    languages.install(qapp, request.param)
    yield request.param
    for translator in qapp.property(languages.PROPERTY):
        qapp.removeTranslator(translator)
    qapp.setProperty(languages.PROPERTY, [])


@pytest.fixture(params=STATES)
def window(request, qtbot, workspace, language):
    theme.theme()
    key, state = request.param.split()
    window = Window(workspace)
    qtbot.addWidget(window)
    window.resize(*SMALLEST)
    if state == "full":
        fill(workspace)
    panel = window.show_panel(key)
    if key == "settings":
        panel.show_page(state)
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    qtbot.waitUntil(workspace.jobs.is_idle, timeout=20_000)
    return window


def fill(workspace):
    """Put a recording, a script and shots into the open project."""
    folder = workspace.folder("Harbour")
    wave = 0.2 * np.sin(np.arange(32_000) / 20).astype(np.float32)
    write_audio(folder.path / "media" / "r1.wav", [wave[:, None]], 16_000, 1, Task())
    track = Track("mic", "Microphone", 16_000, 1, "media/r1.wav")
    words = transcript(40)
    recording = Recording(
        "r1",
        "Harbour",
        "2026-11-22T09:00:00+01:00",
        2_000_000,
        (track,),
        (Marker(1_000, "Go"),),
        words,
    )
    script = script_from_text("# Why\nOne is here. Two is here.\n\nThree is here.")
    blocks = (*script.blocks, Block("seen", "Said over a shot."))
    shots = (Shot("s1", "a quiet harbour", ("seen",)), Shot("s2", "the sea"))
    project = replace(workspace.project, recordings=(recording,), shots=shots)
    workspace.change("Fill", replace(project, script=replace(script, blocks=blocks)))


def shown(root, kind=QWidget):
    return [each for each in root.findChildren(kind) if each.isVisible() and is_on_screen(each)]


def is_on_screen(widget):
    return not widget.visibleRegion().isEmpty()


def stops(root):
    """Return what Tab is to reach."""
    return [
        each
        for each in shown(root)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isEnabled()
    ]


def name_of(widget):
    if isinstance(widget, QComboBox):
        return widget.accessibleName()  # on Linux Qt gives its value as its name
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def role_of(widget):
    return QAccessible.queryAccessibleInterface(widget).role()


def test_everything_that_takes_the_focus_has_a_name(window):
    nameless = [each for each in stops(window) if not name_of(each).strip()]
    assert nameless == []
    named_by_class = [each for each in stops(window) if name_of(each) == type(each).__name__]
    assert named_by_class == []


def test_no_two_controls_of_a_kind_have_the_same_name(window):
    names = [(role_of(each), name_of(each)) for each in stops(window)]
    assert sorted({each[1] for each in names if names.count(each) > 1}) == []


def test_tab_reaches_everything_and_comes_back(window):
    first = QApplication.focusWidget() or stops(window)[0]
    first.setFocus()
    reached = []
    for _ in range(200):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus in reached:
            break
        reached.append(focus)
    # Inside the rail and lists the arrows move; Tab needs to reach one of each.
    groups = {each.parentWidget() for each in reached}
    missed = [each for each in stops(window) if each not in reached]
    assert [name_of(each) for each in missed if each.parentWidget() not in groups] == []


def test_tab_goes_in_reading_order_within_a_row(window):
    order, widget = [], window.nextInFocusChain()
    while widget is not window:
        order.append(widget)
        widget = widget.nextInFocusChain()
    wrong = []
    tabbed = [each for each in order if each in stops(window)]
    for before, after in pairwise(tabbed):
        one, other = place_of(before, window), place_of(after, window)
        is_same_row = (
            before.parentWidget() is after.parentWidget()
            and abs(one.center().y() - other.center().y()) < 8
        )
        if is_same_row and other.center().x() < one.center().x():
            wrong.append((name_of(before), name_of(after)))
    assert wrong == []


def test_no_button_is_cut_off(window):
    cut = []
    for each in [*shown(window, Button), *shown(window, Chip), *shown(window, QAbstractButton)]:
        is_narrow = each.width() < each.minimumSizeHint().width()
        place = place_of(each, window)
        if is_narrow or place.left() < 0 or place.right() >= window.width():
            cut.append((name_of(each), each.width(), each.minimumSizeHint().width()))
    assert cut == []


def test_no_label_of_the_app_itself_is_cut_off(window):
    cut = [
        (each.text(), each.width(), each.sizeHint().width())
        for each in shown(window, Label)
        if each.width() < each.sizeHint().width()
    ]
    assert cut == []


def place_of(widget, window):
    return QRect(widget.mapTo(window, QPoint()), widget.size())
