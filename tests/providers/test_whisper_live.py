import threading

import numpy as np
import pytest

from creator_app.core.engines import Access, Hints
from creator_app.core.errors import CreatorError
from creator_app.core.task import Task
from creator_app.core.time import US
from creator_app.providers import whisper_live
from creator_app.providers.whisper_files import base_model
from creator_app.providers.whisper_live import WhisperLive
from creator_app.providers.whisper_model import loaded_for_live
from creator_app.providers.whisper_reading import Reader
from tests.media_files import BECKETT, GUANGZHOU, JFK, SORROW, decoded
from tests.wording import word_error_rate

RATE_HZ = 16_000
BLOCK = 1_600


class Audience:
    """Takes captions from the engine's thread."""

    def __init__(self):
        self.captions = []
        self._news = threading.Condition()

    def hear(self, caption):
        with self._news:
            self.captions.append(caption)
            self._news.notify_all()

    def wait_for(self, is_enough):
        with self._news:
            assert self._news.wait_for(lambda: any(map(is_enough, self.captions)), 30)

    @property
    def finals(self):
        return [each for each in self.captions if each.is_final]

    @property
    def text(self):
        return " ".join(each.text for each in self.finals)


@pytest.fixture
def live():
    """An open engine, its audience, and a way to feed it a row from some moment on."""

    class Live:
        def __init__(self, **hints):
            self.audience = Audience()
            self.engine = WhisperLive(Access())
            self.engine.open(Hints(**hints), self.audience.hear)
            self.at = 0

        def feed(self, row, at_us=None):
            at_us = self.at * US // RATE_HZ if at_us is None else at_us
            for begin in range(0, len(row), BLOCK):
                block = row[begin : begin + BLOCK, None]
                self.engine.feed(block, at_us + begin * US // RATE_HZ)
                self.at += len(block)

    made = []

    def start(**hints):
        made.append(Live(**hints))
        return made[-1]

    yield start
    for each in made:
        each.engine.close()


def silence(seconds):
    return np.zeros(round(seconds * RATE_HZ), np.float32)


@pytest.mark.parametrize(
    ("spoken", "most"),
    [(JFK, 0.1), (SORROW, 0.15), (BECKETT, 0.5), (GUANGZHOU, 0.35)],
    ids=["jfk", "sorrow", "beckett", "chinese"],
)
def test_what_is_said_becomes_final_in_its_language(live, spoken, most):
    listening = live()
    listening.feed(decoded(spoken.path))
    listening.engine.close()
    audience = listening.audience
    assert word_error_rate(spoken.text, audience.text) <= most
    assert {each.language for each in audience.finals} == {spoken.language}


def test_a_pause_makes_final_while_the_recording_goes_on(live):
    listening = live(language="en")
    listening.feed(decoded(SORROW.path))
    listening.feed(silence(1))
    listening.audience.wait_for(lambda caption: caption.is_final and "around" in caption.text)


def test_something_is_shown_while_somebody_speaks_and_a_final_replaces_it(live):
    listening = live(language="en")
    listening.feed(decoded(SORROW.path)[: 2 * RATE_HZ])
    listening.audience.wait_for(lambda caption: "great" in caption.text and not caption.is_final)
    listening.feed(decoded(SORROW.path)[2 * RATE_HZ :])
    listening.engine.close()
    captions = listening.audience.captions
    done = set()
    for caption in captions:
        assert caption.ident not in done
        if caption.is_final:
            done.add(caption.ident)
    assert {each.ident for each in captions} == done
    assert sorted(done) == list(range(1, len(done) + 1))


def test_words_have_times_on_the_recordings_clock(live):
    start_us = 3_600 * US
    listening = live(language="en")
    listening.feed(decoded(JFK.path), start_us)
    listening.engine.close()
    words = [word for caption in listening.audience.finals for word in caption.words]
    americans = next(word for word in words if word.text.startswith("Americans"))
    assert americans.end_us - start_us == pytest.approx(2.1e6, abs=0.3e6)
    edges = [edge for word in words for edge in (word.start_us, word.end_us)]
    assert edges == sorted(edges)


def test_speech_without_a_pause_becomes_final_piece_by_piece(monkeypatch):
    monkeypatch.setattr(whisper_live, "LONG_S", 4.0)
    speech = decoded(SORROW.path)
    without_pauses = np.concatenate((speech[: 2 * RATE_HZ], speech[int(2.6 * RATE_HZ) :]))
    audience = Audience()
    reader = Reader(loaded_for_live(base_model(Task())), Hints("en"))
    listener = whisper_live._Listener(reader, audience.hear)
    step = RATE_HZ // 2
    for begin in range(0, len(without_pauses), step):  # as in life, where the engine keeps up
        listener.hear(without_pauses[begin : begin + step, None], begin * US // RATE_HZ, 5)
        listener.glance()
    listener.finish()
    assert len(audience.finals) >= 2
    assert all(each.end_us - each.start_us < 6 * US for each in audience.finals[:-1])
    assert word_error_rate(SORROW.text, audience.text) <= 0.25


def test_silence_noise_and_hum_have_no_words(live):
    at = np.arange(6 * RATE_HZ) / RATE_HZ
    hum = (0.1 * np.sin(at * 2 * np.pi * 50)).astype(np.float32)
    noise = np.random.default_rng(2).normal(0, 0.05, 6 * RATE_HZ).astype(np.float32)
    listening = live()
    for each in (silence(6), noise, hum):
        listening.feed(each)
    listening.engine.close()
    assert listening.audience.captions == []


def test_a_gap_in_the_sound_ends_what_was_said_before(live):
    speech = decoded(JFK.path)
    listening = live(language="en")
    listening.feed(speech[: int(2.6 * RATE_HZ)], 0)
    listening.feed(speech[int(3 * RATE_HZ) :], 60 * US)
    listening.engine.close()
    starts = [each.start_us for each in listening.audience.finals]
    assert starts[0] < US
    assert all(start >= 60 * US for start in starts[1:])
    assert "Americans" in listening.audience.finals[0].text


def test_far_more_sound_than_can_be_captioned_at_once_is_not_lost(live, monkeypatch):
    monkeypatch.setattr(whisper_live, "MOST_US", 2 * US)
    speech = decoded(JFK.path)
    listening = live(language="en")
    for _ in range(3):
        listening.feed(speech)
        listening.feed(silence(1))
    listening.engine.close()
    assert listening.audience.text.lower().count("country") == 6
    assert len(listening.engine._fed) == 0


def test_closing_makes_everything_final_and_may_be_repeated(live):
    listening = live(language="en")
    listening.feed(decoded(JFK.path)[: 9 * RATE_HZ])
    listening.engine.close()
    count = len(listening.audience.finals)
    assert count
    listening.engine.close()
    assert len(listening.audience.finals) == count


def test_an_unknown_language_is_told_when_it_is_opened():
    with pytest.raises(CreatorError, match="“klingon”"):
        WhisperLive(Access()).open(Hints("klingon"), print)


def test_a_failure_is_told_to_whoever_closes():
    def broken(_caption):
        raise CreatorError("The window is gone.")

    engine, speech = WhisperLive(Access()), decoded(JFK.path)[:, None]
    engine.open(Hints("en"), broken)
    engine.feed(speech, 0)
    with pytest.raises(CreatorError, match="window is gone"):
        engine.close()
    engine.close()


def test_a_failure_is_told_to_whoever_feeds_on():
    failed = threading.Event()

    def broken(_caption):
        failed.set()
        raise CreatorError("The window is gone.")

    engine, speech = WhisperLive(Access()), decoded(JFK.path)[:, None]
    engine.open(Hints("en"), broken)
    engine.feed(speech, 0)
    assert failed.wait(30)
    engine._thread.join(10)
    with pytest.raises(CreatorError, match="window is gone"):
        engine.feed(speech, 11 * US)
    engine.close()
