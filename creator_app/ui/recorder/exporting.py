"""Writing a transcript to files: asked where, done in the background, told with the way there."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from creator_app.core.files import safe_name
from creator_app.core.recording import Recording
from creator_app.core.task import Task
from creator_app.core.transcript import Transcript
from creator_app.jobs.runner import Callbacks
from creator_app.production.export import export_transcript
from creator_app.ui.messages import Action
from creator_app.ui.widgets.menus import Menu
from creator_app.ui.workspace import Workspace


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)


def formats() -> list[tuple[str, str]]:
    """Return every format: its suffix and what it is called."""
    return [
        ("txt", _tr("Text")),
        ("docx", _tr("Word document")),
        ("md", _tr("Markdown")),
        ("srt", _tr("SubRip captions")),
        ("vtt", _tr("WebVTT captions")),
        ("ass", _tr("Styled captions (ASS)")),
        ("csv", _tr("Table (CSV)")),
        ("json", _tr("Words with times (JSON)")),
    ]


class Exporting:
    """Exports the transcript of the recording that is shown.

    Args:
        workspace: Runs the work, tells the outcome.
        parent: Over which the dialog stands.
    """

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        self._workspace, self._parent = workspace, parent
        self._recording: Recording | None = None

    def show(self, recording: Recording | None) -> None:
        """Export this one from now on."""
        self._recording = recording

    def fill(self, menu: Menu) -> None:
        """Put every format into a menu."""
        menu.clear()
        for suffix, name in formats():
            words = f"{name} (.{suffix})"
            menu.add(words, partial(self.ask, suffix), "file-text")

    def ask(self, suffix: str) -> None:
        """Ask where, in one format; the others can be chosen in the dialog too."""
        recording = self._recording
        if recording is None or recording.transcript is None:
            return
        transcript = recording.transcript
        dialog = QFileDialog(self._parent, _tr("Export the transcript"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        named = {suffix: f"{name} (*.{suffix})" for suffix, name in formats()}
        dialog.setNameFilters(list(named.values()))
        dialog.selectNameFilter(named[suffix])
        dialog.setDefaultSuffix(suffix)
        suffixes = {text: suffix for suffix, text in named.items()}
        dialog.filterSelected.connect(lambda text: dialog.setDefaultSuffix(suffixes[text]))
        dialog.selectFile(safe_name(recording.title))
        dialog.fileSelected.connect(lambda path: self.export(transcript, Path(path)))
        dialog.open()

    def export(self, transcript: Transcript, path: Path) -> None:
        """Write one file; its suffix says which format."""

        def work(_task: Task) -> list[Path]:
            return export_transcript(
                transcript, path.parent, path.stem, [path.suffix.lstrip(".").lower()]
            )

        title = _tr("Exporting “%1”").replace("%1", path.name)
        tell = Callbacks(done=self._on_exported)
        self._workspace.jobs.start(self._parent, title, work, tell, lane="disk")

    def _on_exported(self, files: list[Path]) -> None:
        file = files[0]
        title = _tr("“%1” is ready.").replace("%1", file.name)
        show = Action(_tr("Show in folder"), lambda: _show_folder(file))
        self._workspace.messages.info(title, "", (show,))


def _show_folder(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))
