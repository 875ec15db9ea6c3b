"""Recordings: what the devices delivered, track by track, and the marks made meanwhile."""

from dataclasses import dataclass

from creator_app.core.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Track:
    """One device's sound, raw.

    Attributes:
        name: «mic» or «system».
        device: What the device called itself.
        rate_hz: Samples a second.
        channels: How many.
        media: The sound, as a name relative to the project folder.
    """

    name: str
    device: str
    rate_hz: int
    channels: int
    media: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A moment somebody wanted to find again."""

    at_us: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording, or one media file brought in, with its transcript.

    Attributes:
        ident: Unique in the project; names its files.
        title: What the user reads.
        created: When it began, ISO 8601 with offset.
        duration_us: Length of the longest track.
        tracks: At least one.
        markers: In order of time.
        transcript: What was said; a file of its own on disk.
    """

    ident: str
    title: str
    created: str
    duration_us: int
    tracks: tuple[Track, ...] = ()
    markers: tuple[Marker, ...] = ()
    transcript: Transcript | None = None
