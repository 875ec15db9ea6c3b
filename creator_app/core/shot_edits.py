"""Edits to the shots of a project and to what is spoken over them; each returns a new project."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from creator_app.core.project import Project
from creator_app.core.script import Block, Script, new_ident, script_from_text
from creator_app.core.timeline import Shot
from creator_app.core.transcript import is_ideograph

# A pause this long in a script ends a paragraph, and so a shot.
PARAGRAPH_US = 600_000


def with_prompt(project: Project, ident: str, prompt: str) -> Project:
    """Return the project with a shot that shows something else; its clips are kept."""
    return _with(project, ident, lambda shot: replace(shot, prompt=prompt, chosen=""))


def with_media(project: Project, ident: str, name: str) -> Project:
    """Return the project with a shot that shows a file of the user's own; "" for a scene again."""
    return _with(project, ident, lambda shot: replace(shot, media=name))


def with_length(project: Project, ident: str, duration_us: int) -> Project:
    """Return the project with a shot that stands so long where nothing is spoken."""
    return _with(project, ident, lambda shot: replace(shot, duration_us=duration_us))


def spoken_over(project: Project, shot: Shot) -> tuple[Block, ...]:
    """Return the blocks that are spoken over a shot, in the order of the shot."""
    blocks = {block.ident: block for block in project.script.blocks}
    return tuple(blocks[ident] for ident in shot.blocks if ident in blocks)


def spoken_text(project: Project, shot: Shot) -> str:
    """Return what is spoken over a shot as running text, spaced as its script is written."""
    text = ""
    for block in spoken_over(project, shot):
        is_spaced = text and block.text and not is_ideograph(block.text[0])
        text += f" {block.text}" if is_spaced else block.text
    return text


def with_spoken_text(project: Project, ident: str, text: str) -> Project:
    """Return the project with other words over a shot; sentences that stay keep their takes."""
    shot = next((each for each in project.shots if each.ident == ident), None)
    if shot is None:
        return project
    old = spoken_over(project, shot)
    known = {block.text: block for block in old}
    new = tuple(
        known.pop(block.text, block) for block in script_from_text(text).blocks if not block.heading
    )
    blocks = _in_place(project, shot, new)
    changed = replace(shot, blocks=tuple(block.ident for block in new))
    project = replace(project, script=replace(project.script, blocks=blocks))
    return _with(project, ident, lambda _shot: changed)


def with_new_shot(project: Project, media: str = "") -> tuple[Project, str]:
    """Return the project with a shot at the end, and its ident."""
    shot = Shot(new_ident(), "", media=media)
    return replace(project, shots=(*project.shots, shot)), shot.ident


def without_shot(project: Project, ident: str) -> Project:
    """Return the project without a shot, and without what was spoken over it."""
    shot = next((each for each in project.shots if each.ident == ident), None)
    if shot is None:
        return project
    script = replace(project.script, blocks=_in_place(project, shot, ()))
    shots = tuple(each for each in project.shots if each is not shot)
    return replace(project, script=script, shots=shots)


def with_shot_moved(project: Project, ident: str, by: int) -> Project:
    """Return the project with a shot some places further on, or back; its words move with it."""
    shots = list(project.shots)
    at = next((number for number, each in enumerate(shots) if each.ident == ident), None)
    if at is None or not 0 <= at + by < len(shots):
        return project
    shots.insert(at + by, shots.pop(at))
    return _in_shot_order(replace(project, shots=tuple(shots)))


def shots_of_script(script: Script) -> tuple[Shot, ...]:
    """Return a shot for each paragraph of a script: what a pause or a heading ends."""
    shots: list[Shot] = []
    run: list[Block] = []
    for block in script.blocks:
        if block.heading:
            shots += _shot_of(run)
            run = []
            continue
        run.append(block)
        if block.pause_us >= PARAGRAPH_US:
            shots += _shot_of(run)
            run = []
    return (*shots, *_shot_of(run))


def _shot_of(run: Sequence[Block]) -> list[Shot]:
    if not run:
        return []
    prompt = " ".join(block.text for block in run)
    return [Shot(new_ident(), prompt, tuple(block.ident for block in run))]


def _with(project: Project, ident: str, change: Callable[[Shot], Shot]) -> Project:
    shots = tuple(change(each) if each.ident == ident else each for each in project.shots)
    return replace(project, shots=shots)


def _in_place(project: Project, shot: Shot, new: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the script's blocks with those of a shot replaced, where the first of them stood."""
    blocks = project.script.blocks
    places = [number for number, block in enumerate(blocks) if block.ident in shot.blocks]
    at = places[0] if places else _place_after(project, shot)
    mine = set(shot.blocks)
    before = tuple(block for block in blocks[:at] if block.ident not in mine)
    after = tuple(block for block in blocks[at:] if block.ident not in mine)
    return (*before, *new, *after)


def _place_after(project: Project, shot: Shot) -> int:
    """Return where the words of a silent shot belong: after those of the shots before it."""
    before: set[str] = set()
    for each in project.shots:
        if each.ident == shot.ident:
            break
        before |= set(each.blocks)
    places = [n for n, block in enumerate(project.script.blocks, 1) if block.ident in before]
    return max(places, default=0)


def _in_shot_order(project: Project) -> Project:
    """Return the project with its blocks in the order of the shots; others stay where they are."""
    order = [ident for shot in project.shots for ident in shot.blocks]
    blocks = {block.ident: block for block in project.script.blocks}
    coming = iter([blocks[ident] for ident in order if ident in blocks])
    placed = set(order)
    new = tuple(next(coming) if block.ident in placed else block for block in project.script.blocks)
    return replace(project, script=replace(project.script, blocks=new))
