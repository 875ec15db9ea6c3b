from dataclasses import replace

import pytest

from creator_app.core import shot_edits as edits
from creator_app.core.project import new_project
from creator_app.core.script import Block, Script, Take, script_from_text
from creator_app.core.timeline import Shot


@pytest.fixture
def project():
    spoken = {"takes": (Take("k", 1_000_000),), "chosen": "k"}
    blocks = tuple(Block(ident, f"Text {ident}.", **spoken) for ident in "abc")
    shots = (Shot("1", "sea", ("a", "b")), Shot("2", "hill", ("c",)))
    return replace(new_project("P"), script=Script(blocks), shots=shots)


def texts(project):
    return [block.text for block in project.script.blocks]


def test_another_prompt_keeps_the_clips_but_chooses_none(project):
    changed = edits.with_prompt(project, "1", "night")
    assert (changed.shots[0].prompt, changed.shots[0].chosen) == ("night", "")
    assert changed.shots[1] is project.shots[1]


def test_sentences_that_stay_keep_their_takes(project):
    changed = edits.with_spoken_text(project, "1", "Text a. Something new.")
    assert texts(changed) == ["Text a.", "Something new.", "Text c."]
    assert [bool(block.take) for block in changed.script.blocks] == [True, False, True]
    assert changed.shots[0].blocks == tuple(b.ident for b in changed.script.blocks[:2])


def test_a_silent_shot_can_be_given_words_in_its_place(project):
    longer, ident = edits.with_new_shot(project)
    first = edits.with_shot_moved(longer, ident, -1)
    spoken = edits.with_spoken_text(first, ident, "Between.")
    assert texts(spoken) == ["Text a.", "Text b.", "Between.", "Text c."]


def test_words_can_be_taken_away(project):
    silent = edits.with_spoken_text(project, "1", "")
    assert (texts(silent), silent.shots[0].blocks) == (["Text c."], ())


def test_a_shot_goes_with_its_words(project):
    assert texts(edits.without_shot(project, "1")) == ["Text c."]


def test_a_shot_moves_with_its_words(project):
    moved = edits.with_shot_moved(project, "2", -1)
    assert [shot.ident for shot in moved.shots] == ["2", "1"]
    assert texts(moved) == ["Text c.", "Text a.", "Text b."]


def test_a_shot_cannot_move_beyond_the_ends(project):
    assert edits.with_shot_moved(project, "1", -1) == project
    assert edits.with_shot_moved(project, "2", 1) == project


def test_each_paragraph_of_a_script_is_a_shot():
    script = script_from_text("# One\nFirst. Second.\n\nThird.\n\n# Two\nFourth.")
    shots = edits.shots_of_script(script)
    assert [shot.prompt for shot in shots] == ["First. Second.", "Third.", "Fourth."]
    assert len(shots[0].blocks) == 2


def test_an_unknown_shot_changes_nothing(project):
    assert edits.without_shot(project, "x") == project
    assert edits.with_spoken_text(project, "x", "Words.") == project


def test_what_is_spoken_reads_as_its_script_is_written():
    blocks = (Block("a", "你好。"), Block("b", "世界！"), Block("c", "Hello."), Block("d", "You."))
    shot = Shot("1", "", ("a", "b", "c", "d"))
    project = replace(new_project("P"), script=Script(blocks), shots=(shot,))
    assert edits.spoken_text(project, shot) == "你好。世界！ Hello. You."
