"""The three jobs in small on this computer: what works here, how fast, and what is missing."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from creator_app.core.engines import Catalog, Hints
from creator_app.core.errors import CreatorError
from creator_app.core.files import open_file, resource
from creator_app.core.script import script_from_text
from creator_app.core.task import Task
from creator_app.core.time import clock
from creator_app.core.timeline import Preset

SENTENCE = "Nothing is lost, and nothing has to be sent anywhere."
# Small, so that the trial takes seconds: what counts is that every part of the way works.
TRIAL = Preset("trial", "Trial", 360, 640)
SHOT_SCRIPT = "[a calm sea at dawn]\nThe first boats are out."


@dataclass(frozen=True, slots=True)
class Finding:
    """What one trial showed.

    Attributes:
        name: Of the trial, one word.
        is_good: Whether it worked.
        text: What was seen and measured, or what failed and what to do.
    """

    name: str
    is_good: bool
    text: str


def examine(catalog: Catalog, task: Task) -> Iterator[Finding]:
    """Yield a finding for each part, as it is found; nothing is sent anywhere or kept."""
    trials: tuple[tuple[str, Callable[[Catalog, Path, Task], str]], ...] = (
        ("devices", _devices),
        ("captions", _captions),
        ("voice", _voice),
        ("video", _video),
    )
    with tempfile.TemporaryDirectory(prefix="creator-app-doctor-") as folder:
        for number, (name, trial) in enumerate(trials):
            task.progress(number / len(trials), name)
            begin_s = time.monotonic()
            try:
                seen = trial(catalog, Path(folder), task)
                yield Finding(name, is_good=True, text=f"{seen} ({_s(begin_s)})")
            except CreatorError as error:
                yield Finding(name, is_good=False, text=f"{error} {error.hint}".strip())


def _devices(_catalog: Catalog, folder: Path, _task: Task) -> str:
    from creator_app.media.devices import devices

    free_gb = shutil.disk_usage(folder).free / 1e9
    names = [each.name for each in devices()]
    heard = ", ".join(names[:3]) if names else "no microphone: recording needs one"
    return f"{heard}; {free_gb:.0f} GB free"


def _captions(catalog: Catalog, _folder: Path, task: Task) -> str:
    """Caption the bundled sentence and compare it with what was said."""
    from creator_app.core.engines import Transcriber
    from creator_app.production.transcribe import transcribe_file

    engine = catalog.find(Transcriber, "").title
    with open_file(resource("samples", "sentence.txt"), "r") as file:
        said = file.read()
    sound = resource("samples", "sentence.flac")
    begin_s = time.monotonic()
    transcript = transcribe_file(catalog, sound, Hints(language="en"), "", task)
    speed = transcript.duration_us / 1e6 / (time.monotonic() - begin_s)
    heard = _plain(transcript.text)
    right = sum(word in heard for word in _plain(said))
    share = right / max(1, len(_plain(said)))
    return f"{engine}: {share:.0%} of the words, {speed:.1f} × real time with loading"


def _voice(catalog: Catalog, folder: Path, task: Task) -> str:
    """Speak a sentence, deliver it at −16 LUFS, and say what was measured on the file."""
    from creator_app.production.deliver import export_narration
    from creator_app.production.narrate import narrate

    script = narrate(catalog, script_from_text(SENTENCE), folder / "takes", task)
    out = folder / "voice.mp3"
    delivery = export_narration(script, folder / "takes", out, -16.0, task)
    take = script.spoken[0].take
    engine = take.engine if take else ""
    length = clock(delivery.duration_us, tenths=True)
    return f"{engine}: {length} of speech, {delivery.lufs:.1f} LUFS in the MP3"


def _video(catalog: Catalog, folder: Path, task: Task) -> str:
    """Make a captioned clip of a few seconds, and look at the file."""
    from creator_app.media.decode import probe
    from creator_app.production.shorts import VideoOrder, video_from_script

    out = folder / "clip.mp4"
    order = VideoOrder(SHOT_SCRIPT, TRIAL)
    video_from_script(catalog, order, folder, out, task)
    info = probe(out)
    length = clock(info.duration_us, tenths=True)
    return f"{length} of {info.width} × {info.height} with voice and captions"


def _plain(text: str) -> list[str]:
    letters = "".join(char if char.isalnum() else " " for char in text.lower())
    return letters.split()


def _s(begin_s: float) -> str:
    return f"{time.monotonic() - begin_s:.1f} s"
