"""The recorder: one or two devices at once, each into a journal of its own, and watched."""

import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from creator_app.core.errors import CreatorError
from creator_app.core.files import free_bytes, quoted
from creator_app.media.devices import open_device
from creator_app.media.health import LOW_DISK_S, Alarm, AlarmKind
from creator_app.media.journal import SUFFIX, Header
from creator_app.media.keeper import OpenStream, wait_for
from creator_app.media.levels import Meter
from creator_app.media.placing import RecordClock
from creator_app.media.track import TrackPlan, TrackRecorder

CYCLE_S = 0.05
SYNC_S = 0.4
DISK_S = 1.0
# What is left on the disk when recording stops: room to save the project, and for other programs.
RESERVE_BYTES = 1 << 20
RESERVE_S = 10
# What was spoken before «stop» is still on its way through the sound system for so long.
DRAIN_S = 0.5
CLOSE_S = 0.4
# Captions do not wait longer than this for a track that delivers nothing.
SETTLE_US = 500_000


@dataclass(frozen=True, slots=True)
class Standing:
    """Proof of what is safe.

    Attributes:
        recorded_us: On the recording's clock, now.
        on_disk_us: Of the track that is furthest behind among those that deliver.
        written_bytes: Of all journals.
        dropped: How many times sound was lost because the computer was busy.
        left_s: How long the disk lasts.
    """

    recorded_us: int
    on_disk_us: int
    written_bytes: int
    dropped: int
    left_s: int


class Recorder:
    """Records until told to stop, whatever devices and disk do meanwhile.

    `start`, `pause`, `resume`, `stop` and `release` belong to one thread; everything else may be
    read from any. What devices deliver goes to disk in a thread of the recorder's own.

    Attributes:
        tracks: What is recorded, in the order of the plans.
        failure: Why it ended by itself; None if it did not.
        is_over: Whether it ended: the time was up, the disk is full, or it was stopped.

    Args:
        folder: The project's; the journals go into `media/` there.
        header: Of the journals; only recording, started and title are used.
        plans: At least one.
        limit_us: Where it ends by itself; None for no end.
        open_stream: Opens a device.
    """

    def __init__(
        self,
        folder: Path,
        header: Header,
        plans: Sequence[TrackPlan],
        limit_us: int | None = None,
        open_stream: OpenStream = open_device,
    ) -> None:
        self.folder = folder
        self.failure: CreatorError | None = None
        self.is_over = False
        self._clock = RecordClock(limit_us)
        self.tracks = [
            TrackRecorder(
                plan,
                folder / "media" / f"{header.recording}-{plan.name}{SUFFIX}",
                header,
                self._clock,
                open_stream,
            )
            for plan in plans
        ]
        self._alarms: deque[Alarm] = deque(maxlen=1000)
        self._notes: deque[tuple[str, int, dict[str, Any]]] = deque()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._synced_s = self._disk_s = 0.0
        self._free_bytes = 0
        self._is_low = False

    def start(self) -> None:
        """Open the devices, together, and record.

        Raises:
            CreatorError: A device is not there or taken, or the disk is full; nothing was made.
        """
        self._free_bytes = free_bytes(self.folder)
        if self._free_bytes < self._reserve_bytes():
            raise CreatorError(
                f"The disk of {quoted(self.folder)} is full: nothing can be recorded on it.",
                "Free some space, or choose another folder.",
            )
        opening = [(track.keeper.start(), track.plan.device) for track in self.tracks]
        try:
            for first, device in opening:
                wait_for(first, device)
        except CreatorError:
            self._close_devices()
            raise
        self._thread.start()

    @property
    def is_paused(self) -> bool:
        """Whether nothing is recorded just now, by the user's wish."""
        return self._clock.is_paused

    @property
    def now_us(self) -> int:
        """Where the recording is, on its own clock."""
        return self._clock.recorded_us(_mono_us())

    @property
    def settled_us(self) -> int:
        """Up to where everything that will come is on disk, on the recording's clock."""
        if self._clock.zero_us is None:
            return 0
        waited_us = self.now_us - SETTLE_US
        return max(0, min(max(track.end_us, waited_us) for track in self.tracks))

    @property
    def duration_us(self) -> int:
        """The length of the longest track, as it is on disk."""
        return max(track.end_us for track in self.tracks)

    def pause(self) -> None:
        """Record nothing from now on; the recording's clock stands still."""
        self._clock.pause(_mono_us())

    def resume(self) -> None:
        """Go on recording."""
        self._clock.resume(_mono_us())

    def meter(self) -> Meter:
        """Return a meter of one's own; it is read whenever it suits."""
        return Meter([track.levels for track in self.tracks])

    def take_alarms(self) -> list[Alarm]:
        """Remove and return what went wrong, or right again, since the last call."""
        return [self._alarms.popleft() for _ in range(len(self._alarms))]

    def alarm(self, kind: AlarmKind, track: str, message: str, hint: str) -> None:
        """Tell the user something; whoever shows the recording takes it from `take_alarms`."""
        self._alarms.append(Alarm(kind, track, message, hint, self.now_us))

    def note(self, kind: str, at_us: int, **values: Any) -> None:
        """Write something beside the sound, such as a marker; it is as safe as the sound is."""
        self._notes.append((kind, at_us, values))

    def standing(self) -> Standing:
        """Return what is safe on disk, and for how long there is room."""
        delivering = [track.end_us for track in self.tracks if track.keeper.is_open]
        rate = sum(track.bytes_a_second for track in self.tracks)
        return Standing(
            self.now_us,
            min(delivering, default=self.duration_us),
            sum(track.journal.written_bytes for track in self.tracks if track.journal),
            sum(track.dropped for track in self.tracks),
            max(0, self._free_bytes - self._reserve_bytes()) // rate,
        )

    def stop(self) -> None:
        """End the recording here; what was said until now is on disk when this returns.

        Takes as long as the sound needs through the system, whatever the recording's length.
        """
        if self._thread.is_alive():
            end_us = self.now_us
            self._clock.limit_us = min(end_us, self._clock.limit_us or end_us)
            self._wait_for_the_last()
            self._done.set()
            self._thread.join()
        self._close_devices()

    def release(self, *, is_kept: bool) -> None:
        """Let the journals go.

        Args:
            is_kept: Whether the project names them now; if not, «recover» finds them.

        Raises:
            CreatorError: The disk failed.
        """
        try:
            for track in self.tracks:
                if track.journal is not None and is_kept:
                    track.journal.keep()
        finally:
            for track in self.tracks:
                if track.journal is not None:
                    track.journal.close()

    def _wait_for_the_last(self) -> None:
        deadline = time.monotonic() + DRAIN_S
        while time.monotonic() < deadline and not self.is_over:
            if all(track.is_full or not track.keeper.is_open for track in self.tracks):
                return
            time.sleep(0.01)

    def _close_devices(self) -> None:
        for track in self.tracks:
            track.keeper.stop()
        deadline = time.monotonic() + CLOSE_S
        for track in self.tracks:
            track.keeper.join(max(0.0, deadline - time.monotonic()))

    def _run(self) -> None:
        try:
            while not self._done.wait(CYCLE_S) and not self.is_over:
                self._cycle()
            self._cycle(is_last=True)
        except CreatorError as error:
            self.failure = error
            self.alarm("disk-full", "", str(error), error.hint)
        self.is_over = True

    def _cycle(self, *, is_last: bool = False) -> None:
        self._find_zero()
        for track in self.tracks:
            track.drain(is_last=is_last)
        self._write_notes()
        now_s = time.monotonic()
        if is_last or now_s - self._synced_s >= SYNC_S:
            self._synced_s = now_s
            for track in self.tracks:
                if track.journal is not None:
                    track.journal.sync()
        for track in self.tracks:
            for kind, message, hint in track.check(_mono_us()):
                self.alarm(kind, track.plan.name, message, hint)
        if now_s - self._disk_s >= DISK_S and not is_last:
            self._disk_s = now_s
            self._check_disk()
        self._check_end()

    def _find_zero(self) -> None:
        if self._clock.zero_us is None:
            firsts = [first for track in self.tracks if (first := track.first_us()) is not None]
            self._clock.zero_us = min(firsts, default=None)

    def _write_notes(self) -> None:
        journal = next((track.journal for track in self.tracks if track.journal), None)
        while journal is not None and self._notes:
            kind, at_us, values = self._notes[0]
            journal.note(kind, at_us, **values)
            self._notes.popleft()

    def _check_end(self) -> None:
        limit_us = self._clock.limit_us
        if limit_us is None or self._done.is_set():
            return
        is_reached = all(track.is_full for track in self.tracks)
        # A track whose device is gone never gets there.
        waited_us = _mono_us() - (self._clock.zero_us or _mono_us())
        if is_reached or (self.now_us > limit_us and waited_us > limit_us + 2 * SETTLE_US):
            self.is_over = True

    def _check_disk(self) -> None:
        if any(track.journal and not track.path.exists() for track in self.tracks):
            raise CreatorError(
                f"{quoted(self.folder)} was removed while it was recorded into.",
                "Bring the folder back from the bin, and run recover on it.",
            )
        self._free_bytes = free_bytes(self.folder)
        left_s = self.standing().left_s
        if self._free_bytes < self._reserve_bytes():
            message = f"The disk of {quoted(self.folder)} is nearly full: the recording was ended."
            self.failure = CreatorError(message, "Everything until then is safe. Free some space.")
            self.alarm("disk-full", "", message, self.failure.hint)
            self.is_over = True
        elif left_s < LOW_DISK_S and not self._is_low:
            self._is_low = True
            minutes = f"{left_s // 60} minutes" if left_s >= 120 else f"{left_s} seconds"
            self.alarm("disk-low", "", f"The disk has room for {minutes} more.", "Free some space.")

    def _reserve_bytes(self) -> int:
        return RESERVE_BYTES + RESERVE_S * sum(track.bytes_a_second for track in self.tracks)


def _mono_us() -> int:
    return time.monotonic_ns() // 1000
