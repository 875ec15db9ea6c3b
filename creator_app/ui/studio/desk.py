"""The Studio with shots: the list, the preview with its transport, and the shot being worked on."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from creator_app.core import shot_edits as edits
from creator_app.core.folder import ProjectFolder
from creator_app.core.project import Project
from creator_app.core.task import Task
from creator_app.core.timeline import PRESETS, Shot, preset_named
from creator_app.jobs.job import Job
from creator_app.jobs.runner import Callbacks
from creator_app.production.making import PICTURE_PX, PREVIEW_PX, shot_picture
from creator_app.production.preview import Shown
from creator_app.ui.studio.inspector import Inspector
from creator_app.ui.studio.preview_view import PreviewView, image_of
from creator_app.ui.studio.shot_list import ShotItem, Shots, made_view
from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.buttons import Button, Kind
from creator_app.ui.widgets.fields import Combo
from creator_app.ui.widgets.slider import Slider
from creator_app.ui.widgets.transport import Transport
from creator_app.ui.workspace import Workspace

LIST_PX, NARROW_LIST_PX = 300, 220
NARROW_PX = 1100
STYLES = ("karaoke", "plain", "boxed", "pop", "one-word", "none")
SOUNDS = "*.mp3 *.wav *.flac *.m4a *.ogg *.opus *.aac"
# The slider under the preview counts hundredths of a second.
SLIDER_US = 10_000


class Desk(QWidget):
    """Shows the shots of a project and tells what the user wants done to them."""

    changed = Signal(str, object, str)
    files_wanted = Signal(str)
    make_pressed = Signal()
    play_asked = Signal(bool)
    seeked = Signal(int)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._project = workspace.project
        self._current = ""
        self._at_us = 0
        self._is_playing = False
        self._asked: set[str] = set()
        self.preview = PreviewView(self.tr("Preview"))
        self._model = Shots(self)
        self._view = made_view(self._model)
        self._inspector = Inspector()
        self._add = Button(self.tr("Shot"), Kind.QUIET, "plus")
        self._files = Button(self.tr("Files…"), Kind.QUIET, "image-plus")
        self._make = Button("", icon="sparkles")
        self._preset = Combo(self.tr("Format"), tuple(each.title for each in PRESETS))
        self._style = Combo(self.tr("Captions"), self._style_names(), "captions")
        self._music = Button("", Kind.QUIET, "music")
        self._transport = Transport(lambda: self._at_us)
        self._slider = Slider(self.tr("Position"))
        self._lay_out()
        self._connect()

    def show_project(self, project: Project, *, is_working: bool) -> None:
        """Show the shots as they are now."""
        self._project = project
        self._model.show([self._item(number, shot) for number, shot in enumerate(project.shots, 1)])
        if project.shots and self._model.row_of(self._current) < 0:
            self._current = project.shots[0].ident
        self._view.setCurrentIndex(self._model.index(max(0, self._model.row_of(self._current))))
        self._show_shot()
        preset = preset_named(project.preset) or PRESETS[0]
        self._preset.setCurrentIndex(PRESETS.index(preset))
        self._style.setCurrentIndex(
            STYLES.index(project.caption_style) if project.caption_style in STYLES else 0
        )
        self.preview.set_shape(preset.width, preset.height)
        missing = sum(1 for shot in project.shots if not self._is_ready(shot))
        self._make.setText(self.tr("Make %n shot(s)", "", missing))
        self._make.set_price(self.tr("free"))
        self._make.setVisible(bool(missing))
        self._make.setEnabled(not is_working)
        self._music.setText(self.tr("Remove music") if project.music else self.tr("Music…"))
        waiting = self.tr("Working…") if is_working else self.tr("Press play to see it")
        self.preview.set_note(waiting)

    @property
    def current(self) -> str:
        """The ident of the chosen shot, or ""."""
        return self._current

    def choose(self, ident: str) -> None:
        """Choose a shot, if it is there."""
        row = self._model.row_of(ident)
        if row >= 0:
            self._view.setCurrentIndex(self._model.index(row))

    def show_duration(self, duration_us: int) -> None:
        """Say how long the video is."""
        self._transport.set_duration(duration_us)
        self._slider.setRange(0, duration_us // SLIDER_US)

    def show_position(self, time_us: int) -> None:
        """Show where the preview is."""
        self._at_us = time_us
        self._transport.show_position()
        if not self._slider.isSliderDown():
            self._slider.blockSignals(True)
            self._slider.setValue(time_us // SLIDER_US)
            self._slider.blockSignals(False)

    def set_playing(self, *, is_playing: bool) -> None:
        """Show whether the preview plays."""
        self._is_playing = is_playing
        self._transport.set_playing(is_playing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the preview and its tools as much room as there is."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < NARROW_PX
        self._list.setFixedWidth(NARROW_LIST_PX if is_narrow else LIST_PX)
        self._inspector.set_narrow(is_narrow=is_narrow)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines between the parts."""
        painter, colors = QPainter(self), theme().colors
        edge = self._view.parentWidget()
        if edge is not None:
            right = edge.geometry().toRectF()
            paint.line(painter, right.topRight(), right.bottomRight(), colors.line)

    def _style_names(self) -> tuple[str, ...]:
        return (
            self.tr("Spoken word marked"),
            self.tr("Plain"),
            self.tr("Boxed"),
            self.tr("Pop"),
            self.tr("One word at a time"),
            self.tr("No captions"),
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addWidget(self._middle(), 1)
        row.addWidget(self._inspector)

    def _left(self) -> QWidget:
        left = self._list = QWidget()
        left.setFixedWidth(LIST_PX)
        self._view.setAccessibleName(self.tr("Shots"))
        tools = QHBoxLayout()
        tools.setContentsMargins(8, 8, 8, 4)
        for widget in (self._add, self._files):
            tools.addWidget(widget)
        tools.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 10)
        foot.addWidget(self._make)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self._view, 1)
        column.addLayout(foot)
        return left

    def _middle(self) -> QWidget:
        middle = QWidget()
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 8, 12, 8)
        tools.setSpacing(theme().space.between_controls)
        for widget in (self._preset, self._style, self._music):
            tools.addWidget(widget)
        tools.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 10)
        foot.setSpacing(12)
        foot.addWidget(self._transport)
        foot.addWidget(self._slider, 1)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self.preview, 1)
        column.addLayout(foot)
        return middle

    def _connect(self) -> None:
        self._view.selectionModel().currentChanged.connect(self._on_chosen)
        self._add.clicked.connect(self._on_add)
        self._files.clicked.connect(lambda: self.files_wanted.emit(""))
        self._make.clicked.connect(self.make_pressed)
        self._preset.activated.connect(self._on_preset)
        self._style.activated.connect(self._on_style)
        self._music.clicked.connect(self._on_music)
        self._transport.play_asked.connect(self.play_asked)
        self._transport.seeked.connect(self.seeked)
        self._slider.valueChanged.connect(lambda value: self.seeked.emit(value * SLIDER_US))
        inspector = self._inspector
        inspector.changed.connect(self.changed)
        inspector.file_wanted.connect(self.files_wanted)
        inspector.make_pressed.connect(lambda _ident: self.make_pressed.emit())
        inspector.move_pressed.connect(self._on_move)
        inspector.remove_pressed.connect(self._on_remove)

    def _item(self, number: int, shot: Shot) -> ShotItem:
        spoken = edits.spoken_over(self._project, shot)
        length_us = sum(each.take.duration_us + each.pause_us for each in spoken if each.take)
        name = shot.media or (shot.take.media if shot.take else "")
        if name:
            self._ask_picture(name)
        words = edits.spoken_text(self._project, shot) or shot.prompt or self.tr("Empty shot")
        return ShotItem(
            shot.ident,
            number,
            words,
            length_us if spoken else shot.duration_us,
            self._state(shot),
            self._is_ready(shot),
            name,
        )

    def _is_ready(self, shot: Shot) -> bool:
        has_picture = bool(shot.media) or shot.take is not None
        return has_picture and all(each.take for each in edits.spoken_over(self._project, shot))

    def _state(self, shot: Shot) -> str:
        if not self._is_ready(shot):
            return self.tr("Not made yet · free")
        return self.tr("Own file") if shot.media else self.tr("Drawn here")

    def _ask_picture(self, name: str) -> None:
        """Have the list's small picture of a file made, once."""
        if name in self._asked or not self._workspace.has_folder:
            return
        self._asked.add(name)
        folder = self._workspace.folder("")

        def show(shown: Shown) -> None:
            self._model.show_picture(name, image_of(shown))

        tell = Callbacks(done=show, failed=lambda _error: None)
        work = partial(_picture_of, folder, name, PICTURE_PX)
        self._workspace.jobs.start(self, "", work, tell)

    def _show_shot(self) -> None:
        row = self._model.row_of(self._current)
        shot = self._project.shots[row] if 0 <= row < len(self._project.shots) else None
        self._inspector.show_shot(self._project, shot, row + 1)

    def _on_chosen(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            ident = self._model.item(current).ident
            if ident != self._current:
                self._current = ident
                self._show_shot()
                self._look_at_shot()

    def _look_at_shot(self) -> None:
        """Show the chosen shot's own picture while nothing plays."""
        row = self._model.row_of(self._current)
        shot = self._project.shots[row]
        name = shot.media or (shot.take.media if shot.take else "")
        if not name or self._is_playing or not self._workspace.has_folder:
            return
        work = partial(_picture_of, self._workspace.folder(""), name, PREVIEW_PX)
        job = Job("", work, Callbacks(done=self._stand), is_urgent=True)
        self._workspace.jobs.take(self, job, "cpu")

    def _stand(self, shown: Shown) -> None:
        if not self._is_playing:
            self.preview.stand(shown)

    def _on_add(self) -> None:
        project, self._current = edits.with_new_shot(self._project)
        self.changed.emit(self.tr("Add a shot"), project, "")

    def _on_move(self, ident: str, by: int) -> None:
        project = edits.with_shot_moved(self._project, ident, by)
        self.changed.emit(self.tr("Move the shot"), project, "")

    def _on_remove(self, ident: str) -> None:
        workspace = self._workspace
        self.changed.emit(self.tr("Remove the shot"), edits.without_shot(self._project, ident), "")
        workspace.messages.undo(self.tr("The shot is removed."), self.tr("Undo"), workspace.undo)

    def _on_preset(self, index: int) -> None:
        project = replace(self._project, preset=PRESETS[index].name)
        # Another shape needs other pictures; those of the old one are kept and found again.
        is_turned = _shape(self._project) != _shape(project)
        if is_turned:
            shots = tuple(replace(shot, chosen="") for shot in project.shots)
            project = replace(project, shots=shots)
        self.changed.emit(self.tr("Change format"), project, "")

    def _on_style(self, index: int) -> None:
        project = replace(self._project, caption_style=STYLES[index])
        self.changed.emit(self.tr("Change captions"), project, "")

    def _on_music(self) -> None:
        if self._project.music:
            project = replace(self._project, music="")
            self.changed.emit(self.tr("Remove music"), project, "")
            return
        dialog = QFileDialog(self, self.tr("Choose music"))
        dialog.setNameFilter(self.tr("Sounds") + f" ({SOUNDS})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._keep_music)
        dialog.open()

    def _keep_music(self, path: str) -> None:
        folder = self._workspace.folder(self.tr("Video"))

        def done(name: str) -> None:
            project = replace(self._project, music=name)
            self.changed.emit(self.tr("Add music"), project, "")

        self._workspace.jobs.start(
            self, "", lambda _task: folder.link(Path(path)), Callbacks(done=done)
        )


def _picture_of(folder: ProjectFolder, name: str, largest_px: int, _task: Task) -> Shown:
    return shot_picture(folder.media_path(name), largest_px)


def _shape(project: Project) -> tuple[int, int]:
    preset = preset_named(project.preset) or PRESETS[0]
    return preset.width, preset.height
