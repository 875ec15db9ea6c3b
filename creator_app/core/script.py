"""The voice-over script: blocks of text, each spoken by a voice, each with its takes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import uuid4

from creator_app.core.sentences import clean_text, is_speakable, split_text
from creator_app.core.transcript import Word, is_ideograph

PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
HEADING = re.compile(r"#{1,6}[ \t]+(?P<text>\S.*)")
# A new line of a list or a dialogue is a new sentence, whatever the last one ended with.
ITEM = re.compile(r"(?:[-*+•–—]|\d{1,3}[.)])[ \t]+(?=\S)")
BULLET = re.compile(r"^[-*+•][ \t]+(?=\S)")
# What Markdown writes around words and nobody says; the lengths bound what hostile text costs.
MARKUP = (
    (re.compile(r"<!--(?:(?!<!--).){0,2000}?-->", re.DOTALL), ""),
    (re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,300})(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,300})(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]{1,300})(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]{1,300})`"), r"\1"),
    (re.compile(r"^(?:[-*_][ \t]*){3,}$|^```.*$|^>[ \t]?", re.MULTILINE), ""),
)


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
    """Read plain text or Markdown: a block for each sentence, headings for lines with «#».

    A blank line ends a paragraph and doubles the pause before the next one. What cannot be
    spoken (a line of emoji) becomes no block. Linear in the length of the text.
    """
    blocks: list[Block] = []
    for paragraph in PARAGRAPH.split(_without_markup(clean_text(text)).strip()):
        found = list(_blocks_of(paragraph.strip().split("\n"), pause_us))
        if found:
            found[-1] = replace(found[-1], pause_us=pause_us * 2)
        blocks += found
    return Script(tuple(blocks))


def _without_markup(text: str) -> str:
    for pattern, instead in MARKUP:
        text = pattern.sub(instead, text)
    return text


def _blocks_of(lines: list[str], pause_us: int) -> Iterator[Block]:
    """Return the headings and sentences of one paragraph."""
    for run in _runs(lines):
        if heading := HEADING.fullmatch(run):
            yield Block(new_ident(), heading["text"].rstrip("# "), heading=True)
            continue
        for part in split_text(BULLET.sub("", run)):
            if is_speakable(part):
                yield Block(new_ident(), part, pause_us=pause_us)


def _runs(lines: list[str]) -> Iterator[str]:
    """Join wrapped lines to running text; a heading and an item of a list stand alone."""
    run: list[str] = []
    for line in map(str.strip, lines):
        begins = ITEM.match(line) or HEADING.fullmatch(line)
        if run and (begins or HEADING.fullmatch(run[-1])):
            yield "".join(run)
            run = []
        if run and not (line and is_ideograph(run[-1][-1:] or " ") and is_ideograph(line[0])):
            run.append(" ")
        run.append(line)
    yield "".join(run)
