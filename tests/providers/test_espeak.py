import shutil
import stat

import numpy as np
import pytest

from creator_app.core.engines import Access, Catalog, Line, Synthesizer
from creator_app.core.errors import CreatorError, EngineUnavailableError
from creator_app.core.task import Cancelled, Task
from creator_app.providers import ENGINES
from creator_app.providers.espeak import Espeak

pytestmark = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is missing")

SENTENCES = {
    "cmn": "你好，世界。",
    "ru": "Привет, мир.",
    "ar": "مرحبا بالعالم",
    "hi": "नमस्ते दुनिया",
    "de": "Guten Tag.",
}


def speak(voice: str, text: str, speed: float = 1.0):
    return Espeak(Access()).speak(Line(text, voice, "und", speed), Task())


def test_it_has_a_voice_for_every_language_that_can_be_guessed():
    voices = Espeak(Access()).voices()
    tags = {tag.split("-")[0] for voice in voices for tag in voice.languages}
    assert voices[0].name == "en-us"
    assert {"zh", "ja", "ko", "ru", "uk", "ar", "fa", "he", "hi", "th", "el", "ka", "am"} <= tags
    assert {"de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "tr"} <= tags
    assert len({voice.name for voice in voices}) == len(voices) > 100


@pytest.mark.parametrize("voice", SENTENCES)
def test_each_language_is_spoken(voice):
    speech = speak(voice, SENTENCES[voice])
    assert speech.rate_hz == 22_050
    assert 0.4 < len(speech.samples) / speech.rate_hz < 4
    assert np.abs(speech.samples).max() > 0.05
    assert speech.words == ()


def test_mandarin_is_spoken_and_not_spelt_in_pinyin():
    # Spelt out («ni three hao three») each character takes more than half a second.
    text = "你好，世界。我们说过的话，大多转眼就忘了。"
    speech = speak("cmn", text)
    assert len(speech.samples) / speech.rate_hz < 0.4 * len(text)
    names = [voice.name for voice in Espeak(Access()).voices() if "zh" in voice.languages]
    assert names == ["cmn"]


def test_kanji_it_cannot_read_is_an_answer_not_noise():
    assert len(speak("ja", "こんにちは、せかい").samples) > 10_000
    with pytest.raises(CreatorError, match="cannot read kanji"):
        speak("ja", "漢字です")


def test_speed_changes_the_length():
    usual = len(speak("de", SENTENCES["de"]).samples)
    assert len(speak("de", SENTENCES["de"], 2.0).samples) < usual * 0.75
    assert len(speak("de", SENTENCES["de"], 0.5).samples) > usual * 1.5


def test_what_looks_like_an_option_or_phonemes_is_only_text():
    assert len(speak("en-us", "--version -f /etc/passwd").samples) > 22_050
    assert len(speak("en-us", "This is [[not a phoneme]] at all.").samples) > 22_050


def test_a_long_text_needs_no_room_in_an_argument_list():
    assert len(speak("en-us", "word " * 3_000, 2.0).samples) > 22_050 * 300


def test_a_voice_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(CreatorError, match="no voice called “klingon”") as caught:
        speak("klingon", "Qapla'")
    assert "en-us" in caught.value.hint


def test_without_the_program_the_catalogue_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineUnavailableError, match="eSpeak NG is not installed") as caught:
        Catalog(ENGINES).open(Synthesizer, "espeak")
    assert "espeak-ng" in caught.value.hint


def test_stopping_ends_the_program(monkeypatch, tmp_path):
    slow = tmp_path / "espeak-ng"
    slow.write_text("#!/bin/sh\ncase $1 in --voices) exec $REAL $1;; esac\nexec sleep 60\n")
    slow.chmod(slow.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("REAL", shutil.which("espeak-ng"))
    engine, task = Espeak(Access()), Task()
    engine.voices()
    engine._program = str(slow)
    engine.voices()
    from threading import Timer

    Timer(0.3, task.cancel).start()
    with pytest.raises(Cancelled):
        engine.speak(Line("Hi.", "en-us", "en"), task)
