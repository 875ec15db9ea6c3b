"""From what Whisper read to segments: word times pulled to the voice, Chinese in one script."""

from collections.abc import Iterator, Sequence

from creator_app.core.time import from_seconds, index_to_us
from creator_app.core.transcript import Segment, Word, join_words
from creator_app.providers.stretches import FRAME, RATE_HZ, SILENCE, Stretch
from creator_app.providers.whisper_model import Timed

SENTENCE_ENDS = tuple(".!?…。！？")
# A segment is a sentence, unless that is shorter than this; a pause ends it too.
SHORT_US = 2_000_000
PAUSE_US = 700_000
# Words in the longest phrase that is looked for as a loop.
LONGEST_LOOP = 12
# The detector hears the very beginning of a word a little late.
ONSET_US = 60_000


def words_in(stretch: Stretch, timed: Sequence[Timed]) -> tuple[Word, ...]:
    """Place words on the source's clock, in order, none where the voice is silent."""
    start_us, end_us = stretch.start_us, stretch.start_us + from_seconds(stretch.seconds)
    words: list[Word] = []
    for each in timed:
        begin = max(start_us + from_seconds(each.start_s), words[-1].end_us if words else start_us)
        end = min(max(begin, start_us + from_seconds(each.end_s)), end_us)
        begin, end = _voiced(stretch, min(begin, end), end)
        confidence = round(min(1.0, max(0.0, each.confidence)), 4)
        words.append(Word(begin, end, each.text, confidence))
    return tuple(words)


def _voiced(stretch: Stretch, begin_us: int, end_us: int) -> tuple[int, int]:
    """Take silence away from either end of a word; attention is vague about it."""
    frame_us = index_to_us(FRAME, RATE_HZ)
    first = (begin_us - stretch.start_us) // frame_us
    last = -(-(end_us - stretch.start_us) // frame_us)
    loud = [at for at in range(first, last) if _is_voiced(stretch, at)]
    if not loud:
        return begin_us, end_us
    onset = stretch.start_us + loud[0] * frame_us - ONSET_US
    ending = stretch.start_us + (loud[-1] + 1) * frame_us + ONSET_US
    return max(begin_us, onset), min(end_us, ending)


def _is_voiced(stretch: Stretch, frame: int) -> bool:
    return frame < len(stretch.voiced) and bool(stretch.voiced[frame] >= SILENCE)


def segments_of(words: Sequence[Word]) -> Iterator[Segment]:
    """Divide words into sentences, short ones together, and at pauses."""
    run: list[Word] = []
    for word in words:
        if run and _ends(run, word):
            yield _segment(run)
            run = []
        run.append(word)
    if run:
        yield _segment(run)


def _ends(run: list[Word], word: Word) -> bool:
    if word.start_us - run[-1].end_us >= PAUSE_US:
        return True
    is_long = run[-1].end_us - run[0].start_us >= SHORT_US
    return is_long and run[-1].text.endswith(SENTENCE_ENDS)


def _segment(run: list[Word]) -> Segment:
    return Segment(run[0].start_us, run[-1].end_us, join_words(run), None, tuple(run))


def without_loops(words: Sequence[Word]) -> tuple[Word, ...]:
    """Leave out what a model in a loop repeats: a phrase said more than thrice is said once."""
    kept: list[Word] = []
    at = 0
    while at < len(words):
        length, times = _loop_at(words, at)
        kept += words[at : at + length]
        at += length * times
    return tuple(kept)


def _loop_at(words: Sequence[Word], at: int) -> tuple[int, int]:
    """Return how many words from `at` on are said how many times: (1, 1) where nothing loops."""
    for length in range(1, LONGEST_LOOP + 1):
        phrase = [bare_text(word) for word in words[at : at + length]]
        times = 1
        while phrase == [
            bare_text(word) for word in words[at + length * times : at + length * (times + 1)]
        ]:
            times += 1
        if times > 3:
            return length, times
    return 1, 1


def bare_text(word: Word) -> str:
    """Return a word without what one reading writes and the next does not: case, punctuation."""
    return word.text.casefold().strip(",.;:!?…，。！？")
