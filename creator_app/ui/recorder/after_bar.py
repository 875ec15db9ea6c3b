"""The bar over a transcript: which recording it is, and what can be done with it."""

from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QWidget

from creator_app.core.recording import Recording
from creator_app.ui.recorder.languages import language_choices, language_name
from creator_app.ui.theme import theme
from creator_app.ui.widgets import numbers, paint
from creator_app.ui.widgets.buttons import Button, IconButton, Kind
from creator_app.ui.widgets.chips import Hue, Tag
from creator_app.ui.widgets.labels import Label
from creator_app.ui.widgets.menus import Menu


class AfterBar(QWidget):
    """Names the recording; edits, writes anew, renames, removes."""

    edit_pressed = Signal()
    again_pressed = Signal()
    again_in = Signal(str)
    remove_pressed = Signal()
    titled = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._recording: Recording | None = None
        self._title = Label("", "section")
        self._facts = Label("", "small", "text3", tabular=True)
        self._language = Tag("")
        self._edit = Button("", Kind.QUIET, "pencil")
        self._again = Button("", Kind.QUIET, "rotate-cw")
        self._more = IconButton("ellipsis", "")
        self._menu = Menu("", self)
        self._more.clicked.connect(self._open_menu)
        self._edit.clicked.connect(self.edit_pressed)
        self._again.clicked.connect(self.again_pressed)
        self.setFixedHeight(theme().size.tool_bar)
        inset = theme().space.wide_inset
        row = QHBoxLayout(self)
        row.setContentsMargins(inset, 0, inset - 8, 0)
        row.setSpacing(theme().space.between_controls)
        for widget in (self._title, self._facts, self._language):
            row.addWidget(widget)
        row.addStretch(1)
        for button in (self._edit, self._again, self._more):
            row.addWidget(button)
        self._say()

    def show_recording(self, recording: Recording) -> None:
        """Show another recording, or the same with other words."""
        self._recording = recording
        transcript = recording.transcript
        has_words = transcript is not None and bool(transcript.segments)
        self._title.set_text(recording.title)
        self._facts.set_text(numbers.clock(recording.duration_us))
        self._language.setVisible(has_words and transcript is not None)
        if transcript is not None and has_words:
            self._language.set(language_name(transcript.language), Hue.PLAIN)
        if has_words:
            self._edit.enable()
        else:
            self._edit.disable(self.tr("There are no words yet"))

    def set_busy(self, *, is_busy: bool) -> None:
        """Show whether the words are being written just now."""
        if is_busy:
            self._again.disable(self.tr("It is being transcribed"))
            self._edit.disable(self.tr("It is being transcribed"))
        else:
            self._again.enable()

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line below."""
        place = self.rect().toRectF().adjusted(0, 0, 0, -1)
        painter = QPainter(self)
        paint.line(painter, place.bottomLeft(), place.bottomRight(), theme().colors.line)

    def _say(self) -> None:
        self._edit.setText(self.tr("Correct"))
        self._edit.set_hint(self.tr("Correct the words of a turn (F2, or press it twice)"))
        self._again.setText(self.tr("Transcribe again"))
        self._more.set_name(self.tr("More"))
        for old in self._menu.findChildren(Menu):
            old.deleteLater()
        self._menu.clear()
        self._menu.add(self.tr("Rename…"), self._ask_title, "pencil")
        self._menu.addMenu(self._made_languages())
        self._menu.addSeparator()
        self._menu.add(self.tr("Remove the recording"), self.remove_pressed.emit, "trash-2")

    def _made_languages(self) -> Menu:
        languages = Menu(self.tr("Transcribe in"), self._menu)
        for tag, name in language_choices(self.tr("The language that is heard")):
            languages.add(name, partial(self.again_in.emit, tag))
        return languages

    def _open_menu(self) -> None:
        corner = self._more.mapToGlobal(self._more.rect().bottomLeft())
        self._menu.popup(corner)

    def _ask_title(self) -> None:
        if self._recording is None:
            return
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Rename the recording"))
        dialog.setLabelText(self.tr("Title"))
        dialog.setTextValue(self._recording.title)
        dialog.textValueSelected.connect(lambda title: self.titled.emit(title.strip()))
        dialog.open()
