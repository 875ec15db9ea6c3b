"""Markers in the side panel: when, and what about; the newest can be written on at once."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from creator_app.core.recording import Marker
from creator_app.ui.theme import theme
from creator_app.ui.widgets import numbers
from creator_app.ui.widgets.buttons import LinkButton
from creator_app.ui.widgets.fields import LineField
from creator_app.ui.widgets.labels import Label, Paragraph
from creator_app.ui.widgets.rows import SectionHead

TIME_PX = 52


class NoteField(LineField):
    """A note that is being written; Enter and leaving keep it, Esc leaves it as it was."""

    written = Signal(str)

    def __init__(self, name: str, placeholder: str, note: str) -> None:
        super().__init__(name, placeholder)
        self._before = note
        self.setText(note)
        self.editingFinished.connect(lambda: self.written.emit(self.text().strip()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._before)
            self.clearFocus()
        else:
            super().keyPressEvent(event)


@dataclass(frozen=True, slots=True)
class _Line:
    widget: QWidget
    field: NoteField


class MarkerList(QWidget):
    """The markers of a recording, oldest first."""

    noted = Signal(int, str)
    pressed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._markers: tuple[Marker, ...] = ()
        self._lines: list[_Line] = []
        self._head = SectionHead("", "flag")
        self._hint = Paragraph("", "small", "text3")
        self._column = QVBoxLayout()
        self._area = QScrollArea()
        self._can_press = False
        self._lay_out()
        self._say()

    @property
    def markers(self) -> tuple[Marker, ...]:
        """The markers that are shown."""
        return self._markers

    def set_pressable(self) -> None:
        """Let the time of a marker be pressed, to hear it."""
        self._can_press = True

    def show_markers(self, markers: tuple[Marker, ...]) -> None:
        """Show the markers of a recording."""
        if markers == self._markers and len(self._lines) == len(markers):
            return
        self._markers = markers
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._lines = [self._made(marker) for marker in markers]
        for line in self._lines:
            self._column.addWidget(line.widget)
        self._column.addStretch(1)
        self._say()

    def add(self, marker: Marker) -> None:
        """Show one more marker, and let its note be written."""
        self.show_markers((*self._markers, marker))
        line = self._lines[-1]
        line.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(line.widget)

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def _made(self, marker: Marker) -> _Line:
        name = self.tr("Note at %1").replace("%1", numbers.clock(marker.at_us))
        field = NoteField(name, self.tr("What about?"), marker.note)
        field.written.connect(lambda note: self._on_written(marker.at_us, note))
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(4)
        row.addWidget(self._made_time(marker.at_us))
        row.addWidget(field, 1)
        return _Line(widget, field)

    def _made_time(self, at_us: int) -> QWidget:
        written = numbers.clock(at_us)
        if not self._can_press:
            label = Label(written, "small", "text2", tabular=True)
            label.setFixedWidth(TIME_PX)
            return label
        link = LinkButton(written, "small")
        link.setFixedWidth(TIME_PX)
        link.setAccessibleName(self.tr("Hear %1").replace("%1", written))
        link.clicked.connect(lambda: self.pressed.emit(at_us))
        return link

    def _on_written(self, at_us: int, note: str) -> None:
        old = next((each for each in self._markers if each.at_us == at_us), None)
        if old is None or old.note == note:
            return
        self._markers = tuple(
            Marker(at_us, note) if each is old else each for each in self._markers
        )
        self.noted.emit(at_us, note)

    def _say(self) -> None:
        self._head.title.set_text(self.tr("Markers"))
        self._head.remark.set_text(str(len(self._markers)) if self._markers else "")
        self._hint.set_text(
            self.tr("Press M while recording to find a moment again; a note is optional.")
        )
        self._hint.setVisible(not self._markers)
        self._area.setVisible(bool(self._markers))

    def _lay_out(self) -> None:
        inset = theme().space.panel_inset
        inside = QWidget()
        inside.setLayout(self._column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(inset, 10, inset, 10)
        column.setSpacing(4)
        column.addWidget(self._head)
        column.addWidget(self._hint)
        column.addWidget(self._area, 1)
        column.addStretch(0)
