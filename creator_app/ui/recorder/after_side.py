"""Beside the transcript: the project's recordings, who speaks, the markers."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creator_app.core.recording import Recording
from creator_app.core.transcript import Transcript
from creator_app.core.transcript_edits import speakers_of
from creator_app.ui.recorder.marker_list import MarkerList, NoteField
from creator_app.ui.recorder.transcript_view import initials
from creator_app.ui.theme import theme
from creator_app.ui.widgets import numbers, paint
from creator_app.ui.widgets.chips import Avatar
from creator_app.ui.widgets.rows import Divider, Row, SectionHead

WIDTH_PX = 288


class AfterSide(QWidget):
    """Chooses among the recordings; names speakers and markers."""

    recording_chosen = Signal(str)
    speaker_renamed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.markers = MarkerList()
        self.markers.set_pressable()
        self._recordings_head = SectionHead("", "list")
        self._speakers_head = SectionHead("", "users")
        self._recordings, self._speakers = QVBoxLayout(), QVBoxLayout()
        self._recordings_part = self._made_part(self._recordings_head, self._recordings)
        self._speakers_part = self._made_part(self._speakers_head, self._speakers)
        self._shown: tuple[object, ...] = ()
        self._names: tuple[str, ...] | None = None
        self.setFixedWidth(WIDTH_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._recordings_part)
        column.addWidget(self._speakers_part)
        column.addWidget(self.markers, 1)
        column.addStretch(0)
        self._say()

    def show_recordings(self, recordings: tuple[Recording, ...], chosen: str) -> None:
        """Show what the project holds, and about one of them all the rest."""
        recording = next((each for each in recordings if each.ident == chosen), None)
        transcript = (recording.transcript if recording else None) or Transcript()
        shown = (tuple((each.ident, each.title) for each in recordings), chosen)
        if shown != self._shown:
            self._shown = shown
            _clear(self._recordings)
            for each in reversed(recordings):
                self._recordings.addWidget(self._made_row(each, is_chosen=each.ident == chosen))
        self._recordings_part.setVisible(len(recordings) > 1)
        self._recordings_head.remark.set_text(str(len(recordings)))
        self._show_speakers(speakers_of(transcript))
        markers = recording.markers if recording else ()
        self.markers.show_markers(markers)
        self.markers.setVisible(bool(markers))

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line at the edge."""
        place = self.rect().toRectF()
        painter = QPainter(self)
        paint.line(painter, place.topLeft(), place.bottomLeft(), theme().colors.line)

    def _say(self) -> None:
        self._recordings_head.title.set_text(self.tr("Recordings"))
        self._speakers_head.title.set_text(self.tr("Speakers"))

    def _made_row(self, recording: Recording, *, is_chosen: bool) -> Row:
        row = Row(recording.title, numbers.clock(recording.duration_us))
        row.setCheckable(True)
        row.setChecked(is_chosen)
        row.clicked.connect(lambda: self.recording_chosen.emit(recording.ident))
        return row

    def _show_speakers(self, names: tuple[str, ...]) -> None:
        if names == self._names:
            return
        self._names = names
        _clear(self._speakers)
        for number, name in enumerate(names):
            self._speakers.addWidget(self._made_speaker(number, name))
        self._speakers_part.setVisible(bool(names))

    def _made_speaker(self, number: int, name: str) -> QWidget:
        field = NoteField(self.tr("Name of %1").replace("%1", name), "", name)

        def rename(new: str) -> None:
            if new and new != name:
                self.speaker_renamed.emit(name, new)
            elif not new:
                field.setText(name)

        field.written.connect(rename)
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 4, 4, 4)
        row.addWidget(Avatar(initials(name), number, name))
        row.addWidget(field, 1)
        return widget

    @staticmethod
    def _made_part(head: SectionHead, column: QVBoxLayout) -> QWidget:
        part = QWidget()
        inset = theme().space.panel_inset
        inside = QVBoxLayout()
        inside.setContentsMargins(inset, 10, inset, 10)
        inside.setSpacing(4)
        inside.addWidget(head)
        inside.addLayout(column)
        whole = QVBoxLayout(part)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(inside)
        whole.addWidget(Divider())
        return part


def _clear(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
