"""Collects cyclic garbage in the UI thread only.

Python collects wherever it happens to allocate, so also in a worker; if the garbage holds a widget
or a timer, Qt then deletes it in the wrong thread, and the next event for it crashes the app. With
the collector switched off and called from here, that cannot happen.
"""

import gc

from PySide6.QtCore import QObject, QTimer

CHECK_MS = 1_000
# Python's own thresholds suit programs that stop to collect; here nobody waits for it.
YOUNG, MIDDLE, OLD = 2_000, 10, 20


class Garbage(QObject):
    """Calls the collector from the UI thread, as Python would by its counts.

    Args:
        parent: The application.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=CHECK_MS)
        self._timer.timeout.connect(self.collect_due)
        self._timer.start()

    def collect_due(self) -> int:
        """Collect the generations whose time has come; return the oldest of them, or −1."""
        young, middle, old = gc.get_count()
        if young < YOUNG:
            return -1
        generation = 2 if old >= OLD else 1 if middle >= MIDDLE else 0
        gc.collect(generation)
        return generation

    def stop(self) -> None:
        """Give the collector back to Python."""
        self._timer.stop()
        gc.enable()
