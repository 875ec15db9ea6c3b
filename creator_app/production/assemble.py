"""Takes in one run: joined without a click, with the script's pauses, and every word's time."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from creator_app.core.errors import CreatorError
from creator_app.core.script import Block, Script, Take
from creator_app.core.time import index_to_us, us_to_index
from creator_app.core.transcript import Segment, Transcript, Word
from creator_app.production.takes import TakeNote, note_of, sound_of

if TYPE_CHECKING:
    from creator_app.core.engines import Samples

RATE_HZ = 48_000
# A take begins and ends in near silence; this takes the rest of the step away.
FADE_US = 8_000
# Takes meet at this loudness before the whole is brought to the one that is wanted; what is off by
# more than so many decibels was meant to be, or is broken.
COMMON_LUFS = -20.0
MOST_DB = 12.0
TOO_QUIET_LUFS = -60.0


@dataclass(frozen=True, slots=True)
class Piece:
    """One block's take in its place.

    Attributes:
        block: Which.
        take: Its chosen take.
        first: Index of its first sample at `RATE_HZ`.
        frames: How many samples it lasts.
        gain: Factor that makes it as loud as the others.
    """

    block: Block
    take: Take
    first: int
    frames: int
    gain: float = 1.0

    @property
    def end(self) -> int:
        """Index of the first sample after it."""
        return self.first + self.frames

    @property
    def start_us(self) -> int:
        """When it begins."""
        return index_to_us(self.first, RATE_HZ)

    @property
    def end_us(self) -> int:
        """When it is over."""
        return index_to_us(self.end, RATE_HZ)

    @property
    def words(self) -> tuple[Word, ...]:
        """Its words, on the clock of the whole."""
        begin = self.start_us
        return tuple(
            Word(each.start_us + begin, each.end_us + begin, each.text, each.confidence)
            for each in self.take.words
        )


class Narration:
    """A script's sound from its takes: in a run, or at any place, as a player reads it.

    Args:
        pieces: In order.
        folder: Where the takes are.
        channels: 1, or 2 where a take has two.
        language: BCP-47 tag of most of it.

    Attributes:
        rate_hz: Samples a second.
    """

    rate_hz = RATE_HZ

    def __init__(
        self, pieces: tuple[Piece, ...], folder: Path, channels: int = 1, language: str = "und"
    ) -> None:
        self.pieces = pieces
        self.channels = channels
        self._folder = folder
        self._language = language
        self._at = 0  # of the next sample in `_rest`, or to come
        self._rest: Samples | None = None
        self._coming: Iterator[Samples] = iter(())
        self._is_begun = False

    @property
    def frames(self) -> int:
        """How many samples it lasts: up to the end of the last take."""
        return self.pieces[-1].end if self.pieces else 0

    @property
    def duration_us(self) -> int:
        """How long it lasts."""
        return index_to_us(self.frames, RATE_HZ)

    def sound(self, first: int = 0) -> "Iterator[Samples]":
        """Return the sound in blocks of at most some seconds.

        Args:
            first: Index of the sample to begin with.
        """
        import numpy as np

        at = first
        for piece in self.pieces:
            while at < piece.first:
                step = min(RATE_HZ, piece.first - at)
                yield np.zeros((step, self.channels), np.float32)
                at += step
            if at < piece.end:
                yield from self._take(piece, at - piece.first)
                at = piece.end

    def read(self, start_us: int, end_us: int) -> "Samples":
        """Return float32 [frames, channels]; nothing past the end. Reading on is cheap.

        For one reader at a time; `sound` may be gone through beside it.
        """
        import numpy as np

        first, last = us_to_index(start_us, RATE_HZ), us_to_index(end_us, RATE_HZ)
        if first != self._at or not self._is_begun:
            self._coming, self._at, self._rest = self.sound(first), first, None
            self._is_begun = True
        parts: list[Samples] = [np.zeros((0, self.channels), np.float32)]
        while self._at < last:
            block = self._rest if self._rest is not None else next(self._coming, None)
            if block is None:
                break
            parts.append(block[: last - self._at])
            self._rest = block[last - self._at :] if len(block) > last - self._at else None
            self._at += len(parts[-1])
        joined: Samples = np.concatenate(parts)
        return joined

    def transcript(self) -> Transcript:
        """Return what is said when: a segment for each block."""
        segments = [
            Segment(each.start_us, each.end_us, each.block.text, None, each.words)
            for each in self.pieces
        ]
        return Transcript(tuple(segments), self._language, self.duration_us)

    def _take(self, piece: Piece, skip: int) -> "Iterator[Samples]":
        """Return a take from sample `skip` on, faded at its ends, exactly as long as its place."""
        import numpy as np

        from creator_app.media.decode import AudioFile

        at, fade = skip, min(us_to_index(FADE_US, RATE_HZ), piece.frames // 2)
        with AudioFile(sound_of(self._folder, piece.take.key), RATE_HZ, self.channels) as file:
            for block in file.blocks(index_to_us(skip, RATE_HZ)):
                cut = block[: piece.frames - at]
                if len(cut):
                    yield _edged(cut, at, piece.frames, fade) * np.float32(piece.gain)
                at += len(cut)
        if at < piece.frames:
            yield np.zeros((piece.frames - at, self.channels), np.float32)


def assemble(script: Script, takes_folder: Path) -> Narration:
    """Put the chosen takes of a script in a row, with the pause after each block.

    Raises:
        CreatorError: Nothing is spoken in it, or a block has no take yet.
    """
    pieces: list[Piece] = []
    at, channels, voices = 0, 1, _Levels()
    for number, block in enumerate(script.spoken, 1):
        take = block.take
        if take is None:
            raise CreatorError(f"Block {number} has not been spoken yet.", "Generate it first.")
        note = note_of(takes_folder, take.key)
        channels = max(channels, note.channels)
        frames = us_to_index(take.duration_us, RATE_HZ)
        pieces.append(Piece(block, take, at, frames, voices.gain_of(note)))
        at += frames + us_to_index(block.pause_us, RATE_HZ)
    if not pieces:
        raise CreatorError("There is nothing to speak in this script.")
    language = script.language if script.language not in {"", "auto"} else "und"
    return Narration(tuple(pieces), takes_folder, channels, language)


class _Levels:
    """Brings takes to one loudness, so that voices of different engines fit together."""

    def __init__(self) -> None:
        self._usual: dict[str, float] = {}

    def gain_of(self, note: TakeNote) -> float:
        """Return a take's factor; one too short to be measured gets that of its engine's last."""
        if note.lufs > TOO_QUIET_LUFS:
            gain_db = min(MOST_DB, max(-MOST_DB, COMMON_LUFS - note.lufs))
            self._usual[note.engine] = 10 ** (gain_db / 20)
        return self._usual.get(note.engine, 1.0)


def _edged(samples: "Samples", at: int, total: int, fade: int) -> "Samples":
    """Fade what lies near the beginning or the end of a take, along a quarter sine.

    Args:
        samples: A stretch of it.
        at: Index of its first sample in the take.
        total: Samples of the whole take.
        fade: Samples each fade lasts; at most half of the take.
    """
    import numpy as np

    if at >= fade and at + len(samples) <= total - fade:
        return samples
    edged = samples.copy()
    slope = np.sin(np.linspace(0, np.pi / 2, fade, endpoint=False, dtype=np.float32))[:, None]
    head = edged[: max(0, fade - at)]
    head *= slope[at : at + len(head)]
    # Where the last stretch begins, in samples of this piece.
    tail_at = max(0, total - fade - at)
    tail = edged[tail_at:]
    first = at + tail_at - (total - fade)
    tail *= slope[::-1][first : first + len(tail)]
    return edged
