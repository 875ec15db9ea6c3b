"""Scripts, voices, languages and options that nobody can make anything of."""

import io
import sys
from types import SimpleNamespace

import pytest

from creator_app.cli import VERBS
from creator_app.core.captions import Cue
from creator_app.core.script import script_from_text
from creator_app.core.task import Cancelled, Task
from creator_app.core.transcript import Segment, Transcript, Word
from creator_app.media.captions_io import FORMATS, read_captions, write_captions, write_transcript
from creator_app.media.decode import probe
from creator_app.production.narrate import narrate
from tests.faults.conftest import left

NOTHING = "There is nothing to speak in this script. Write at least one word or number."


@pytest.fixture
def here(tmp_path):
    (tmp_path / "script.txt").write_text("Hello there.\n")
    (tmp_path / "out").mkdir()
    return tmp_path


def both(creator, script, *options):
    """What narrate and video say of one script."""
    yield creator("narrate", script, "--out", "out/voice.wav", *options)
    yield creator("video", script, "--out", "out/film.mp4", *options)


@pytest.mark.parametrize(
    "text", ["😀 👍🏽\n\n🎉\n", "", " \n\n\t\n", "# A heading\n\n## Another", "— … !?"]
)
def test_a_script_with_nothing_to_say_is_refused(creator, here, text):
    (here / "none.txt").write_text(text)
    for said in both(creator, "none.txt"):
        said.one_plain_line(NOTHING)
    assert left(here / "out") == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--voice", "nobody"], "There is no engine called nobody for this work."),
        (["--voice", "nobody:anna"], "There is no engine called nobody for this work."),
        (["--voice", "espeak:klingon-2"], "has no voice called “klingon-2”"),
        (["--voice", ":anna"], "has no voice called “anna”"),
        (["--voice", "speech-server:anna"], "Enter it in Settings"),
        (["--language", "xx"], "No voice on this computer speaks the language “xx”."),
        (["--language", "Klingon, please"], "No voice on this computer speaks the language"),
    ],
)
def test_a_voice_or_language_that_is_not_there_is_said_before_any_work(
    creator, here, options, words
):
    for said in both(creator, "script.txt", *options):
        said.one_plain_line(words)
    assert left(here / "out") == []


def test_a_colon_alone_is_the_usual_voice(creator, here):
    said = creator("narrate", "script.txt", "--voice", ":", "--out", "out/voice.wav")
    assert (said.status, said.err) == (0, "")


def test_an_unknown_language_or_engine_for_captions_is_said(creator, broken):
    sound = broken / "sound.wav"
    for options, words in (
        (["--language", "xx"], "does not know the language “xx”. Give a code such as en"),
        (["--engine", "nobody"], "There is no engine called nobody for this work."),
        (["--engine", "piper"], "There is no engine called piper for this work."),
    ):
        said = creator("transcribe", sound, *options)
        assert (said.status, said.out) == (1, "")
        assert words in said.err


def test_a_script_of_200000_characters_is_narrated_and_can_be_stopped(here, tone_catalog):
    text = "This is one more sentence of it. " * 6_100
    assert len(text) > 200_000
    script = script_from_text(text)

    class Stopping(Task):
        spoken = 0

        def publish(self, part):
            super().publish(part)
            Stopping.spoken += len(part.text)
            if Stopping.spoken > 5_000:
                self.cancel()

    task = Stopping()
    with pytest.raises(Cancelled):
        narrate(tone_catalog, script, here / "takes", task)
    kept = list((here / "takes").iterdir())
    assert kept
    made = narrate(tone_catalog, script, here / "takes", Task())
    assert sum(len(block.text) for block in made.spoken) > 195_000
    assert all(block.take for block in made.spoken)


def test_a_cue_of_no_length_is_kept_and_shown(tmp_path):
    path = tmp_path / "cues.srt"
    path.write_text(
        "1\n00:00:01,000 --> 00:00:01,000\nZero\n\n2\n00:00:02,000 --> 00:00:03,000\nOne\n"
    )
    cues = read_captions(path)
    assert [cue.text for cue in cues] == ["Zero", "One"]
    assert all(cue.end_us > cue.start_us for cue in cues)
    for suffix in ("srt", "vtt", "ass"):
        again = tmp_path / f"again.{suffix}"
        write_captions([Cue(1_000_000, 1_000_000, ("Zero",)), *cues[1:]], again)
        back = read_captions(again)
        assert [cue.text for cue in back] == ["Zero", "One"]
        assert all(cue.end_us > cue.start_us for cue in back)


@pytest.mark.parametrize("form", FORMATS)
def test_words_of_no_length_are_written_in_every_format(tmp_path, form):
    word = Word(1_000_000, 1_000_000, "Zero", 0.5)
    segment = Segment(1_000_000, 1_000_000, "Zero", None, (word,))
    write_transcript(Transcript((segment,), "en", 1_000_000), tmp_path / f"a.{form}")
    assert (tmp_path / f"a.{form}").stat().st_size > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["record", "--out", "a", "--seconds", "0"], "0 is not a number of seconds above 0"),
        (["record", "--out", "a", "--seconds", "-1"], "-1 is not a number of seconds above 0"),
        (["record", "--out", "a", "--seconds", "nan"], "nan is not a number of seconds"),
        (["scene", "a lake", "--out", "a.mp4", "--seconds", "0"], "0 is not between 0.04 and 600"),
        (["scene", "a lake", "--out", "a.mp4", "--seconds", "-3"], "-3 is not between"),
        (["scene", "a lake", "--out", "a.mp4", "--seconds", "x"], "“x” is not a number"),
        (["narrate", "script.txt", "--out", "a.wav", "--speed", "fast"], "“fast” is not a number"),
        (["narrate", "script.txt", "--out", "a.wav", "--speed", "-1"], "-1 is not between"),
        (["narrate", "script.txt", "--out", "a.wav", "--lufs", "nan"], "nan is not between"),
        (["transcribe", "a.wav", "--to", "pdf"], "Transcripts cannot be written as “pdf”."),
        (["transcribe", "a.wav", "--to", ""], "Transcripts cannot be written as “”."),
        (["transcribe"], "INPUT"),
        (["narrate", "script.txt"], "--out"),
        (["mux", "a.mp4", "--out", "b.mp4"], "audio"),
        (["devices", "all"], "unrecognized arguments: all"),
        (["transcribe", "a.wav", "--loud"], "unrecognized arguments: --loud"),
    ],
)
def test_wrong_usage_is_told_by_the_last_line(creator, here, arguments, words):
    creator(*arguments).wrong_usage(words)
    assert left(here) == ["out", "script.txt"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("transcrbe", "transcribe"), ("Record", "record"), ("qqq", "--help")]
)
def test_a_mistyped_verb_is_told_instead_of_opening_a_window(creator, typed, meant):
    said = creator(typed, "a.wav")
    assert (said.status, said.out) == (2, "")
    assert f"There is no verb and no file called “{typed}”" in said.err
    assert meant in said.err
    assert said.err.count("\n") == 1


def test_every_verb_has_help(creator):
    for verb in VERBS:
        said = creator(verb, "--help")
        assert (said.status, said.err) == (0, "")
        assert f"creator-app {verb}" in said.out


def piped(monkeypatch, text):
    stdin = SimpleNamespace(buffer=io.BytesIO(text))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stdin.buffer, encoding="ascii"))


def test_a_script_may_come_through_a_pipe_in_any_locale(creator, here, monkeypatch, broken):
    film = ["--media", broken / "picture.png", "--out", "out/film.mp4", "--voice", "espeak"]
    for text in ("\ufeffHi.\r\n", "你好。\n"):
        piped(monkeypatch, text.encode())
        assert creator("narrate", "-", "--out", "out/voice.wav").status == 0
    piped(monkeypatch, "你好。\n".encode())
    said = creator("video", "-", *film)
    assert (said.status, said.err) == (0, "")
    assert probe(here / "out/film.mp4").has_audio


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff\xe0\x00\x10JFIF", "Grüße".encode("latin-1")]
)
def test_what_is_no_script_through_a_pipe_is_refused(creator, here, monkeypatch, content):
    for verb, name in (("narrate", "out/a.wav"), ("video", "out/a.mp4")):
        piped(monkeypatch, content)
        creator(verb, "-", "--out", name).one_plain_line()
    assert left(here / "out") == []
