from creator_app.core.engines import Caption
from creator_app.core.transcript import Segment, Transcript, spread_words
from creator_app.ui.recorder.turns import MOST_LETTERS, LiveTurns, Passages


def heard(ident, text, *, final=False, at_s=0.0, to_s=None):
    start_us = int(at_s * 1e6)
    end_us = int((to_s if to_s is not None else at_s + 1) * 1e6)
    words = spread_words(text, start_us, end_us)
    return Caption(ident, final, start_us, end_us, text, words, "en")


def segment(text, start_s, end_s, speaker=None):
    start_us, end_us = int(start_s * 1e6), int(end_s * 1e6)
    return Segment(start_us, end_us, text, speaker, spread_words(text, start_us, end_us))


def test_what_may_change_is_told_apart_from_what_will_not():
    turns = LiveTurns()
    said = turns.hear(heard(0, "and so"))
    assert (said.text, said.provisional, said.is_new) == ("", "and so", True)
    said = turns.hear(heard(0, "And so my", final=True))
    assert (said.text, said.provisional, said.is_new) == ("And so my", "", False)
    said = turns.hear(heard(1, "fellow", at_s=1.2))
    assert (said.text, said.provisional) == ("And so my", " fellow")


def test_chinese_gets_no_space_between_runs():
    turns = LiveTurns()
    turns.hear(heard(0, "广州市", final=True))
    assert turns.hear(heard(1, "房地产", at_s=1)).provisional == "房地产"


def test_a_pause_begins_a_new_turn():
    turns = LiveTurns()
    first = turns.hear(heard(0, "One.", final=True))
    second = turns.hear(heard(1, "Two.", at_s=5))
    assert (second.key != first.key, second.is_new, second.start_us) == (True, True, 5_000_000)


def test_a_long_turn_ends_with_its_sentence():
    turns = LiveTurns()
    first = turns.hear(heard(0, "word " * (MOST_LETTERS // 5) + "and", final=True))
    more = turns.hear(heard(1, "so on.", at_s=1, final=True))
    after = turns.hear(heard(2, "Next.", at_s=2))
    assert more.key == first.key
    assert after.key != first.key


def test_a_final_run_behind_one_that_may_change_waits_for_it():
    turns = LiveTurns()
    turns.hear(heard(0, "maybe"))
    said = turns.hear(heard(1, "surely.", at_s=1, final=True))
    assert (said.text, said.provisional) == ("", "maybe surely.")
    said = turns.hear(heard(0, "May be", final=True))
    assert (said.text, said.provisional) == ("May be surely.", "")


def test_a_run_that_turned_out_to_be_nothing_leaves_no_words():
    turns = LiveTurns()
    assert turns.hear(heard(3, "")) is None
    turns.hear(heard(0, "hm"))
    said = turns.hear(heard(0, "", final=True))
    assert (said.text, said.provisional) == ("", "")
    again = turns.hear(heard(1, "Hello.", at_s=60))
    assert (again.key, again.is_new) == (said.key, False)


def test_words_and_speech_are_counted_once_they_are_final():
    turns = LiveTurns()
    turns.hear(heard(0, "one two three", final=True, to_s=2))
    turns.hear(heard(1, "four", at_s=2))
    assert (turns.words, turns.spoken_us) == (3, 2_000_000)


def test_segments_of_one_speaker_are_read_as_one_until_a_pause():
    passages = Passages(
        Transcript(
            (
                segment("One.", 0, 1, "A"),
                segment("Two.", 1.2, 2, "A"),
                segment("Three.", 2.1, 3, "B"),
                segment("Four.", 9, 10, "B"),
            )
        )
    )
    assert [(each.text, each.first, each.last) for each in passages.all] == [
        ("One. Two.", 0, 2),
        ("Three.", 2, 3),
        ("Four.", 3, 4),
    ]


def test_a_moment_leads_to_its_word_and_a_word_to_its_moment():
    passages = Passages(Transcript((segment("aa bb cc", 0, 3), segment("aa dd", 3, 5))))
    passage = passages.at(3_500_000)
    assert passage is passages.all[0]
    spot = passages.spot_at(passage, 3_500_000)
    assert passage.text[spot.first : spot.last] == "aa"
    assert spot.first == 9
    assert passages.time_of(passage, 10) == 3_000_000
    assert passages.time_of(passage, 4) == 1_000_000


def test_before_the_first_word_and_between_words_none_is_heard():
    passages = Passages(Transcript((segment("one", 1, 2), segment("two", 3, 4))))
    assert passages.at(500_000) is None
    assert passages.spot_at(passages.all[0], 2_500_000) is None
