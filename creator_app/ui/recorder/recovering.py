"""Recordings that a crash cut off: brought back when their project opens, offered at the start."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from creator_app.core.folder import SUFFIX
from creator_app.core.task import Task
from creator_app.core.time import clock
from creator_app.jobs.runner import Callbacks
from creator_app.ui.messages import Action
from creator_app.ui.recorder.keeping import Keep, Keeper, ask_to_keep
from creator_app.ui.workspace import Workspace

if TYPE_CHECKING:  # numpy comes when sound does, not when the window opens
    from creator_app.production.recover import Recovered, Recovery

MOST_OFFERED = 3


class Recovering(QObject):
    """Looks for what was cut off, without anybody asking.

    `recovered` tells the ident of a recording that is in the open project again.
    """

    recovered = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._keeper = Keeper(workspace)
        workspace.opened.connect(self.look_into_project)

    def look_through_library(self) -> None:
        """Offer the projects of the library in which something was cut off."""
        library = self._workspace.settings.library_folder
        tell = Callbacks(done=self._offer)
        work = partial(_cut_off_in, library)
        self._workspace.jobs.start(self, "", work, tell, lane="disk")

    def look_into_project(self) -> None:
        """Bring back what was cut off in the project that is open now."""
        workspace = self._workspace
        if not workspace.has_folder or workspace.is_recording:
            return
        path = workspace.folder("").path

        def work(task: Task) -> "Recovery":
            from creator_app.production.recover import bring_back

            return bring_back(path, lambda recording: ask_to_keep(recording, task), task)

        tell = Callbacks(part=partial(self._on_part, path), done=self._on_done)
        workspace.jobs.start(self, "", work, tell, lane="disk")

    def _offer(self, found: list[Path]) -> None:
        for path in found[:MOST_OFFERED]:
            title = self.tr("A recording was cut off in “%1”.")
            bring = Action(self.tr("Bring it back"), partial(self._open, path))
            self._workspace.messages.info(
                title.replace("%1", path.name.removesuffix(SUFFIX)),
                self.tr("What was recorded until then is safe on disk."),
                (bring,),
            )

    def _open(self, path: Path) -> None:
        self._workspace.open(path, lambda: self._workspace.panel_wanted.emit("record"))

    def _on_part(self, path: Path, part: object) -> None:
        if isinstance(part, Keep):
            self._keeper.keep(part, path, self.tr("Bring back a recording"))

    def _on_done(self, recovery: "Recovery") -> None:
        for problem in recovery.problems:
            self._workspace.messages.error(problem)
        for found in recovery.found:
            self._tell(found)
            self.recovered.emit(found.recording.ident)

    def _tell(self, found: "Recovered") -> None:
        title = self.tr("A recording that was cut off is here again: %1.")
        length = clock(found.recording.duration_us)
        text = self.tr("All of it is there.")
        if found.damaged_us:
            text = self.tr("%1 of it could not be read and is silence.")
            text = text.replace("%1", clock(found.damaged_us, tenths=True))
        self._workspace.messages.info(
            title.replace("%1", f"{found.recording.title}, {length}"), text
        )


def _cut_off_in(library: Path, task: Task) -> list[Path]:
    """Return the projects in which something was cut off; costs nothing where none records."""
    if next(library.glob(f"*{SUFFIX}/media/*.rec"), None) is None:
        return []
    from creator_app.production.recover import cut_off_in

    return cut_off_in(library, task)
