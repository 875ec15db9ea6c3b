"""What stands in a panel that holds nothing yet."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creator_app.ui import icons
from creator_app.ui.theme import theme
from creator_app.ui.widgets.buttons import Button, Kind, LinkButton
from creator_app.ui.widgets.labels import Label, Paragraph
from creator_app.ui.widgets.paint import CENTER


class Picture(QWidget):
    """An icon that is only looked at.

    Args:
        icon: Name of the icon.
        color: Name of a colour.
        side_px: Its side.
        parent: Where it stands.
    """

    def __init__(
        self, icon: str, color: str = "text2", side_px: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._color = icon, color
        self.setFixedSize(side_px, side_px)

    def set(self, icon: str, color: str) -> None:
        """Show another icon or colour."""
        self._icon, self._color = icon, color
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        look = theme()
        color = look.color(self._color) if self.isEnabled() else look.colors.text_disabled
        icons.paint(QPainter(self), self._icon, QRectF(self.rect()), color)


class EmptyState(QWidget):
    """Says what belongs here and how to begin: icon, title, one line, one button, the sample.

    Args:
        icon: Name of the icon.
        title: What is not here yet.
        how: One line about how to begin.
        parent: The panel.
    """

    def __init__(self, icon: str, title: str, how: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        column.addStretch(1)
        picture = Picture(icon, "text2", theme().icon.empty)
        column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(6)
        self.title = Label(title, "section")
        self.title.set_align(CENTER)
        column.addWidget(self.title)
        self.how = Paragraph(how, "body", "text3")
        self.how.center()
        column.addWidget(self.how)
        column.addSpacing(6)
        self._row = QHBoxLayout()
        self._row.setSpacing(theme().space.between_controls)
        self._row.addStretch(1)
        self._row.addStretch(1)
        column.addLayout(self._row)
        column.addStretch(1)

    def set_action(self, text: str, act: Callable[[], object], icon: str = "") -> Button:
        """Add the one button."""
        button = Button(text, Kind.DEFAULT, icon)
        button.clicked.connect(lambda *_: act())
        self._row.insertWidget(1, button)
        return button

    def set_sample(self, text: str, act: Callable[[], object]) -> LinkButton:
        """Add the link that opens the sample."""
        link = LinkButton(text)
        link.clicked.connect(lambda *_: act())
        self._row.insertWidget(self._row.count() - 1, link)
        return link
