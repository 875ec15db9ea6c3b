"""What the user chose: one frozen object; a bad value in the file costs that value only."""

import locale
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from creator_app.core.codec import WrongShapeError, decode, encode, fields_of, json_bytes
from creator_app.core.errors import CreatorError, DamagedFileError
from creator_app.core.files import explained, quoted, read_json, settings_folder, write_atomic
from creator_app.core.timeline import PRESETS

log = logging.getLogger(__name__)

# What a value may be, where its type alone does not say.
CHOICES: dict[str, tuple[str, ...]] = {
    "theme": ("system", "light", "dark", "high_contrast"),
    "language": ("", "en", "zh_CN"),
    "chinese": ("zh-Hans", "zh-Hant"),
    "preset": tuple(preset.name for preset in PRESETS),
}
# How systems name the places that write Chinese in the traditional script.
TRADITIONAL = ("zh_TW", "zh_HK", "zh_MO", "Hant", "Chinese (Traditional)", "Taiwan", "Hong Kong")
RANGES: dict[str, tuple[float, float]] = {"caption_px": (14, 40), "speed": (0.5, 2.0)}


def usual_chinese() -> str:
    """Return the script in which Chinese is written where the system says this user lives."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    place = next((name for name in names if name), locale.getlocale()[0] or "")
    return "zh-Hant" if any(each in place for each in TRADITIONAL) else "zh-Hans"


@dataclass(frozen=True, slots=True)
class Server:
    """A server of the user's own.

    Attributes:
        engine: Name of the engine that talks to it.
        base_url: Its address.
    """

    engine: str
    base_url: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the user can choose that is not part of a project.

    Attributes:
        language: Of the window; "" follows the system.
        theme: «system», «light», «dark» or «high_contrast».
        library: Folder of the projects; "" for the usual one.
        microphone: Device id, «default» or «none».
        system_sound: Device id, «default» or «none».
        with_captions: Whether captions run while recording.
        hears_before: Whether the devices are opened for their meters before a recording.
        speech_language: BCP-47 tag, or «auto».
        chinese: Script that Chinese is written in.
        caption_px: Size of live captions, 14..40.
        transcriber: Engine for files; "" for the first that is ready.
        live_transcriber: Engine for live captions; likewise.
        generator: Engine for shots; likewise.
        voice: «ENGINE:VOICE» for new scripts; "" to choose by language.
        speed: Of new scripts, 0.5..2.
        preset: Where videos go.
        servers: Addresses of the user's own servers.
        has_started: Whether the first start is over.
    """

    language: str = ""
    theme: str = "system"
    library: str = ""
    microphone: str = "default"
    system_sound: str = "none"
    with_captions: bool = True
    hears_before: bool = False
    speech_language: str = "auto"
    chinese: str = field(default_factory=usual_chinese)
    caption_px: int = 18
    transcriber: str = ""
    live_transcriber: str = ""
    generator: str = ""
    voice: str = ""
    speed: float = 1.0
    preset: str = "shorts"
    servers: tuple[Server, ...] = ()
    has_started: bool = False

    @property
    def library_folder(self) -> Path:
        """Where the projects are."""
        return Path(self.library) if self.library else Path.home() / "Creator"

    def address_of(self, engine: str) -> str:
        """Return the address the user gave for an engine, or ""."""
        return next((each.base_url for each in self.servers if each.engine == engine), "")

    def with_address(self, engine: str, base_url: str) -> "Settings":
        """Return settings in which an engine's server has this address; "" removes it."""
        others = tuple(each for each in self.servers if each.engine != engine)
        mine = (Server(engine, base_url.strip()),) if base_url.strip() else ()
        return replace(self, servers=(*others, *mine))


def settings_file() -> Path:
    """Return where the settings are kept."""
    return settings_folder() / "settings.json"


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings; whatever is missing or wrong takes its default."""
    try:
        return _checked(_read(path or settings_file()))
    except CreatorError as error:
        log.warning("the settings cannot be read, the defaults are used: %s", error)
        return Settings()


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the settings, whole or not at all.

    What a newer app has added to the file stays in it.

    Raises:
        CreatorError: The folder is not writable, or the disk is full.
    """
    path = path or settings_file()
    try:
        before = _read(path)
    except DamagedFileError:
        # Perhaps written by hand, with one comma too many: not ours to throw away.
        with explained(path):
            path.replace(path.with_name(f"{path.stem}.damaged{path.suffix}"))
        before = {}
    write_atomic(path, json_bytes(before | encode(settings), indent=1))


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    data = read_json(path)
    if not isinstance(data, dict):
        raise DamagedFileError(f"{quoted(path)} is damaged.")
    return data


def _checked(data: dict[str, Any]) -> Settings:
    good = {}
    for name in fields_of(Settings).keys() & data.keys():
        try:
            good[name] = _value(name, data[name])
        except WrongShapeError as error:
            log.warning("setting left out: %s", error)
    return replace(Settings(), **good)


def _value(name: str, data: Any) -> Any:
    """Return one value, if it is of the right type and in its range; of a list, its good ones."""
    if name == "servers" and isinstance(data, list):
        return tuple(_good_servers(data))
    value = getattr(decode(Settings, {name: data}, "settings"), name)
    if name in CHOICES and value not in CHOICES[name]:
        raise WrongShapeError(f"settings.{name} is none of its choices.")
    low, high = RANGES.get(name, (None, None))
    if low is not None and high is not None and not low <= value <= high:
        raise WrongShapeError(f"settings.{name} is out of range.")
    return value


def _good_servers(data: list[Any]) -> Iterator[Server]:
    for each in data:
        try:
            yield decode(Server, each, "settings.servers")
        except WrongShapeError as error:
            log.warning("setting left out: %s", error)
