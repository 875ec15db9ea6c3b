"""How long the window ever stands still: python benchmarks/stalls.py [--only NAME] [--profile].

A timer of 5 ms in the UI thread watches its own lateness while the app does what takes long. What
is printed is the longest time in which no event could be answered (must be ≤ 50 ms), and the
longest time the thread itself worked without a pause: on a busy machine only that says something.
"""

import argparse
import cProfile
import os
import pstats
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

TICK_MS = 5
LIMIT_MS = 50
BLOCKS = 3_000
WORDS = 90_000
PATIENCE_S = 300.0


class Watch:
    """Measures how late a timer of its own is, in the thread it is made in."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self.worst_ms = self.busy_ms = 0.0
        self._last_s, self._used_s = time.perf_counter(), time.thread_time()
        self._timer = QTimer(interval=TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    def begin(self) -> None:
        """Forget what was before."""
        self.worst_ms = self.busy_ms = 0.0
        self._last_s, self._used_s = time.perf_counter(), time.thread_time()

    def _on_tick(self) -> None:
        now_s, used_s = time.perf_counter(), time.thread_time()
        self.worst_ms = max(self.worst_ms, (now_s - self._last_s) * 1000 - TICK_MS)
        self.busy_ms = max(self.busy_ms, (used_s - self._used_s) * 1000)
        self._last_s, self._used_s = now_s, used_s


class Bench:
    """The app over a library of its own, with a watch on its thread."""

    def __init__(self, home: Path) -> None:
        from PySide6.QtWidgets import QApplication

        from creator_app.app import build
        from creator_app.core.settings import Settings
        from creator_app.ui import languages, theme

        self.home = home
        self.app = QApplication.instance() or QApplication([])
        self.watch = Watch()
        languages.install(self.app, "en")
        theme.install(self.app)
        settings = Settings(library=str(home / "library"), has_started=True)
        self.window, self.workspace = build(self.app, settings)
        self.window.resize(1440, 900)

    def until(self, is_so: Callable[[], object]) -> None:
        """Run the event loop until something is so."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop, look, end_s = QEventLoop(), QTimer(interval=50), time.monotonic() + PATIENCE_S
        look.timeout.connect(lambda: (is_so() or time.monotonic() > end_s) and loop.quit())
        look.start()
        loop.exec()

    def rest(self, least_s: float = 0.5) -> None:
        """Run the event loop until no job is left, and a little longer."""
        begin_s = time.monotonic()
        self.until(lambda: self.workspace.jobs.is_idle() and time.monotonic() - begin_s >= least_s)


def scenes(bench: Bench) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is done, one after the other."""
    yield "the window opens", bench.window.show
    yield "the window rests: panels are imported", lambda: _warm(bench)
    for key in ("voiceover", "studio", "library", "settings"):
        yield f"{key} is shown for the first time", lambda key=key: bench.window.show_panel(key)
    yield f"a script of {BLOCKS} blocks is opened", lambda: _open_script(bench)
    yield "… and scrolled through", lambda: _scroll(bench)
    yield "… and a letter is typed", lambda: _type(bench)
    yield "a voice-over is made", lambda: _speak(bench)
    yield "a video is made and exported", lambda: _film(bench)
    yield "a file is transcribed", lambda: _transcribe(bench)
    yield f"a transcript of {WORDS} words is opened", lambda: _open_transcript(bench)
    yield "… and edited", lambda: _edit_transcript(bench)
    yield "… and scrolled through", lambda: _scroll_transcript(bench)
    yield "the language is changed", lambda: _speak_chinese(bench)


def _warm(bench: Bench) -> None:
    bench.window.begin([])
    bench.rest(3.0)


def _open_script(bench: Bench) -> None:
    from creator_app.core.script import Block, Script

    blocks = tuple(
        Block(f"b{n}", f"Sentence number {n} says a little more than nothing.")
        for n in range(BLOCKS)
    )
    _open(bench, "Long script", lambda project: replace(project, script=Script(blocks)))
    bench.window.show_panel("voiceover")


def _open(bench: Bench, title: str, filled: Callable[[Any], Any]) -> None:
    """Write a project in the background, then open it as a person does."""
    from creator_app.core.folder import SUFFIX, create_project
    from creator_app.core.project import new_project
    from creator_app.jobs.runner import Callbacks

    path = bench.home / "library" / f"{title}{SUFFIX}"

    def write(_task: object) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        project = new_project(title)
        folder = create_project(path, project)
        folder.snapshot(filled(project))
        folder.close()

    bench.workspace.jobs.start(bench.window, "", write, Callbacks())
    bench.rest()
    bench.watch.begin()
    is_open: list[bool] = []
    bench.workspace.open(path, lambda: is_open.append(True))
    bench.until(lambda: is_open)


def _scroll(bench: Bench) -> None:
    from PySide6.QtWidgets import QAbstractScrollArea

    _scroll_area(bench, bench.window.show_panel("voiceover").findChild(QAbstractScrollArea))


def _scroll_area(bench: Bench, area: Any) -> None:
    bar = area.verticalScrollBar()
    for step in range(40):
        bar.setValue(bar.maximum() * step // 40)
        bench.rest(0.02)


def _type(bench: Bench) -> None:
    from PySide6.QtWidgets import QPlainTextEdit

    field = next(
        each
        for each in bench.window.show_panel("voiceover").findChildren(QPlainTextEdit)
        if each.isVisible()
    )
    for letter in "abc":
        field.insertPlainText(letter)
        bench.rest(0.1)


def _speak(bench: Bench) -> None:
    from creator_app.core.files import resource

    bench.workspace.start_new()
    panel = bench.window.show_panel("voiceover")
    panel.take_files([resource("samples", "script-en.md")])
    bench.rest()
    panel.bar_actions()[-1].click()
    bench.rest()


def _film(bench: Bench) -> None:
    from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit

    bench.workspace.start_new()
    panel: Any = bench.window.show_panel("studio")
    bench.rest()
    field = next(each for each in panel.findChildren(QPlainTextEdit) if each.isVisible())
    field.setPlainText("[a quiet harbour at dawn]\nThe boats are out.")
    next(
        each
        for each in panel.findChildren(QAbstractButton)
        if each.isVisible() and each.isEnabled()
    ).click()
    bench.rest()
    panel._export_to(bench.home / "out.mp4")  # noqa: SLF001 - a dialog asks for the name
    bench.rest()


def _transcribe(bench: Bench) -> None:
    from creator_app.core.files import resource

    bench.workspace.start_new()
    bench.window.show_panel("record").take_files([resource("samples", "sentence.flac")])
    bench.rest()


def _open_transcript(bench: Bench) -> None:
    from creator_app.core.recording import Recording, Track
    from creator_app.core.transcript import Segment, Transcript, Word

    words = [Word(n * 300_000, n * 300_000 + 250_000, f"word{n}", 0.9) for n in range(WORDS)]
    runs = [tuple(words[n : n + 12]) for n in range(0, WORDS, 12)]
    segments = tuple(
        Segment(
            run[0].start_us,
            run[-1].end_us,
            " ".join(word.text for word in run),
            f"Speaker {number // 3 % 4}",
            run,
        )
        for number, run in enumerate(runs)
    )
    length_us = WORDS * 300_000
    track = Track("mic", "Microphone", 16_000, 1, "media/none.wav")
    recording = Recording(
        "r1",
        "Long",
        "2026-11-22T09:00:00+01:00",
        length_us,
        (track,),
        (),
        Transcript(segments, "en", length_us),
    )
    bench.window.show_panel("record")
    _open(bench, "Long meeting", lambda project: replace(project, recordings=(recording,)))


def _edit_transcript(bench: Bench) -> None:
    from creator_app.core.project import with_recording
    from creator_app.core.transcript_edits import with_text

    for number in range(3):
        project = bench.workspace.project
        recording = project.recordings[0]
        transcript = with_text(recording.transcript, 40, 41, f"Corrected {number} times.")
        changed = with_recording(project, replace(recording, transcript=transcript))
        bench.workspace.change("Correct the transcript", changed)
        bench.rest(0.2)


def _scroll_transcript(bench: Bench) -> None:
    from creator_app.ui.recorder.transcript_view import TranscriptView

    _scroll_area(bench, bench.window.show_panel("record").findChild(TranscriptView))


def _speak_chinese(bench: Bench) -> None:
    from creator_app.ui import languages

    languages.install(bench.app, "zh_CN")


def measured(bench: Bench, name: str, do: Callable[[], object], *, profiled: bool) -> float:
    """Do something, let it end; print and return the thread's longest work in milliseconds."""
    profile = cProfile.Profile() if profiled else None
    bench.watch.begin()
    if profile is not None:
        profile.enable()
    do()
    bench.rest()
    if profile is not None:
        profile.disable()
        print(f"--- {name}")
        pstats.Stats(profile).sort_stats("cumulative").print_stats(25)
    watch = bench.watch
    print(f"{name:44}{watch.worst_ms:7.0f} ms{watch.busy_ms:7.0f} ms", flush=True)
    return watch.busy_ms


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="measure only what has this in its name")
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for folder in ("DATA", "SETTINGS", "CACHE"):
            os.environ[f"CREATOR_APP_{folder}"] = f"{name}/{folder.lower()}"
        bench = Bench(Path(name))
        results = []
        print(f"{'':44}{'standstill':>10}{'work':>10}")
        for title, do in scenes(bench):
            if wanted.only in title or title.startswith("the window"):
                results.append((title, measured(bench, title, do, profiled=wanted.profile)))
        bench.workspace.close_project()
        bench.workspace.jobs.close(5)
    over = [title for title, busy_ms in results if busy_ms > LIMIT_MS]
    print(f"over {LIMIT_MS} ms: {', '.join(over) or 'nothing'}")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
