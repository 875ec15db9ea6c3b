from itertools import pairwise

import pytest

from creator_app.core.transcript import Segment, Transcript, Word, spread_words
from creator_app.core.transcript_edits import (
    joined_text,
    speakers_of,
    with_speaker_renamed,
    with_text,
)


def said(text, start_us, end_us, speaker=None):
    return Segment(start_us, end_us, text, speaker, spread_words(text, start_us, end_us))


HARBOR = Transcript(
    (
        said("The harbor is quiet.", 0, 4_000_000, "Maya"),
        said("Boats are already out.", 4_000_000, 8_000_000, "Maya"),
        said("Nobody waits.", 8_000_000, 10_000_000, "Daniel"),
    ),
    "en",
    10_000_000,
)


def changed(text, first=0, last=3):
    return with_text(HARBOR, first, last, text)


def test_segments_the_change_does_not_touch_stay_the_same_objects():
    after = changed("The harbor is quiet. Boats are still out. Nobody waits.")
    assert after.segments[0] is HARBOR.segments[0]
    assert after.segments[2] is HARBOR.segments[2]
    assert after.segments[1].text == "Boats are still out."


def test_words_that_stay_keep_their_times_and_a_new_one_takes_the_place_of_the_old():
    before = HARBOR.segments[1].words
    after = changed("Boats are still out.", 1, 2).segments[1].words
    assert [word.text for word in after] == ["Boats", "are", "still", "out."]
    assert (after[0], after[1], after[3]) == (before[0], before[1], before[3])
    assert (after[2].start_us, after[2].end_us) == (before[2].start_us, before[2].end_us)


def test_an_added_word_lies_between_its_neighbours():
    words = changed("Small boats are already out.", 1, 2).segments[1].words
    assert words[0].start_us == 4_000_000
    assert all(a.end_us <= b.start_us for a, b in pairwise(words))


def test_a_change_across_a_border_joins_what_it_touches():
    after = changed("The harbor is quiet and boats are already out. Nobody waits.")
    assert [each.text for each in after.segments] == [
        "The harbor is quiet and boats are already out.",
        "Nobody waits.",
    ]
    assert (after.segments[0].start_us, after.segments[0].end_us) == (0, 8_000_000)


def test_the_text_reads_exactly_as_it_was_typed():
    for text in ("The harbor.", "Quiet harbor is quiet. Nobody waits.", "A Boats are out. Now"):
        assert joined_text(changed(text).segments) == text


def test_an_empty_text_removes_the_run():
    assert changed("  ", 1, 2).segments == (HARBOR.segments[0], HARBOR.segments[2])


def test_the_same_text_is_no_change():
    assert changed(joined_text(HARBOR.segments)) is HARBOR


def test_a_word_that_grew_at_the_border_belongs_to_the_change():
    transcript = Transcript((said("At sea", 0, 1_000_000), said("we wait.", 1_000_000, 2_000_000)))
    after = with_text(transcript, 0, 2, "At seaside we wait.")
    assert [each.text for each in after.segments] == ["At seaside", "we wait."]


def test_chinese_is_changed_character_by_character():
    words = tuple(Word(n * 100, n * 100 + 100, c, 0.9) for n, c in enumerate("广州市房地产"))
    transcript = Transcript((Segment(0, 600, "广州市房地产", None, words),), "zh", 600)
    after = with_text(transcript, 0, 1, "广州市的房地产").segments[0]
    assert after.text == "广州市的房地产"
    assert [word.text for word in after.words] == list("广州市的房地产")
    assert after.words[4] == words[3]


def test_a_segment_without_words_gets_them():
    transcript = Transcript((Segment(0, 1_000_000, "one two"),))
    assert len(with_text(transcript, 0, 1, "one two three").segments[0].words) == 3


@pytest.mark.parametrize(
    ("old", "names"), [("Maya", ("Sofia", "Daniel")), ("X", ("Maya", "Daniel"))]
)
def test_a_speaker_is_renamed_everywhere(old, names):
    assert speakers_of(with_speaker_renamed(HARBOR, old, "Sofia")) == names
