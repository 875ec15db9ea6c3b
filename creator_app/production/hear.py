"""The sound of a recording for ears and eyes: played back, and drawn as an overview."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self

from creator_app.core.errors import CreatorError
from creator_app.core.files import quoted
from creator_app.core.recording import Recording, Track
from creator_app.core.task import Task
from creator_app.media.decode import AudioFile
from creator_app.media.journal import SUFFIX
from creator_app.media.journal_read import Journal
from creator_app.media.mix import Mix
from creator_app.media.peaks import Peaks, load_peaks, measure_peaks, save_peaks
from creator_app.production.transcribe import media_file, recorded_sound

if TYPE_CHECKING:
    from creator_app.core.engines import Samples

SOUND_HZ = 48_000


class RecordedSound:
    """All tracks of a recording together, as they are played. Close it, or use it with `with`.

    Attributes:
        rate_hz: Samples a second.
        channels: 2 where a track has that many.
        duration_us: Of the longest track.
    """

    rate_hz = SOUND_HZ

    def __init__(self, folder: Path, recording: Recording) -> None:
        """Open its sound.

        Raises:
            CreatorError: It has none, or that is missing.
        """
        if not recording.tracks:
            raise CreatorError(f"The recording {quoted(recording.title)} has no sound.")
        self.channels = min(2, max(track.channels for track in recording.tracks))
        with ExitStack() as stack:
            tracks = [_opened(folder, each, self.channels, stack) for each in recording.tracks]
            self._mix = Mix(tracks, SOUND_HZ, self.channels)
            self.duration_us = self._mix.duration_us
            self._open = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the files go."""
        self._open.close()

    def read(self, start_us: int, end_us: int) -> "Samples":
        """Return float32 [frames, channels] from `start_us` to `end_us`, cut at the end."""
        first, last = (round(each * SOUND_HZ / 1_000_000) for each in (start_us, end_us))
        return self._mix.read_all(first, last)


def overview(folder: Path, recording: Recording, task: Task) -> Peaks:
    """Return the waveform of a recording, measured once and then kept in the project's cache.

    Raises:
        CreatorError: Its sound is missing or damaged.
    """
    path = folder / "cache" / f"peaks-{recording.ident}.npy"
    try:
        return load_peaks(path)
    except CreatorError:
        pass  # not measured yet, or damaged: measure it
    with recorded_sound(folder, recording) as source:
        peaks = measure_peaks(source, task)
    path.parent.mkdir(exist_ok=True)
    save_peaks(peaks, path)
    return peaks


def _opened(folder: Path, track: Track, channels: int, stack: ExitStack) -> Journal | AudioFile:
    path = media_file(folder, track.media)
    if path.suffix == SUFFIX:
        return stack.enter_context(Journal(path))
    return stack.enter_context(AudioFile(path, SOUND_HZ, channels))
