"""The bar over the captions: whether they run, by which engine, in which language, how large."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from creator_app.core.engines import LiveTranscriber
from creator_app.core.errors import CreatorError
from creator_app.core.settings import RANGES
from creator_app.core.task import Task
from creator_app.jobs.runner import Callbacks
from creator_app.ui.recorder.control import RecordControl
from creator_app.ui.recorder.languages import language_choices
from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.buttons import Button, IconButton, Kind
from creator_app.ui.widgets.chips import Chip, Hue
from creator_app.ui.widgets.choices import Switch
from creator_app.ui.widgets.labels import Label
from creator_app.ui.widgets.long_combo import LongCombo
from creator_app.ui.widgets.menus import Menu
from creator_app.ui.widgets.rows import Divider
from creator_app.ui.workspace import Workspace

STEP_PX = 2


@dataclass(frozen=True, slots=True)
class EngineFound:
    """Which engine would write the captions, or why none.

    Attributes:
        title: Its name.
        is_here: Whether no sound leaves this computer.
        problem: Why there is none, or "".
    """

    title: str = ""
    is_here: bool = False
    problem: str = ""


class CaptionBar(QWidget):
    """Switches captions on and off, and chooses their language and size; all of it is kept."""

    engine_found = Signal(object)
    side_toggled = Signal(bool)

    def __init__(self, workspace: Workspace, control: RecordControl) -> None:
        super().__init__()
        self._workspace, self._control = workspace, control
        self._engine = EngineFound()
        self._switch = Switch("")
        self._label = Label("", "section")
        self._chip = Chip("", "cpu")
        self._language = LongCombo("")
        self._size = IconButton("a-large-small", "")
        self._menu = Menu("", self)
        self._fold = IconButton("panel-right", "", Kind.TOOL)
        self._buttons = QHBoxLayout()
        self._divider = Divider(is_upright=True)
        self.setFixedHeight(theme().size.tool_bar)
        self._lay_out()
        self._switch.toggled.connect(self._on_switched)
        self._language.activated.connect(self._on_language)
        self._size.set_menu(self._menu)
        self._fold.toggled.connect(self.side_toggled)
        workspace.settings_changed.connect(lambda _old, _new: self.show_settings())
        control.changed.connect(self.show_settings)
        self._say()
        self.show_settings()

    @property
    def engine(self) -> EngineFound:
        """Which engine writes the captions."""
        return self._engine

    def look_for_engine(self) -> None:
        """Find out which engine is ready; keys are asked for, so it is done in the background."""
        catalog, name = self._workspace.catalog, self._workspace.settings.live_transcriber

        def look(_task: Task) -> EngineFound:
            try:
                engine = catalog.find(LiveTranscriber, name)
            except CreatorError as error:
                return EngineFound(problem=f"{error} {error.hint}".strip())
            problem = catalog.state_of(engine)
            return EngineFound(engine.title, engine.place == "here", problem)

        self._workspace.jobs.start(self, "", look, Callbacks(done=self._show_engine))

    def put_buttons(self, buttons: tuple[Button, ...]) -> None:
        """Take buttons in, before everything else; none takes them out again."""
        for button in buttons:
            self._buttons.addWidget(button)
        self._divider.setVisible(bool(buttons))

    def show_fold(self, *, is_there: bool, is_open: bool) -> None:
        """Show the button of the side panel, where that is folded away."""
        self._fold.setVisible(is_there)
        self._fold.setChecked(is_open)

    def show_settings(self) -> None:
        """Show what was chosen, and what can be changed just now."""
        settings, is_idle = self._workspace.settings, self._control.is_idle
        self._switch.setChecked(settings.with_captions)
        self._language.choose(settings.speech_language)
        has_captions = settings.with_captions
        reason = "" if is_idle else self.tr("Can be changed when the recording is over")
        for widget in (self._switch, self._language):
            widget.setEnabled(is_idle)
            widget.setToolTip(reason)
        self._chip.setVisible(has_captions)
        self._language.setVisible(has_captions)
        self._size.setVisible(has_captions)

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
            self.show_settings()
            self._show_engine(self._engine)
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line below."""
        place = self.rect().toRectF().adjusted(0, 0, 0, -1)
        painter = QPainter(self)
        paint.line(painter, place.bottomLeft(), place.bottomRight(), theme().colors.line)

    def _say(self) -> None:
        self._label.set_text(self.tr("Captions"))
        self._switch.setAccessibleName(self.tr("Captions while recording"))
        self._size.set_name(self.tr("Size of the captions"))
        self._fold.set_name(self.tr("Markers and what is watched"))
        self._language.setAccessibleName(self.tr("Language that is spoken"))
        choices = language_choices(self.tr("Finds the language"))
        self._language.offer(choices, self._workspace.settings.speech_language)
        self._menu.clear()
        self._menu.add(self.tr("Larger"), lambda: self._resize(STEP_PX), keys="Ctrl++")
        self._menu.add(self.tr("Smaller"), lambda: self._resize(-STEP_PX), keys="Ctrl+-")

    def _show_engine(self, found: EngineFound) -> None:
        self._engine = found
        if found.problem:
            self._chip.set(self.tr("No caption engine is ready"), "triangle-alert", Hue.WARNING)
            self._chip.setToolTip(found.problem)
        else:
            place = self.tr("on device") if found.is_here else self.tr("over the network")
            self._chip.set(
                f"{found.title} · {place}", "cpu" if found.is_here else "cloud", Hue.PLAIN
            )
            self._chip.setToolTip(self._told(found))
        self._chip.setAccessibleName(self._chip.text())
        self.engine_found.emit(found)

    def _told(self, found: EngineFound) -> str:
        if found.is_here:
            return self.tr("The captions are written on this computer; no sound leaves it.")
        return self.tr("The sound is sent to this engine while you record.")

    def _on_switched(self, is_on: bool) -> None:
        settings = self._workspace.settings
        self._workspace.change_settings(replace(settings, with_captions=is_on))

    def _on_language(self, index: int) -> None:
        settings, tag = self._workspace.settings, self._language.itemData(index)
        self._workspace.change_settings(replace(settings, speech_language=tag))

    def _resize(self, step_px: int) -> None:
        settings = self._workspace.settings
        low, high = (int(each) for each in RANGES["caption_px"])
        size_px = min(max(settings.caption_px + step_px, low), high)
        self._workspace.change_settings(replace(settings, caption_px=size_px))

    def _lay_out(self) -> None:
        inset = theme().space.wide_inset
        row = QHBoxLayout(self)
        row.setContentsMargins(inset, 0, inset - 4, 0)
        row.setSpacing(theme().space.between_controls)
        self._buttons.setSpacing(theme().space.between_controls)
        row.addLayout(self._buttons)
        row.addWidget(self._divider)
        self._divider.hide()
        row.addWidget(self._switch)
        row.addWidget(self._label)
        row.addSpacing(4)
        row.addWidget(self._chip)
        row.addStretch(1)
        row.addWidget(self._language)
        row.addWidget(self._size)
        row.addWidget(self._fold)
        self._fold.hide()
