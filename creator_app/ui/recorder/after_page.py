"""The view after recording: the transcript in step with the sound, corrected and exported."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creator_app.core.errors import CreatorError
from creator_app.core.project import with_recording, without_recording
from creator_app.core.recording import Marker, Recording
from creator_app.core.task import Task
from creator_app.core.transcript import Transcript
from creator_app.core.transcript_edits import with_speaker_renamed, with_text
from creator_app.jobs.runner import Callbacks
from creator_app.production.hear import overview
from creator_app.ui.recorder.after_bar import AfterBar
from creator_app.ui.recorder.after_side import AfterSide
from creator_app.ui.recorder.playback import Playback
from creator_app.ui.recorder.tab_order import put_after
from creator_app.ui.recorder.transcribing import Transcribing
from creator_app.ui.recorder.transcript_area import TranscriptArea
from creator_app.ui.recorder.wave_bar import WaveBar
from creator_app.ui.widgets.undo_bar import UndoBar
from creator_app.ui.workspace import Workspace

COLUMNS = 2400
NO_SIDE_PX = 900


class AfterPage(QWidget):
    """Shows one recording of the project, and lets it be heard, corrected, removed."""

    # The recording that is shown, or None.
    shown = Signal(object)

    def __init__(self, workspace: Workspace, transcribing: Transcribing) -> None:
        super().__init__()
        self._workspace, self._transcribing = workspace, transcribing
        self._ident = ""
        self._drawn = ""
        self.playback = Playback(workspace)
        self.bar = AfterBar()
        self.words = TranscriptArea(transcribing)
        self.side = AfterSide()
        self.wave = WaveBar(self.playback)
        self._undo = UndoBar(self.words)
        self._lay_out()
        self._connect()

    @property
    def ident(self) -> str:
        """The ident of the recording that is shown, or ""."""
        return self._ident

    @property
    def recording(self) -> Recording | None:
        """The recording that is shown."""
        return self._workspace.project.recording(self._ident)

    def show_recording(self, ident: str) -> None:
        """Show a recording of the project, the newest if there is none of that ident."""
        recordings = self._workspace.project.recordings
        known = [each.ident for each in recordings]
        if ident not in known:
            ident = known[-1] if known else ""
        self._ident = ident
        self.refresh()

    def refresh(self) -> None:
        """Show again what the project holds."""
        recording = self.recording
        self.side.show_recordings(self._workspace.project.recordings, self._ident)
        put_after(self.words.view, self.side)
        self.shown.emit(recording)
        if recording is None:
            self.playback.close()
            self._drawn = ""
            return
        self.bar.show_recording(recording)
        self.words.show_recording(recording)
        self.wave.show_recording(recording.duration_us, recording.markers)
        self.playback.show(self._workspace.folder("").path, recording)
        self._draw(recording)

    def leave(self) -> None:
        """Let go of sound and recording, as another project is opened."""
        self.playback.close()
        self._ident = self._drawn = ""

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        if self.playback.is_playing:
            self.playback.pause()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the side panel away where there is no room."""
        super().resizeEvent(event)
        self.side.setVisible(event.size().width() >= NO_SIDE_PX)

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)

    def _connect(self) -> None:
        self.bar.again_pressed.connect(self._write_again)
        self.bar.again_in.connect(self._write_again)
        self.bar.edit_pressed.connect(self.words.view.edit_current)
        self.bar.remove_pressed.connect(self._remove)
        self.bar.titled.connect(self._rename)
        self.words.again_pressed.connect(self._write_again)
        self.words.view.hear_from.connect(self._hear_from)
        self.words.view.editing.connect(self.playback.pause)
        self.words.view.edited.connect(self._on_edited)
        self.side.recording_chosen.connect(self.show_recording)
        self.words.busy_changed.connect(lambda busy: self.bar.set_busy(is_busy=busy))
        self.side.speaker_renamed.connect(self._on_speaker)
        self.side.markers.pressed.connect(self._hear_from)
        self.side.markers.noted.connect(self._on_noted)
        self.playback.moved.connect(self._on_moved)
        play = QShortcut(QKeySequence("Ctrl+Space"), self)
        play.activated.connect(self.playback.toggle)

    def _draw(self, recording: Recording) -> None:
        """Measure the waveform, once for each recording."""
        if self._drawn == recording.ident:
            return
        self._drawn = recording.ident
        self.wave.show_columns(None, recording.duration_us)
        folder = self._workspace.folder("").path

        def work(task: Task) -> Any:
            import numpy as np

            peaks = overview(folder, recording, task)
            peaks = peaks.columns(0, max(peaks.duration_us, 1), COLUMNS)
            return np.stack([peaks.lowest, peaks.highest, peaks.rms], axis=1)

        def show(columns: Any) -> None:
            if self._drawn == recording.ident:
                self.wave.show_columns(columns, recording.duration_us)

        def failed(error: CreatorError) -> None:
            if self._drawn == recording.ident:
                self.words.show_failure(error)

        self._workspace.jobs.start(self, "", work, Callbacks(done=show, failed=failed))

    def _hear_from(self, time_us: int) -> None:
        self.playback.seek(time_us)
        self.playback.play()

    def _on_moved(self, time_us: int) -> None:
        self.words.view.show_time(time_us, follows=self.playback.is_playing)

    def _on_edited(self, first: int, last: int, text: str) -> None:
        recording = self.recording
        if recording is not None and recording.transcript is not None:
            transcript = with_text(recording.transcript, first, last, text)
            self._change(self.tr("Correct the transcript"), transcript)

    def _on_speaker(self, old: str, new: str) -> None:
        recording = self.recording
        if recording is not None and recording.transcript is not None:
            transcript = with_speaker_renamed(recording.transcript, old, new)
            self._change(self.tr("Rename a speaker"), transcript)

    def _on_noted(self, at_us: int, note: str) -> None:
        recording = self.recording
        if recording is None:
            return
        markers = tuple(
            Marker(at_us, note) if each.at_us == at_us else each for each in recording.markers
        )
        self._put(self.tr("Note"), replace(recording, markers=markers))

    def _change(self, label: str, transcript: Transcript) -> None:
        recording = self.recording
        if recording is not None:
            self._put(label, replace(recording, transcript=transcript))

    def _put(self, label: str, recording: Recording) -> None:
        project = with_recording(self._workspace.project, recording)
        self._workspace.change(label, project)

    def _rename(self, title: str) -> None:
        recording = self.recording
        if recording is not None and title and title != recording.title:
            self._put(self.tr("Rename the recording"), replace(recording, title=title))

    def _write_again(self, language: str = "") -> None:
        recording = self.recording
        if recording is not None:
            self._transcribing.write(recording, language)

    def _remove(self) -> None:
        """Take the recording out of the project; its sound stays until the bin is emptied."""
        recording = self.recording
        if recording is None:
            return
        self._transcribing.stop(recording.ident)
        project = without_recording(self._workspace.project, recording.ident)
        self._workspace.change(self.tr("Remove the recording"), project)
        words = self.tr("“%1” removed").replace("%1", recording.title)
        self._undo.offer(words, lambda: self._bring_back(recording))

    def _bring_back(self, recording: Recording) -> None:
        self._put(self.tr("Bring the recording back"), recording)
        self.show_recording(recording.ident)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.bar)
        left.addWidget(self.words, 1)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addLayout(left, 1)
        upper.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(self.wave)
