"""The voice-over script: blocks of text, each spoken by a voice, each with its takes."""

import re
import unicodedata
from dataclasses import dataclass
from uuid import uuid4

from creator_app.core.transcript import Word

# What the longest-suffering engine takes at once, with room to spare.
LONGEST_BLOCK = 600
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|(?<=[。！？；])")


@dataclass(frozen=True, slots=True)
class Take:
    """One generation of one block; never changed.

    Attributes:
        key: Hash of text, voice, engine, model and settings; names its file in `takes/`.
        duration_us: Length of the sound.
        words: When each word is spoken, from the start of the take.
        engine: Which engine made it.
    """

    key: str
    duration_us: int
    words: tuple[Word, ...] = ()
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One run of text spoken by one voice.

    Attributes:
        ident: Unique in the script.
        text: What is said.
        voice: «ENGINE:VOICE», or "" for the script's own.
        language: A BCP-47 tag, or "" to find out.
        speed: 0.5..2.0; 1 is the voice's own.
        pause_us: Silence after it.
        takes: In the order they were made.
        chosen: The key of the take that counts, or "".
        heading: Whether it is a heading, which is not spoken.
    """

    ident: str
    text: str
    voice: str = ""
    language: str = ""
    speed: float = 1.0
    pause_us: int = 350_000
    takes: tuple[Take, ...] = ()
    chosen: str = ""
    heading: bool = False

    @property
    def take(self) -> Take | None:
        """The chosen take, if there is one."""
        return next((take for take in self.takes if take.key == self.chosen), None)


@dataclass(frozen=True, slots=True)
class Script:
    """Blocks in the order they are spoken."""

    blocks: tuple[Block, ...] = ()
    voice: str = ""
    language: str = ""
    speed: float = 1.0

    @property
    def spoken(self) -> tuple[Block, ...]:
        """The blocks that are spoken: not headings, and with something to say."""
        return tuple(
            block for block in self.blocks if not block.heading and is_speakable(block.text)
        )


def new_ident() -> str:
    """Return a name nobody has used, short enough for file names."""
    return uuid4().hex[:12]


def script_from_text(text: str, pause_us: int = 350_000) -> Script:
    """Read plain text or Markdown: one block a sentence group, headings for lines with «#».

    A blank line ends a paragraph and lengthens the pause before the next one.
    """
    blocks: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines = paragraph.strip().split("\n")
        while lines and lines[0].startswith("#"):
            blocks.append(Block(new_ident(), lines.pop(0).lstrip("# ").strip(), heading=True))
        parts = split_text(" ".join(line.strip() for line in lines))
        for number, part in enumerate(parts, 1):
            pause = pause_us * 2 if number == len(parts) else pause_us
            blocks.append(Block(new_ident(), part, pause_us=pause))
    return Script(tuple(block for block in blocks if block.text))


def split_text(text: str, longest: int = LONGEST_BLOCK) -> list[str]:
    """Split running text into sentences, and sentences that are too long at commas or spaces."""
    sentences = [part.strip() for part in SENTENCE_END.split(text) if part and part.strip()]
    return [piece for sentence in sentences for piece in _cut(sentence, longest)]


def _cut(sentence: str, longest: int) -> list[str]:
    pieces: list[str] = []
    while len(sentence) > longest:
        head = sentence[:longest]
        at = max(head.rfind(", "), head.rfind("，"), head.rfind("; "))
        at = at if at > longest // 2 else head.rfind(" ")
        at = at if at > longest // 2 else longest - 1
        pieces.append(sentence[: at + 1].strip())
        sentence = sentence[at + 1 :].strip()
    return [*pieces, sentence] if sentence else pieces


def is_speakable(text: str) -> bool:
    """Return whether there is anything to pronounce: a letter or a digit of any script."""
    return any(unicodedata.category(char)[0] in "LN" for char in text)
