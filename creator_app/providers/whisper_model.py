"""Whisper through CTranslate2: features, languages, decoding, times; knows no files, no tasks."""

import zlib
from collections.abc import Sequence
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

RATE_HZ = 16_000
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
    """A loaded model; may be used from several threads."""

    def __init__(self, folder: Path) -> None:
        from faster_whisper import WhisperModel

        # Two workers share the weights: live captions do not wait for a file.
        self._model = WhisperModel(
            str(folder), device="cpu", compute_type="int8", num_workers=2, local_files_only=True
        )

    def knows(self, language: str) -> bool:
        """Return whether this is one of Whisper's names of languages."""
        return language in self._model.supported_languages

    def encode(self, pieces: "Sequence[Row]", window_s: float) -> Any:
        """Listen to pieces of sound at 16 kHz, each filled up with silence to `window_s`."""
        import numpy as np
        from faster_whisper.audio import pad_or_trim

        frames = int(window_s * FRAMES_A_SECOND) // 2 * 2
        hear = self._model.feature_extractor
        features = [pad_or_trim(hear(piece)[..., :-1], frames) for piece in pieces]
        return self._model.encode(np.stack(features))

    def languages(self, encoded: Any) -> list[dict[str, float]]:
        """Return for each piece how likely each language is."""
        found = self._model.model.detect_language(encoded)
        return [{token[2:-2]: chance for token, chance in each} for each in found]

    def decode(
        self, encoded: Any, languages: Sequence[str], longest_s: float, manner: Manner
    ) -> list[Decoded]:
        """Read what was encoded, each piece in its language."""
        prompts = [self._prompt(language, manner.vocabulary) for language in languages]
        most = len(prompts[0]) + int(longest_s * TOKENS_A_SECOND) + SPARE_TOKENS
        is_sampled = manner.temperature > 0
        results = self._model.model.generate(
            encoded,
            prompts,
            beam_size=1 if is_sampled else manner.beam,
            num_hypotheses=1,
            sampling_topk=0 if is_sampled else 1,
            sampling_temperature=manner.temperature if is_sampled else 1.0,
            max_length=min(most, self._model.max_length),
            suppress_blank=True,
            suppress_tokens=self._suppressed(),
            return_scores=True,
            return_no_speech_prob=True,
        )
        return [
            self._decoded(result, language)
            for result, language in zip(results, languages, strict=True)
        ]

    def _decoded(self, result: Any, language: str) -> Decoded:
        tokenizer = self._tokenizer(language)
        tokens = tuple(each for each in result.sequences_ids[0] if each < tokenizer.eot)
        count = len(result.sequences_ids[0])
        return Decoded(
            tokens,
            tokenizer.decode(list(tokens)).strip(),
            result.scores[0] * count / (count + 1),
            result.no_speech_prob,
            language,
        )

    def align(
        self, encoded: Any, decoded: Sequence[Decoded], seconds: Sequence[float]
    ) -> list[list[Timed]]:
        """Find when each word was said, by where the decoder's attention rested.

        Args:
            encoded: As it was decoded, all of one language.
            decoded: What was read in each piece.
            seconds: Length of each piece without the silence it was filled up with.
        """
        from faster_whisper.transcribe import merge_punctuations

        tokenizer = self._tokenizer(decoded[0].language)
        frames = [max(2, int(length * FRAMES_A_SECOND)) for length in seconds]
        found = self._model.find_alignment(
            tokenizer, [list(each.tokens) for each in decoded], encoded, frames
        )
        for words in found:
            merge_punctuations(words, PREPENDED, APPENDED)
        return [[_timed(word) for word in words if word["word"].strip()] for words in found]

    def _prompt(self, language: str, vocabulary: tuple[str, ...]) -> list[int]:
        hotwords = ", ".join(vocabulary) or None
        prompt: list[int] = self._model.get_prompt(
            self._tokenizer(language), [], without_timestamps=True, hotwords=hotwords
        )
        return prompt

    def _suppressed(self) -> list[int]:
        from faster_whisper.transcribe import get_suppressed_tokens

        return list(get_suppressed_tokens(self._tokenizer("en"), [-1]))

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
def loaded(folder: Path) -> Whisper:
    """Return the model in `folder`; loaded once, kept for the next one who asks."""
    return Whisper(folder)


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
