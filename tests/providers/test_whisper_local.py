import threading
from itertools import pairwise

import numpy as np
import pytest

from creator_app.core.engines import Access, Hints
from creator_app.core.errors import CreatorError
from creator_app.core.task import Cancelled, Task
from creator_app.core.time import US
from creator_app.core.transcript import Transcript
from creator_app.media.decode import AudioFile
from creator_app.providers.whisper_files import base_model
from creator_app.providers.whisper_local import WhisperLocal
from creator_app.providers.whisper_model import Decoded, loaded, whisper_language
from tests.media_files import BECKETT, GUANGZHOU, JFK, SORROW, decoded, write_media
from tests.wording import word_error_rate

RATE_HZ = 16_000


class Row:
    """A row of samples as a source."""

    rate_hz = RATE_HZ

    def __init__(self, *parts):
        self._row = np.concatenate(parts)
        self.duration_us = len(self._row) * US // RATE_HZ

    def read(self, start_us, end_us):
        return self._row[start_us * 16 // 1000 : end_us * 16 // 1000, None]

    def as_file(self, codec, start_us=0, end_us=None):
        raise AssertionError("a local engine needs no file")


def silence(seconds):
    return np.zeros(round(seconds * RATE_HZ), np.float32)


def transcribe(source, task=None, **hints):
    return WhisperLocal(Access()).transcribe(source, Hints(**hints), task or Task())


@pytest.mark.parametrize(
    ("spoken", "most"),
    [(JFK, 0.05), (SORROW, 0.05), (BECKETT, 0.2), (GUANGZHOU, 0.26)],
    ids=lambda each: getattr(each, "language", ""),
)
def test_speech_is_understood_and_its_language_found(spoken, most):
    with AudioFile(spoken.path) as source:
        transcript = transcribe(source)
        assert transcript.duration_us == source.duration_us
    assert word_error_rate(spoken.text, transcript.text) <= most
    assert transcript.language == spoken.language


def test_chinese_has_a_time_for_each_character_and_the_script_that_was_asked_for():
    with AudioFile(GUANGZHOU.path) as source:
        transcript = transcribe(source, language="zh-Hant")
    assert transcript.language == "zh-Hant"
    assert transcript.text.startswith("廣州市")
    assert {len(word.text) for word in transcript.words} == {1}


def test_words_are_where_they_were_said():
    """Known by hand: «Americans» ends before the pause at 2.2 s, «ask» comes after 3.2 s."""
    with AudioFile(JFK.path) as source:
        words = list(transcribe(source, language="en").words)
    times = {word.text.strip(".,!").lower(): word for word in words}
    assert times["americans"].end_us == pytest.approx(2.15e6, abs=0.25e6)
    first_ask = next(word for word in words if word.text.lower().startswith("ask"))
    assert first_ask.start_us == pytest.approx(3.3e6, abs=0.25e6)
    assert words[-1].end_us == pytest.approx(10.4e6, abs=0.3e6)
    assert all(one.end_us <= other.start_us for one, other in pairwise(words))
    assert all(0 <= word.confidence <= 1 for word in words)


def test_islands_in_long_silence_are_found_where_they_are():
    jfk = decoded(JFK.path)
    source = Row(silence(70), jfk, silence(130), jfk, silence(40))
    transcript = transcribe(source)
    starts = [segment.start_us / US for segment in transcript.segments]
    assert all(70 < start < 81 or 211 < start < 222 for start in starts)
    assert word_error_rate(f"{JFK.text} {JFK.text}", transcript.text) <= 0.05
    assert transcript.duration_us == source.duration_us


def test_a_meeting_in_two_languages_is_written_in_both():
    source = Row(decoded(JFK.path), silence(2), decoded(GUANGZHOU.path), silence(2))
    transcript = transcribe(source)
    assert transcript.language == "en"
    assert "协会分析" in transcript.segments[-1].text
    assert "country" in transcript.text


@pytest.mark.parametrize("level", [0.0, 0.003, 0.05])
def test_silence_and_noise_have_no_words(level):
    noise = np.random.default_rng(5).normal(0, 1, 40 * RATE_HZ).astype(np.float32) * level
    assert transcribe(Row(noise)) == Transcript((), "und", 40 * US)


def test_a_hum_and_clicks_have_no_words():
    at = np.arange(30 * RATE_HZ) / RATE_HZ
    hum = 0.1 * np.sin(at * 2 * np.pi * 50) + 0.05 * np.sin(at * 2 * np.pi * 100)
    hum[:: RATE_HZ // 3] += 0.7
    assert transcribe(Row(hum.astype(np.float32))).segments == ()


def test_parts_are_published_in_order_while_it_goes_on():
    task = Task()
    transcript = transcribe(Row(decoded(JFK.path), silence(2), decoded(SORROW.path)), task)
    assert task.take_parts() == list(transcript.segments)
    assert task.latest[0] == 1.0


def test_names_are_spelt_as_the_user_spells_them():
    with AudioFile(SORROW.path) as source:
        transcript = transcribe(source, language="en", vocabulary=("Cotton", "Fantasy"))
    assert word_error_rate(SORROW.text, transcript.text) <= 0.1


def test_an_unknown_language_is_told_with_what_helps():
    with pytest.raises(CreatorError, match="“xx”") as caught:
        transcribe(Row(silence(1)), language="xx")
    assert "auto" in caught.value.hint


@pytest.mark.parametrize(
    ("tag", "name"), [("en-GB", "en"), ("zh-Hant-TW", "zh"), ("jv", "jw"), ("nb", "no")]
)
def test_tags_lead_to_whispers_own_names(tag, name):
    assert whisper_language(tag, loaded(base_model(Task()))) == name


def test_cancelling_takes_less_than_half_a_second():
    """The reading under way goes on in the background; nobody waits for it."""
    task, begun, ended = Task(), threading.Event(), threading.Event()

    class Long(Row):
        def read(self, start_us, end_us):
            if start_us >= 60 * US:
                begun.set()
            return super().read(start_us, end_us)

    def work():
        with pytest.raises(Cancelled):
            transcribe(Long(*[decoded(JFK.path)] * 12), task)
        ended.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert begun.wait(60)
    task.cancel()
    assert ended.wait(0.5)
    thread.join()


def test_a_reading_that_loops_is_doubtful():
    loop = Decoded((1,), "Fail better. " * 30, -0.2, 0.0, "en")
    assert loop.is_looping
    assert loop.is_doubtful
    plain = Decoded((1,), JFK.text, -0.2, 0.0, "en")
    assert not plain.is_doubtful
    assert Decoded((1,), "Thanks.", -1.2, 0.9, "en").is_silence
    assert plain.doubt < loop.doubt


def test_speech_in_any_container_is_understood(tmp_path, any_container):
    if any_container not in {"mp4", "webm", "mp3"}:
        pytest.skip("one video, one of the web and one of the usual are enough for this test")
    rate_hz = 44_100 if any_container == "mp3" else 48_000
    path = write_media(tmp_path / f"talk.{any_container}", decoded(JFK.path, rate_hz))
    with AudioFile(path) as source:
        assert word_error_rate(JFK.text, transcribe(source).text) <= 0.1
