"""A choice from a long list that is only made when somebody opens it."""

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from creator_app.ui.widgets.fields import Combo


class LongCombo(Combo):
    """A combo that holds its chosen item alone until its list is wanted.

    Qt measures every item as soon as a combo has a place; a list of languages, each written in its
    own script, would load every font of the computer: a second, and tens of megabytes.

    Args:
        name: What is chosen, for screen readers.
        parent: Where it stands.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self._choices: list[tuple[str, str]] = []
        self._is_whole = False

    def offer(self, choices: list[tuple[str, str]], chosen: str) -> None:
        """Offer values with their names, one of them chosen; an unknown one means the first."""
        self._choices = choices
        self._is_whole = False
        self.choose(chosen)

    def choose(self, value: str) -> None:
        """Show another choice."""
        if self._is_whole:
            self.setCurrentIndex(max(0, self.findData(value)))
            return
        found = next((each for each in self._choices if each[0] == value), self._choices[0])
        self.clear()
        self.addItem(found[1], found[0])

    def value(self) -> str:
        """Return what is chosen."""
        return str(self.currentData())

    def showPopup(self) -> None:
        """Make the list, then open it."""
        self._make_whole()
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Make the list before a key moves in it."""
        self._make_whole()
        super().keyPressEvent(event)

    def _make_whole(self) -> None:
        if self._is_whole:
            return
        chosen = self.value()
        self.clear()
        for value, name in self._choices:
            self.addItem(name, value)
        self._is_whole = True
        self.setCurrentIndex(max(0, self.findData(chosen)))
