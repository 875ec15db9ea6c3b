"""What every engine promises, checked for each line of the table that is ready here.

An engine behind a network is asked at an address where nobody answers: it must say so plainly.
"""

import ast
import inspect
import itertools
import os
import socket
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from creator_app.core import secrets as secrets_module
from creator_app.core import settings as settings_module
from creator_app.core.engines import (
    Access,
    Catalog,
    Generator,
    Hints,
    Line,
    LiveTranscriber,
    ShotRequest,
    Source,
    Speech,
    Standing,
    Synthesizer,
    Transcriber,
)
from creator_app.core.errors import CreatorError, EngineUnavailableError
from creator_app.core.task import Cancelled, Task
from creator_app.core.time import US
from creator_app.core.transcript import Transcript, split_words
from creator_app.media.decode import AudioFile, probe
from creator_app.providers import ENGINES
from tests.media_files import JFK

KINDS = {Transcriber, LiveTranscriber, Synthesizer, Generator}
HINTS = Hints(language="en")
BLOCK_US = 100_000


class Quiet:
    """Sound in which nobody speaks, of any length."""

    def __init__(self, duration_us, rate_hz=16_000):
        self.duration_us, self.rate_hz = duration_us, rate_hz

    def read(self, start_us, end_us):
        length_us = max(0, min(end_us, self.duration_us) - start_us)
        return np.zeros((length_us * self.rate_hz // US, 1), np.float32)

    def as_file(self, codec, start_us=0, end_us=None):
        raise CreatorError("This sound is not for sending.")


class Broken(Quiet):
    """Sound whose file was pulled away."""

    def read(self, start_us, end_us):
        raise CreatorError("“a.wav” does not exist.")


class StoppingTask(Task):
    """A task that is cancelled when its work first says how far it is."""

    def progress(self, fraction, note=""):
        self.cancel()
        super().progress(fraction, note)


def access_of(engine):
    """Return how an engine is reached: over the network, at a port where nobody listens."""
    if engine.place == "here":
        return Access()
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    return Access(key="no-real-key", base_url=f"http://127.0.0.1:{port}/v1")


def lines(kind=None, places=("here", "server", "cloud"), but=None):
    return [
        pytest.param(engine, id=engine.name)
        for engine in ENGINES
        if (kind is None or engine.kind is kind)
        and engine.kind is not but
        and engine.place in places
        and engine.problem(access_of(engine)) is None
    ]


def here(kind):
    return pytest.mark.parametrize("engine", lines(kind, ("here",)))


def opened(engine):
    return engine.open(access_of(engine))


@pytest.fixture(autouse=True)
def settings_are_out_of_reach(monkeypatch):
    """Fail an engine that looks for keys or settings by itself: it is given what it needs."""

    def touched(*_args, **_kwargs):
        pytest.fail("an engine touched the user's settings")

    for name in ("load_settings", "save_settings", "settings_file"):
        monkeypatch.setattr(settings_module, name, touched)
    monkeypatch.setattr(secrets_module.Secrets, "find", touched)
    yield
    assert not Path(os.environ["CREATOR_APP_SETTINGS"]).exists()


# Every line


def test_names_and_titles_are_unique():
    assert len({engine.name for engine in ENGINES}) == len(ENGINES)
    assert len({(engine.kind, engine.title) for engine in ENGINES}) == len(ENGINES)


def test_the_order_is_here_server_cloud_for_each_kind():
    places = ["here", "server", "cloud"]
    for kind in KINDS:
        order = [places.index(engine.place) for engine in ENGINES if engine.kind is kind]
        assert order == sorted(order)


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_a_line_says_what_the_user_must_know(engine):
    assert engine.kind in KINDS
    assert engine.name == engine.name.lower().strip()
    assert engine.title
    assert engine.about.endswith(".")
    assert engine.place != "cloud" or engine.key


@pytest.mark.parametrize("engine", lines())
def test_it_fulfils_its_protocol(engine):
    # Without looking at what a property returns: that may be a question to a server.
    wanted = {name for name in vars(engine.kind) if not name.startswith("_")}
    made = opened(engine)
    for name in wanted | set(engine.kind.__annotations__):
        assert inspect.getattr_static(made, name, None) is not None, name


@pytest.mark.parametrize("engine", lines())
def test_making_one_costs_nothing_yet(engine):
    before = set(Path(os.environ["CREATOR_APP_MODELS"]).iterdir())
    opened(engine)
    assert set(Path(os.environ["CREATOR_APP_MODELS"]).iterdir()) == before


def test_no_engine_knows_the_settings():
    package = Path(settings_module.__file__).parents[1] / "providers"
    for path in package.rglob("*.py"):
        modules = {
            node.module
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom)
        }
        forbidden = {f"creator_app.core.{name}" for name in ("settings", "secrets", "access")}
        assert modules & forbidden == set(), path.name


@pytest.mark.parametrize("kind", sorted(KINDS, key=lambda kind: kind.__name__))
def test_an_unknown_engine_says_so(kind):
    with pytest.raises(EngineUnavailableError, match="no engine called nonsense"):
        Catalog(ENGINES).open(kind, "nonsense")


# Transcribers


@pytest.fixture(scope="module")
def heard():
    """Return what each transcriber heard in the same speech, asked once."""
    known = {}

    def hear(engine):
        if engine.name not in known:
            task = Task()
            with AudioFile(JFK.path, 16_000) as source:
                transcript = opened(engine).transcribe(source, HINTS, task)
                known[engine.name] = transcript, task.take_parts(), source.duration_us
        return known[engine.name]

    return hear


def check_words(words, start_us, end_us):
    assert all(start_us <= word.start_us <= word.end_us <= end_us for word in words)
    assert all(one.start_us <= other.start_us for one, other in itertools.pairwise(words))
    assert all(word.text and word.text == word.text.strip() for word in words)
    assert all(word.confidence is None or 0 <= word.confidence <= 1 for word in words)


@here(Transcriber)
class TestTranscriber:
    def test_what_was_published_is_what_it_returns(self, engine, heard):
        transcript, parts, _ = heard(engine)
        assert parts == list(transcript.segments)

    def test_it_understands_what_was_said(self, engine, heard):
        transcript, _, duration_us = heard(engine)
        assert "ask what you can do for your country" in transcript.text.replace("\n", " ").lower()
        assert transcript.language.partition("-")[0] == "en"
        assert transcript.duration_us == duration_us

    def test_times_are_ordered_and_inside(self, engine, heard):
        transcript, _, duration_us = heard(engine)
        segments = transcript.segments
        assert all(0 <= each.start_us < each.end_us <= duration_us for each in segments)
        assert all(a.end_us <= b.start_us for a, b in itertools.pairwise(segments))
        for segment in segments:
            check_words(segment.words, segment.start_us, segment.end_us)

    def test_every_word_of_a_text_has_its_time(self, engine, heard):
        for segment in heard(engine)[0].segments:
            assert "".join(word.text for word in segment.words) == "".join(segment.text.split())

    def test_where_nobody_speaks_nothing_is_heard(self, engine):
        task = Task()
        transcript = opened(engine).transcribe(Quiet(1_500_000), Hints(), task)
        assert transcript == Transcript((), "und", 1_500_000)
        assert task.take_parts() == []

    def test_no_sound_at_all_is_no_failure(self, engine):
        assert opened(engine).transcribe(Quiet(0), Hints(), Task()) == Transcript((), "und", 0)

    def test_it_does_not_begin_when_it_was_cancelled(self, engine):
        task = Task()
        task.cancel()
        with pytest.raises(Cancelled):
            opened(engine).transcribe(Quiet(US), HINTS, task)

    def test_it_stops_when_it_is_cancelled(self, engine):
        task = StoppingTask()
        with AudioFile(JFK.path, 16_000) as source, pytest.raises(Cancelled):
            opened(engine).transcribe(source, HINTS, task)
        assert task.take_parts() == []

    def test_a_file_that_goes_away_is_told(self, engine):
        with pytest.raises(CreatorError, match="does not exist"):
            opened(engine).transcribe(Broken(5 * US), HINTS, Task())

    @pytest.mark.parametrize("language", ["nonsense", "xx", "zz-ZZ", "", "en-US-x-odd"])
    def test_a_language_it_does_not_know_is_told_or_found_out(self, engine, language):
        with suppress(CreatorError):
            found = opened(engine).transcribe(Quiet(US), Hints(language), Task())
            assert isinstance(found, Transcript)


# Live transcribers


class Hearing:
    """Takes captions from whatever thread they come."""

    def __init__(self):
        self.captions = []
        self._news = threading.Condition()

    def hear(self, caption):
        with self._news:
            self.captions.append(caption)
            self._news.notify_all()

    def wait_for_first(self):
        with self._news:
            self._news.wait_for(lambda: self.captions, timeout=30)


def listen(engine, samples, rate_hz, pause_at_us=None):
    """Feed sound in small blocks, faster than it was spoken; return every caption."""
    hearing = Hearing()
    engine.open(HINTS, hearing.hear)
    step = rate_hz * BLOCK_US // US
    for number, at in enumerate(range(0, len(samples), step)):
        if number * BLOCK_US == pause_at_us:
            hearing.wait_for_first()
        engine.feed(samples[at : at + step], number * BLOCK_US)
    engine.close()
    return hearing.captions


@pytest.fixture(scope="module")
def shown():
    """Return what each live transcriber showed of the same speech, asked once."""
    known = {}

    def show(engine):
        if engine.name not in known:
            made = opened(engine)
            with AudioFile(JFK.path, made.rate_hz) as source:
                samples = source.read(0, source.duration_us)
            captions = listen(made, samples, made.rate_hz, pause_at_us=2 * US)
            known[engine.name] = captions, len(samples) * US // made.rate_hz
        return known[engine.name]

    return show


@here(LiveTranscriber)
class TestLiveTranscriber:
    def test_everything_said_becomes_final(self, engine, shown):
        captions, _ = shown(engine)
        finals = [each for each in captions if each.is_final]
        text = " ".join(each.text for each in finals).lower()
        assert "ask what you can do for your country" in text
        assert {each.ident for each in captions if each.text} <= {each.ident for each in finals}

    def test_a_final_is_never_replaced(self, engine, shown):
        done = set()
        for caption in shown(engine)[0]:
            assert caption.ident not in done
            if caption.is_final:
                done.add(caption.ident)
        order = [each.ident for each in shown(engine)[0] if each.is_final]
        assert order == sorted(order)

    def test_something_is_shown_before_the_end_is_known(self, engine, shown):
        first = shown(engine)[0][0]
        assert first.text
        assert not first.is_final

    def test_times_are_ordered_and_inside(self, engine, shown):
        captions, duration_us = shown(engine)
        for caption in captions:
            assert 0 <= caption.start_us <= caption.end_us <= duration_us + BLOCK_US
            check_words(caption.words, caption.start_us, caption.end_us)
            assert "".join(word.text for word in caption.words) == "".join(caption.text.split())

    def test_where_nobody_speaks_nothing_is_shown(self, engine):
        engine = opened(engine)
        quiet = np.zeros((2 * engine.rate_hz, 1), np.float32)
        assert [each.text for each in listen(engine, quiet, engine.rate_hz) if each.text] == []

    def test_closing_before_anything_came_is_no_failure(self, engine):
        engine, heard = opened(engine), []
        engine.open(HINTS, heard.append)
        engine.close()
        assert heard == []


# Synthesizers


STRANGE_TEXTS = [
    *("", " ", "…", "👍", "\0\x07", "<speak>&amp;</speak>", "[[x", "\ud83d", "-v en"),
    "word " * 100,
    "a" * 200,
]


@here(Synthesizer)
class TestSynthesizer:
    def test_there_is_somebody_to_speak(self, engine):
        voices = opened(engine).voices()
        assert voices
        assert len({voice.name for voice in voices}) == len(voices)
        assert all(voice.name and voice.title for voice in voices)
        assert {voice.gender for voice in voices} <= {"", "female", "male"}
        assert isinstance(opened(engine).model, str)

    def test_speech_is_sound_in_its_range(self, engine):
        speech = speak(engine, "Small boats are already out.")
        assert speech.samples.dtype == np.float32
        assert speech.samples.ndim == 2
        assert 0.1 < float(np.abs(speech.samples).max()) <= 1.0
        assert np.isfinite(speech.samples).all()
        assert 0.8 < len(speech.samples) / speech.rate_hz < 6

    def test_words_are_where_they_are_spoken(self, engine):
        text = "Small boats, already out."
        speech = speak(engine, text)
        duration_us = len(speech.samples) * US // speech.rate_hz
        check_words(speech.words, 0, duration_us + 1)
        assert [word.text for word in speech.words] in ([], split_words(text))

    def test_slower_takes_longer(self, engine):
        fast, slow = (
            len(speak(engine, "Small boats are already out.", speed).samples)
            for speed in (1.6, 0.6)
        )
        assert slow > fast * 1.5

    def test_it_stops_when_cancelled(self, engine):
        task = Task()
        task.cancel()
        with pytest.raises(Cancelled):
            speak(engine, "Never said.", task=task)

    def test_a_voice_it_does_not_have_is_told(self, engine):
        with pytest.raises(CreatorError):
            opened(engine).speak(Line("Hi", "nobody by this name", "en-US"), Task())

    @pytest.mark.parametrize("text", STRANGE_TEXTS, ids=range(len(STRANGE_TEXTS)))
    def test_any_text_is_spoken_or_refused_plainly(self, engine, text):
        with suppress(CreatorError):
            speech = speak(engine, text)
            assert isinstance(speech, Speech)
            assert speech.samples.ndim == 2


def speak(engine, text, speed=1.0, task=None):
    made = opened(engine)
    voices = made.voices()
    english = [each for each in voices if any(tag.startswith("en") for tag in each.languages)]
    voice = (english or voices)[0].name
    return made.speak(Line(text, voice, "en-US", speed), task or Task())


# Generators

SHOT = ShotRequest("waves at dawn", US, 320, 180, 25)


@here(Generator)
class TestGenerator:
    def test_a_clip_is_as_it_was_ordered(self, engine, tmp_path):
        made, out = opened(engine), tmp_path / "clip.mp4"
        name = made.submit(SHOT, Task())
        assert isinstance(name, str)
        assert ready(made, name)
        made.fetch(name, out, Task())
        info = probe(out)
        assert (info.width, info.height) == (320, 180)
        assert abs(info.duration_us - US) <= US // 25
        assert [each.name for each in tmp_path.iterdir()] == ["clip.mp4"]

    def test_cancelled_work_leaves_nothing(self, engine, tmp_path):
        made, task = opened(engine), Task()
        name = made.submit(SHOT, Task())
        assert ready(made, name)
        with pytest.raises(Cancelled):
            made.fetch(name, tmp_path / "clip.mp4", StoppingTask())
        task.cancel()
        with pytest.raises(Cancelled):
            made.fetch(name, tmp_path / "clip.mp4", task)
        with pytest.raises(Cancelled):
            made.submit(SHOT, task)
        assert list(tmp_path.iterdir()) == []

    def test_giving_up_is_cheap_to_repeat(self, engine):
        made = opened(engine)
        name = made.submit(SHOT, Task())
        for _ in range(3):
            made.cancel(name)

    @pytest.mark.parametrize("name", ["", "nonsense", "../x", "{}", "bnVsbA==", "W10="])
    def test_what_was_never_ordered_is_told(self, engine, name, tmp_path):
        with pytest.raises(CreatorError):
            opened(engine).fetch(name, tmp_path / "clip.mp4", Task())
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        "values",
        [
            {"width": 0},
            {"width": -2},
            {"width": 321},
            {"height": 10**9},
            {"duration_us": 0},
            {"duration_us": -1},
            {"duration_us": 10**15},
            {"rate_hz": 0},
            {"rate_hz": 10**6},
            {"prompt": ""},
            {"prompt": "\0\ud83d" * 5},
            {"prompt": "sea " * 5_000},
        ],
        ids=range(12),
    )
    def test_any_order_is_taken_or_refused_plainly(self, engine, values):
        with suppress(CreatorError):
            name = opened(engine).submit(replace(SHOT, **values), Task())
            assert isinstance(opened(engine).poll(name), Standing)

    def test_a_folder_that_is_missing_is_told(self, engine, tmp_path):
        made = opened(engine)
        name = made.submit(SHOT, Task())
        assert ready(made, name)
        with pytest.raises(CreatorError):
            made.fetch(name, tmp_path / "missing" / "clip.mp4", Task())


def ready(made, name):
    """Ask until a clip is done; the engines here need no longer than this."""
    for _ in range(100):
        standing = made.poll(name)
        assert standing.fraction is None or 0 <= standing.fraction <= 1
        if standing.is_done:
            return True
        Task().sleep(0.05)
    return False


# Out of reach


def asked(engine, task):
    """Ask an engine for what it is for."""
    made = opened(engine)
    if engine.kind is Transcriber:
        with AudioFile(JFK.path, 16_000) as source:
            return made.transcribe(source, HINTS, task)
    if engine.kind is Synthesizer:
        return made.speak(Line("Hello there.", "alloy", "en-US"), task)
    if engine.kind is Generator:
        return made.submit(SHOT, task)
    made.open(HINTS, lambda _caption: None)
    try:
        made.feed(np.zeros((made.rate_hz, 1), np.float32), 0)
    finally:
        made.close()
    return None


@pytest.mark.parametrize("engine", lines(places=("server",)))
def test_a_server_that_does_not_answer_is_told(engine):
    with pytest.raises(CreatorError) as caught:
        asked(engine, Task())
    assert caught.value.hint
    assert "no-real-key" not in f"{caught.value} {caught.value.hint}"


@pytest.mark.parametrize("engine", lines(places=("server", "cloud"), but=LiveTranscriber))
def test_nothing_is_sent_once_cancelled(engine):
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        asked(engine, task)


def test_the_sources_of_this_contract_are_sources():
    assert isinstance(Quiet(0), Source)
