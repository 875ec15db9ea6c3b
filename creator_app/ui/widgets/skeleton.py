"""What stands where content is being loaded: its outline at once, progress a little later."""

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.progress import ProgressLine

PROGRESS_AFTER_MS = 400
GAP_PX = 8
TEXT_BLOCKS = ((1.0, 36), (0.8, 10), (0.55, 10))


class Skeleton(QWidget):
    """Empty blocks in the sizes of what is to come.

    Args:
        blocks: For each its share of the width (0 … 1) and its height in pixels.
        parent: Where it stands.
    """

    def __init__(
        self,
        blocks: tuple[tuple[float, int], ...] = TEXT_BLOCKS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._blocks = blocks
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of all blocks."""
        high_px = sum(height_px for _, height_px in self._blocks)
        return QSize(160, high_px + GAP_PX * (len(self._blocks) - 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the blocks."""
        look = theme()
        painter = QPainter(self)
        top_px = 0
        for share, height_px in self._blocks:
            place = QRectF(0, top_px, round(self.width() * share), height_px)
            radius_px = min(look.radius.inner, height_px / 2)
            paint.box(painter, place, radius_px, look.colors.raised, look.colors.line)
            top_px += height_px + GAP_PX


class Loading(QWidget):
    """A skeleton at once; after 400 ms a bar with stage and time left.

    Args:
        name: What is being loaded, for screen readers.
        blocks: The outline of what is to come.
        parent: Where it stands.
    """

    def __init__(
        self,
        name: str,
        blocks: tuple[tuple[float, int], ...] = TEXT_BLOCKS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._line = ProgressLine(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Skeleton(blocks))
        column.addWidget(self._line)
        column.addStretch(1)
        # The room is kept, so that nothing moves when the bar appears.
        self._line.keep_room()
        policy = self._line.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._line.setSizePolicy(policy)
        self._line.hide()
        self._timer = QTimer(self, singleShot=True, interval=PROGRESS_AFTER_MS)
        self._timer.timeout.connect(self._line.show)
        self._timer.start()

    def set_progress(self, fraction: float | None, stage: str = "", left: str = "") -> None:
        """Show how far it is; seen once it has taken 400 ms."""
        self._line.set_progress(fraction, stage, left)
