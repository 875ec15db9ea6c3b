"""The one document: everything a project holds, frozen; a change makes a new one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from creator_app.core.codec import WrongShapeError, decode
from creator_app.core.errors import CreatorError, DamagedFileError
from creator_app.core.recording import Recording
from creator_app.core.script import Block, Script, new_ident
from creator_app.core.timeline import Shot

SCHEMA = 1
# From each older schema to the next; applied one after the other when a project is opened.
MIGRATIONS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Project:
    """A project as it stands; files are named relative to its folder.

    Attributes:
        ident: Unique; stays when the folder is renamed.
        title: What the user reads.
        created: ISO 8601 with offset.
        recordings: Oldest first.
        script: The voice-over.
        shots: The video, in order.
        preset: Where the video goes.
        music: Sound under the voice, as a project name or link; "" for none.
        caption_style: How the video's captions look; «none» for a clean picture.
    """

    ident: str
    title: str
    created: str
    recordings: tuple[Recording, ...] = ()
    script: Script = Script()  # noqa: RUF009 - frozen
    shots: tuple[Shot, ...] = ()
    preset: str = "shorts"
    music: str = ""
    caption_style: str = "karaoke"

    @property
    def duration_us(self) -> int:
        """How long its recordings last together, or its voice-over where there are none."""
        recorded = sum(recording.duration_us for recording in self.recordings)
        spoken = sum(block.take.duration_us for block in self.script.blocks if block.take)
        return recorded or spoken

    @property
    def kind(self) -> str:
        """What it mostly is: «video», «voiceover» or «meeting»."""
        if self.shots:
            return "video"
        return "voiceover" if self.script.blocks and not self.recordings else "meeting"

    def recording(self, ident: str) -> Recording | None:
        """Return one recording by its ident."""
        return next((each for each in self.recordings if each.ident == ident), None)


def new_project(title: str) -> Project:
    """Return an empty project."""
    return Project(new_ident(), title, now())


def now() -> str:
    """Return the time with its offset, to the second, as projects write it."""
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")


def with_recording(project: Project, recording: Recording) -> Project:
    """Return the project with a recording added, or put in place of the one of its ident."""
    if project.recording(recording.ident) is None:
        return replace(project, recordings=(*project.recordings, recording))
    changed = tuple(
        recording if each.ident == recording.ident else each for each in project.recordings
    )
    return replace(project, recordings=changed)


def without_recording(project: Project, ident: str) -> Project:
    """Return the project without one recording; its files stay until the bin is emptied."""
    left = tuple(each for each in project.recordings if each.ident != ident)
    return replace(project, recordings=left)


def with_block(project: Project, block: Block) -> Project:
    """Return the project with one block of the script put in place of the one of its ident."""
    blocks = tuple(block if each.ident == block.ident else each for each in project.script.blocks)
    return replace(project, script=replace(project.script, blocks=blocks))


def with_shot(project: Project, shot: Shot) -> Project:
    """Return the project with one shot put in place of the one of its ident."""
    shots = tuple(shot if each.ident == shot.ident else each for each in project.shots)
    return replace(project, shots=shots)


def refuse_newer(schema: int) -> None:
    """Stop before anything of a newer app's project is read or touched.

    Raises:
        CreatorError: It is of a newer schema.
    """
    if schema > SCHEMA:
        raise CreatorError(
            f"This project was saved by a newer Creator App (format {schema}, "
            f"this one knows {SCHEMA}).",
            "Update the app; the project was not touched.",
        )


def migrated(data: dict[str, Any], schema: int) -> dict[str, Any]:
    """Bring the JSON of a project up to the newest schema, step by step.

    Raises:
        CreatorError: It is of a newer schema, or of one that nothing leads on from.
        DamagedFileError: It is not what its schema says.
    """
    refuse_newer(schema)
    while schema < SCHEMA:
        if schema not in MIGRATIONS:
            raise CreatorError(f"Projects of format {schema} cannot be read any more.")
        try:
            data, schema = MIGRATIONS[schema](data), schema + 1
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise DamagedFileError("The project file is damaged.") from error
    return data


def project_from(data: Any) -> Project:
    """Read a project from plain JSON values of the newest schema.

    Raises:
        DamagedFileError: They are not a project.
    """
    try:
        return decode(Project, data, "project")
    except WrongShapeError as error:
        raise DamagedFileError(f"The project file is damaged: {error}") from error
