"""Settings › Keys: kept in the system's keyring, tried with one click, never shown again."""

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from creator_app.core.engines import Engine
from creator_app.core.errors import CreatorError
from creator_app.core.task import Task
from creator_app.jobs.job import Job
from creator_app.jobs.runner import Callbacks
from creator_app.ui.preferences.form import Row, form, page
from creator_app.ui.widgets.buttons import Button
from creator_app.ui.widgets.fields import LineField
from creator_app.ui.widgets.labels import Label, Paragraph
from creator_app.ui.workspace import Workspace

VENDORS = {"openai": "OpenAI"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)


def keys_page(workspace: Workspace) -> QWidget:
    """Return the page."""
    widget, column = page(_tr("Keys"), _tr("Only needed for engines in the cloud"))
    text = _tr(
        "Keys are kept in your system's keyring, never in settings, projects or logs. "
        "Everything works without one: captions, voices and videos are made on this computer."
    )
    column.addWidget(Paragraph(text))
    column.addSpacing(8)
    for name in _vendors(workspace):
        column.addWidget(KeyRow(workspace, name))
    column.addStretch(1)
    return widget


def _vendors(workspace: Workspace) -> list[str]:
    return list(dict.fromkeys(each.key for each in workspace.catalog.all() if each.key))


class KeyRow(QWidget):
    """One vendor's key: enter, try, forget."""

    def __init__(self, workspace: Workspace, name: str) -> None:
        super().__init__()
        self._workspace, self._name = workspace, name
        engines = workspace.catalog.all()
        own = next(each.title for each in engines if each.key == name)
        title = VENDORS.get(name, own)
        self._field = LineField(_tr("Key for %1").replace("%1", title))
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._save, self._test = Button(_tr("Save")), Button(_tr("Test"))
        self._forget = Button(_tr("Forget"))
        self._state = Label("", "small", "text3")
        fields = (self._field, self._save, self._test, self._forget)
        made = form([Row(title, fields), Row("", (self._state,))])
        from PySide6.QtWidgets import QVBoxLayout

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(made)
        self._field.textChanged.connect(lambda text: self._save.setEnabled(bool(text.strip())))
        self._field.returnPressed.connect(self._on_save)
        self._save.clicked.connect(self._on_save)
        self._test.clicked.connect(self._on_test)
        self._forget.clicked.connect(self._on_forget)
        self._save.setEnabled(False)
        self._look()

    def _look(self) -> None:
        """Ask the keyring off this thread: a locked one may ask the user first."""
        secrets, name = self._workspace.secrets, self._name
        self._do("", lambda _task: secrets.place_of(name), self._show_place)

    def _show_place(self, place: str) -> None:
        has_key = bool(place)
        self._test.setEnabled(has_key)
        self._forget.setEnabled(place == "keyring")
        words = {
            "keyring": _tr("A key is kept in the keyring."),
            "environment": _tr("A key comes from the environment."),
        }
        self._state.set_color("text3")
        self._state.set_text(words.get(place, _tr("No key yet.")))
        self._field.setPlaceholderText("••••••••" if has_key else _tr("Paste a key"))

    def _on_save(self) -> None:
        key, secrets, name = self._field.text().strip(), self._workspace.secrets, self._name
        if not key:
            return
        self._field.clear()
        self._do("", lambda _task: secrets.store(name, key), lambda _none: self._look())

    def _on_forget(self) -> None:
        secrets, name = self._workspace.secrets, self._name
        self._do("", lambda _task: secrets.forget(name), lambda _none: self._look())

    def _on_test(self) -> None:
        engine = next(each for each in self._workspace.catalog.all() if each.key == self._name)
        self._test.set_busy()
        self._state.set_color("text3")
        self._state.set_text(_tr("Asking…"))
        title = _tr("Testing a key")
        self._do(title, partial(self._tried, engine), self._show_good, lane="net")

    def _tried(self, engine: Engine, task: Task) -> str:
        return self._workspace.catalog.check(engine, task)

    def _show_good(self, words: str) -> None:
        self._state.set_color("success_text")
        self._state.set_text(words)

    def _show_failure(self, error: CreatorError) -> None:
        self._state.set_color("danger_text")
        self._state.set_text(f"{error} {error.hint}")

    def _do(self, title: str, work: object, done: object, lane: str = "disk") -> None:
        tell = Callbacks(done=done, failed=self._show_failure, ended=self._test.set_idle)  # type: ignore[arg-type]
        job = Job(title, work, tell, is_urgent=True)  # type: ignore[arg-type]
        self._workspace.jobs.take(self, job, lane)
