import pytest

from creator_app.core.task import Cancelled, Task
from creator_app.production.stages import Stage


def test_a_stage_fills_its_share_of_the_whole():
    whole = Task()
    stage = Stage(whole, 0.2, 0.6, "voice")
    stage.progress(0.5, "1 of 2")
    assert whole.latest == (pytest.approx(0.4), "voice: 1 of 2")
    stage.progress(None)
    assert whole.latest == (pytest.approx(0.2), "voice")
    stage.progress(7.0)
    assert whole.latest[0] == pytest.approx(0.6)


def test_a_stage_within_a_stage():
    whole = Task()
    Stage(Stage(whole, 0.5, 1.0), 0.5, 1.0).progress(1.0, "done")
    assert whole.latest == (1.0, "done")


def test_parts_and_stopping_are_the_wholes():
    whole = Task()
    stage = Stage(whole, 0, 1)
    stage.publish("a part")
    assert whole.take_parts() == ["a part"]
    closed = []
    with stage.closing(lambda: closed.append(True)):
        stage.cancel()
        with pytest.raises(Cancelled):
            stage.sleep(60)
    assert closed == [True]
    assert stage.is_cancelled
    with pytest.raises(Cancelled):
        stage.check()
