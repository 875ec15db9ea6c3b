"""Clips from words, by any generator: ordered, waited for, fetched, and kept by content."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from creator_app.core.codec import encode
from creator_app.core.engines import Catalog, Generator, ShotRequest
from creator_app.core.errors import CreatorError
from creator_app.core.files import check_output, explained
from creator_app.core.task import Cancelled, Task
from creator_app.core.timeline import ClipTake, Shot

# Raised when clips of the same request would come out otherwise than those already kept.
VERSION = 1
# How long to wait before asking again: soon at first, then ever less often.
FIRST_WAIT_S, LONGEST_WAIT_S, GROWTH = 0.2, 10.0, 1.5


def make_scene(
    catalog: Catalog, request: ShotRequest, out: Path, task: Task, engine: str = ""
) -> None:
    """Have one clip made and write it to `out`.

    Args:
        catalog: The engines.
        request: What the clip should show.
        out: The file; it appears when it is whole.
        task: When it is cancelled, the order is given up.
        engine: Which generator; empty for the first that is ready.

    Raises:
        CreatorError: The generator refused, failed or is out of reach, or `out` cannot be written.
    """
    # What is ordered may have to be paid, whether or not it can be put anywhere.
    check_output(out)
    generator = catalog.open(Generator, engine)  # type: ignore[type-abstract]
    name = generator.submit(request, task)
    try:
        _wait(generator, name, task)
        generator.fetch(name, out, task)
    except Cancelled:
        generator.cancel(name)
        raise


def _wait(generator: Generator, name: str, task: Task) -> None:
    pause_s = FIRST_WAIT_S
    while not (standing := generator.poll(name)).is_done:
        task.progress(standing.fraction, standing.note)
        task.sleep(pause_s)
        pause_s = min(LONGEST_WAIT_S, pause_s * GROWTH)


def scene_key(request: ShotRequest, engine: str) -> str:
    """Return the name of the clip that an engine makes of a request: equal for equal content."""
    content = json.dumps([VERSION, engine, encode(request)], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def shot_with_clip(
    catalog: Catalog,
    shot: Shot,
    request: ShotRequest,
    folder: Path,
    task: Task,
    engine: str = "",
) -> Shot:
    """Return a shot with a clip of its prompt chosen; it is only made where none is kept.

    Args:
        catalog: The engines.
        shot: The shot.
        request: What its clip should show.
        folder: Where clips are kept; made when missing.
        task: When it is cancelled, nothing half-made stays.
        engine: Which generator; empty for the first that is ready.

    Raises:
        CreatorError: The generator refused, failed or is out of reach.
    """
    engine = catalog.find(Generator, engine).name
    key = scene_key(request, engine)
    out = clip_of(folder, key)
    if not out.is_file():
        with explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
        make_scene(catalog, request, out, task, engine)
    take = ClipTake(key, f"{folder.name}/{out.name}", engine, request.duration_us)
    is_known = any(each.key == key for each in shot.takes)
    return replace(shot, takes=shot.takes if is_known else (*shot.takes, take), chosen=key)


def clip_of(folder: Path, key: str) -> Path:
    """Return where the clip of a key is, or would be."""
    return folder / f"{key}.mp4"


def parse_aspect(text: str, long_px: int = 1920) -> tuple[int, int]:
    """Return width and height, even, for an aspect such as «9:16».

    Raises:
        CreatorError: It is no aspect, or one that no picture has.
    """
    wide, _, high = text.partition(":")
    if not (wide.isdecimal() and high.isdecimal() and int(wide) and int(high)):
        raise CreatorError(f"“{text}” is not an aspect.", "Write it like 9:16, 16:9 or 1:1.")
    width, height = int(wide), int(high)
    if not 1 / 4 <= width / height <= 4:
        raise CreatorError(f"A picture of {text} is too narrow.", "Use something like 9:16.")
    # The shorter side of a full picture is 1080 pixels.
    short = round(long_px * 9 / 16)
    scale = min(long_px / max(width, height), short / min(width, height))
    return round(width * scale / 2) * 2, round(height * scale / 2) * 2
