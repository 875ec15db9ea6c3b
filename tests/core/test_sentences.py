import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creator_app.core.sentences import (
    LONGEST_BLOCK,
    is_speakable,
    sentences_of,
    split_text,
    spoken_text,
)

SENTENCES = [
    ["Dr. Smith met J. R. R. Tolkien at 5 p.m.", 'He said "Stop!" and left.'],
    ["It cost 3.5 dollars, e.g. about No. 5 of the U.S. Army.", "So did I.", "Then we left."],
    [
        "I said no.",
        "We sell pens, paper, etc. and ink.",
        "Well... no.",
        "What?!",
        "(Really.)",
        "Yes.",
    ],
    ["Am 3. Oktober kam Hr. Müller z.B. nach Berlin.", "Das war 1999.", "Dann ging er."],
    ["hello.", "how are you?", "all small letters."],
    ["1. First do this.", "2. Then that."],
    ["¿Qué tal?", "¡Bien!", "“Claro.”", "Adiós."],
    ["See Fig. 3 on p. 12, vol. 2.", "He works for Acme Inc.", "She does not."],
]


@pytest.mark.parametrize("sentences", SENTENCES)
def test_sentences_end_where_a_reader_would_end_them(sentences):
    assert list(sentences_of(" ".join(sentences))) == sentences


def test_chinese_needs_no_spaces_and_keeps_its_quotes():
    text = "你好，世界。这是3.5倍！“真的吗？”他问。……然后走了；好"
    assert "".join(split_text(text)) == text
    assert split_text(text)[:3] == ["你好，世界。", "这是3.5倍！", "“真的吗？”"]


def test_what_says_nothing_stays_with_its_neighbour():
    assert list(sentences_of("Fine. 😀 !!! Next one.")) == ["Fine. 😀 !!!", "Next one."]
    assert list(sentences_of("… Wait.")) == ["… Wait."]


def test_long_sentences_are_cut_after_a_phrase_or_a_word():
    text = "one two three, " * 100
    pieces = split_text(text)
    assert all(len(piece) <= LONGEST_BLOCK for piece in pieces)
    assert all(piece.endswith("three,") for piece in pieces)
    assert " ".join(pieces) == text.strip()
    assert all(piece.endswith("word") for piece in split_text("word " * 400))


def test_a_cut_never_parts_an_accent_from_its_letter():
    pieces = split_text("e\u0301" * 1000, longest=101)
    assert all(piece.startswith("e") for piece in pieces)
    assert "".join(pieces) == "e\u0301" * 1000


@given(st.text(alphabet=st.sampled_from('aB1.!?… ,，。"”(\n我😀\u0301\u200d'), max_size=400))
def test_nothing_is_lost_and_nothing_is_too_long(text):
    pieces = split_text(text, longest=50)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(0 < len(piece) <= 50 for piece in pieces)


HOSTILE = ["." * 200_000, "!! " * 66_000, "1. " * 66_000, "A. " * 66_000, "x" * 200_000]
HOSTILE += ['.")' * 66_000, "你" * 200_000, "\u0301" * 200_000, "😀" * 200_000, "... " * 50_000]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:3])
def test_200000_characters_of_anything_take_a_moment(text):
    begin = time.process_time()
    split_text(text)
    assert time.process_time() - begin < 2.0  # a square of the length would take minutes


@pytest.mark.parametrize(
    "text", ["", "  \n", "😀😀 👍🏽 🇩🇪", "1️⃣ ℹ️ ™️", "…—!?", "\u3164\u200b\ufeff"]
)
def test_some_text_cannot_be_spoken(text):
    assert not is_speakable(text)


@pytest.mark.parametrize("text", ["a", "7", "你", "😀 ok", "①", "नमस्ते"])
def test_some_text_can(text):
    assert is_speakable(text)


def test_voices_get_neither_emoji_nor_what_is_invisible():
    assert (
        spoken_text("Hi 👋🏽,\u200b\r\nthere\x07 \u202eyou © 20°C 1️⃣!") == "Hi , there you © 20°C !"
    )
    assert spoken_text("می\u200cخواهم") == "می\u200cخواهم"
