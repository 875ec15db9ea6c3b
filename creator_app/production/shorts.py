"""Script → video in one go: voice, pictures, captions; everything stays a value to be edited."""

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from creator_app.core.engines import Catalog, Generator, ShotRequest
from creator_app.core.errors import CreatorError
from creator_app.core.files import check_output
from creator_app.core.project import Project, new_project
from creator_app.core.task import Task
from creator_app.core.time import US
from creator_app.core.timeline import PRESETS, Preset
from creator_app.production.assembly import CLEAN, Files, shot_times, timeline_of
from creator_app.production.narrate import narrate
from creator_app.production.render import render_timeline
from creator_app.production.scenes import shot_with_clip
from creator_app.production.stages import Stage
from creator_app.production.storyboard import storyboard_from_text, with_media

# Of the whole: until when the voice is spoken, and until when the scenes are drawn.
SPOKEN, DRAWN = 0.15, 0.45
# Scenes are ordered in whole steps, so that a slightly longer sentence finds the clip it had.
STEP_US = US // 2


@dataclass(frozen=True, slots=True)
class VideoOrder:
    """What a video is made of.

    Attributes:
        text: The script; a paragraph is a shot.
        preset: Where it goes.
        media: The user's own pictures and clips, in order; empty for scenes.
        engine: Which generator draws scenes; empty for the first that is ready.
        voice: «ENGINE:VOICE», or "" to find one.
        language: BCP-47 tag, or "" to find out.
        music: Under the voice, or None.
        captions: A caption style, or «none».
        title: Of the project.
    """

    text: str
    preset: Preset = PRESETS[0]
    media: tuple[Path, ...] = ()
    engine: str = ""
    voice: str = ""
    language: str = ""
    music: Path | None = None
    captions: str = "karaoke"
    title: str = ""


def video_from_script(
    catalog: Catalog, order: VideoOrder, folder: Path, out: Path, task: Task
) -> Project:
    """Make a finished video from a script.

    Args:
        catalog: The engines.
        order: What it is made of.
        folder: Where takes of voice and scenes are kept and found again; made when missing.
        out: The film; it appears when it is whole.
        task: Told how far it is; asked whether to stop.

    Returns:
        Script and shots with their takes, ready to be edited.

    Raises:
        CreatorError: The script says nothing, a file cannot be read or written, an engine failed.
    """
    _check_order(catalog, order, out)
    project = project_from_script(order)
    takes = folder / "takes"
    script = narrate(catalog, project.script, takes, Stage(task, 0, SPOKEN, "voice"))
    project = replace(project, script=script)
    stage = Stage(task, SPOKEN, DRAWN, "scenes")
    project = with_scenes(catalog, project, order.preset, takes, stage, order.engine)
    files = Files(lambda name: folder / name, takes)
    timeline = timeline_of(project, order.preset, files, task)
    render_timeline(timeline, out, Stage(task, DRAWN, 1, "picture"))
    return project


def project_from_script(order: VideoOrder) -> Project:
    """Return a project with script and shots, before anything is spoken or drawn.

    Raises:
        CreatorError: A file that is to be shown or heard is missing or no such thing.
    """
    _check_files(order)
    board = storyboard_from_text(order.text)
    board = with_media(board, [str(path.resolve()) for path in order.media])
    return replace(
        new_project(order.title or "Video"),
        script=replace(board.script, voice=order.voice, language=order.language),
        shots=board.shots,
        preset=order.preset.name,
        music=str(order.music.resolve()) if order.music else "",
        caption_style=order.captions,
    )


def _check_order(catalog: Catalog, order: VideoOrder, out: Path) -> None:
    """Look at names before the first word is spoken: a wrong one costs neither time nor money."""
    from creator_app.drawing.captions import style_named
    from creator_app.media.render import check_film

    check_film(out)
    check_output(out, *order.media, *([order.music] if order.music else []))
    if order.captions != CLEAN:
        style_named(order.captions)
    if not order.media:
        catalog.open(Generator, order.engine)  # type: ignore[type-abstract]


def _check_files(order: VideoOrder) -> None:
    """Look at every file before the first word is spoken: a wrong one costs no time."""
    from creator_app.media.decode import probe

    for path in order.media:
        if not probe(path).has_video:
            raise CreatorError(f"“{path.name}” holds no picture.", "Give videos and pictures.")
    if order.music and not probe(order.music).has_audio:
        raise CreatorError(f"“{order.music.name}” holds no sound.", "Give a sound file as music.")


def with_scenes(
    catalog: Catalog, project: Project, preset: Preset, folder: Path, task: Task, engine: str = ""
) -> Project:
    """Return the project with a clip chosen for every shot that shows no file of its own.

    Each shot is published when its clip is there.

    Raises:
        CreatorError: The generator failed; clips made before it are kept.
    """
    times = shot_times(project, Fraction(preset.rate_hz))
    todo = [shot for shot in project.shots if not shot.media]
    shots = list(project.shots)
    for number, shot in enumerate(todo):
        task.progress(number / len(todo), f"{number + 1} of {len(todo)}")
        begin_us, end_us = times[shot.ident]
        length_us = -(-(end_us - begin_us) // STEP_US) * STEP_US
        request = ShotRequest(shot.prompt, length_us, preset.width, preset.height, preset.rate_hz)
        within = Stage(task, number / len(todo), (number + 1) / len(todo))
        made = shot_with_clip(catalog, shot, request, folder, within, engine)
        task.publish(made)
        shots[shots.index(shot)] = made
    return replace(project, shots=tuple(shots))
