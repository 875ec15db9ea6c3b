import numpy as np
import pytest

from creator_app.media.levels import SILENCE_DB, LevelLog, Meter, in_db


def sine(amplitude: float, dtype: type = np.float32) -> np.ndarray:
    wave = amplitude * np.sin(np.arange(4800) * 2 * np.pi / 48)[:, None]
    return (wave * 32768).round().astype(np.int16) if dtype is np.int16 else wave.astype(dtype)


@pytest.mark.parametrize("dtype", [np.float32, np.int16])
def test_a_sine_of_half_the_scale_peaks_at_6_db_and_its_power_is_3_below(dtype):
    log = LevelLog("mic")
    assert log.measure(sine(0.5, dtype), 100_000)
    (level,) = Meter([log]).read()
    assert (level.track, level.at_us) == ("mic", 100_000)
    assert level.peak_db == pytest.approx(-6.0, abs=0.1)
    assert level.rms_db == pytest.approx(-9.0, abs=0.1)


def test_the_loudest_negative_sample_counts_in_full():
    log = LevelLog("mic")
    log.measure(np.full((10, 1), -32768, np.int16), 0)
    (level,) = Meter([log]).read()
    assert (level.peak_db, level.rms_db) == (0.0, 0.0)


def test_silence_has_a_number_that_json_can_write():
    log = LevelLog("mic")
    assert not log.measure(np.zeros((100, 2), np.int16), 0)
    (level,) = Meter([log]).read()
    assert (level.peak_db, level.rms_db) == (SILENCE_DB, SILENCE_DB)


def test_each_meter_gets_everything_since_it_last_looked():
    log = LevelLog("mic")
    early, late = Meter([log]), Meter([log])
    log.measure(sine(1.0), 1)
    assert early.read()[0].peak_db == 0.0
    log.measure(sine(0.1), 2)
    assert early.read()[0].peak_db == -20.0
    assert late.read()[0].peak_db == 0.0
    assert early.read() == []


def test_a_meter_that_slept_costs_no_memory():
    log = LevelLog("mic")
    for number in range(2000):
        log.measure(np.full((1, 1), number, np.int16), number)
    assert len(log._pieces) == 600
    (level,) = Meter([log]).read()
    assert level.at_us == 1999


def test_decibels():
    assert in_db(1.0) == 0.0
    assert in_db(0.0) == SILENCE_DB
    assert in_db(1e-9) == SILENCE_DB
