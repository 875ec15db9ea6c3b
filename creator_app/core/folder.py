"""A project on disk: `NAME.creator/`, written so that no crash loses a change.

`project.json` is a snapshot with a revision number. Every change after it is in the log. A snapshot
starts a new log and leaves the old one until the next snapshot stands, so that a damaged
`project.json` costs nothing either: the previous one is kept beside it and the logs lead from there
to the last change. A change too big for the log is in the snapshot that follows it at once, of
which a copy becomes the previous one. Revisions in the logs have no gaps: one would mean that a
change is missing, and nothing after it is applied. Transcripts are files of their own, named
by their content, so that every snapshot finds the ones it was made with.
"""

import contextlib
import logging
import os
import shutil
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from creator_app.core import links, transcript_files, versions
from creator_app.core.changes import Step, steps_between
from creator_app.core.codec import encode, json_pieces, weight
from creator_app.core.edits import Edit, EditLog
from creator_app.core.errors import CreatorError
from creator_app.core.files import explained, free_name, open_file, quoted, remove_parts, written
from creator_app.core.loading import PREVIOUS, PROJECT, Loaded, checked_name, is_there, load
from creator_app.core.lock import FileLock
from creator_app.core.project import SCHEMA, Project, now
from creator_app.core.transcript_files import TranscriptFiles

log = logging.getLogger(__name__)

SUFFIX = ".creator"
LOCK = ".lock"
FOLDERS = (transcript_files.FOLDER, "media", "takes", "cache", versions.FOLDER)
# More values than this are not worth logging: a snapshot is written instead, in the background.
MOST_LOGGED = 1_500


class ProjectFolder:
    """An open project's place on disk; only one process holds it at a time.

    Changes come from one thread; snapshots are written by any.

    Attributes:
        path: The folder.
        revision: Of the last change that is in the log.
        notices: What opening had to mend, in words for the user.
    """

    def __init__(self, path: Path, lock: FileLock) -> None:
        self.path = path
        self.revision = 0
        self.notices: list[str] = []
        self._lock = lock
        self._log = EditLog(path)
        self._transcripts = TranscriptFiles(path)
        self._writing = threading.Lock()
        self._linking = threading.Lock()
        self._is_open = True
        # Revision of `project.json`, and of the last change that only a snapshot holds.
        self._saved = 0
        self._unlogged = 0
        # Whether there is a change that no snapshot was begun for and no log holds.
        self._is_unlogged = False

    @property
    def is_behind(self) -> bool:
        """Whether a change is not on disk yet and waits for a snapshot."""
        return self._is_unlogged or self._unlogged > self._saved

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
        with self._linking:
            return links.add(self.path, file)

    def append(self, old: Project, new: Project) -> bool:
        """Put a change on disk before anything else happens; at most a millisecond or two.

        Returns:
            Whether everything up to this change is on disk; if not, it wants a `snapshot` now.

        Raises:
            CreatorError: The folder is gone or not writable, or the disk is full. The change
                counts as one that wants a `snapshot`.
        """
        steps = list(steps_between(old, new))
        if steps and not self._is_unlogged:
            # Until it is known to be in the log, no later change may be: it would not fit.
            self._is_unlogged = True
            if weight(steps, MOST_LOGGED) < MOST_LOGGED:
                self._append(steps)
                self._is_unlogged = False
        return not self.is_behind

    def sync(self) -> None:
        """Make what was appended survive a power cut as well; may take some milliseconds.

        Raises:
            CreatorError: The disk failed.
        """
        self._log.sync()

    def begin_snapshot(self) -> int:
        """Start a new log, so that changes can go on while the snapshot is written; quick.

        Returns:
            The revision to give `write_snapshot`, with the project as it is now.

        Raises:
            CreatorError: The folder is gone or not writable.
        """
        self._log.start_anew(self.revision + 1)
        if self._is_unlogged:
            self.revision += 1
            self._is_unlogged, self._unlogged = False, self.revision
        else:
            self._append([])
        return self.revision

    def write_snapshot(self, project: Project, revision: int) -> None:
        """Write the whole project; for a background thread, as it may take a second.

        Does nothing where a later snapshot stands, or the project was closed.

        Raises:
            CreatorError: The folder is not writable, or the disk is full; the old state stands.
        """
        with self._writing:
            if not self._is_open or revision <= self._saved:
                return
            is_only_copy = self._saved < self._unlogged <= revision
            try:
                self._write(project, revision)
            except BaseException:
                self._is_unlogged = self._is_unlogged or is_only_copy
                raise
            previous, self._saved = self._saved, revision
            if is_only_copy:
                self._copy_to_previous()
                previous = revision
            self._log.drop(previous)
            self._transcripts.drop_unused()

    def snapshot(self, project: Project) -> None:
        """Write the whole project at once; see `begin_snapshot` for doing it in the background.

        Raises:
            CreatorError: The folder is not writable, or the disk is full; the old state stands.
        """
        self.write_snapshot(project, self.begin_snapshot())

    def commit(self, old: Project, new: Project) -> None:
        """Put a change into the log and into a snapshot, so that neither holds the only copy.

        Raises:
            CreatorError: The folder is not writable, or the disk is full.
        """
        self.append(old, new)
        self.snapshot(new)

    def close(self) -> None:
        """Let another window have the project; waits for a snapshot that is being written."""
        with self._writing:
            self._is_open = False
            self._lock.release()

    def begin(self, project: Project) -> None:
        """Write the first snapshot of a new project.

        Raises:
            CreatorError: The folder is not writable, or the disk is full.
        """
        self._make_folders()
        self.snapshot(project)

    def resume(self, loaded: Loaded) -> None:
        """Go on with a project as it was found, mending what was not whole.

        Raises:
            CreatorError: The folder is not writable, or the disk is too full for that.
        """
        self.notices = loaded.notices
        self.revision, self._saved = loaded.revision, loaded.saved
        self._transcripts.remember(loaded.project, loaded.transcripts)
        self._make_folders()
        for name in (".", transcript_files.FOLDER, versions.FOLDER):
            remove_parts(self.path / name)
        if loaded.is_whole:
            self._log.cut_tail()
        else:
            self._mend(loaded)

    def _mend(self, loaded: Loaded) -> None:
        """Bring the folder into order; copies of the files as they were found stay in it."""
        is_old = loaded.schema < SCHEMA
        self._keep_copies(f"format-{loaded.schema}" if is_old else "damaged")
        if loaded.is_from_previous:
            # A snapshot makes what it replaces the previous one, which is the good one here.
            with explained(self.path / PROJECT):
                (self.path / PROJECT).unlink(missing_ok=True)
        self.revision, self._is_unlogged = loaded.highest, True
        self.snapshot(loaded.project)

    def _keep_copies(self, label: str) -> None:
        for source in (self.path / PROJECT, *self._log.paths()):
            copy = free_name(source.with_name(f"{source.stem}.{label}{source.suffix}"))
            if source.exists():
                with written(copy) as part, explained(copy):
                    shutil.copyfile(source, part)

    def _append(self, steps: list[Step]) -> None:
        self._log.append(Edit(self.revision + 1, steps))
        self.revision += 1

    def _write(self, project: Project, revision: int) -> None:
        current = self.path / PROJECT
        tree = self._tree(project, self._transcripts.write(project))
        data = {"schema": SCHEMA, "revision": revision, "saved": now(), "project": tree}
        with written(current) as part, explained(current):
            with open_file(part, "wb") as file:
                file.writelines(json_pieces(data))
            if current.exists():
                _keep_as(current, self.path / PREVIOUS)

    def _tree(self, project: Project, transcripts: list[str | None]) -> dict[str, Any]:
        """Return the project as JSON values, its transcripts as the names of their files."""
        bare = tuple(replace(each, transcript=None) for each in project.recordings)
        tree: dict[str, Any] = encode(replace(project, recordings=bare))
        for recording, name in zip(tree["recordings"], transcripts, strict=True):
            recording["transcript"] = name
        return tree

    def _copy_to_previous(self) -> None:
        current, previous = self.path / PROJECT, self.path / PREVIOUS
        try:
            with written(previous) as part:
                shutil.copyfile(current, part)
        except (CreatorError, OSError) as error:
            # The change is safe in the snapshot; only the second copy of it is missing.
            log.warning("the snapshot could not be kept twice: %s", error)

    def _make_folders(self) -> None:
        for name in FOLDERS:
            with explained(self.path / name):
                (self.path / name).mkdir(exist_ok=True)


def create_project(path: Path, project: Project) -> ProjectFolder:
    """Make the folder of a new project, and hold it; after a failure there is none.

    Raises:
        CreatorError: The place is taken or not writable, or the disk is full.
    """
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir()
    try:
        folder = ProjectFolder(path, _locked(path))
        try:
            folder.begin(project)
        except BaseException:
            folder.close()
            raise
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise
    return folder


def open_project(path: Path) -> tuple[ProjectFolder, Project]:
    """Open a project, replay what came after its last snapshot, and hold it.

    Raises:
        CreatorError: It is no project, of a newer app, damaged beyond its kept versions, or open
            in another window.
    """
    if not (is_there(path / PROJECT) or is_there(path / PREVIOUS)):
        raise CreatorError(f"{quoted(path)} is not a Creator App project.")
    folder = ProjectFolder(path, _locked(path))
    try:
        loaded = load(path)
        folder.resume(loaded)
    except BaseException:
        folder.close()
        raise
    return folder, loaded.project


def read_project(path: Path) -> Project:
    """Return a project as it is on disk, without holding or mending it.

    Raises:
        CreatorError: It is no project, of a newer app, or damaged.
    """
    return load(path).project


def is_project(path: Path) -> bool:
    """Return whether a path is the folder of a project."""
    if path.suffix != SUFFIX:
        return False
    with contextlib.suppress(CreatorError):
        return is_there(path / PROJECT) or is_there(path / PREVIOUS)
    return False


def is_held(path: Path) -> bool:
    """Return whether a project is open, in this or another window.

    Raises:
        CreatorError: Its folder is not writable.
    """
    if not is_there(path / LOCK):
        return False
    lock = FileLock(path / LOCK)
    is_free = lock.acquire()
    lock.release()
    return not is_free


def _locked(path: Path) -> FileLock:
    lock = FileLock(path / LOCK)
    if not lock.acquire():
        raise CreatorError(
            f"{quoted(path)} is open in another window.", "Close it there first, or work there."
        )
    return lock


def _keep_as(current: Path, previous: Path) -> None:
    """Make `previous` what `current` is; at every moment there is one of them."""
    link = previous.with_name(f".part-{previous.name}")
    link.unlink(missing_ok=True)
    try:
        os.link(current, link)
    except OSError:  # a disk without hard links
        shutil.copyfile(current, link)
    link.replace(previous)
    link.unlink(missing_ok=True)
