"""Pictures and sounds in time: the shots people plan, and the timeline that is rendered."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from creator_app.core.captions import Cue


@dataclass(frozen=True, slots=True)
class ClipTake:
    """One generated clip of one shot; never changed.

    Attributes:
        key: Hash of prompt, engine, size, length and settings.
        media: The clip, as a name relative to the project folder.
        engine: Which engine made it.
        duration_us: Its length.
    """

    key: str
    media: str
    engine: str
    duration_us: int


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of a video: drawn from a prompt, or brought along.

    Attributes:
        ident: Unique in the project.
        prompt: What is to be seen; empty where `media` is given.
        blocks: The script's blocks that are spoken over it, by ident.
        media: A picture or clip of the user's own: a project name or a link; "" for none.
        duration_us: How long it stands where nothing is spoken.
        takes: In the order they were generated.
        chosen: The key of the take that counts, or "".
    """

    ident: str
    prompt: str
    blocks: tuple[str, ...] = ()
    media: str = ""
    duration_us: int = 4_000_000
    takes: tuple[ClipTake, ...] = ()
    chosen: str = ""

    @property
    def take(self) -> ClipTake | None:
        """The chosen take, if there is one."""
        return next((take for take in self.takes if take.key == self.chosen), None)


@dataclass(frozen=True, slots=True)
class Preset:
    """Where a video goes: its picture, and how loud it is.

    Attributes:
        name: As on the command line.
        title: What the user reads.
        width: Pixels, even.
        height: Pixels, even.
        rate_hz: Frames a second.
        lufs: Integrated loudness.
        safe: Left, top, right, bottom margins that the service covers, as shares of the picture.
    """

    name: str
    title: str
    width: int
    height: int
    rate_hz: int = 30
    lufs: float = -14.0
    safe: tuple[float, float, float, float] = (0.05, 0.05, 0.05, 0.08)


PRESETS = (
    Preset("shorts", "YouTube Shorts", 1080, 1920, safe=(0.06, 0.12, 0.14, 0.22)),
    Preset("reels", "Instagram Reels", 1080, 1920, safe=(0.06, 0.12, 0.14, 0.22)),
    Preset("tiktok", "TikTok", 1080, 1920, safe=(0.06, 0.12, 0.14, 0.24)),
    Preset("youtube", "YouTube 1080p", 1920, 1080),
)


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of a video file, or a still, on the timeline.

    Attributes:
        source: The file.
        start_us: Where it begins on the timeline.
        duration_us: How long it stands; a file that ends earlier holds its last frame.
        in_us: Where in the file it begins.
        still: Whether the file is one picture; it is then slowly moved (pan and zoom).
        keep_sound: Whether the file's own sound is heard.
    """

    source: Path
    start_us: int
    duration_us: int
    in_us: int = 0
    still: bool = False
    keep_sound: bool = False


@dataclass(frozen=True, slots=True)
class Sound:
    """A stretch of a sound file on the timeline.

    Attributes:
        source: The file.
        start_us: Where it begins on the timeline.
        duration_us: How long it is heard.
        in_us: Where in the file it begins.
        gain_db: Change of level.
        under_voice: Whether it is lowered while a voice speaks, and repeated to fill its length.
        fade_us: Length of the fade at either end.
    """

    source: Path
    start_us: int
    duration_us: int
    in_us: int = 0
    gain_db: float = 0.0
    under_voice: bool = False
    fade_us: int = 5_000


@dataclass(frozen=True, slots=True)
class Title:
    """A few large words over the picture."""

    text: str
    start_us: int
    duration_us: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything an export needs, and nothing it does not.

    Attributes:
        width: Pixels, even.
        height: Pixels, even.
        rate: Frames a second.
        clips: In order, touching: where one ends the next begins.
        sounds: In any order.
        cues: Captions burned in; none for a clean picture.
        caption_style: Name of the style they are drawn in.
        safe: Left, top, right, bottom margins for captions, as shares of the picture.
        lufs: Integrated loudness of the export.
        speech: Begin and end of every run of speech: what is `under_voice` is lowered there. Where
            empty, the words of the cues tell, or else the sounds that are not `under_voice`.
        titles: Large words over the picture, one at a time.
    """

    width: int
    height: int
    rate: Fraction
    clips: tuple[Clip, ...]
    sounds: tuple[Sound, ...] = ()
    cues: tuple[Cue, ...] = ()
    caption_style: str = "karaoke"
    safe: tuple[float, float, float, float] = (0.06, 0.12, 0.14, 0.22)
    lufs: float = -14.0
    speech: tuple[tuple[int, int], ...] = ()
    titles: tuple[Title, ...] = ()

    @property
    def duration_us(self) -> int:
        """Where the last picture ends."""
        return max((clip.start_us + clip.duration_us for clip in self.clips), default=0)


def preset_named(name: str) -> Preset | None:
    """Return the preset called `name`, if there is one."""
    return next((preset for preset in PRESETS if preset.name == name), None)
