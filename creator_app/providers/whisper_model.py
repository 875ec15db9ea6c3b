"""Whisper through CTranslate2: features, languages, decoding, times; knows no files, no tasks."""

import os
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from creator_app.core.errors import CreatorError
from creator_app.core.language import primary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Row = NDArray[np.float32]

# Each takes 60 MB while it works.
MOST_WORKERS = 4
FRAMES_A_SECOND = 100
# No language is spoken faster than this many of Whisper's tokens a second; more is a loop.
TOKENS_A_SECOND = 12
SPARE_TOKENS = 16
# BCP-47 differs from Whisper's own names in these.
OTHER_NAMES = {"jv": "jw", "nb": "no", "fil": "tl", "cmn": "zh", "iw": "he", "in": "id"}
WRITTEN_AS = {"jw": "jv"}
PREPENDED, APPENDED = "\"'“¿([{-«", "\"'.。,，!！?？:：”)]}、»…；;"


@dataclass(frozen=True, slots=True)
class Timed:
    """A word as the model places it, in seconds from the start of its sound."""

    start_s: float
    end_s: float
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Decoded:
    """What the model read in one piece of sound.

    Attributes:
        tokens: Text tokens only.
        text: The same, written.
        logprob: Mean log probability of a token.
        no_speech: Probability that nothing was said.
        language: Whisper's name of it.
    """

    tokens: tuple[int, ...]
    text: str
    logprob: float
    no_speech: float
    language: str

    @property
    def is_looping(self) -> bool:
        """Whether it repeats itself more than speech does (Whisper paper, §4.5)."""
        raw = self.text.encode()
        return len(raw) / len(zlib.compress(raw)) > 2.4

    @property
    def is_silence(self) -> bool:
        """Whether the model holds that nothing was said (Whisper paper, §4.5)."""
        return self.no_speech > 0.6 and self.logprob < -1.0

    @property
    def doubt(self) -> tuple[bool, float]:
        """What is smaller for the better of two readings."""
        return self.is_looping, -self.logprob

    @property
    def is_doubtful(self) -> bool:
        """Whether it is better read again."""
        return self.is_looping or self.logprob < -1.0


@dataclass(frozen=True, slots=True)
class Manner:
    """How to decode.

    Attributes:
        beam: Readings followed side by side.
        temperature: 0 for the likeliest; more to get out of a loop.
        vocabulary: Names and terms, spelt right.
    """

    beam: int = 5
    temperature: float = 0.0
    vocabulary: tuple[str, ...] = ()


class Whisper:
    """A loaded model; may be used from several threads.

    Attributes:
        workers: How many threads may use it side by side.

    Args:
        folder: Where its files are.
        workers: The cores of the computer are shared among so many.
    """

    def __init__(self, folder: Path, workers: int) -> None:
        from faster_whisper import WhisperModel

        self.workers = workers
        self._model = WhisperModel(
            str(folder),
            device="cpu",
            compute_type="int8",
            num_workers=workers,
            cpu_threads=max(1, cores() // workers),
            local_files_only=True,
        )

    def knows(self, language: str) -> bool:
        """Return whether this is one of Whisper's names of languages."""
        return language in self._model.supported_languages

    def encode(self, samples: "Row", window_s: float) -> Any:
        """Listen to sound at 16 kHz, filled up with silence to `window_s`.

        Whisper was trained on 30 s, but its encoder takes any length, and costs its square.
        """
        from faster_whisper.audio import pad_or_trim

        frames = int(window_s * FRAMES_A_SECOND) // 2 * 2
        features = self._model.feature_extractor(samples)[..., :-1]
        return self._model.encode(pad_or_trim(features, frames))

    def languages(self, encoded: Any) -> dict[str, float]:
        """Return how likely each language is."""
        found = self._model.model.detect_language(encoded)[0]
        return {token[2:-2]: chance for token, chance in found}

    def decode(self, encoded: Any, language: str, seconds: float, manner: Manner) -> Decoded:
        """Read what was encoded; `seconds` is its length without the silence at its end."""
        prompt = self._prompt(language, manner.vocabulary)
        most = len(prompt) + int(seconds * TOKENS_A_SECOND) + SPARE_TOKENS
        is_sampled = manner.temperature > 0
        result = self._model.model.generate(
            encoded,
            [prompt],
            beam_size=1 if is_sampled else manner.beam,
            sampling_topk=0 if is_sampled else 1,
            sampling_temperature=manner.temperature if is_sampled else 1.0,
            max_length=min(most, self._model.max_length),
            suppress_blank=True,
            suppress_tokens=_suppressed(self._tokenizer("en")),
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        tokenizer = self._tokenizer(language)
        tokens = tuple(each for each in result.sequences_ids[0] if each < tokenizer.eot)
        count = len(result.sequences_ids[0])
        text = tokenizer.decode(list(tokens)).strip()
        logprob = result.scores[0] * count / (count + 1)
        return Decoded(tokens, text, logprob, result.no_speech_prob, language)

    def align(self, encoded: Any, decoded: Decoded, seconds: float) -> list[Timed]:
        """Find when each word was said, by where the decoder's attention rested."""
        from faster_whisper.transcribe import merge_punctuations

        if not decoded.tokens:
            return []
        frames = max(2, int(seconds * FRAMES_A_SECOND))
        tokenizer = self._tokenizer(decoded.language)
        words = self._model.find_alignment(tokenizer, [list(decoded.tokens)], encoded, frames)[0]
        merge_punctuations(words, PREPENDED, APPENDED)
        return [_timed(word) for word in words if word["word"].strip()]

    def _prompt(self, language: str, vocabulary: tuple[str, ...]) -> list[int]:
        hotwords = ", ".join(vocabulary) or None
        prompt: list[int] = self._model.get_prompt(
            self._tokenizer(language), [], without_timestamps=True, hotwords=hotwords
        )
        return prompt

    def _tokenizer(self, language: str) -> Any:
        return _tokenizer(self._model, language)


@cache
def _tokenizer(model: Any, language: str) -> Any:
    from faster_whisper.tokenizer import Tokenizer

    return Tokenizer(
        model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language=language
    )


def _timed(word: Any) -> Timed:
    start, end = float(word["start"]), float(word["end"])
    return Timed(start, max(start, end), word["word"].strip(), float(word["probability"]))


@cache
def _suppressed(tokenizer: Any) -> list[int]:
    from faster_whisper.transcribe import get_suppressed_tokens

    return list(get_suppressed_tokens(tokenizer, [-1]))


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def loaded(folder: Path) -> Whisper:
    """Return the model in `folder` for files; loaded once, kept for the next one who asks.

    One thread a stretch is a fifth faster than all threads on each in turn.
    """
    return Whisper(folder, min(MOST_WORKERS, cores()))


@cache
def loaded_for_live(folder: Path) -> Whisper:
    """Return the model in `folder` for live captions: one stretch at a time, by all cores.

    It is another one than for files, so that captions never wait behind them.
    """
    return Whisper(folder, 1)


def whisper_language(tag: str, whisper: Whisper) -> str:
    """Return Whisper's name of a BCP-47 tag.

    Raises:
        CreatorError: Whisper does not know the language.
    """
    name = OTHER_NAMES.get(primary(tag), primary(tag))
    if not whisper.knows(name):
        raise CreatorError(
            f"Whisper does not know the language “{tag}”.",
            "Give a code such as en, zh, es or de, or auto to find out.",
        )
    return name
