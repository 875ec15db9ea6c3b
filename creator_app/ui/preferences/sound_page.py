"""Settings › Sound devices: which microphone and which system sound are recorded."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from creator_app.core.task import Task
from creator_app.jobs.runner import Callbacks
from creator_app.media.devices import Device, list_devices
from creator_app.ui.preferences.form import Row, form, page
from creator_app.ui.widgets.fields import Combo
from creator_app.ui.workspace import Workspace


def _tr(text: str) -> str:
    return QCoreApplication.translate("SoundPage", text)
