"""Playing sound for a preview: pause, seek, and a position that a widget can read at any time."""

import threading
from collections import deque
from typing import TYPE_CHECKING, Any, Protocol, Self

from creator_app.core.errors import CreatorError
from creator_app.core.time import index_to_us, us_to_index
from creator_app.media.device import DeviceError
from creator_app.media.portaudio import PORTAUDIO

if TYPE_CHECKING:
    from creator_app.core.engines import Samples

# Read ahead so much: a busy moment is not heard, and a seek throws little away.
AHEAD_US = 800_000
STEP_US = 200_000
# Sound that begins or ends in full swing clicks.
RAMP_US = 5_000
LATENCY_S = 0.1
JOIN_S = 2.0


class Playable(Protocol):
    """Sound that can be read at any place: an audio file, a narration, a timeline.

    Attributes:
        rate_hz: Samples a second.
        channels: 1 or 2.
    """

    rate_hz: int
    channels: int

    @property
    def duration_us(self) -> int:
        """Its length; may become known only while it is read."""

    def read(self, start_us: int, end_us: int) -> "Samples":
        """Return float32 [frames, channels]; nothing past the end."""


class Player:
    """Plays one sound through the computer's usual output, from a thread of its own.

    Making one opens the device, which may take a tenth of a second; everything else returns at
    once. Close it, or use it with `with`.

    Args:
        sound: What to play; read by the player's thread alone until it is closed.
        start_us: Where to begin.

    Attributes:
        error: Why it stopped by itself, or None.

    Raises:
        CreatorError: There is no output device, or it does not work.
    """

    def __init__(self, sound: Playable, start_us: int = 0) -> None:
        self.error: CreatorError | None = None
        self._sound = sound
        self._changed = threading.Condition()
        self._ready: deque[Samples] = deque()
        self._at_us = self._goal_us = max(0, start_us)  # of the next read; of a seek
        self._first, self._played = us_to_index(self._at_us, sound.rate_hz), 0
        self._is_closed = self._has_all = self._was_on = False
        self._ramp = us_to_index(RAMP_US, sound.rate_hz)
        self._is_playing = True
        self._is_over = False
        self._stream: Any = PORTAUDIO.opened(self._opened)
        self._feeder = threading.Thread(target=self._feed, name="player", daemon=True)
        self._feeder.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def position_us(self) -> int:
        """Return what is heard now, on the sound's clock."""
        with self._changed:
            late = int(self._stream.latency * self._sound.rate_hz) if not self._is_over else 0
            heard = self._first + max(0, self._played - late)
        return min(index_to_us(heard, self._sound.rate_hz), self._sound.duration_us)

    @property
    def is_playing(self) -> bool:
        """Return whether it plays: not paused, not at its end."""
        return self._is_playing and not self._is_over

    @property
    def is_over(self) -> bool:
        """Return whether it came to its end, or stopped by itself."""
        return self._is_over

    def pause(self) -> None:
        """Stop where it is."""
        self._is_playing = False

    def resume(self) -> None:
        """Play on; from the beginning where it had come to its end."""
        if self._is_over:
            self.seek(0)
        self._is_playing = True

    def seek(self, time_us: int) -> None:
        """Go to another place; playing or paused as before."""
        with self._changed:
            self._at_us = max(0, min(time_us, self._sound.duration_us))
            self._first, self._played = us_to_index(self._at_us, self._sound.rate_hz), 0
            self._goal_us = self._at_us
            self._ready.clear()
            self._has_all = self._is_over = False
            self._changed.notify()

    def close(self) -> None:
        """Stop, and let the device go."""
        with self._changed:
            if self._is_closed:
                return
            self._is_closed = self._is_over = True
            self._changed.notify()
        self._feeder.join(JOIN_S)
        PORTAUDIO.closed(self._stream)

    def _opened(self, library: Any) -> Any:
        try:
            stream = library.OutputStream(
                samplerate=self._sound.rate_hz,
                channels=self._sound.channels,
                dtype="float32",
                latency=LATENCY_S,
                callback=self._fill,
                finished_callback=self._ended,
            )
            stream.start()
        except (library.PortAudioError, ValueError) as error:
            raise DeviceError(
                "There is no loudspeaker or headphone to play through.",
                "Connect one, or check the sound settings of this computer.",
            ) from error
        return stream

    def _ended(self) -> None:
        # The device was pulled out, or its server went away.
        if not self._is_closed:
            self.error = DeviceError("The sound output stopped.", "Choose another one and play on.")
            self._is_over = True

    def _feed(self) -> None:
        while not self._is_closed:
            with self._changed:
                self._changed.wait_for(self._needs_more, timeout=0.1)
                goal_us, at_us = self._goal_us, self._at_us
                is_needed = self._needs_more() and not self._is_closed
            if is_needed:
                self._read_on(goal_us, at_us)

    def _needs_more(self) -> bool:
        held = sum(map(len, self._ready))
        ahead = us_to_index(AHEAD_US, self._sound.rate_hz)
        return self._is_closed or (not self._has_all and held < ahead)

    def _read_on(self, goal_us: int, at_us: int) -> None:
        try:
            block = self._sound.read(at_us, at_us + STEP_US)
        except CreatorError as error:
            self.error, self._is_over = error, True
            block = None
        with self._changed:
            # Somebody may have sought elsewhere meanwhile.
            if (goal_us, at_us) != (self._goal_us, self._at_us):
                return
            if block is None or not len(block):
                self._has_all = True
                return
            self._ready.append(block)
            self._at_us = at_us + STEP_US

    def _fill(self, out: Any, frames: int, _when: Any, _status: Any) -> None:
        """Give the device its next samples; called in its own thread."""
        with self._changed:
            is_on = self._is_playing and not self._is_over
            given = self._take(out if is_on else out[: self._ramp]) if is_on or self._was_on else 0
            self._played += given
            is_at_end = self._has_all and not self._ready
            self._changed.notify()
        out[given:] = 0
        self._soften(out[: min(given, self._ramp)], is_on)
        self._was_on = is_on and given == frames
        if is_at_end and not given:
            self._is_over = True

    def _take(self, out: Any) -> int:
        given = 0
        while self._ready and given < len(out):
            block = self._ready.popleft()
            count = min(len(block), len(out) - given)
            out[given : given + count] = block[:count]
            given += count
            if count < len(block):
                self._ready.appendleft(block[count:])
        return given

    def _soften(self, edge: Any, is_on: bool) -> None:
        """Let sound come up after silence, and go down before it, instead of jumping."""
        import numpy as np

        if self._was_on == is_on:
            return
        slope = np.linspace(0, 1, len(edge), dtype=np.float32)[:, None]
        edge *= slope if is_on else 1 - slope
