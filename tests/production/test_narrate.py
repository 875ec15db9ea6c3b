import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from creator_app.core.engines import Speech
from creator_app.core.errors import CreatorError, TryAgainError
from creator_app.core.script import Block, Script, script_from_text
from creator_app.core.task import Cancelled, Task
from creator_app.production.narrate import NarrationError, narrate
from tests.voices import Answer, ToneVoice, catalog_of

TEN = " ".join(f"This is sentence {name}." for name in "abcdefghij")


def test_every_block_gets_a_take_and_is_published_in_order(tmp_path, tones, tone_catalog):
    script = script_from_text("# Title\nOne. Two.\n\n😀\n\nThree.")
    task = Task()
    made = narrate(tone_catalog, script, tmp_path, task)
    assert [line.text for line in tones.lines] == ["One.", "Two.", "Three."]
    assert [block.text for block in task.take_parts()] == ["One.", "Two.", "Three."]
    assert [block.take is not None for block in made.blocks] == [False, True, True, True]
    assert task.latest == (1.0, "3 of 3")


def test_the_same_text_is_never_made_twice(tmp_path, tones, tone_catalog):
    script = script_from_text("One. Two. One.")
    first = narrate(tone_catalog, script, tmp_path, Task())
    assert [line.text for line in tones.lines] == ["One.", "Two."]
    again = narrate(tone_catalog, script, tmp_path, Task())
    assert len(tones.lines) == 2
    assert [block.chosen for block in again.blocks] == [block.chosen for block in first.blocks]
    assert narrate(tone_catalog, first, tmp_path, Task()) == first


def test_only_what_changed_is_made_and_the_old_take_stays(tmp_path, tones, tone_catalog):
    script = Script((Block("a", "One."), Block("b", "Two.")))
    first = narrate(tone_catalog, script, tmp_path, Task())
    changed = Script((first.blocks[0], Block("b", "Two!", takes=first.blocks[1].takes)))
    made = narrate(tone_catalog, changed, tmp_path, Task())
    assert [line.text for line in tones.lines] == ["One.", "Two.", "Two!"]
    assert len(made.blocks[1].takes) == 2
    assert made.blocks[1].take.key != first.blocks[1].take.key


def test_an_engine_that_fails_at_block_7_of_10_keeps_the_six_and_says_which(
    tmp_path, tones, tone_catalog
):
    script, task = script_from_text(TEN), Task()
    tones.failing["This is sentence g."] = CreatorError("The engine gave up.", "Ask again.")
    with pytest.raises(
        NarrationError, match=r"Block 7 \(“This is sentence g.”\).*gave up"
    ) as caught:
        narrate(tone_catalog, script, tmp_path, task)
    assert caught.value.ident == script.blocks[6].ident
    assert "What was made before it is kept." in caught.value.hint
    assert sum(block.take is not None for block in caught.value.script.blocks) == 6
    assert len(task.take_parts()) == 6
    asked = len(tones.lines)
    made = narrate(tone_catalog, caught.value.script, tmp_path, Task())
    assert len(tones.lines) == asked + 4
    assert all(block.take for block in made.blocks)


def test_a_busy_service_is_asked_again_when_it_said_to(tmp_path, tones, tone_catalog):
    tones.failing["One."] = TryAgainError("Too many requests.", after_s=0.001)
    made = narrate(tone_catalog, script_from_text("One."), tmp_path, Task())
    assert made.blocks[0].take
    assert len(tones.lines) == 2


def test_what_may_have_been_paid_is_not_asked_again(tmp_path, tones, tone_catalog):
    tones.failing["One."] = TryAgainError("It broke off.")
    with pytest.raises(NarrationError, match="broke off"):
        narrate(tone_catalog, script_from_text("One."), tmp_path, Task())
    assert len(tones.lines) == 1


def test_a_wrong_name_fails_before_anything_is_spoken(tmp_path, tones, tone_catalog):
    script = Script((Block("a", "One."), Block("b", "Two.", voice="tones:bob")))
    with pytest.raises(NarrationError, match=r"Block 2 .*no voice called “bob”"):
        narrate(tone_catalog, script, tmp_path, Task())
    assert tones.lines == []
    with pytest.raises(CreatorError, match=r"^Tones has no voice called “bob”\.$"):
        narrate(tone_catalog, Script(script.blocks[:1], voice="tones:bob"), tmp_path, Task())


@pytest.mark.parametrize("text", ["", "# Only a title", "😀 👍🏽\n\n…!?"])
def test_a_script_with_nothing_to_say_says_so(tmp_path, tone_catalog, text):
    with pytest.raises(CreatorError, match="nothing to speak"):
        narrate(tone_catalog, script_from_text(text), tmp_path, Task())


def test_an_answer_of_silence_is_a_failure(tmp_path):
    catalog = catalog_of(mute=Answer(Speech(np.zeros((9_000, 1), np.float32), 22_050)))
    with pytest.raises(NarrationError, match="silence"):
        narrate(catalog, Script((Block("a", "Hi."),), voice="mute"), tmp_path, Task())


def test_stopping_keeps_what_is_made(tmp_path):
    class Stopping(ToneVoice):
        def speak(self, line, task):
            if len(self.lines) == 2:
                task.cancel()
            return super().speak(line, task)

    stopping = Stopping()
    with pytest.raises(Cancelled):
        narrate(catalog_of(it=stopping), script_from_text(TEN), tmp_path, Task())
    assert len(list(tmp_path.glob("*.json"))) == 2


def test_a_new_model_makes_new_takes(tmp_path, tones, tone_catalog):
    script = script_from_text("One.")
    first = narrate(tone_catalog, script, tmp_path, Task())
    tones.model = "second"
    assert (
        narrate(tone_catalog, script, tmp_path, Task()).blocks[0].chosen != first.blocks[0].chosen
    )


def test_200000_characters_are_narrated_block_by_block(tmp_path, tone_catalog, tones):
    tones.speak = lambda line, task: Speech(SHORT, 8_000)
    text = "All of it is one sentence. " * 7_500
    made = narrate(tone_catalog, script_from_text(text), tmp_path, Task())
    assert len(made.spoken) == 7_500
    assert len(list(tmp_path.glob("*.flac"))) == 1


SHORT = np.full((800, 1), 0.2, np.float32)


KILLED = """
import os, signal, sys
from pathlib import Path
from creator_app.core.script import script_from_text
from creator_app.core.task import Task
from creator_app.production.narrate import narrate
from tests.voices import ToneVoice, catalog_of

class Deadly(ToneVoice):
    def speak(self, line, task):
        if len(self.lines) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().speak(line, task)

narrate(catalog_of(tones=Deadly()), script_from_text(sys.argv[1]), Path(sys.argv[2]), Task())
"""


def test_killed_while_speaking_what_was_spoken_is_found_again(tmp_path, tones, tone_catalog):
    command = [sys.executable, "-c", KILLED, TEN, str(tmp_path)]
    root = Path(__file__).parent.parent.parent
    ended = subprocess.run(command, check=False, env=os.environ | {"PYTHONPATH": str(root)})
    assert ended.returncode == -9
    made = narrate(tone_catalog, script_from_text(TEN), tmp_path, Task())
    assert len(tones.lines) == 7
    assert all(block.take for block in made.blocks)


def test_a_folder_that_may_not_be_written_is_told(tmp_path, tone_catalog):
    (tmp_path / "takes").write_text("a file is in the way")
    with pytest.raises(NarrationError, match=r"Block 1 .*“takes”"):
        narrate(tone_catalog, script_from_text("One."), tmp_path / "takes", Task())
