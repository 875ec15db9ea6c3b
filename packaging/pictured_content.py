"""What the screenshots show: three projects made from the samples, spoken and drawn for real."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from creator_app.core.access import access_by
from creator_app.core.engines import Catalog
from creator_app.core.files import resource
from creator_app.core.folder import SUFFIX, create_project
from creator_app.core.project import new_project
from creator_app.core.recording import Marker, Recording, Track
from creator_app.core.script import Block, Script, new_ident, script_from_text
from creator_app.core.secrets import Secrets
from creator_app.core.settings import Settings
from creator_app.core.task import Task
from creator_app.core.timeline import PRESETS
from creator_app.core.transcript import Segment, Transcript, Word
from creator_app.media.encode import write_audio
from creator_app.production.assemble import Narration, assemble
from creator_app.production.narrate import narrate
from creator_app.production.shorts import VideoOrder, project_from_script, with_scenes
from creator_app.providers import ENGINES

MEETING = "Harbour, weekly planning"
VOICEOVER = "A studio on your desk"
VIDEO = "First boats"
MARKERS = (("Interviews done", 2), ("Launch date agreed", 6))
TURNS = (
    (
        "Sofia Reyes",
        (
            "From the interviews: nine of twelve people lost work on a train or in a lift at least "
            "once last month. That is the story for the launch."
        ),
    ),
    (
        "Maya Lindqvist",
        (
            "So the question is whether offline sync ships in February or waits for March. Daniel, "
            "what is left on the server?"
        ),
    ),
    (
        "Daniel Okafor",
        (
            "Two things: conflict handling for shared lists, and the migration. I would like one "
            "full week of it on our own accounts before anybody outside sees it."
        ),
    ),
    (
        "Sofia Reyes",
        (
            "The conflict sheet is done. What is not done is the empty state when somebody comes "
            "back online after three days."
        ),
    ),
    (
        "Maya Lindqvist",
        (
            "Then let us say the twelfth of February, with sync behind a switch, and decide on the "
            "fifth whether we turn it on for everybody."
        ),
    ),
    ("Daniel Okafor", "Good. Then I need the new region by the twentieth of January."),
    ("Maya Lindqvist", "I will ask for it today."),
    (
        "Sofia Reyes",
        (
            "And I draw the page for people who were offline for days. It needs one plain "
            "sentence, not a table."
        ),
    ),
)


def catalog_of(settings: Settings) -> Catalog:
    """Return the engines of this computer."""
    return Catalog(ENGINES, access_by(lambda: settings, Secrets()))


def make_projects(catalog: Catalog, library: Path) -> None:
    """Make the three projects in a library, unless they are there."""
    if (library / f"{VIDEO}{SUFFIX}").exists():
        return
    library.mkdir(parents=True, exist_ok=True)
    _make_voiceover(catalog, library)
    _make_meeting(catalog, library)
    _make_video(catalog, library)


def meeting_script() -> Script:
    """Return what is said in the meeting, a block for each turn."""
    return Script(tuple(Block(new_ident(), text) for _speaker, text in TURNS))


def _make_meeting(catalog: Catalog, library: Path) -> None:
    work = library.parent / "meeting-takes"
    narration = assemble(narrate(catalog, meeting_script(), work, Task()), work)
    project, ident = new_project(MEETING), new_ident()
    folder = create_project(library / f"{MEETING}{SUFFIX}", project)
    sound = folder.path / "media" / f"{ident}.wav"
    write_audio(sound, narration.sound(), narration.rate_hz, narration.channels, Task())
    segments = tuple(_segments(narration))
    length_us = narration.duration_us
    markers = tuple(Marker(segments[at].start_us, note) for note, at in MARKERS)
    recording = Recording(
        ident,
        MEETING,
        project.created,
        length_us,
        (Track("mic", "Microphone", narration.rate_hz, 1, f"media/{ident}.wav"),),
        markers,
        Transcript(segments, "en", length_us),
    )
    folder.snapshot(replace(project, recordings=(recording,)))
    folder.close()


def _segments(narration: Narration) -> Iterator[Segment]:
    for (speaker, text), piece in zip(TURNS, narration.pieces, strict=True):
        words = tuple(
            Word(piece.start_us + each.start_us, piece.start_us + each.end_us, each.text, 0.9)
            for each in piece.take.words
        )
        end_us = piece.start_us + piece.take.duration_us
        yield Segment(piece.start_us, end_us, text, speaker, words)


def _make_voiceover(catalog: Catalog, library: Path) -> None:
    script = script_from_text(resource("samples", "script-en.md").read_text(encoding="utf-8"))
    project = new_project(VOICEOVER)
    folder = create_project(library / f"{VOICEOVER}{SUFFIX}", project)
    made = narrate(catalog, script, folder.path / "takes", Task())
    folder.snapshot(replace(project, script=made))
    folder.close()


def _make_video(catalog: Catalog, library: Path) -> None:
    text = resource("samples", "video-en.md").read_text(encoding="utf-8")
    project = project_from_script(VideoOrder(text, title=VIDEO))
    folder = create_project(library / f"{VIDEO}{SUFFIX}", project)
    takes = folder.path / "takes"
    script = narrate(catalog, project.script, takes, Task())
    project = with_scenes(catalog, replace(project, script=script), PRESETS[0], takes, Task())
    folder.snapshot(project)
    folder.close()


def main() -> None:
    """Make the projects in the folder named by the first argument."""
    library = Path(sys.argv[1]) / "library"
    make_projects(catalog_of(replace(Settings(), library=str(library))), library)
