"""Edits to a transcript; each returns a new one, and untouched words keep their times."""

from dataclasses import replace
from difflib import SequenceMatcher

from creator_app.core.transcript import (
    Segment,
    Transcript,
    Word,
    join_words,
    split_words,
    spread_words,
)


def joined_text(segments: tuple[Segment, ...]) -> str:
    """Return what several segments say, as running text."""
    return join_words([_as_word(segment) for segment in segments])


def with_text(transcript: Transcript, first: int, last: int, text: str) -> Transcript:
    """Return the transcript with other words in a run of segments.

    Only the segments that the change touches are written anew, as one; the rest stay as they are.
    An empty text removes the run.

    Args:
        transcript: What is changed.
        first: Index of the first segment of the run.
        last: Index after its last.
        text: What `joined_text` of the run is to be.
    """
    run, text = transcript.segments[first:last], " ".join(text.split())
    if text == joined_text(run):
        return transcript
    before, after = _untouched(run, text)
    changed = run[before : len(run) - after]
    head, tail = joined_text(run[:before]), joined_text(run[len(run) - after :] if after else ())
    middle = text[len(head) : len(text) - len(tail)].strip()
    new = (_rewritten(changed, middle),) if middle else ()
    begin, end = first + before, last - after
    return replace(
        transcript,
        segments=(*transcript.segments[:begin], *new, *transcript.segments[end:]),
    )


def with_speaker_renamed(transcript: Transcript, old: str, new: str) -> Transcript:
    """Return the transcript with a speaker called something else."""
    segments = tuple(
        replace(segment, speaker=new) if segment.speaker == old else segment
        for segment in transcript.segments
    )
    return replace(transcript, segments=segments)


def speakers_of(transcript: Transcript) -> tuple[str, ...]:
    """Return who speaks, in the order of first speech."""
    names = (segment.speaker for segment in transcript.segments if segment.speaker)
    return tuple(dict.fromkeys(names))


def _untouched(run: tuple[Segment, ...], text: str) -> tuple[int, int]:
    """Return how many segments at the start and at the end of a run say what they said before."""
    before = 0
    while before < len(run) - 1 and _begins_with(text, joined_text(run[: before + 1])):
        before += 1
    after = 0
    most = len(run) - 1 - before
    rest = text[len(joined_text(run[:before])) :]
    while after < most and _ends_with(rest, joined_text(run[len(run) - after - 1 :])):
        after += 1
    return before, after


def _begins_with(text: str, part: str) -> bool:
    if not text.startswith(part):
        return False
    # «sea» does not begin «season»: a word that was added to belongs to what changed.
    rest = text[len(part) :]
    return not rest or rest[0].isspace() or len(split_words(part[-1] + rest[0])) == 2


def _ends_with(text: str, part: str) -> bool:
    if not text.endswith(part):
        return False
    rest = text[: len(text) - len(part)]
    return not rest or rest[-1].isspace() or len(split_words(rest[-1] + part[0])) == 2


def _rewritten(segments: tuple[Segment, ...], text: str) -> Segment:
    """Return one segment in place of several, its words timed by those that stayed."""
    start_us, end_us = segments[0].start_us, max(each.end_us for each in segments)
    old = [word for segment in segments for word in _words_of(segment)]
    words = _timed(old, split_words(text), (start_us, end_us))
    return replace(segments[0], end_us=end_us, text=text, words=tuple(words))


def _words_of(segment: Segment) -> tuple[Word, ...]:
    return segment.words or spread_words(segment.text, segment.start_us, segment.end_us)


def _timed(old: list[Word], new: list[str], span: tuple[int, int]) -> list[Word]:
    matcher = SequenceMatcher(None, [word.text for word in old], new, autojunk=False)
    words: list[Word] = []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            words += old[old_from:old_to]
            continue
        start_us = old[old_from - 1].end_us if old_from else span[0]
        end_us = old[old_to].start_us if old_to < len(old) else span[1]
        if old_from < old_to:
            start_us, end_us = old[old_from].start_us, old[old_to - 1].end_us
        text = join_words([Word(0, 0, each) for each in new[new_from:new_to]])
        words += spread_words(text, start_us, max(start_us, end_us))
    return words


def _as_word(segment: Segment) -> Word:
    return Word(segment.start_us, segment.end_us, segment.text)
