"""The bar over the script: play, add, import, and the voice of the whole script."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from creator_app.core import script_edits as edits
from creator_app.core.engines import Synthesizer
from creator_app.core.errors import CreatorError
from creator_app.core.script import Script
from creator_app.core.task import Task
from creator_app.core.time import clock
from creator_app.jobs.runner import Callbacks
from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.buttons import Button, Kind
from creator_app.ui.widgets.fields import Combo
from creator_app.ui.widgets.labels import Label
from creator_app.ui.widgets.slider import SliderField
from creator_app.ui.widgets.transport import PlayButton
from creator_app.ui.workspace import Workspace

VoiceNames = list[tuple[str, str]]


class ToolBar(QWidget):
    """Plays the script, and chooses who speaks it."""

    play_pressed = Signal()
    add_pressed = Signal()
    import_pressed = Signal()
    script_changed = Signal(str, object, str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._script = Script()
        self._voices: VoiceNames = []
        self._titles: dict[str, str] = {}
        self._play = PlayButton(what=self.tr("script"))
        self._length = Label("", "body", "text2", tabular=True)
        self._add = Button(self.tr("Add block"), Kind.QUIET, "plus")
        self._import = Button(self.tr("Import"), Kind.QUIET, "file-input")
        self._voice = Combo(self.tr("Voice of the script"))
        self._speed = SliderField(
            self.tr("Speed of the script"), 0.5, 2.0, 0.05, lambda x: f"{x:.2f}×"
        )
        self.setFixedHeight(theme().size.tool_bar)
        self._lay_out()
        self._play.clicked.connect(self.play_pressed)
        self._add.clicked.connect(self.add_pressed)
        self._import.clicked.connect(self.import_pressed)
        self._voice.activated.connect(self._on_voice)
        self._speed.let_go.connect(self._on_speed)
        self._look_for_voices()

    def show_script(self, script: Script) -> None:
        """Show the voice, speed and length of a script."""
        self._script = script
        names = ["", *(name for name, _title in self._voices)]
        if script.voice in names:
            self._voice.setCurrentIndex(names.index(script.voice))
        self._speed.set_value(script.speed)
        made = sum(each.take.duration_us + each.pause_us for each in script.blocks if each.take)
        self._length.set_text(clock(made) if made else "")
        self._play.setEnabled(bool(script.spoken))

    @property
    def last_stop(self) -> QWidget:
        """What Tab leaves the bar from."""
        return self._speed.slider

    def set_playing(self, is_playing: bool) -> None:
        """Show whether the script is heard."""
        self._play.set_playing(is_playing)

    def voice_title(self, name: str) -> str:
        """Return what people call a voice."""
        return self._titles.get(name, name) if name else self.tr("Voice by language")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line below."""
        place = self.rect().toRectF().adjusted(0, 0, 0, -1)
        painter = QPainter(self)
        paint.line(painter, place.bottomLeft(), place.bottomRight(), theme().colors.line)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme().space.panel_inset, 0, theme().space.panel_inset, 0)
        row.setSpacing(theme().space.between_controls)
        for widget in (self._play, self._length, self._add, self._import):
            row.addWidget(widget)
        self._length.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addStretch(1)
        self._voice.setMinimumWidth(160)
        self._speed.setMinimumWidth(140)
        self._speed.setMaximumWidth(240)
        row.addWidget(self._voice)
        row.addWidget(self._speed)

    def _look_for_voices(self) -> None:
        """List every voice in the background: programs and servers are asked."""
        catalog = self._workspace.catalog

        def ask(_task: Task) -> VoiceNames:
            found: VoiceNames = []
            for engine in catalog.of(Synthesizer):
                try:
                    voices = catalog.open(Synthesizer, engine.name).voices()  # type: ignore[type-abstract]
                except CreatorError:
                    continue  # not ready here; Settings › Engines says why
                found += [
                    (f"{engine.name}:{voice.name}", f"{voice.title} · {engine.title}")
                    for voice in voices
                ]
            return found

        self._workspace.jobs.start(self, "", ask, Callbacks(done=self._show_voices))

    def _show_voices(self, voices: VoiceNames) -> None:
        self._voices, self._titles = voices, dict(voices)
        self._voice.clear()
        self._voice.addItems([self.tr("Voice by language"), *(title for _name, title in voices)])
        self.show_script(self._script)

    def _on_voice(self, index: int) -> None:
        voice = ["", *(name for name, _title in self._voices)][index]
        if voice != self._script.voice:
            script = edits.with_settings(self._script, voice=voice)
            self.script_changed.emit(self.tr("Change voice"), script, "")

    def _on_speed(self, speed: float) -> None:
        if speed != self._script.speed:
            script = edits.with_settings(self._script, speed=round(speed, 2))
            self.script_changed.emit(self.tr("Change speed"), script, "speed")
