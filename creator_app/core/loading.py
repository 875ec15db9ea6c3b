"""Reading a project from its folder, whatever a crash or a failing disk did to it; changes nothing.

Two snapshots are kept, and the logs lead from either to the last change. So there are several ways
to the project: first those on which nothing is missing, then those on which a transcript or the
last changes are. The first that leads to a whole project is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path, PurePosixPath
from typing import Any

from creator_app.core.changes import Step, apply_steps
from creator_app.core.edits import Edit, EditLog
from creator_app.core.errors import CreatorError, DamagedFileError, MissingFileError
from creator_app.core.files import explained, quoted, read_json
from creator_app.core.project import SCHEMA, Project, migrated, project_from, refuse_newer
from creator_app.core.transcript import from_json
from creator_app.core.transcript_files import read_transcript

PROJECT, PREVIOUS = "project.json", "project.previous.json"


@dataclass(slots=True)
class Loaded:
    """A project as it was found.

    Attributes:
        project: With every change that could be brought back.
        schema: That it was saved in.
        saved: Revision of the snapshot it was read from.
        revision: Of its last change.
        highest: Of the last change there is a trace of.
        transcripts: For each recording the file of its transcript, where no change came after it.
        notices: What was damaged, in words for the user.
        is_from_previous: Whether the newest snapshot could not be used.
        is_cut: Whether changes are missing.
    """

    project: Project
    schema: int
    saved: int
    revision: int
    highest: int
    transcripts: list[str | None]
    notices: list[str] = field(default_factory=list)
    is_from_previous: bool = False
    is_cut: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing in the folder has to be mended."""
        return self.schema == SCHEMA and not self.notices


def load(path: Path) -> Loaded:
    """Read the project in a folder.

    Raises:
        CreatorError: It is no project, of a newer app, or damaged beyond its kept versions.
    """
    names = [name for name in (PROJECT, PREVIOUS) if is_there(path / name)]
    if not names:
        raise CreatorError(f"{quoted(path)} is not a Creator App project.")
    causes: list[CreatorError] = []
    for is_strict, name in product((True, False), names):
        try:
            return _Way(path, name, is_strict=is_strict).go()
        except DamagedFileError as error:
            causes.append(error)
    raise CreatorError(
        f"The project {quoted(path)} is damaged and cannot be opened.",
        "Its media files are untouched; restore project.json from a backup.",
    ) from causes[0]


def is_there(path: Path) -> bool:
    """Return whether a file exists.

    Raises:
        CreatorError: The system does not say.
    """
    with explained(path):
        return path.exists()


def checked_name(name: str) -> PurePosixPath:
    """Return a relative name from a project file, if it stays inside the folder.

    Raises:
        CreatorError: It leads elsewhere.
    """
    pure = PurePosixPath(name)
    is_inside = pure.parts and not pure.is_absolute() and ".." not in pure.parts
    if not is_inside or any(char in name for char in "\\:\0"):
        raise CreatorError(f"The project names a file outside its folder: {quoted(name)}.")
    return pure


class _Way:
    """One way to the project: from one of the snapshots, with or without parts that are damaged."""

    def __init__(self, path: Path, name: str, *, is_strict: bool) -> None:
        self._path = path
        self._name = name
        self._is_strict = is_strict
        self._notices: list[str] = []
        self._transcripts: list[str | None] = []

    def go(self) -> Loaded:
        """Return the project this way leads to.

        Raises:
            DamagedFileError: It leads nowhere.
        """
        data = _snapshot(self._path / self._name)
        schema, revision = data["schema"], data["revision"]
        refuse_newer(schema)
        logged = EditLog(self._path).read()
        edits = _following(logged.edits, revision)
        tree, done = self._tree_after(data["project"], edits)
        last = revision + done
        highest = max((edit.revision for edit in logged.edits), default=0)
        project = project_from(migrated(tree, schema))
        is_as_filed = not any(edit.steps for edit in edits[:done])
        transcripts = self._transcripts if is_as_filed else []
        loaded = Loaded(project, schema, revision, last, max(last, highest), transcripts)
        loaded.is_from_previous = self._name == PREVIOUS
        loaded.is_cut = logged.is_cut or highest > last
        loaded.notices = [*self._notices, *_notices(loaded)]
        return loaded

    def _tree_after(self, tree: dict[str, Any], edits: list[Edit]) -> tuple[Any, int]:
        """Return the project's JSON after as many changes as fit, and how many did."""
        self._fill_in_transcripts(tree)
        for number, edit in enumerate(edits):
            try:
                tree = apply_steps(tree, self._fitting(tree, edit.steps))
            except CreatorError as error:
                if self._is_strict:
                    raise DamagedFileError(str(error)) from error
                # It may have been applied in part; the way up to here is known to be good.
                self._notices.clear()
                whole = _snapshot(self._path / self._name)["project"]
                return self._tree_after(whole, edits[:number])
        return tree, len(edits)

    def _fitting(self, tree: dict[str, Any], steps: list[Step]) -> list[Step]:
        """Leave out changes inside a transcript that is lost."""
        return steps if self._is_strict else [step for step in steps if not _is_lost(tree, step)]

    def _fill_in_transcripts(self, tree: dict[str, Any]) -> None:
        recordings = tree.get("recordings")
        self._transcripts = []
        for recording in recordings if isinstance(recordings, list) else ():
            name = recording.get("transcript") if isinstance(recording, dict) else None
            self._transcripts.append(name if isinstance(name, str) else None)
            if isinstance(name, str):
                recording["transcript"] = self._transcript(name)

    def _transcript(self, name: str) -> Any:
        path = self._path / name
        try:
            tree = read_transcript(self._path / checked_name(name))
            if not self._is_strict:
                from_json(tree)
        except CreatorError as error:
            if self._is_strict:
                raise DamagedFileError(f"The transcript {quoted(path)} is damaged.") from error
            self._notices.append(
                f"The transcript {quoted(path)} cannot be read. "
                "The sound is there: transcribe it again."
            )
            return None
        return tree


def _snapshot(path: Path) -> dict[str, Any]:
    try:
        data = read_json(path)
    except MissingFileError as error:
        raise DamagedFileError(str(error)) from error
    kinds = {"schema": int, "revision": int, "project": dict}
    if isinstance(data, dict) and all(type(data.get(name)) is kinds[name] for name in kinds):
        return data
    raise DamagedFileError(f"{quoted(path)} is damaged.")


def _following(edits: Sequence[Edit], revision: int) -> list[Edit]:
    """Return the changes that follow a revision, up to the first that is missing."""
    found: list[Edit] = []
    for edit in edits:
        if edit.revision == revision + len(found) + 1:
            found.append(edit)
    return found


def _is_lost(tree: dict[str, Any], step: Step) -> bool:
    match step:
        case {"at": ["recordings", int(number), "transcript", _, *_]}:
            recordings = tree["recordings"]
            return number < len(recordings) and recordings[number]["transcript"] is None
    return False


def _notices(loaded: Loaded) -> list[str]:
    notices = []
    if loaded.is_from_previous:
        notices.append(
            "The project file was damaged. The project was opened from the version before it and "
            "the log of its changes."
        )
    if loaded.is_cut:
        notices.append("Some of the last changes could not be brought back.")
    return notices
