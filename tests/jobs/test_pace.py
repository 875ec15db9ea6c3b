import pytest

from creator_app.jobs.pace import Pace


def run(pace, speed, seconds, start_s=0.0, fraction=0.0, step_s=0.1):
    for number in range(1, round(seconds / step_s) + 1):
        pace.note(start_s + number * step_s, fraction + number * step_s * speed)


def test_steady_work_is_told_exactly():
    pace = Pace(0)
    run(pace, speed=0.01, seconds=25)
    assert pace.left_s(25) == pytest.approx(75, rel=0.01)


def test_nothing_is_told_before_anything_is_known():
    pace = Pace(0)
    assert pace.left_s(10) is None
    run(pace, speed=0.001, seconds=0.9)
    assert pace.left_s(0.9) is None
    pace.note(20, None)
    assert pace.left_s(30) is None


def test_the_clock_runs_between_reports_but_stands_when_one_is_late():
    pace = Pace(0)
    run(pace, speed=0.01, seconds=40, step_s=10)
    assert pace.left_s(40) == pytest.approx(60)
    assert pace.left_s(45) == pytest.approx(55)
    assert pace.left_s(300) == pytest.approx(50)


def test_a_jump_over_what_was_cached_is_soon_forgotten():
    pace = Pace(0)
    pace.note(0.1, 0.5)
    run(pace, speed=0.01, seconds=20, start_s=0.1, fraction=0.5)
    assert pace.left_s(20.1) == pytest.approx(30, rel=0.35)


def test_work_that_slows_down_is_told_to_take_longer():
    pace = Pace(0)
    run(pace, speed=0.02, seconds=10)
    run(pace, speed=0.005, seconds=20, start_s=10, fraction=0.2)
    assert pace.left_s(30) == pytest.approx(0.7 / 0.005, rel=0.25)


def test_uneven_steps_do_not_make_it_tremble():
    pace, told = Pace(0), []
    now_s = fraction = 0.0
    for number in range(400):
        now_s += 0.25
        fraction += 0.0045 if number % 3 == 0 else 0.0
        pace.note(now_s, fraction)
        if now_s > 20:
            told.append(pace.left_s(now_s) + now_s)
    assert max(told) - min(told) < 0.1 * max(told)


def test_a_new_stage_begins_afresh():
    pace = Pace(0)
    run(pace, speed=0.1, seconds=10)
    pace.note(10.1, 0.0)
    assert pace.left_s(10.1) is None
    run(pace, speed=0.01, seconds=10, start_s=10.1)
    assert pace.left_s(20.1) == pytest.approx(90, rel=0.01)
