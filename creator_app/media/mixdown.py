"""The sound of a timeline: voice, clips and music in one run, the music lower under the voice."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from creator_app.core.task import Task
from creator_app.core.time import US, us_to_index
from creator_app.core.timeline import Clip, Sound, Timeline
from creator_app.media.decode import AudioFile, probe
from creator_app.media.levelling import levelled, to_loudness
from creator_app.media.movie import SOUND_HZ

if TYPE_CHECKING:
    from creator_app.core.engines import Samples

# Begin and end of a run of speech, in microseconds.
Span: TypeAlias = tuple[int, int]

BLOCK = SOUND_HZ
# AAC lets peaks grow a little; services ask for −1 dBTP at most.
CEILING_DBTP = -1.5
# A cut through sound clicks; this much of a fade does not.
CLIP_FADE_US = 10_000
# Under a voice: how much lower, how long before it begins, how long after it ends; pauses
# shorter than `HOLD_US` do not let the music up.
DUCK_DB = -10.0
DUCK_BEFORE_US = 300_000
DUCK_AFTER_US = 700_000
HOLD_US = 1_500_000
# Where music begins again, its end and its beginning overlap this long.
SEAM = SOUND_HZ * 8 // 10
# What is shorter than this is not repeated: it would be a buzz.
SHORTEST_LOOP = SOUND_HZ // 2


@dataclass(frozen=True)
class Layer:
    """One stretch of a file in the mix, in samples of `SOUND_HZ`.

    Attributes:
        source: The file.
        first: Where it begins in the mix.
        length: How long it is heard.
        in_us: Where in the file it begins.
        gain: Factor.
        fade: Length of the fade at either end.
        is_repeated: Whether it begins again when the file ends.
        lowered: Points in time, and the factors between which the level goes.
    """

    source: Path
    first: int
    length: int
    in_us: int = 0
    gain: float = 1.0
    fade: int = 0
    is_repeated: bool = False
    lowered: tuple[tuple[int, float], ...] = field(default=(), repr=False)

    @property
    def last(self) -> int:
        """Where it ends in the mix."""
        return self.first + self.length

    def level(self, first: int, last: int) -> "Samples":
        """Return the factor of each sample from `first` to `last` of the mix, [frames, 1]."""
        at = np.arange(first, last, dtype=np.float64)
        level = np.full(len(at), self.gain)
        if fade := min(self.fade, self.length // 2):
            level *= np.clip((at - self.first) / fade, 0, 1)
            level *= np.clip((self.last - at) / fade, 0, 1)
        if self.lowered:
            times, factors = zip(*self.lowered, strict=True)
            level *= np.interp(at, times, factors)
        return level.astype(np.float32)[:, None]


class Mixdown:
    """Everything that is heard in a timeline, as long as its picture; may be run through again.

    Attributes:
        is_silent: Whether there is nothing to hear at all.
        length: Samples of `SOUND_HZ`.
    """

    def __init__(self, timeline: Timeline) -> None:
        """Find out what is heard when.

        Raises:
            CreatorError: A file is missing, or has no sound.
        """
        self.length = us_to_index(timeline.duration_us, SOUND_HZ)
        self._layers = tuple(_layers(timeline))
        self.is_silent = not self._layers

    def blocks(self, task: Task) -> "Iterator[Samples]":
        """Yield float32 [frames, 2], a second at a time, exactly as long as the picture."""
        with ExitStack() as stack:
            running = [_Running(layer, stack) for layer in self._layers]
            for first in range(0, self.length, BLOCK):
                task.check()
                mix = np.zeros((min(BLOCK, self.length - first), 2), np.float32)
                for each in running:
                    each.add_to(mix, first)
                yield mix


class _Running:
    """A layer while it is being read; its file is open only as long as it is heard."""

    def __init__(self, layer: Layer, stack: ExitStack) -> None:
        self._layer, self._stack = layer, stack
        self._pieces: _Pieces | None = None

    def add_to(self, mix: "Samples", first: int) -> None:
        """Add what is heard of this layer in the stretch that begins at `first`."""
        layer = self._layer
        begin, end = max(first, layer.first), min(first + len(mix), layer.last)
        if begin >= end:
            return
        if self._pieces is None:
            self._pieces = _Pieces(layer, self._stack.enter_context(ExitStack()))
        mix[begin - first : end - first] += self._pieces.take(end - begin) * layer.level(begin, end)
        if end == layer.last:
            self._pieces.close()


class _Pieces:
    """Reads a file on and on in pieces of any size; silence follows where it has ended."""

    def __init__(self, layer: Layer, stack: ExitStack) -> None:
        self._path, self._stack = layer.source, stack
        blocks = _from_file(layer.source, layer.in_us, stack)
        if layer.is_repeated:
            blocks = _again_and_again(blocks, layer.source, stack)
        self._blocks = blocks
        self._rest = np.zeros((0, 2), np.float32)

    def take(self, count: int) -> "Samples":
        """Return the next `count` samples."""
        pieces, have = [self._rest], len(self._rest)
        while have < count and (block := next(self._blocks, None)) is not None:
            pieces.append(block)
            have += len(block)
        if have < count:
            pieces.append(np.zeros((count - have, 2), np.float32))
        whole = np.concatenate(pieces)
        self._rest = whole[count:]
        return whole[:count]

    def close(self) -> None:
        """Let the file go."""
        self._stack.close()


def _from_file(path: Path, in_us: int, stack: ExitStack) -> "Iterator[Samples]":
    file = stack.enter_context(AudioFile(path, SOUND_HZ, 2))
    return file.blocks(in_us)


def _again_and_again(
    blocks: "Iterator[Samples]", path: Path, stack: ExitStack
) -> "Iterator[Samples]":
    """Repeat a file, its end fading into its beginning with equal power."""
    angle = np.linspace(0, np.pi / 2, SEAM, dtype=np.float32)[:, None]
    while True:
        held, length = np.zeros((0, 2), np.float32), 0
        for block in blocks:
            held = np.concatenate([held, block])
            length += len(block)
            if len(held) > SEAM:
                yield held[:-SEAM]
                held = held[-SEAM:]
        if length < max(SHORTEST_LOOP, 2 * SEAM):
            yield held
            if length < SHORTEST_LOOP:
                return
            held = held[:0]
        blocks = _from_file(path, 0, stack)
        if len(held):
            head, blocks = _head(blocks, SEAM)
            yield held * np.cos(angle) + head * np.sin(angle)


def _head(blocks: "Iterator[Samples]", count: int) -> "tuple[Samples, Iterator[Samples]]":
    """Take the first `count` samples, filled up with silence; return the rest too."""
    pieces, have = [np.zeros((0, 2), np.float32)], 0
    while have < count and (block := next(blocks, None)) is not None:
        pieces.append(block)
        have += len(block)
    pieces.append(np.zeros((max(0, count - have), 2), np.float32))
    whole = np.concatenate(pieces)

    def rest() -> "Iterator[Samples]":
        yield whole[count:]
        yield from blocks

    return whole[:count], rest()


def _layers(timeline: Timeline) -> Iterator[Layer]:
    voice = [span_of(sound) for sound in timeline.sounds if not sound.under_voice]
    speech = timeline.speech or tuple(_spoken(timeline)) or tuple(voice)
    under_speech = ducking(speech)
    for sound in timeline.sounds:
        yield _layer_of(sound, under_speech if sound.under_voice else ())
    under_voice = ducking(timeline.speech or voice) if voice else ()
    for clip in timeline.clips:
        if clip.keep_sound and not clip.still and probe(clip.source).has_audio:
            yield _layer_of(_sound_of(clip), under_voice)


def _layer_of(sound: Sound, lowered: tuple[tuple[int, float], ...]) -> Layer:
    first = us_to_index(sound.start_us, SOUND_HZ)
    last = us_to_index(sound.start_us + sound.duration_us, SOUND_HZ)
    return Layer(
        source=sound.source,
        first=first,
        length=last - first,
        in_us=sound.in_us,
        gain=10 ** (sound.gain_db / 20),
        fade=us_to_index(sound.fade_us, SOUND_HZ),
        is_repeated=sound.under_voice,
        lowered=lowered,
    )


def _sound_of(clip: Clip) -> Sound:
    return Sound(
        clip.source, clip.start_us, clip.duration_us, in_us=clip.in_us, fade_us=CLIP_FADE_US
    )


def span_of(sound: Sound) -> Span:
    """Return when a sound begins and ends."""
    return sound.start_us, sound.start_us + sound.duration_us


def _spoken(timeline: Timeline) -> Iterator[Span]:
    for cue in timeline.cues:
        for word in cue.words:
            yield word.start_us, word.end_us


def ducking(speech: Iterable[Span]) -> tuple[tuple[int, float], ...]:
    """Return the points between which what lies under the voice goes down and up again.

    Times are known beforehand, so it is down when the first word begins, not after it.
    """
    low = 10 ** (DUCK_DB / 20)
    points: list[tuple[int, float]] = []
    for begin_us, end_us in _runs(speech):
        for time_us, factor in (
            (begin_us - DUCK_BEFORE_US, 1.0),
            (begin_us, low),
            (end_us, low),
            (end_us + DUCK_AFTER_US, 1.0),
        ):
            points.append((round(time_us * SOUND_HZ / US), factor))
    return tuple(points)


def _runs(speech: Iterable[Span]) -> list[Span]:
    """Join runs of speech whose pauses are too short to let anything up between them."""
    runs: list[Span] = []
    for begin_us, end_us in sorted(speech):
        if runs and begin_us - runs[-1][1] < max(HOLD_US, DUCK_BEFORE_US + DUCK_AFTER_US):
            runs[-1] = (runs[-1][0], max(runs[-1][1], end_us))
        else:
            runs.append((begin_us, end_us))
    return runs


def finished(mix: Mixdown, lufs: float, task: Task) -> "Iterator[Samples]":
    """Return the mix at its loudness, no peak above the ceiling; it is listened to first.

    Args:
        mix: What is heard.
        lufs: Integrated loudness of the whole.
        task: Asked between blocks whether to stop.
    """

    def again() -> "Iterator[Samples]":
        return mix.blocks(task)

    levelling = to_loudness(again, SOUND_HZ, lufs, CEILING_DBTP, task)
    return levelled(again(), SOUND_HZ, levelling)
