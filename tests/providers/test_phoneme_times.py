import pytest

from creator_app.providers.phoneme_times import Spoken, word_times

ALONE = {
    "The": "ðə",
    "fox,": "fˈɒks",
    "of": "ɒv",
    "10": "tˈɛn",
    "—": "",
    "dogs.": "dˈɒɡz",
}


def said(text: str, samples: int = 100) -> list[Spoken]:
    return [Spoken(each, samples) for each in f"^{text}$"]


def times(text: str, spoken: list[Spoken]) -> list[tuple[str, int, int]]:
    words = word_times(text, spoken, 1_000_000, lambda word: ALONE[word])
    return [(word.text, word.start_us, word.end_us) for word in words]


def test_a_word_lasts_as_long_as_its_phonemes():
    # ^ is silence; a stress belongs to the sound after it; the comma is a pause of nobody's.
    assert times("The fox, dogs.", said("ðə fˈɒks, dˈɒɡz.")) == [
        ("The", 100, 300),
        ("fox,", 400, 900),
        ("dogs.", 1_100, 1_600),
    ]


def test_words_that_are_said_together_are_told_apart():
    assert times("of The dogs.", said("ɒvðə dˈɒɡz.")) == [
        ("of", 100, 300),
        ("The", 300, 500),
        ("dogs.", 600, 1_100),
    ]


def test_a_word_said_otherwise_than_alone_takes_the_room_between_its_neighbours():
    found = times("The 10 dogs.", said("ðə tˈuː dˈɒɡz."))
    assert found[0] == ("The", 100, 300)
    assert found[2] == ("dogs.", 900, 1_400)
    assert 300 <= found[1][1] < found[1][2] <= 900


def test_a_mark_that_is_not_said_takes_no_time():
    found = times("The — dogs.", said("ðə dˈɒɡz."))
    assert [text for text, _, _ in found] == ["The", "—", "dogs."]
    assert found[1][1] == found[1][2]


@pytest.mark.parametrize("spoken", [[], said(""), said("ʃʃʃʃ")])
def test_where_nothing_agrees_nothing_is_claimed(spoken):
    assert times("The fox,", spoken) == []
