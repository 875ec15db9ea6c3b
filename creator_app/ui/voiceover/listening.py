"""Hearing the script: one block, or from a block on; the position is read, never sent."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from creator_app.core.script import Script
from creator_app.core.task import Task
from creator_app.jobs.job import Job
from creator_app.jobs.runner import Callbacks
from creator_app.media.play import Player
from creator_app.production.assemble import Narration, assemble
from creator_app.ui.workspace import Workspace

TICK_MS = 33

Opened = tuple[Narration, Player]


class Listening(QObject):
    """Plays takes. `changed` tells that another block is heard, or none; `moved` how far it is.

    Attributes:
        ident: The block that is heard, or "".
    """

    changed = Signal()
    moved = Signal(str, int)

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self.ident = ""
        self._workspace = workspace
        self._opened: Opened | None = None
        self._opening: Job | None = None
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    def toggle(self, script: Script, takes: Path, ident: str, *, goes_on: bool = False) -> None:
        """Play a block, or stop it where it is heard already.

        Args:
            script: Its blocks with their takes.
            takes: Their folder.
            ident: Which block.
            goes_on: Whether the blocks after it follow.
        """
        was_heard = self.ident == ident and not goes_on
        self.stop()
        if was_heard:
            return
        idents = [block.ident for block in script.blocks]
        if ident not in idents:
            return
        first = idents.index(ident)
        blocks = script.blocks[first:] if goes_on else script.blocks[first : first + 1]
        part = replace(script, blocks=blocks)

        def work(_task: Task) -> Opened:
            narration = assemble(part, takes)
            return narration, Player(narration)

        job = Job("", work, Callbacks(done=self._on_opened), is_urgent=True)
        self._opening = self._workspace.jobs.take(self, job, "live")

    def stop(self) -> None:
        """Stop, and let the device go."""
        self._timer.stop()
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None
        opened, self._opened = self._opened, None
        if opened is not None:
            # Closing waits for the device, so it is not done here.
            self._workspace.jobs.start(self._workspace, "", lambda _task: opened[1].close())
        if self.ident:
            self.moved.emit(self.ident, 0)
            self.ident = ""
            self.changed.emit()

    def _on_opened(self, opened: Opened) -> None:
        self._opened = opened
        self._opening = None
        self._timer.start()
        self._on_tick()

    def _on_tick(self) -> None:
        if self._opened is None:
            return
        narration, player = self._opened
        if player.is_over:
            if player.error is not None:
                self._workspace.messages.error(player.error)
            self.stop()
            return
        now_us = player.position_us
        heard = [piece for piece in narration.pieces if piece.start_us <= now_us]
        if not heard:
            return
        piece = heard[-1]
        if piece.block.ident != self.ident:
            if self.ident:
                self.moved.emit(self.ident, 0)
            self.ident = piece.block.ident
            self.changed.emit()
        self.moved.emit(self.ident, min(now_us - piece.start_us, piece.take.duration_us))
