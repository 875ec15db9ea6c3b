"""From script to takes: every block spoken once, and never again while nothing about it changes."""

from dataclasses import replace
from pathlib import Path

from creator_app.core.engines import Catalog, Speech
from creator_app.core.errors import CreatorError, TryAgainError
from creator_app.core.script import Block, Script
from creator_app.core.task import Task
from creator_app.production.casting import Casting, Part
from creator_app.production.takes import find_take, keep_take, take_key

RETRIES = 2
MOST_WAIT_S = 30.0


class NarrationError(CreatorError):
    """A block could not be spoken; those before it are kept.

    Args:
        message: Which block, and why.
        hint: What the user can do.
        ident: The block's.
        script: The script with the takes made so far.
    """

    def __init__(self, message: str, hint: str, ident: str, script: Script) -> None:
        super().__init__(message, hint)
        self.ident = ident
        self.script = script


def narrate(catalog: Catalog, script: Script, takes_folder: Path, task: Task) -> Script:
    """Speak every block that has no take for its present text and voice.

    Each block is published when its take is there, in the order of the script; headings and
    blocks with nothing to pronounce are passed over.

    Args:
        catalog: The engines; without a named voice, only those on this computer are used.
        script: What to speak.
        takes_folder: Where takes are found and kept; made when missing.
        task: Stops between blocks and inside them.

    Returns:
        The script with the fitting take chosen in every spoken block.

    Raises:
        NarrationError: A block failed; what was made before is kept, on disk and in `script`.
        CreatorError: Nothing in the script can be spoken.
    """
    todo = script.spoken
    if not todo:
        raise CreatorError(
            "There is nothing to speak in this script.", "Write at least one word or number."
        )
    parts = _parts(catalog, script, todo)
    places = {block.ident: place for place, block in enumerate(script.blocks)}
    blocks, total, done = list(script.blocks), sum(len(block.text) for block in todo), 0
    for number, (block, part) in enumerate(zip(todo, parts, strict=True), 1):
        task.progress(done / total, f"{number} of {len(todo)}")
        try:
            spoken = spoken_block(part, block, takes_folder, task)
        except CreatorError as error:
            made = replace(script, blocks=tuple(blocks))
            raise _failed(error, made, block, number) from error
        blocks[places[block.ident]] = spoken
        task.publish(spoken)
        done += len(block.text)
    task.progress(1.0, f"{len(todo)} of {len(todo)}")
    return replace(script, blocks=tuple(blocks))


def _parts(catalog: Catalog, script: Script, todo: tuple[Block, ...]) -> list[Part]:
    """Cast every block before the first is spoken: a wrong name costs neither time nor money."""
    casting, parts = Casting(catalog, script), []
    for number, block in enumerate(todo, 1):
        try:
            parts.append(casting.part(block))
        except CreatorError as error:
            if casting.is_asked(block):
                raise
            raise _failed(error, script, block, number) from error
    return parts


def spoken_block(part: Part, block: Block, takes_folder: Path, task: Task) -> Block:
    """Return a block with the take of a line chosen; it is only made where none is kept.

    Raises:
        CreatorError: The engine failed, or answered with no speech.
    """
    key = take_key(part.line, part.engine, part.synthesizer.model)
    take = find_take(takes_folder, key)
    if take is None:
        speech = _speech(part, task)
        take = keep_take(takes_folder, key, part.line, part.engine, speech)
    is_known = any(each.key == key for each in block.takes)
    return replace(block, takes=block.takes if is_known else (*block.takes, take), chosen=key)


def _speech(part: Part, task: Task) -> Speech:
    """Speak a line; a service that says it is busy is asked again, when it said to."""
    for _ in range(RETRIES):
        try:
            return part.synthesizer.speak(part.line, task)
        except TryAgainError as error:
            if error.after_s is None or error.after_s > MOST_WAIT_S:
                raise
            task.sleep(error.after_s)
    return part.synthesizer.speak(part.line, task)


def _failed(error: CreatorError, script: Script, block: Block, number: int) -> NarrationError:
    begin = block.text if len(block.text) <= 40 else f"{block.text[:39]}…"
    is_begun = any(each.take for each in script.blocks)
    kept = " What was made before it is kept." if is_begun else ""
    return NarrationError(
        f"Block {number} (“{begin}”) could not be spoken: {error}",
        f"{error.hint}{kept}".strip(),
        block.ident,
        script,
    )
