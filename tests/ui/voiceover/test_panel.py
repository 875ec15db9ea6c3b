from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, Qt

from creator_app.core.engines import Catalog, Engine, Speech, Synthesizer, Voice
from creator_app.core.errors import CreatorError
from creator_app.core.script import Block, Script, script_from_text
from creator_app.media.decode import probe
from creator_app.ui.voiceover.panel import VoiceoverPanel

TEXT = "# Why\nOne is here. Two is here.\n\nThree is here."


class Beeper:
    """A voice that beeps as long as its text, and fails at a word it was told."""

    model = "1"
    refused = ""

    def __init__(self, _access=None):
        self.spoken = []

    def voices(self):
        return (Voice("low", "Low", ("en",)), Voice("high", "High", ("en",)))

    def speak(self, line, task):
        task.check()
        if Beeper.refused and Beeper.refused in line.text:
            raise CreatorError("The voice is hoarse.", "Try again.")
        times = np.arange(4_000 * len(line.text) // 10) / 16_000
        tone = np.sin(2 * np.pi * (220 if line.voice == "low" else 440) * times)
        return Speech((0.3 * tone).astype(np.float32)[:, None], 16_000)


@pytest.fixture
def catalog(monkeypatch):
    monkeypatch.setattr(Beeper, "refused", "")
    factory = f"{__name__}:Beeper"
    monkeypatch.setitem(__import__("sys").modules, __name__, __import__("types").ModuleType("m"))
    __import__("sys").modules[__name__].Beeper = Beeper
    return Catalog([Engine(Synthesizer, "beeper", "Beeper", factory)])


@pytest.fixture
def panel(qtbot, workspace):
    panel = VoiceoverPanel(workspace)
    qtbot.addWidget(panel)
    panel.resize(1100, 700)
    panel.show()
    qtbot.waitExposed(panel)
    qtbot.waitUntil(workspace.jobs.is_idle)
    return panel


def write(panel, text=TEXT):
    panel._change("Paste", script_from_text(text))


def make(panel, qtbot):
    panel._make.click()
    qtbot.waitUntil(lambda: panel._making is None)


def blocks(panel):
    return panel.workspace.project.script.spoken


def states(panel):
    return [bool(block.take) for block in blocks(panel)]


def test_an_empty_script_says_how_to_begin(panel):
    assert panel._pages.currentIndex() == 1
    assert panel._make.isHidden()


def test_the_button_counts_what_is_missing_and_says_it_is_free(panel):
    write(panel)
    assert "3" in panel._make.text()
    assert "free" in panel._make.accessibleName()


def test_every_block_is_spoken_and_kept_in_the_project(panel, qtbot):
    write(panel)
    make(panel, qtbot)
    assert states(panel) == [True, True, True]
    assert not panel._make.isEnabled()


def test_takes_are_no_step_to_undo(panel, qtbot):
    write(panel)
    make(panel, qtbot)
    assert panel.workspace.history.undo_label == "Paste"


def test_a_changed_word_marks_one_block_and_making_it_leaves_the_others(panel, qtbot):
    write(panel)
    make(panel, qtbot)
    before = blocks(panel)
    panel._on_edited(before[1].ident, "Two is gone.")
    assert states(panel) == [True, False, True]
    make(panel, qtbot)
    assert [block.take is old.take for block, old in zip(blocks(panel), before, strict=True)] == [
        True,
        False,
        True,
    ]


def test_going_back_to_the_old_words_finds_the_old_take(panel, qtbot):
    write(panel)
    make(panel, qtbot)
    block = blocks(panel)[1]
    panel._on_edited(block.ident, "Other words.")
    make(panel, qtbot)
    panel._on_edited(block.ident, block.text)
    make(panel, qtbot)
    assert blocks(panel)[1].chosen == block.chosen
    assert len(blocks(panel)[1].takes) == 2


def test_a_failing_block_is_named_and_the_ones_before_are_kept(panel, qtbot):
    Beeper.refused = "Three"
    write(panel)
    make(panel, qtbot)
    assert states(panel) == [True, True, False]
    assert "hoarse" in panel.workspace.messages.recent[-1].title
    assert panel._standing(blocks(panel)[2]).problem


def test_words_changed_while_they_are_spoken_do_not_get_the_old_take(panel, qtbot):
    write(panel)
    panel._make.click()
    panel._on_edited(blocks(panel)[2].ident, "Changed meanwhile.")
    qtbot.waitUntil(lambda: panel._making is None)
    assert states(panel) == [True, True, False]


def test_export_makes_what_is_missing_first(panel, qtbot, tmp_path):
    write(panel)
    out = tmp_path / "旁白 “1”.wav"
    panel._export_to(out)
    qtbot.waitUntil(out.exists, timeout=20_000)
    qtbot.waitUntil(panel.workspace.jobs.is_idle)
    assert probe(out).duration_us > 1_000_000
    assert out.with_suffix(".srt").read_text().count("-->") == 3
    assert "ready" in panel.workspace.messages.recent[-1].title


def test_enter_splits_and_backspace_joins(panel, qtbot):
    write(panel, "Hello there.")
    row = panel._view.shown_rows[blocks(panel)[0].ident]
    panel._view.focus_block(row.block.ident, 5)
    qtbot.keyClick(row.text, Qt.Key.Key_Return)
    assert [block.text for block in blocks(panel)] == ["Hello", "there."]
    second = panel._view.shown_rows[blocks(panel)[1].ident]
    qtbot.keyClick(second.text, Qt.Key.Key_Home)
    qtbot.keyClick(second.text, Qt.Key.Key_Backspace)
    assert [block.text for block in blocks(panel)] == ["Hello there."]


def test_typing_is_one_step_to_undo(panel, qtbot):
    write(panel, "Hello.")
    row = panel._view.shown_rows[blocks(panel)[0].ident]
    qtbot.keyClicks(row.text, "abc")
    panel.workspace.undo()
    assert blocks(panel)[0].text == "Hello."
    assert row.text.toPlainText() == "Hello."


def test_pasted_paragraphs_become_blocks(panel):
    write(panel, "Hello.")
    row = panel._view.shown_rows[blocks(panel)[0].ident]
    data = QMimeData()
    data.setText("One.\n\nTwo.")
    row.text.insertFromMimeData(data)
    assert [block.text for block in blocks(panel)] == ["Hello.", "One.", "Two."]


def test_a_dropped_text_file_becomes_the_script(panel, qtbot, tmp_path):
    file = tmp_path / "稿 1.md"
    file.write_text("# 标题\n你好。世界！", encoding="utf-8")
    assert panel.take_files([file])
    qtbot.waitUntil(lambda: bool(blocks(panel)))
    assert [block.text for block in blocks(panel)] == ["你好。", "世界！"]


def test_a_file_that_is_not_text_is_refused_in_plain_words(panel, qtbot, tmp_path):
    file = tmp_path / "script.txt"
    file.write_bytes(b"\xff\xfe\x00\x81")
    panel.take_files([file])
    qtbot.waitUntil(lambda: bool(panel.workspace.messages.recent))
    assert "not a text in UTF-8" in panel.workspace.messages.recent[-1].title


def test_of_a_very_long_script_only_what_is_in_sight_is_a_widget(panel):
    many = tuple(Block(str(number), f"Sentence number {number}.") for number in range(3_000))
    panel._change("Paste", Script(many))
    assert 3 <= len(panel._view.shown_rows) <= 20
    bar = panel._view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert "2999" in panel._view.shown_rows
    assert len(panel._view.shown_rows) <= 20


def test_another_voice_makes_every_block_new(panel, qtbot):
    write(panel)
    make(panel, qtbot)
    panel._tools._on_voice(2)
    assert panel.workspace.project.script.voice == "beeper:high"
    assert states(panel) == [False, False, False]


def test_the_pause_after_a_block_needs_no_new_take(panel, qtbot):
    write(panel)
    make(panel, qtbot)
    panel._on_chosen(blocks(panel)[0].ident)
    panel._side._on_pause(1.5)
    assert blocks(panel)[0].pause_us == 1_500_000
    assert states(panel) == [True, True, True]


def test_opening_another_project_shows_its_script(panel):
    write(panel)
    panel.workspace.start_new()
    assert panel._pages.currentIndex() == 1


def test_a_project_named_by_nobody_takes_its_first_words(panel):
    write(panel, "You close the laptop on the train, and go.")
    assert panel.workspace.project.title == "You close the laptop on the"


def test_nothing_can_be_made_twice_at_once(panel, qtbot):
    write(panel)
    panel._make.click()
    first = panel._making
    panel._on_retake(blocks(panel)[0].ident)
    assert panel._making is first
    qtbot.waitUntil(lambda: panel._making is None)


def test_the_project_keeps_its_title(panel):
    panel.workspace.change("Title", replace(panel.workspace.project, title="Harbor"))
    write(panel)
    assert panel.workspace.project.title == "Harbor"
