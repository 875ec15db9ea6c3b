"""The preview: the export's own compositor at a smaller size, in step with the sound.

The sound is the clock: pictures are dropped rather than shown late. It is mixed once, whole, into
the project's cache; the pictures are composed while they are looked at.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from creator_app.core.files import explained
from creator_app.core.task import Task
from creator_app.core.time import index_to_us, us_to_index
from creator_app.core.timeline import Timeline

if TYPE_CHECKING:
    import numpy as np
    from av import VideoFrame
    from numpy.typing import NDArray

    from creator_app.media.render import Pictures

    Pixels = NDArray[np.uint8]

REST_S = 0.004
EVEN = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A composed picture.

    Attributes:
        number: Of the frame, from 0.
        pixels: RGB, uint8 [height, width, 3].
    """

    number: int
    pixels: "Pixels"


def small(timeline: Timeline, height_px: int) -> Timeline:
    """Return a timeline whose picture is at most so high; all else stays."""
    if timeline.height <= height_px:
        return timeline
    width_px = round(timeline.width * height_px / timeline.height / EVEN) * EVEN
    return replace(timeline, width=width_px, height=height_px // EVEN * EVEN)


def preview_sound(timeline: Timeline, cache: Path, task: Task) -> Path | None:
    """Mix what is heard into a file in the cache, or find it there; None where nothing is heard.

    Raises:
        CreatorError: A file cannot be read, or the disk is full.
    """
    from creator_app.media.encode import write_audio
    from creator_app.media.mixdown import Mixdown, finished
    from creator_app.media.movie import SOUND_HZ

    mix = Mixdown(timeline)
    if mix.is_silent:
        return None
    content = repr((timeline.sounds, timeline.speech, timeline.lufs, timeline.duration_us))
    path = cache / f"preview-{hashlib.sha256(content.encode()).hexdigest()[:16]}.wav"
    if not path.exists():
        with explained(cache):
            cache.mkdir(parents=True, exist_ok=True)
        write_audio(path, finished(mix, timeline.lufs, task), SOUND_HZ, 2, task)
    return path


def picture_at(timeline: Timeline, time_us: int) -> Shown:
    """Compose the picture of one moment.

    Raises:
        CreatorError: A file cannot be read.
    """
    screening = Screening(timeline)
    number = min(us_to_index(time_us, timeline.rate), screening.count - 1)
    with screening.pictures() as pictures:
        return screening.compose(pictures, max(0, number))


class Screening:
    """Composes the pictures of a timeline while it is played.

    Args:
        timeline: At the size it is looked at.

    Attributes:
        latest: The picture of now; read by the widget that shows it.
        count: How many frames there are.
    """

    def __init__(self, timeline: Timeline) -> None:
        from creator_app.drawing.overlay import TimelineOverlay

        self.latest: Shown | None = None
        self.count = us_to_index(timeline.duration_us, timeline.rate)
        self._timeline = timeline
        self._overlay = TimelineOverlay(timeline)

    def run(self, position_us: Callable[[], int], task: Task) -> None:
        """Keep `latest` at the picture that belongs to a position, until the task is cancelled.

        Args:
            position_us: Where the sound is; read again and again.
            task: Cancelled when nobody looks any more.

        Raises:
            CreatorError: A file cannot be read.
        """
        while True:
            with self.pictures() as pictures:
                self._follow(pictures, position_us, task)

    def pictures(self) -> "Pictures":
        """Open the pictures from the beginning; numbers only go up."""
        from creator_app.media.render import Pictures

        return Pictures(self._timeline)

    def compose(self, pictures: "Pictures", number: int) -> Shown:
        """Compose frame `number`, with everything that is drawn over it."""
        from creator_app.media.planes import blend, copy

        canvas = copy(pictures.at(number).planes)
        for patch in self._overlay.at(index_to_us(number, self._timeline.rate)):
            blend(canvas, patch)
        return Shown(number, rgb_of(canvas.frame))

    def _follow(self, pictures: "Pictures", position_us: Callable[[], int], task: Task) -> None:
        """Compose onwards; return when the position went back, to begin again from there."""
        last = -1
        while True:
            task.check()
            number = min(us_to_index(position_us(), self._timeline.rate), self.count - 1)
            if number < last:
                return
            if number == last:
                task.sleep(REST_S)
                continue
            self.latest = self.compose(pictures, number)
            last = number


def rgb_of(frame: "VideoFrame") -> "Pixels":
    """Return a composed frame as RGB, by the colours that exports are tagged with (BT.709)."""
    import numpy as np

    pixels = frame.to_ndarray(format="rgb24", src_colorspace="ITU709", dst_colorspace="ITU709")
    return np.ascontiguousarray(pixels, np.uint8)
