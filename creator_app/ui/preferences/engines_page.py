"""Settings › Engines: what can do which work, where data goes, and which one is used."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from creator_app.core.engines import Engine, Generator, LiveTranscriber, Synthesizer, Transcriber
from creator_app.core.errors import CreatorError
from creator_app.core.task import Task
from creator_app.jobs.job import Job
from creator_app.jobs.runner import Callbacks
from creator_app.ui.preferences.form import Row, form, page
from creator_app.ui.widgets.buttons import Button
from creator_app.ui.widgets.empty import Picture
from creator_app.ui.widgets.fields import Combo, LineField
from creator_app.ui.widgets.labels import Label
from creator_app.ui.workspace import Workspace

# Kind of work and the setting that names the engine for it.
CHOSEN = (
    (LiveTranscriber, "live_transcriber"),
    (Transcriber, "transcriber"),
    (Generator, "generator"),
)
PLACE_ICONS = {"here": "cpu", "cloud": "cloud", "server": "server"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)


def engines_page(workspace: Workspace) -> QWidget:
    """Return the page."""
    about = _tr("Which engine does which job, and where your sound and words go")
    widget, column = page(_tr("Engines"), about)
    rows = [Row(_work_names()[kind], (_chooser(workspace, kind, key),)) for kind, key in CHOSEN]
    column.addWidget(form(rows))
    column.addWidget(Label(_tr("All engines"), "section"))
    column.addWidget(_table(workspace))
    servers = [each for each in workspace.catalog.all() if each.place == "server"]
    if servers:
        column.addSpacing(12)
        column.addWidget(Label(_tr("Your own servers"), "section"))
        column.addWidget(form([ServerRow(workspace, each).row for each in servers]))
    column.addStretch(1)
    return widget


def _work_names() -> dict[type, str]:
    return {
        LiveTranscriber: _tr("Live captions"),
        Transcriber: _tr("Transcripts of files"),
        Synthesizer: _tr("Voices"),
        Generator: _tr("Shots"),
    }


def _chooser(workspace: Workspace, kind: type, setting: str) -> Combo:
    engines = workspace.catalog.of(kind)
    names = ["", *(engine.name for engine in engines)]
    titles = (_tr("The first that is ready"), *(engine.title for engine in engines))
    combo = Combo(_work_names()[kind], titles)
    chosen = getattr(workspace.settings, setting)
    combo.setCurrentIndex(names.index(chosen) if chosen in names else 0)

    def keep(index: int) -> None:
        change = {setting: names[index]}
        workspace.change_settings(replace(workspace.settings, **change))  # type: ignore[arg-type]

    combo.activated.connect(keep)
    return combo


def _table(workspace: Workspace) -> QWidget:
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 4, 0, 4)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(10)
    grid.setColumnStretch(4, 1)
    heads = (_tr("Engine"), _tr("Does"), _tr("Your data"), _tr("State"))
    for number, head in enumerate(heads, 1):
        grid.addWidget(Label(head, "small", "text3"), 0, number)
    for number, engine in enumerate(workspace.catalog.all(), 1):
        _fill_row(workspace, grid, number, engine)
    return widget


def _fill_row(workspace: Workspace, grid: QGridLayout, number: int, engine: Engine) -> None:
    places = {
        "here": _tr("stays here"),
        "cloud": _tr("sent to the vendor"),
        "server": _tr("sent to your server"),
    }
    grid.addWidget(Picture(PLACE_ICONS[engine.place]), number, 0)
    grid.addWidget(Label(engine.title), number, 1)
    grid.addWidget(Label(_work_names().get(engine.kind, ""), color="text2"), number, 2)
    grid.addWidget(Label(places[engine.place], color="text2"), number, 3)
    state = Label(_tr("Looking…"), color="text3")
    grid.addWidget(state, number, 4)

    def show(problem: str) -> None:
        state.set_text(problem or _tr("Ready"))
        state.set_color("warning_text" if problem else "success_text")

    # Off this thread: packages are looked for on the disk, keys in a keyring that may ask first.
    workspace.jobs.start(
        state,
        "",
        lambda _task: workspace.catalog.state_of(engine),
        Callbacks(done=show),
        lane="disk",
    )


class ServerRow:
    """The address of one server of the user's own, kept when it is left, tried with one click."""

    def __init__(self, workspace: Workspace, engine: Engine) -> None:
        self._workspace, self._engine = workspace, engine
        self._field = LineField(engine.title, "http://127.0.0.1:8000/v1")
        self._field.setText(workspace.settings.address_of(engine.name))
        self._test = Button(_tr("Test"))
        self._test.setAccessibleName(_tr("Test: %1").replace("%1", engine.title))
        self._state = Label("", "small", "text3")
        self._field.editingFinished.connect(self._keep)
        self._test.clicked.connect(self._try)
        self.row = Row(engine.title, (self._field, self._test, self._state))

    def _keep(self) -> None:
        settings = self._workspace.settings.with_address(self._engine.name, self._field.text())
        self._workspace.change_settings(settings)

    def _try(self) -> None:
        self._keep()
        self._test.set_busy()

        def work(task: Task) -> str:
            return self._workspace.catalog.check(self._engine, task)

        tell = Callbacks(done=self._good, failed=self._bad, ended=self._test.set_idle)
        job = Job(_tr("Testing a server"), work, tell, is_urgent=True)
        self._workspace.jobs.take(self._field, job, "net")

    def _good(self, words: str) -> None:
        self._state.set_color("success_text")
        self._state.set_text(words)

    def _bad(self, error: CreatorError) -> None:
        self._state.set_color("danger_text")
        self._state.set_text(f"{error} {error.hint}")
