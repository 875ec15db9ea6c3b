"""From a script to shots: a paragraph is a shot, shown by a scene or by the user's own media."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from creator_app.core.script import Block, Script, new_ident, script_from_text
from creator_app.core.timeline import Shot

# «[A quiet harbour at dawn]» at the beginning of a paragraph says what is to be seen.
DIRECTION = re.compile(r"\s*\[(?!\d+\])(?P<seen>[^\[\]]{2,500})\](?!\()\s*")
PARAGRAPH = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
# How long a picture stands that nothing is spoken over.
SILENT_US = 3_000_000


@dataclass(frozen=True, slots=True)
class Storyboard:
    """A script and the shots it is shown with."""

    script: Script
    shots: tuple[Shot, ...]


def storyboard_from_text(text: str) -> Storyboard:
    """Read a script: each paragraph becomes a shot, a heading the title over the next one."""
    blocks: list[Block] = []
    shots: list[Shot] = []
    heading = ""
    for paragraph in PARAGRAPH.split(text.replace("\r\n", "\n").strip()):
        direction = DIRECTION.match(paragraph)
        spoken = paragraph[direction.end() :] if direction else paragraph
        found = script_from_text(spoken).blocks
        blocks += found
        heading = next((each.text for each in found if each.heading), heading)
        said = tuple(each for each in found if not each.heading)
        if said or direction:
            seen = direction["seen"] if direction else _prompt(said, heading)
            shots.append(Shot(new_ident(), seen, tuple(each.ident for each in said)))
    return Storyboard(Script(tuple(blocks)), tuple(shots))


def _prompt(said: Sequence[Block], heading: str) -> str:
    """Return what a paragraph is about; its heading tells what the words alone may not."""
    return " ".join([*(block.text for block in said), heading]).strip()


def with_media(board: Storyboard, media: Sequence[str]) -> Storyboard:
    """Show the user's own pictures and clips, in order, in place of scenes.

    Fewer than there are shots are shown again from the first; more than there are shots divide the
    shots at their sentences, and what is still left stands at the end for a while.

    Args:
        board: Script and shots.
        media: Project names, links or paths.
    """
    if not media:
        return board
    shots = list(board.shots)
    if len(media) > len(shots):
        shots = _divided(board, len(media))
    shown = [replace(shot, media=media[at % len(media)]) for at, shot in enumerate(shots)]
    left = media[len(shots) :]
    shown += [Shot(new_ident(), "", media=each, duration_us=SILENT_US) for each in left]
    return replace(board, shots=tuple(shown))


def _divided(board: Storyboard, wanted: int) -> list[Shot]:
    """Divide the shots that speak longest at their sentences until there are enough."""
    length = {block.ident: len(block.text) for block in board.script.blocks}
    shots = list(board.shots)
    while len(shots) < wanted:
        many = [shot for shot in shots if len(shot.blocks) > 1]
        if not many:
            break
        longest = max(many, key=lambda shot: sum(length[ident] for ident in shot.blocks))
        at = shots.index(longest)
        cut = _middle([length[ident] for ident in longest.blocks])
        first = replace(longest, blocks=longest.blocks[:cut])
        second = replace(longest, ident=new_ident(), blocks=longest.blocks[cut:])
        shots[at : at + 1] = [first, second]
    return shots


def _middle(lengths: Sequence[int]) -> int:
    """Return after how many of the lengths the two halves are most alike."""
    whole = sum(lengths)
    return min(range(1, len(lengths)), key=lambda cut: abs(whole - 2 * sum(lengths[:cut])))
