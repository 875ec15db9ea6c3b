import subprocess
import sys

from creator_app.ui.instance import Instance, hand_over, server_name

HAND_OVER = """
import sys; from pathlib import Path
from PySide6.QtCore import QCoreApplication
from creator_app.ui.instance import hand_over
app = QCoreApplication([])
sys.exit(0 if hand_over(Path(sys.argv[1]), [Path(each) for each in sys.argv[2:]]) else 3)
"""


def test_nobody_answers_where_nothing_runs(qapp, tmp_path):
    assert not hand_over(tmp_path, [])


def test_a_second_start_hands_its_files_to_the_first(qtbot, tmp_path):
    called = []
    first = Instance(tmp_path, called.append)
    file = tmp_path / "会议 “A”.wav"
    second = subprocess.Popen([sys.executable, "-c", HAND_OVER, str(tmp_path), str(file)])
    qtbot.waitUntil(lambda: bool(called), timeout=10_000)
    assert second.wait(10) == 0
    assert called == [[file]]
    first.close()


def test_a_library_of_its_own_is_an_app_of_its_own(tmp_path):
    assert server_name(tmp_path / "a") != server_name(tmp_path / "b")


def test_what_a_crash_left_does_not_stop_the_next_start(qtbot, tmp_path):
    first = Instance(tmp_path, lambda files: None)
    second = Instance(tmp_path, lambda files: None)
    assert second._server.isListening()
    second.close()
    first.close()
