"""Brings back the recordings that a crash cut off: journals that no project names."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from creator_app.core.codec import WrongShapeError, decode
from creator_app.core.engines import Caption
from creator_app.core.errors import CreatorError
from creator_app.core.files import open_file, quoted
from creator_app.core.folder import LOCK, SUFFIX, ProjectFolder, is_held, open_project, read_project
from creator_app.core.loading import PREVIOUS, PROJECT
from creator_app.core.lock import FileLock
from creator_app.core.project import Project, new_project, with_recording
from creator_app.core.recording import Marker, Recording, Track
from creator_app.core.task import Task
from creator_app.media.journal import SUFFIX as JOURNAL
from creator_app.media.journal import lock_of
from creator_app.media.journal_index import Note
from creator_app.media.journal_read import Gap, Journal
from creator_app.production.live_captions import transcript_of

# A shorter gap is where a run of samples was joined to the clock again; nobody hears it.
SHORTEST_GAP_US = 20_000


@dataclass(frozen=True, slots=True)
class Recovered:
    """A recording that was brought back.

    Attributes:
        project: The folder that has it now.
        recording: As the project holds it.
        gaps: Where a track has no sound, by track.
    """

    project: Path
    recording: Recording
    gaps: dict[str, list[Gap]]

    @property
    def damaged_us(self) -> int:
        """How much sound was recorded and cannot be read, of the track that lost most."""
        lost = [
            sum(gap.end_us - gap.start_us for gap in gaps if gap.is_damage)
            for gaps in self.gaps.values()
        ]
        return max(lost, default=0)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was done for one project.

    Attributes:
        found: The recordings that were brought back, oldest first.
        problems: A journal of which nothing can be read, each.
    """

    found: tuple[Recovered, ...] = ()
    problems: tuple[CreatorError, ...] = ()


def projects_in(path: Path) -> list[Path]:
    """Return the project at `path`, or those in the folder `path`, in order of name.

    Raises:
        CreatorError: There is no such folder, or no project in it.
    """
    if not path.is_dir():
        raise CreatorError(
            f"{quoted(path)} is not a folder.", "Name a project, or a folder of them."
        )
    if path.suffix == SUFFIX or (path / PROJECT).exists():
        return [path]
    found = sorted(each for each in path.iterdir() if each.suffix == SUFFIX and each.is_dir())
    if not found:
        raise CreatorError(f"There is no project in {quoted(path)}.")
    return found


def recover(path: Path, task: Task) -> Recovery:
    """Add to a project the recordings that no one finished.

    The journals themselves are not changed but for a last note that they are taken care of. Where
    nothing was cut off, nothing is touched.

    Raises:
        CreatorError: It is being recorded into just now, open in a window, or cannot be read.
    """
    with ExitStack() as stack:
        problems: list[CreatorError] = []
        groups = _unfinished(path, stack, problems)
        if not groups:
            return Recovery(problems=tuple(problems))
        folder, project = _opened(path)
        stack.callback(folder.close)
        found = _in_order(path, groups, task)
        whole = project
        for each in found:
            whole = with_recording(whole, each.recording)
        folder.commit(project, whole)
        _mark_kept(groups)
        return Recovery(found, tuple(problems))


def bring_back(path: Path, keep: Callable[[Recording], object], task: Task) -> Recovery:
    """Hand what no one finished to whoever holds the project open, as a window does.

    Args:
        path: The project.
        keep: Called with each recording; when it returns, the project on disk names it.
        task: Asked between blocks whether to stop.

    Raises:
        CreatorError: It is being recorded into just now, or cannot be read.
    """
    with ExitStack() as stack:
        problems: list[CreatorError] = []
        groups = _unfinished(path, stack, problems)
        found = _in_order(path, groups, task)
        for each in found:
            keep(each.recording)
        _mark_kept(groups)
        return Recovery(found, tuple(problems))


def cut_off_in(library: Path, task: Task) -> list[Path]:
    """Return the projects of a library in which a recording was cut off, and nobody works in.

    Names are compared first, so that a shelf of projects takes no time.
    """
    found = []
    for path in sorted(library.glob(f"*{SUFFIX}")):
        task.check()
        journals = [each.name for each in (path / "media").glob(f"*{JOURNAL}")]
        if journals and not _is_held(path) and not _names(path, journals) and _is_cut_off(path):
            found.append(path)
    return found


def _is_cut_off(path: Path) -> bool:
    with ExitStack() as stack, contextlib.suppress(CreatorError):
        return bool(_unfinished(path, stack, []))
    return False


def _is_held(path: Path) -> bool:
    try:
        return is_held(path)
    except CreatorError:
        return True  # not ours to mend


def _names(path: Path, names: list[str]) -> bool:
    """Return whether a project mentions every one of these names, anywhere."""
    said = b""
    for file in (path / PROJECT, path / PREVIOUS, *path.glob("edits*.log")):
        with contextlib.suppress(CreatorError, OSError), open_file(file) as stream:
            said += stream.read()
    return all(name.encode() in said for name in names)


def _in_order(path: Path, groups: list[list[Journal]], task: Task) -> tuple[Recovered, ...]:
    found = [_recovered(path, journals, task) for journals in groups]
    return tuple(sorted(found, key=lambda each: each.recording.created))


def _mark_kept(groups: list[list[Journal]]) -> None:
    for journal in (journal for journals in groups for journal in journals):
        journal.mark_kept()


def _unfinished(path: Path, stack: ExitStack, problems: list[CreatorError]) -> list[list[Journal]]:
    """Return the journals that belong to no recording yet, by recording; open and locked."""
    named = _named(path)
    groups: dict[str, list[Journal]] = {}
    for file in sorted((path / "media").glob(f"*{JOURNAL}")):
        if file.relative_to(path).as_posix() in named or file.stat().st_size == 0:
            continue
        lock = lock_of(file)
        if not lock.acquire():
            raise CreatorError(
                f"{quoted(path)} is being recorded into right now.",
                "End the recording there first.",
            )
        stack.callback(lock.release)
        try:
            journal = stack.enter_context(Journal(file))
        except CreatorError as error:
            problems.append(error)
            continue
        if not journal.is_kept and len(journal):
            groups.setdefault(journal.header.recording, []).append(journal)
    return list(groups.values())


def _named(path: Path) -> set[str]:
    if not _has_project(path):
        return set()
    project = read_project(path)
    return {track.media for recording in project.recordings for track in recording.tracks}


def _has_project(path: Path) -> bool:
    return (path / PROJECT).exists() or (path / PREVIOUS).exists()


def _opened(path: Path) -> tuple[ProjectFolder, Project]:
    if _has_project(path):
        return open_project(path)
    lock = FileLock(path / LOCK)
    lock.acquire()
    folder, project = ProjectFolder(path, lock), new_project(path.stem)
    folder.begin(project)
    return folder, project


def _recovered(path: Path, journals: list[Journal], task: Task) -> Recovered:
    gaps = {
        journal.header.track: [
            gap for gap in journal.gaps(task) if gap.end_us - gap.start_us >= SHORTEST_GAP_US
        ]
        for journal in journals
    }
    return Recovered(path, _recording(path, journals), gaps)


def _recording(path: Path, journals: list[Journal]) -> Recording:
    head = journals[0].header
    duration_us = max(journal.duration_us for journal in journals)
    notes = sorted(_notes(journals), key=lambda note: note.at_us)
    captions = [caption for note in notes if (caption := _caption(note)) is not None]
    return Recording(
        head.recording,
        head.title or "Recording",
        head.started or _changed(journals[0].path),
        duration_us,
        tuple(_track(path, journal) for journal in journals),
        tuple(
            Marker(note.at_us, str(note.values.get("note", "")))
            for note in notes
            if note.kind == "marker"
        ),
        transcript_of(sorted(captions, key=lambda each: each.start_us), duration_us),
    )


def _notes(journals: list[Journal]) -> Iterator[Note]:
    return (note for journal in journals for note in journal.notes)


def _caption(note: Note) -> Caption | None:
    if note.kind != "caption":
        return None
    try:
        return decode(Caption, note.values["caption"])
    except (KeyError, WrongShapeError):
        return None


def _track(path: Path, journal: Journal) -> Track:
    head = journal.header
    media = journal.path.relative_to(path).as_posix()
    return Track(head.track, head.device, head.rate_hz, head.channels, media)


def _changed(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
