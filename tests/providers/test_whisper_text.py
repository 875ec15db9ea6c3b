import numpy as np
import pytest

from creator_app.core.engines import Hints
from creator_app.core.transcript import Word
from creator_app.providers.chinese import in_script, wanted_script
from creator_app.providers.stretches import FRAME, RATE_HZ, Stretch
from creator_app.providers.whisper_model import Timed
from creator_app.providers.whisper_text import segments_of, without_loops, words_in


def said(text, start_us=0, each_us=300_000):
    parts = text.split()
    return [
        Word(start_us + n * each_us, start_us + (n + 1) * each_us, part)
        for n, part in enumerate(parts)
    ]


def texts(words):
    return " ".join(word.text for word in words)


def test_a_sentence_is_a_segment():
    words = said("One two three four five six seven. Eight nine ten.")
    assert [each.text for each in segments_of(words)] == [
        "One two three four five six seven.",
        "Eight nine ten.",
    ]


def test_short_sentences_stay_together_and_a_pause_parts_them():
    words = [*said("Yes. No. Well."), *said("Try again.", 3_000_000)]
    assert [each.text for each in segments_of(words)] == ["Yes. No. Well.", "Try again."]


def test_segments_begin_and_end_with_their_words():
    (segment,) = segments_of(said("Hello there.", 500_000))
    assert (segment.start_us, segment.end_us, len(segment.words)) == (500_000, 1_100_000, 2)
    assert list(segments_of([])) == []


def test_what_a_model_in_a_loop_repeats_is_said_once():
    text = "Try again. " + "Fail better. " * 20 + "Good night."
    assert texts(without_loops(said(text))) == "Try again. Fail better. Good night."
    assert texts(without_loops(said("a b c " * 9))) == "a b c"


def test_people_may_say_a_thing_three_times():
    for text in ("No, no, no!", "Location, location, location.", "Yes we can. Yes we can."):
        assert texts(without_loops(said(text))) == text


@pytest.fixture
def stretch():
    """Four seconds from second 10 on, somebody speaking from 11 to 13."""
    voiced = np.zeros(4 * RATE_HZ // FRAME, np.float32)
    voiced[RATE_HZ // FRAME : 3 * RATE_HZ // FRAME] = 0.9
    return Stretch(10 * RATE_HZ, np.zeros(4 * RATE_HZ, np.float32), voiced)


def test_words_do_not_reach_into_silence(stretch):
    timed = [Timed(0.1, 1.4, "Hello", 0.9), Timed(1.4, 3.9, "there.", 0.8)]
    first, second = words_in(stretch, timed)
    assert first.start_us == pytest.approx(10_940_000, abs=40_000)
    assert first.end_us == second.start_us == 11_400_000
    assert second.end_us == pytest.approx(13_060_000, abs=40_000)


def test_words_are_in_order_and_inside_whatever_the_model_says(stretch):
    odd = [(2.0, 2.5, 1.5), (1.0, 1.2, -0.1), (2.4, 9.0, float("1")), (9.0, 9.5, 0.5)]
    words = words_in(stretch, [Timed(a, b, "w", c) for a, b, c in odd])
    assert len(words) == 4
    edges = [edge for word in words for edge in (word.start_us, word.end_us)]
    assert edges == sorted(edges)
    assert edges[0] >= 10_000_000
    assert edges[-1] <= 14_000_000
    assert all(0 <= word.confidence <= 1 for word in words)


def test_chinese_is_written_in_one_script():
    words = [Word(0, 1, char) for char in "廣州市的後面，皇后"]
    simple = in_script(words, "zh", Hints())
    assert "".join(word.text for word in simple) == "广州市的后面，皇后"
    assert [word.start_us for word in simple] == [word.start_us for word in words]
    assert in_script(simple, "zh", Hints(chinese="zh-Hant"))[0].text == "廣"
    assert in_script(words, "ja", Hints()) == tuple(words)


@pytest.mark.parametrize(
    ("language", "chinese", "script"),
    [
        ("auto", "zh-Hans", "zh-Hans"),
        ("auto", "zh-Hant", "zh-Hant"),
        ("zh", "zh-Hant", "zh-Hant"),
        ("zh-Hant", "zh-Hans", "zh-Hant"),
        ("zh-Hant-TW", "zh-Hans", "zh-Hant"),
        ("zh-Hans", "zh-Hant", "zh-Hans"),
        ("en-Hant", "zh-Hans", "zh-Hans"),
    ],
)
def test_the_language_asked_for_decides_the_script_before_the_settings(language, chinese, script):
    assert wanted_script(Hints(language, chinese)) == script
