"""Where messages stand: a stack of at most three between the top bar and the panel."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from creator_app.ui import messages
from creator_app.ui.theme import theme
from creator_app.ui.widgets.buttons import Kind
from creator_app.ui.widgets.message import Message, Tone

MOST_SHOWN = 3
# An information goes by itself; a failure stays until somebody has read it.
INFO_MS = 8_000


class MessageArea(QWidget):
    """Shows what `Messages` tells, newest first."""

    def __init__(self, source: messages.Messages) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._shown: list[Message] = []
        source.told.connect(self._show)
        self.hide()

    def _show(self, told: messages.Message) -> None:
        widget = Message(Tone.DANGER if told.kind == "error" else Tone.INFO, told.title, told.text)
        for number, action in enumerate(told.actions):
            kind = Kind.DEFAULT if number else Kind.PRIMARY
            widget.add_action(action.label, action.do, kind)
        if told.details:
            widget.set_details(told.details)
        widget.set_dismissable()
        widget.dismissed.connect(lambda: self._remove(widget))
        self._shown.insert(0, widget)
        self._column.insertWidget(0, widget)
        for old in self._shown[MOST_SHOWN:]:
            self._remove(old)
        if told.kind != "error":
            QTimer.singleShot(INFO_MS, widget, lambda: self._remove(widget))
        inset = theme().space.between_controls
        self._column.setContentsMargins(inset, inset, inset, inset)
        self.show()

    def _remove(self, widget: Message) -> None:
        if widget in self._shown:
            self._shown.remove(widget)
            widget.deleteLater()
        self.setVisible(bool(self._shown))
