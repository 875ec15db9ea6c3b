"""Settings › General: language, colours, where projects are."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from creator_app.ui.languages import LANGUAGES
from creator_app.ui.preferences.form import Row, form, page
from creator_app.ui.widgets.buttons import Button
from creator_app.ui.widgets.fields import Combo, LineField
from creator_app.ui.workspace import Workspace


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)


def general_page(workspace: Workspace) -> QWidget:
    """Return the page."""
    widget, column = page(_tr("General"), _tr("How the app looks, and where your work is kept"))
    column.addWidget(
        form(
            [
                Row(_tr("Language"), (_language(workspace),)),
                Row(_tr("Colours"), (_theme(workspace),)),
                _library(workspace, widget),
                Row(
                    _tr("Chinese is written"),
                    (_chinese(workspace),),
                    _tr("Speech engines write either script; the app brings it into yours."),
                ),
            ]
        )
    )
    column.addStretch(1)
    return widget


def _choice(workspace: Workspace, field: str, name: str, options: dict[str, str]) -> Combo:
    """Return a combo that keeps one text setting."""
    combo = Combo(name, tuple(options.values()))
    values = list(options)
    combo.setCurrentIndex(values.index(getattr(workspace.settings, field)))

    def keep(index: int) -> None:
        change = {field: values[index]}
        workspace.change_settings(replace(workspace.settings, **change))  # type: ignore[arg-type]

    combo.activated.connect(keep)
    return combo


def _language(workspace: Workspace) -> Combo:
    options = LANGUAGES | {"": _tr("As the system")}
    return _choice(workspace, "language", _tr("Language"), options)


def _theme(workspace: Workspace) -> Combo:
    options = {
        "system": _tr("As the system"),
        "light": _tr("Light"),
        "dark": _tr("Dark"),
        "high_contrast": _tr("High contrast"),
    }
    return _choice(workspace, "theme", _tr("Colours"), options)


def _chinese(workspace: Workspace) -> Combo:
    options = {"zh-Hans": _tr("Simplified"), "zh-Hant": _tr("Traditional")}
    return _choice(workspace, "chinese", _tr("Chinese is written"), options)


def _library(workspace: Workspace, parent: QWidget) -> Row:
    field = LineField(_tr("Projects folder"))
    field.setReadOnly(True)
    field.setText(str(workspace.settings.library_folder))
    button = Button(_tr("Choose…"))

    def keep(path: str) -> None:
        workspace.change_settings(replace(workspace.settings, library=path))
        field.setText(path)

    def choose() -> None:
        dialog = QFileDialog(parent, _tr("Choose the projects folder"), field.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(keep)
        dialog.open()

    button.clicked.connect(choose)
    remark = _tr("New projects are made there; projects elsewhere stay where they are.")
    return Row(_tr("Projects folder"), (field, button), remark)
