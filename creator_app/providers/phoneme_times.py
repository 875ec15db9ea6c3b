"""Word times from a voice that says how long it held each phoneme."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from creator_app.core.time import index_to_us
from creator_app.core.transcript import Word, split_words

# They belong to the sound after them, or to the one before.
STRESSES = "ˈˌ"
LENGTHS = "ːˑ"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A phoneme as it was said, or a mark between phonemes; `samples` is how long it lasted."""

    phoneme: str
    samples: int


@dataclass(frozen=True, slots=True)
class _Sound:
    phoneme: str
    start: int
    end: int


def word_times(
    text: str, spoken: Iterable[Spoken], rate_hz: int, phonemes_of: Callable[[str], Iterable[str]]
) -> tuple[Word, ...]:
    """Return when each word of `text` is said.

    A sentence's phonemes do not tell where words end: small words are said together, a number
    becomes many. So each word is turned into phonemes alone, and the run of these is laid
    against what was said; where the two agree, the word's place is known.

    Args:
        text: What was to be said.
        spoken: What was said, in order, all of it.
        rate_hz: Samples a second.
        phonemes_of: Gives the phonemes of one word.

    Returns:
        All words in order, or none where the two have nothing in common.
    """
    sounds = _sounds(spoken)
    words = split_words(text)
    expected: list[str] = []
    begins: list[int] = []
    for word in words:
        begins.append(len(expected))
        expected += [each for each in phonemes_of(word) if _is_sound(each)]
    places = _Places(expected, [each.phoneme for each in sounds])
    if not places.is_known:
        return ()
    ends = [*begins[1:], len(expected)]
    return tuple(
        _word(word, sounds, places.of(begin), places.of(end), rate_hz)
        for word, begin, end in zip(words, begins, ends, strict=True)
    )


def _word(word: str, sounds: list[_Sound], first: int, last: int, rate_hz: int) -> Word:
    start = sounds[first].start if first < len(sounds) else sounds[-1].end
    end = max(start, sounds[last - 1].end) if last > first else start
    return Word(index_to_us(start, rate_hz), index_to_us(end, rate_hz), word)


def _is_sound(phoneme: str) -> bool:
    return phoneme.isalpha() and phoneme not in STRESSES + LENGTHS


def _sounds(spoken: Iterable[Spoken]) -> list[_Sound]:
    """Join stress and length marks to their phonemes, and leave out what is between words."""
    sounds: list[_Sound] = []
    at, begin, is_stressed = 0, 0, False
    for each in spoken:
        end = at + each.samples
        if each.phoneme in STRESSES:
            begin, is_stressed = at, True
        elif each.phoneme in LENGTHS and sounds:
            sounds[-1] = _Sound(sounds[-1].phoneme, sounds[-1].start, end)
        elif _is_sound(each.phoneme):
            sounds.append(_Sound(each.phoneme, begin if is_stressed else at, end))
            is_stressed = False
        at = end
    return sounds


class _Places:
    """Where each expected phoneme stands among the spoken ones."""

    def __init__(self, expected: list[str], spoken: list[str]) -> None:
        matcher = SequenceMatcher(None, expected, spoken, autojunk=False)
        self._blocks = matcher.get_matching_blocks()
        self._begins = [block.a for block in self._blocks]
        matched = sum(block.size for block in self._blocks)
        self.is_known = bool(spoken) and matched * 2 >= len(expected) > 0

    def of(self, index: int) -> int:
        """Return the spoken place of an expected one; between two known ones by proportion."""
        at = bisect_right(self._begins, index) - 1
        before_a, before_b = 0, 0
        if at >= 0:
            block = self._blocks[at]
            if index <= block.a + block.size:
                return block.b + index - block.a
            before_a, before_b = block.a + block.size, block.b + block.size
        after = self._blocks[at + 1]
        share = (index - before_a) / max(1, after.a - before_a)
        return before_b + round(share * (after.b - before_b))
