"""Beside the script: the block being worked on, and how loud the whole is to be."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from creator_app.core import script_edits as edits
from creator_app.core.script import Block, Script
from creator_app.core.time import US
from creator_app.production.deliver import Delivery
from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.fields import Combo
from creator_app.ui.widgets.labels import Label, Paragraph
from creator_app.ui.widgets.slider import SliderField
from creator_app.ui.workspace import Workspace

WIDTH_PX = 280
TARGETS = (("Podcast", -16.0), ("YouTube, TikTok", -14.0), ("EBU R128", -23.0))


class Side(QWidget):
    """Changes one block, and holds the loudness target of the export."""

    script_changed = Signal(str, object, str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._script, self._ident = Script(), ""
        self._title = Label("", "section")
        self._hint = Paragraph(self.tr("Choose a block to change its speed and pause."), "small")
        self._speed = SliderField(self.tr("Speed"), 0.5, 2.0, 0.05, lambda x: f"{x:.2f}×")
        self._pause = SliderField(self.tr("Pause after"), 0.0, 3.0, 0.05, lambda x: f"{x:.2f} s")
        self._target = Combo(
            self.tr("Loudness"),
            tuple(f"{name} {lufs:.0f} LUFS".replace("-", "−") for name, lufs in TARGETS),
        )
        self._measured = Paragraph(self.tr("Measured on the file once it is exported."), "small")
        self._block = QWidget()
        self.setFixedWidth(WIDTH_PX)
        self._lay_out()
        self._speed.let_go.connect(self._on_speed)
        self._pause.let_go.connect(self._on_pause)

    @property
    def lufs(self) -> float:
        """How loud the export is to be."""
        return TARGETS[self._target.currentIndex()][1]

    def show_block(self, script: Script, ident: str) -> None:
        """Show one block of a script, or none."""
        self._script, self._ident = script, ident
        spoken = [block for block in script.blocks if not block.heading]
        block = next((each for each in spoken if each.ident == ident), None)
        self._block.setVisible(block is not None)
        self._hint.setVisible(block is None)
        if block is None:
            self._title.set_text(self.tr("Block"))
        else:
            self._show(block, spoken.index(block) + 1)

    def show_delivery(self, delivery: Delivery) -> None:
        """Show what was measured on the exported file."""
        words = self.tr("Last export: %1").replace("%1", loudness_of(delivery))
        self._measured.set_text(words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line at the left."""
        place = self.rect().toRectF()
        painter = QPainter(self)
        paint.line(painter, place.topLeft(), place.bottomLeft(), theme().colors.line)

    def _show(self, block: Block, number: int) -> None:
        self._title.set_text(self.tr("Block %1").replace("%1", str(number)))
        self._speed.set_value(block.speed)
        self._pause.set_value(block.pause_us / US)

    def _lay_out(self) -> None:
        inner = QVBoxLayout(self._block)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(Label(self.tr("Speed"), "small", "text3"))
        inner.addWidget(self._speed)
        inner.addWidget(Label(self.tr("Pause after"), "small", "text3"))
        inner.addWidget(self._pause)
        inset = theme().space.panel_inset
        column = QVBoxLayout(self)
        column.setContentsMargins(inset, 12, inset, inset)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addWidget(self._block)
        column.addSpacing(12)
        column.addWidget(Label(self.tr("Loudness"), "section"))
        column.addWidget(self._target)
        column.addWidget(self._measured)
        column.addStretch(1)

    def _on_speed(self, speed: float) -> None:
        script = edits.with_block_settings(self._script, self._ident, speed=round(speed, 2))
        self.script_changed.emit(self.tr("Change speed"), script, f"speed {self._ident}")

    def _on_pause(self, pause_s: float) -> None:
        pause_us = round(pause_s * 100) * US // 100
        script = edits.with_block_settings(self._script, self._ident, pause_us=pause_us)
        self.script_changed.emit(self.tr("Change pause"), script, f"pause {self._ident}")


def loudness_of(delivery: Delivery) -> str:
    """Write what was measured, with real minus signs."""
    return f"{delivery.lufs:.1f} LUFS, {delivery.peak_dbtp:.1f} dBTP".replace("-", "−")
