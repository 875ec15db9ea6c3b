"""The drawer beside the rail: what is being done, what waits, what was done."""

from collections import deque

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from creator_app.core.time import US, clock
from creator_app.jobs.runner import Job, State
from creator_app.ui.jobs import Jobs
from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.buttons import IconButton
from creator_app.ui.widgets.labels import Label
from creator_app.ui.widgets.progress import ProgressBar

REFRESH_MS = 250
KEPT_DONE = 12
# What was over at once is not worth a line.
SHOWN_S = 1.0


def shown_jobs(jobs: Jobs) -> list[Job]:
    """Return the jobs people care about: saving and the like have no title."""
    return [job for job in jobs.jobs() if job.title]


class JobRow(QWidget):
    """One job that is not over: title, stage, progress, time left, cancel."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job
        self._note = Label("", "small", "text2")
        self._left = Label("", "small", "text3", tabular=True)
        self._bar = ProgressBar(job.title)
        self._cancel = IconButton("x", self.tr("Cancel: %1").replace("%1", job.title))
        self._cancel.clicked.connect(self._on_cancel)
        top = QHBoxLayout()
        top.addWidget(Label(job.title, "section"), 1)
        top.addWidget(self._left)
        top.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._note)
        column.addWidget(self._bar)
        self.refresh()

    def refresh(self) -> None:
        """Show how far the job is now."""
        fraction, note = self.job.task.latest
        is_waiting = self.job.state is State.QUEUED
        self._note.set_text(self.tr("Waiting") if is_waiting else note or self.tr("Working"))
        self._bar.set_fraction(0.0 if is_waiting else fraction)
        left_s = self.job.left_s()
        if left_s is not None:
            self._left.set_text(self.tr("%1 left").replace("%1", clock(int(left_s * US))))
        elif self.job.started_at is not None:
            self._left.set_text(clock(int(self.job.elapsed_s() * US)))

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self.job.cancel()


class JobsDrawer(QWidget):
    """Opens over the panel; Esc closes it. Reads the jobs at its own rate while it is open."""

    def __init__(self, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._rows: dict[Job, JobRow] = {}
        self._done: deque[Job] = deque(maxlen=KEPT_DONE)
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        self._title = Label("", "title")
        self._count = Label("", "small", "text3")
        self._close = IconButton("x", "")
        self._close.clicked.connect(self.hide)
        self._running, self._over = QVBoxLayout(), QVBoxLayout()
        self.setFixedWidth(theme().size.jobs_drawer)
        self._name()
        self._lay_out()
        jobs.ended.connect(self._on_ended)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is going on now, and take the focus."""
        self._refresh()
        self._timer.start()
        self._close.setFocus()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest."""
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the line at the right."""
        painter = QPainter(self)
        colors, place = theme().colors, self.rect().toRectF()
        painter.fillRect(place, colors.overlay)
        place.adjust(0, 0, -1, 0)
        paint.line(painter, place.topRight(), place.bottomRight(), colors.line_strong)

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _name(self) -> None:
        self._title.set_text(self.tr("Jobs"))
        self.setAccessibleName(self.tr("Jobs"))
        self._close.set_name(self.tr("Close jobs"))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._count, 1)
        head.addWidget(self._close)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.addLayout(self._running)
        column.addSpacing(theme().space.section_gap)
        column.addLayout(self._over)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(inside)
        inside.setAutoFillBackground(False)  # the scroll area has just asked for it
        inset = theme().space.panel_inset
        whole = QVBoxLayout(self)
        whole.setContentsMargins(inset, 8, inset, inset)
        whole.addLayout(head)
        whole.addWidget(area, 1)

    def _on_ended(self, job: Job) -> None:
        is_worth_it = job.elapsed_s() >= SHOWN_S or job.state is State.FAILED
        if job.title and is_worth_it:
            self._done.appendleft(job)

    def _refresh(self) -> None:
        jobs = shown_jobs(self._jobs)
        for job in [each for each in self._rows if each not in jobs]:
            self._rows.pop(job).deleteLater()
        for job in jobs:
            if job not in self._rows:
                self._rows[job] = JobRow(job)
                self._running.addWidget(self._rows[job])
            self._rows[job].refresh()
        self._count.set_text(self._summary(jobs))
        self._list_done()

    def _summary(self, jobs: list[Job]) -> str:
        if not jobs:
            return self.tr("Nothing is running")
        return self.tr("%n running", "", len(jobs))

    def _list_done(self) -> None:
        if self._over.count() == len(self._done) + bool(self._done):
            return
        while (item := self._over.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if self._done:
            self._over.addWidget(Label(self.tr("Done"), "section", "text3"))
        for job in self._done:
            self._over.addWidget(self._done_row(job))

    def _done_row(self, job: Job) -> QWidget:
        ends = {
            State.DONE: self.tr("done"),
            State.FAILED: self.tr("failed"),
            State.CANCELLED: self.tr("stopped"),
        }
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 2, 0, 2)
        line.addWidget(Label(job.title), 1)
        line.addWidget(Label(ends.get(job.state, ""), "small", "text3"))
        line.addWidget(Label(clock(int(job.elapsed_s() * US)), "small", "text3", tabular=True))
        return row
