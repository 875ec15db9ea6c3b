"""What the window knows of a panel."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from creator_app.ui.workspace import Workspace


class Panel(QWidget):
    """One of the places where people work on the open project.

    A panel is made when it is first shown. It follows `workspace.changed` and `workspace.opened`,
    and changes the project through `workspace.change` only.

    Args:
        workspace: The project, jobs, engines, settings, messages.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace

    def bar_actions(self) -> list[QWidget]:
        """Return what stands at the right of the top bar while the panel is shown.

        The one primary button, if there is one, comes last. The widgets stay the panel's own.
        """
        return []

    def take_files(self, _files: list[Path]) -> bool:
        """Take files that were dropped on the window; return whether this panel wants them."""
        return False

    @property
    def is_working(self) -> bool:
        """Whether work is under way that would be lost with the panel."""
        return False

    def spot(self) -> Any:
        """Return where the user is, for a panel that is made anew in another language."""
        return None

    def go_to(self, spot: Any) -> None:
        """Go where the user was."""

    def may_close(self) -> bool:
        """Return whether the app may quit now, and start what must be finished first."""
        return True
