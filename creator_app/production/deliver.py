"""A finished voice-over: at its loudness, measured on the file itself, with captions beside it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from creator_app.core.captions import cues_from
from creator_app.core.errors import CreatorError
from creator_app.core.files import explained, open_file, written
from creator_app.core.script import Script
from creator_app.core.task import Task
from creator_app.production.assemble import Narration, assemble

if TYPE_CHECKING:
    from creator_app.core.engines import Samples
    from creator_app.media.dsp import Loudness
    from creator_app.media.levelling import Levelling

PODCAST_LUFS = -16.0
CEILING_DBTP = -1.0
# Lossy encoders add to the peaks; this much room is enough for most, and the file is measured.
LOSSY_ROOM_DB = 0.6
# LAME turns all it gets down to 0.95, so that what its filters add does not clip.
MAKEUP_DB = {"libmp3lame": 0.4455}
# Another encoding is made for what is further off than this, so that other meters agree too.
PROMISED_LU, CLOSE_LU = 0.5, 0.25
ENCODINGS = 4


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was written, as it was measured on the encoded file.

    Attributes:
        lufs: Integrated loudness; −70 where it is too short to have one.
        peak_dbtp: True peak.
        duration_us: Its length.
        files: The sound, then its captions.
    """

    lufs: float
    peak_dbtp: float
    duration_us: int
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """What the samples are brought to, so that the file comes out as it should."""

    lufs: float
    peak_dbtp: float


def export_narration(
    script: Script, takes_folder: Path, out: Path, lufs: float, task: Task
) -> Delivery:
    """Write the chosen takes as one sound file, and its captions as STEM.srt beside it.

    Args:
        script: Every spoken block has a take.
        takes_folder: Where the takes are.
        out: Its suffix says how: .wav .flac .mp3 .m4a; its folder must exist.
        lufs: Integrated loudness of the file.
        task: Nothing stands under the final names when it stops.

    Raises:
        CreatorError: A take is missing, the suffix unknown, the folder missing, the disk full,
            or the loudness out of reach.
    """
    from creator_app.media.captions_io import write_captions
    from creator_app.media.encode import sound_format

    sound_format(out)
    narration = assemble(script, takes_folder)
    captions = out.with_suffix(".srt")
    cues = cues_from(narration.transcript())
    with written(captions) as text, written(out) as part:
        found = _encode_levelled(narration, part, lufs, task)
        write_captions(cues, text)
    return Delivery(found.lufs, found.peak_dbtp, narration.duration_us, (out, captions))


def _encode_levelled(narration: Narration, part: Path, lufs: float, task: Task) -> "Loudness":
    """Encode, measure the file, and once more with what was learnt until it is right."""
    from creator_app.media.encode import sound_format
    from creator_app.media.levelling import profiled

    sound = _reported(narration.sound(), narration.frames, "measuring", task)
    profile = profiled(sound, narration.rate_hz, task)
    aim = Aim(lufs, CEILING_DBTP - (LOSSY_ROOM_DB if sound_format(part).bitrate_bps else 0.0))
    found = _encode(narration, part, profile.levelling(aim.lufs, aim.peak_dbtp), task)
    for _ in range(ENCODINGS - 1):
        better = _corrected(aim, found, lufs)
        if better == aim:
            break
        aim = better
        found = _encode(narration, part, profile.levelling(aim.lufs, aim.peak_dbtp), task)
    _check_reached(found, lufs)
    task.check()
    return found


def _check_reached(found: "Loudness", lufs: float) -> None:
    from creator_app.media.dsp import SILENT_LUFS

    if found.lufs > SILENT_LUFS and abs(found.lufs - lufs) > PROMISED_LU:
        raise CreatorError(
            f"This voice cannot be made as loud as {lufs:g} LUFS: with its peaks under"
            f" {CEILING_DBTP:g} dBTP it reaches {found.lufs:.1f}.",
            f"Ask for {math.floor(found.lufs):g} LUFS or less.",
        )


def _corrected(aim: Aim, found: "Loudness", lufs: float) -> Aim:
    """Return the same where the file is right, else what to aim at so that it will be."""
    from creator_app.media.dsp import SILENT_LUFS

    over, short = found.peak_dbtp - CEILING_DBTP, lufs - found.lufs
    is_off = found.lufs > SILENT_LUFS and abs(short) > CLOSE_LU
    return Aim(
        aim.lufs + (short if is_off else 0.0), aim.peak_dbtp - (over + 0.1 if over > 0 else 0.0)
    )


def _encode(narration: Narration, part: Path, levelling: "Levelling", task: Task) -> "Loudness":
    from creator_app.media.decode import AudioFile
    from creator_app.media.dsp import measured, to_gain
    from creator_app.media.encode import encode_blocks, sound_format
    from creator_app.media.levelling import levelled

    rate_hz, channels = narration.rate_hz, narration.channels
    form = sound_format(part)
    makeup = to_gain(MAKEUP_DB.get(form.codec, 0.0))
    blocks = (each * makeup for each in levelled(narration.sound(), rate_hz, levelling))
    with explained(part), open_file(part, "w+b") as file:
        counted = _reported(blocks, narration.frames, "writing", task)
        encode_blocks(file, counted, form, rate_hz, channels, task)
    with AudioFile(part, rate_hz, channels) as written_file:
        return measured(
            _reported(written_file.blocks(), narration.frames, "checking", task), rate_hz, task
        )


def _reported(
    blocks: "Iterator[Samples]", frames: int, note: str, task: Task
) -> "Iterator[Samples]":
    done = 0
    for block in blocks:
        yield block
        done += len(block)
        task.progress(min(1.0, done / frames), note)
