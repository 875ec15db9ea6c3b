from dataclasses import replace

import numpy as np
import pytest

from creator_app.core.engines import Line, Speech
from creator_app.core.errors import CreatorError
from creator_app.core.transcript import Word
from creator_app.media.decode import AudioFile
from creator_app.production.takes import find_take, keep_take, note_of, sound_of, take_key

LINE = Line("Hello, brave new world.", "low", "en")
RATE = 22_050


def spoken(seconds=1.0, before=0.4, after=0.6, level=0.3, channels=1):
    tone = np.sin(np.arange(round(seconds * RATE)) * 0.08) * level
    silence = [np.zeros(round(each * RATE)) for each in (before, after)]
    wave = np.concatenate([silence[0], tone, silence[1]]).astype(np.float32)
    return wave[:, None].repeat(channels, axis=1)


def test_everything_that_is_heard_is_in_the_key():
    keys = {
        take_key(LINE, "a"),
        take_key(LINE, "b"),
        take_key(LINE, "a", "model 2"),
        take_key(replace(LINE, text="Hello."), "a"),
        take_key(replace(LINE, voice="high"), "a"),
        take_key(replace(LINE, language="de"), "a"),
        take_key(replace(LINE, speed=1.1), "a"),
    }
    assert len(keys) == 7
    assert take_key(LINE, "a") == take_key(Line("Hello, brave new world.", "low", "en", 1.0), "a")


def test_a_take_is_found_again_with_its_sound_and_words(tmp_path):
    made = keep_take(tmp_path / "takes", "k", LINE, "tones", Speech(spoken(), RATE))
    assert find_take(tmp_path / "takes", "k") == made
    assert [word.text for word in made.words] == ["Hello,", "brave", "new", "world."]
    with AudioFile(sound_of(tmp_path / "takes", "k"), RATE, 1) as file:
        kept = np.concatenate(list(file.blocks()))
    assert len(kept) == round(made.duration_us * RATE / 1_000_000)


def test_silence_around_the_speech_is_cut_and_the_words_move_with_it(tmp_path):
    words = (Word(400_000, 900_000, "Hello,"), Word(900_000, 1_400_000, "world."))
    made = keep_take(tmp_path, "k", LINE, "tones", Speech(spoken(), RATE, words))
    assert made.duration_us == pytest.approx(1_120_000, abs=15_000)
    assert made.words[0].start_us == pytest.approx(60_000, abs=12_000)
    assert made.words[1].end_us == pytest.approx(1_060_000, abs=12_000)


def test_words_without_times_are_spread_over_what_is_voiced(tmp_path):
    made = keep_take(tmp_path, "k", LINE, "tones", Speech(spoken(), RATE))
    assert made.words[0].start_us == pytest.approx(60_000, abs=12_000)
    assert made.words[-1].end_us == pytest.approx(1_060_000, abs=12_000)


def test_the_note_knows_loudness_and_channels(tmp_path):
    keep_take(tmp_path, "k", LINE, "tones", Speech(spoken(channels=2), RATE))
    note = note_of(tmp_path, "k")
    assert note.channels == 2
    assert -20 < note.lufs < -8


def test_what_is_too_loud_is_turned_down_instead_of_cut_off(tmp_path):
    keep_take(tmp_path, "k", LINE, "tones", Speech(spoken(level=3.0), RATE))
    with AudioFile(sound_of(tmp_path, "k"), RATE, 1) as file:
        kept = np.concatenate(list(file.blocks()))
    assert (np.abs(kept) > 0.99).mean() < 0.1


@pytest.mark.parametrize(
    ("samples", "rate", "message"),
    [
        (np.zeros((RATE, 1), np.float32), RATE, "silence"),
        (np.zeros((0, 1), np.float32), RATE, "no sound"),
        (np.full((RATE, 1), np.nan, np.float32), RATE, "no sound"),
        (np.ones(RATE, np.float32), RATE, "no sound"),
        (spoken(), 12, "12 samples a second"),
    ],
)
def test_what_is_no_speech_is_not_kept(tmp_path, samples, rate, message):
    with pytest.raises(CreatorError, match=message):
        keep_take(tmp_path, "k", LINE, "tones", Speech(samples, rate))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["no note", "half a note", "no sound", "empty sound"])
def test_a_damaged_take_counts_as_none(tmp_path, damage):
    keep_take(tmp_path, "k", LINE, "tones", Speech(spoken(), RATE))
    note, sound = tmp_path / "k.json", tmp_path / "k.flac"
    match damage:
        case "no note":
            note.unlink()
        case "half a note":
            note.write_text(note.read_text()[:50])
        case "no sound":
            sound.unlink()
        case "empty sound":
            sound.write_bytes(b"")
    assert find_take(tmp_path, "k") is None
