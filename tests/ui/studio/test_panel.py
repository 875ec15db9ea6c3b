import sys
from dataclasses import replace

import numpy as np
import pytest

from creator_app.core.engines import (
    Catalog,
    Engine,
    Generator,
    Speech,
    Standing,
    Synthesizer,
    Voice,
)
from creator_app.core.errors import CreatorError
from creator_app.core.script import script_from_text
from creator_app.core.timeline import PRESETS
from creator_app.media.decode import probe
from creator_app.production import making
from creator_app.ui.studio import panel as studio
from creator_app.ui.studio.panel import StudioPanel
from tests.ui.studio.colours import write_colour

TEXT = "[red]\nOne is said.\n\n[green]\nTwo is said.\n\n[blue]\nThree is said."
SMALL = replace(PRESETS[0], width=108, height=192)


class Beeper:
    """A voice that beeps for half a second."""

    model = "1"

    def __init__(self, _access):
        pass

    def voices(self):
        return (Voice("low", "Low", ("en",)),)

    def speak(self, line, task):
        tone = np.sin(np.arange(8_000) / 20).astype(np.float32)
        return Speech(0.3 * tone[:, None], 16_000)


class Painter:
    """A generator that paints the colour its prompt names."""

    refused = ""
    made = 0

    def __init__(self, _access):
        self._request = None

    def submit(self, request, task):
        if Painter.refused and Painter.refused in request.prompt:
            raise CreatorError("The brush is dry.", "Try again.")
        self._request = request
        return "order"

    def poll(self, name):
        return Standing(is_done=True)

    def fetch(self, name, out, task):
        Painter.made += 1
        write_colour(self._request, out)

    def cancel(self, name):
        pass


@pytest.fixture
def catalog(monkeypatch):
    monkeypatch.setattr(Painter, "refused", "")
    monkeypatch.setattr(Painter, "made", 0)
    monkeypatch.setattr(making, "preset_named", lambda name: SMALL)
    monkeypatch.setattr(studio, "preset_named", lambda name: SMALL)
    monkeypatch.setitem(sys.modules, "fake_studio_engines", sys.modules[Painter.__module__])
    return Catalog(
        [
            Engine(Synthesizer, "beeper", "Beeper", "fake_studio_engines:Beeper"),
            Engine(Generator, "painter", "Painter", "fake_studio_engines:Painter"),
        ]
    )


@pytest.fixture
def panel(qtbot, workspace):
    panel = StudioPanel(workspace)
    qtbot.addWidget(panel)
    panel.resize(1100, 700)
    panel.show()
    qtbot.waitExposed(panel)
    yield panel
    panel.may_close()


def finish(panel, qtbot):
    qtbot.waitUntil(lambda: panel._working is None, timeout=20_000)


def shots(panel):
    return panel.workspace.project.shots


def test_an_empty_studio_says_how_to_begin(panel):
    assert panel._pages.currentIndex() == 0
    assert panel._export.isHidden()


def test_each_paragraph_becomes_a_shot(panel):
    panel._on_text(TEXT)
    assert [shot.prompt for shot in shots(panel)] == ["red", "green", "blue"]
    assert panel._pages.currentIndex() == 1


def test_a_text_that_says_nothing_makes_no_shot(panel):
    panel._on_text("😀 😀")
    assert shots(panel) == ()
    assert "nothing to speak" in panel.workspace.messages.recent[-1].title


def test_making_gives_every_shot_its_clip_and_every_sentence_its_take(panel, qtbot):
    panel._on_text(TEXT)
    panel._desk._make.click()
    finish(panel, qtbot)
    assert all(shot.take for shot in shots(panel))
    assert all(block.take for block in panel.workspace.project.script.spoken)
    assert panel.workspace.history.undo_label == "Make shots"


def test_a_failing_shot_keeps_the_ones_before(panel, qtbot):
    Painter.refused = "green"
    panel._on_text(TEXT)
    panel._desk._make.click()
    finish(panel, qtbot)
    assert [bool(shot.take) for shot in shots(panel)] == [True, False, False]
    assert "dry" in panel.workspace.messages.recent[-1].title


def test_only_what_changed_is_made_again(panel, qtbot):
    panel._on_text(TEXT)
    panel._on_make()
    finish(panel, qtbot)
    inspector = panel._desk._inspector
    inspector._prompt.setPlainText("yellow")
    inspector._keep_typed()
    assert [bool(shot.take) for shot in shots(panel)] == [False, True, True]
    panel._on_make()
    finish(panel, qtbot)
    assert Painter.made == 4


def test_other_words_over_a_shot_leave_the_other_shots_alone(panel, qtbot):
    panel._on_text(TEXT)
    panel._on_make()
    finish(panel, qtbot)
    inspector = panel._desk._inspector
    inspector._spoken.setPlainText("One is said. And more.")
    inspector._keep_typed()
    taken = [bool(block.take) for block in panel.workspace.project.script.spoken]
    assert taken == [True, False, True, True]


def test_export_makes_what_is_missing_and_writes_the_video(panel, qtbot, tmp_path):
    panel._on_text(TEXT)
    out = tmp_path / "视频 “1”.mp4"
    panel._export_to(out)
    finish(panel, qtbot)
    info = probe(out)
    assert (info.width, info.height, info.has_audio) == (108, 192, True)
    assert info.duration_us > 1_500_000
    assert "ready" in panel.workspace.messages.recent[-1].title


def test_export_into_a_folder_that_is_gone_says_so_before_anything_is_made(panel, qtbot, tmp_path):
    panel._on_text(TEXT)
    panel._export_to(tmp_path / "gone" / "out.mp4")
    finish(panel, qtbot)
    assert panel.workspace.messages.recent[-1].kind == "error"
    assert not any(shot.take for shot in shots(panel))


def test_the_preview_shows_the_picture_of_the_moment(panel, qtbot):
    panel._on_text(TEXT)
    panel._on_play(True)
    finish(panel, qtbot)
    qtbot.waitUntil(lambda: panel._prepared is not None)
    panel._playing.stop()
    timeline = panel._prepared[0]
    panel._on_seek(timeline.clips[2].start_us + 300_000)
    preview = panel._desk.preview
    qtbot.waitUntil(lambda: preview._image is not None and _hue(preview) == "blue")


def test_an_own_picture_becomes_a_shot_and_stays_where_it_is(panel, qtbot, tmp_path):
    from PySide6.QtGui import QImage

    picture = tmp_path / "图 1.png"
    image = QImage(64, 64, QImage.Format.Format_RGB888)
    image.fill(0xFF0000)
    image.save(str(picture))
    assert panel.take_files([picture])
    qtbot.waitUntil(lambda: len(shots(panel)) == 1)
    assert panel.workspace.folder("").media_path(shots(panel)[0].media) == picture
    assert Painter.made == 0


def test_a_file_without_a_picture_is_refused(panel, qtbot, tmp_path):
    file = tmp_path / "words.png"
    file.write_text("no picture")
    panel.take_files([file])
    qtbot.waitUntil(lambda: bool(panel.workspace.messages.recent))
    assert shots(panel) == ()


def test_the_voice_over_can_become_the_shots(panel):
    script = script_from_text("First.\n\nSecond.")
    project = replace(panel.workspace.project, title="V", script=script)
    panel.workspace.change("Paste", project)
    panel._on_script()
    assert [shot.prompt for shot in shots(panel)] == ["First.", "Second."]


def test_a_removed_shot_comes_back_by_undo(panel):
    panel._on_text(TEXT)
    panel._desk._on_remove(shots(panel)[1].ident)
    assert [shot.prompt for shot in shots(panel)] == ["red", "blue"]
    panel.workspace.messages.recent[-1].actions[0].do()
    assert [shot.prompt for shot in shots(panel)] == ["red", "green", "blue"]


def test_a_shot_moves_with_its_words(panel):
    panel._on_text(TEXT)
    panel._desk._on_move(shots(panel)[2].ident, -2)
    assert [shot.prompt for shot in shots(panel)] == ["blue", "red", "green"]
    assert panel.workspace.project.script.blocks[0].text == "Three is said."


def _hue(preview):
    colour = preview._image.pixelColor(10, 10)
    parts = {"red": colour.red(), "green": colour.green(), "blue": colour.blue()}
    return max(parts, key=parts.get)
