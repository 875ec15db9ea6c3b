"""What a sound device is to the rest of the app."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias

from creator_app.core.errors import CreatorError

Side: TypeAlias = Literal["mic", "system"]
Backend: TypeAlias = Literal["pulse", "portaudio", "soundcard"]
# Interleaved samples as any buffer, when the first was taken (monotonic µs), whether some were lost
# before. Called in the device's own thread; it may only copy.
Hear: TypeAlias = Callable[[Any, int, bool], None]


class DeviceError(CreatorError):
    """A device is not there, taken, or not to be told from another."""


@dataclass(frozen=True, slots=True)
class Device:
    """Something that delivers sound.

    Attributes:
        ident: Stays the same over restarts; the user may type it.
        name: As the system shows it.
        side: «mic», or «system» for what the computer plays.
        channels: How many it has.
        rate_hz: Its own samples a second.
        is_default: Whether the system prefers it on its side.
        backend: What opens it.
    """

    ident: str
    name: str
    side: Side
    channels: int
    rate_hz: int
    is_default: bool
    backend: Backend

    @property
    def sample_format(self) -> str:
        """How it delivers samples: «s16» or «f32»."""
        return "f32" if self.backend == "soundcard" else "s16"


class Stream(Protocol):
    """A device that is open and delivering; used by the thread that opened it."""

    @property
    def is_over(self) -> bool:
        """Whether it ended by itself, as when it was unplugged."""

    def close(self) -> None:
        """Let the device go; may take seconds where the sound system hangs."""
