import csv
import io
import json
import re

import docx
import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from creator_app.core.captions import Cue
from creator_app.core.errors import CreatorError
from creator_app.core.time import US
from creator_app.core.transcript import Segment, Transcript, from_json, spread_words
from creator_app.media.captions_io import (
    FORMATS,
    read_captions,
    write_captions,
    write_transcript,
)


def segment(text, start_s, end_s, speaker=None):
    start_us, end_us = round(start_s * US), round(end_s * US)
    return Segment(start_us, end_us, text, speaker, spread_words(text, start_us, end_us))


TALK = Transcript(
    (
        segment("Hello <there> & welcome {all}.", 0.5, 2.25, "Anna"),
        segment("你好，世界。", 3.0, 4.5, "Bo"),
        segment("That is all.", 62.0, 63.0, "Bo"),
    ),
    "en",
    65 * US,
)


@pytest.fixture
def written(tmp_path):
    def write(transcript, form):
        path = tmp_path / f"talk.{form}"
        write_transcript(transcript, path)
        return path

    return write


def test_srt_has_numbers_commas_and_speakers(written):
    assert written(TALK, "srt").read_text() == (
        "1\n00:00:00,500 --> 00:00:02,250\nAnna: Hello <there> & welcome {all}.\n\n"
        "2\n00:00:03,000 --> 00:00:04,500\nBo: 你好，世界。\n\n"
        "3\n00:01:02,000 --> 00:01:03,000\nBo: That is all.\n\n"
    )


def test_vtt_names_its_speakers_and_escapes_what_it_must(written):
    text = written(TALK, "vtt").read_text()
    assert text.startswith("WEBVTT\n\n00:00:00.500 --> 00:00:02.250\n")
    assert "<v Anna>Hello &lt;there&gt; &amp; welcome {all}.\n" in text


def test_ass_is_read_by_others_with_its_braces(written):
    file = pysubs2.load(str(written(TALK, "ass")))
    assert [event.start for event in file] == [500, 3_000, 62_000]
    assert [event.name for event in file] == ["Anna", "Bo", "Bo"]
    assert "\\{all\\}" in file[0].text


def test_txt_is_a_segment_a_line(written):
    lines = written(TALK, "txt").read_text().splitlines()
    assert lines == ["Anna: Hello <there> & welcome {all}.", "Bo: 你好，世界。", "Bo: That is all."]


def test_md_has_paragraphs_with_times(written):
    text = written(TALK, "md").read_text()
    assert text.startswith("# talk\n\n**0:00 Anna** Hello")
    assert "\n\n**0:03 Bo** 你好，世界。\n\n**1:02 Bo** That is all.\n" in text


def test_docx_is_opened_by_word_processors(written):
    document = docx.Document(str(written(TALK, "docx")))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "talk"
    assert texts[2] == "0:03  Bo: 你好，世界。"
    assert document.core_properties.author == ""


def test_json_is_the_documented_one_and_leads_back(written):
    data = json.loads(written(TALK, "json").read_text())
    assert set(data) == {"language", "duration_us", "segments"}
    assert data["duration_us"] == 65 * US
    assert data["segments"][0]["words"][0] == {
        "start_us": 500_000,
        "end_us": data["segments"][0]["words"][0]["end_us"],
        "text": "Hello",
        "confidence": None,
    }
    assert from_json(data) == TALK


def test_csv_has_a_header_and_opens_in_spreadsheets(written):
    raw = written(TALK, "csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[1] == {
        "start_s": "3.000",
        "end_s": "4.500",
        "speaker": "Bo",
        "text": "你好，世界。",
    }


@pytest.mark.parametrize("form", FORMATS)
def test_where_nothing_was_said_the_file_is_still_whole(written, form):
    path = written(Transcript((), "und", 5 * US), form)
    assert path.exists()
    if form in {"srt", "vtt", "ass"}:
        assert read_captions(path) == ()


@pytest.mark.parametrize("form", FORMATS)
def test_a_failure_leaves_nothing_under_the_final_name(tmp_path, form):
    with pytest.raises(CreatorError, match="does not exist"):
        write_transcript(TALK, tmp_path / "nowhere" / f"a.{form}")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_told_with_those_that_work(tmp_path):
    with pytest.raises(CreatorError, match="“pdf”") as caught:
        write_transcript(TALK, tmp_path / "a.pdf")
    assert "docx" in caught.value.hint


@pytest.mark.parametrize("form", ["srt", "vtt", "ass"])
def test_captions_are_read_back_as_they_were_written(tmp_path, form):
    cues = (
        Cue(500_000, 2_250_000, ("Hello & welcome", "to {this} <b>"), speaker="Anna"),
        Cue(3_000_000, 4_500_000, ("你好，世界。",)),
    )
    write_captions(cues, tmp_path / f"a.{form}")
    first, second = read_captions(tmp_path / f"a.{form}")
    assert (first.start_us, first.end_us) == (500_000, 2_250_000)
    assert second.lines == ("你好，世界。",)
    assert "".join(word.text for word in second.words) == "你好，世界。"
    if form != "srt":  # which knows no speakers, and takes what looks like a tag for one
        assert first.speaker == "Anna"
        assert first.lines[0] == "Hello & welcome"
    assert "{this}" in first.lines[1]


def test_a_cue_without_length_lasts_a_moment(tmp_path):
    cues = (Cue(1_000_000, 1_000_000, ("A",)), Cue(1_000_400, 1_000_400, ("B",)))
    write_captions(cues, tmp_path / "a.srt")
    text = (tmp_path / "a.srt").read_text()
    assert "00:00:01,000 --> 00:00:01,001" in text
    path = tmp_path / "b.srt"
    path.write_text(
        "1\n00:00:01,000 --> 00:00:01,000\nZero\n\n2\n00:00:01,500 --> 00:00:01,500\nLast\n"
    )
    zero, last = read_captions(path)
    assert (zero.start_us, zero.end_us) == (1_000_000, 1_500_000)
    assert last.end_us == 2_300_000
    assert all(word.end_us <= 1_500_000 for word in zero.words)


FOREIGN = {
    "utf-8-sig": "Grüße, 你好",
    "utf-16": "Grüße, 你好",
    "gb18030": "大家好，欢迎来到今天的节目，我们谈谈语音识别。",
    "big5": "大家好，歡迎來到今天的節目，我們談談語音辨識。",
    "shift_jis": "みなさん、こんにちは。今日は音声認識について話します。",
    "euc_kr": "여러분 안녕하세요. 오늘은 음성 인식에 대해 이야기합니다.",
    "cp1251": "Здравствуйте, сегодня мы говорим о распознавании речи.",
    "cp1252": "Voilà, c’est l’été à Besançon… Größe über Straße, ¿qué tal, señor?",
}


@pytest.mark.parametrize("encoding", FOREIGN)
def test_captions_in_foreign_encodings_are_read(tmp_path, encoding):
    path = tmp_path / "a.srt"
    path.write_bytes(
        f"1\r\n00:00:01,000 --> 00:00:02,000\r\n{FOREIGN[encoding]}\r\n".encode(encoding)
    )
    (cue,) = read_captions(path)
    assert cue.text == FOREIGN[encoding]


def test_tags_styles_and_speakers_of_others_are_understood(tmp_path):
    path = tmp_path / "a.vtt"
    path.write_text(
        "WEBVTT\n\nNOTE by hand\n\nintro\n00:01.000 --> 00:02.500 align:start\n"
        "<v.loud Anna B.>Hello <i>dear</i> &amp; <00:01.500>all</v>\n"
    )
    (cue,) = read_captions(path)
    assert (cue.speaker, cue.text, cue.start_us) == ("Anna B.", "Hello dear & all", 1_000_000)


@pytest.mark.parametrize("content", [b"Dear diary", bytes(range(256)) * 4])
def test_what_holds_no_captions_is_told_in_one_plain_line(tmp_path, content):
    path = tmp_path / "a.srt"
    path.write_bytes(content)
    with pytest.raises(CreatorError, match="holds no captions") as caught:
        read_captions(path)
    assert caught.value.hint


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8"), max_size=40),
            st.integers(0, 10**9),
            st.integers(0, 10**7),
        ),
        max_size=5,
    )
)
def test_any_text_makes_a_file_whose_cues_are_in_order(tmp_path_factory, said):
    folder = tmp_path_factory.mktemp("any")
    segments, at = [], 0
    for text, pause_us, length_us in said:
        words = spread_words(text, at + pause_us, at + pause_us + length_us)
        at += pause_us + length_us
        if words:
            segments.append(Segment(words[0].start_us, words[-1].end_us, text, None, words))
    transcript = Transcript(tuple(segments), "en", at)
    for form in FORMATS:
        write_transcript(transcript, folder / f"a.{form}")
    stamps = re.findall(r"(\d+):(\d\d):(\d\d),(\d{3})", (folder / "a.srt").read_text())
    times = [
        int(h) * 3_600_000 + int(m) * 60_000 + int(s) * 1_000 + int(ms) for h, m, s, ms in stamps
    ]
    assert all(a < b for a, b in zip(times[::2], times[1::2], strict=True))
