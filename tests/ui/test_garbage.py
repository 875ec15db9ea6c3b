import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from creator_app.ui.garbage import YOUNG, Garbage


@pytest.fixture
def garbage(qapp):
    gc.collect()
    garbage = Garbage(qapp)
    yield garbage
    garbage.stop()
    gc.disable()
    garbage.deleteLater()


def make_cycles(count):
    for _ in range(count):
        cycle: list[object] = []
        cycle.append(cycle)


def test_a_worker_never_collects_a_qt_object(garbage):
    thing = QObject()
    thing.cycle = thing
    gone = weakref.ref(thing)
    del thing
    worker = threading.Thread(target=make_cycles, args=(YOUNG * 3,))
    worker.start()
    worker.join()
    assert gone() is not None
    garbage.collect_due()
    assert gone() is None


def test_nothing_is_done_where_there_is_little(garbage):
    assert garbage.collect_due() == -1


def test_the_collector_is_given_back(garbage):
    garbage.stop()
    assert gc.isenabled()
