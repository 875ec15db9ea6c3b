"""From a project with shots to its video: what is missing is made, then previewed or exported."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from creator_app.core.engines import Catalog
from creator_app.core.files import check_output
from creator_app.core.folder import ProjectFolder, open_project
from creator_app.core.project import Project
from creator_app.core.script import Block
from creator_app.core.task import Task
from creator_app.core.timeline import PRESETS, Clip, Preset, Shot, Timeline, preset_named
from creator_app.production.assembly import Files, timeline_of
from creator_app.production.narrate import narrate
from creator_app.production.preview import Shown, picture_at, preview_sound, small
from creator_app.production.render import render_timeline
from creator_app.production.shorts import with_scenes
from creator_app.production.stages import Stage

PREVIEW_PX = 640
PICTURE_PX = 136
VOICE_SHARE = 0.3

Listen = Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made of which project.

    Attributes:
        project: As it was when the button was pressed.
        folder: Its place on disk.
        catalog: The engines.
        engine: Which generator draws; "" for the first that is ready.
    """

    project: Project
    folder: ProjectFolder
    catalog: Catalog
    engine: str = ""

    @property
    def preset(self) -> Preset:
        """Where the video goes."""
        return preset_named(self.project.preset) or PRESETS[0]

    @property
    def files(self) -> Files:
        """Where the project's files are."""
        return Files(self.folder.media_path, self.folder.path / "takes")


def make_missing(order: Order, task: Task) -> Project:
    """Speak and draw what is not there yet; each block and shot is published when it is made.

    Raises:
        CreatorError: An engine failed; what was made before it is kept.
    """
    project, takes = order.project, order.folder.path / "takes"
    over_shots = {ident for shot in project.shots for ident in shot.blocks}
    spoken = [block for block in project.script.spoken if block.ident in over_shots]
    if spoken:
        part = replace(project.script, blocks=tuple(spoken))
        made = narrate(order.catalog, part, takes, Stage(task, 0, VOICE_SHARE, ""))
        known = {block.ident: block for block in made.blocks}
        blocks = tuple(known.get(block.ident, block) for block in project.script.blocks)
        project = replace(project, script=replace(project.script, blocks=blocks))
    stage = Stage(task, VOICE_SHARE, 1, "")
    return with_scenes(order.catalog, project, order.preset, takes, stage, order.engine)


def prepare_preview(order: Order, task: Task) -> tuple[Timeline, Path | None]:
    """Make what is missing and mix the sound; return the small timeline and the sound's file.

    Raises:
        CreatorError: An engine failed, or a file cannot be read.
    """
    project = make_missing(order, Stage(task, 0, 0.9))
    timeline = timeline_of(project, order.preset, order.files, task)
    sound = preview_sound(timeline, order.folder.path / "cache", task)
    return small(timeline, PREVIEW_PX), sound


def export(order: Order, out: Path, task: Task) -> Path:
    """Make what is missing and render the video; it appears under its name when it is whole.

    Raises:
        CreatorError: An engine failed, a file cannot be read, or the disk is full.
    """
    from creator_app.media.render import check_film

    check_film(out)
    check_output(out)
    project = make_missing(order, Stage(task, 0, 0.4))
    timeline = timeline_of(project, order.preset, order.files, task)
    render_timeline(timeline, out, Stage(task, 0.4, 1))
    return out


class _Keeping(Stage):
    """Puts every part into the project on disk as it is made."""

    def __init__(self, whole: Task, folder: ProjectFolder, project: Project) -> None:
        super().__init__(whole, 0, 1)
        self._folder = folder
        self.project = project

    def publish(self, part: object) -> None:
        """Keep a take, then hand it on."""
        changed = with_made(self.project, part)
        self._folder.append(self.project, changed)
        self.project = changed
        super().publish(part)


def render_project(
    catalog: Catalog, path: Path, out: Path, task: Task, preset: str = "", engine: str = ""
) -> None:
    """Export the video of a project on disk; takes that are made on the way stay in it.

    Args:
        catalog: The engines.
        path: The project's folder.
        out: The video; it appears when it is whole.
        task: Reports and stops.
        preset: Where it goes; "" for where the project says.
        engine: Who makes scenes; "" for the first that is ready.

    Raises:
        CreatorError: It is no project, or open elsewhere; it has no shots; an engine failed.
    """
    folder, project = open_project(path)
    try:
        wanted = replace(project, preset=preset) if preset else project
        keeping = _Keeping(task, folder, project)
        try:
            export(Order(wanted, folder, catalog, engine), out, keeping)
        finally:
            if keeping.project is not project:
                folder.snapshot(keeping.project)
    finally:
        folder.close()


def shot_picture(path: Path, largest_px: int) -> Shown:
    """Return the first picture of a clip or a still, its longer side at most `largest_px`.

    Raises:
        CreatorError: It cannot be read.
    """
    from creator_app.media.decode import probe

    info = probe(path)
    width, height = info.width or 16, info.height or 9
    scale = min(1, largest_px / max(width, height))
    wide, high = (max(2, round(side * scale / 2) * 2) for side in (width, height))
    clip = Clip(path, 0, 1_000_000, still=info.is_still)
    return picture_at(Timeline(wide, high, Fraction(30), (clip,)), 0)


def with_made(project: Project, part: object) -> Project:
    """Put a finished block or shot into the project, unless it was changed meanwhile."""
    if isinstance(part, Block):
        return _with_block(project, part)
    return _with_shot(project, part) if isinstance(part, Shot) else project


def _with_block(project: Project, made: Block) -> Project:
    def kept(block: Block) -> Block:
        is_it = block.ident == made.ident and block.text == made.text and block.voice == made.voice
        return replace(block, takes=made.takes, chosen=made.chosen) if is_it else block

    blocks = tuple(kept(block) for block in project.script.blocks)
    return replace(project, script=replace(project.script, blocks=blocks))


def _with_shot(project: Project, made: Shot) -> Project:
    def kept(shot: Shot) -> Shot:
        is_it = shot.ident == made.ident and shot.prompt == made.prompt
        return replace(shot, takes=made.takes, chosen=made.chosen) if is_it else shot

    return replace(project, shots=tuple(kept(shot) for shot in project.shots))
