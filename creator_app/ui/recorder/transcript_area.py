"""The words of a recording, or what stands in their place: being written, none, a failure."""

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from creator_app.core.errors import CreatorError
from creator_app.core.recording import Recording
from creator_app.core.transcript import Transcript
from creator_app.ui.recorder.transcribing import Transcribing, Writing
from creator_app.ui.recorder.transcript_view import TranscriptView
from creator_app.ui.theme import theme
from creator_app.ui.widgets import numbers
from creator_app.ui.widgets.buttons import Button, Kind
from creator_app.ui.widgets.empty import EmptyState
from creator_app.ui.widgets.message import Message, Tone
from creator_app.ui.widgets.progress import ProgressLine

US = 1_000_000
# New words come in by the dozen; more often than this nobody needs to see them.
NEWS_MS = 250


class TranscriptArea(QWidget):
    """Shows the transcript, with the progress over it while it is being written."""

    again_pressed = Signal()
    busy_changed = Signal(bool)

    def __init__(self, transcribing: Transcribing) -> None:
        super().__init__()
        self._transcribing = transcribing
        self._recording: Recording | None = None
        self._shown: Transcript | None = None
        self._message: Message | None = None
        self.view = TranscriptView()
        self._line = ProgressLine("")
        self._stop = Button("", Kind.DEFAULT, "x", 24)
        self._progress = QWidget()
        self._empty = self._made_empty()
        self._pages = QStackedLayout()
        self._column = QVBoxLayout(self)
        self._lay_out()
        self._news = QTimer(self, interval=NEWS_MS, singleShot=True)
        self._news.timeout.connect(self._show)
        self._stop.clicked.connect(self._on_stop)
        transcribing.began.connect(self._on_work)
        transcribing.ended.connect(self._on_work)
        transcribing.heard.connect(self._on_heard)
        transcribing.progressed.connect(self._on_progress)
        transcribing.failed.connect(self._on_failed)
        self._say()

    def show_recording(self, recording: Recording) -> None:
        """Show the words of a recording, or how they are being written."""
        if self._recording is None or self._recording.ident != recording.ident:
            self._drop_message()
        self._recording = recording
        self._show()

    def show_failure(self, error: CreatorError) -> None:
        """Say what went wrong with this recording, above its words."""
        self._drop_message()
        self._message = Message(Tone.DANGER, str(error), error.hint)
        self._message.set_dismissable()
        self._column.insertWidget(0, self._message)

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
            old, self._empty = self._empty, self._made_empty()
            self._pages.replaceWidget(old, self._empty)
            old.deleteLater()
        super().changeEvent(event)

    def _show(self) -> None:
        recording = self._recording
        if recording is None:
            return
        writing = self._transcribing.of(recording.ident)
        transcript = recording.transcript or Transcript()
        if writing is not None:
            # Stretches are written side by side, so they need not come in order.
            segments = tuple(sorted(writing.segments, key=lambda each: each.start_us))
            transcript = Transcript(segments, duration_us=recording.duration_us)
        if transcript is not self._shown and not self.view.is_editing:
            self._shown = transcript
            self.view.show_transcript(transcript)
        self._progress.setVisible(writing is not None)
        has_words = bool(transcript.segments) or writing is not None
        self._pages.setCurrentWidget(self.view if has_words else self._empty)
        if writing is not None:
            self._show_progress(writing)

    def _show_progress(self, writing: Writing) -> None:
        fraction, _note = writing.job.task.latest
        left_s = writing.job.left_s()
        left = "" if left_s is None else self.tr("{0} left").format(numbers.clock(int(left_s * US)))
        self._line.set_progress(fraction, self.tr("Transcribing"), left)

    def _is_mine(self, ident: str) -> bool:
        return self._recording is not None and self._recording.ident == ident

    def _on_work(self, ident: str) -> None:
        if self._is_mine(ident):
            if self._transcribing.of(ident) is not None:
                self._drop_message()
            self.busy_changed.emit(self._transcribing.of(ident) is not None)
            self._show()

    def _on_heard(self, ident: str) -> None:
        if self._is_mine(ident) and not self._news.isActive():
            self._news.start()

    def _on_progress(self, ident: str) -> None:
        writing = self._transcribing.of(ident)
        if writing is not None and self._is_mine(ident):
            self._show_progress(writing)

    def _on_failed(self, error: CreatorError, ident: str) -> None:
        if ident and self._is_mine(ident):
            self.show_failure(error)

    def _on_stop(self) -> None:
        if self._recording is not None:
            self._transcribing.stop(self._recording.ident)

    def _drop_message(self) -> None:
        message, self._message = self._message, None
        if message is not None:
            message.hide()
            message.deleteLater()

    def _say(self) -> None:
        self._stop.setText(self.tr("Stop"))
        self._line.setAccessibleName(self.tr("Transcribing"))
        self.view.name_anew()

    def _made_empty(self) -> EmptyState:
        empty = EmptyState(
            "captions",
            self.tr("No words yet"),
            self.tr("The sound is here; what is said in it is not written down."),
        )
        empty.set_action(self.tr("Transcribe"), self.again_pressed.emit, "file-text")
        return empty

    def _lay_out(self) -> None:
        inset = theme().space.wide_inset
        row = QHBoxLayout(self._progress)
        row.setContentsMargins(inset, 10, inset - 8, 6)
        row.setSpacing(12)
        row.addWidget(self._line, 1)
        row.addWidget(self._stop)
        pages = QWidget()
        pages.setLayout(self._pages)
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._empty)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._progress)
        self._column.addWidget(pages, 1)
