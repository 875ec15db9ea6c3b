import io
import threading
import time
import wave

import numpy as np
import pytest

from creator_app.core.engines import Access, Line
from creator_app.core.errors import CreatorError, TryAgainError
from creator_app.core.task import Cancelled, Task
from creator_app.providers.openai_speech import OpenAiSpeech, sound_in, whole_address

LINE = Line("Hello there.", "alloy", "en")


def wav(rate_hz=16_000, seconds=0.5, channels=1):
    count = round(rate_hz * seconds)
    tone = (np.sin(np.arange(count) * 0.1) * 9_000).astype("<i2").repeat(channels)
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate_hz)
        out.writeframes(tone.tobytes())
    return file.getvalue()


def test_a_real_server_speaks_what_it_is_given(voice_server):
    server = OpenAiSpeech(Access(base_url=voice_server))
    speech = server.speak(Line("The quick brown fox jumps over the lazy dog.", "", "en"), Task())
    assert speech.rate_hz == 22_050  # its voice's own, not OpenAI's
    assert 1.5 < len(speech.samples) / speech.rate_hz < 5
    assert np.abs(speech.samples).max() > 0.1
    assert server.voices() == ()
    assert server.check(Task()) == "Reached. Model tts-1, unlisted voices."
    assert server.model == f"{voice_server} tts-1"


def test_the_request_says_what_is_wanted_and_the_header_is_believed(scripted_server):
    scripted_server.listed("/models", {"data": [{"id": "whisper-1"}, {"id": "kokoro"}]})
    scripted_server.answer("/audio/speech", wav(44_100, channels=2))
    server = OpenAiSpeech(Access("secret", scripted_server.address))
    speech = server.speak(Line("Hello.", "af_sky", "en", 1.25), Task())
    assert (speech.rate_hz, speech.samples.shape) == (44_100, (22_050, 2))
    path, asked, headers = scripted_server.asked[-1]
    assert path == "/audio/speech"
    assert asked == {
        "model": "kokoro",
        "voice": "af_sky",
        "input": "Hello.",
        "response_format": "wav",
        "speed": 1.25,
    }
    assert headers["Authorization"] == "Bearer secret"


def test_a_long_text_is_sent_in_pieces_and_joined_at_one_rate(scripted_server):
    rates = iter([16_000, 24_000, 16_000])

    class Changing(dict):
        def get(self, path, default=None):
            if path == "/audio/speech":
                return 200, {}, wav(next(rates))
            return default

    scripted_server.answers = Changing()
    server = OpenAiSpeech(Access(base_url=scripted_server.address))
    speech = server.speak(Line("So it goes on and on, " * 200, "", "en"), Task())
    sent = [asked["input"] for path, asked, _ in scripted_server.asked if asked]
    assert len(sent) == 3
    assert " ".join(sent) == ("So it goes on and on, " * 200).strip()
    assert speech.rate_hz == 16_000
    assert len(speech.samples) == 24_000


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        ({"voices": ["af_sky", "bf_emma"]}, ["af_sky", "bf_emma"]),
        ({"voices": [{"id": "a", "name": "Anna", "language": "de_DE"}, {"x": 1}]}, ["a"]),
        ([{"voice_id": "v"}], ["v"]),
        ({"voices": "many"}, []),
        ("<html>", []),
    ],
)
def test_voices_are_listed_where_the_server_lists_them(scripted_server, listed, names):
    scripted_server.listed("/audio/voices", listed)
    voices = OpenAiSpeech(Access(base_url=scripted_server.address)).voices()
    assert [voice.name for voice in voices] == names


def test_the_language_of_a_listed_voice_is_a_tag(scripted_server):
    scripted_server.listed("/voices", [{"id": "a", "name": "Anna", "lang": "de_DE"}])
    (voice,) = OpenAiSpeech(Access(base_url=scripted_server.address)).voices()
    assert (voice.title, voice.languages) == ("Anna", ("de-DE",))


SAID = '{"error": {"message": "You exceeded your quota."}}'


@pytest.mark.parametrize(
    ("status", "body", "message", "is_passing"),
    [
        (400, '{"detail": "voice must be a string"}', "status 400: voice must be", False),
        (401, SAID, "does not accept the key", False),
        (402, SAID, "no credit left. It says: “You exceeded your quota.”", False),
        (403, "", "does not allow this", False),
        (404, "<html>not found</html>", "no such service at this address", False),
        (413, "", "too large", False),
        (429, SAID, "asked too often", True),
        (500, "Internal Server Error", "failed (status 500: Internal Server Error)", True),
        (503, "<html>", "failed (status 503)", True),
    ],
)
def test_every_refusal_is_told_in_plain_words(scripted_server, status, body, message, is_passing):
    scripted_server.answer("/audio/speech", body, status)
    server = OpenAiSpeech(Access("key-of-mine", scripted_server.address))
    with pytest.raises(CreatorError) as caught:
        server.speak(LINE, Task())
    assert message in str(caught.value)
    assert isinstance(caught.value, TryAgainError) == is_passing
    assert "key-of-mine" not in str(caught.value) + caught.value.hint


def test_a_server_that_asks_to_wait_is_heard(scripted_server):
    scripted_server.answer("/audio/speech", "", 429, Retry_After="7")
    with pytest.raises(TryAgainError) as caught:
        OpenAiSpeech(Access(base_url=scripted_server.address)).speak(LINE, Task())
    assert caught.value.after_s == 7


@pytest.mark.parametrize(
    ("body", "headers", "message"),
    [
        (b"", {}, "answered with nothing"),
        (b"<!doctype html><p>Welcome", {}, "text instead of sound"),
        (b'{"ok": true}', {}, "text instead of sound"),
        (b"\x07\x01 no sound at all", {}, "no sound"),
        (wav()[:-4_000], {}, "incomplete"),
        (wav(), {"Content_Length": "99999"}, "broke off"),
    ],
)
def test_an_answer_that_is_no_sound_is_told_in_plain_words(scripted_server, body, headers, message):
    scripted_server.answer("/audio/speech", body, **headers)
    with pytest.raises(CreatorError, match=message):
        OpenAiSpeech(Access(base_url=scripted_server.address)).speak(LINE, Task())


def test_a_server_that_closes_hangs_or_is_not_there(scripted_server):
    scripted_server.answers["/audio/speech"] = "close"
    with pytest.raises(TryAgainError, match="broke off"):
        OpenAiSpeech(Access(base_url=scripted_server.address)).speak(LINE, Task())
    scripted_server.answers["/audio/speech"] = "hang"
    with pytest.raises(TryAgainError, match="did not answer within"):
        OpenAiSpeech(Access(base_url=scripted_server.address), 0.2).speak(LINE, Task())
    with pytest.raises(CreatorError, match="cannot be reached"):
        OpenAiSpeech(Access(base_url="http://127.0.0.1:9/v1")).speak(LINE, Task())
    with pytest.raises(CreatorError, match="is not one"):
        OpenAiSpeech(Access(base_url="ftp://x/y")).speak(LINE, Task())


def test_stopping_does_not_wait_for_a_server_that_hangs(scripted_server):
    scripted_server.answers["/audio/speech"] = "hang"
    task, began = Task(), time.monotonic()
    threading.Timer(0.2, task.cancel).start()
    with pytest.raises(Cancelled):
        OpenAiSpeech(Access(base_url=scripted_server.address)).speak(LINE, task)
    assert time.monotonic() - began < 5


def test_mp3_is_taken_where_wav_was_asked_for(tmp_path):
    from creator_app.media.encode import write_audio

    tone = np.sin(np.arange(24_000) * 0.1).astype(np.float32)[:, None] * 0.3
    write_audio(tmp_path / "a.mp3", [tone], 24_000, 1, Task())
    samples, rate_hz = sound_in((tmp_path / "a.mp3").read_bytes())
    assert rate_hz == 24_000
    assert abs(len(samples) - 24_000) < 2_500


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("http://localhost:8880/v1/", "http://localhost:8880/v1"),
        ("localhost:8880", "http://localhost:8880/v1"),
        (" https://tts.example/api ", "https://tts.example/api"),
    ],
)
def test_an_address_is_completed(typed, meant):
    assert whole_address(typed) == meant
