"""The gallery's second column: captions, sound, messages and the other larger parts."""

import math
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creator_app.ui.widgets.buttons import Kind
from creator_app.ui.widgets.captions_view import CaptionsView, Mark, Turn
from creator_app.ui.widgets.card import Card, ChoiceCard
from creator_app.ui.widgets.empty import EmptyState
from creator_app.ui.widgets.labels import Label
from creator_app.ui.widgets.live_strip import LiveStrip
from creator_app.ui.widgets.message import Message, Tone
from creator_app.ui.widgets.meter import Level, LevelMeter
from creator_app.ui.widgets.progress import ProgressLine, StagedProgress
from creator_app.ui.widgets.proof_strip import Proof, ProofCell, ProofStrip
from creator_app.ui.widgets.rail import Rail
from creator_app.ui.widgets.record_button import RecordButton
from creator_app.ui.widgets.rows import Row, SectionHead
from creator_app.ui.widgets.skeleton import Skeleton
from creator_app.ui.widgets.tabs import Tab, Tabs
from creator_app.ui.widgets.transport import PlayButton, Transport
from creator_app.ui.widgets.undo_bar import UndoBar
from creator_app.ui.widgets.waveform import Stretch, Waveform

SECOND_US = 1_000_000


def parts_column() -> QWidget:
    """Return the larger parts below one another."""
    column = QWidget()
    lines = QVBoxLayout(column)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(12)
    for part in (
        _record(),
        _captions(),
        _waves(),
        _strip(),
        _more_proofs(),
        _empty_and_loading(),
        *_messages(),
        _lists(),
        _undo(),
    ):
        lines.addWidget(part)
    return column


def _t(text: str) -> str:
    return QCoreApplication.translate("Gallery", text)


def _record() -> QWidget:
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(_rail())
    lines = QVBoxLayout()
    lines.addLayout(_record_buttons())
    meter = LevelMeter(_t("Microphone"), lambda: Level(-20.6))
    loud = LevelMeter(_t("Loud"), lambda: Level(-4.0), 12, has_scale=False)
    shape = iter([abs(math.sin(x / 9) * math.sin(x / 2.3)) for x in range(118)])
    feed = LiveStrip(_t("Microphone"), lambda: _column(next(shape, 0.0)))
    for _ in range(118):
        feed.tick()
    for widget in (meter, loud, feed):
        lines.addWidget(widget)
    row.addLayout(lines, 1)
    return group


def _column(peak: float) -> tuple[float, float]:
    return peak, peak * 0.5


def _rail() -> QWidget:
    rail = Rail()
    rail.add_panel("record", "mic", _t("Record")).set_dot(True, _t("recording"))
    rail.add_panel("voice", "audio-lines", _t("Voice-over"))
    rail.add_below("jobs", "list-checks", _t("Jobs")).set_work(2, 0.4)
    rail.choose("record")
    rail.setFixedHeight(210)
    return rail


def _record_buttons() -> QHBoxLayout:
    row = QHBoxLayout()
    idle, running, off = RecordButton(), RecordButton(), RecordButton()
    running.set_recording(True)
    off.disable(_t("No microphone is connected."))
    for button in (idle, running, off):
        row.addWidget(button)
    row.addWidget(Label("00:24:37", "timer"))
    row.addStretch(1)
    return row


def _captions() -> QWidget:
    view = CaptionsView(_t("Captions"))
    view.setFixedHeight(230)
    view.append(
        Turn("1", "The conflict sheet is done.", "", 2, "Sofia", "SR", "00:24:09", note="Agreed")
    )
    text = "Then let us say the twelfth of February,"
    view.append(Turn("2", text, " and decide on the fifth", 0, "Maya", "ML", "00:24:26"))
    marks = (Mark(0, 2, "hit"), Mark(3, 5, "check"), Mark(6, 9, "spoken"))
    view.append(
        Turn("3", "那就定在二月十二号，好吗？", "", 1, "林梦瑶", "林", "00:24:31", marks=marks)
    )
    view.set_current("1")
    return view


def _waves() -> QWidget:
    group = QWidget()
    lines = QVBoxLayout(group)
    lines.setContentsMargins(0, 0, 0, 0)
    wave = Waveform(_t("Recording"))
    wave.set_seekable()
    wave.set_columns(sample_columns(), 60 * SECOND_US)
    wave.set_flags((Stretch(42 * SECOND_US, 46 * SECOND_US, _t("said twice")),))
    wave.set_gaps((Stretch(52 * SECOND_US, 56 * SECOND_US, _t("paused")),))
    wave.set_speakers(
        tuple(Stretch(8 * n * SECOND_US, (8 * n + 7) * SECOND_US, "", n) for n in range(7))
    )
    wave.setFixedHeight(68)
    at_us = 27 * SECOND_US
    wave.set_played(at_us)
    lines.addWidget(wave)
    row = QHBoxLayout()
    transport = Transport(lambda: at_us)
    transport.set_duration(60 * SECOND_US)
    row.addWidget(transport)
    row.addStretch(1)
    row.addWidget(PlayButton(is_accent=False, side_px=28, what=_t("take 2")))
    off = PlayButton(is_accent=False, side_px=28)
    off.disable(_t("There is no take yet."))
    row.addWidget(off)
    lines.addLayout(row)
    return group


def sample_columns(count: int = 900) -> Any:
    """Return columns that look like speech, the same each time."""
    import numpy as np

    x = np.arange(count)
    words = np.abs(np.sin(x / 37) * np.sin(x / 11)) * (0.3 + 0.7 * np.abs(np.sin(x / 160)))
    grain = 0.75 + 0.25 * np.sin(x * 2.4)
    peak = np.where(np.sin(x / 90) > -0.8, words * grain, 0.0).astype(np.float32)
    return np.stack([-peak * 0.9, peak, peak * 0.5], axis=1)


def _strip() -> QWidget:
    disk, delay = ProofCell("hard-drive", _t("On disk")), ProofCell("timer", _t("Caption delay"))
    disk.show_proof(Proof("24 min 37 s", _t("both tracks"), is_proved=True))
    delay.show_proof(Proof("4.1 s", _t("over 3 s: takes a smaller model"), is_good=False))
    return ProofStrip((disk, delay))


def _more_proofs() -> QWidget:
    heard, late = ProofCell("ear", _t("Heard → captioned")), ProofCell("timer", _t("Delay"))
    heard.show_proof(Proof("21:08 → 21:04", "99.7 %", share=0.99))
    trend = (1.1, 1.2, 1.0, 1.4, 1.2, 2.4, 1.3, 1.2, 1.5, 1.3)
    late.show_proof(Proof("1.3 s", _t("half within 0.7 s"), trend=trend))
    return ProofStrip((heard, late))


def _empty_and_loading() -> QWidget:
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    empty, loading = Card(), Card()
    state = EmptyState("audio-lines", _t("No script yet"), _t("Paste text, drop a file, or"))
    state.set_action(_t("Open sample"), lambda: None)
    empty.column.addWidget(state)
    line = ProgressLine(_t("Reading"))
    line.set_progress(0.4, "", _t("0:04 left"))
    loading.column.addWidget(Skeleton())
    loading.column.addWidget(line)
    for card in (empty, loading):
        card.setFixedHeight(172)
        row.addWidget(card, 1)
    return group


def _messages() -> list[QWidget]:
    unplugged = Message(
        Tone.DANGER,
        _t("The microphone was unplugged."),
        _t("System sound goes on. It comes back by itself when plugged in."),
    )
    unplugged.add_action(_t("Choose another"), lambda: None)
    refused = Message(
        Tone.WARNING,
        _t("Shot 5 refused: its picture shows a person."),
        _t("Runway charged nothing. The shot and its pictures are safe."),
    )
    refused.add_action(_t("Choose a picture"), lambda: None, Kind.PRIMARY)
    refused.add_action(_t("Draw it here, free"), lambda: None)
    refused.add_action("Gemini", lambda: None, Kind.QUIET, "$0.60")
    refused.set_details("HTTP 400")
    closes = Message(Tone.WARNING, _t("This voice closes on 6 January."), "", is_soft=True)
    closes.set_dismissable()
    return [unplugged, refused, closes]


def _lists() -> QWidget:
    group = QWidget()
    lines = QVBoxLayout(group)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(4)
    tabs = (Tab(_t("Minutes"), "file-text"), Tab(_t("Ask")), Tab(_t("Markers"), count="3"))
    lines.addWidget(Tabs(_t("Side panel"), tabs))
    lines.addWidget(SectionHead(_t("Markers"), "flag", "3"))
    chosen = Row(_t("Engines"), icon="cpu")
    chosen.setCheckable(True)
    chosen.setChecked(True)
    current = Row(_t("Churn numbers"), _t("00:06:10 · check with finance"), "bookmark")
    current.set_current(True)
    current.add_end(Label("$0.72", "body", "text2", tabular=True))
    lines.addWidget(chosen)
    lines.addWidget(current)
    stages = tuple(_t(name) for name in ("Sent", "In line", "Filming", "Fetching", "Checking"))
    staged = StagedProgress(_t("Shot 3"), stages)
    staged.set_stage(2, 0.4)
    lines.addWidget(staged)
    cards = QHBoxLayout()
    for number, name in enumerate(("Meetings", "Voice-over")):
        card = ChoiceCard(_t(name))
        card.setChecked(number == 0)
        card.column.addWidget(Label(_t(name), "section"))
        card.column.addWidget(Label(_t("record and caption"), "small", "text3"))
        cards.addWidget(card)
    lines.addLayout(cards)
    return group


def _undo() -> QWidget:
    panel = QWidget()
    panel.setFixedHeight(68)
    UndoBar(panel).offer(_t("Take 2 removed"), lambda: None)
    return panel
