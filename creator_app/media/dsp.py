"""Sound as numbers: levels, fades, rates, loudness and a limiter, all in streams of blocks."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from creator_app.core.task import Task
from creator_app.core.time import us_to_index

# float32 [frames, channels], as `core.engines` names it without importing numpy.
Samples: TypeAlias = NDArray[np.float32]
Blocks: TypeAlias = Iterable[Samples]

SILENT_LUFS = -70.0


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


def loudest(samples: Samples) -> NDArray[np.float32]:
    """Return the magnitude of each frame: of its louder channel."""
    magnitude = np.abs(samples)
    # The general way takes ten times as long for one channel.
    found: NDArray[np.float32] = magnitude[:, 0] if samples.shape[1] == 1 else magnitude.max(axis=1)
    return found


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

    Attributes:
        momentary: Loudness of the last 400 ms, every 100 ms from the first on.
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
        self.momentary: list[float] = []

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
            if "lavfi.r128.M" in said:
                self.momentary.append(float(said["lavfi.r128.M"]))
            self._peak = max(self._peak, float(said.get("lavfi.r128.true_peak", 0)))


def measured(blocks: Blocks, rate_hz: int, task: Task, *, with_peak: bool = True) -> Loudness:
    """Measure a stream from its first block to its last."""
    meter: Meter | None = None
    for block in blocks:
        task.check()
        meter = meter or Meter(rate_hz, block.shape[1], with_peak=with_peak)
        meter.feed(block)
    return meter.result() if meter else Loudness(SILENT_LUFS, -math.inf, 0)
