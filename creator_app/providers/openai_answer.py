"""What a transcription service answers: segments and words with times, or without."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from creator_app.core.engines import Hints
from creator_app.core.errors import CreatorError
from creator_app.core.language import guess_language, primary
from creator_app.core.time import from_seconds, index_to_us
from creator_app.core.transcript import Segment, Word, join_words, spread_words
from creator_app.providers.chinese import CHINESE, in_script, wanted_script
from creator_app.providers.stretches import FRAME, RATE_HZ, SPEECH, Stretch
from creator_app.providers.whisper_text import segments_of


@dataclass(frozen=True, slots=True)
class Heard:
    """The answer to one piece of sound.

    Attributes:
        segments: On the source's clock, in order.
        language: As the service named it, or "".
        seconds: Length of the piece.
        end_us: Where the piece ends.
    """

    segments: tuple[Segment, ...]
    language: str
    seconds: float
    end_us: int


def heard_in(answer: Any, piece: Stretch, hints: Hints, who: str) -> Heard:
    """Read an answer in any of the forms that services have.

    Raises:
        CreatorError: It is no transcript.
    """
    text = answer.get("text") if isinstance(answer, dict) else None
    if not isinstance(text, str):
        raise CreatorError(
            f"{who} answered with something that is no transcript.",
            "Check the address: it often ends in /v1.",
        )
    language = _named_language(answer) or guess_language(text)
    timed = _rows(answer.get("words"))
    segments = [
        segment
        for row in _rows(answer.get("segments"))
        if (segment := _segment(row, timed, piece)) is not None
    ]
    if not segments and text.strip():
        segments = list(segments_of(_plain(text, piece)))
    written = (_written(each, language, hints) for each in segments)
    return Heard(tuple(_in_order(written)), language, piece.seconds, piece.end_us)


def language_of(language: str, hints: Hints) -> str:
    """Return the language of a transcript as a BCP-47 tag."""
    asked = "" if hints.language == "auto" else hints.language
    if primary(asked or language) in CHINESE:
        script = "-Hant" if wanted_script(hints) == "zh-Hant" else ""
        return f"{primary(asked or language)}{script}"
    return asked or language


def _named_language(answer: dict[str, Any]) -> str:
    """Return the language as a code; some services write its English name, some nothing."""
    named = answer.get("language")
    listed = _rows(answer.get("languages"))
    if not isinstance(named, str) and listed:
        named = listed[0].get("code")
    return named.lower() if isinstance(named, str) and len(primary(named)) in {2, 3} else ""


def _rows(listed: Any) -> list[dict[str, Any]]:
    rows = listed if isinstance(listed, list) else []
    return [row for row in rows if isinstance(row, dict)]


def _segment(
    row: dict[str, Any], timed: Sequence[dict[str, Any]], piece: Stretch
) -> Segment | None:
    text = " ".join(str(row.get("text") or "").split())
    logprob = _number(row, "avg_logprob", 0.0)
    if not text or (_number(row, "no_speech_prob", 0.0) > 0.6 and logprob < -1.0):
        return None
    start_us, end_us = _span(row, piece)
    words = spread_words(text, start_us, end_us)
    inside = [_span(each, piece) for each in _rows(row.get("words")) or timed]
    inside = [each for each in inside if start_us <= (each[0] + each[1]) // 2 <= end_us]
    # Words with times come without punctuation: only the times are taken, where they fit.
    if len(inside) == len(words):
        spans = zip(words, inside, strict=True)
        words = tuple(Word(begin, end, word.text) for word, (begin, end) in spans)
    if "avg_logprob" in row:
        confidence = round(min(1.0, math.exp(min(0.0, logprob))), 4)
        words = tuple(replace(word, confidence=confidence) for word in words)
    return Segment(start_us, end_us, text, None, words)


def _span(row: dict[str, Any], piece: Stretch) -> tuple[int, int]:
    """Return begin and end on the source's clock, inside the piece."""
    start_s = min(max(0.0, _number(row, "start", 0.0)), piece.seconds)
    end_s = min(max(start_s, _number(row, "end", piece.seconds)), piece.seconds)
    return piece.start_us + from_seconds(start_s), piece.start_us + from_seconds(end_s)


def _number(row: dict[str, Any], name: str, missing: float) -> float:
    value = row.get(name)
    is_number = isinstance(value, int | float) and math.isfinite(value)
    return float(value) if is_number and value is not None else missing


def _plain(text: str, piece: Stretch) -> tuple[Word, ...]:
    """Divide text without times among the moments at which there is something to hear."""
    loud = (piece.voiced >= SPEECH).nonzero()[0]
    if not len(loud):
        return spread_words(text, piece.start_us, piece.end_us)
    frame_us = index_to_us(FRAME, RATE_HZ)

    def placed(time_us: int) -> int:
        at = min(time_us // frame_us, len(loud) - 1)
        return min(piece.end_us, piece.start_us + int(loud[at]) * frame_us + time_us % frame_us)

    words = spread_words(text, 0, len(loud) * frame_us)
    spans = [(placed(word.start_us), placed(max(word.start_us, word.end_us - 1))) for word in words]
    return tuple(
        Word(start, max(start, end), word.text)
        for word, (start, end) in zip(words, spans, strict=True)
    )


def _written(segment: Segment, language: str, hints: Hints) -> Segment:
    words = in_script(segment.words, language, hints)
    if words == segment.words:
        return segment
    return replace(segment, words=words, text=join_words(words))


def _in_order(segments: Iterator[Segment]) -> Iterator[Segment]:
    """Give segments, and the words in each, in order of time, none over another."""
    end_us = 0
    for segment in sorted(segments, key=lambda each: each.start_us):
        start_us = max(end_us, segment.start_us)
        words: list[Word] = []
        for word in segment.words:
            begin = max(words[-1].start_us if words else start_us, word.start_us)
            words.append(replace(word, start_us=begin, end_us=max(begin, word.end_us)))
        end_us = max(start_us + 1, segment.end_us, words[-1].end_us if words else 0)
        yield replace(segment, start_us=start_us, end_us=end_us, words=tuple(words))
