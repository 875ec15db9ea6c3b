"""The Studio panel: shots, their pictures and words, preview and export."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QStackedLayout, QVBoxLayout, QWidget

from creator_app.core import shot_edits as edits
from creator_app.core.errors import CreatorError
from creator_app.core.files import open_file, resource, safe_name
from creator_app.core.project import Project
from creator_app.core.task import Task
from creator_app.core.timeline import PRESETS, Timeline, preset_named
from creator_app.jobs.runner import Callbacks, Job
from creator_app.production.making import (
    Order,
    export,
    make_missing,
    prepare_preview,
    with_made,
)
from creator_app.production.preview import Shown, picture_at
from creator_app.production.storyboard import storyboard_from_text
from creator_app.ui.messages import Action
from creator_app.ui.panel import Panel
from creator_app.ui.studio.begin_page import BeginPage
from creator_app.ui.studio.desk import Desk
from creator_app.ui.studio.playing import Playing
from creator_app.ui.widgets.buttons import Button, Kind
from creator_app.ui.workspace import Workspace

MEDIA = "*.mp4 *.mov *.mkv *.webm *.avi *.m4v *.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff"
PICTURES = tuple(each[1:] for each in MEDIA.split())

Prepared = tuple[Timeline, Path | None]


class StudioPanel(Panel):
    """Turns the project's shots into a captioned video."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._working: Job | None = None
        self._prepared: Prepared | None = None
        self._at_us = 0
        self._export = Button("", Kind.PRIMARY, "upload")
        self._begin = BeginPage()
        self._desk = Desk(workspace)
        self._playing = Playing(workspace, self)
        self._pages = QStackedLayout()
        self._lay_out()
        self._connect()
        self._show()

    def bar_actions(self) -> list[QWidget]:
        """Return the one primary action."""
        return [self._export]

    def take_files(self, files: list[Path]) -> bool:
        """Take pictures and clips: each becomes a shot at the end."""
        media = [file for file in files if file.suffix.lower() in PICTURES]
        for file in media:
            self._add_file(file)
        return bool(media)

    def may_close(self) -> bool:
        """Stop playing; nothing here is lost by quitting."""
        self._playing.stop()
        return True

    @property
    def is_working(self) -> bool:
        """Whether shots are being made, or a video."""
        return self._working is not None

    def spot(self) -> str:
        """Return the chosen shot."""
        return self._desk.current

    def go_to(self, spot: str) -> None:
        """Choose the shot that was chosen."""
        self._desk.choose(spot)

    def _lay_out(self) -> None:
        self._pages.addWidget(self._begin)
        self._pages.addWidget(self._desk)
        body = QWidget()
        body.setLayout(self._pages)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)

    def _connect(self) -> None:
        desk, workspace = self._desk, self.workspace
        self._export.clicked.connect(self._ask_where)
        self._begin.text_given.connect(self._on_text)
        self._begin.script_wanted.connect(self._on_script)
        self._begin.sample_wanted.connect(self._on_sample)
        self._begin.files_wanted.connect(partial(self._ask_files, ""))
        desk.changed.connect(self._change)
        desk.files_wanted.connect(self._ask_files)
        desk.make_pressed.connect(self._on_make)
        desk.play_asked.connect(self._on_play)
        desk.seeked.connect(self._on_seek)
        self._playing.moved.connect(self._on_moved)
        self._playing.ended.connect(self._on_ended)
        desk.preview.follow(self._playing.latest)
        workspace.changed.connect(self._on_changed)
        workspace.opened.connect(self._on_opened)

    def _show(self) -> None:
        project = self.workspace.project
        self._pages.setCurrentIndex(1 if project.shots else 0)
        self._begin.show_script(project.script)
        self._desk.show_project(project, is_working=self._working is not None)
        preset = preset_named(project.preset) or PRESETS[0]
        self._export.setText(self.tr("Export for %1").replace("%1", preset.title))
        self._export.setVisible(bool(project.shots))
        self._export.setEnabled(self._working is None)

    def _on_changed(self, old: Project, new: Project) -> None:
        if _parts(old) == _parts(new):
            return
        self._prepared = None
        self._show()

    def _on_opened(self) -> None:
        self._playing.stop()
        self._prepared, self._at_us = None, 0
        self._begin.clear()
        self._desk.preview.stand(None)
        self._show()

    def _change(self, label: str, project: Project, merge: str = "") -> None:
        if not project.title:
            first = next((each.prompt for each in project.shots if each.prompt), "")
            words = " ".join(first.split()[:6]).rstrip(" .,;:!?。，")
            project = replace(project, title=words[:48] or self.tr("Video"))
        self.workspace.change(label, project, merge)

    def _on_text(self, text: str) -> None:
        board = storyboard_from_text(text)
        if not board.shots:
            self.workspace.messages.info(self.tr("There is nothing to speak or show in this text."))
            return
        project = self.workspace.project
        script = replace(project.script, blocks=(*project.script.blocks, *board.script.blocks))
        shots = (*project.shots, *board.shots)
        self._change(self.tr("Make shots"), replace(project, script=script, shots=shots))

    def _on_script(self) -> None:
        project = self.workspace.project
        shots = edits.shots_of_script(project.script)
        self._change(self.tr("Make shots"), replace(project, shots=shots))

    def _on_sample(self) -> None:
        def read(_task: Task) -> str:
            with open_file(resource("samples", "video-en.md"), "r") as file:
                return file.read()

        self.workspace.jobs.start(self, "", read, Callbacks(done=self._on_text))

    def _ask_files(self, ident: str) -> None:
        """Let the user choose a file for a shot, or with no shot named files for new ones."""
        dialog = QFileDialog(self, self.tr("Choose pictures and clips"))
        dialog.setNameFilter(self.tr("Pictures and videos") + f" ({MEDIA})")
        many = QFileDialog.FileMode.ExistingFiles
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile if ident else many)
        dialog.filesSelected.connect(partial(self._add_files, ident))
        dialog.open()

    def _add_files(self, ident: str, paths: list[str]) -> None:
        for path in paths:
            self._add_file(Path(path), ident)

    def _add_file(self, file: Path, ident: str = "") -> None:
        """Link a file and show it in a shot, a new one if none is named; it stays where it is."""
        try:
            folder = self.workspace.folder(file.stem)
        except CreatorError as error:
            self.workspace.messages.error(error)
            return

        def link(_task: Task) -> str:
            from creator_app.media.decode import probe

            if not probe(file).has_video:
                raise CreatorError(f"“{file.name}” holds no picture.", "Choose another file.")
            return folder.link(file)

        def done(name: str) -> None:
            project = self.workspace.project
            if ident:
                project = edits.with_media(project, ident, name)
            else:
                project, _new = edits.with_new_shot(project, name)
            self._change(self.tr("Add “%1”").replace("%1", file.name), project)

        self.workspace.jobs.start(self, "", link, Callbacks(done=done))

    def _order(self) -> Order | None:
        try:
            folder = self.workspace.folder(self.tr("Video"))
        except CreatorError as error:
            self.workspace.messages.error(error)
            return None
        settings = self.workspace.settings
        catalog = self.workspace.catalog
        return Order(self.workspace.project, folder, catalog, settings.generator)

    def _start(self, title: str, work: object, done: object) -> None:
        """Run the Studio's one job; what it makes on the way is kept as it comes."""
        if self._working is not None:
            return
        tell = Callbacks(part=self._on_part, done=done, ended=self._on_work_ended)  # type: ignore[arg-type]
        self._working = self.workspace.jobs.start(self, title, work, tell)  # type: ignore[arg-type]
        self._show()

    def _on_part(self, part: object) -> None:
        self.workspace.amend(with_made(self.workspace.project, part))

    def _on_work_ended(self) -> None:
        self._working = None
        self._show()

    def _on_make(self) -> None:
        order = self._order()
        if order is not None:
            self._start(self.tr("Making shots"), partial(make_missing, order), lambda _none: None)

    def _on_play(self, is_wanted: bool) -> None:
        if not is_wanted:
            self._playing.stop()
        elif self._prepared is not None:
            self._play(self._prepared)
        elif (order := self._order()) is not None:
            work = partial(prepare_preview, order)
            self._start(self.tr("Preparing the preview"), work, self._on_prepared)

    def _on_prepared(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._play(prepared)

    def _play(self, prepared: Prepared) -> None:
        timeline, sound = prepared
        start_us = self._at_us if self._at_us < timeline.duration_us - 100_000 else 0
        self._desk.show_duration(timeline.duration_us)
        self._desk.set_playing(is_playing=True)
        self._desk.preview.follow(self._playing.latest)
        self._playing.start(timeline, sound, start_us)

    def _on_moved(self, time_us: int) -> None:
        self._at_us = time_us
        self._desk.show_position(time_us)

    def _on_ended(self) -> None:
        self._desk.set_playing(is_playing=False)

    def _on_seek(self, time_us: int) -> None:
        """Show the picture of a moment; playing goes on from there."""
        self._at_us = time_us
        self._desk.show_position(time_us)
        if self._prepared is None:
            return
        if self._playing.is_playing:
            self._play(self._prepared)
            return
        timeline = self._prepared[0]

        def compose(_task: Task) -> Shown:
            return picture_at(timeline, time_us)

        job = Job("", compose, Callbacks(done=self._desk.preview.stand), is_urgent=True)
        self.workspace.jobs.take(self, job, "cpu")

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("Export the video"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("MP4 (*.mp4)")
        dialog.setDefaultSuffix("mp4")
        dialog.selectFile(safe_name(self.workspace.project.title))
        dialog.fileSelected.connect(lambda path: self._export_to(Path(path)))
        dialog.open()

    def _export_to(self, out: Path) -> None:
        order = self._order()
        if order is not None:
            title = self.tr("Exporting “%1”").replace("%1", out.name)
            self._start(title, partial(export, order, out), self._on_exported)

    def _on_exported(self, out: Path) -> None:
        title = self.tr("“%1” is ready.").replace("%1", out.name)
        folder = QUrl.fromLocalFile(str(out.parent))
        show = Action(self.tr("Show in folder"), lambda: QDesktopServices.openUrl(folder))
        self.workspace.messages.info(title, str(out.parent), (show,))


def _parts(project: Project) -> tuple[object, ...]:
    """Return what the Studio shows of a project."""
    return project.shots, project.script, project.preset, project.music, project.caption_style
