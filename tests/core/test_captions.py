from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creator_app.core.captions import SHORTS, SUBTITLES, Cue, cues_from, cues_of_words
from creator_app.core.transcript import Segment, Transcript, Word, is_ideograph, spread_words

TEXTS = st.sampled_from(
    ["a", "well,", "understand.", "really?", "incomprehensibilities", "你", "好，", "界。", "ok"]
)
RULES = st.sampled_from([SUBTITLES, SHORTS])


@st.composite
def spoken(draw):
    """Return words as they are spoken: one after the other, with pauses."""
    words, at = [], 0
    for text in draw(st.lists(TEXTS, max_size=60)):
        at += draw(st.sampled_from([0, 30_000, 90_000, 500_000, 3_000_000]))
        end = at + draw(st.sampled_from([1, 80_000, 300_000, 900_000]))
        words.append(Word(at, end, text))
        at = end
    return tuple(words)


def width(line, rules):
    return sum(rules.wide if is_ideograph(char) else 1 for char in line)


def seconds(text, each_us=300_000, start_us=0):
    """Return a text spoken at a steady pace."""
    count = len(text.split())
    return spread_words(text, start_us, start_us + count * each_us)


@settings(max_examples=200)
@given(spoken(), RULES)
def test_cues_hold_every_word_in_order_and_nothing_else(words, rules):
    cues = cues_of_words(words, rules)
    assert tuple(word for cue in cues for word in cue.words) == words
    for cue in cues:
        assert "".join("".join(cue.lines).split()) == "".join(word.text for word in cue.words)


@settings(max_examples=200)
@given(spoken(), RULES)
def test_cues_keep_the_rules(words, rules):
    cues = cues_of_words(words, rules)
    for cue in cues:
        assert 1 <= len(cue.lines) <= rules.max_lines
        assert cue.start_us == cue.words[0].start_us
        assert cue.words[-1].end_us <= cue.end_us
        assert cue.end_us - cue.start_us <= max(rules.max_us, cue.words[-1].end_us - cue.start_us)
        pauses = [b.start_us - a.end_us for a, b in pairwise(cue.words)]
        assert all(pause < rules.pause_us for pause in pauses)
        if len(cue.words) > 1:
            assert cue.words[-1].end_us - cue.start_us <= rules.max_us
        for line in cue.lines:
            assert width(line, rules) <= rules.max_chars or " " not in line
    for one, other in pairwise(cues):
        assert one.start_us < one.end_us <= other.start_us


@settings(max_examples=100)
@given(spoken(), RULES)
def test_a_cue_stands_as_long_as_it_needs_where_there_is_room(words, rules):
    cues = cues_of_words(words, rules)
    for one, other in pairwise(cues):
        room = other.start_us - rules.gap_us - one.start_us
        assert one.end_us - one.start_us >= min(rules.min_us, room)
    if cues:
        assert cues[-1].end_us - cues[-1].start_us >= rules.min_us


def test_a_line_is_broken_evenly_and_at_a_comma():
    (cue,) = cues_of_words(seconds("When the storm began, all small boats were out"), SUBTITLES)
    assert cue.lines == ("When the storm began,", "all small boats were out")
    (cue,) = cues_of_words(seconds("one two three four five six seven eight nine ten"), SUBTITLES)
    assert abs(len(cue.lines[0]) - len(cue.lines[1])) <= 6


def test_a_cue_ends_with_its_sentence():
    text = "This is a sentence of some length. And here the next one begins, later on."
    assert [cue.text for cue in cues_of_words(seconds(text), SUBTITLES)] == [
        "This is a sentence of some length.",
        "And here the next one begins, later on.",
    ]


def test_a_pause_ends_a_cue_though_a_phrase_ended_before():
    words = (*seconds("first of all, we"), *seconds("go on", start_us=5_000_000))
    assert [cue.text for cue in cues_of_words(words, SUBTITLES)] == ["first of all, we", "go on"]


def test_chinese_is_counted_by_its_width():
    words = spread_words("今天我们讨论下一年的预算和所有部门的人员计划以及新的办公室", 0, 8_000_000)
    for cue in cues_of_words(words, SUBTITLES):
        assert all(len(line) <= 16 for line in cue.lines)


def test_speakers_are_kept_and_never_mixed():
    one = Segment(0, 1_000_000, "Hello there", "Ann", seconds("Hello there"))
    two = Segment(1_000_000, 2_000_000, "Yes", "Bob", seconds("Yes", start_us=1_000_000))
    cues = cues_from(Transcript((one, two)))
    assert [(cue.speaker, cue.text) for cue in cues] == [("Ann", "Hello there"), ("Bob", "Yes")]


def test_two_who_speak_at_once_can_both_be_read():
    long = seconds("while I go on and on and on without an end in sight at all")
    one = Segment(0, long[-1].end_us, "…", "Ann", long)
    two = Segment(400_000, 700_000, "Yes", "Bob", (Word(400_000, 700_000, "Yes"),))
    cues = cues_from(Transcript((one, two)))
    assert [cue.start_us for cue in cues] == sorted(cue.start_us for cue in cues)
    assert "".join(cue.text for cue in cues).count("Yes") == 1
    assert all(cue.end_us - cue.start_us >= 300_000 for cue in cues)


def test_a_segment_without_words_is_shown_all_the_same():
    segment = Segment(0, 3_000_000, "Nobody said when exactly")
    (cue,) = cues_from(Transcript((segment,)))
    assert cue.text == "Nobody said when exactly"


@pytest.mark.parametrize("rules", [SUBTITLES, SHORTS])
def test_nothing_said_is_no_cue(rules):
    assert cues_from(Transcript(), rules) == ()
    assert cues_from(Transcript((Segment(0, 1, ""),)), rules) == ()
    assert cues_of_words((), rules) == ()


def test_words_without_length_still_show():
    (cue,) = cues_of_words((Word(5, 5, "now"),), replace(SUBTITLES, min_us=0))
    assert cue.end_us > cue.start_us


def test_the_text_of_a_cue_is_its_lines():
    assert Cue(0, 1, ("a", "b")).text == "a\nb"
