from fractions import Fraction

import numpy as np
import pytest

from creator_app.core.captions import Cue
from creator_app.core.errors import CreatorError
from creator_app.core.task import Cancelled, Task
from creator_app.core.timeline import Clip, Sound, Timeline
from creator_app.core.transcript import Word
from creator_app.media.dsp import measured
from creator_app.media.encode import write_audio
from creator_app.media.mixdown import DUCK_DB, SEAM, Mixdown, ducking, finished
from creator_app.media.movie import SOUND_HZ

S = 1_000_000


def tone(path, seconds, hz=440.0, level=0.3):
    at = np.arange(round(seconds * SOUND_HZ)) / SOUND_HZ
    samples = (level * np.sin(2 * np.pi * hz * at)).astype(np.float32)[:, None]
    write_audio(path, [samples], SOUND_HZ, 1, Task())
    return path


def timeline(seconds, *sounds, **rest):
    # No picture is looked at while sound is mixed, unless a clip is to be heard.
    clips = rest.pop("clips", (Clip("none", 0, seconds * S),))
    return Timeline(64, 64, Fraction(30), clips, sounds=sounds, **rest)


def mixed(line):
    return np.concatenate(list(Mixdown(line).blocks(Task())))


def level_db(samples):
    return 20 * np.log10(max(1e-9, float(np.sqrt(np.mean(np.square(samples))))))


def at(samples, first_s, last_s):
    return samples[round(first_s * SOUND_HZ) : round(last_s * SOUND_HZ)]


def test_a_sound_lies_where_it_should_to_the_sample(tmp_path):
    samples = np.zeros((SOUND_HZ, 1), np.float32)
    samples[24_000] = 0.9
    write_audio(tmp_path / "click.wav", [samples], SOUND_HZ, 1, Task())
    sound = Sound(tmp_path / "click.wav", 1_250_000, S)
    mix = mixed(timeline(4, sound))
    assert mix.shape == (4 * SOUND_HZ, 2)
    assert np.flatnonzero(np.abs(mix[:, 0]) > 0.5).tolist() == [60_000 + 24_000]


def test_sounds_are_added_and_their_gain_counts(tmp_path):
    one = Sound(tone(tmp_path / "a.wav", 2, 300), 0, 2 * S, gain_db=-6)
    two = Sound(tone(tmp_path / "b.wav", 2, 700), 0, 2 * S, gain_db=-20)
    mix = mixed(timeline(2, one, two))
    spectrum = np.abs(np.fft.rfft(at(mix[:, 0], 0.5, 1.5)))
    ratio_db = 20 * np.log10(spectrum[300] / spectrum[700])
    assert ratio_db == pytest.approx(14, abs=0.1)


def test_a_sound_that_ends_early_is_followed_by_silence(tmp_path):
    mix = mixed(timeline(3, Sound(tone(tmp_path / "a.wav", 1), 0, 3 * S)))
    assert level_db(at(mix, 0.2, 0.9)) > -16
    assert np.abs(at(mix, 1.05, 3)).max() == 0


def test_what_is_longer_than_the_picture_is_cut(tmp_path):
    assert len(mixed(timeline(1, Sound(tone(tmp_path / "a.wav", 5), 0, 5 * S)))) == SOUND_HZ


def test_music_begins_again_without_a_gap_or_a_click(tmp_path):
    music = Sound(tone(tmp_path / "m.wav", 3), 0, 10 * S, under_voice=True, fade_us=0)
    mix = mixed(timeline(10, music))
    levels = [level_db(at(mix, t, t + 0.2)) for t in np.arange(0, 9.8, 0.2)]
    # Where end and beginning overlap, two tones may add up or cancel a little, never vanish.
    assert min(levels) > -30
    steps = np.abs(np.diff(mix[:, 0]))
    assert steps.max() < 0.3 * 2 * np.pi * 440 / SOUND_HZ * 1.6
    period = 3 * SOUND_HZ - SEAM
    once, again = at(mix, 1.0, 1.1), mix[48_000 + period : 48_000 + period + 4800]
    assert np.allclose(once, again, atol=1e-4)


def test_music_too_short_to_repeat_is_played_once(tmp_path):
    music = Sound(tone(tmp_path / "m.wav", 0.3), 0, 3 * S, under_voice=True, fade_us=0)
    mix = mixed(timeline(3, music))
    assert np.abs(at(mix, 0.31, 3)).max() == 0


def test_music_of_a_second_is_repeated(tmp_path):
    music = Sound(tone(tmp_path / "m.wav", 1.0), 0, 5 * S, under_voice=True, fade_us=0)
    assert level_db(at(mixed(timeline(5, music)), 4, 5)) > -20


def test_fades_begin_and_end_in_silence(tmp_path):
    sound = Sound(tone(tmp_path / "a.wav", 2), 0, 2 * S, fade_us=500_000)
    mix = mixed(timeline(2, sound))
    assert level_db(at(mix, 0, 0.02)) < level_db(at(mix, 0.9, 1.1)) - 25
    assert level_db(at(mix, 1.98, 2)) < level_db(at(mix, 0.9, 1.1)) - 25
    assert abs(mix[-1]).max() < 0.01


def test_music_is_down_before_the_voice_begins_and_up_again_after_it(tmp_path):
    music = Sound(tone(tmp_path / "m.wav", 12), 0, 12 * S, under_voice=True, fade_us=0)
    mix = mixed(timeline(12, music, speech=((4 * S, 5 * S), (5_800_000, 7 * S))))
    before, under = level_db(at(mix, 2, 3.5)), level_db(at(mix, 4, 5))
    assert under == pytest.approx(before + DUCK_DB, abs=0.2)
    # A short pause between two sentences does not let it up.
    assert level_db(at(mix, 5.1, 5.7)) == pytest.approx(under, abs=0.2)
    assert level_db(at(mix, 8, 9)) == pytest.approx(before, abs=0.2)
    assert level_db(at(mix, 3.98, 4.02)) < before + DUCK_DB + 1.5


def test_the_words_of_captions_tell_when_somebody_speaks(tmp_path):
    music = Sound(tone(tmp_path / "m.wav", 6), 0, 6 * S, under_voice=True, fade_us=0)
    word = Word(3 * S, 4 * S, "hello")
    mix = mixed(timeline(6, music, cues=(Cue(3 * S, 4 * S, ("hello",), (word,)),)))
    assert level_db(at(mix, 3.1, 3.9)) == pytest.approx(level_db(at(mix, 1, 2)) + DUCK_DB, abs=0.3)


def test_the_voice_itself_is_never_lowered(tmp_path):
    voice = Sound(tone(tmp_path / "v.wav", 3), S, 3 * S)
    mix = mixed(timeline(5, voice))
    assert level_db(at(mix, 2, 3)) == pytest.approx(level_db([0.3 / np.sqrt(2)]), abs=0.1)


def test_ducking_joins_what_lies_close():
    points = ducking([(0, S), (1_500_000, 2 * S), (9 * S, 10 * S)])
    assert len(points) == 8
    assert [factor for _, factor in points[:4]] == [1.0, pytest.approx(0.316, abs=0.01)] * 1 + [
        pytest.approx(0.316, abs=0.01),
        1.0,
    ]


@pytest.mark.parametrize("level", [0.9, 0.05])
def test_the_finished_sound_has_its_loudness_and_no_peak_above_the_ceiling(tmp_path, level):
    rng = np.random.default_rng(3)
    bursts = (rng.normal(0, level / 4, (12 * SOUND_HZ, 2))).astype(np.float32)
    bursts[:: SOUND_HZ // 2] = level
    write_audio(tmp_path / "a.wav", [np.clip(bursts, -1, 1)], SOUND_HZ, 2, Task())
    mix = Mixdown(timeline(12, Sound(tmp_path / "a.wav", 0, 12 * S)))
    made = measured(finished(mix, -14.0, Task()), SOUND_HZ, Task())
    assert made.lufs == pytest.approx(-14, abs=0.5)
    assert made.peak_dbtp <= -1.0
    assert made.frames == mix.length


def test_nothing_to_hear_is_known_beforehand(tmp_path):
    assert Mixdown(timeline(2)).is_silent
    assert not Mixdown(timeline(2, Sound(tone(tmp_path / "a.wav", 1), 0, S))).is_silent


def test_a_file_that_is_no_sound_is_said_plainly(tmp_path):
    (tmp_path / "a.wav").write_text("not a sound")
    with pytest.raises(CreatorError, match="not a sound"):
        mixed(timeline(1, Sound(tmp_path / "a.wav", 0, S)))


def test_mixing_stops_when_asked(tmp_path):
    task = Task()
    blocks = Mixdown(timeline(60, Sound(tone(tmp_path / "a.wav", 2), 0, 60 * S))).blocks(task)
    next(blocks)
    task.cancel()
    with pytest.raises(Cancelled):
        next(blocks)
    blocks.close()
