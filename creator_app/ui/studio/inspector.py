"""Beside the preview: the shot being worked on."""

from PySide6.QtCore import QTimer, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creator_app.core import shot_edits as edits
from creator_app.core.project import Project
from creator_app.core.time import US
from creator_app.core.timeline import Shot
from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.buttons import Button, IconButton
from creator_app.ui.widgets.fields import TextArea
from creator_app.ui.widgets.labels import Label, Paragraph
from creator_app.ui.widgets.slider import SliderField

WIDTH_PX, NARROW_PX = 320, 264
# Typing is one change once the hands rest.
TYPED_MS = 400


class Inspector(QWidget):
    """Changes one shot: what is seen, what is said, how long it stands.

    `changed` carries the name of the step, the new project, and a key for merging.
    """

    changed = Signal(str, object, str)
    file_wanted = Signal(str)
    make_pressed = Signal(str)
    move_pressed = Signal(str, int)
    remove_pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH_PX)
        self._project: Project | None = None
        self._shot: Shot | None = None
        self._is_filling = False
        self._title = Label("", "section")
        self._up = IconButton("chevron-up", self.tr("Move the shot up"))
        self._down = IconButton("chevron-down", self.tr("Move the shot down"))
        self._remove = IconButton("trash-2", self.tr("Remove the shot"))
        self._prompt = TextArea(
            self.tr("What is to be seen"), self.tr("A quiet harbour at dawn, small boats")
        )
        self._spoken = TextArea(self.tr("What is said"), self.tr("Nothing is said over this shot"))
        self._length = SliderField(self.tr("Length"), 1.0, 20.0, 0.5, lambda x: f"{x:.1f} s")
        self._source = Paragraph("", "small", "text3")
        self._choose = Button("", icon="image-plus")
        self._make = Button(self.tr("Draw this shot"), icon="sparkles")
        self._body = QWidget()
        self._empty = Paragraph(self.tr("Choose a shot to change it."), "small", "text3")
        self._typed = QTimer(self, interval=TYPED_MS, singleShot=True)
        self._lay_out()
        self._connect()

    def show_shot(self, project: Project, shot: Shot | None, number: int) -> None:
        """Show a shot, or none."""
        self._keep_typed()
        self._project, self._shot = project, shot
        self._body.setVisible(shot is not None)
        self._empty.setVisible(shot is None)
        if shot is None:
            self._title.set_text(self.tr("Shot"))
            return
        self._is_filling = True
        self._title.set_text(self.tr("Shot %1").replace("%1", str(number)))
        spoken = edits.spoken_over(project, shot)
        _fill(self._prompt, shot.prompt)
        _fill(self._spoken, edits.spoken_text(project, shot))
        self._length.set_value(shot.duration_us / US)
        self._length.setVisible(not spoken)
        self._make.set_price(self.tr("free"))
        self._make.setVisible(not shot.media and shot.take is None)
        self._prompt.setEnabled(not shot.media)
        self._choose.setText(self.tr("Draw it instead") if shot.media else self.tr("Own file…"))
        self._source.set_text(
            self.tr("Shows a file of your own.")
            if shot.media
            else self.tr("Drawn on this computer, not filmed.")
        )
        self._is_filling = False

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Take less room in a small window."""
        self.setFixedWidth(NARROW_PX if is_narrow else WIDTH_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line at the left."""
        place = self.rect().toRectF()
        painter = QPainter(self)
        paint.line(painter, place.topLeft(), place.bottomLeft(), theme().colors.line)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        for button in (self._up, self._down, self._remove):
            head.addWidget(button)
        self._prompt.setFixedHeight(84)
        self._spoken.setFixedHeight(120)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        body.addLayout(head)
        body.addWidget(Label(self.tr("What is said"), "small", "text3"))
        body.addWidget(self._spoken)
        body.addWidget(self._length)
        body.addSpacing(6)
        body.addWidget(Label(self.tr("What is to be seen"), "small", "text3"))
        body.addWidget(self._prompt)
        body.addWidget(self._source)
        body.addWidget(self._make)
        body.addWidget(self._choose)
        inset = theme().space.panel_inset
        column = QVBoxLayout(self)
        column.setContentsMargins(inset, 12, inset, inset)
        column.addWidget(self._empty)
        column.addWidget(self._body)
        column.addStretch(1)

    def _connect(self) -> None:
        self._prompt.textChanged.connect(self._on_typed)
        self._spoken.textChanged.connect(self._on_typed)
        self._typed.timeout.connect(self._keep_typed)
        self._length.let_go.connect(self._on_length)
        self._choose.clicked.connect(self._on_choose)
        self._make.clicked.connect(lambda: self._tell(self.make_pressed))
        self._up.clicked.connect(lambda: self._move(-1))
        self._down.clicked.connect(lambda: self._move(1))
        self._remove.clicked.connect(lambda: self._tell(self.remove_pressed))

    def _tell(self, signal: SignalInstance) -> None:
        if self._shot is not None:
            signal.emit(self._shot.ident)

    def _on_typed(self) -> None:
        if not self._is_filling:
            self._typed.start()

    def _keep_typed(self) -> None:
        """Keep what was typed, once the hands rest or another shot is shown."""
        self._typed.stop()
        project, shot = self._project, self._shot
        if project is None or shot is None or self._is_filling:
            return
        prompt, spoken = self._prompt.toPlainText(), self._spoken.toPlainText()
        new, label, key = project, self.tr("Change what is said"), f"spoken {shot.ident}"
        if spoken.strip() != edits.spoken_text(project, shot):
            new = edits.with_spoken_text(new, shot.ident, spoken)
        if prompt != shot.prompt:
            new = edits.with_prompt(new, shot.ident, prompt)
            label, key = self.tr("Change what is seen"), f"prompt {shot.ident}"
        if new is not project:
            # Showing the change comes by here again; what was typed is kept once.
            self._project = None
            self.changed.emit(label, new, key)

    def _on_length(self, seconds: float) -> None:
        if self._project is not None and self._shot is not None:
            new = edits.with_length(self._project, self._shot.ident, round(seconds * US))
            self.changed.emit(self.tr("Change length"), new, f"length {self._shot.ident}")

    def _on_choose(self) -> None:
        if self._project is None or self._shot is None:
            return
        if self._shot.media:
            new = edits.with_media(self._project, self._shot.ident, "")
            self.changed.emit(self.tr("Draw the shot"), new, "")
        else:
            self.file_wanted.emit(self._shot.ident)

    def _move(self, by: int) -> None:
        if self._shot is not None:
            self.move_pressed.emit(self._shot.ident, by)


def _fill(area: TextArea, text: str) -> None:
    if area.toPlainText().strip() != text:
        area.setPlainText(text)
