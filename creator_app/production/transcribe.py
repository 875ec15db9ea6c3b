"""Files and recordings written down, by any engine."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from creator_app.core import links
from creator_app.core.engines import Catalog, Hints, Source, Transcriber
from creator_app.core.errors import CreatorError
from creator_app.core.files import quoted
from creator_app.core.folder import is_held, open_project, read_project
from creator_app.core.loading import checked_name
from creator_app.core.project import with_recording
from creator_app.core.recording import Recording
from creator_app.core.task import Task
from creator_app.core.transcript import Transcript
from creator_app.media.decode import AudioFile
from creator_app.media.journal import SUFFIX
from creator_app.media.journal_read import Journal
from creator_app.media.mix import Mix

# What every engine takes.
RATE_HZ = 16_000


def transcribe_file(
    catalog: Catalog, path: Path, hints: Hints, engine: str, task: Task
) -> Transcript:
    """Transcribe the sound of a media file, publishing each `Segment` when it is final.

    Args:
        catalog: Where the engine is found.
        path: Sound or video.
        hints: What is known about the speech.
        engine: Its name, or "" for the first that is ready.
        task: Reports progress and parts.

    Raises:
        CreatorError: The file has no sound that can be read, or the engine failed.
    """
    with AudioFile(path, RATE_HZ) as source:
        return _transcribed(catalog, source, hints, engine, task)


def transcribe_recording(
    catalog: Catalog, place: tuple[Path, Recording], hints: Hints, engine: str, task: Task
) -> Transcript:
    """Transcribe a recording of a project, all its tracks together.

    Args:
        catalog: Where the engine is found.
        place: The project's folder, and the recording in it.
        hints: What is known about the speech.
        engine: Its name, or "" for the first that is ready.
        task: Reports progress and parts.

    Raises:
        CreatorError: Its sound is missing, or the engine failed.
    """
    with recorded_sound(*place) as source:
        return _transcribed(catalog, source, hints, engine, task)


def transcribe_project(
    catalog: Catalog, path: Path, hints: Hints, engine: str, task: Task
) -> list[Transcript]:
    """Transcribe every recording of a project; keep the transcripts of those that had none.

    What somebody may have corrected is not replaced, and a project that is open in a window is
    left to that window.

    Raises:
        CreatorError: It is no project, has no recordings, or the engine failed.
    """
    recordings = read_project(path).recordings
    if not recordings:
        raise CreatorError(f"There is no recording in {quoted(path)}.", "Record something first.")
    made = {
        each.ident: transcribe_recording(catalog, (path, each), hints, engine, task)
        for each in recordings
    }
    if not all(each.transcript and each.transcript.segments for each in recordings):
        _keep(path, made)
    return list(made.values())


def _transcribed(
    catalog: Catalog, source: Source, hints: Hints, engine: str, task: Task
) -> Transcript:
    transcriber = catalog.open(Transcriber, engine)  # type: ignore[type-abstract]
    return transcriber.transcribe(source, hints, task)


def _keep(path: Path, made: dict[str, Transcript]) -> None:
    if is_held(path):
        return
    folder, before = open_project(path)
    try:
        project = before
        for recording in before.recordings:
            has_one = recording.transcript and recording.transcript.segments
            if not has_one and recording.ident in made:
                whole = replace(recording, transcript=made[recording.ident])
                project = with_recording(project, whole)
        folder.commit(before, project)
    finally:
        folder.close()


@contextlib.contextmanager
def recorded_sound(folder: Path, recording: Recording) -> Iterator[Source]:
    """Give the sound of a recording, all its tracks together, as engines take it.

    Raises:
        CreatorError: It has no sound, or that is missing.
    """
    with contextlib.ExitStack() as stack:
        tracks = [_track(media_file(folder, each.media), stack) for each in recording.tracks]
        if not tracks:
            raise CreatorError(f"The recording {quoted(recording.title)} has no sound.")
        is_ready = len(tracks) == 1 and tracks[0].rate_hz == RATE_HZ
        yield tracks[0] if is_ready else Mix(tracks, RATE_HZ)


def _track(path: Path, stack: contextlib.ExitStack) -> Journal | AudioFile:
    if path.suffix == SUFFIX:
        return stack.enter_context(Journal(path))
    return stack.enter_context(AudioFile(path, RATE_HZ))


def media_file(folder: Path, name: str) -> Path:
    """Return the file behind a name in a project: relative, or a link to one elsewhere.

    Raises:
        CreatorError: The name leads out of the folder, or the link is unknown or broken.
    """
    if name.startswith(links.PREFIX):
        return links.resolve(folder, name)
    return folder / checked_name(name)
