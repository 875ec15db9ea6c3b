"""The states that are pictured: each is brought about the way a person would, then drawn."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from pictured_content import MEETING, VIDEO, VOICEOVER
from PySide6.QtCore import QEventLoop, QPoint, QSize, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QListWidget,
    QPlainTextEdit,
    QSlider,
    QWidget,
)

from creator_app.app import build
from creator_app.core.errors import CreatorError
from creator_app.core.files import resource
from creator_app.core.folder import SUFFIX
from creator_app.core.settings import Settings
from creator_app.core.task import Task
from creator_app.ui import languages, theme
from creator_app.ui.panel import Panel
from creator_app.ui.preferences.panel import PreferencesPanel
from creator_app.ui.tokens import Mode
from creator_app.ui.widgets.captions_view import CaptionsView
from creator_app.ui.widgets.fields import LineField
from creator_app.ui.widgets.message import Message
from creator_app.ui.widgets.rail import Rail
from creator_app.ui.widgets.record_button import RecordButton
from creator_app.ui.widgets.transport import PlayButton

THEMES = (Mode.DARK, Mode.LIGHT)
SEARCHED = "sentence"
PATIENCE_S = 60.0
# How long the meeting is listened to before it is drawn.
LISTENED_S = 24.0
# Without an engine for them nothing more is to be seen after this.
NO_CAPTIONS_S = 10.0


class Stage:
    """The app with its window, and what is needed to bring it into a state.

    Args:
        app: The application.
        home: Where library and settings are.
    """

    def __init__(self, app: QApplication, home: Path, language: str) -> None:
        settings = Settings(language=language, library=str(home / "nothing yet"))
        self.app, self.home, self.library = app, home, home / "library"
        languages.install(app, language)
        theme.install(app, Mode.DARK)
        self.window, self.workspace = build(app, settings)
        self.window.resize(QSize(1440, 900))
        self.window.show()
        self.window.activateWindow()
        self.settle()

    def until(self, is_so: Callable[[], object], what: str, seconds: float = PATIENCE_S) -> None:
        """Let the app work until something is so."""
        loop, timer, end = QEventLoop(), QTimer(interval=5), time.monotonic() + seconds
        was_so: list[bool] = []

        def look() -> None:
            if is_so():
                was_so.append(True)
            if was_so or time.monotonic() > end:
                loop.quit()

        timer.timeout.connect(look)
        timer.start()
        loop.exec()
        timer.stop()
        if not was_so:
            sys.exit(f"waited in vain for {what}")

    def settle(self, seconds: float = 0.4) -> None:
        """Let the app work for a moment."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end, "")

    def rest(self) -> None:
        """Let the app work until no job is left."""
        self.until(self.workspace.jobs.is_idle, "the jobs to end")
        self.settle()

    def open(self, title: str) -> None:
        """Open one of the projects."""
        is_open: list[bool] = []
        self.workspace.open(self.library / f"{title}{SUFFIX}", lambda: is_open.append(True))
        self.until(lambda: is_open, f"{title} to open")
        self.rest()

    def panel(self, key: str) -> Panel:
        """Show a panel and return it."""
        panel = self.window.show_panel(key)
        self.settle()
        return panel


def seen(root: QWidget, kind: type[QWidget]) -> Iterator[QWidget]:
    """Return the widgets of a class that can be seen."""
    return (each for each in root.findChildren(kind) if each.isVisible())


def states(stage: Stage) -> Iterator[str]:
    """Bring about one state after the other; yields the name of each while it lasts."""
    yield from _empty(stage)
    yield from _settings(stage)
    settings = replace(stage.workspace.settings, library=str(stage.library))
    stage.workspace.change_settings(settings)
    yield from _library(stage)
    yield from _voiceover(stage)
    yield from _studio(stage)
    yield from _window(stage)
    yield from _record(stage)


def _empty(stage: Stage) -> Iterator[str]:
    for key, name in (
        ("record", "record-empty"),
        ("voiceover", "voiceover-empty"),
        ("studio", "studio-begin"),
        ("library", "library-empty"),
    ):
        stage.panel(key)
        stage.rest()
        yield name


def _settings(stage: Stage) -> Iterator[str]:
    panel = stage.panel("settings")
    if isinstance(panel, PreferencesPanel):
        for page in ("general", "sound", "engines", "keys"):
            panel.show_page(page)
            stage.rest()
            yield f"settings-{page}"


def _library(stage: Stage) -> Iterator[str]:
    panel = stage.panel("library")
    stage.panel("record")
    stage.panel("library")
    stage.rest()
    yield "library-projects"
    search = next(seen(panel, LineField))
    search.setText(SEARCHED)  # type: ignore[attr-defined]
    stage.until(lambda: any(seen(panel, QListWidget)), "hits")
    stage.rest()
    yield "library-search"
    search.clear()  # type: ignore[attr-defined]


def _voiceover(stage: Stage) -> Iterator[str]:
    stage.workspace.start_new()
    stage.window.show_panel("voiceover").take_files([resource("samples", "script-en.md")])
    stage.rest()
    yield "voiceover-new"
    stage.open(VOICEOVER)
    panel = stage.panel("voiceover")
    fields = sorted(seen(panel, QPlainTextEdit), key=lambda each: each.mapTo(panel, QPoint()).y())
    block = stage.workspace.project.script.spoken[2]
    panel.go_to((block.ident, 0))
    stage.rest()
    yield "voiceover-made"
    fields[4].insertPlainText("Well, ")  # type: ignore[attr-defined]
    stage.rest()
    yield "voiceover-changed"
    stage.workspace.undo()
    stage.workspace.messages.info("“A studio on your desk.mp3” is ready.", "1:02 · −16.0 LUFS")
    stage.settle()
    yield "voiceover-exported"
    _dismiss(stage)


def _studio(stage: Stage) -> Iterator[str]:
    stage.workspace.start_new()
    panel = stage.panel("studio")
    text = resource("samples", "video-en.md").read_text(encoding="utf-8")
    next(seen(panel, QPlainTextEdit)).setPlainText(text)  # type: ignore[attr-defined]
    made = next(each for each in seen(panel, QAbstractButton) if each.height() >= 28)
    made.click()  # type: ignore[attr-defined]
    stage.rest()
    yield "studio-shots"
    stage.open(VIDEO)
    panel = stage.panel("studio")
    stage.rest()
    play = next(seen(panel, PlayButton))
    play.click()  # type: ignore[attr-defined]
    stage.until(lambda: play.is_playing, "the preview")  # type: ignore[attr-defined]
    stage.settle(1.0)
    play.click()  # type: ignore[attr-defined]
    stage.rest()
    _dismiss(stage)
    slider = next(each for each in seen(panel, QSlider) if each.width() > 200)
    slider.setValue(260)  # type: ignore[attr-defined]
    stage.rest()
    yield "studio-made"


def _window(stage: Stage) -> Iterator[str]:
    """Messages and the drawer; over the panel that is shown."""
    stage.open(VOICEOVER)
    stage.panel("voiceover")
    try:
        _fail()
    except CreatorError as error:
        stage.workspace.messages.error(error)
    stage.settle()
    yield "message-error"
    _dismiss(stage)
    jobs = stage.workspace.jobs
    for title, share in (("Exporting “First boats.mp4”", 0.62), ("Speaking 14 blocks", 0.31)):
        jobs.start(stage.window, title, partial(_work, share))
    jobs.start(stage.window, "Writing down “Harbour, weekly planning”", partial(_work, 0.0))
    rail = next(each for each in seen(stage.window, Rail) if isinstance(each, Rail))
    rail.item("jobs").click()
    stage.settle(1.0)
    yield "jobs-open"
    rail.item("jobs").click()
    for job in jobs.jobs():
        job.cancel()
    stage.rest()


def _record(stage: Stage) -> Iterator[str]:
    stage.open(MEETING)
    stage.panel("record")
    stage.rest()
    yield "record-after"
    sign = os.environ.get("PICTURED_SOUND")
    if not sign:
        return
    stage.workspace.start_new()
    stage.settle(1.5)
    panel = stage.panel("record")
    button = next(seen(panel, RecordButton))
    button.click()  # type: ignore[attr-defined]
    stage.until(lambda: stage.workspace.is_recording, "the recording")
    Path(sign).touch()
    stage.settle(NO_CAPTIONS_S)
    if any(view.turns for view in panel.findChildren(CaptionsView)):
        stage.settle(LISTENED_S)
    yield "record-live"
    button.click()  # type: ignore[attr-defined]
    stage.rest()


def _fail() -> None:
    """Fail as a full disk does."""
    raise CreatorError(
        "“voice.mp3” could not be written: the disk is full.",
        "Free some space or choose another place, and export again. Your script is safe.",
    ) from OSError(28, "No space left on device", "/media/stick/voice.mp3")


def _work(share: float, task: Task) -> None:
    """Stand still at some share of the way, as work on another computer does."""
    task.progress(share, "Sentence 4 of 14" if share < 0.5 else "Drawing and encoding")
    task.sleep(600)


def _dismiss(stage: Stage) -> None:
    for message in list(seen(stage.window, Message)):
        message.dismissed.emit()  # type: ignore[attr-defined]
    stage.settle()


def draw(stage: Stage, out: Path, name: str, kind: str, sizes: list[tuple[int, int]]) -> None:
    """Draw the state of now in every theme and size."""
    for number, (width, height) in enumerate(sizes):
        stage.window.resize(width, height)
        suffix = "" if number == 0 else "-narrow"
        for mode in THEMES:
            theme.themes().choose(mode)
            stage.settle(0.15)
            stage.window.grab().save(str(out / f"{name}-{mode.value}-{kind}{suffix}.png"))
    stage.window.resize(*sizes[0])
    stage.settle(0.1)


def _size(written: str) -> tuple[int, int]:
    width, height = written.split("x")
    return int(width), int(height)


def main() -> None:
    """Draw the states named on the command line, in the scale Qt was started with."""
    home, out, kind, language, shapes, only = sys.argv[1:]
    sizes = [_size(each) for each in shapes.split(",")]
    app = QApplication([])
    app.setApplicationName("Creator App")
    stage = Stage(app, Path(home), language)
    for name in states(stage):
        if only in name:
            draw(stage, Path(out), name, kind, sizes)
    stage.window.close()
    stage.workspace.close_project()
    stage.workspace.jobs.close(3.0)
    os._exit(0)  # what still draws in the background is of no use to anybody
