"""The waveform of a take, measured when its block first comes into sight."""

from pathlib import Path
from typing import Any

from creator_app.core.task import Task
from creator_app.production.takes import sound_of

COLUMNS = 1200
# Each column lasts longer than a period of a low voice, so that the hull is seen, not the pitch.
FINE_HZ = 125


def columns_of(takes: Path, key: str, task: Task) -> Any:
    """Return float32 [columns, 3]: lowest, highest, RMS of a take, as high as there is room.

    Raises:
        CreatorError: The take's sound is missing or damaged.
    """
    import numpy as np

    from creator_app.media.decode import AudioFile
    from creator_app.media.peaks import measure_peaks

    with AudioFile(sound_of(takes, key)) as source:
        peaks = measure_peaks(source, task, FINE_HZ).columns(0, source.duration_us, COLUMNS)
    columns = np.stack([peaks.lowest, peaks.highest, peaks.rms], axis=1)
    loudest = float(np.abs(columns).max(initial=0))
    return columns * (0.95 / loudest) if loudest else columns
