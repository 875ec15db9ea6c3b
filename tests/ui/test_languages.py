import contextlib
import re

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from creator_app.core.script import script_from_text
from creator_app.core.timeline import PRESETS
from creator_app.ui import languages, theme
from creator_app.ui.recorder.languages import TAGS, language_name
from creator_app.ui.window import PANELS, Window

NAMES = [*(preset.title for preset in PRESETS), *(language_name(tag) for tag in TAGS), "/"]


@pytest.fixture
def speak():
    """Switch the language, and back to English afterwards."""
    app, before = QApplication.instance(), QLocale()
    yield lambda language: languages.install(app, language)
    for translator in app.property(languages.PROPERTY):
        app.removeTranslator(translator)
    app.setProperty(languages.PROPERTY, [])
    QLocale.setDefault(before)


@pytest.fixture
def window(qtbot, workspace):
    theme.theme()
    window = Window(workspace)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def said(window):
    """Return every word that can be seen or read aloud."""
    found = []
    for each in window.findChildren(object):
        for name in ("text", "accessibleName", "toolTip", "placeholderText"):
            ask = getattr(each, name, None)
            if callable(ask) and each is not window and isinstance(ask(), str):
                found.append(ask())
    return found


def counted(number):
    return QCoreApplication.translate("LibraryPanel", "%n project(s)", "", number)


def test_english_counts_as_people_do(qapp, speak):
    speak("en")
    assert [counted(1), counted(2)] == ["1 project", "2 projects"]


def test_a_language_there_is_no_file_for_speaks_english(qapp, speak):
    speak("fi")
    assert counted(2) == "2 projects"


def test_chinese_counts_without_a_plural(qapp, speak):
    speak("zh_CN")
    assert [counted(1), counted(2)] == ["1 个项目", "2 个项目"]


def test_pages_made_by_functions_are_translated(qapp, speak):
    speak("zh_CN")
    assert QCoreApplication.translate("", "Projects folder") == "项目文件夹"


def test_dialogs_of_qt_are_translated_too(qapp, speak):
    speak("zh_CN")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


@pytest.mark.parametrize("key", [each[0] for each in PANELS])
def test_a_panel_that_is_shown_speaks_the_other_language_at_once(window, qtbot, speak, key):
    window.show_panel(key)
    english = {each for each in said(window.show_panel(key)) if re.search("[a-z]{3}", each)}
    speak("zh_CN")
    # What engines, devices and formats call themselves is nobody's to translate.
    own = {each.title for each in window._workspace.catalog.all()} | set(NAMES)

    def left():
        still = english & set(said(window.show_panel(key)))
        return {each for each in still if not any(name in each for name in own)}

    with contextlib.suppress(qtbot.TimeoutError):
        qtbot.waitUntil(lambda: not left(), timeout=2_000)
    assert left() == set()


def test_the_place_in_the_script_stays(window, workspace, qtbot, speak):
    from dataclasses import replace

    script = script_from_text("\n\n".join(f"Sentence number {n}." for n in range(200)))
    workspace.change("Paste", replace(workspace.project, script=script))
    window.show_panel("voiceover").go_to((script.blocks[120].ident, 9_000))
    before = window.show_panel("voiceover").spot()
    speak("zh_CN")
    QApplication.processEvents()
    panel = window.show_panel("voiceover")
    assert panel.spot() == before
    assert any(
        "Sentence number 1" in each.toPlainText() for each in panel.findChildren(QPlainTextEdit)
    )


def test_a_panel_that_works_is_made_anew_when_it_is_done(window, workspace, qtbot, speak):
    panel = window.show_panel("studio")
    panel._start("Long work", lambda task: task.sleep(60), lambda _none: None)
    speak("zh_CN")
    QApplication.processEvents()
    assert window.show_panel("studio") is panel
    panel._working.cancel()
    qtbot.waitUntil(lambda: window.show_panel("studio") is not panel)
