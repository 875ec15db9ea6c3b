"""What stands at the right of the top bar while the Record panel is shown."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from creator_app.ui.recorder.exporting import Exporting
from creator_app.ui.theme import theme
from creator_app.ui.widgets.buttons import Button, Kind
from creator_app.ui.widgets.chips import Chip, Hue
from creator_app.ui.widgets.menus import Menu


class BarActions(QWidget):
    """Goes between the two views; exports, and makes a script of the words.

    Args:
        exporting: Fills the menu of formats.
    """

    new_pressed = Signal()
    recordings_pressed = Signal()
    script_pressed = Signal()

    def __init__(self, exporting: Exporting) -> None:
        super().__init__()
        self._exporting = exporting
        self._private = Chip("", "shield-check", Hue.SUCCESS)
        self._recordings = Button("", Kind.DEFAULT, "list")
        self._new = Button("", Kind.DEFAULT, "mic")
        self._script = Button("", Kind.DEFAULT, "audio-lines")
        self._export = Button("", Kind.PRIMARY, "upload")
        self._menu = Menu("", self)
        self._menu.aboutToShow.connect(lambda: self._exporting.fill(self._menu))
        self._export.set_menu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space.between_controls)
        for widget in (self._private, self._recordings, self._new, self._script, self._export):
            row.addWidget(widget)
        self._new.clicked.connect(self.new_pressed)
        self._recordings.clicked.connect(self.recordings_pressed)
        self._script.clicked.connect(self.script_pressed)
        self._say()

    def show_live(self, *, has_recordings: bool, is_private: bool) -> None:
        """Show what goes with the live view.

        Args:
            has_recordings: Whether there is something to go back to.
            is_private: Whether no sound leaves this computer.
        """
        self._private.setVisible(is_private)
        self._recordings.setVisible(has_recordings)
        for button in (self._new, self._script, self._export):
            button.hide()

    def show_after(self, *, has_words: bool) -> None:
        """Show what goes with a recording.

        Args:
            has_words: Whether something is written down that can be exported.
        """
        self._private.hide()
        self._recordings.hide()
        reason = self.tr("There are no words yet")
        for button in (self._new, self._script, self._export):
            button.show()
        for button in (self._script, self._export):
            if has_words:
                button.enable()
            else:
                button.disable(reason)

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def _say(self) -> None:
        self._private.setText(self.tr("Private: nothing leaves this computer"))
        self._recordings.setText(self.tr("Recordings"))
        self._new.setText(self.tr("New recording"))
        self._script.setText(self.tr("Use as script"))
        self._script.set_hint(self.tr("Put the words into the voice-over of this project"))
        self._export.setText(self.tr("Export"))
        self._menu.setTitle(self.tr("Export"))
