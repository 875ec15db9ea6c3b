"""Overviews of sound for waveforms: lowest, highest and mean level of every hundredth of a second.

An overview is small (an hour is 3 MB), is kept beside the project and drawn at any zoom by taking
extremes of extremes, so a three-hour recording is on screen without reading its sound again.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from creator_app.core.engines import Source
from creator_app.core.errors import CreatorError
from creator_app.core.files import open_file, quoted, written
from creator_app.core.task import Task
from creator_app.core.time import US, index_to_us

RATE_HZ = 100
BLOCK_S = 30


@dataclass(frozen=True, slots=True)
class Peaks:
    """An overview.

    Attributes:
        lowest: float32 [columns], −1..1.
        highest: float32 [columns], −1..1.
        rms: float32 [columns], 0..1.
        rate_hz: Columns a second.
    """

    lowest: NDArray[np.float32]
    highest: NDArray[np.float32]
    rms: NDArray[np.float32]
    rate_hz: int = RATE_HZ

    @property
    def duration_us(self) -> int:
        """How much sound it covers."""
        return index_to_us(len(self.rms), self.rate_hz)

    def columns(self, start_us: int, end_us: int, count: int) -> "Peaks":
        """Return `count` columns of a stretch; beyond the sound they are silent."""
        edges = np.linspace(start_us, end_us, count + 1) * self.rate_hz / US
        first = np.clip(np.floor(edges[:-1]).astype(np.int64), 0, len(self.rms))
        last = np.clip(np.ceil(edges[1:]).astype(np.int64), 0, len(self.rms))
        return Peaks(
            _reduced(np.minimum, self.lowest, first, last),
            _reduced(np.maximum, self.highest, first, last),
            np.sqrt(_means(self.rms**2, first, last)),
        )


def measure_peaks(source: Source, task: Task, rate_hz: int = RATE_HZ) -> Peaks:
    """Measure the overview of a source, read once from start to end in small blocks.

    Raises:
        CreatorError: The sound cannot be read.
    """
    parts: list[tuple[NDArray[np.float32], ...]] = []
    for start_us in range(0, source.duration_us, BLOCK_S * US):
        task.progress(start_us / source.duration_us, "")
        samples = source.read(start_us, min(start_us + BLOCK_S * US, source.duration_us))
        parts.append(_block(samples[:, 0], source.rate_hz // rate_hz))
    if not parts:
        none = np.zeros(0, np.float32)
        return Peaks(none, none, none, rate_hz)
    lowest, highest, rms = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Peaks(lowest, highest, rms, rate_hz)


def save_peaks(peaks: Peaks, path: Path) -> None:
    """Keep an overview.

    Raises:
        CreatorError: The folder is not writable, or the disk is full.
    """
    rows = np.stack([peaks.lowest, peaks.highest, peaks.rms]).astype(np.float16)
    with written(path) as part, open_file(part, "wb") as file:
        np.save(file, rows)


def load_peaks(path: Path) -> Peaks:
    """Read an overview.

    Raises:
        CreatorError: The file is missing or damaged; measure again.
    """
    with open_file(path) as file:
        try:
            lowest, highest, rms = np.load(file).astype(np.float32)
        except (ValueError, EOFError) as error:
            raise CreatorError(f"The overview {quoted(path)} is damaged.") from error
    return Peaks(lowest, highest, rms)


def _block(samples: NDArray[np.float32], width: int) -> tuple[NDArray[np.float32], ...]:
    rest = -len(samples) % width
    columns = np.pad(samples, (0, rest)).reshape(-1, width)
    rms = np.sqrt(np.mean(columns**2, axis=1))
    return columns.min(axis=1), columns.max(axis=1), rms.astype(np.float32)


def _reduced(
    extreme: np.ufunc,
    values: NDArray[np.float32],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
) -> NDArray[np.float32]:
    """Return the extreme of values[first:last] for each column, 0 where there is none."""
    result = np.zeros(len(first), np.float32)
    inside = np.flatnonzero(last > first)
    if len(inside):
        # reduceat goes from index to index: interleave beginnings and ends, keep every other.
        pairs = np.stack([first[inside], last[inside]], axis=1).ravel()
        padded = np.append(values, np.float32(0))
        result[inside] = extreme.reduceat(padded, pairs)[::2]
    return result


def _means(
    values: NDArray[np.float32], first: NDArray[np.int64], last: NDArray[np.int64]
) -> NDArray[np.float32]:
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    counts = np.maximum(last - first, 1)
    means: NDArray[np.float32] = ((sums[last] - sums[first]) / counts).astype(np.float32)
    return means
