"""A workspace over a library of its own, as the app makes it, for the tests of the window."""

import gc
from dataclasses import replace

import pytest

from creator_app.core.engines import Catalog
from creator_app.core.library import Library
from creator_app.core.settings import Settings
from creator_app.jobs.runner import JobRunner
from creator_app.providers import ENGINES
from creator_app.ui.jobs import Jobs
from creator_app.ui.messages import Messages
from creator_app.ui.workspace import Workspace

LANES = {"live": 2, "cpu": 2, "net": 2, "gpu": 1, "disk": 1}


@pytest.fixture(autouse=True, scope="module")
def garbage_is_collected_in_this_thread():
    """Keep Python from deleting one test's widgets in another one's worker thread."""
    gc.disable()
    yield
    gc.collect()


@pytest.fixture
def catalog():
    return Catalog(ENGINES)


@pytest.fixture
def workspace(qtbot, tmp_path, catalog):
    settings = replace(Settings(), library=str(tmp_path / "library"))
    messages = Messages()
    jobs = Jobs(JobRunner(LANES), messages.error, messages.bug)
    index = tmp_path / "library.sqlite"
    made = Workspace(
        settings, catalog, jobs, messages, lambda: Library(made.settings.library_folder, index)
    )
    yield made
    qtbot.waitUntil(jobs.is_idle, timeout=20_000)
    made.close_project()
    assert jobs.close(5)
    bugs = [each.details for each in messages.recent if each.is_bug]
    assert not bugs, bugs[0]
