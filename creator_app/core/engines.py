"""What the app asks of an engine, and how one is found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import IO, TYPE_CHECKING, Literal, Protocol, TypeAlias, TypeVar, cast, runtime_checkable

from creator_app.core.errors import EngineUnavailableError
from creator_app.core.task import Task
from creator_app.core.transcript import Transcript, Word

if TYPE_CHECKING:  # numpy costs 50 ms, and the command line's help needs none of it
    import numpy as np
    from numpy.typing import NDArray

    Samples: TypeAlias = NDArray[np.float32]

Codec: TypeAlias = Literal["flac", "mp3", "wav"]


@runtime_checkable
class Source(Protocol):
    """Sound of any length that is read piece by piece; nobody holds it whole."""

    @property
    def rate_hz(self) -> int:
        """Samples a second of what `read` returns."""

    @property
    def duration_us(self) -> int:
        """Its length; exact at the latest when its end was read."""

    def read(self, start_us: int, end_us: int) -> "Samples":
        """Return mono float32 [frames, 1] from `start_us` to `end_us`, cut at the end.

        Reading on from where the last piece ended is cheap; going back may cost a seek.
        """

    def as_file(self, codec: Codec, start_us: int = 0, end_us: int | None = None) -> IO[bytes]:
        """Return the stretch encoded, as an open seekable file that is gone when closed."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known about speech before it is transcribed.

    Attributes:
        language: BCP-47 tag, or «auto».
        chinese: «zh-Hans» or «zh-Hant»: the script Chinese is written in.
        vocabulary: Names and terms, spelt right.
    """

    language: str = "auto"
    chinese: str = "zh-Hans"
    vocabulary: tuple[str, ...] = ()


@runtime_checkable
class Transcriber(Protocol):
    """Turns speech into text."""

    def transcribe(self, source: Source, hints: Hints, task: Task) -> Transcript:
        """Transcribe a whole source, publishing each `Segment` when it is final.

        Raises:
            CreatorError: The engine refused, or was out of reach.
        """


@dataclass(frozen=True, slots=True)
class Caption:
    """A piece of live text; a final one replaces every provisional of its ident for ever.

    Attributes:
        ident: Counts up with each run of speech.
        is_final: Whether it will not change again.
        start_us: On the recording's clock.
        end_us: On the recording's clock.
        text: All of this run so far.
        words: Their times, on the recording's clock.
        language: BCP-47 tag, or «und».
    """

    ident: int
    is_final: bool
    start_us: int
    end_us: int
    text: str
    words: tuple[Word, ...] = ()
    language: str = "und"


@runtime_checkable
class LiveTranscriber(Protocol):
    """Turns speech into text while it is spoken. One object serves one recording.

    Attributes:
        rate_hz: Samples a second it wants to be fed.
    """

    rate_hz: int

    def open(self, hints: Hints, hear: Callable[[Caption], object]) -> None:
        """Get ready; `hear` is called from `feed`, `close` or a thread of the engine's own."""

    def feed(self, samples: "Samples", at_us: int) -> None:
        """Take the next block, mono float32 [frames, 1], first sample at `at_us`.

        Raises:
            CreatorError: The engine cannot go on.
        """

    def close(self) -> None:
        """Make everything still provisional final, then let go."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who can speak.

    Attributes:
        name: As the engine knows it.
        title: What the user reads.
        languages: BCP-47 tags, best first; empty for any.
        gender: «female», «male» or "".
    """

    name: str
    title: str
    languages: tuple[str, ...] = ()
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One run of text to be spoken.

    Attributes:
        text: What is said.
        voice: One of the engine's voices.
        language: BCP-47 tag.
        speed: 0.5..2.0; 1 is the voice's own.
    """

    text: str
    voice: str
    language: str
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Speech:
    """What a synthesizer answers.

    Attributes:
        samples: float32 [frames, channels], −1..1.
        rate_hz: Samples a second.
        words: When each word is spoken, where the engine knows; else empty.
    """

    samples: "Samples"
    rate_hz: int
    words: tuple[Word, ...] = ()


@runtime_checkable
class Synthesizer(Protocol):
    """Turns text into speech."""

    @property
    def model(self) -> str:
        """What besides the voice decides how it sounds: a server's address and model, or "".

        Takes are kept by it.
        """

    def voices(self) -> tuple[Voice, ...]:
        """Return everybody who can speak; the first is the usual one."""

    def speak(self, line: Line, task: Task) -> Speech:
        """Speak one line.

        Raises:
            CreatorError: The engine refused, was out of reach, or has no such voice.
        """


@dataclass(frozen=True, slots=True)
class ShotRequest:
    """What a generated clip should show.

    Attributes:
        prompt: In the user's words.
        duration_us: How long.
        width: Pixels, even.
        height: Pixels, even.
        rate_hz: Frames a second.
    """

    prompt: str
    duration_us: int
    width: int
    height: int
    rate_hz: int = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a generation is; `fraction` is None where the engine does not say."""

    is_done: bool
    fraction: float | None = None
    note: str = ""


@runtime_checkable
class Generator(Protocol):
    """Makes clips from words. What it does may take minutes: ask again, do not wait."""

    def submit(self, request: ShotRequest, task: Task) -> str:
        """Order a clip; return the name under which to ask for it."""

    def poll(self, name: str) -> Standing:
        """Ask how far it is.

        Raises:
            CreatorError: It was refused or failed.
        """

    def fetch(self, name: str, out: Path, task: Task) -> None:
        """Write the finished clip to `out`."""

    def cancel(self, name: str) -> None:
        """Give the order up; cheap to repeat."""


@runtime_checkable
class Checkable(Protocol):
    """An engine behind a network that can be tried without cost."""

    def check(self, task: Task) -> str:
        """Ask whether key and address work; return what was found, in one line.

        Raises:
            CreatorError: They do not; why, and what to do.
        """


Place: TypeAlias = Literal["here", "cloud", "server"]
Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Access:
    """How an engine is reached; the key never shows in any output."""

    key: str = field(default="", repr=False)
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Engine:
    """One way to do one kind of work.

    Attributes:
        kind: The protocol it fulfils.
        name: Stable identifier, stored in settings and projects.
        title: What the user reads.
        factory: Where it is made, as "module:callable" taking an `Access`; imported when used.
        needs: Importable packages it cannot work without.
        place: Where sound and text go: «here», to a vendor's «cloud», or to the user's «server».
        extra: The extra of this app that brings `needs`.
        key: Name of its secret, or "" where it needs none.
        about: One line: size, languages, what it costs.
        program: A program of the system it cannot work without.
    """

    kind: type
    name: str
    title: str
    factory: str
    needs: tuple[str, ...] = ()
    place: Place = "here"
    extra: str = "offline"
    key: str = ""
    about: str = ""
    program: str = ""

    def missing(self) -> tuple[str, ...]:
        """Return the needed packages that are not installed."""
        return tuple(name for name in self.needs if not _is_installed(name))

    def problem(self, access: Access) -> EngineUnavailableError | None:
        """Return why it cannot be used now: a package, a key or an address is missing."""
        if missing := self.missing():
            return EngineUnavailableError(
                f"{self.title} is not installed ({', '.join(missing)} is missing).",
                f"Install it with: pip install 'creator-app[{self.extra}]'.",
            )
        if self.program and which(self.program) is None:
            return EngineUnavailableError(
                f"{self.title} is not installed.",
                f"Install {self.program}, on Debian or Ubuntu with: sudo apt install"
                f" {self.program}; on macOS with: brew install {self.program}.",
            )
        if self.place == "server" and not access.base_url:
            return EngineUnavailableError(
                f"{self.title} has no address yet.", "Enter it in Settings › Engines."
            )
        if self.place == "cloud" and self.key and not access.key:
            return EngineUnavailableError(
                f"{self.title} needs a key.", "Add one in Settings › Keys."
            )
        return None

    def open(self, access: Access) -> object:
        """Make the engine.

        Raises:
            EngineUnavailableError: A package, a key or an address that it needs is missing.
        """
        if (problem := self.problem(access)) is not None:
            raise problem
        module, _, attribute = self.factory.partition(":")
        engine: object = getattr(import_module(module), attribute)(access)
        return engine


def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ModuleNotFoundError, ValueError):  # what should hold it is missing, or half there
        return False


class Catalog:
    """The engines this copy of the app has, and how each is reached.

    Args:
        engines: The table.
        access: Finds key and address of an engine, when one is opened.
    """

    def __init__(
        self,
        engines: Iterable[Engine],
        access: Callable[[Engine], Access] = lambda _engine: Access(),
    ) -> None:
        self._engines = {engine.name: engine for engine in engines}
        self._access = access

    def all(self) -> tuple[Engine, ...]:
        """Return every engine, in the order they were listed."""
        return tuple(self._engines.values())

    def of(self, kind: type) -> list[Engine]:
        """Return the engines for one kind of work, in the order they were listed."""
        return [engine for engine in self._engines.values() if engine.kind is kind]

    def find(self, kind: type, name: str) -> Engine:
        """Return the engine called `name`, or the first that is ready where `name` is empty.

        Raises:
            EngineUnavailableError: There is none, or none of that name for this kind of work.
        """
        engines = self.of(kind)
        if name:
            found = next((engine for engine in engines if engine.name == name), None)
        else:
            found = next((each for each in engines if not self.state_of(each)), None)
        if found is None:
            known = ", ".join(engine.name for engine in engines) or "none"
            asked = f"called {name}" if name else "ready"
            raise EngineUnavailableError(
                f"There is no engine {asked} for this work.", f"There are: {known}."
            )
        return found

    def state_of(self, engine: Engine) -> str:
        """Return "" for an engine that is ready, else what it lacks, in words; asks no server."""
        problem = engine.problem(self._access(engine))
        return str(problem) if problem else ""

    def check(self, engine: Engine, task: Task) -> str:
        """Try an engine's key and address; return what was found, in one line.

        Raises:
            CreatorError: They do not work, or something is missing.
        """
        opened = engine.open(self._access(engine))
        return opened.check(task) if isinstance(opened, Checkable) else "Ready on this computer."

    def open(self, kind: "type[Kind]", name: str = "") -> Kind:
        """Make the engine called `name`, or the first that is ready.

        Raises:
            EngineUnavailableError: It is unknown here, or lacks something.
        """
        engine = self.find(kind, name)
        return cast("Kind", engine.open(self._access(engine)))
