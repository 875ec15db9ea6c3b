"""A recording from the red button to the project that holds it."""

import contextlib
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from creator_app.core.engines import Hints, LiveTranscriber
from creator_app.core.errors import CreatorError
from creator_app.core.files import quoted
from creator_app.core.folder import ProjectFolder, create_project, is_project, open_project
from creator_app.core.project import Project, new_project, now, with_recording
from creator_app.core.recording import Marker, Recording
from creator_app.core.script import new_ident
from creator_app.core.task import Cancelled, Task
from creator_app.core.transcript import Transcript
from creator_app.media.capture import Recorder, Standing
from creator_app.media.device import Device, Side
from creator_app.media.devices import DEFAULT, devices, find, open_device
from creator_app.media.journal import SUFFIX, Header
from creator_app.media.keeper import OpenStream
from creator_app.media.levels import Meter
from creator_app.media.track import TrackPlan
from creator_app.production.live_captions import Captioner

CHECK_S = 0.05
LEVEL_S = 0.1
# The last words are worth waiting for; an engine that hangs is not.
CAPTIONS_S = 60.0
Keep = Callable[[Recording], object]


@dataclass(frozen=True, slots=True)
class RecordRequest:
    """What is to be recorded.

    Attributes:
        mic: A device as the user names it, or None for no microphone.
        system: The same for what the computer plays.
        limit_us: Where it ends by itself; None for no end.
        title: What the recording is called.
        tells_levels: Whether levels are published too, ten a second; a window reads a meter.
    """

    mic: str | None = DEFAULT
    system: str | None = None
    limit_us: int | None = None
    title: str = ""
    tells_levels: bool = False


class Session:
    """One recording while it runs; `run` does the work in the thread that calls it.

    All else may be called from any thread, and from a signal handler: nothing in it waits.

    Args:
        request: What is recorded.
        captions: An engine for this recording alone; None for no captions.
        hints: What is known about the speech.
        open_stream: Opens a device.
    """

    def __init__(
        self,
        request: RecordRequest,
        captions: LiveTranscriber | None = None,
        hints: Hints | None = None,
        open_stream: OpenStream = open_device,
    ) -> None:
        self.request = request
        self.ident = new_ident()
        self._engine, self._hints = captions, hints or Hints()
        self._open_stream = open_stream
        self._plans: list[TrackPlan] = []
        self._recorder: Recorder | None = None
        self._captioner: Captioner | None = None
        self._markers: list[Marker] = []
        self._stops = 0
        self._level_s = 0.0

    def find_devices(self) -> None:
        """Find what is to be recorded, before anything is made.

        Raises:
            CreatorError: A device is not there, or it is not clear which is meant.
        """
        wishes: list[tuple[Side, str | None]] = [
            ("mic", self.request.mic),
            ("system", self.request.system),
        ]
        if not any(wish for _, wish in wishes):
            raise CreatorError("There is nothing to record.", "Choose a microphone or the system.")
        there = devices()
        self._plans = [
            TrackPlan(side, find(side, wish, there), partial(find, side, wish))
            for side, wish in wishes
            if wish is not None
        ]

    def run(self, folder: Path, keep: Keep, task: Task) -> Recording:
        """Record until the time is up, the disk is full, or `stop`; return what was recorded.

        Publishes each `Alarm`, `LiveCaption` and, if asked for, `Level`. Cancelling the task ends
        the recording as `stop` does: nothing of it is thrown away.

        Args:
            folder: The project's; the journals go into `media/` there.
            keep: Called with the recording when it is complete, and again when its last captions
                are; when it returns, the recording must be on disk.
            task: Where news is published.

        Raises:
            CreatorError: A device could not be opened, or nothing at all was recorded.
        """
        if not self._plans:
            self.find_devices()
        header = Header(self.ident, "", "", 0, 0, "", now(), 0, self.request.title)
        recorder = Recorder(folder, header, self._plans, self.request.limit_us, self._open_stream)
        recorder.start()
        self._recorder = recorder
        if self._engine is not None:
            self._captioner = Captioner(self._engine, self._hints, recorder)
            self._captioner.start()
        try:
            self._wait(recorder, task)
        finally:
            recording = self._completed(recorder, header, keep)
        return self._captioned(recording, keep, task)

    def stop(self) -> None:
        """End the recording; a second time, do not wait for the last captions either."""
        self._stops += 1

    def pause(self) -> None:
        """Record nothing for a while."""
        if self._recorder is not None:
            self._recorder.pause()

    def resume(self) -> None:
        """Go on after a pause."""
        if self._recorder is not None:
            self._recorder.resume()

    def mark(self, note: str = "") -> Marker:
        """Mark this moment, to be found again; return the marker."""
        marker = Marker(self.now_us, note)
        self._markers.append(marker)
        if self._recorder is not None:
            self._recorder.note("marker", marker.at_us, note=note)
        return marker

    @property
    def now_us(self) -> int:
        """Where the recording is, on its own clock; 0 before the first sample."""
        return 0 if self._recorder is None else self._recorder.now_us

    @property
    def is_paused(self) -> bool:
        """Whether nothing is recorded just now."""
        return self._recorder is not None and self._recorder.is_paused

    @property
    def devices(self) -> list[Device]:
        """What is recorded, once it was found."""
        return [plan.device for plan in self._plans]

    @property
    def failure(self) -> CreatorError | None:
        """Why the recording ended by itself before its time; None if it did not."""
        return None if self._recorder is None else self._recorder.failure

    def standing(self) -> Standing | None:
        """Return what is safe on disk; None before it runs."""
        return None if self._recorder is None else self._recorder.standing()

    def caption_delay_us(self) -> int | None:
        """Return how far captions are behind the sound; None without captions."""
        captioner = self._captioner
        if captioner is None or captioner.failure is not None:
            return None
        return max(0, self.now_us - captioner.fed_us)

    def meter(self) -> Meter | None:
        """Return a meter of one's own; None before it runs."""
        return None if self._recorder is None else self._recorder.meter()

    def _wait(self, recorder: Recorder, task: Task) -> None:
        meter = recorder.meter()
        while not (self._stops or recorder.is_over or task.is_cancelled):
            time.sleep(CHECK_S)
            self._tell(recorder, task)
            if self.request.tells_levels and time.monotonic() - self._level_s >= LEVEL_S:
                self._level_s = time.monotonic()
                _publish(meter.read(), task)

    def _tell(self, recorder: Recorder, task: Task) -> None:
        _publish(recorder.take_alarms(), task)
        if self._captioner is not None:
            _publish(self._captioner.take(), task)

    def _completed(self, recorder: Recorder, header: Header, keep: Keep) -> Recording:
        """End the recording and have it kept; quick, however long it was."""
        recorder.stop()
        tracks = tuple(
            track.described(recorder.folder) for track in recorder.tracks if track.end_us
        )
        recording = Recording(
            self.ident,
            self.request.title or "Recording",
            header.started,
            recorder.duration_us,
            tracks,
            tuple(self._markers),
            self._transcript(recorder),
        )
        is_kept = False
        try:
            if not tracks:
                raise self._nothing(recorder)
            keep(recording)
            is_kept = True
        finally:
            recorder.release(is_kept=is_kept)
        return recording

    def _nothing(self, recorder: Recorder) -> CreatorError:
        names = " and ".join(device.name for device in self.devices)
        return recorder.failure or CreatorError(
            f"Nothing was recorded: {names} delivered no sound.",
            "Check that it is connected and not muted, or choose another device.",
        )

    def _transcript(self, recorder: Recorder) -> Transcript:
        if self._captioner is None:
            return Transcript(duration_us=recorder.duration_us)
        return self._captioner.transcript(recorder.duration_us)

    def _captioned(self, recording: Recording, keep: Keep, task: Task) -> Recording:
        """Wait for the last captions, and keep the recording again with them."""
        captioner, recorder = self._captioner, self._recorder
        if captioner is None or recorder is None:
            return recording
        captioner.end()
        deadline = time.monotonic() + CAPTIONS_S
        while captioner.is_busy and time.monotonic() < deadline:
            if self._stops > 1 or task.is_cancelled:
                break
            time.sleep(CHECK_S)
            self._tell(recorder, task)
        captioner.give_up()
        self._tell(recorder, task)
        whole = replace(recording, transcript=captioner.transcript(recording.duration_us))
        if whole != recording:
            keep(whole)
        return whole


def _publish(news: Sequence[object], task: Task) -> None:
    # After a cancel nobody listens any more, but the recording is still to be completed.
    with contextlib.suppress(Cancelled):
        for each in news:
            task.publish(each)


def record_to_project(path: Path, session: Session, task: Task) -> Recording:
    """Record into a project of that name, made if it is not there; return what was recorded.

    Raises:
        CreatorError: As for `Session.run`; also, after all was saved, why the recording ended
            before its time. Where nothing was recorded, no new project is left behind.
    """
    session.find_devices()
    is_new = not is_project(path)
    if is_new and not path.absolute().parent.is_dir():
        raise CreatorError(
            f"The folder {quoted(path.absolute().parent)} does not exist.",
            "Make it first, or choose another.",
        )
    folder, project = _made(path) if is_new else open_project(path)
    try:
        recording = session.run(folder.path, _Keeping(folder, project), task)
    finally:
        folder.close()
        if is_new and not any((path / "media").glob(f"*{SUFFIX}")):
            shutil.rmtree(path, ignore_errors=True)
    if session.failure is not None:
        raise session.failure
    return recording


def _made(path: Path) -> tuple[ProjectFolder, Project]:
    project = new_project(path.stem)
    return create_project(path, project), project


class _Keeping:
    """Puts a recording into a project on disk."""

    def __init__(self, folder: ProjectFolder, project: Project) -> None:
        self._folder, self._project = folder, project

    def __call__(self, recording: Recording) -> None:
        before, self._project = self._project, with_recording(self._project, recording)
        self._folder.commit(before, self._project)
