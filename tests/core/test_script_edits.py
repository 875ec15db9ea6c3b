from dataclasses import replace

import pytest

from creator_app.core import script_edits as edits
from creator_app.core.script import Block, Script, Take


@pytest.fixture
def script():
    spoken = {"takes": (Take("k", 1_000_000),), "chosen": "k"}
    return Script((Block("a", "Hello there.", **spoken), Block("b", "How are you?", **spoken)))


def texts(script):
    return [block.text for block in script.blocks]


def chosen(script):
    return [bool(block.take) for block in script.blocks]


def test_new_words_keep_the_takes_but_choose_none(script):
    changed = edits.with_text(script, "a", "Hello!")
    assert (texts(changed)[0], chosen(changed)) == ("Hello!", [False, True])
    assert changed.blocks[0].takes == script.blocks[0].takes


def test_only_the_block_that_was_touched_is_another_object(script):
    assert edits.with_text(script, "a", "Hello!").blocks[1] is script.blocks[1]


def test_a_longer_pause_needs_no_new_take(script):
    assert chosen(edits.with_block_settings(script, "a", pause_us=9)) == [True, True]


def test_another_voice_does(script):
    assert chosen(edits.with_block_settings(script, "b", voice="piper:joe")) == [True, False]
    assert chosen(edits.with_settings(script, speed=1.2)) == [False, False]


def test_enter_cuts_a_block_in_two(script):
    cut, second = edits.split_block(script, "a", 6)
    assert texts(cut) == ["Hello", "there.", "How are you?"]
    assert cut.blocks[1].ident == second


def test_a_heading_is_followed_by_text(script):
    headed = replace(script, blocks=(Block("h", "Title", heading=True),))
    cut, _second = edits.split_block(headed, "h", 5)
    assert [block.heading for block in cut.blocks] == [True, False]


def test_backspace_joins_a_block_to_the_one_before(script):
    joined, ident, at = edits.join_block(script, "b")
    assert (texts(joined), ident, at) == (["Hello there. How are you?"], "a", 13)


def test_chinese_is_joined_without_a_space():
    script = Script((Block("a", "你好。世界"), Block("b", "再见")))
    assert texts(edits.join_block(script, "b")[0]) == ["你好。世界再见"]


def test_the_first_block_has_nothing_to_join(script):
    assert edits.join_block(script, "a") == (script, "a", 0)


def test_joining_an_empty_block_keeps_the_take(script):
    empty = replace(script, blocks=(script.blocks[0], Block("c", "")))
    joined, _ident, _at = edits.join_block(empty, "c")
    assert chosen(joined) == [True]


def test_pasted_paragraphs_follow_the_block(script):
    pasted = edits.paste_text(script, "a", "One.\n\nTwo.")
    assert texts(pasted) == ["Hello there.", "One.", "Two.", "How are you?"]


def test_pasted_paragraphs_take_the_place_of_an_empty_block():
    script = Script((Block("a", ""),))
    assert texts(edits.paste_text(script, "a", "One.\n\nTwo.")) == ["One.", "Two."]


def test_nothing_speakable_pasted_into_an_empty_block_changes_nothing():
    script = Script((Block("a", ""),))
    assert edits.paste_text(script, "a", "\n\n") == script


def test_an_unknown_block_changes_nothing(script):
    assert edits.with_text(script, "zz", "x") == script


def test_a_block_can_be_added_and_removed(script):
    longer, ident = edits.with_new_block(script)
    assert edits.without_block(longer, ident) == script
