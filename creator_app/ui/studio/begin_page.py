"""Where a video begins: a script to paste, the voice-over that is there, or the sample."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creator_app.core.script import Script
from creator_app.ui.theme import theme
from creator_app.ui.widgets.buttons import Button, Kind, LinkButton
from creator_app.ui.widgets.fields import TextArea
from creator_app.ui.widgets.labels import Label, Paragraph

WIDTH_PX = 640


class BeginPage(QWidget):
    """Takes a text; each paragraph becomes a shot."""

    text_given = Signal(str)
    script_wanted = Signal()
    sample_wanted = Signal()
    files_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = TextArea(
            self.tr("Script of the video"),
            self.tr("Each paragraph becomes a shot. [Words in brackets] say what is to be seen."),
            "reading",
        )
        self._make = Button(self.tr("Make shots"), Kind.PRIMARY, "clapperboard")
        self._script = Button(self.tr("Use the voice-over"), icon="audio-lines")
        self._files = Button(self.tr("Choose pictures and clips…"), icon="image-plus")
        self._sample = LinkButton(self.tr("Open the sample"))
        self._lay_out()
        self._text.textChanged.connect(self._look)
        self._make.clicked.connect(lambda: self.text_given.emit(self._text.toPlainText()))
        self._script.clicked.connect(self.script_wanted)
        self._files.clicked.connect(self.files_wanted)
        self._sample.clicked.connect(self.sample_wanted)
        self._look()

    def show_script(self, script: Script) -> None:
        """Offer the project's voice-over, if there is one."""
        self._script.setVisible(bool(script.spoken))

    def clear(self) -> None:
        """Forget what was typed."""
        self._text.clear()

    def _look(self) -> None:
        self._make.setEnabled(bool(self._text.toPlainText().strip()))

    def _lay_out(self) -> None:
        about = self.tr(
            "Paste a script. It is spoken, a scene is drawn for each paragraph, and captions are "
            "put over it, all on this computer. Everything can be changed afterwards."
        )
        self._text.setMinimumHeight(220)
        line = QHBoxLayout()
        line.setSpacing(theme().space.between_controls)
        for widget in (self._make, self._script, self._files, self._sample):
            line.addWidget(widget)
        line.addStretch(1)
        inner = QWidget()
        inner.setMaximumWidth(WIDTH_PX)
        column = QVBoxLayout(inner)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(Label(self.tr("A video from words"), "heading"))
        column.addWidget(Paragraph(about))
        column.addWidget(self._text)
        column.addLayout(line)
        column.addStretch(2)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(inner, 10)
        row.addStretch(1)
