"""Reads stretches of speech with Whisper: finds the language, doubts, tries again, gives times."""

from dataclasses import dataclass, replace
from typing import Any

from creator_app.core.engines import Hints
from creator_app.core.language import primary
from creator_app.core.transcript import Word
from creator_app.providers.chinese import CHINESE, in_script, wanted_script
from creator_app.providers.stretches import Stretch
from creator_app.providers.whisper_model import (
    WRITTEN_AS,
    Decoded,
    Manner,
    Whisper,
    whisper_language,
)
from creator_app.providers.whisper_text import without_loops, words_in

# What the model was trained on; the way out when a shorter window leads it astray.
FULL_S = 30.0
# Silence that fills a window up keeps the model from inventing an end.
TAIL_S = 1.0
SHORTEST_WINDOW_S = 10.0
# Temperatures tried when a reading is doubtful (Whisper paper, §4.5, fewer steps).
RETRIES = (0.0, 0.4, 0.8)
# A stretch is in another language than the rest only where the model is this sure of it.
SURE = 0.85
SWITCH_S = 2.0


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in one stretch.

    Attributes:
        words: Empty where the model holds that nobody spoke.
        language: Whisper's name.
        seconds: Length of the stretch.
        chances: How likely each language was; empty where it was given.
    """

    words: tuple[Word, ...]
    language: str
    seconds: float
    chances: dict[str, float]


@dataclass(frozen=True, slots=True)
class Languages:
    """What is known of the languages spoken, in seconds of speech.

    Attributes:
        fixed: Whisper's name of the one that was given; "" to find out.
        likely: As far as each is likely.
        spoken: As far as it was read in each.
    """

    fixed: str
    likely: tuple[tuple[str, float], ...] = ()
    spoken: tuple[tuple[str, float], ...] = ()

    def after(self, read: Read) -> "Languages":
        """Return what is known when a stretch has been read."""
        likely, spoken = dict(self.likely), dict(self.spoken)
        for language, chance in read.chances.items():
            likely[language] = likely.get(language, 0) + chance * read.seconds
        if read.words:
            spoken[read.language] = spoken.get(read.language, 0) + read.seconds
        return Languages(self.fixed, tuple(likely.items()), tuple(spoken.items()))

    def of(self, chances: dict[str, float], seconds: float) -> str:
        """Return the language of a stretch: the usual one, unless another is all but certain."""
        own = _most(chances)
        if not self.likely or (chances[own] >= SURE and seconds >= SWITCH_S):
            return own
        usual = dict(self.likely)
        return _most({each: usual.get(each, 0) + chances[each] * seconds for each in chances})


class Reader:
    """Reads stretches; may be used from as many threads as the model has workers."""

    def __init__(self, whisper: Whisper, hints: Hints) -> None:
        """Take note of what is known about the speech.

        Raises:
            CreatorError: Whisper does not know the language.
        """
        self._whisper, self._hints = whisper, hints
        is_open = hints.language == "auto"
        self.languages = Languages("" if is_open else whisper_language(hints.language, whisper))

    def manner(self, beam: int) -> Manner:
        """Return how to decode: with the user's words in mind."""
        return Manner(beam, vocabulary=self._hints.vocabulary)

    def tag(self, languages: Languages) -> str:
        """Return the language spoken most, as a BCP-47 tag; «und» where nothing was said."""
        if not languages.spoken:
            return "und"
        if languages.fixed and primary(self._hints.language) not in CHINESE:
            return self._hints.language
        return self.written(_most(dict(languages.spoken)))

    def written(self, language: str) -> str:
        """Return Whisper's name of a language as a BCP-47 tag."""
        if language in CHINESE and wanted_script(self._hints) == "zh-Hant":
            return f"{language}-Hant"
        return WRITTEN_AS.get(language, language)

    def read(self, stretch: Stretch, languages: Languages, beam: int = 5) -> Read:
        """Read a stretch as well as can be."""
        encoded, chances, language = self._heard(stretch, languages)
        manner = self.manner(beam)
        found = self._whisper.decode(encoded, language, stretch.seconds, manner)
        if found.is_doubtful:
            found, encoded = self._again(stretch, found, manner)
        return self._placed(stretch, found, encoded, chances)

    def glance(self, stretch: Stretch, languages: Languages) -> Read:
        """Read a stretch quickly, for what may still change."""
        encoded, chances, language = self._heard(stretch, languages)
        found = self._whisper.decode(encoded, language, stretch.seconds, self.manner(1))
        if found.is_doubtful:
            return Read((), language, stretch.seconds, chances)
        return self._placed(stretch, found, encoded, chances)

    def _heard(self, stretch: Stretch, languages: Languages) -> tuple[Any, dict[str, float], str]:
        window_s = max(SHORTEST_WINDOW_S, stretch.seconds + TAIL_S)
        encoded = self._whisper.encode(stretch.samples, window_s)
        if languages.fixed:
            return encoded, {}, languages.fixed
        chances = self._whisper.languages(encoded)
        return encoded, chances, languages.of(chances, stretch.seconds)

    def _placed(
        self, stretch: Stretch, found: Decoded, encoded: Any, chances: dict[str, float]
    ) -> Read:
        words: tuple[Word, ...] = ()
        if found.text and not found.is_silence:
            timed = self._whisper.align(encoded, found, stretch.seconds)
            placed = in_script(words_in(stretch, timed), found.language, self._hints)
            words = without_loops(placed)
        return Read(words, found.language, stretch.seconds, chances)

    def _again(self, stretch: Stretch, first: Decoded, manner: Manner) -> tuple[Decoded, Any]:
        """Read a doubtful stretch once more, in the full window, then less strictly."""
        encoded = self._whisper.encode(stretch.samples, FULL_S)
        best: Decoded | None = None
        for temperature in RETRIES:
            warmer = replace(manner, temperature=temperature)
            found = self._whisper.decode(encoded, first.language, stretch.seconds, warmer)
            if best is None or found.doubt < best.doubt:
                best = found
            if not best.is_doubtful:
                break
        return best or first, encoded


def _most(weights: dict[str, float]) -> str:
    return max(weights, key=lambda each: weights[each])
