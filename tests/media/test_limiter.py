import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creator_app.core.task import Task
from creator_app.media.dsp import measured, to_gain
from creator_app.media.limiter import limited

RATE = 48_000


def voice(seconds: float, seed: int = 3):
    rng = np.random.default_rng(seed)
    noise = np.convolve(rng.standard_normal(round(seconds * RATE)), np.hanning(16) / 8, "same")
    swell = 0.4 + 0.6 * np.sin(2 * np.pi * 2.3 * np.arange(len(noise)) / RATE) ** 2
    return (noise * swell).astype(np.float32)[:, None]


def through(sound, size, ceiling=-1.0):
    blocks = (sound[at : at + size] for at in range(0, len(sound), size))
    return np.concatenate([*limited(blocks, RATE, ceiling), sound[:0]])


def test_no_true_peak_passes_the_ceiling():
    sound = voice(5) * 2
    assert measured([sound], RATE, Task()).peak_dbtp > 6
    assert measured([through(sound, 4_800)], RATE, Task()).peak_dbtp <= -1.0


def test_what_is_quiet_passes_untouched_sample_by_sample():
    sound = voice(2) * to_gain(-30)
    assert np.array_equal(through(sound, 4_800), sound)


def test_how_the_sound_is_cut_into_blocks_makes_no_difference():
    sound = voice(2)
    whole = through(sound, len(sound))
    for size in (1_000, 4_801, 24_000):
        assert np.abs(through(sound, size) - whole).max() < 1e-5


def test_the_gain_moves_smoothly_and_comes_back():
    sound = np.full((RATE, 1), 0.1, np.float32)
    sound[24_000] = 4.0
    result = through(sound, 4_800)
    steps = np.abs(np.diff(np.delete(result[:, 0], 24_000)))
    assert steps.max() < 0.001
    assert np.array_equal(result[:20_000], sound[:20_000])
    assert np.allclose(result[28_000:], sound[28_000:])
    assert result[24_000] <= to_gain(-1.0)


def test_both_channels_are_turned_down_together():
    sound = np.concatenate([voice(1), np.full((RATE, 1), 0.2, np.float32)], axis=1)
    result = through(sound, 4_800)
    gain = result[:, 1] / sound[:, 1]
    assert np.allclose(result[:, 0], sound[:, 0] * gain, atol=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 3_000), max_size=12), st.floats(0.1, 20))
def test_as_many_samples_come_out_as_went_in(sizes, level):
    rng = np.random.default_rng(len(sizes))
    blocks = [(rng.standard_normal((size, 1)) * level).astype(np.float32) for size in sizes]
    made = list(limited(iter(blocks), RATE, -1.0))
    assert sum(map(len, made)) == sum(sizes)
    assert max([0.0, *(float(np.abs(each).max(initial=0)) for each in made)]) <= to_gain(-1.0)


@pytest.mark.parametrize("level_db", [0.0, -30.0])
def test_memory_stays_flat_however_long_it_is(level_db):
    block = voice(1) * to_gain(level_db)

    def most_bytes(seconds):
        tracemalloc.start()
        for _ in limited((block for _ in range(seconds)), RATE, -1.0):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert most_bytes(60) < most_bytes(6) * 1.2 + 200_000
