"""Playing the preview: the sound is the clock, pictures are composed while they are looked at."""

import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from creator_app.core.errors import CreatorError
from creator_app.core.task import Task
from creator_app.core.time import US
from creator_app.core.timeline import Timeline
from creator_app.jobs.job import Job
from creator_app.jobs.runner import Callbacks
from creator_app.media.decode import AudioFile
from creator_app.media.device import DeviceError
from creator_app.media.play import Player
from creator_app.production.preview import Screening, Shown
from creator_app.ui.workspace import Workspace

TICK_MS = 33
SOUND_HZ = 48_000


class SilentClock:
    """Stands in for the player where nothing is heard: time goes by all the same."""

    error = None

    def __init__(self, duration_us: int, start_us: int) -> None:
        self._duration_us, self._start_us = duration_us, start_us
        self._began_s = time.monotonic()

    @property
    def position_us(self) -> int:
        """Where it is."""
        gone_us = round((time.monotonic() - self._began_s) * US)
        return min(self._start_us + gone_us, self._duration_us)

    @property
    def is_over(self) -> bool:
        """Whether it came to its end."""
        return self.position_us >= self._duration_us

    def close(self) -> None:
        """Nothing is open."""


Opened = tuple[Player | SilentClock, Screening, DeviceError | None]


class Playing(QObject):
    """Plays a timeline from a moment on. `moved` tells the position, `ended` that it is over."""

    moved = Signal(int)
    ended = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._clock: Player | SilentClock | None = None
        self._opening: Job | None = None
        self._composing: Job | None = None
        self._screening: Screening | None = None
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    @property
    def is_playing(self) -> bool:
        """Whether something plays, or is about to."""
        return self._opening is not None or self._clock is not None

    def latest(self) -> Shown | None:
        """Return the picture of now."""
        return self._screening.latest if self._screening else None

    def start(self, timeline: Timeline, sound: Path | None, start_us: int) -> None:
        """Play a timeline with its mixed sound."""
        self.stop()

        def work(_task: Task) -> Opened:
            screening = Screening(timeline)
            if sound is not None:
                try:
                    return Player(AudioFile(sound, SOUND_HZ, 2), start_us), screening, None
                except DeviceError as error:
                    return SilentClock(timeline.duration_us, start_us), screening, error
            return SilentClock(timeline.duration_us, start_us), screening, None

        tell = Callbacks(done=self._on_opened, failed=self._on_failed)
        job = Job("", work, tell, is_urgent=True)
        self._opening = self._workspace.jobs.take(self, job, "live")

    def stop(self) -> None:
        """Stop, and let the device go."""
        self._timer.stop()
        for job in (self._opening, self._composing):
            if job is not None:
                job.cancel()
        was_playing = self.is_playing
        clock, self._clock = self._clock, None
        self._opening = self._composing = None
        if clock is not None:
            # Closing waits for the device, so it is not done here.
            self._workspace.jobs.start(self._workspace, "", lambda _task: clock.close())
        if was_playing:
            self.ended.emit()

    def _on_failed(self, error: CreatorError) -> None:
        self._workspace.messages.error(error)
        self.stop()

    def _on_opened(self, opened: Opened) -> None:
        clock, screening, lacking = opened
        if lacking is not None:
            title = self.tr("The preview plays without sound.")
            self._workspace.messages.info(title, f"{lacking} {lacking.hint}")
        self._opening = None
        self._clock, self._screening = clock, screening

        def compose(task: Task) -> None:
            screening.run(lambda: clock.position_us, task)

        self._composing = self._workspace.jobs.start(self, "", compose, lane="live")
        self._timer.start()

    def _on_tick(self) -> None:
        clock = self._clock
        if clock is None:
            return
        self.moved.emit(clock.position_us)
        if clock.is_over:
            if clock.error is not None:
                self._workspace.messages.error(clock.error)
            self.stop()
