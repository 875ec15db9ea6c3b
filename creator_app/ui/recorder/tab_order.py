"""The order in which Tab goes, where parts of a page are made anew while it is open."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_after(before: QWidget, part: QWidget) -> None:
    """Let Tab go from a widget to everything in a part, from top to bottom, and then on.

    What is made late would else come last in the whole window.

    Args:
        before: Takes the focus itself.
        part: Its children may change.
    """
    for each in part.findChildren(QWidget):
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and not each.isHidden():
            QWidget.setTabOrder(before, each)
            before = each
