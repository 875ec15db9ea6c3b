"""Takes on disk: sound and word times of every line ever spoken, found again by their content."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from creator_app.core.codec import decode, encode
from creator_app.core.engines import Line, Speech
from creator_app.core.errors import CreatorError
from creator_app.core.files import explained, open_file, quoted, write_atomic
from creator_app.core.script import Take
from creator_app.core.task import Task
from creator_app.core.time import index_to_us
from creator_app.core.transcript import Word, spread_words

if TYPE_CHECKING:
    from creator_app.core.engines import Samples

# Raised when takes of the same text would come out otherwise than those already kept.
VERSION = 2
SILENT = 10 ** (-60 / 20)
# Kept before the first sound and after the last; what the engine adds beyond is not the pause
# that the script asks for.
MARGIN_US = 60_000


@dataclass(frozen=True, slots=True)
class TakeNote:
    """What stands beside a take's sound.

    Attributes:
        duration_us: Its length.
        engine: Which engine made it.
        words: When each word is spoken.
        channels: Of its sound.
        lufs: Its own loudness; −70 where it is too short to have one.
    """

    duration_us: int
    engine: str
    words: tuple[Word, ...]
    channels: int = 1
    lufs: float = -70.0


def take_key(line: Line, engine: str, model: str = "") -> str:
    """Return the name of the take that an engine makes of a line: equal for equal content.

    Args:
        line: Text, voice, language, speed.
        engine: Its name.
        model: What else decides how it sounds, as `Synthesizer.model` says.
    """
    content = [VERSION, line.text, engine, line.voice, model, line.language, round(line.speed, 3)]
    digest = hashlib.sha256(json.dumps(content).encode())
    return digest.hexdigest()[:32]


def sound_of(folder: Path, key: str) -> Path:
    """Return where the sound of a take is, or would be."""
    return folder / f"{key}.flac"


def find_take(folder: Path, key: str) -> Take | None:
    """Return the take that is kept under a key, or None; a damaged one counts as none."""
    sound = sound_of(folder, key)
    if not (sound.is_file() and sound.stat().st_size):
        return None
    try:
        note = note_of(folder, key)
    except CreatorError:
        return None
    return Take(key, note.duration_us, note.words, note.engine)


def note_of(folder: Path, key: str) -> TakeNote:
    """Read what is known about a take.

    Raises:
        CreatorError: There is none, or it is damaged.
    """
    path = folder / f"{key}.json"
    with open_file(path, "r") as file:
        try:
            return decode(TakeNote, json.load(file))
        except ValueError as error:
            raise CreatorError(f"{quoted(path)} is damaged.", "Generate the take again.") from error


def keep_take(folder: Path, key: str, line: Line, engine: str, speech: Speech) -> Take:
    """Write a take: FLAC, and its note, which comes last and makes it whole.

    Raises:
        CreatorError: What the engine answered is no speech, or it cannot be written.
    """
    from creator_app.media.dsp import measured
    from creator_app.media.encode import write_audio

    samples, words = _prepared(speech, line)
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    rate_hz, channels, own = speech.rate_hz, samples.shape[1], Task()
    # A take that was paid for is kept whole even if the user stops just now.
    write_audio(sound_of(folder, key), [samples], rate_hz, channels, own)
    lufs = measured([samples], rate_hz, own, with_peak=False).lufs
    note = TakeNote(index_to_us(len(samples), rate_hz), engine, words, channels, lufs)
    written = json.dumps(encode(note), ensure_ascii=False)
    write_atomic(folder / f"{key}.json", written.encode())
    return Take(key, note.duration_us, words, engine)


def _prepared(speech: Speech, line: Line) -> "tuple[Samples, tuple[Word, ...]]":
    """Check what came, cut the silence around it, and make sure that every word has a time."""
    import numpy as np

    from creator_app.media.dsp import mixed_to, voiced

    samples, rate_hz = speech.samples, speech.rate_hz
    if samples.ndim != 2 or not len(samples) or not np.isfinite(samples).all():
        raise CreatorError("The engine answered with no sound.")
    if float(np.abs(samples).max()) < SILENT:
        raise CreatorError("The engine answered with silence.", "Try another voice, or again.")
    if not 4_000 <= rate_hz <= 384_000:
        raise CreatorError(f"The engine answered with {rate_hz} samples a second.")
    if samples.shape[1] > 2:
        samples = mixed_to(samples, 1)
    first, last = voiced(samples, rate_hz)
    margin = rate_hz * MARGIN_US // 1_000_000
    begin, end = max(0, first - margin), min(len(samples), last + margin)
    words = speech.words or spread_words(
        line.text, index_to_us(first, rate_hz), index_to_us(last, rate_hz)
    )
    cut = samples[begin:end]
    # 16 bits would cut off what is louder than full scale.
    cut = cut / max(1.0, float(np.abs(cut).max()))
    length_us = index_to_us(len(cut), rate_hz)
    return cut, tuple(_moved(each, index_to_us(begin, rate_hz), length_us) for each in words)


def _moved(word: Word, by_us: int, length_us: int) -> Word:
    start = min(length_us, max(0, word.start_us - by_us))
    end = min(length_us, max(start, word.end_us - by_us))
    return Word(start, end, word.text, word.confidence)
