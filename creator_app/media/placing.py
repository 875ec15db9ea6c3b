"""The recording's own clock, and where on it what a device delivers belongs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from creator_app.core.time import index_to_us, us_to_index
from creator_app.media.journal import DROPPED, GAP, PAUSE
from creator_app.media.ring import LOST, RESTARTED, Chunk

# A device that delivers this much later than it should, for good, has lost what lies between: the
# buffers that hold sound back while this computer is busy are shorter.
LATE_US = 500_000
# What the device itself says it lost is believed from here on.
LOST_US = 5_000
# How fast the usual lateness follows, so that a slow device clock never looks like a loss.
FOLLOW_US = 20_000_000


class RecordClock:
    """Recorded time: counts from the first sample of any track, and stands still in a pause.

    Pauses are added by one thread; any may read. All given times are of the monotonic clock.

    Attributes:
        zero_us: When the first sample was taken; None until there is one.
        limit_us: Where the recording ends, in recorded time; None for no end.
    """

    def __init__(self, limit_us: int | None = None) -> None:
        self.zero_us: int | None = None
        self.limit_us = limit_us
        self._pauses: list[tuple[int, ...]] = []

    @property
    def is_paused(self) -> bool:
        """Whether samples taken now are left out."""
        return bool(self._pauses) and len(self._pauses[-1]) == 1

    def pause(self, at_us: int) -> None:
        """Leave out what is taken from now on."""
        if not self.is_paused:
            self._pauses.append((at_us,))

    def resume(self, at_us: int) -> None:
        """Take sound again from now on."""
        if self.is_paused:
            self._pauses[-1] = (self._pauses[-1][0], at_us)

    def recorded_us(self, mono_us: int) -> int:
        """Return the recorded time at a moment; during a pause, that of its beginning."""
        if self.zero_us is None:
            return 0
        return sum(last - first for first, last in self.kept(self.zero_us, mono_us))

    def kept(self, start_us: int, end_us: int) -> list[tuple[int, int]]:
        """Return the parts of a stretch that belong to the recording, in order."""
        if self.zero_us is None:
            return []
        parts, at = [], max(start_us, self.zero_us)
        for start, *end in self._pauses:
            parts.append((at, min(start, end_us)))
            at = max(at, *(end or [end_us]))
        parts.append((at, end_us))
        return [(first, last) for first, last in parts if last > first]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run of samples goes.

    Attributes:
        at: Where it is in the ring.
        frames: How many.
        first: Index on the time line.
        mono_us: When its first sample was taken.
        flags: The journal's, of why it does not follow what came before; 0 if it does.
    """

    at: int
    frames: int
    first: int
    mono_us: int
    flags: int = 0


class Placer:
    """Counts a track's samples on, and finds its place anew after each break.

    Within a run the index counts samples, since the time of a callback jitters. Where a device
    started, lost something or was paused the clock decides, and there the chunk of the batch that
    came least late (as in Cristian's algorithm: the quickest answer is the truest).

    Attributes:
        lost_us: How much sound never arrived, together.
    """

    def __init__(self, clock: RecordClock, rate_hz: int) -> None:
        self._clock, self._rate_hz = clock, rate_hz
        self._next = 0
        self._expected_us: int | None = None
        self._usual_us = 0.0
        self.lost_us = 0

    @property
    def is_full(self) -> bool:
        """Whether the recording's end is reached."""
        limit_us = self._clock.limit_us
        return limit_us is not None and self._next >= us_to_index(limit_us, self._rate_hz)

    def place(self, chunks: list[Chunk]) -> Iterator[Place]:
        """Give the places of a batch, without what falls into a pause or after the end."""
        for number, chunk in enumerate(chunks):
            start_us, flags = self._begin(chunk, chunks, number)
            end_us = start_us + index_to_us(chunk.frames, self._rate_hz)
            self._expected_us = None
            for low_us, high_us in self._clock.kept(start_us, end_us):
                place = self._put(chunk, start_us, (low_us, high_us), flags)
                if place is not None:
                    yield place
                flags = PAUSE
                self._expected_us = end_us if high_us == end_us else None

    def _begin(self, chunk: Chunk, batch: list[Chunk], number: int) -> tuple[int, int]:
        """Return when a chunk begins, on the smoothed clock, and why it breaks the run."""
        if self._expected_us is None or chunk.flags & RESTARTED:
            self._usual_us = 0.0
            flags = GAP if chunk.flags & RESTARTED else PAUSE
            return self._least_late_us(batch, number), flags if self._next else 0
        late_us = chunk.mono_us - self._expected_us - self._usual_us
        if chunk.flags & LOST or late_us > LATE_US:
            start_us = self._least_late_us(batch, number)
            missing_us = round(start_us - self._expected_us - self._usual_us)
            if missing_us > (LOST_US if chunk.flags & LOST else LATE_US):
                self._usual_us = 0.0
                self.lost_us += missing_us
                return start_us, GAP | (DROPPED if chunk.flags & LOST else 0)
        else:
            share = index_to_us(chunk.frames, self._rate_hz) / FOLLOW_US
            self._usual_us += late_us * min(1.0, share)
        return self._expected_us, 0

    def _least_late_us(self, batch: list[Chunk], number: int) -> int:
        chunk, *rest = batch[number:]
        unbroken = takewhile(lambda each: not each.flags, rest)
        return min(
            each.mono_us - index_to_us(each.at - chunk.at, self._rate_hz)
            for each in (chunk, *unbroken)
        )

    def _put(
        self, chunk: Chunk, start_us: int, kept_us: tuple[int, int], flags: int
    ) -> Place | None:
        """Place the part of a chunk that is kept; None if nothing of it is left."""
        low_us, high_us = kept_us
        offset = us_to_index(low_us - start_us, self._rate_hz)
        frames = min(chunk.frames, us_to_index(high_us - start_us, self._rate_hz)) - offset
        first = self._next
        if flags or first == 0:
            recorded_us = self._clock.recorded_us(low_us)
            first = max(first, us_to_index(recorded_us, self._rate_hz))
        if self._clock.limit_us is not None:
            frames = min(frames, us_to_index(self._clock.limit_us, self._rate_hz) - first)
        if frames <= 0:
            return None
        self._next = first + frames
        mono_us = chunk.mono_us + low_us - start_us
        return Place(chunk.at + offset, frames, first, mono_us, flags)
