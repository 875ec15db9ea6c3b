"""The Record panel over devices and engines that do what a test says."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QDialog, QWidget

from creator_app.core.engines import Catalog
from creator_app.media import devices, monitor
from creator_app.media.monitor import Monitor
from creator_app.production import record
from creator_app.production.record import Session
from creator_app.ui import theme
from creator_app.ui.recorder.panel import RecorderPanel
from tests.fake_devices import MIC, SYSTEM, Delivering, FakeDevices
from tests.ui.recorder.engines import GATE, LISTENER, WRITER


class NoOtherWindow(QObject):
    """Notices a part of the panel that is shown before it has its place, as a window of its own."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            is_popup = watched.windowType() == Qt.WindowType.Popup
            if not is_popup and not isinstance(watched, (RecorderPanel, QDialog)):
                self.seen.append(repr(watched))
        return False


@pytest.fixture(autouse=True)
def no_other_window(qapp):
    watch = NoOtherWindow()
    qapp.installEventFilter(watch)
    yield
    qapp.removeEventFilter(watch)
    assert watch.seen == []


@pytest.fixture
def catalog():
    return Catalog((LISTENER, WRITER))


@pytest.fixture
def fakes(monkeypatch):
    """Two devices; the meters and the recording open them through the test."""
    fakes = FakeDevices()
    for module in (record, devices):
        monkeypatch.setattr(module, "devices", lambda: (MIC, SYSTEM))
    monkeypatch.setattr(monitor, "Monitor", partial(Monitor, open_stream=fakes.open))
    monkeypatch.setattr(record, "Session", partial(Session, open_stream=fakes.open))
    return fakes


@pytest.fixture
def panel(qtbot, workspace, fakes):
    theme.theme()
    GATE.set()
    workspace.change_settings(replace(workspace.settings, hears_before=True))
    # Not given to qtbot, which deletes widgets before a recording can end in good order.
    panel = RecorderPanel(workspace)
    panel.resize(1360, 800)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    yield panel
    GATE.set()
    panel.may_close()
    qtbot.waitUntil(lambda: panel._control.is_idle, timeout=10_000)
    panel.close()
    panel.deleteLater()


@pytest.fixture
def speaking(fakes, panel, qtbot):
    """Somebody speaks into the microphone for the length of the test."""
    qtbot.waitUntil(lambda: bool(fakes.streams))
    with Delivering(fakes, {"mic": 1}):
        yield


@pytest.fixture
def recorded(panel, workspace, speaking, qtbot):
    """Make a recording, and return it."""

    def record(seconds=0.6):
        panel._live.head.button.click()
        session = partial(getattr, panel._control, "session")
        qtbot.waitUntil(lambda: ((session() and session().now_us) or 0) > seconds * 1e6)
        panel._live.head.button.click()
        qtbot.waitUntil(lambda: panel._control.is_idle, timeout=10_000)
        return workspace.project.recordings[-1]

    return record
