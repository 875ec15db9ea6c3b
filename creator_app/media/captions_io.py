"""Transcripts and captions as files: srt vtt ass txt md docx json csv, and captions read back."""

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from creator_app.core.captions import SUBTITLES, Cue, cues_from
from creator_app.core.errors import CreatorError
from creator_app.core.files import explained, open_file, quoted, write_atomic
from creator_app.core.time import US, clock
from creator_app.core.transcript import Segment, Transcript, join_words, spread_words, to_json
from creator_app.media.encodings import decoded

MS = 1_000
# A pause this long, or another speaker, begins a new paragraph.
PARAGRAPH_US = 2 * US
# A paragraph as long as this ends with its sentence.
LONG_PARAGRAPH = 600
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
TAG = re.compile(r"</?[a-zA-Z][^>]*>|<\d[\d:.]*>")
CONTROL = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
OVERRIDE = re.compile(r"\{\\[^}]*\}")


def write_transcript(transcript: Transcript, path: Path) -> None:
    """Write a transcript in the format that the suffix of `path` names.

    Raises:
        CreatorError: There is no such format, or the file cannot be written.
    """
    form = WRITERS.get(path.suffix.lower().lstrip("."))
    if form is None:
        raise unknown_format(path.suffix.lstrip("."))
    write_atomic(path, form(transcript, path.stem))


def unknown_format(name: str) -> CreatorError:
    """Say that transcripts are not written like that, and how they are."""
    return CreatorError(
        f"Transcripts cannot be written as “{name}”.", f"Choose from: {', '.join(FORMATS)}."
    )


def write_captions(cues: Sequence[Cue], path: Path) -> None:
    """Write ready-made cues as srt, vtt or ass.

    Raises:
        CreatorError: There is no such format, or the file cannot be written.
    """
    form = CUE_WRITERS.get(path.suffix.lower().lstrip("."))
    if form is None:
        raise CreatorError(
            f"Captions cannot be written as {quoted(path)}.",
            f"Choose a name that ends in one of: {', '.join(f'.{name}' for name in CUE_WRITERS)}.",
        )
    write_atomic(path, form(cues).encode())


def _srt(cues: Sequence[Cue]) -> str:
    return "".join(
        f"{number}\n{_stamp(start, ',')} --> {_stamp(end, ',')}\n{_spoken(cue)}\n\n"
        for number, (start, end, cue) in enumerate(_timed(cues), 1)
    )


def _vtt(cues: Sequence[Cue]) -> str:
    blocks = (
        f"{_stamp(start, '.')} --> {_stamp(end, '.')}\n{_voiced(cue)}\n\n"
        for start, end, cue in _timed(cues)
    )
    return "WEBVTT\n\n" + "".join(blocks)


def _ass(cues: Sequence[Cue]) -> str:
    from pysubs2 import SSAEvent, SSAFile

    file = SSAFile()
    file.info["PlayResX"], file.info["PlayResY"] = "1920", "1080"
    file.styles["Default"].fontsize = 64
    file.styles["Default"].marginv = 60
    for start, end, cue in _timed(cues):
        # A brace would begin a command of the format.
        text = cue.text.replace("{", "\\{").replace("}", "\\}").replace("\n", "\\N")
        file.append(SSAEvent(start, end, text, name=cue.speaker or ""))
    return file.to_string("ass")


def _timed(cues: Sequence[Cue]) -> Iterator[tuple[int, int, Cue]]:
    """Give whole milliseconds; no cue is shorter than one."""
    for cue in cues:
        start = max(0, cue.start_us) // MS
        yield start, max(start + 1, cue.end_us // MS), cue


def _stamp(time_ms: int, point: str) -> str:
    seconds, ms = divmod(time_ms, 1_000)
    return f"{clock(seconds * US, hours=True)}{point}{ms:03}"


def _spoken(cue: Cue) -> str:
    # A blank line would end the cue.
    text = "\n".join(line for line in cue.text.split("\n") if line.strip())
    return f"{cue.speaker}: {text}" if cue.speaker else text


def _voiced(cue: Cue) -> str:
    text = html.escape(_spoken(replace(cue, speaker=None)), quote=False)
    name = (cue.speaker or "").replace(">", "").replace("\n", " ").replace("&", "&amp;")
    return f"<v {name}>{text}" if name else text


def _txt(transcript: Transcript, _title: str) -> bytes:
    return "".join(f"{_line(segment)}\n" for segment in transcript.segments).encode()


def _line(segment: Segment) -> str:
    return f"{segment.speaker}: {segment.text}" if segment.speaker else segment.text


def _md(transcript: Transcript, title: str) -> bytes:
    blocks = [f"# {title}\n"]
    for run in paragraphs(transcript):
        name = f" {run[0].speaker}" if run[0].speaker else ""
        blocks.append(f"**{_clock(run, transcript)}{name}** {_text(run)}\n")
    return "\n".join(blocks).encode()


def _docx(transcript: Transcript, title: str) -> bytes:
    from docx import Document
    from docx.shared import RGBColor

    document: Any = Document()
    document.core_properties.title = _printable(title)
    document.core_properties.author = ""
    document.add_heading(_printable(title), 1)
    for run in paragraphs(transcript):
        paragraph = document.add_paragraph()
        time = paragraph.add_run(f"{_clock(run, transcript)}  ")
        time.font.color.rgb = RGBColor(0x70, 0x70, 0x70)
        if run[0].speaker:
            paragraph.add_run(_printable(f"{run[0].speaker}: ")).bold = True
        paragraph.add_run(_printable(_text(run)))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _printable(text: str) -> str:
    """Leave out control characters, which XML cannot hold."""
    return CONTROL.sub("", text)


def paragraphs(transcript: Transcript) -> Iterator[list[Segment]]:
    """Group segments as people read them: by speaker and pause, none too long."""
    run: list[Segment] = []
    for segment in transcript.segments:
        if run and _is_new(run, segment):
            yield run
            run = []
        run.append(segment)
    if run:
        yield run


def _is_new(run: list[Segment], segment: Segment) -> bool:
    is_long = sum(len(each.text) for each in run) > LONG_PARAGRAPH
    is_late = segment.start_us - run[-1].end_us >= PARAGRAPH_US
    return is_long or is_late or segment.speaker != run[0].speaker


def _text(run: list[Segment]) -> str:
    words = [word for segment in run for word in _words(segment)]
    return join_words(words)


def _words(segment: Segment) -> Sequence[Any]:
    return segment.words or spread_words(segment.text, segment.start_us, segment.end_us)


def _clock(run: list[Segment], transcript: Transcript) -> str:
    is_long = transcript.duration_us >= 3_600 * US
    return clock(run[0].start_us, hours=True if is_long else None)


def _json(transcript: Transcript, _title: str) -> bytes:
    return (json.dumps(to_json(transcript), ensure_ascii=False, indent=1) + "\n").encode()


def _csv(transcript: Transcript, _title: str) -> bytes:
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(("start_s", "end_s", "speaker", "text"))
    for each in transcript.segments:
        times = (f"{each.start_us / US:.3f}", f"{each.end_us / US:.3f}")
        writer.writerow((*times, each.speaker or "", each.text))
    # Without the mark in front, spreadsheets take it for the system's old encoding.
    return table.getvalue().encode("utf-8-sig")


def _cues(form: Callable[[Sequence[Cue]], str]) -> Callable[[Transcript, str], bytes]:
    return lambda transcript, _title: form(cues_from(transcript)).encode()


CUE_WRITERS: dict[str, Callable[[Sequence[Cue]], str]] = {"srt": _srt, "vtt": _vtt, "ass": _ass}
WRITERS: dict[str, Callable[[Transcript, str], bytes]] = {
    **{name: _cues(form) for name, form in CUE_WRITERS.items()},
    "txt": _txt,
    "md": _md,
    "docx": _docx,
    "json": _json,
    "csv": _csv,
}
FORMATS = tuple(WRITERS)


def read_captions(path: Path) -> tuple[Cue, ...]:
    """Read an srt, vtt or ass file in any common encoding.

    Returns:
        Its cues in order of start; each lasts at least a little, and has words with times.

    Raises:
        CreatorError: It is missing, or holds something else.
    """
    with explained(path), open_file(path) as file:
        raw = file.read()
    if not raw.strip():
        return ()
    import pysubs2

    try:
        events = pysubs2.SSAFile.from_string(
            decoded(raw), keep_html_tags=True, keep_unknown_html_tags=True
        )
    except (pysubs2.exceptions.Pysubs2Error, ValueError) as error:
        raise CreatorError(
            f"{quoted(path)} holds no captions that can be read.", "Choose an SRT, VTT or ASS file."
        ) from error
    cues = [_cue(event) for event in sorted(events) if not event.is_comment]
    return tuple(_with_room([cue for cue in cues if cue.text]))


def _cue(event: Any) -> Cue:
    raw: str = event.text
    voice = VOICE.search(raw)
    plain = TAG.sub("", OVERRIDE.sub("", raw)).replace("\\h", " ")
    plain = plain.replace("\\{", "{").replace("\\}", "}")
    lines = re.split(r"\\[Nn]|\n", html.unescape(plain))
    kept = tuple(line.strip() for line in lines if line.strip())
    start, end = event.start * MS, event.end * MS
    words = spread_words(" ".join(kept), start, max(start, end))
    name = html.unescape(voice[1]).strip() if voice else event.name
    return Cue(start, max(start, end), kept, words, name or None)


def _with_room(cues: list[Cue]) -> Iterator[Cue]:
    """Give cues without length the time to be seen, as far as the next one leaves it."""
    for number, cue in enumerate(cues):
        if cue.end_us > cue.start_us:
            yield cue
            continue
        following = cues[number + 1].start_us if number + 1 < len(cues) else None
        end = cue.start_us + SUBTITLES.min_us
        end = end if following is None else max(cue.start_us + MS, min(end, following))
        words = spread_words(" ".join(cue.lines), cue.start_us, end)
        yield replace(cue, end_us=end, words=words)
