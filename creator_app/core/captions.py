"""Cues: what stands on the screen, when, in how many lines."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from creator_app.core.transcript import (
    Segment,
    Transcript,
    Word,
    is_ideograph,
    join_words,
    spread_words,
)

SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？")
PHRASE_ENDS = (",", ";", ":", "，", "；", "：", "、", "—")


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption on the screen; `words` carries the times for highlighting."""

    start_us: int
    end_us: int
    lines: tuple[str, ...]
    words: tuple[Word, ...] = ()
    speaker: str | None = None

    @property
    def text(self) -> str:
        """Its lines in one string."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class CueRules:
    """How long and how wide a cue may be.

    Attributes:
        max_chars: Characters a line; an ideograph counts `wide` characters.
        max_lines: Lines a cue.
        min_us: Shortest time on the screen, where the next cue leaves room.
        max_us: Longest time on the screen.
        pause_us: A silence this long ends a cue.
        gap_us: Kept free between two cues that nearly touch.
    """

    max_chars: int = 42
    max_lines: int = 2
    min_us: int = 800_000
    max_us: int = 7_000_000
    pause_us: int = 700_000
    gap_us: int = 83_000
    wide: float = 42 / 16


SUBTITLES = CueRules()
# A phone held upright: few words, big.
SHORTS = CueRules(max_chars=18, max_lines=2, min_us=400_000, max_us=3_000_000, pause_us=400_000)


def cues_from(transcript: Transcript, rules: CueRules = SUBTITLES) -> tuple[Cue, ...]:
    """Divide a transcript into cues, breaking at sentences, pauses, then phrases."""
    cues = [
        cue
        for segment in transcript.segments
        for cue in _cues_of(_words_of(segment), segment.speaker, rules)
    ]
    # Where two spoke at once, the cues of one stand between those of the other.
    return tuple(_timed(sorted(cues, key=lambda cue: cue.start_us), rules))


def _words_of(segment: Segment) -> tuple[Word, ...]:
    return segment.words or spread_words(segment.text, segment.start_us, segment.end_us)


def cues_of_words(words: Iterable[Word], rules: CueRules) -> tuple[Cue, ...]:
    """Divide words into cues, as `cues_from` does."""
    return tuple(_timed(list(_cues_of(tuple(words), None, rules)), rules))


def _cues_of(words: tuple[Word, ...], speaker: str | None, rules: CueRules) -> list[Cue]:
    cues: list[Cue] = []
    run: list[Word] = []
    for word in words:
        while run and (cut := _break_before(word, run, rules)):
            cues.append(_cue(run[:cut], speaker, rules))
            run = run[cut:]
        run.append(word)
    return [*cues, _cue(run, speaker, rules)] if run else cues


def _break_before(word: Word, run: list[Word], rules: CueRules) -> int:
    """Return how many words of a run make a cue before `word` joins it; 0 for none."""
    if word.start_us - run[-1].end_us >= rules.pause_us:
        return len(run)
    if run[-1].text.endswith(SENTENCE_ENDS) and _width(run, rules) > rules.max_chars * 0.6:
        return len(run)
    is_long = word.end_us - run[0].start_us > rules.max_us
    is_wide = len(_wrap([*run, word], rules)) > rules.max_lines
    return _break_at(run) if is_long or is_wide else 0


def _break_at(run: list[Word]) -> int:
    """Return how many words of a full run stay: up to its last phrase end past the middle."""
    for count in range(len(run), len(run) // 2, -1):
        if run[count - 1].text.endswith((*SENTENCE_ENDS, *PHRASE_ENDS)):
            return count
    return len(run)


def _cue(run: list[Word], speaker: str | None, rules: CueRules) -> Cue:
    lines = tuple(join_words(line) for line in _wrap(run, rules))
    return Cue(run[0].start_us, run[-1].end_us, lines, tuple(run), speaker)


def _width(words: list[Word], rules: CueRules) -> float:
    text = join_words(words)
    return sum(rules.wide if is_ideograph(char) else 1 for char in text)


def _wrap(words: list[Word], rules: CueRules) -> list[list[Word]]:
    """Lay words into lines, then even two lines out so that neither is a lone word."""
    lines: list[list[Word]] = [[]]
    for word in words:
        if lines[-1] and _width([*lines[-1], word], rules) > rules.max_chars:
            lines.append([])
        lines[-1].append(word)
    return _balanced(lines, rules) if len(lines) == 2 else lines


def _balanced(lines: list[list[Word]], rules: CueRules) -> list[list[Word]]:
    words = lines[0] + lines[1]

    def unevenness(cut: int) -> float:
        first, second = _width(words[:cut], rules), _width(words[cut:], rules)
        if max(first, second) > rules.max_chars:
            return float("inf")
        bonus = 8 if words[cut - 1].text.endswith((*SENTENCE_ENDS, *PHRASE_ENDS)) else 0
        return abs(first - second) - bonus

    cut = min(range(1, len(words)), key=unevenness)
    return [words[:cut], words[cut:]] if unevenness(cut) < float("inf") else lines


def _timed(cues: list[Cue], rules: CueRules) -> list[Cue]:
    """Give short cues the time they need, as far as the next one leaves it."""
    timed: list[Cue] = []
    for number, cue in enumerate(cues):
        following = cues[number + 1].start_us if number + 1 < len(cues) else None
        readable = cue.start_us + rules.min_us
        end = max(cue.end_us, readable)
        if following is not None and following >= cue.end_us:
            end = min(end, max(cue.end_us, following - rules.gap_us))
        elif following is not None:
            # Two spoke at once: the next takes over as soon as this one could be read.
            end = max(following, min(cue.end_us, readable))
        timed.append(replace(cue, end_us=max(end, cue.start_us + 1)))
    return timed
