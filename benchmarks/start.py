"""How fast the app is there: window painted and answering, memory then, and `--help`.

Run: .venv/bin/python benchmarks/start.py (starts an Xvfb of its own where there is no display)
Peers in the same run: a bare PySide6 window, and the same with every library imported eagerly.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
# The app as it is; only the event loop is told to stop once the window has been painted and has
# answered an event that was posted after that.
APP = """
import sys, time, json
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
def rss_mb():
    return int(open('/proc/self/statm').read().split()[1]) * 4096 / 1e6
class Probe(QObject):
    painted = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not self.painted:
            self.painted = True
            QTimer.singleShot(0, self.answer)
        return False
    def answer(self):
        self.s = time.monotonic() - float(sys.argv[1])
        self.rss_mb = rss_mb()
        QTimer.singleShot(3000, self.rest)
    def rest(self):
        print(json.dumps({"s": self.s, "rss_mb": self.rss_mb, "later_mb": rss_mb()}), flush=True)
        QApplication.quit()
probe = Probe()
run = QApplication.exec
def exec_with_probe(*_):
    QApplication.instance().installEventFilter(probe)
    return run()
QApplication.exec = exec_with_probe
BODY
"""
OURS = "from creator_app.app import main\nmain([])"
BARE = """
from PySide6.QtWidgets import QMainWindow, QTabWidget, QWidget
app = QApplication([])
window = QMainWindow(); tabs = QTabWidget()
for name in "abc": tabs.addTab(QWidget(), name)
window.setCentralWidget(tabs); window.resize(1100, 700); window.show()
app.exec()
"""
EAGER = "import numpy, av, cv2, openai, moviepy, keyring, sounddevice, soxr, pysubs2, httpx\n"


def started(body: str, env: dict[str, str]) -> dict[str, float]:
    """Return seconds to the answering window and memory then, of one start."""
    code = APP.replace("BODY", body)
    command = [sys.executable, "-c", code, str(time.monotonic())]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode and not done.stdout:
        sys.exit(done.stderr)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def helped(env: dict[str, str]) -> float:
    """Return the seconds `creator-app --help` takes."""
    begin = time.monotonic()
    command = [str(Path(sys.executable).with_name("creator-app")), "--help"]
    subprocess.run(command, env=env, capture_output=True, check=True)
    return time.monotonic() - begin


def main() -> None:
    """Measure in turns, so that a busy moment meets all alike; print medians."""
    if not os.environ.get("DISPLAY") and shutil.which("xvfb-run"):
        screen = ["xvfb-run", "-a", "-s", "-screen 0 1440x900x24"]
        command = [*screen, sys.executable, __file__]
        os.execvp(command[0], command)  # noqa: S606 - itself, on a screen of its own
    with tempfile.TemporaryDirectory() as home:
        env = os.environ | {
            f"CREATOR_APP_{name}": f"{home}/{name}" for name in ("DATA", "SETTINGS", "CACHE")
        }
        env["HOME"] = home
        kinds = {"app": OURS, "bare Qt": BARE, "everything eager": EAGER + BARE}
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in kinds}
        help_s = []
        for _ in range(RUNS + 1):
            for name, body in kinds.items():
                runs[name].append(started(body, env))
            help_s.append(helped(env))
    print(f"{'':18}{'painted, answering':>20}{'memory':>10}{'3 s later':>12}")
    for name, results in runs.items():
        warm = results[1:]
        seconds = statistics.median(each["s"] for each in warm)
        memory = statistics.median(each["rss_mb"] for each in warm)
        later = statistics.median(each["later_mb"] for each in warm)
        print(f"{name:18}{seconds:18.3f} s{memory:7.0f} MB{later:9.0f} MB")
    print(f"{'--help':18}{statistics.median(help_s[1:]):18.3f} s")


if __name__ == "__main__":
    main()
