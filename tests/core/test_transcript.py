import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creator_app.core.errors import CreatorError
from creator_app.core.transcript import (
    Segment,
    Transcript,
    Word,
    from_json,
    is_ideograph,
    join_words,
    split_words,
    spread_words,
    to_json,
)
from tests.documents import transcript, values


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello, big  world.", ["Hello,", "big", "world."]),
        ("你好，世界。", ["你", "好，", "世", "界。"]),
        ("我们用Python写2个程序", ["我", "们", "用", "Python", "写", "2", "个", "程", "序"]),
        ("これはテスト", ["こ", "れ", "は", "テ", "ス", "ト"]),
        ("회의를 시작", ["회의를", "시작"]),
        ("ที่นี่", ["ที่", "นี่"]),
        ("好👍 ok", ["好👍", "ok"]),
        ("𠮷野", ["𠮷", "野"]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_words_are_split_as_each_script_writes_them(text, words):
    assert split_words(text) == words


@given(st.text())
def test_splitting_loses_nothing_but_spaces(text):
    assert "".join(split_words(text)) == "".join(text.split())
    assert all(split_words(text))


@pytest.mark.parametrize(
    "text",
    ["Hello, big world.", "你好，世界。", "我们用Python写", "说“好。”，走", "これは「テスト」です"],
)
def test_words_are_joined_as_they_were_written(text):
    assert join_words([Word(0, 1, word) for word in split_words(text)]) == text


def test_scripts_that_meet_have_no_space_between():
    assert join_words([Word(0, 1, each) for each in ("OK", "。", "yes", "no")]) == "OK。yes no"
    assert join_words([]) == ""


@given(st.text(), st.integers(0, 10**10), st.integers(0, 10**9))
def test_words_are_spread_over_the_whole_run(text, start_us, length_us):
    words = spread_words(text, start_us, start_us + length_us)
    assert [word.text for word in words] == split_words(text)
    if words:
        assert (words[0].start_us, words[-1].end_us) == (start_us, start_us + length_us)
    for one, other in pairwise(words):
        assert one.start_us <= one.end_us == other.start_us


def test_longer_words_take_longer():
    short, long = spread_words("I understand", 0, 1_100_000)
    assert (short.end_us, long.start_us, long.end_us) == (100_000, 100_000, 1_100_000)


def test_a_segment_is_put_in_its_place():
    segments = [Segment(at, at + 5, str(at)) for at in (0, 10, 20)]
    whole = Transcript().with_segment(segments[2]).with_segment(segments[0])
    assert whole.with_segment(segments[1]).segments == tuple(segments)


def test_a_transcript_reads_as_lines_and_words():
    whole = transcript(12)
    assert whole.text.split("\n")[1] == "word10 word11"
    assert [word.text for word in whole.words] == [f"word{n}" for n in range(12)]


@given(values(Transcript))
def test_the_documented_json_comes_back(whole):
    data = json.loads(json.dumps(to_json(whole)))
    assert list(data) == ["language", "duration_us", "segments"]
    assert from_json(data) == whole


def test_the_json_is_the_documented_one():
    whole = Transcript((Segment(0, 9, "Hi", None, (Word(0, 9, "Hi"),)),), "en", 10)
    assert to_json(whole) == {
        "language": "en",
        "duration_us": 10,
        "segments": [
            {
                "start_us": 0,
                "end_us": 9,
                "text": "Hi",
                "speaker": None,
                "words": [{"start_us": 0, "end_us": 9, "text": "Hi", "confidence": None}],
            }
        ],
    }


def test_what_is_no_transcript_is_refused():
    for data in (None, [], {"segments": [{"text": "no times"}]}):
        with pytest.raises(CreatorError):
            from_json(data)


@pytest.mark.parametrize(
    ("char", "is_one"), [("你", True), ("ひ", True), ("ก", True), ("a", False), ("한", False)]
)
def test_scripts_without_spaces_are_known(char, is_one):
    assert is_ideograph(char) == is_one
