import numpy as np
import pytest

from creator_app.core.errors import CreatorError
from creator_app.core.task import Cancelled, Task
from creator_app.media.peaks import Peaks, load_peaks, measure_peaks, save_peaks


class Tone:
    """A source of known sound: silence, then a second at half level, then silence."""

    rate_hz = 16_000
    duration_us = 70_000_000

    def read(self, start_us, end_us):
        times = np.arange(start_us * 16 // 1000, end_us * 16 // 1000)
        wave = 0.5 * np.sin(2 * np.pi * 400 * times / self.rate_hz)
        is_on = (times >= 35 * self.rate_hz) & (times < 36 * self.rate_hz)
        return np.where(is_on, wave, 0).astype(np.float32)[:, None]


@pytest.fixture(scope="module")
def peaks():
    return measure_peaks(Tone(), Task())


def test_every_hundredth_of_a_second_is_one_column(peaks):
    assert (len(peaks.rms), peaks.duration_us) == (7000, 70_000_000)


def test_the_loud_second_stands_where_it_was(peaks):
    assert np.flatnonzero(peaks.highest > 0.4).tolist() == list(range(3500, 3600))
    assert peaks.lowest[3550] == pytest.approx(-0.5, abs=0.01)
    assert peaks.rms[3550] == pytest.approx(0.354, abs=0.01)


def test_zooming_out_keeps_the_extremes(peaks):
    whole = peaks.columns(0, 70_000_000, 70)
    assert np.flatnonzero(whole.highest > 0.4).tolist() == [35]
    assert whole.rms[35] == pytest.approx(0.354, abs=0.01)


def test_zooming_in_repeats_columns(peaks):
    near = peaks.columns(35_000_000, 35_020_000, 10)
    assert len(near.highest) == 10
    assert near.highest.min() > 0.4


def test_beyond_the_sound_there_is_silence(peaks):
    beyond = peaks.columns(69_000_000, 80_000_000, 11)
    assert not beyond.highest.any()


def test_a_kept_overview_is_the_same_again(peaks, tmp_path):
    save_peaks(peaks, tmp_path / "a.peaks")
    again = load_peaks(tmp_path / "a.peaks")
    assert np.allclose(again.highest, peaks.highest, atol=1e-3)


def test_a_damaged_overview_says_so(tmp_path):
    (tmp_path / "a.peaks").write_bytes(b"nonsense")
    with pytest.raises(CreatorError, match="damaged"):
        load_peaks(tmp_path / "a.peaks")


def test_no_sound_has_an_empty_overview():
    class Nothing(Tone):
        duration_us = 0

    empty = measure_peaks(Nothing(), Task())
    assert isinstance(empty, Peaks)
    assert len(empty.columns(0, 1_000_000, 5).rms) == 5


def test_it_stops_when_cancelled():
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        measure_peaks(Tone(), task)
