import io
import threading
import time
from itertools import pairwise

import av
import numpy as np
import pytest

from creator_app.core.engines import Access, Hints
from creator_app.core.errors import CreatorError, TryAgainError
from creator_app.core.task import Cancelled, Task
from creator_app.core.time import US
from creator_app.core.transcript import Transcript
from creator_app.media.decode import AudioFile
from creator_app.providers import openai_compatible
from creator_app.providers.openai_compatible import OpenAiCompatible, Service, openai_cloud, server
from tests.media_files import JFK, decoded

PLAIN = {"text": " Hello there. How are you? "}
VERBOSE = {
    "text": "Hello there. How are you?",
    "language": "english",
    "segments": [
        {"start": 0.5, "end": 1.5, "text": " Hello there.", "avg_logprob": -0.1},
        {"start": 1.5, "end": 3.0, "text": " How are you?", "avg_logprob": -0.2},
    ],
}


class Noise:
    """Noise of any length, loud where `spans` (in seconds) say, silent elsewhere."""

    rate_hz = 16_000

    def __init__(self, duration_s, *spans):
        self.duration_us, self._spans = duration_s * US, spans or ((0, duration_s),)

    def read(self, start_us, end_us):
        first, last = start_us * 16 // 1000, min(end_us, self.duration_us) * 16 // 1000
        at = np.arange(first, max(first, last)) / 16_000
        loud = sum(((at >= begin) & (at < end)).astype(np.float32) for begin, end in self._spans)
        wave = np.sin(at * 3_000) * np.sin(at * 7) * 0.3 * loud
        return wave.astype(np.float32)[:, None]

    def as_file(self, codec, start_us=0, end_us=None):
        raise AssertionError


def ask(ear, source=None, hints=None, task=None, **settings):
    engine = OpenAiCompatible(Access("secret"), Service("The server", ear.address), **settings)
    return engine.transcribe(source or Noise(4), hints or Hints(), task or Task())


def sent_seconds(asked):
    with av.open(io.BytesIO(asked["file"]), "r") as container:
        stream = container.streams.audio[0]
        assert (stream.rate, stream.channels, stream.codec_context.name) == (16_000, 1, "flac")
        return float(stream.duration * stream.time_base)


def test_a_real_server_understands_what_is_said(transcription_server):
    task = Task()
    with AudioFile(JFK.path) as source:
        transcript = server(Access(base_url=transcription_server)).transcribe(
            source, Hints(language="en"), task
        )
    assert "ask what you can do for your country" in transcript.text.replace("\n", " ").lower()
    assert (transcript.language, transcript.duration_us) == ("en", 11_000_000)
    assert task.take_parts() == list(transcript.segments)
    words = list(transcript.words)
    assert len(words) == 22
    assert all(one.end_us <= other.start_us for one, other in pairwise(words))
    assert words[-1].end_us <= 11_000_000


def test_a_real_server_without_a_list_of_models_is_reached(transcription_server):
    assert (
        server(Access(base_url=transcription_server)).check(Task()) == "Reached. Model whisper-1."
    )


def test_the_request_says_what_is_wanted(ear):
    ear.models = ["tts-1", "Systran/faster-whisper-small"]
    ear.says(VERBOSE)
    ask(ear, hints=Hints("en-GB", vocabulary=("Qt", "Müller")))
    (asked,) = ear.asked
    assert asked["model"] == "Systran/faster-whisper-small"
    assert asked["language"] == "en"
    assert asked["prompt"] == "Qt, Müller"
    assert asked["response_format"] == "verbose_json"
    assert asked["timestamp_granularities[]"] == ["word", "segment"]
    assert asked["headers"]["Authorization"] == "Bearer secret"
    assert sent_seconds(asked) == pytest.approx(4, abs=0.1)


def test_segments_have_words_with_times_and_confidence(ear):
    ear.says(VERBOSE)
    transcript = ask(ear)
    assert transcript.language == "en"
    first, second = transcript.segments
    assert (first.text, first.start_us, first.end_us) == ("Hello there.", 500_000, 1_500_000)
    assert [word.text for word in second.words] == ["How", "are", "you?"]
    assert second.words[0].start_us == 1_500_000
    assert second.words[-1].end_us == 3_000_000
    assert first.words[0].confidence == pytest.approx(0.9048)


def test_times_of_words_are_taken_where_the_server_gives_them(ear):
    times = [("Hello", 0.6, 0.9), ("there", 1.0, 1.4), ("how", 1.6, 1.7), ("are", 1.8, 1.9)]
    words = [{"word": word, "start": start, "end": end} for word, start, end in times]
    ear.says(VERBOSE | {"words": [*words, {"word": "you", "start": 2.0, "end": 2.9}]})
    words = list(ask(ear).words)
    assert [word.text for word in words] == ["Hello", "there.", "How", "are", "you?"]
    assert [word.start_us for word in words] == [
        600_000,
        1_000_000,
        1_600_000,
        1_800_000,
        2_000_000,
    ]


def test_a_server_that_knows_only_plain_json_is_asked_for_that_and_remembered(ear, monkeypatch):
    monkeypatch.setattr(openai_compatible, "LONGEST_S", 3.0)
    refusal = (400, {}, b'{"detail": "unsupported response_format"}')
    ear.says(refusal, (422, {}, b"{}"), PLAIN)
    transcript = ask(ear, Noise(8))
    formats = [asked["response_format"] for asked in ear.asked]
    assert formats == ["verbose_json", "verbose_json", *["json"] * (len(formats) - 2)]
    assert len(formats) > 4
    assert "Hello there. How are you?" in transcript.text.replace("\n", " ")


def test_words_without_times_are_placed_where_there_is_something_to_hear(ear):
    ear.says(PLAIN)
    words = list(ask(ear, Noise(10, (1, 2), (5, 6))).words)
    assert [word.text for word in words] == ["Hello", "there.", "How", "are", "you?"]
    loud = [(0.9e6, 2.1e6), (4.9e6, 6.1e6)]
    assert all(any(low <= word.start_us <= high for low, high in loud) for word in words)
    assert words[0].start_us < 1.1e6
    assert words[-1].end_us > 5.8e6


def test_silence_is_not_sent(ear):
    assert ask(ear, Noise(60, (0, 0))) == Transcript((), "und", 60 * US)
    assert ear.asked == []


def test_long_silence_with_two_words_in_it_costs_seconds(ear):
    ear.says(VERBOSE)
    transcript = ask(ear, Noise(700, (100, 103), (600, 603)))
    assert [sent_seconds(asked) for asked in ear.asked] == pytest.approx([3.6, 3.6], abs=0.2)
    starts = [segment.start_us / 1e6 for segment in transcript.segments]
    assert starts == pytest.approx([100.2, 101.2, 600.2, 601.2], abs=0.1)


def test_long_sound_goes_in_pieces_cut_where_it_pauses(ear, monkeypatch):
    monkeypatch.setattr(openai_compatible, "LONGEST_S", 6.0)
    ear.says(PLAIN)
    task = Task()
    transcript = ask(ear, Noise(12, (0, 4.5), (5, 9), (9.5, 12)), task=task)
    lengths = [sent_seconds(asked) for asked in ear.asked]
    assert sum(lengths) == pytest.approx(12, abs=0.3)
    assert lengths[0] == pytest.approx(4.75, abs=0.25)
    assert task.take_parts() == list(transcript.segments)
    starts = [segment.start_us for segment in transcript.segments]
    assert starts == sorted(starts)


def test_pieces_that_come_back_out_of_order_are_published_in_order(ear, monkeypatch):
    monkeypatch.setattr(openai_compatible, "LONGEST_PLAIN_S", 2.0)
    ear.says(*({"text": f"piece{number}"} for number in range(10)))
    cloud = openai_cloud(Access("secret", ear.address))
    transcript = cloud.transcribe(Noise(12), Hints(), Task())
    starts = [segment.start_us for segment in transcript.segments]
    assert starts == sorted(starts)
    assert len(starts) == len(ear.asked)
    assert ear.asked[0]["model"] == "gpt-transcribe"
    assert "model_name" not in ear.asked[0]


def test_chinese_is_written_as_the_user_reads_it(ear):
    ear.says({"text": "廣州市房地產", "language": "zh"})
    assert ask(ear).text == "广州市房地产"
    transcript = ask(ear, hints=Hints("auto", "zh-Hant"))
    assert (transcript.text, transcript.language) == ("廣州市房地產", "zh-Hant")
    assert len(list(transcript.words)) == 6


def test_a_busy_server_is_asked_again_when_it_says(ear):
    ear.says((429, {"Retry-After": "0"}, b""), (503, {"Retry-After": "0"}, b""), VERBOSE)
    assert ask(ear).text.startswith("Hello there.")
    assert len(ear.asked) == 3


def test_a_call_that_may_have_been_done_and_paid_is_not_repeated(ear):
    ear.says((500, {}, b"<html>"))
    with pytest.raises(TryAgainError, match="failed"):
        ask(ear)
    assert len(ear.asked) == 1


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "does not accept the key"), (402, "has no credit left"), (429, "is asked too often")],
)
def test_a_refusal_is_one_plain_line_with_a_next_step(ear, status, words):
    ear.says((status, {"Retry-After": "0"}, b'{"error": {"message": "no"}}'))
    with pytest.raises(CreatorError, match=words) as caught:
        ask(ear)
    assert caught.value.hint


@pytest.mark.parametrize(
    "body", [b"<html>hello</html>", b"", b"[]", b'{"ok": true}', b'{"text": 5}', b"\xff\xfe"]
)
def test_nonsense_is_one_plain_line(ear, body):
    ear.says((200, {}, body))
    with pytest.raises(CreatorError, match="no transcript") as caught:
        ask(ear)
    assert "/v1" in caught.value.hint


def test_odd_numbers_do_no_harm(ear):
    rows = [
        {"start": 2, "end": 1, "text": "b"},
        {"start": -5, "end": None, "text": "a"},
        {"start": float("nan"), "text": "c"},
        {"start": 3, "end": 900, "text": "d"},
        {"start": "1", "end": "2", "text": None},
        "row",
    ]
    ear.says({"text": "a b c d", "segments": rows, "words": "none", "language": 7})
    transcript = ask(ear)
    for one, other in pairwise(transcript.segments):
        assert 0 <= one.start_us < one.end_us <= other.start_us
    assert sorted(segment.text for segment in transcript.segments) == ["a", "b", "c", "d"]


def test_a_server_that_hangs_is_given_up(ear):
    ear.says("hang")
    with pytest.raises(TryAgainError, match="did not answer within 1 seconds"):
        ask(ear, least_s=-11)  # and three for each second of sound


def test_cancelling_ends_a_hanging_request_at_once(ear):
    ear.says("hang")
    task, ended = Task(), []

    def work():
        try:
            ask(ear, task=task)
        except Cancelled:
            ended.append(time.monotonic())

    thread = threading.Thread(target=work)
    thread.start()
    assert ear.hanging.wait(10)
    begun = time.monotonic()
    task.cancel()
    thread.join(10)
    assert ended
    assert ended[0] - begun < 0.5


def test_what_is_sent_is_what_was_heard(ear):
    ear.says(VERBOSE)
    with AudioFile(JFK.path) as source:
        ask(ear, source)
    with av.open(io.BytesIO(ear.asked[0]["file"]), "r") as container:
        sent = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    heard = decoded(JFK.path)
    assert len(sent) == pytest.approx(len(heard), rel=0.06)
    assert np.abs(sent[3_200:].astype(np.float32)).max() > 5_000
