"""Hearing a recording: opened when first played, let go when another is shown."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from creator_app.core.errors import CreatorError
from creator_app.core.recording import Recording
from creator_app.core.task import Task
from creator_app.jobs.runner import Callbacks, Job
from creator_app.media.play import Player
from creator_app.production.hear import RecordedSound
from creator_app.ui.workspace import Workspace

TICK_MS = 33

Opened = tuple[RecordedSound, Player]


class Playback(QObject):
    """Plays one recording; `changed` tells that it begins or rests, `moved` where it is.

    Attributes:
        duration_us: Of the recording.
    """

    changed = Signal()
    moved = Signal(int)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.duration_us = 0
        self._workspace = workspace
        self._place: tuple[Path, Recording] | None = None
        self._opened: Opened | None = None
        self._opening: Job | None = None
        self._at_us = 0
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    @property
    def is_playing(self) -> bool:
        """Whether it is heard, or about to be."""
        return self._timer.isActive() or self._opening is not None

    @property
    def position_us(self) -> int:
        """Where it is."""
        if self._opened is not None and self._timer.isActive():
            return self._opened[1].position_us
        return self._at_us

    def show(self, folder: Path, recording: Recording) -> None:
        """Be about another recording; the same one plays on."""
        if self._place is not None and self._place[1].ident == recording.ident:
            self._place = (folder, recording)
            return
        self.close()
        self._place, self.duration_us = (folder, recording), recording.duration_us
        self.moved.emit(0)

    def toggle(self) -> None:
        """Play or rest."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Play from where it is; from the beginning where it had come to its end."""
        if self._at_us >= self.duration_us:
            self._at_us = 0
        if self._opened is not None:
            self._opened[1].seek(self._at_us)
            self._opened[1].resume()
            self._timer.start()
            self.changed.emit()
        elif self._opening is None and self._place is not None:
            self._open(*self._place)

    def pause(self) -> None:
        """Rest where it is."""
        self._at_us = self.position_us
        self._cancel_opening()
        self._timer.stop()
        if self._opened is not None:
            self._opened[1].pause()
        self.changed.emit()

    def seek(self, time_us: int) -> None:
        """Go to another place; playing or resting as before."""
        self._at_us = max(0, min(time_us, self.duration_us))
        if self._opened is not None:
            self._opened[1].seek(self._at_us)
        self.moved.emit(self._at_us)

    def close(self) -> None:
        """Stop, and let the device and the files go."""
        self._cancel_opening()
        self._timer.stop()
        opened, self._opened = self._opened, None
        self._place, self._at_us = None, 0
        if opened is not None:
            # Closing waits for the device, so it is not done here.
            self._workspace.jobs.start(self._workspace, "", lambda _task: _close(opened))
            self.changed.emit()

    def _open(self, folder: Path, recording: Recording) -> None:
        at_us = self._at_us

        def work(task: Task) -> Opened:
            sound = RecordedSound(folder, recording)
            try:
                task.check()
                return sound, Player(sound, at_us)
            except BaseException:
                sound.close()
                raise

        job = Job("", work, Callbacks(), is_urgent=True)
        job.tell = Callbacks(
            done=lambda opened: self._on_opened(job, opened),
            failed=lambda error: self._on_failed(job, error),
        )
        self._opening = job
        self._workspace.jobs.take(self, job, "live")
        self.changed.emit()

    def _cancel_opening(self) -> None:
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None

    def _on_opened(self, job: Job, opened: Opened) -> None:
        if job is not self._opening:
            # Somebody stopped or went on to another while it was being opened.
            self._workspace.jobs.start(self._workspace, "", lambda _task: _close(opened))
            return
        self._opening, self._opened = None, opened
        if self._at_us != opened[1].position_us:
            opened[1].seek(self._at_us)
        self._timer.start()
        self.changed.emit()

    def _on_failed(self, job: Job, error: CreatorError) -> None:
        if job is self._opening:
            self._opening = None
            self._workspace.messages.error(error)
            self.changed.emit()

    def _on_tick(self) -> None:
        if self._opened is None:
            return
        player = self._opened[1]
        if not player.is_over:
            self.moved.emit(player.position_us)
            return
        self._timer.stop()
        self._at_us = self.duration_us
        if player.error is not None:
            self._at_us = 0
            self._workspace.messages.error(player.error)
            place = self._place
            self.close()
            if place is not None:
                self.show(*place)
        self.moved.emit(self._at_us)
        self.changed.emit()


def _close(opened: Opened) -> None:
    sound, player = opened
    player.close()
    sound.close()
