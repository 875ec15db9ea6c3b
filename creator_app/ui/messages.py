"""The one place where text reaches the user outside the panels: info, error, bug."""

import logging
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from creator_app.core.errors import CreatorError
from creator_app.core.logs import redacted

log = logging.getLogger(__name__)

KEPT = 50


@dataclass(frozen=True, slots=True)
class Action:
    """Something the user can do about a message."""

    label: str
    do: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to tell.

    Attributes:
        kind: «info», «error» or «undo».
        title: What happened, to what.
        text: What is safe, and what to do.
        actions: At most three; the first is the usual one.
        details: For support; folded.
        is_bug: Whether nobody expected it.
    """

    kind: str
    title: str
    text: str = ""
    actions: tuple[Action, ...] = ()
    details: str = ""
    is_bug: bool = False


class Messages(QObject):
    """Takes what is to be told, logs it without the user's words, and hands it to the window."""

    told = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recent: deque[Message] = deque(maxlen=KEPT)

    def info(self, title: str, text: str = "", actions: tuple[Action, ...] = ()) -> None:
        """Tell something good, or worth knowing."""
        self._tell(Message("info", title, text, actions))

    def error(self, error: CreatorError, actions: tuple[Action, ...] = ()) -> None:
        """Tell an expected failure."""
        log.warning("told the user of a failure: %s", type(error).__name__)
        cause = error.__cause__
        details = "".join(traceback.format_exception(cause)) if cause else ""
        self._tell(Message("error", str(error), error.hint, actions, redacted(details)))

    def bug(self, error: BaseException) -> None:
        """Tell a failure that nobody expected; its traceback is for support."""
        log.error("a bug", exc_info=error)
        details = redacted("".join(traceback.format_exception(error)))
        title = self.tr("Something went wrong inside Creator App.")
        text = self.tr(
            "Your work is saved. Try again; if it comes back, report it with the details."
        )
        self._tell(Message("error", title, text, (), details, is_bug=True))

    def undo(self, title: str, label: str, undo: Callable[[], object]) -> None:
        """Tell that something was removed, with the way back."""
        self._tell(Message("undo", title, "", (Action(label, undo),)))

    def _tell(self, message: Message) -> None:
        self.recent.append(message)
        self.told.emit(message)
