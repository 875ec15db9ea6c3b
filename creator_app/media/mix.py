"""Several tracks as one source, each where the recording's clock has it, at any rate."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import IO, TYPE_CHECKING, Protocol

import numpy as np

from creator_app.core.engines import Codec
from creator_app.core.task import Task
from creator_app.core.time import us_to_index
from creator_app.media.encode import encoded_file
from creator_app.media.journal_read import STEP_US, UPLOAD_BPS, Journal

if TYPE_CHECKING:
    from creator_app.core.engines import Samples

# The resampler looks this far to both sides of a sample; so pieces meet without a seam.
MARGIN_US = 20_000


class Mixable(Protocol):
    """A track that can be mixed: its samples by index, on the recording's time line."""

    rate_hz: int
    channels: int
    duration_us: int

    def read_all(self, first: int, last: int) -> "Samples":
        """Return float32 [frames, channels] from one index to another, cut at the end."""


class Mix:
    """Tracks added together; what one lacks at its end is silence.

    Attributes:
        rate_hz: Samples a second of what `read` returns.
        channels: Of what `read_all` returns.
        duration_us: Of the longest track.

    Args:
        tracks: At least one; they stay open, and are closed by whoever opened them.
        rate_hz: To resample to; None for the highest of the tracks.
        channels: 1 to mix down, 2 for stereo.
    """

    def __init__(
        self, tracks: Sequence[Mixable], rate_hz: int | None = None, channels: int = 1
    ) -> None:
        self._tracks = tracks
        self.rate_hz = rate_hz or max(track.rate_hz for track in tracks)
        self.channels = channels

    @property
    def duration_us(self) -> int:
        """How long the longest track is now."""
        return max(track.duration_us for track in self._tracks)

    def read(self, start_us: int, end_us: int) -> "Samples":
        """Return mono float32 [frames, 1] from `start_us` to `end_us`, cut at the end."""
        samples = self.read_all(
            us_to_index(max(0, start_us), self.rate_hz), us_to_index(end_us, self.rate_hz)
        )
        return samples if self.channels == 1 else samples.mean(axis=1, keepdims=True)

    def read_all(self, first: int, last: int) -> "Samples":
        """Return float32 [frames, channels] from one index to another, cut at the end."""
        first = max(0, first)
        last = min(last, us_to_index(self.duration_us, self.rate_hz))
        out = np.zeros((max(0, last - first), self.channels), np.float32)
        for track in self._tracks if len(out) else ():
            samples = _in_channels(resampled(track, self.rate_hz, first, last), self.channels)
            out[: len(samples)] += samples
        return np.clip(out, -1, 1, out=out) if len(self._tracks) > 1 else out

    def blocks(self, start_us: int = 0, end_us: int | None = None) -> "Iterator[Samples]":
        """Read a stretch piece by piece, to its end or the end of the sound."""
        end_us = self.duration_us if end_us is None else min(end_us, self.duration_us)
        for at in range(start_us, end_us, STEP_US):
            until = min(end_us, at + STEP_US)
            yield self.read_all(us_to_index(at, self.rate_hz), us_to_index(until, self.rate_hz))

    def as_file(self, codec: Codec, start_us: int = 0, end_us: int | None = None) -> IO[bytes]:
        """Return the stretch as a mono file: open, seekable, gone when closed."""
        mono = (block.mean(axis=1, keepdims=True) for block in self.blocks(start_us, end_us))
        return encoded_file(mono, codec, self.rate_hz, UPLOAD_BPS, Task())


class LiveMix(Mix):
    """A mix of journals that are still being written."""

    def __init__(self, journals: Sequence[Journal], rate_hz: int) -> None:
        super().__init__(journals, rate_hz)
        self._journals = journals

    def refresh(self) -> None:
        """Find what was written since the last call."""
        for journal in self._journals:
            journal.refresh()


def resampled(track: Mixable, rate_hz: int, first: int, last: int) -> "Samples":
    """Return a track's samples at another rate, indices counted at that rate.

    Pieces that follow each other fit together as if they had been resampled in one go.
    """
    if track.rate_hz == rate_hz:
        return track.read_all(first, last)
    import soxr

    ratio = Fraction(track.rate_hz, rate_hz)
    margin = us_to_index(MARGIN_US, rate_hz)
    # Begun where samples of both rates coincide, so that each output sample has its exact time.
    begin = max(0, first - margin) // ratio.denominator * ratio.denominator
    taken = track.read_all(int(begin * ratio), int((last + margin) * ratio) + 1)
    if not len(taken):
        return taken
    out: Samples = soxr.resample(taken, track.rate_hz, rate_hz)
    length = us_to_index(track.duration_us, rate_hz) - first
    return out[first - begin : last - begin][: max(0, length)]


def _in_channels(samples: "Samples", channels: int) -> "Samples":
    if channels == 1 or samples.shape[1] > 2:
        samples = samples.mean(axis=1, keepdims=True)
    return np.broadcast_to(samples, (len(samples), channels)) if channels == 2 else samples
