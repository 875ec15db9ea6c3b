import numpy as np
import pytest
import soxr

from creator_app.core.engines import Source
from creator_app.media.journal import GAP, Header, JournalWriter
from creator_app.media.journal_read import Journal
from creator_app.media.mix import LiveMix, Mix


class Track:
    """Sound in memory that is read as a journal is."""

    def __init__(self, samples, rate_hz):
        self.samples, self.rate_hz = samples.astype(np.float32), rate_hz
        self.channels = samples.shape[1]
        self.duration_us = round(len(samples) * 1_000_000 / rate_hz)

    def read_all(self, first, last):
        return self.samples[max(0, first) : max(0, last)]


def noise(seconds, rate_hz, channels=1, seed=0):
    white = np.random.default_rng(seed).uniform(-0.4, 0.4, (round(seconds * rate_hz), channels))
    # Kept below 6 kHz, so that resampling to 16 kHz keeps all of it.
    spectrum = np.fft.rfft(white, axis=0)
    spectrum[round(6000 * seconds) :] = 0
    return np.fft.irfft(spectrum, len(white), axis=0).astype(np.float32)


def test_a_mix_is_a_source():
    mix = Mix([Track(noise(0.5, 8000), 8000)])
    assert isinstance(mix, Source)
    assert (mix.rate_hz, mix.duration_us) == (8000, 500_000)


def test_tracks_are_added_and_the_longest_decides():
    one, other = noise(0.5, 8000), noise(0.3, 8000, seed=1)
    heard = Mix([Track(one, 8000), Track(other, 8000)]).read(0, 10**9)
    expected = one.copy()
    expected[: len(other)] += other
    assert np.allclose(heard, expected, atol=1e-6)


def test_what_is_too_loud_together_is_bounded_and_one_track_alone_untouched():
    loud = np.full((800, 1), 0.9)
    assert Mix([Track(loud, 8000), Track(loud, 8000)]).read(0, 10**6).max() == 1.0
    assert Mix([Track(loud * 1.5, 8000)]).read(0, 10**6).max() == pytest.approx(1.35)


@pytest.mark.parametrize("rate_hz", [8000, 16_000, 44_100, 48_000, 96_000])
def test_pieces_of_any_length_are_the_same_as_the_whole_resampled(rate_hz):
    sound = noise(1.0, rate_hz)
    mix = Mix([Track(sound, rate_hz)], 16_000)
    whole = soxr.resample(sound, rate_hz, 16_000)
    at, pieces = 0, []
    for length in (100, 1, 1600, 37, 4000, 3, 16_000):
        pieces.append(mix.read_all(at, at + length))
        at += length
    joined = np.concatenate(pieces)
    assert len(joined) == 16_000
    inner = slice(200, -200)
    assert np.abs(joined[inner] - whole[: len(joined)][inner]).max() < 2e-4


def test_tracks_of_different_rates_stay_in_step():
    click = np.zeros((48_000, 1))
    click[24_000] = 0.9
    other = np.zeros((44_100, 1))
    other[22_050] = 0.9
    for track in (Track(click, 48_000), Track(other, 44_100)):
        assert np.abs(Mix([track], 16_000).read(0, 10**6)).argmax() == 8000


def test_stereo_is_kept_or_mixed_down_as_asked():
    stereo = np.stack([np.full(800, 0.5), np.full(800, -0.25)], axis=1)
    mono = np.full((800, 1), 0.1)
    tracks = [Track(stereo, 8000), Track(mono, 8000)]
    assert np.allclose(Mix(tracks, channels=2).read_all(0, 800), [[0.6, -0.15]], atol=1e-6)
    assert np.allclose(Mix(tracks).read_all(0, 800), [[0.225]], atol=1e-6)
    assert np.allclose(Mix(tracks, channels=2).read(0, 10**6), [[0.225]], atol=1e-6)


def test_the_blocks_together_are_the_whole():
    mix = Mix([Track(noise(25, 8000), 8000)], 8000)
    blocks = list(mix.blocks())
    assert [len(block) for block in blocks] == [80_000, 80_000, 40_000]
    assert np.array_equal(np.concatenate(blocks), mix.read(0, 10**9))
    assert sum(map(len, mix.blocks(1_000_000, 3_500_000))) == 20_000


def test_a_mix_is_given_as_a_file():
    with Mix([Track(noise(0.5, 8000), 8000)]).as_file("wav") as file:
        assert file.read(4) == b"RIFF"


def test_journals_are_placed_by_the_recordings_clock_while_they_grow(tmp_path):
    header = Header("a", "mic", "", 8000, 1, "s16", "", 0)
    writers = [JournalWriter(tmp_path / f"a-{name}.rec", header) for name in ("mic", "system")]
    loud = np.full((800, 1), 8192, "<i2")
    writers[0].write(loud.data, 0, 0)
    writers[1].write(loud.data, 1600, 200_000, GAP)
    journals = [Journal(writer.path) for writer in writers]
    mix = LiveMix(journals, 16_000)
    assert mix.duration_us == 300_000
    heard = mix.read(0, 10**6)[:, 0]
    assert heard[800] == pytest.approx(0.25, abs=0.01)
    assert abs(heard[2400]) < 0.01
    assert heard[4000] == pytest.approx(0.25, abs=0.01)
    writers[0].write(loud.data, 2400, 300_000, GAP)
    mix.refresh()
    assert mix.duration_us == 400_000
    assert mix.read(300_000, 400_000)[800] == pytest.approx(0.25, abs=0.01)
    for each in (*journals, *writers):
        each.close()
