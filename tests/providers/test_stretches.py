from itertools import pairwise

import numpy as np
import pytest

from creator_app.providers.stretches import FRAME, RATE_HZ, SoundDetector, Stretches
from creator_app.providers.voice_activity import VoiceDetector
from tests.media_files import BECKETT, JFK, decoded


class Told:
    """A detector that is told when somebody speaks, in seconds."""

    def __init__(self, *spans):
        self._spans, self._frame, self._rest = spans, 0, 0

    def hear(self, samples):
        count, self._rest = divmod(self._rest + len(samples), FRAME)
        at = (np.arange(self._frame, self._frame + count) + 0.5) * FRAME / RATE_HZ
        self._frame += count
        voiced = np.zeros(count, np.float32)
        for begin, end in self._spans:
            voiced[(at >= begin) & (at < end)] = 1
        return voiced


def ramp(seconds):
    return np.arange(round(seconds * RATE_HZ), dtype=np.float32)[:, None]


def cut(spans, seconds, step_s=0.1, **settings):
    stretches = Stretches(Told(*spans), **{"longest_s": 20, **settings})
    sound, step, found = ramp(seconds), round(step_s * RATE_HZ), []
    for at in range(0, len(sound), step):
        found += stretches.hear(sound[at : at + step])
    return found + stretches.finish()


def spans_of(found):
    return [(each.start / RATE_HZ, each.start / RATE_HZ + each.seconds) for each in found]


@pytest.mark.parametrize("step_s", [0.01, 0.1, 1.7, 30])
def test_each_run_of_speech_is_a_stretch_with_a_little_around_it(step_s):
    found = cut([(1, 3), (6, 8)], 10, step_s)
    assert spans_of(found) == [
        (pytest.approx(0.75, abs=0.04), pytest.approx(3.25, abs=0.04)),
        (pytest.approx(5.75, abs=0.04), pytest.approx(8.25, abs=0.04)),
    ]
    for each in found:  # the samples are those of the source
        assert each.samples[0] == each.start
        assert np.all(np.diff(each.samples) == 1)


def test_a_short_pause_stays_inside():
    assert len(cut([(1, 3), (3.6, 5)], 8)) == 1


def test_long_speech_is_cut_where_it_pauses_and_nothing_is_lost():
    found = cut([(0, 7), (7.5, 16), (16.5, 30)], 30, longest_s=10)
    edges = spans_of(found)
    assert all(one[1] == pytest.approx(other[0]) for one, other in pairwise(edges))
    assert edges[0][0] == 0
    assert edges[-1][1] == pytest.approx(30, abs=0.04)
    assert all(each.seconds <= 10 for each in found)
    assert edges[0][1] == pytest.approx(7.25, abs=0.3)


def test_the_last_stretch_ends_with_the_sound():
    (only,) = cut([(1, 3)], 2.013)
    assert only.start + len(only.samples) == len(ramp(2.013))


def test_silence_is_let_go():
    stretches = Stretches(Told(), 20)
    for _ in range(100):
        assert stretches.hear(ramp(1)) == []
    assert len(stretches._frames) * FRAME < RATE_HZ
    assert stretches.finish() == []
    assert stretches.current is None


def test_what_is_under_way_can_be_looked_at_and_cut():
    stretches = Stretches(Told((1, 9)), 20)
    stretches.hear(ramp(6))
    assert stretches.current.seconds == pytest.approx(5.25, abs=0.05)
    first = stretches.cut(4 * RATE_HZ)
    assert first.seconds == pytest.approx(3.25, abs=0.05)
    assert stretches.current.start == first.start + len(first.samples)


@pytest.mark.parametrize("spoken", [JFK, BECKETT], ids=lambda each: each.path.stem)
def test_silero_hears_speech_and_no_noise(spoken):
    speech = decoded(spoken.path)[:, None]
    assert (VoiceDetector().hear(speech) > 0.5).mean() > 0.3
    noise = np.random.default_rng(1).normal(0, 0.05, (5 * RATE_HZ, 1)).astype(np.float32)
    assert VoiceDetector().hear(noise).max() < 0.5
    assert VoiceDetector().hear(np.zeros((5 * RATE_HZ, 1), np.float32)).max() < 0.2


def test_silero_gives_the_same_however_it_is_fed():
    speech = decoded(JFK.path)[: 5 * RATE_HZ, None]
    whole = VoiceDetector().hear(speech)
    detector = VoiceDetector()
    pieces = [detector.hear(speech[at : at + 700]) for at in range(0, len(speech), 700)]
    assert np.allclose(np.concatenate(pieces), whole, atol=1e-4)


def test_the_level_alone_tells_sound_from_silence():
    sound = np.concatenate((np.zeros(RATE_HZ), np.full(RATE_HZ, 0.01), np.full(RATE_HZ, 1e-4)))
    heard = SoundDetector().hear(sound[:, None].astype(np.float32))
    assert heard[:30].max() < 0.35
    assert heard[33:61].min() >= 0.5
    assert heard[64:].max() < 0.35
