"""The Voice-over panel: a script in blocks, each spoken, heard and exported."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from creator_app.core import script_edits as edits
from creator_app.core.errors import CreatorError
from creator_app.core.files import open_file, quoted, resource, safe_name
from creator_app.core.project import Project
from creator_app.core.script import Block, Script, script_from_text
from creator_app.core.task import Task
from creator_app.core.time import clock
from creator_app.jobs.runner import Callbacks, Job
from creator_app.production.deliver import Delivery, export_narration
from creator_app.production.narrate import NarrationError, narrate
from creator_app.ui.messages import Action
from creator_app.ui.panel import Panel
from creator_app.ui.voiceover.block_row import Standing
from creator_app.ui.voiceover.listening import Listening
from creator_app.ui.voiceover.script_view import ScriptView
from creator_app.ui.voiceover.side import Side, loudness_of
from creator_app.ui.voiceover.take_columns import columns_of
from creator_app.ui.voiceover.tool_bar import ToolBar
from creator_app.ui.widgets.buttons import Button, Kind
from creator_app.ui.widgets.empty import EmptyState
from creator_app.ui.workspace import Workspace

SCRIPTS = (".txt", ".md", ".markdown")
FORMATS = "WAV (*.wav);;FLAC (*.flac);;MP3 (*.mp3);;M4A (*.m4a)"


class VoiceoverPanel(Panel):
    """Edits the project's script and keeps its takes up to date when asked."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._current = ""
        self._making: Job | None = None
        self._problems: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self._make = Button("", Kind.PRIMARY, "audio-lines")
        self._export = Button("", Kind.DEFAULT, "upload")
        self._tools = ToolBar(workspace)
        self._view = ScriptView(self._standing)
        self._side = Side(workspace)
        self._listening = Listening(workspace, self)
        self._pages = QStackedLayout()
        self._lay_out()
        self._connect()
        self._show()

    def bar_actions(self) -> list[QWidget]:
        """Return export and the one primary action."""
        return [self._export, self._make]

    def take_files(self, files: list[Path]) -> bool:
        """Take scripts; they follow what is there."""
        scripts = [file for file in files if file.suffix.lower() in SCRIPTS]
        for file in scripts:
            self._import(file)
        return bool(scripts)

    @property
    def is_working(self) -> bool:
        """Whether blocks are being spoken."""
        return self._making is not None

    def spot(self) -> tuple[str, int]:
        """Return the current block, and how far the script is scrolled."""
        return self._current, self._view.verticalScrollBar().value()

    def go_to(self, spot: tuple[str, int]) -> None:
        """Go where the user was."""
        self._on_chosen(spot[0])
        self._view.verticalScrollBar().setValue(spot[1])

    def may_close(self) -> bool:
        """Stop playing; nothing here is lost by quitting."""
        self._listening.stop()
        return True

    @property
    def _script(self) -> Script:
        return self.workspace.project.script

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._tools)
        body = QWidget()
        body.setLayout(self._pages)
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._made_empty())
        left.addWidget(body, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self._side)

    def _made_empty(self) -> EmptyState:
        empty = EmptyState(
            "audio-lines",
            self.tr("No script yet"),
            self.tr("Type or paste a text, or drop a TXT or Markdown file here."),
        )
        empty.set_action(self.tr("Start writing"), self._start_writing, "plus")
        empty.set_sample(self.tr("Open the sample"), self._open_sample)
        return empty

    def _connect(self) -> None:
        view, workspace = self._view, self.workspace
        self._make.clicked.connect(self._on_make)
        self._export.clicked.connect(self._ask_where)
        self._tools.import_pressed.connect(self._ask_script)
        self._tools.add_pressed.connect(self._add_block)
        self._tools.play_pressed.connect(self._on_play_all)
        self._tools.script_changed.connect(self._change)
        self._side.script_changed.connect(self._change)
        self._listening.changed.connect(self._on_listening)
        self._listening.moved.connect(self._on_moved)
        view.edited.connect(self._on_edited)
        view.split_at.connect(self._on_split)
        view.join_before.connect(self._on_join)
        view.pasted.connect(self._on_pasted)
        view.chosen.connect(self._on_chosen)
        view.play_pressed.connect(self._on_play)
        view.retake_pressed.connect(self._on_retake)
        view.columns_wanted.connect(self._on_columns_wanted)
        view.follow_in_tab_order(self._tools.last_stop)
        workspace.changed.connect(self._on_changed)
        workspace.opened.connect(self._on_opened)

    def _standing(self, block: Block) -> Standing:
        number = self._numbers.get(block.ident, 0)
        is_making = self._making is not None and not block.heading and block.take is None
        return Standing(
            number,
            self._voice_of(block),
            is_making and block.ident not in self._problems,
            self._listening.ident == block.ident,
            block.ident == self._current,
            self._problems.get(block.ident, ""),
        )

    def _voice_of(self, block: Block) -> str:
        """Return who speaks a block: as chosen, or as found when it was made."""
        named = block.voice or self._script.voice
        if named or block.take is None:
            return self._tools.voice_title(named)
        made_by = block.take.engine
        engines = self.workspace.catalog.all()
        return next((each.title for each in engines if each.name == made_by), made_by)

    def _show(self) -> None:
        script = self._script
        spoken = [block for block in script.blocks if not block.heading]
        self._numbers = {block.ident: number for number, block in enumerate(spoken, 1)}
        self._view.show_script(script.blocks)
        self._pages.setCurrentIndex(0 if script.blocks else 1)
        self._tools.show_script(script)
        self._side.show_block(script, self._current)
        missing = sum(1 for block in script.spoken if block.take is None)
        is_making = self._making is not None
        self._make.setText(self.tr("Make %n block(s)", "", missing) if missing else self.tr("Made"))
        self._make.set_price(self.tr("free") if missing else "")
        self._make.setVisible(bool(script.spoken))
        self._make.setEnabled(bool(missing) and not is_making)
        self._export.setText(self.tr("Export"))
        self._export.setEnabled(bool(script.spoken) and not is_making)

    def _change(self, label: str, script: Script, merge: str = "") -> None:
        project = replace(self.workspace.project, script=script)
        if not project.title:
            project = replace(project, title=_title_of(script) or self.tr("Voice-over"))
        self.workspace.change(label, project, merge)

    def _on_changed(self, old: Project, new: Project) -> None:
        if old.script is not new.script:
            self._show()

    def _on_opened(self) -> None:
        self._listening.stop()
        self._problems.clear()
        self._current = ""
        self._show()

    def _on_edited(self, ident: str, text: str) -> None:
        self._problems.pop(ident, None)
        script = edits.with_text(self._script, ident, text)
        self._change(self.tr("Edit text"), script, f"text {ident}")

    def _on_split(self, ident: str, at: int) -> None:
        script, second = edits.split_block(self._script, ident, at)
        self._change(self.tr("New block"), script)
        self._view.focus_block(second)

    def _on_join(self, ident: str) -> None:
        script, joined, at = edits.join_block(self._script, ident)
        if joined != ident:
            self._change(self.tr("Join blocks"), script)
            self._view.focus_block(joined, at)

    def _on_pasted(self, ident: str, text: str) -> None:
        self._change(self.tr("Paste"), edits.paste_text(self._script, ident, text))

    def _on_chosen(self, ident: str) -> None:
        if ident != self._current:
            self._current = ident
            self._view.refresh()
            self._side.show_block(self._script, ident)

    def _start_writing(self) -> None:
        self._add_block()

    def _add_block(self) -> None:
        script, ident = edits.with_new_block(self._script)
        self._change(self.tr("New block"), script)
        self._view.focus_block(ident)

    def _open_sample(self) -> None:
        self._import(resource("samples", "script-en.md"))

    def _ask_script(self) -> None:
        dialog = QFileDialog(self, self.tr("Import a script"))
        dialog.setNameFilter(self.tr("Scripts") + " (*.txt *.md *.markdown)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self._import(Path(path)))
        dialog.open()

    def _import(self, file: Path) -> None:
        """Read a script in the background; a long one takes a moment."""

        def read(_task: Task) -> Script:
            with open_file(file) as stream:
                data = stream.read()
            try:
                return script_from_text(data.decode("utf-8-sig"))
            except UnicodeDecodeError as error:
                raise CreatorError(
                    f"{quoted(file)} is not a text in UTF-8.", "Save it as UTF-8 and try again."
                ) from error

        def done(script: Script) -> None:
            if not script.blocks:
                self.workspace.messages.info(self.tr("There is nothing to speak in this file."))
            blocks = (*(each for each in self._script.blocks if each.text), *script.blocks)
            self._change(self.tr("Import"), replace(self._script, blocks=blocks))

        self.workspace.jobs.start(self, self.tr("Reading a script"), read, Callbacks(done=done))

    def _on_make(self) -> None:
        self._speak(self._script, None)

    def _on_retake(self, ident: str) -> None:
        """Make one block; what is there for its words and voice already is not made twice."""
        block = next((each for each in self._script.blocks if each.ident == ident), None)
        if block is not None and self._making is None:
            self._speak(replace(self._script, blocks=(block,)), None)

    def _speak(self, script: Script, then: Callable[[], object] | None) -> None:
        folder = self._folder()
        if folder is None or self._making is not None:
            return
        self._problems.clear()
        catalog = self.workspace.catalog

        def work(task: Task) -> Script:
            return narrate(catalog, script, folder / "takes", task)

        def done(_script: Script) -> None:
            if then is not None:
                then()

        tell = Callbacks(self._on_spoken, done=done, failed=self._on_failed, ended=self._on_ended)
        title = self.tr("Speaking %n block(s)", "", len(script.spoken))
        self._making = self.workspace.jobs.start(self, title, work, tell)
        self._show()

    def _on_spoken(self, spoken: Block) -> None:
        """Keep a finished take, unless the block says something else by now."""
        script = self._script
        now = next((each for each in script.blocks if each.ident == spoken.ident), None)
        if now is None or now.text != spoken.text or now.voice != spoken.voice:
            return
        changed = replace(now, takes=spoken.takes, chosen=spoken.chosen)
        blocks = tuple(changed if each is now else each for each in script.blocks)
        project = replace(self.workspace.project, script=replace(script, blocks=blocks))
        self.workspace.amend(project)

    def _on_failed(self, error: CreatorError) -> None:
        if isinstance(error, NarrationError):
            self._problems[error.ident] = self.tr("Could not be spoken")
        self.workspace.messages.error(error)

    def _on_ended(self) -> None:
        self._making = None
        self._show()

    def _folder(self) -> Path | None:
        try:
            return self.workspace.folder(_title_of(self._script) or self.tr("Voice-over")).path
        except CreatorError as error:
            self.workspace.messages.error(error)
            return None

    def _on_play(self, ident: str) -> None:
        folder = self._folder()
        if folder is not None:
            self._listening.toggle(self._script, folder / "takes", ident)

    def _on_play_all(self) -> None:
        """Play from the current block; blocks without a take are made first."""
        folder = self._folder()
        if folder is None:
            return
        begin = self._current or next((each.ident for each in self._script.spoken), "")
        if self._listening.ident:
            self._listening.stop()
        elif any(block.take is None for block in self._script.spoken):
            self._speak(self._script, partial(self._play_from, folder, begin))
        else:
            self._play_from(folder, begin)

    def _play_from(self, folder: Path, ident: str) -> None:
        self._listening.toggle(self._script, folder / "takes", ident, goes_on=True)

    def _on_listening(self) -> None:
        self._tools.set_playing(bool(self._listening.ident))
        self._view.refresh()

    def _on_moved(self, ident: str, played_us: int) -> None:
        if ident in self._view.shown_rows:
            self._view.shown_rows[ident].show_played(played_us)

    def _on_columns_wanted(self, ident: str) -> None:
        block = next((each for each in self._script.blocks if each.ident == ident), None)
        if block is None or block.take is None or not self.workspace.has_folder:
            return
        takes, key = self.workspace.folder("").path / "takes", block.take.key

        def show(columns: Any) -> None:
            self._view.show_columns(ident, columns)

        work = partial(columns_of, takes, key)
        self.workspace.jobs.start(self, "", work, Callbacks(done=show))

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("Export the voice-over"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(FORMATS)
        dialog.selectNameFilter("MP3 (*.mp3)")
        dialog.setDefaultSuffix("mp3")
        dialog.filterSelected.connect(lambda text: dialog.setDefaultSuffix(text[-4:-1]))
        dialog.selectFile(safe_name(self.workspace.project.title))
        dialog.fileSelected.connect(lambda path: self._export_to(Path(path)))
        dialog.open()

    def _export_to(self, out: Path) -> None:
        """Export; blocks without a take are made first."""
        if any(block.take is None for block in self._script.spoken):
            self._speak(self._script, lambda: self._write(out))
        else:
            self._write(out)

    def _write(self, out: Path) -> None:
        folder, script, lufs = self._folder(), self._script, self._side.lufs
        if folder is None:
            return

        def work(task: Task) -> Delivery:
            return export_narration(script, folder / "takes", out, lufs, task)

        tell = Callbacks(done=self._on_exported)
        self.workspace.jobs.start(self, self.tr("Exporting the voice-over"), work, tell)

    def _on_exported(self, delivery: Delivery) -> None:
        self._side.show_delivery(delivery)
        file = delivery.files[0]
        title = self.tr("“%1” is ready.").replace("%1", file.name)
        text = f"{clock(delivery.duration_us)} · {loudness_of(delivery)}"
        show = Action(self.tr("Show in folder"), partial(_show_folder, file))
        self.workspace.messages.info(title, text, (show,))


def _show_folder(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))


def _title_of(script: Script) -> str:
    """Return a title from the script's own first words."""
    first = next((block.text for block in script.blocks if block.text.strip()), "")
    words = " ".join(first.split()[:6])
    return words[:48].rstrip(" .,;:!?。，")
