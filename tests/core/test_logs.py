import logging
import logging.handlers
import string
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creator_app.core.logs import HIDDEN, log_file, redacted, start_logging

ALNUM = string.ascii_letters + string.digits
HEX = "0123456789abcdef"


@pytest.fixture
def log():
    """Start the app's log; everything is afterwards as it was."""
    root, own = logging.getLogger(), logging.getLogger("creator_app")
    before = root.handlers[:], root.level, own.level
    handler = start_logging()
    yield handler
    handler.close()
    root.handlers[:], root.level = before[:2]
    own.setLevel(before[2])
    root.setLevel(before[1])
    logging.captureWarnings(capture=False)


def logged():
    return log_file().read_text()


@st.composite
def keys(draw):
    """Return a key as vendors make them: their beginnings, alphabets and lengths."""
    start, alphabet, low, high = draw(
        st.sampled_from(
            [
                ("sk-", ALNUM, 48, 48),
                ("sk-proj-", ALNUM + "_-", 100, 156),
                ("sk-svcacct-", ALNUM + "_-", 60, 100),
                ("sk_", HEX, 48, 48),
                ("ek_", HEX, 32, 32),
                ("xi-", ALNUM, 32, 32),
                ("AIza", ALNUM + "_-", 35, 35),
                ("AQ.Ab8", ALNUM + "_-", 44, 44),
                ("ya29.", ALNUM + "_-", 60, 60),
                ("key_", HEX, 128, 128),
                ("luma-", HEX + "-", 36, 60),
                ("gsk_", ALNUM, 52, 52),
                ("hf_", ALNUM, 34, 34),
                ("AKIA", string.ascii_uppercase + string.digits, 16, 16),
                ("", HEX, 32, 64),
                ("", ALNUM, 40, 84),
            ]
        )
    )
    body = draw(st.text(alphabet, min_size=low - 2, max_size=high - 2))
    # Keys hold letters and digits; a body of chance might not.
    return f"{start}{body}4a" if start != "AKIA" else f"{start}{body}4A"


PLACES = [
    "{}",
    "the key {} was refused",
    "Incorrect API key provided: {}. You can find yours on the site.",
    "Authorization: Bearer {}",
    "{{'Authorization': 'Bearer {}', 'Accept': '*/*'}}",
    "[(b'authorization', b'Bearer {}'), (b'host', b'x')]",
    "{{'xi-api-key': '{}'}}",
    "x-goog-api-key: {}",
    'Headers({{"api-key": "{}"}})',
    "OPENAI_API_KEY={} python",
    "https://host/v1/models?key={}&alt=json",
    "https://user:{}@host/path",
    "wss://host/?token={}",
    '{{"client_secret": {{"value": "{}"}}}}',
    "Access(key='{}', base_url='')",
    "curl -H 'Authorization: Token {}'",
    "line one\n  File x, line 3\n    key = '{}'\nline four",
    "({})",
    "«{}»",
]


@settings(max_examples=400)
@given(keys(), st.sampled_from(PLACES))
def test_no_key_is_left_wherever_it_stands(key, place):
    text = redacted(place.format(key))
    assert key not in text
    assert key[8:20] not in text
    assert HIDDEN in text


@pytest.mark.parametrize(
    "text",
    [
        "password=abc",
        "Authorization: Basic dXNlcjpwYXNz",
        "{'password': 'öffne dich'}",
        "api_key='short'",
        "Authorization: Key 11-22:abc",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        "https://storage/x?X-Amz-Signature=0a1b2c&x=1",
        "https://storage/x?sv=1&sig=abc%2Bdef",
        "access_token: a1b2",
    ],
)
def test_secrets_that_are_short_or_odd_are_hidden_by_their_name(text):
    assert HIDDEN in redacted(text)


@pytest.mark.parametrize(
    "text",
    [
        "The token expired yesterday, so the password was asked for again.",
        "An authorization was missing; basic functionality remains.",
        "max_tokens: 4096, tokens=12, 3 tokens left",
        "Secret gardens and passwords: a history of bearer instruments",
        "keyframe_interval_seconds skeletonization_process key_press_event_handler",
        "3 recordings, 5400000000 us, transcribed in 12.5 s by whisper-local",
        "project 3f2a9c01bd44 saved at revision 128",
        "request 123e4567-e89b-12d3-a456-426614174000 answered 429",
        "/usr/lib/python3.11/site-packages/creator_app/core/transcript_files.py",
        "creator_app.providers.whisper_local:WhisperLocal",
        "test_a_project_of_90000_words_is_saved_quickly_and_well",
        "ConnectionError: [Errno 111] Connection refused",
        "会议纪要:预算 2027,密码不对",
        "signature: see page four",
        "a key: the arrow; b key: the other",
        "11111111111111111111111111111111111111",
        "2026-11-22 10:23:25,123 INFO creator_app.jobs: job 17 done",
    ],
)
def test_ordinary_words_are_not_mangled(text):
    assert redacted(text) == text


@given(st.text("abcdefghij ,.'\n", max_size=300))
def test_prose_without_names_and_numbers_is_left_alone(text):
    assert redacted(text) == text


@pytest.mark.parametrize("text", ["a" * 200_000, "a-" * 100_000, "token" * 40_000, "=" * 200_000])
def test_very_long_lines_take_no_time(text):
    assert len(redacted(text)) >= 1


def test_keys_are_left_out_of_messages_arguments_and_tracebacks(log):
    key = "sk-proj-" + "a1" * 30

    def call(secret):
        raise ValueError(f"refused: {secret}")

    logging.getLogger("creator_app.test").info("with %s", {"api_key": key})
    logging.getLogger("somebody").warning("plain %s", key)
    try:
        call(key)
    except ValueError:
        logging.getLogger("creator_app.test").exception("it failed")
    text = logged()
    assert "a1a1" not in text
    assert text.count(HIDDEN) == 3
    assert "Traceback" in text
    assert "it failed" in text


def test_libraries_are_heard_only_when_something_is_wrong(log):
    logging.getLogger("httpx").info("GET https://host")
    logging.getLogger("creator_app.x").info("ours")
    assert "GET" not in logged()
    assert "ours" in logged()


def test_nothing_goes_to_the_terminal(log, capfd):
    logging.getLogger("somebody").error("bad")
    assert capfd.readouterr() == ("", "")


def test_odd_characters_do_not_stop_the_log(log):
    logging.getLogger("creator_app").info("caf\udce9 会议")
    assert "会议" in logged()


def test_starting_again_closes_the_file_before(log):
    logging.getLogger("creator_app").info("first")
    again = start_logging()
    logging.getLogger("creator_app").info("second")
    assert "second" in logged()
    assert log.stream is None
    again.close()


def test_a_folder_that_cannot_be_made_stops_nothing(tmp_path, monkeypatch, capfd, request):
    (tmp_path / "file").touch()
    monkeypatch.setenv("CREATOR_APP_DATA", str(tmp_path / "file" / "data"))
    request.getfixturevalue("log")
    logging.getLogger("creator_app").error("nobody hears it")
    assert capfd.readouterr() == ("", "")


def test_a_full_disk_stops_nothing_and_says_nothing(small_disk, monkeypatch, capfd, request):
    monkeypatch.setenv("CREATOR_APP_DATA", str(small_disk.path))
    request.getfixturevalue("log")
    logging.getLogger("creator_app").error("first")
    small_disk.fill()
    for _ in range(50):
        logging.getLogger("creator_app").error("x" * 2_000)
    assert capfd.readouterr() == ("", "")
    small_disk.clear()


def test_the_log_stays_small(log):
    assert isinstance(log, logging.handlers.RotatingFileHandler)
    assert log.maxBytes * (log.backupCount + 1) <= 4_000_000


def test_warnings_of_python_go_to_the_log(log, capfd):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("odd", UserWarning, stacklevel=1)
    assert "odd" in logged()
    assert sys.stderr is not None
    assert capfd.readouterr().err == ""
