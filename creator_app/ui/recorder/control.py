"""One recording from the red button to the project: what is asked of it, what it tells."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from creator_app.core.engines import Hints, LiveTranscriber
from creator_app.core.errors import CreatorError
from creator_app.core.recording import Marker, Recording
from creator_app.core.settings import Settings
from creator_app.core.task import Task
from creator_app.jobs.runner import Callbacks
from creator_app.media.health import Alarm
from creator_app.ui.recorder.keeping import Keep, Keeper, ask_to_keep
from creator_app.ui.workspace import Workspace

if TYPE_CHECKING:  # numpy comes when sound does, not when the window opens
    from creator_app.production.live_captions import LiveCaption
    from creator_app.production.record import RecordRequest, Session

NONE = "none"
# Somebody who quits waits no longer than this for the last captions.
HURRY_MS = 4_000
OPENING_MS = 50


class State(Enum):
    """Where a recording is."""

    IDLE = auto()
    STARTING = auto()
    RECORDING = auto()
    FINISHING = auto()


@dataclass(frozen=True, slots=True)
class _Ready:
    session: "Session"
    has_captions: bool
    problem: CreatorError | None


class RecordControl(QObject):
    """Runs at most one recording, and puts it into the open project.

    Attributes:
        state: Where it is.
        session: The recording, while there is one.
        delays_us: How late each of the last captions was.
        has_captions: Whether an engine writes captions of this recording.
    """

    changed = Signal()
    captioned = Signal(object)
    alarmed = Signal(object)
    # The ident of a recording that is in the project, whole.
    finished = Signal(str)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, let_devices_go: Callable[[], object]) -> None:
        super().__init__()
        self.state = State.IDLE
        self.session: Session | None = None
        self.delays_us: list[int] = []
        self.has_captions = False
        self._workspace = workspace
        self._let_devices_go = let_devices_go
        self._notes: dict[int, str] = {}
        self._keeper = Keeper(workspace)
        self._folder = Path()
        self._is_kept = self._wants_stop = False
        self._opening = QTimer(self, interval=OPENING_MS)
        self._opening.timeout.connect(self._look_whether_open)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being recorded or finished."""
        return self.state is State.IDLE

    @property
    def is_paused(self) -> bool:
        """Whether nothing is recorded just now, by the user's wish."""
        return self.session is not None and self.session.is_paused

    def start(self, title: str) -> None:
        """Begin a recording with the devices of the settings.

        Args:
            title: What it is called, and the project too if it has no name.
        """
        if self.state is not State.IDLE:
            return
        self.delays_us, self._notes = [], {}
        self._is_kept = self._wants_stop = False
        self._set(State.STARTING)
        settings, catalog = self._workspace.settings, self._workspace.catalog

        def get_ready(_task: Task) -> _Ready:
            # A device that only one program may hold is not to be held by our own meter.
            self._let_devices_go()
            engine, problem = None, None
            if settings.with_captions:
                try:
                    engine = catalog.open(LiveTranscriber, settings.live_transcriber)  # type: ignore[type-abstract]
                except CreatorError as error:
                    problem = error
            from creator_app.production.record import Session

            session = Session(_request(settings, title), engine, _hints(settings))
            session.find_devices()
            return _Ready(session, engine is not None, problem)

        tell = Callbacks(done=self._on_ready, failed=self._on_failed)
        self._workspace.jobs.start(self, "", get_ready, tell, lane="live")

    def stop(self) -> None:
        """End the recording; a second time, do not wait for the last captions."""
        self._wants_stop = True
        if self.session is not None:
            self.session.stop()
            self._set(State.FINISHING)

    def hurry(self) -> None:
        """End the recording, and wait for its last captions no longer than somebody who quits."""
        was_finishing = self.state is State.FINISHING
        self.stop()
        if was_finishing:
            return
        QTimer.singleShot(HURRY_MS, self, self.stop)

    def set_paused(self, *, is_paused: bool) -> None:
        """Record nothing for a while, or go on."""
        if self.session is None:
            return
        if is_paused:
            self.session.pause()
        else:
            self.session.resume()
        self.changed.emit()

    def mark(self) -> Marker | None:
        """Mark this moment; return the marker, None where nothing is recorded."""
        if self.state is not State.RECORDING or self.session is None:
            return None
        return self.session.mark()

    def annotate(self, at_us: int, note: str) -> None:
        """Say what the marker of a moment is about."""
        self._notes[at_us] = note

    def _set(self, state: State) -> None:
        self.state = state
        self._workspace.set_recording(is_recording=self.session is not None)
        self.changed.emit()

    def _look_whether_open(self) -> None:
        if self.state is not State.STARTING:
            self._opening.stop()
        elif self.session is not None and self.session.standing() is not None:
            self._set(State.RECORDING)

    def _on_ready(self, ready: _Ready) -> None:
        session = ready.session
        if self._wants_stop:
            self._set(State.IDLE)
            return
        try:
            folder = self._workspace.folder(session.request.title).path
        except CreatorError as error:
            self._on_failed(error)
            return
        self.session, self._folder = session, folder
        self.has_captions = ready.has_captions
        if ready.problem is not None:
            hint = ready.problem.hint
            self.alarmed.emit(Alarm("captions", "", str(ready.problem), hint, 0))

        def run(task: Task) -> Recording:
            return session.run(folder, lambda recording: ask_to_keep(recording, task), task)

        tell = Callbacks(
            part=self._on_part, done=self._on_done, failed=self._on_failed, ended=self._on_ended
        )
        self._workspace.jobs.start(self, "", run, tell, lane="live")
        self._opening.start()
        self._set(State.STARTING)

    def _on_part(self, part: Any) -> None:
        from creator_app.production.live_captions import LiveCaption

        if isinstance(part, LiveCaption):
            self._on_caption(part)
        elif isinstance(part, Alarm):
            self.alarmed.emit(part)
        elif isinstance(part, Keep):
            self._keep(part)

    def _on_caption(self, heard: "LiveCaption") -> None:
        if heard.caption.text:
            self.delays_us.append(max(0, heard.at_us - heard.caption.end_us))
        self.captioned.emit(heard.caption)

    def _keep(self, keep: Keep) -> None:
        if self.state is not State.FINISHING:
            self._set(State.FINISHING)  # it ended by itself
        label = "" if self._is_kept else self.tr("Record")
        self._is_kept = True
        noted = replace(keep, recording=self._noted(keep.recording))
        self._keeper.keep(noted, self._folder, label)

    def _noted(self, recording: Recording) -> Recording:
        markers = tuple(
            replace(marker, note=self._notes.get(marker.at_us, marker.note))
            for marker in recording.markers
        )
        return replace(recording, markers=markers)

    def _on_done(self, _recording: Recording) -> None:
        if self.session is not None and self.session.failure is not None:
            self.failed.emit(self.session.failure)

    def _on_failed(self, error: CreatorError) -> None:
        if self.session is None:
            self._set(State.IDLE)
        self.failed.emit(error)

    def _on_ended(self) -> None:
        ident = self.session.ident if self.session is not None else ""
        self.session = None
        self._set(State.IDLE)
        if self._workspace.project.recording(ident) is not None:
            self.finished.emit(ident)


def _request(settings: Settings, title: str) -> "RecordRequest":
    from creator_app.production.record import RecordRequest

    mic, system = (
        None if choice == NONE else choice
        for choice in (settings.microphone, settings.system_sound)
    )
    return RecordRequest(mic=mic, system=system, title=title)


def _hints(settings: Settings) -> Hints:
    return Hints(settings.speech_language, settings.chinese)
