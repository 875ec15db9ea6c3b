"""A project on disk: `NAME.creator/`, written so that no crash loses a change.

`project.json` is a snapshot with a revision number. Every change after it is one line in
`edits.log`: CRC-32, then JSON with the change's own revision. A snapshot starts a new log and
leaves the old one as `edits-REVISION.log` until the next snapshot stands, so that a damaged
`project.json` costs nothing either: the previous one is kept beside it and the logs lead from there
to the last change. A change too big for the log is in the snapshot that follows it at once, of
which a copy becomes the previous one. Revisions in the logs have no gaps: one would mean that a
change is missing, and nothing after it is applied. Transcripts are files of their own, named
by their content, so that every snapshot finds the ones it was made with.
"""

import contextlib
import json
import logging
import os
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from creator_app.core import links
from creator_app.core.changes import apply_steps, steps_between, weight
from creator_app.core.codec import encode
from creator_app.core.errors import CreatorError
from creator_app.core.files import explained, open_file, quoted, written
from creator_app.core.lock import FileLock
from creator_app.core.project import SCHEMA, Project, migrated, now, project_from
from creator_app.core.transcript import Transcript

log = logging.getLogger(__name__)

SUFFIX = ".creator"
PROJECT, PREVIOUS, EDITS = "project.json", "project.previous.json", "edits.log"
FOLDERS = ("transcripts", "media", "takes", "cache", "versions")
# More values than this are not worth logging: a snapshot is written instead, in the background.
MOST_LOGGED = 4_000


@dataclass(eq=False)
class ProjectFolder:
    """An open project's place on disk; only one process holds it at a time.

    Attributes:
        path: The folder.
        revision: Of the last change that is on disk.
        notices: What opening had to mend, in words for the user.
    """

    path: Path
    revision: int = 0
    notices: list[str] = field(default_factory=list)
    _is_unlogged: bool = False
    _unlogged_until: int = 0
    _saved: int = 0
    _previous: int = 0
    _transcripts: dict[int, tuple[Transcript, str]] = field(default_factory=dict)
    _lock: FileLock | None = None

    def media_path(self, name: str) -> Path:
        """Return the file behind a name in the project: relative, or a link to one elsewhere.

        Raises:
            CreatorError: The name leads out of the folder, or the link is unknown or broken.
        """
        if name.startswith(links.PREFIX):
            return links.resolve(self.path, name)
        return self.path / checked_name(name)

    def link(self, file: Path) -> str:
        """Remember a file that stays where it is; return its name in the project.

        Raises:
            CreatorError: The file cannot be read.
        """
        return links.add(self.path, file)

    def append(self, old: Project, new: Project) -> bool:
        """Put a change on disk before anything else happens; at most a millisecond or two.

        Returns:
            Whether it was logged; a change that is too big for that wants a `snapshot` now.

        Raises:
            CreatorError: The folder is gone or not writable, or the disk is full.
        """
        steps = list(steps_between(old, new))
        if not steps:
            return True
        if self._is_unlogged or weight(steps, MOST_LOGGED) >= MOST_LOGGED:
            self._is_unlogged = True
            return False
        self._log(steps)
        return True

    def _log(self, steps: list[dict[str, Any]]) -> None:
        entry = {"revision": self.revision + 1, "steps": steps}
        _append_whole(self.path / EDITS, _log_line(entry))
        self.revision += 1

    def sync(self) -> None:
        """Make what was appended survive a power cut as well; may take some milliseconds."""
        with contextlib.suppress(OSError), (self.path / EDITS).open("rb") as file:
            os.fsync(file.fileno())

    def begin_snapshot(self) -> int:
        """Start a new log, so that changes can go on while the snapshot is written; quick.

        Returns:
            The revision to give `write_snapshot`, with the project as it is now.

        Raises:
            CreatorError: The folder is gone or not writable.
        """
        old = self.path / EDITS
        with explained(old), contextlib.suppress(FileNotFoundError):
            old.rename(self.path / f"edits-{self.revision + 1:012}.log")
        if self._is_unlogged:
            self.revision += 1
            self._is_unlogged, self._unlogged_until = False, self.revision
        else:
            self._log([])
        return self.revision

    def write_snapshot(self, project: Project, revision: int) -> None:
        """Write the whole project; for a background thread, as it may take a second.

        Raises:
            CreatorError: The folder is not writable, or the disk is full; the old state stands.
        """
        data = {"schema": SCHEMA, "revision": revision, "saved": now()}
        data["project"] = self._tree_with_files(project)
        current, previous = self.path / PROJECT, self.path / PREVIOUS
        holds_unlogged = self._unlogged_until > self._saved
        try:
            with written(current) as part:
                _write_json(part, data)
                if current.exists():
                    _keep_as(current, previous)
            if holds_unlogged:
                with written(previous) as part:
                    shutil.copyfile(current, part)
        except BaseException:
            self._is_unlogged = self._is_unlogged or holds_unlogged
            raise
        self._previous, self._saved = revision if holds_unlogged else self._saved, revision
        self._drop_old_logs()

    def snapshot(self, project: Project) -> None:
        """Write the whole project at once; see `begin_snapshot` for doing it in the background.

        Raises:
            CreatorError: The folder is not writable, or the disk is full; the old state stands.
        """
        self.write_snapshot(project, self.begin_snapshot())

    def close(self) -> None:
        """Let another window have the project."""
        if self._lock is not None:
            self._lock.release()

    def _tree_with_files(self, project: Project) -> dict[str, Any]:
        """Return the project as JSON values, its transcripts as the names of their files."""
        tree: dict[str, Any] = encode(_without_transcripts(project))
        for recording, data in zip(project.recordings, tree["recordings"], strict=True):
            if recording.transcript is not None:
                data["transcript"] = self._transcript_file(recording.ident, recording.transcript)
        return tree

    def _transcript_file(self, ident: str, transcript: Transcript) -> str:
        known = self._transcripts.get(id(transcript))
        if known is not None and known[0] is transcript:
            return known[1]
        pieces = "".join(_pieces(encode(transcript))).encode()
        name = f"transcripts/{ident}-{zlib.crc32(pieces):08x}.json"
        if not (self.path / name).exists():
            with written(self.path / name) as part:
                part.write_bytes(pieces)
        self._transcripts[id(transcript)] = (transcript, name)
        return name

    def _drop_old_logs(self) -> None:
        """Delete the logs whose changes both kept snapshots already hold."""
        for path in _logs(self.path):
            if path.name != EDITS and int(path.stem.removeprefix("edits-")) <= self._previous:
                path.unlink(missing_ok=True)


def create_project(path: Path, project: Project) -> ProjectFolder:
    """Make the folder of a new project, and hold it.

    Raises:
        CreatorError: The place is taken or not writable.
    """
    if path.exists():
        raise CreatorError(f"{quoted(path)} is already there.", "Choose another name.")
    with explained(path):
        path.mkdir(parents=True)
    folder = ProjectFolder(path)
    folder._lock = _locked(path)  # noqa: SLF001 - its own maker
    _make_folders(path)
    folder.snapshot(project)
    return folder


def open_project(path: Path) -> tuple[ProjectFolder, Project]:
    """Open a project, replay what came after its last snapshot, and hold it.

    Raises:
        CreatorError: It is no project, of a newer app, damaged beyond its kept versions, or open
            in another window.
    """
    if not (path / PROJECT).exists() and not (path / PREVIOUS).exists():
        raise CreatorError(f"{quoted(path)} is not a Creator App project.")
    folder = ProjectFolder(path)
    folder._lock = _locked(path)  # noqa: SLF001 - its own maker
    try:
        _make_folders(path)
        _mend_log(path / EDITS)
        return folder, _load(folder)
    except BaseException:
        folder.close()
        raise


def read_project(path: Path) -> Project:
    """Return a project as it is on disk, without holding or mending it.

    Raises:
        CreatorError: It is no project, of a newer app, or damaged.
    """
    return _load(ProjectFolder(path), is_only_read=True)


def is_project(path: Path) -> bool:
    """Return whether a path is the folder of a project."""
    return path.suffix == SUFFIX and ((path / PROJECT).exists() or (path / PREVIOUS).exists())


def checked_name(name: str) -> PurePosixPath:
    """Return a relative name from a project file, if it stays inside the folder.

    Raises:
        CreatorError: It leads elsewhere.
    """
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name or not pure.parts:
        raise CreatorError(f"The project names a file outside its folder: {quoted(name)}.")
    return pure


def _locked(path: Path) -> FileLock:
    lock = FileLock(path / ".lock")
    if not lock.acquire():
        raise CreatorError(
            f"{quoted(path)} is open in another window.", "Close it there first, or work there."
        )
    return lock


def _make_folders(path: Path) -> None:
    for name in FOLDERS:
        with explained(path / name):
            (path / name).mkdir(exist_ok=True)


def _load(folder: ProjectFolder, *, is_only_read: bool = False) -> Project:
    data = _snapshot_on_disk(folder)
    schema, revision = int(data["schema"]), int(data["revision"])
    if schema < SCHEMA and not is_only_read:
        _keep_copy(folder.path, schema)
    tree = migrated(data["project"], schema)
    _fill_in_transcripts(folder, tree)
    folder.revision = folder._saved = folder._previous = revision  # noqa: SLF001 - its own maker
    return project_from(_replayed(folder, tree))


def _replayed(folder: ProjectFolder, tree: Any) -> Any:
    """Apply the logged changes that follow the snapshot, up to the first that is missing."""
    for number, steps, _ in (each for path in _logs(folder.path) for each in _logged(path)):
        if number > folder.revision + 1:
            folder.notices.append("Some of the last changes could not be brought back.")
            break
        if number == folder.revision + 1:
            tree = apply_steps(tree, steps)
            folder.revision = number
    return tree


def _snapshot_on_disk(folder: ProjectFolder) -> dict[str, Any]:
    """Return the newest snapshot that can be read, and say so where it is not the last one."""
    try:
        return _read_snapshot(folder.path / PROJECT)
    except CreatorError as error:
        if not (folder.path / PREVIOUS).exists():
            raise CreatorError(
                f"The project {quoted(folder.path)} is damaged and cannot be opened.",
                "Its media files are untouched; restore project.json from a backup.",
            ) from error
        data = _read_snapshot(folder.path / PREVIOUS)
        damaged = folder.path / "project.damaged.json"
        with contextlib.suppress(OSError):
            (folder.path / PROJECT).replace(damaged)
        folder.notices.append(
            "The project file was damaged. It was opened from the version before it and the log "
            f"of changes; the damaged file is kept as {damaged.name}."
        )
        return data


def _read_snapshot(path: Path) -> dict[str, Any]:
    with open_file(path, "r") as file:
        try:
            data = json.load(file)
            if isinstance(data["project"], dict) and int(data["schema"]) >= 0:
                return dict(data) | {"revision": int(data["revision"])}
        except (ValueError, KeyError, TypeError) as error:
            raise CreatorError(f"{quoted(path)} is damaged.") from error
    raise CreatorError(f"{quoted(path)} is damaged.")


def _fill_in_transcripts(folder: ProjectFolder, tree: dict[str, Any]) -> None:
    for recording in tree.get("recordings", ()):
        name = recording.get("transcript")
        if isinstance(name, str):
            recording["transcript"] = _transcript_tree(folder, name)


def _transcript_tree(folder: ProjectFolder, name: str) -> Any:
    path = folder.path / checked_name(name)
    try:
        with open_file(path, "r") as file:
            return json.load(file)
    except (CreatorError, ValueError):
        folder.notices.append(
            f"The transcript {quoted(path)} cannot be read. "
            "The sound is there: transcribe it again."
        )
        return None


def _keep_copy(path: Path, schema: int) -> None:
    """Keep the file of an older schema before anything of the newer one is written."""
    copy = path / f"project.format-{schema}.json"
    if not copy.exists():
        with written(copy) as part:
            part.write_bytes((path / PROJECT).read_bytes())


def _without_transcripts(project: Project) -> Project:
    recordings = tuple(replace(each, transcript=None) for each in project.recordings)
    return replace(project, recordings=recordings)


def _append_whole(path: Path, line: bytes) -> None:
    """Append a line, or on a full disk nothing: half a line would spoil the next one."""
    with explained(path), open_file(path, "ab") as file:
        size = file.tell()
        try:
            file.write(line)
            file.flush()
        except OSError:
            with contextlib.suppress(OSError):
                file.truncate(size)
            raise


def _keep_as(current: Path, previous: Path) -> None:
    previous.unlink(missing_ok=True)
    try:
        os.link(current, previous)
    except OSError:  # a disk without hard links
        shutil.copyfile(current, previous)


def _mend_log(path: Path) -> None:
    """Cut off a last line that a crash left half written, so that new ones can follow."""
    whole = b"".join(line for _, _, line in _logged(path))
    if path.exists() and path.stat().st_size > len(whole):
        path.replace(path.with_name("damaged-edits.log"))
        with written(path) as part:
            part.write_bytes(whole)


def _logs(path: Path) -> list[Path]:
    """Return the logs of changes, oldest first."""
    return [*sorted(path.glob("edits-*.log")), path / EDITS]


def _log_line(entry: dict[str, Any]) -> bytes:
    text = json.dumps(entry, ensure_ascii=False).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def _logged(path: Path) -> Iterator[tuple[int, list[dict[str, Any]], bytes]]:
    """Yield revision, steps and line of each change, up to the first that a crash cut off."""
    if not path.exists():
        return
    with open_file(path) as file:
        for line in file:
            check, _, text = line.rstrip(b"\n").partition(b" ")
            if not line.endswith(b"\n") or check != b"%08x" % zlib.crc32(text):
                log.warning("the log of changes ends in a line that was cut off")
                return
            entry = json.loads(text)
            yield entry["revision"], entry["steps"], line


def _write_json(path: Path, value: Any) -> None:
    with open_file(path, "w") as file, explained(path):
        file.writelines(_pieces(value))


def _pieces(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield JSON piece by piece, so that no single call holds the interpreter for long."""
    if isinstance(value, dict) and depth < 4:
        yield "{"
        for number, (name, each) in enumerate(value.items()):
            yield f"{', ' if number else ''}{json.dumps(name)}: "
            yield from _pieces(each, depth + 1)
        yield "}"
    elif isinstance(value, list) and depth < 4:
        yield "["
        for number, each in enumerate(value):
            if number:
                yield ",\n"
            yield from _pieces(each, depth + 1)
        yield "]"
    else:
        yield json.dumps(value, ensure_ascii=False)
