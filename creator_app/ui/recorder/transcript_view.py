"""A transcript in step with its sound: a word is pressed to hear it, a turn is edited in place."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QPlainTextEdit

from creator_app.core.transcript import Transcript
from creator_app.core.transcript_edits import speakers_of
from creator_app.ui.focus_ring import shape_ring
from creator_app.ui.recorder.turns import Passage, Passages, Spot
from creator_app.ui.theme import theme
from creator_app.ui.widgets import numbers
from creator_app.ui.widgets.captions_turn import INSET_PX
from creator_app.ui.widgets.captions_view import CaptionsView, Mark, Turn

# A field stands so much around the words it edits: its border, padding and margin.
AROUND_PX = 10
# Its lines are closer together, so that its first one begins a little lower.
ABOVE_PX = 5
LEAST_PX = 36


class TurnEditor(QPlainTextEdit):
    """The field over a turn: Enter and leaving keep what was written, Esc does not."""

    kept = Signal(str)
    given_up = Signal()

    def __init__(self, name: str, text: str, parent: CaptionsView) -> None:
        super().__init__(parent.viewport())
        self.setAccessibleName(name)
        self.setFont(theme().font("reading"))
        self.setPlainText(text)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._is_over = False
        shape_ring(self, theme().radius.control)

    def wanted_px(self) -> int:
        """Return the height its text needs."""
        lines = max(1, round(self.document().size().height()))
        return max(LEAST_PX, lines * self.fontMetrics().lineSpacing() + 2 * AROUND_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep with Enter, give up with Esc."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._end(is_kept=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._end(is_kept=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was written when somebody goes on elsewhere."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._end(is_kept=True)

    def _end(self, *, is_kept: bool) -> None:
        if self._is_over:
            return
        self._is_over = True
        if is_kept:
            self.kept.emit(self.toPlainText())
        else:
            self.given_up.emit()


class TranscriptView(CaptionsView):
    """Shows a transcript and the word that is heard."""

    # When a word or a time was pressed, in microseconds.
    hear_from = Signal(int)
    editing = Signal()
    # First segment, segment after the last, and what they are to say.
    edited = Signal(int, int, str)

    def __init__(self) -> None:
        super().__init__("", "reading")
        self._passages = Passages(Transcript())
        self._heard: tuple[Passage | None, Spot | None] = (None, None)
        self._editor: TurnEditor | None = None
        self._edited: Passage | None = None
        self.time_pressed.connect(self._on_time)
        self.turn_pressed.connect(self._on_turn)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._place_editor())

    @property
    def is_editing(self) -> bool:
        """Whether a turn is being written in."""
        return self._editor is not None

    def show_transcript(self, transcript: Transcript) -> None:
        """Show what was said."""
        self._drop_editor()
        self._passages = Passages(transcript)
        self._heard = (None, None)
        speakers = speakers_of(transcript)
        self.set_turns(_turn(passage, speakers) for passage in self._passages.all)
        self.set_current("")

    def show_time(self, time_us: int, *, follows: bool) -> None:
        """Mark the word that is heard.

        Args:
            time_us: Where the sound is.
            follows: Whether its turn is brought into sight.
        """
        passage = self._passages.at(time_us)
        spot = self._passages.spot_at(passage, time_us) if passage else None
        if (passage, spot) == self._heard:
            return
        before, _ = self._heard
        self._heard = (passage, spot)
        if before is not None and before is not passage:
            self._mark(before, None)
        if passage is None:
            self.set_current("")
            return
        self._mark(passage, spot)
        if before is not passage:
            self.set_current(passage.key)
            if follows and not self.is_editing:
                self.show_turn(passage.key)

    def edit_current(self) -> None:
        """Edit the turn that is marked, or the first that can be seen."""
        passage = self._heard[0] or next(iter(self._passages.all), None)
        if passage is not None:
            self.edit(passage.key)

    def edit(self, key: str) -> None:
        """Put a field over a turn, in which its words can be written."""
        self._drop_editor()
        self.editing.emit()
        passage = self._passages[key]
        self.show_turn(key)
        name = self.tr("Words at %1").replace("%1", numbers.clock(passage.start_us))
        editor = TurnEditor(name, passage.text, self)
        self._editor, self._edited = editor, passage
        editor.kept.connect(self._on_kept)
        editor.given_up.connect(self._on_given_up)
        editor.textChanged.connect(self._place_editor)
        self._place_editor()
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.moveCursor(editor.textCursor().MoveOperation.End)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the turn under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton and self.turns:
            index, _inside = self._row_at(event.position())
            self.edit(self.turns[index].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit with F2."""
        if event.key() == Qt.Key.Key_F2:
            self.edit_current()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Say what it is in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.name_anew()

    def name_anew(self) -> None:
        """Name it in the language of now."""
        self.setAccessibleName(self.tr("Transcript"))
        self.setAccessibleDescription(self.tr("Press a word to hear it, F2 to correct a turn"))

    def _on_time(self, key: str) -> None:
        self.hear_from.emit(self._passages[key].start_us)

    def _on_turn(self, key: str, letter: int) -> None:
        passage = self._passages[key]
        self.hear_from.emit(self._passages.time_of(passage, letter))

    def _mark(self, passage: Passage, spot: Spot | None) -> None:
        marks = (Mark(spot.first, spot.last, "spoken"),) if spot is not None else ()
        turn = self._turns[self._index[passage.key]]
        self.correct(replace(turn, marks=marks))

    def _on_kept(self, text: str) -> None:
        passage, words = self._edited, " ".join(text.split())
        self._drop_editor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if passage is not None and words != passage.text:
            self.edited.emit(passage.first, passage.last, words)

    def _on_given_up(self) -> None:
        self._drop_editor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_editor(self) -> None:
        editor, self._editor, self._edited = self._editor, None, None
        if editor is not None:
            editor.blockSignals(True)
            editor.hide()
            editor.deleteLater()

    def _place_editor(self) -> None:
        """Keep the field where the words of its turn are."""
        if self._editor is None or self._edited is None:
            return
        index = self._index[self._edited.key]
        laid, measure = self._lay_out(index), self._measure()
        head_px = measure.head_px(laid.turn)
        top_px = self._first_top_px() + self._heights.top_px(index) + head_px
        left_px = measure.text_left_px - AROUND_PX
        wide_px = self.viewport().width() - left_px - INSET_PX + AROUND_PX
        wide_px = min(wide_px, measure.text_px + 2 * AROUND_PX + 16)
        self._editor.resize(wide_px, self._editor.height())
        own_px = max(self._editor.wanted_px(), laid.height_px - head_px - ABOVE_PX)
        self._editor.setGeometry(QRect(left_px, max(top_px - ABOVE_PX, 0), wide_px, own_px))


def _turn(passage: Passage, speakers: tuple[str, ...]) -> Turn:
    name = passage.speaker
    return Turn(
        passage.key,
        passage.text,
        speaker=speakers.index(name) if name else 0,
        name=name,
        initials=initials(name),
        time=numbers.clock(passage.start_us),
    )


def initials(name: str) -> str:
    """Return one or two letters that stand for a name."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()
