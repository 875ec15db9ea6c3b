"""What was said, by whom and when. Times are whole microseconds from the start of the sound."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from creator_app.core.codec import decode, encode


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or one character where a script writes no spaces.

    Attributes:
        start_us: When it begins.
        end_us: When it is over; not before `start_us`.
        text: With its punctuation, without spaces around.
        confidence: 0..1, or None where the engine does not say.
    """

    start_us: int
    end_us: int
    text: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One run of speech; `words` is never empty where `text` is not."""

    start_us: int
    end_us: int
    text: str
    speaker: str | None = None
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """Segments in order of start, of sound that lasts `duration_us`.

    Attributes:
        segments: They may touch but not overlap, unless two tracks spoke at once.
        language: A BCP-47 tag, or «und» where nothing was said.
        duration_us: The length of the sound, not of the last word.
    """

    segments: tuple[Segment, ...] = ()
    language: str = "und"
    duration_us: int = 0

    @property
    def text(self) -> str:
        """Everything that was said, one segment a line."""
        return "\n".join(segment.text for segment in self.segments)

    @property
    def words(self) -> Iterator[Word]:
        """Every word, in order."""
        return (word for segment in self.segments for word in segment.words)

    def with_segment(self, segment: Segment) -> "Transcript":
        """Return a transcript with `segment` added in its place."""
        ordered = sorted((*self.segments, segment), key=lambda item: item.start_us)
        return replace(self, segments=tuple(ordered))


def spread_words(text: str, start_us: int, end_us: int) -> tuple[Word, ...]:
    """Divide a run of speech among its words by their length, where an engine gives no times."""
    parts = split_words(text)
    total = sum(len(part) for part in parts) or 1
    words, done = [], 0
    for part in parts:
        begin = start_us + (end_us - start_us) * done // total
        done += len(part)
        words.append(Word(begin, start_us + (end_us - start_us) * done // total, part))
    return tuple(words)


def split_words(text: str) -> list[str]:
    """Split at spaces, and between the characters of scripts that write none."""
    words: list[str] = []
    for chunk in text.split():
        glued = False
        for char in chunk:
            # Punctuation, marks and Latin letters join what stands before them; an ideograph
            # begins anew.
            alone = is_ideograph(char) and unicodedata.category(char)[0] != "M"
            if not glued or alone or (words and is_ideograph(words[-1][0]) and char.isalnum()):
                words.append(char)
            else:
                words[-1] += char
            glued = True
    return words


def is_ideograph(char: str) -> bool:
    """Return whether a character is written without spaces around it (Han, kana, Thai, Lao…)."""
    code = ord(char)
    return (
        0x3400 <= code <= 0x9FFF
        or 0x3040 <= code <= 0x30FF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
        or 0x0E00 <= code <= 0x0EFF
    )


def join_words(words: tuple[Word, ...] | list[Word]) -> str:
    """Write words as running text, with spaces only between scripts that have them."""
    text = ""
    for word in words:
        text += f" {word.text}" if text and _is_spaced(text[-1], word.text[:1]) else word.text
    return text


def _is_spaced(before: str, after: str) -> bool:
    return not any(is_ideograph(char) or _is_wide_mark(char) for char in (before, after or " "))


def _is_wide_mark(char: str) -> bool:
    """Return whether a character is punctuation of the scripts without spaces."""
    return ord(char) >= 0x3000 and unicodedata.category(char)[0] == "P"


def to_json(transcript: Transcript) -> dict[str, Any]:
    """Return the transcript as the documented JSON object."""
    return {
        "language": transcript.language,
        "duration_us": transcript.duration_us,
        "segments": [encode(segment) for segment in transcript.segments],
    }


def from_json(data: Any) -> Transcript:
    """Read the documented JSON object.

    Raises:
        CreatorError: It is not a transcript.
    """
    return decode(Transcript, data)
