import math

import numpy as np
import pytest

from creator_app.core.task import Cancelled, Task
from creator_app.media.dsp import (
    faded,
    measured,
    mixed_to,
    resampled,
    to_db,
    to_gain,
    voiced,
)

RATE = 48_000


def tone(hz: float, seconds: float, level_db: float = 0.0, channels: int = 1, rate: int = RATE):
    wave = np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate) * to_gain(level_db)
    return wave.astype(np.float32)[:, None].repeat(channels, axis=1)


def in_blocks(samples, size=10_000):
    return iter([samples[at : at + size] for at in range(0, len(samples), size)])


def test_levels_and_factors_are_each_others_inverse():
    assert to_gain(-6.0206) == pytest.approx(0.5, rel=1e-4)
    assert to_db(to_gain(-23.0)) == pytest.approx(-23.0)
    assert to_db(0) == -math.inf


def test_a_fade_comes_from_silence_and_leaves_the_middle_and_the_original_alone():
    sound = np.ones((1000, 1), np.float32)
    result = faded(sound, 10_000, 10_000)
    assert result[0] == 0
    assert result[-1] == 0
    assert np.array_equal(result[100:900], sound[100:900])
    assert np.array_equal(sound, np.ones((1000, 1), np.float32))
    assert np.square(result[:100, 0]) + np.square(result[99::-1, 0]) == pytest.approx(1.0, abs=0.02)


def test_channels_are_averaged_or_repeated():
    stereo = np.array([[1.0, 0.0], [0.5, 0.5]], np.float32)
    assert mixed_to(stereo, 1).tolist() == [[0.5], [0.5]]
    assert mixed_to(stereo[:, :1], 2).tolist() == [[1.0, 1.0], [0.5, 0.5]]
    assert mixed_to(stereo, 2) is stereo


@pytest.mark.parametrize(("from_hz", "to_hz"), [(22_050, 48_000), (48_000, 16_000), (8_000, 8_000)])
def test_a_stream_changes_its_rate_without_a_seam_and_keeps_its_length(from_hz, to_hz):
    sound = tone(300, 2.0, -6, rate=from_hz)
    result = np.concatenate(list(resampled(in_blocks(sound, 1_234), from_hz, to_hz)))
    assert len(result) == 2 * to_hz
    expected = tone(300, 2.0, -6, rate=to_hz)
    assert np.abs(result - expected)[200:-200].max() < 0.002


def test_speech_is_found_between_silences():
    sound = np.concatenate([np.zeros((4_800, 1)), tone(200, 0.5), np.zeros((9_600, 1))])
    first, last = voiced(sound.astype(np.float32), RATE)
    assert abs(first - 4_800) <= 480
    assert abs(last - 28_800) <= 480
    assert voiced(np.zeros((5_000, 1), np.float32), RATE) == (0, 0)


@pytest.mark.parametrize(("channels", "lufs"), [(2, -23.0), (1, -26.0)])
def test_the_meter_agrees_with_the_standards_own_signal(channels, lufs):
    # EBU Tech 3341, case 1: 1 kHz at −23 dBFS in both channels is −23 LUFS.
    sound = tone(1_000, 20.0, -23.0, channels)
    found = measured(in_blocks(sound), RATE, Task())
    assert found.lufs == pytest.approx(lufs, abs=0.1)
    assert found.peak_dbtp == pytest.approx(-23.0, abs=0.1)
    assert found.frames == len(sound)


def test_the_meter_sees_peaks_between_samples():
    # A quarter of the rate at 45 degrees: every sample stands 3 dB below the wave's top.
    wave = np.sin(2 * np.pi * 12_000 * np.arange(RATE) / RATE + np.pi / 4)
    sound = (wave * np.hanning(RATE)).astype(np.float32)[:, None]
    assert to_db(np.abs(sound).max()) < -2.9
    assert measured([sound], RATE, Task()).peak_dbtp == pytest.approx(0.0, abs=0.3)


@pytest.mark.parametrize("count", [0, 100, 4_799, 4_800, 12_345])
def test_little_or_no_sound_has_no_loudness_but_is_measured(count):
    found = measured([np.zeros((count, 1), np.float32)], RATE, Task())
    assert found.lufs == -70.0
    assert found.frames == count
    assert found.peak_dbtp == -math.inf


def test_measuring_stops_when_it_is_asked_to():
    task = Task()

    def endless():
        while True:
            yield np.zeros((1_000, 1), np.float32)
            task.cancel()

    with pytest.raises(Cancelled):
        measured(endless(), RATE, task)
