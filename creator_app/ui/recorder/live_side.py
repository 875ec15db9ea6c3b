"""Beside the captions: the markers, and what is watched all the time."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creator_app.ui.recorder.marker_list import MarkerList
from creator_app.ui.theme import theme
from creator_app.ui.widgets import paint
from creator_app.ui.widgets.chips import Hue, Tag
from creator_app.ui.widgets.empty import Picture
from creator_app.ui.widgets.labels import Label
from creator_app.ui.widgets.rows import Divider, SectionHead

WIDTH_PX = 280
# Which alarms make each line untrue.
DEVICES = {"gone", "stalled"}
SOUND = {"zeros", "dropped"}
DISK = {"disk-low", "disk-full"}


class LiveSide(QWidget):
    """Shows markers, and whether all is well."""

    def __init__(self) -> None:
        super().__init__()
        self.markers = MarkerList()
        self._head = SectionHead("", "shield-check")
        self._tag = Tag("")
        self._head.add_action(self._tag)
        self._lines = tuple((Picture("check"), Label("", "small", "text2")) for _ in range(3))
        self._kinds: set[str] = set()
        self.setFixedWidth(WIDTH_PX)
        self._lay_out()
        self.show_alarms(set())

    def show_alarms(self, kinds: set[str]) -> None:
        """Show what is well and what is not.

        Args:
            kinds: The kinds of what is wrong now.
        """
        self._kinds = kinds
        said = (
            (DEVICES, self.tr("Every device delivers"), self.tr("A device is missing")),
            (
                SOUND,
                self.tr("No track is silent or broken"),
                self.tr("A track is silent or broken"),
            ),
            (DISK, self.tr("Room on the disk"), self.tr("The disk is nearly full")),
        )
        for (picture, label), (wrong, good, bad) in zip(self._lines, said, strict=True):
            is_good = not wrong & kinds
            name = "check" if is_good else "triangle-alert"
            picture.set(name, "success_text" if is_good else "warning_text")
            label.set_text(good if is_good else bad)
        is_well = not kinds & (DEVICES | SOUND | DISK)
        self._head.title.set_text(self.tr("Watched all the time"))
        hue = Hue.SUCCESS if is_well else Hue.WARNING
        self._tag.set(self.tr("all well") if is_well else self.tr("look"), hue)

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.show_alarms(self._kinds)
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the line at the edge."""
        place = self.rect().toRectF()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colors.panel)
        paint.line(painter, place.topLeft(), place.bottomLeft(), theme().colors.line)

    def _lay_out(self) -> None:
        inset = theme().space.panel_inset
        watched = QVBoxLayout()
        watched.setContentsMargins(inset, 10, inset, 14)
        watched.setSpacing(6)
        watched.addWidget(self._head)
        for picture, label in self._lines:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(picture)
            row.addWidget(label, 1)
            watched.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.markers, 1)
        column.addWidget(Divider())
        column.addLayout(watched)
