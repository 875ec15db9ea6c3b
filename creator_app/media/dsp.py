"""Sound as numbers: levels, fades, rates, loudness and a limiter, all in streams of blocks."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from creator_app.core.task import Task
from creator_app.core.time import us_to_index

# float32 [frames, channels], as `core.engines` names it without importing numpy.
Samples: TypeAlias = NDArray[np.float32]
Blocks: TypeAlias = Iterable[Samples]
# A run of sound that can be gone through again and again without being held.
Again: TypeAlias = Callable[[], Iterator[Samples]]

SILENT_LUFS = -70.0
# How far the integrated loudness may be off before another pass is worth its time.
CLOSE_LU = 0.1
MAX_PASSES = 4
# More than this the limiter is not pushed for a last bit of loudness.
LEAST_SLOPE = 0.15


def to_gain(level_db: float) -> float:
    """Return the factor of a level in decibels."""
    return float(10.0 ** (level_db / 20))


def to_db(factor: float) -> float:
    """Return the level of a factor in decibels; −inf for 0."""
    return 20 * math.log10(factor) if factor > 0 else -math.inf


def faded(samples: Samples, rate_hz: int, fade_us: int) -> Samples:
    """Return a copy that comes out of silence and goes into it, along a quarter sine.

    Two such fades over one another keep the power of unrelated sounds level.
    """
    count = min(us_to_index(fade_us, rate_hz), len(samples) // 2)
    ramp = np.sin(np.linspace(0, np.pi / 2, count, endpoint=False, dtype=np.float32))[:, None]
    result = samples.copy()
    result[:count] *= ramp
    result[len(result) - count :] *= ramp[::-1]
    return result


def mixed_to(samples: Samples, channels: int) -> Samples:
    """Return the samples with 1 or 2 channels: averaged, or repeated."""
    if samples.shape[1] == channels:
        return samples
    mixed: Samples = samples.mean(axis=1, keepdims=True, dtype=np.float32)
    return mixed if channels == 1 else mixed.repeat(2, axis=1)


def resampled(blocks: Blocks, from_hz: int, to_hz: int) -> Iterator[Samples]:
    """Bring a stream to another rate; nothing is added before, and the length stays true."""
    import soxr

    if from_hz == to_hz:
        yield from blocks
        return
    stream: Any = None
    last: Samples | None = None
    for block in blocks:
        stream = stream or soxr.ResampleStream(from_hz, to_hz, block.shape[1], dtype="float32")
        if last is not None and len(piece := stream.resample_chunk(last)):
            yield piece
        last = np.ascontiguousarray(block, np.float32)
    if last is not None:
        yield stream.resample_chunk(last, last=True)


def voiced(samples: Samples, rate_hz: int, below_db: float = -45.0) -> tuple[int, int]:
    """Return the first and one past the last sample that belongs to speech.

    Args:
        samples: float32 [frames, channels].
        rate_hz: Samples a second.
        below_db: What is this far under the loudest 10 ms counts as silence.

    Returns:
        Indexes of samples, exact to 10 ms; (0, 0) where there is only silence.
    """
    hop = max(1, rate_hz // 100)
    power = _power(samples, hop)
    if not power.size or power.max() < 1e-10:
        return 0, 0
    loud = np.flatnonzero(power > power.max() * 10 ** (below_db / 10))
    return int(loud[0]) * hop, min(len(samples), int(loud[-1] + 1) * hop)


def _power(samples: Samples, hop: int) -> NDArray[np.float32]:
    mono = np.square(samples).mean(axis=1, dtype=np.float32)
    padded = np.pad(mono, (0, -len(mono) % hop))
    power: NDArray[np.float32] = padded.reshape(-1, hop).mean(axis=1)
    return power


@dataclass(frozen=True, slots=True)
class Loudness:
    """What a meter says about a whole run of sound.

    Attributes:
        lufs: Integrated, gated; −70 for silence and for less than 0.4 s.
        peak_dbtp: True peak, of the loudest channel; −inf for silence.
        frames: How many were measured.
    """

    lufs: float
    peak_dbtp: float
    frames: int


class Meter:
    """Measures loudness while sound flows through it, with FFmpeg's ebur128 filter.

    Source: EBU R 128, ITU-R BS.1770-4; gated integrated loudness and 4-fold oversampled peaks.

    Args:
        rate_hz: Samples a second.
        channels: 1 or 2; one channel counts once, as every meter does.
        with_peak: Whether the true peak is wanted; it takes three times as long.
    """

    def __init__(self, rate_hz: int, channels: int, *, with_peak: bool = True) -> None:
        from av.filter import Graph

        self._rate_hz, self._layout = rate_hz, "mono" if channels == 1 else "stereo"
        graph = Graph()
        form = f"sample_fmt=flt:channel_layout={self._layout}:time_base=1/{rate_hz}"
        self._source = graph.add("abuffer", f"sample_rate={rate_hz}:{form}")
        peak = ":peak=true" if with_peak else ""
        meter = graph.add("ebur128", f"metadata=1:framelog=quiet{peak}")
        self._sink = graph.add("abuffersink")
        self._source.link_to(meter)
        meter.link_to(self._sink)
        graph.configure()
        self._graph, self._frames = graph, 0
        self._lufs, self._peak = SILENT_LUFS, 0.0

    def feed(self, block: Samples) -> None:
        """Take the next samples, float32 [frames, channels]."""
        from av import AudioFrame

        if not len(block):
            return
        packed = np.ascontiguousarray(block, np.float32).reshape(1, -1)
        frame: Any = AudioFrame.from_ndarray(packed, "flt", self._layout)
        frame.sample_rate, frame.pts = self._rate_hz, self._frames
        frame.time_base = Fraction(1, self._rate_hz)
        self._frames += len(block)
        self._source.push(frame)
        self._drain()

    def result(self) -> Loudness:
        """Return what was measured; nothing can be fed afterwards."""
        self._source.push(None)
        self._drain()
        return Loudness(self._lufs, to_db(self._peak), self._frames)

    def _drain(self) -> None:
        from av.error import BlockingIOError as EmptyError

        while True:
            try:
                said = self._sink.pull().metadata
            except (EmptyError, EOFError):
                return
            # A last piece of less than 100 ms says nothing.
            self._lufs = max(SILENT_LUFS, float(said.get("lavfi.r128.I", self._lufs)))
            self._peak = max(self._peak, float(said.get("lavfi.r128.true_peak", 0)))


def measured(blocks: Blocks, rate_hz: int, task: Task, *, with_peak: bool = True) -> Loudness:
    """Measure a stream from its first block to its last."""
    meter: Meter | None = None
    for block in blocks:
        task.check()
        meter = meter or Meter(rate_hz, block.shape[1], with_peak=with_peak)
        meter.feed(block)
    return meter.result() if meter else Loudness(SILENT_LUFS, -math.inf, 0)


@dataclass(frozen=True, slots=True)
class Levelling:
    """What is done to a run of sound to bring it to a loudness.

    Attributes:
        gain_db: Added to everything.
        ceiling_dbtp: No true peak passes it.
        slope: How much louder another decibel of gain makes it: 1, less where the limiter holds.
    """

    gain_db: float
    ceiling_dbtp: float
    slope: float = 1.0

    def louder(self, by_lu: float) -> "Levelling":
        """Return what brings the result nearer by so much."""
        return replace(self, gain_db=self.gain_db + by_lu / self.slope)


def levelled(blocks: Blocks, rate_hz: int, levelling: Levelling) -> Iterator[Samples]:
    """Apply gain and limiter to a stream; its length stays the same."""
    from creator_app.media.limiter import limited

    gain = np.float32(to_gain(levelling.gain_db))
    return limited((block * gain for block in blocks), rate_hz, levelling.ceiling_dbtp)


def to_loudness(
    sound: Again, rate_hz: int, target_lufs: float, ceiling_dbtp: float, task: Task
) -> Levelling:
    """Find the gain that brings a sound to a loudness with its peaks under a ceiling.

    The first pass measures; where the limiter then takes loudness away, further passes through
    it give it back. Silence, and less than 0.4 s, is left as it is.

    Args:
        sound: Gives the sound from its beginning each time it is called.
        rate_hz: Samples a second.
        target_lufs: Integrated loudness to reach.
        ceiling_dbtp: True peak that is not passed.
        task: Asked between blocks whether to stop.

    Returns:
        What `levelled` should do.
    """
    found = measured(sound(), rate_hz, task, with_peak=False)
    levelling = Levelling(0.0, ceiling_dbtp)
    if found.lufs <= SILENT_LUFS:
        return levelling
    for _ in range(MAX_PASSES):
        before, last = found.lufs, levelling
        levelling = last.louder(target_lufs - before)
        found = measured(levelled(sound(), rate_hz, levelling), rate_hz, task, with_peak=False)
        if abs(target_lufs - found.lufs) <= CLOSE_LU:
            break
        slope = (found.lufs - before) / (levelling.gain_db - last.gain_db)
        levelling = replace(levelling, slope=min(1.0, max(LEAST_SLOPE, slope)))
    return levelling
