"""Who speaks a block: the voice that was asked for, or the first here that speaks its language."""

from dataclasses import dataclass

from creator_app.core.engines import Catalog, Engine, Line, Synthesizer, Voice
from creator_app.core.errors import CreatorError, EngineUnavailableError
from creator_app.core.language import guess_language, primary, same_language, same_writing
from creator_app.core.script import Block, Script
from creator_app.core.sentences import spoken_text

AUTO = "auto"
# Enough text to know a script's language by.
SAMPLE_CHARS = 5_000
# More names than this are a list to look up, not a hint.
MOST_NAMES = 12


@dataclass(frozen=True)
class Part:
    """A line and who speaks it.

    Attributes:
        engine: Name of the engine.
        synthesizer: The engine, opened.
        line: What it is asked to speak.
    """

    engine: str
    synthesizer: Synthesizer
    line: Line


class Casting:
    """Finds the voice of every block of one script; engines are opened once, when needed.

    Args:
        catalog: The engines.
        script: Its voice, language and speed hold where a block has none of its own.
    """

    def __init__(self, catalog: Catalog, script: Script) -> None:
        self._catalog = catalog
        self._script = script
        self._opened: dict[str, tuple[Synthesizer, tuple[Voice, ...]]] = {}
        sample = " ".join(block.text for block in script.spoken[:200])[:SAMPLE_CHARS]
        guess = guess_language(sample)
        # Chinese with an English name in it: the usual Latin language is still English.
        self._usual = guess if same_writing(guess, "en") else "en"

    def is_asked(self, block: Block) -> bool:
        """Return whether a block's voice and language are the script's, as the user gave them."""
        if block.voice or block.language:
            return False
        return bool(self._script.voice) or self._script.language not in {"", AUTO}

    def part(self, block: Block) -> Part:
        """Return who speaks a block, and what.

        Raises:
            CreatorError: There is no such voice, or none for the language.
        """
        text = spoken_text(block.text)
        language = self._language(block, text)
        engine, synthesizer, voice = self._voice(block, language)
        speed = min(2.0, max(0.5, block.speed * self._script.speed))
        return Part(engine, synthesizer, Line(text, voice, language, speed))

    def _language(self, block: Block, text: str) -> str:
        asked = block.language or self._script.language
        return guess_language(text, self._usual) if asked in {"", AUTO} else asked

    def _voice(self, block: Block, language: str) -> tuple[str, Synthesizer, str]:
        if block.voice:
            return self._named(block.voice, language)
        if self._script.voice:
            found = self._named(self._script.voice, language)
            if self._can_read(found[0], found[2], language):
                return found
        return self._found(language)

    def _can_read(self, engine: str, name: str, language: str) -> bool:
        """Return whether a voice chosen for the whole script can read this block's letters."""
        voice = next((each for each in self._opened[engine][1] if each.name == name), None)
        if voice is None or not voice.languages:
            return True
        if same_writing(language, "en"):
            return True
        return any(same_writing(each, language) for each in voice.languages)

    def _named(self, name: str, language: str) -> tuple[str, Synthesizer, str]:
        asked, _, wanted = name.partition(":")
        engine = self._catalog.find(Synthesizer, asked)
        synthesizer, voices = self._open(engine)
        if not wanted:
            fitting = best_voice(voices, language) or next(iter(voices), None)
            return engine.name, synthesizer, fitting.name if fitting else ""
        # A server need not list its voices; then any name may be right.
        if voices and wanted not in {each.name for each in voices}:
            raise CreatorError(
                f"{engine.title} has no voice called “{wanted}”.",
                f"There are: {_listed(sorted(each.name for each in voices))}.",
            )
        return engine.name, synthesizer, wanted

    def _found(self, language: str) -> tuple[str, Synthesizer, str]:
        """Return the first voice on this computer that speaks a language: nothing costs money."""
        lacking: EngineUnavailableError | None = None
        spoken: set[str] = set()
        for engine in self._catalog.of(Synthesizer):
            if engine.place != "here":
                continue
            try:
                synthesizer, voices = self._open(engine)
            except EngineUnavailableError as error:
                lacking = lacking or error
                continue
            if found := best_voice(voices, language):
                return engine.name, synthesizer, found.name
            spoken |= {primary(tag) for each in voices for tag in each.languages}
        raise _no_voice(language, spoken, lacking)

    def _open(self, engine: Engine) -> tuple[Synthesizer, tuple[Voice, ...]]:
        if engine.name not in self._opened:
            synthesizer = self._catalog.open(Synthesizer, engine.name)  # type: ignore[type-abstract]
            self._opened[engine.name] = synthesizer, synthesizer.voices()
        return self._opened[engine.name]


def best_voice(voices: tuple[Voice, ...], language: str) -> Voice | None:
    """Return the voice nearest to a language tag, or None: «fr» prefers fr-FR to fr-BE."""
    fitting = [
        (_distance(tag, language), number)
        for number, voice in enumerate(voices)
        for tag in voice.languages
        if same_language(tag, language)
    ]
    return voices[min(fitting)[1]] if fitting else None


def _distance(tag: str, language: str) -> int:
    tag, language = tag.lower(), language.lower()
    if tag == language:
        return 0
    first = primary(tag)
    return 1 if tag == first else 2 if tag == f"{first}-{first}" else 3


def _no_voice(
    language: str, spoken: set[str], lacking: EngineUnavailableError | None
) -> CreatorError:
    message = f"No voice on this computer speaks the language “{language}”."
    if lacking is not None:
        return CreatorError(f"{message} {lacking}", lacking.hint)
    return CreatorError(message, f"There are voices for: {', '.join(sorted(spoken)) or 'none'}.")


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:MOST_NAMES])
    return shown if len(names) <= MOST_NAMES else f"{shown} and {len(names) - MOST_NAMES} more"
