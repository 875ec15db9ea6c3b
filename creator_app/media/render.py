"""Renders a timeline to a film: pictures in order, sound once and whole, captions laid over."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from creator_app.core.errors import CreatorError
from creator_app.core.files import written
from creator_app.core.task import Task
from creator_app.core.time import clock, index_to_us, us_to_index
from creator_app.core.timeline import Clip, Timeline
from creator_app.media.footage import Footage, Nothing, Picture, Video
from creator_app.media.mixdown import Mixdown, finished
from creator_app.media.movie import SOUND_HZ, Movie, writing
from creator_app.media.planes import Patch, blend, copy
from creator_app.media.still import Still

if TYPE_CHECKING:
    from av import VideoFrame

    from creator_app.core.engines import Samples

# The share of all the work that listening to the whole sound takes.
SOUND_SHARE = 0.04
# How far the sound may lie ahead of the picture in the file, in seconds.
SOUND_AHEAD = 1
ENDINGS = (".mp4", ".m4v", ".mov", ".mkv")


class Overlay(Protocol):
    """What is drawn over the pictures; the media layer itself cannot draw."""

    def at(self, time_us: int) -> tuple[Patch, ...]:
        """Return what lies over the picture at a time, lowest first; may be empty."""


class Clean:
    """An overlay that draws nothing."""

    def at(self, _time_us: int) -> tuple[Patch, ...]:
        """Return nothing."""
        return ()


@dataclass(frozen=True, slots=True)
class Quality:
    """How the picture is encoded.

    Attributes:
        crf: x264's constant rate factor; lower is better and larger.
        preset: x264's name for how long it may think.
        search: How x264 looks for what has moved; less thoroughly than the preset would: that
            takes a quarter of the time away, and neither size nor SSIM show it.
    """

    crf: int = 20
    preset: str = "veryfast"
    search: str = "subme=1:me=dia:weightp=0"

    @property
    def options(self) -> dict[str, str]:
        """As the encoder wants them."""
        return {
            "crf": str(self.crf),
            "preset": self.preset,
            "x264-params": self.search,
        }


USUAL = Quality()
CLEAN = Clean()


def render(
    timeline: Timeline,
    out: Path,
    task: Task,
    overlay: Overlay = CLEAN,
    quality: Quality = USUAL,
) -> None:
    """Write a timeline as a film; it stands under its name when it is whole.

    Args:
        timeline: What is seen and heard; its picture decides the length, to the frame.
        out: An `.mp4`, `.mov` or `.mkv`.
        task: Told how far it is; asked before each picture whether to stop.
        overlay: What is drawn over the pictures.
        quality: How the picture is encoded.

    Raises:
        CreatorError: There is nothing to render, a file cannot be read, or the disk is full.
    """
    _check(timeline, out)
    size = (timeline.width, timeline.height)
    mix = Mixdown(timeline)
    with written(out) as part, ExitStack() as stack:
        sound = finished(mix, timeline.lufs, task) if not mix.is_silent else iter(())
        pictures = stack.enter_context(Pictures(timeline))
        # Opened last, so that nothing is left half-written by a file that cannot be read.
        container = stack.enter_context(writing(part))
        has_sound = not mix.is_silent
        movie = Movie(container, size, timeline.rate, quality.options, has_sound=has_sound)
        _fill(movie, timeline, _painted(pictures, overlay, timeline), sound, task)


def _check(timeline: Timeline, out: Path) -> None:
    if us_to_index(timeline.duration_us, timeline.rate) < 1:
        raise CreatorError(
            "There is nothing to render: the timeline is empty.", "Add a clip or a picture first."
        )
    check_film(out)


def check_film(out: Path) -> None:
    """Make sure that a name is one of a film.

    Raises:
        CreatorError: Its ending is not known.
    """
    if out.suffix.lower() not in ENDINGS:
        raise CreatorError(
            f"A video cannot be written as “{out.name}”.",
            f"Choose a name that ends in one of: {', '.join(ENDINGS)}.",
        )


def _fill(
    movie: Movie,
    timeline: Timeline,
    pictures: "Iterator[VideoFrame]",
    sound: "Iterator[Samples]",
    task: Task,
) -> None:
    """Encode picture after picture, the sound always a little ahead."""
    count = us_to_index(timeline.duration_us, timeline.rate)
    length = clock(timeline.duration_us)
    samples = 0
    for number, frame in enumerate(pictures):
        time_us = index_to_us(number, timeline.rate)
        done = SOUND_SHARE + (1 - SOUND_SHARE) * number / count
        task.progress(done, f"{clock(time_us)} of {length}")
        while samples < us_to_index(time_us, SOUND_HZ) + SOUND_AHEAD * SOUND_HZ:
            if (block := next(sound, None)) is None:
                break
            movie.add_sound(block)
            samples += len(block)
        movie.add_picture(frame, number)
    for block in sound:
        movie.add_sound(block)
    movie.finish()


def _painted(pictures: "Pictures", overlay: Overlay, timeline: Timeline) -> "Iterator[VideoFrame]":
    for number in range(us_to_index(timeline.duration_us, timeline.rate)):
        picture = pictures.at(number)
        patches = overlay.at(index_to_us(number, timeline.rate))
        if not patches:
            yield picture.frame
            continue
        # Never on the decoder's own memory: the next pictures may be made from it.
        canvas = copy(picture.planes)
        for patch in patches:
            blend(canvas, patch)
        yield canvas.frame


class Pictures:
    """The pictures of a timeline by number, without what is drawn over them.

    Use it with `with`; numbers never go back.
    """

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._clips = sorted(timeline.clips, key=lambda clip: clip.start_us)
        self._nothing = Nothing(timeline.width, timeline.height)
        self._at = -1
        self._footage: Footage = self._nothing

    def __enter__(self) -> Self:
        # The first file is opened at once: what cannot be read is said before the work begins.
        self._go_to(0)
        return self

    def __exit__(self, *_error: object) -> None:
        self._footage.close()

    def at(self, number: int) -> Picture:
        """Return picture `number`.

        Raises:
            CreatorError: The clip that begins there cannot be read.
        """
        self._go_to(number)
        start_us = self._clips[self._at].start_us if self._at >= 0 else 0
        time_us = index_to_us(number, self._timeline.rate) - start_us
        return self._footage.at(max(0, time_us))

    def _go_to(self, number: int) -> None:
        following = self._at + 1
        while following < len(self._clips) and self._first(self._clips[following]) <= number:
            self._at = following
            following += 1
            if self._last(self._clips[self._at]) > number:
                self._show(self._clips[self._at])
        if self._at >= 0 and self._last(self._clips[self._at]) <= number:
            self._footage.close()
            self._footage = self._nothing

    def _first(self, clip: Clip) -> int:
        return us_to_index(clip.start_us, self._timeline.rate)

    def _last(self, clip: Clip) -> int:
        return us_to_index(clip.start_us + clip.duration_us, self._timeline.rate)

    def _show(self, clip: Clip) -> None:
        self._footage.close()
        self._footage = self._nothing
        timeline = self._timeline
        if clip.still:
            self._footage = Still(clip, timeline.width, timeline.height)
        else:
            self._footage = Video(clip, timeline.width, timeline.height, timeline.rate)
