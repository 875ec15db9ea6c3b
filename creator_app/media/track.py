"""One track while it is recorded: from the device's callback through a ring into its journal."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from creator_app.core.recording import Track
from creator_app.core.time import index_to_us, us_to_index
from creator_app.media.device import Device, Side
from creator_app.media.health import AlarmKind, TrackHealth
from creator_app.media.journal import DTYPES, Header, JournalWriter
from creator_app.media.keeper import Keeper, OpenStream
from creator_app.media.levels import LevelLog
from creator_app.media.placing import Place, Placer, RecordClock
from creator_app.media.ring import LOST, RESTARTED, Chunk, Ring

# How much sound may wait for a disk that is busy.
RING_S = 8
BLOCK_US = 100_000
IDLE_CYCLES = 3
News = list[tuple[AlarmKind, str, str]]


@dataclass(frozen=True, slots=True)
class TrackPlan:
    """What is to be recorded on one track.

    Attributes:
        name: «mic» or «system».
        device: Where from.
        again: Finds the device anew after it was gone; None for the same one.
    """

    name: Side
    device: Device
    again: Callable[[], Device] | None = None


class TrackRecorder:
    """Records one device; all but `hear` is called by the one thread that writes.

    Attributes:
        plan: What is recorded.
        levels: How loud it was lately.
        keeper: Holds the device.
        journal: What is written; None before the first block.

    Args:
        plan: What to record.
        path: The journal's.
        header: Of the journal; device, format and start are filled in.
        clock: The recording's.
        open_stream: Opens the device.
    """

    def __init__(
        self,
        plan: TrackPlan,
        path: Path,
        header: Header,
        clock: RecordClock,
        open_stream: OpenStream,
    ) -> None:
        device = plan.device
        self.plan, self.path = plan, path
        self.levels = LevelLog(plan.name)
        self.journal: JournalWriter | None = None
        self.keeper = Keeper(device, plan.again or (lambda: device), self.hear, open_stream)
        self._header = replace(
            header,
            track=plan.name,
            device=device.name,
            rate_hz=device.rate_hz,
            channels=device.channels,
            sample_format=device.sample_format,
        )
        self._clock = clock
        self._dtype = DTYPES[device.sample_format]
        self._ring = Ring(RING_S * device.rate_hz, device.channels, self._dtype)
        self._placer = Placer(clock, device.rate_hz)
        self._health = TrackHealth(
            plan.name,
            may_be_zero=plan.name == "system",
            may_be_still=device.backend == "soundcard" and os.name == "nt",
        )
        self._pending: list[Place] = []
        self._seen_chunks = self._seen_frames = self._idle_cycles = 0
        self._heard_us: int | None = None
        self._overruns = 0
        self._has_news = self._has_sound = False

    def hear(self, data: Any, mono_us: int, is_lost: bool, is_fresh: bool) -> None:
        """Take what the device delivered; called in its thread, and only copies."""
        self._overruns += is_lost
        self._ring.put(data, mono_us, (LOST if is_lost else 0) | (RESTARTED if is_fresh else 0))

    @property
    def bytes_a_second(self) -> int:
        """How fast the journal grows."""
        return self._header.rate_hz * self._header.frame_bytes

    @property
    def end_us(self) -> int:
        """How far it is on disk, on the recording's clock."""
        return 0 if self.journal is None else index_to_us(self.journal.end, self._header.rate_hz)

    @property
    def is_full(self) -> bool:
        """Whether it is on disk up to the recording's end."""
        return self._placer.is_full and not self._pending

    @property
    def dropped(self) -> int:
        """How many times sound was lost because this computer was busy."""
        return self._ring.dropped + self._overruns

    def first_us(self) -> int | None:
        """Return when the oldest sample that waits was taken."""
        chunk = next(self._ring.waiting(), None)
        return None if chunk is None else chunk.mono_us

    def drain(self, *, is_last: bool = False) -> None:
        """Write what has come; less than a block may wait for the next time.

        Raises:
            CreatorError: The disk is full, or the folder gone.
        """
        chunks = list(self._ring.waiting(self._seen_chunks))
        for chunk in chunks:
            self._measure(chunk)
        self._pending.extend(self._placer.place(chunks))
        self._seen_chunks += len(chunks)
        self._seen_frames += sum(chunk.frames for chunk in chunks)
        waiting = sum(place.frames for place in self._pending)
        is_enough = waiting >= us_to_index(BLOCK_US, self._header.rate_hz) or not self._pending
        # What a device delivered before it stopped does not wait for it to come back.
        self._idle_cycles = 0 if chunks else self._idle_cycles + 1
        if is_last or is_enough or self._placer.is_full or self._idle_cycles > IDLE_CYCLES:
            self._write()

    def check(self, now_us: int) -> News:
        """Return what is new about the device; opens it anew where it has stalled.

        Args:
            now_us: On the monotonic clock.
        """
        news: News = self._health.dropped(self.dropped)
        if self._has_news:
            self._has_news = False
            self._heard_us = now_us
            device = self.keeper.device
            instead = device.name if device.ident != self.plan.device.ident else ""
            news += self._health.heard(now_us, has_sound=self._has_sound, instead=instead)
            self._has_sound = False
        elif self.keeper.reason and not self.keeper.is_open:
            news += self._health.gone(self.keeper.reason)
        elif self._heard_us is not None and self.keeper.is_open:
            stalled = self._health.waited(now_us - self._heard_us)
            if stalled:
                self.keeper.restart()
            news += stalled
        return news

    def described(self, folder: Path) -> Track:
        """Return the finished track as the project keeps it."""
        return Track(
            self.plan.name,
            self._header.device,
            self._header.rate_hz,
            self._header.channels,
            self.path.relative_to(folder).as_posix(),
        )

    def _measure(self, chunk: Chunk) -> None:
        samples = self._ring.samples(chunk.at, chunk.frames)
        end_us = chunk.mono_us + index_to_us(chunk.frames, self._header.rate_hz)
        has_sound = self.levels.measure(samples, self._clock.recorded_us(end_us))
        self._has_news, self._has_sound = True, self._has_sound or has_sound

    def _write(self) -> None:
        for place in _joined(self._pending):
            if self.journal is None:
                header = replace(self._header, start_us=self._clock.zero_us or place.mono_us)
                self.journal = JournalWriter(self.path, header)
            samples = self._ring.samples(place.at, place.frames)
            self.journal.write(samples.data, place.first, place.mono_us, place.flags)
        self._pending.clear()
        self._ring.take(self._seen_chunks, self._seen_frames)
        self._seen_chunks = self._seen_frames = 0


def _joined(places: list[Place]) -> Iterator[Place]:
    """Join the places that follow each other, in the ring and on the time line."""
    whole: Place | None = None
    for place in places:
        if whole is not None and not place.flags and place.at == whole.at + whole.frames:
            whole = replace(whole, frames=whole.frames + place.frames)
            continue
        if whole is not None:
            yield whole
        whole = place
    if whole is not None:
        yield whole
