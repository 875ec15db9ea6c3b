"""What holds for every test: folders of its own, no network hub, nothing left behind."""

import os
import threading
import time

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["HF_HUB_OFFLINE"] = "1"

# The same examples every time, however busy the machine is.
settings.register_profile(
    "calm",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("calm")

pytest_plugins: list[str] = [
    "tests.disks",
    "tests.media_files",
    "tests.sound_card",
    "tests.speech_server",
    "tests.voice_server",
    "tests.voices",
]


@pytest.fixture(scope="session", autouse=True)
def models_folder(tmp_path_factory):
    """One folder of prepared models for the whole run: joining and checking them takes seconds."""
    folder = tmp_path_factory.mktemp("models")
    os.environ["CREATOR_APP_MODELS"] = str(folder)
    return folder


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory, monkeypatch):
    """Give every test its own settings, data and cache."""
    base = tmp_path_factory.mktemp("home")
    for name in ("DATA", "SETTINGS", "CACHE"):
        monkeypatch.setenv(f"CREATOR_APP_{name}", str(base / name.lower()))
    return base


@pytest.fixture(autouse=True)
def no_thread_is_left():
    """Fail a test that leaves a thread of its own running (workers of a runner are daemons)."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + 3
    while left := [
        each for each in threading.enumerate() if each not in before and not each.daemon
    ]:
        if time.monotonic() > deadline:
            pytest.fail(f"threads left running: {left}")
        left[0].join(0.05)
