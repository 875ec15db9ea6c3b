"""The strip that proves a recording is safe and captioned: read from it, twice a second."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from creator_app.core.time import US
from creator_app.ui.recorder.caption_area import CaptionArea
from creator_app.ui.recorder.control import RecordControl
from creator_app.ui.widgets.proof_strip import Proof, ProofCell, ProofStrip

if TYPE_CHECKING:  # numpy comes when sound does, not when the window opens
    from creator_app.media.capture import Standing

TICK_MS = 500
# Sound goes to disk every 0.4 s; more than this behind means that the disk is slow.
LATE_US = 2 * US
LATE_CAPTIONS_US = 4 * US
LOW_S = 1800
RECENT = 200
TREND = 24


class ProofPanel(QWidget):
    """Shows what is on disk, how late captions are, how much is captioned, how long there is room.

    Args:
        control: The recording.
        captions: What was captioned.
    """

    def __init__(self, control: RecordControl, captions: CaptionArea) -> None:
        super().__init__()
        self._control, self._captions = control, captions
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.refresh)
        self._make()

    def showEvent(self, event: QShowEvent) -> None:
        """Read on."""
        self._timer.start()
        self.refresh()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest."""
        self._timer.stop()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            while (item := self._column.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.deleteLater()
            self._make()
        super().changeEvent(event)

    def refresh(self) -> None:
        """Read the recording."""
        session = self._control.session
        standing = session.standing() if session is not None else None
        if session is None or standing is None:
            return
        self._disk.show_proof(self._on_disk(standing, len(session.devices)))
        self._delay.show_proof(self._late())
        self._heard.show_proof(self._captioned())
        self._left.show_proof(self._room(standing))

    def _make(self) -> None:
        self._disk = ProofCell("hard-drive", self.tr("On disk"))
        self._delay = ProofCell("timer", self.tr("Caption delay, p95"))
        self._heard = ProofCell("captions", self.tr("Captioned"))
        self._left = ProofCell("database", self.tr("Disk left"))
        self._column.addWidget(ProofStrip((self._disk, self._delay, self._heard, self._left)))

    def _on_disk(self, standing: "Standing", tracks: int) -> Proof:
        lost = self.tr("{0} blocks dropped").format(standing.dropped)
        if standing.dropped == 1:
            lost = self.tr("1 block dropped")
        what = self.tr("both tracks") if tracks > 1 else self.tr("one track")
        is_good = standing.dropped == 0 and standing.recorded_us - standing.on_disk_us < LATE_US
        return Proof(self._duration(standing.on_disk_us), f"{what} · {lost}", is_good, is_good)

    def _late(self) -> Proof:
        delays = self._control.delays_us[-RECENT:]
        if not delays:
            return Proof("–", self.tr("nothing was said yet"))
        ordered = sorted(delays)
        late_us, half_us = ordered[int(len(ordered) * 0.95)], ordered[len(ordered) // 2]
        remark = self.tr("half within %1").replace("%1", self._seconds(half_us))
        if late_us >= LATE_CAPTIONS_US:
            remark = self.tr("catching up; nothing is lost")
        trend = tuple(each / US for each in delays[-TREND:])
        return Proof(self._seconds(late_us), remark, late_us < LATE_CAPTIONS_US, trend=trend)

    def _captioned(self) -> Proof:
        words = QLocale().toString(self._captions.words)
        remark = self.tr("{0} words of speech").format(words)
        return Proof(self._duration(self._captions.spoken_us), remark)

    def _room(self, standing: "Standing") -> Proof:
        is_good = standing.left_s >= LOW_S
        rate = standing.written_bytes * US / max(standing.on_disk_us, 1)
        size = QLocale().formattedDataSize(
            int(standing.left_s * rate), 0, QLocale.DataSizeFormat.DataSizeSIFormat
        )
        hours = standing.left_s // 3600
        remark = self.tr("about {0} hours").format(QLocale().toString(hours))
        if hours < 2:
            remark = self.tr("about {0} minutes").format(standing.left_s // 60)
        return Proof(size if standing.written_bytes else "–", remark, is_good)

    def _duration(self, time_us: int) -> str:
        seconds = time_us // US
        if seconds < 60:
            return self.tr("{0} s").format(seconds)
        if seconds < 3600:
            minutes = self.tr("{0} min {1} s")
            return minutes.format(seconds // 60, seconds % 60)
        return self.tr("{0} h {1} min").format(seconds // 3600, seconds // 60 % 60)

    def _seconds(self, time_us: int) -> str:
        return self.tr("{0} s").format(QLocale().toString(time_us / US, "f", 1))
