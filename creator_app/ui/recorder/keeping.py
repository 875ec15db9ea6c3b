"""The way of a recording from a worker into the open project: asked for there, kept here."""

from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from creator_app.core.errors import CreatorError
from creator_app.core.project import with_recording
from creator_app.core.recording import Recording
from creator_app.core.task import Task
from creator_app.ui.workspace import Workspace

# How long the project may take to be on disk before the recording is left to «bring it back».
KEEP_S = 30.0


@dataclass(frozen=True, slots=True)
class Keep:
    """A recording that wants to be in the project, and the worker that waits for it."""

    recording: Recording
    kept: "Future[None]"


def ask_to_keep(recording: Recording, task: Task) -> None:
    """Have the window put a recording into its project, and wait until it is on disk.

    Raises:
        CreatorError: The project could not be written in time.
    """
    kept: Future[None] = Future()
    task.publish(Keep(recording, kept))
    try:
        kept.result(KEEP_S)
    except TimeoutError as error:
        raise CreatorError(
            "The recording is on disk, but it could not be put into the project.",
            "It is brought back when the project is opened again.",
        ) from error


class Keeper(QObject):
    """Puts recordings into the open project, and tells who waits once they are on disk."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._waiting: list[Future[None]] = []
        workspace.saved_changed.connect(self._tell)

    def keep(self, keep: Keep, folder: Path, label: str) -> None:
        """Put a recording into its project, if that is still the open one.

        Args:
            keep: The recording.
            folder: The project it was recorded into.
            label: Of the step, which can be undone; "" for a recording that is there already.
        """
        workspace = self._workspace
        if not workspace.has_folder or workspace.folder("").path != folder:
            gone = CreatorError("Another project was opened meanwhile.", "Open this one again.")
            keep.kept.set_exception(gone)
            return
        self._waiting.append(keep.kept)
        if label:
            workspace.change(label, with_recording(workspace.project, keep.recording))
        elif workspace.project.recording(keep.recording.ident) is not None:
            # Unless it was undone while its last captions came.
            workspace.amend(with_recording(workspace.project, keep.recording))
        self._tell()

    def _tell(self) -> None:
        if self._waiting and self._workspace.is_saved:
            for kept in self._waiting:
                kept.set_result(None)
            self._waiting.clear()
