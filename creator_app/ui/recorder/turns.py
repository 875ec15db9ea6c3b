"""Which words stand together: captions as they come, and transcripts as they are read."""

from bisect import bisect_right
from dataclasses import dataclass, field

from creator_app.core.engines import Caption
from creator_app.core.transcript import Segment, Transcript, Word, join_words

# A pause of this length, or a turn of this many letters, begins a new one.
PAUSE_US = 1_800_000
MOST_LETTERS = 360
LONGEST_LETTERS = 900
ENDS = (".", "!", "?", "…", "。", "！", "？", ":", "：")


@dataclass(frozen=True, slots=True)
class Said:
    """How a live turn reads now.

    Attributes:
        key: Names the turn.
        start_us: When it began.
        text: What will not change.
        provisional: What may, with the space before it.
        is_new: Whether there was no such turn before.
    """

    key: str
    start_us: int
    text: str
    provisional: str
    is_new: bool


@dataclass(slots=True)
class _Turn:
    key: str
    start_us: int
    end_us: int
    runs: dict[int, Caption] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return _joined([run for run in self.runs.values() if run.text])

    @property
    def final(self) -> str:
        """What is said up to the first run that may still change."""
        certain: list[Caption] = []
        for run in self.runs.values():
            if not run.is_final:
                break
            certain.append(run)
        return _joined([run for run in certain if run.text])


class LiveTurns:
    """Puts runs of speech together to turns, in the order in which they come."""

    def __init__(self) -> None:
        self._turns: list[_Turn] = []
        self._of: dict[int, _Turn] = {}

    @property
    def words(self) -> int:
        """How many words or characters are certain."""
        return sum(len(run.words) for run in self._finals())

    @property
    def spoken_us(self) -> int:
        """How much speech is captioned for good."""
        return sum(run.end_us - run.start_us for run in self._finals() if run.text)

    def hear(self, caption: Caption) -> Said | None:
        """Take a caption; return the turn it changed, or None if it says nothing new."""
        turn = self._of.get(caption.ident)
        is_new = False
        if turn is None:
            if not caption.text:
                return None
            turn = self._turn_for(caption)
            is_new = not turn.runs
            self._of[caption.ident] = turn
        turn.runs[caption.ident] = caption
        turn.end_us = max(turn.end_us, caption.end_us)
        text = turn.final
        return Said(turn.key, turn.start_us, text, turn.text[len(text) :], is_new)

    def _finals(self) -> list[Caption]:
        return [run for turn in self._turns for run in turn.runs.values() if run.is_final]

    def _turn_for(self, caption: Caption) -> _Turn:
        last = self._turns[-1] if self._turns else None
        if last is not None and _goes_on(last.text, caption.start_us - last.end_us):
            return last
        turn = _Turn(f"live-{len(self._turns)}", caption.start_us, caption.end_us)
        self._turns.append(turn)
        return turn


@dataclass(frozen=True, slots=True)
class Spot:
    """A word in a passage: its letters, and when it is heard."""

    first: int
    last: int
    start_us: int
    end_us: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring segments of one speaker, read as one.

    Attributes:
        key: Names it.
        first: Index of its first segment.
        last: Index after its last.
        start_us: When it begins.
        end_us: When it is over.
        text: What is said.
        speaker: Who says it, or "".
    """

    key: str
    first: int
    last: int
    start_us: int
    end_us: int
    text: str
    speaker: str


class Passages:
    """A transcript as it is read: passages, and where in them a moment is.

    Args:
        transcript: What was said.
    """

    def __init__(self, transcript: Transcript) -> None:
        self._segments = transcript.segments
        self._spots: dict[str, tuple[Spot, ...]] = {}
        self.all = tuple(_passages(transcript.segments))
        self._starts = [passage.start_us for passage in self.all]
        self._by_key = {passage.key: passage for passage in self.all}

    def __getitem__(self, key: str) -> Passage:
        """Return the passage of a key."""
        return self._by_key[key]

    def at(self, time_us: int) -> Passage | None:
        """Return the passage that is heard at a moment, or that was heard last before it."""
        number = bisect_right(self._starts, time_us) - 1
        return self.all[number] if number >= 0 else None

    def spots(self, passage: Passage) -> tuple[Spot, ...]:
        """Return the words of a passage."""
        known = self._spots.get(passage.key)
        if known is None:
            words = [
                word
                for segment in self._segments[passage.first : passage.last]
                for word in segment.words
            ]
            known = self._spots[passage.key] = tuple(_spots(passage.text, words))
        return known

    def spot_at(self, passage: Passage, time_us: int) -> Spot | None:
        """Return the word of a passage that is heard at a moment."""
        spots = self.spots(passage)
        number = bisect_right([spot.start_us for spot in spots], time_us) - 1
        if number < 0 or time_us >= max(spots[number].end_us, spots[number].start_us + 1):
            return None
        return spots[number]

    def time_of(self, passage: Passage, letter: int) -> int:
        """Return when the word at a letter of a passage begins."""
        before = [spot for spot in self.spots(passage) if spot.first <= letter]
        return before[-1].start_us if before else passage.start_us


def _passages(segments: tuple[Segment, ...]) -> list[Passage]:
    passages: list[Passage] = []
    first = 0
    while first < len(segments):
        last = first + 1
        text = segments[first].text
        while last < len(segments) and _belongs(segments[last - 1], segments[last], text):
            text = _extended(text, segments[last].text)
            last += 1
        passages.append(_passage(segments[first:last], first, text))
        first = last
    return passages


def _passage(run: tuple[Segment, ...], first: int, text: str) -> Passage:
    end_us = max(segment.end_us for segment in run)
    key = f"{first}-{run[0].start_us}"
    return Passage(
        key, first, first + len(run), run[0].start_us, end_us, text, run[0].speaker or ""
    )


def _belongs(before: Segment, segment: Segment, text: str) -> bool:
    return before.speaker == segment.speaker and _goes_on(text, segment.start_us - before.end_us)


def _goes_on(text: str, pause_us: int) -> bool:
    if not text:
        return True
    if pause_us >= PAUSE_US or len(text) >= LONGEST_LETTERS:
        return False
    return len(text) < MOST_LETTERS or not text.endswith(ENDS)


def _extended(text: str, more: str) -> str:
    # Ten hours are ten thousand segments, most of them plain: those need no closer look.
    if text[-1:].isascii() and more[:1].isascii():
        return f"{text} {more}" if text and more else text + more
    return join_words([Word(0, 0, text), Word(0, 0, more)])


def _spots(text: str, words: list[Word]) -> list[Spot]:
    spots, at = [], 0
    for word in words:
        first = text.find(word.text, at)
        if first >= 0:
            at = first + len(word.text)
            spots.append(Spot(first, at, word.start_us, word.end_us))
    return spots


def _joined(runs: list[Caption]) -> str:
    return join_words([Word(run.start_us, run.end_us, run.text) for run in runs])
