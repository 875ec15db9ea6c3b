import numpy as np
import pytest

from creator_app.core.task import Task
from creator_app.media.dsp import measured, to_gain
from creator_app.media.levelling import Levelling, levelled, profiled

RATE = 48_000


def speechlike(seconds: float, level_db: float, channels: int = 1):
    """Noise in syllables: loud peaks over a moderate mean, with pauses."""
    rng = np.random.default_rng(7)
    at = np.arange(round(seconds * RATE)) / RATE
    shape = np.clip(np.sin(2 * np.pi * 3 * at), 0, 1) ** 2 * (np.sin(2 * np.pi * 0.3 * at) > -0.7)
    smooth = np.convolve(rng.standard_normal(len(at)), np.hanning(24) / 12, "same")
    mono = (smooth * shape * to_gain(level_db)).astype(np.float32)[:, None]
    return mono if channels == 1 else np.concatenate([mono, mono * 0.7], axis=1)


def in_blocks(samples, size=10_000):
    return iter([samples[at : at + size] for at in range(0, len(samples), size)])


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("lufs", [-23.0, -16.0, -15.0])
@pytest.mark.parametrize("level_db", [-40.0, -6.0])
def test_one_look_is_enough_to_reach_a_loudness_under_a_ceiling(lufs, level_db, channels):
    sound = speechlike(20, level_db, channels)
    levelling = profiled(in_blocks(sound), RATE, Task()).levelling(lufs, -1.0)
    made = np.concatenate(list(levelled(in_blocks(sound), RATE, levelling)))
    found = measured([made], RATE, Task())
    assert len(made) == len(sound)
    assert found.lufs == pytest.approx(lufs, abs=0.15)
    assert found.peak_dbtp <= -1.0


def test_what_needs_no_limiter_is_only_turned_up():
    sound = speechlike(5, -30)
    profile = profiled(in_blocks(sound), RATE, Task())
    assert profile.lufs == pytest.approx(measured([sound], RATE, Task()).lufs)
    assert profile.levelling(-30, -1) == Levelling(pytest.approx(-30 - profile.lufs), -1)


def test_what_cannot_be_reached_is_not_chased_for_ever():
    click = np.zeros((RATE * 3, 1), np.float32)
    click[::RATE] = 1.0
    profile = profiled(in_blocks(click), RATE, Task())
    gain_db = profile.levelling(-5, -1).gain_db
    assert gain_db <= -5 - profile.lufs + 24.0


@pytest.mark.parametrize("count", [0, 1, 100, 4_800, RATE])
def test_silence_and_very_short_sound_are_left_alone(count):
    silence = np.zeros((count, 1), np.float32)
    assert profiled(in_blocks(silence), RATE, Task()).levelling(-16, -1) == Levelling(0.0, -1)


def test_less_than_a_block_of_sound_is_left_alone():
    sound = np.full((RATE // 5, 1), 0.5, np.float32)
    assert profiled([sound], RATE, Task()).levelling(-16, -1) == Levelling(0.0, -1)
