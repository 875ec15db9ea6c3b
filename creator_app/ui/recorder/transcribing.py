"""Files and recordings written down in the background, each as a job of its own."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from creator_app.core.engines import Hints
from creator_app.core.errors import CreatorError
from creator_app.core.files import quoted
from creator_app.core.folder import ProjectFolder
from creator_app.core.project import now, with_recording
from creator_app.core.recording import Recording, Track
from creator_app.core.script import new_ident
from creator_app.core.task import Task
from creator_app.core.transcript import Segment, Transcript
from creator_app.jobs.runner import Callbacks, Job
from creator_app.ui.workspace import Workspace


@dataclass(eq=False)
class Writing:
    """One transcript that is being written.

    Attributes:
        ident: Of its recording.
        job: The work.
        segments: What came so far.
    """

    ident: str
    job: Job
    segments: list[Segment]


class Transcribing(QObject):
    """Brings files into the project and writes down what is said in them.

    `began` and `ended` tell the ident of a recording, `heard` that more of it is written.
    """

    began = Signal(str)
    heard = Signal(str)
    progressed = Signal(str)
    ended = Signal(str)
    # A file could not be taken in, or a transcript not be written: the error, and the ident or "".
    failed = Signal(object, str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._running: dict[str, Writing] = {}

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being written."""
        return not self._running

    def of(self, ident: str) -> Writing | None:
        """Return the work on a recording, while it goes on."""
        return self._running.get(ident)

    def take_in(self, files: list[Path]) -> None:
        """Bring sound and video files into the project, then write down what is said."""
        for file in files:
            try:
                folder = self._workspace.folder(file.stem)
            except CreatorError as error:
                self.failed.emit(error, "")
                return
            project = self._workspace.project.ident
            tell = Callbacks(
                done=partial(self._on_taken, project),
                failed=lambda error: self.failed.emit(error, ""),
            )
            title = self.tr("Reading “%1”").replace("%1", file.name)
            work = partial(_taken, folder, file)
            self._workspace.jobs.start(self, title, work, tell, lane="disk")

    def write(self, recording: Recording, language: str = "") -> None:
        """Write down what is said in a recording, instead of what is written there.

        Args:
            recording: Whose sound it is.
            language: What is spoken in it; "" for the language of the settings.
        """
        if recording.ident in self._running or not self._workspace.has_folder:
            return
        folder, project = self._workspace.folder("").path, self._workspace.project.ident
        settings, catalog = self._workspace.settings, self._workspace.catalog
        hints = Hints(language or settings.speech_language, settings.chinese)

        def work(task: Task) -> Transcript:
            from creator_app.production.transcribe import transcribe_recording

            place = (folder, recording)
            return transcribe_recording(catalog, place, hints, settings.transcriber, task)

        tell = Callbacks(
            part=partial(self._on_part, recording.ident),
            progress=lambda _fraction, _note: self.progressed.emit(recording.ident),
            done=partial(self._on_written, project, recording.ident),
            failed=lambda error: self.failed.emit(error, recording.ident),
            ended=partial(self._on_ended, recording.ident),
        )
        title = self.tr("Transcribing “%1”").replace("%1", recording.title)
        job = self._workspace.jobs.start(self, title, work, tell)
        self._running[recording.ident] = Writing(recording.ident, job, [])
        self.began.emit(recording.ident)

    def stop(self, ident: str) -> None:
        """Stop writing; the transcript stays what it was."""
        if ident in self._running:
            self._running[ident].job.cancel()

    def stop_all(self) -> None:
        """Stop everything, as another project is opened."""
        for ident in list(self._running):
            self.stop(ident)

    def _on_taken(self, project: str, recording: Recording) -> None:
        workspace = self._workspace
        if workspace.project.ident != project:
            return
        label = self.tr("Add “%1”").replace("%1", recording.title)
        workspace.change(label, with_recording(workspace.project, recording))
        self.write(recording)

    def _on_part(self, ident: str, part: Any) -> None:
        writing = self._running.get(ident)
        if writing is not None and isinstance(part, Segment):
            writing.segments.append(part)
            self.heard.emit(ident)

    def _on_written(self, project: str, ident: str, transcript: Transcript) -> None:
        """Keep what was written, as a step: undoing something older must not lose it."""
        workspace = self._workspace
        recording = workspace.project.recording(ident)
        if workspace.project.ident != project or recording is None:
            return
        changed = with_recording(workspace.project, replace(recording, transcript=transcript))
        workspace.change(self.tr("Transcribe"), changed)

    def _on_ended(self, ident: str) -> None:
        self._running.pop(ident, None)
        self.ended.emit(ident)


def _taken(folder: ProjectFolder, file: Path, _task: Task) -> Recording:
    """Return a recording whose one track is a link to the file."""
    from creator_app.media.decode import probe

    info = probe(file)
    if not info.has_audio:
        raise CreatorError(f"{quoted(file)} has no sound.", "Choose a file with sound.")
    name = folder.link(file)
    track = Track("file", file.name, info.audio_rate_hz, info.channels, name)
    return Recording(new_ident(), file.stem, now(), info.duration_us, (track,))
