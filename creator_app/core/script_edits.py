"""Edits to a script; each returns a new one. A block that changed keeps its takes, none chosen."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from creator_app.core.script import Block, Script, new_ident, script_from_text
from creator_app.core.transcript import is_ideograph


def with_text(script: Script, ident: str, text: str) -> Script:
    """Return the script with other words in one block."""
    return _with(script, ident, lambda block: _unchosen(replace(block, text=text)))


def with_block_settings(script: Script, ident: str, **changes: Any) -> Script:
    """Return the script with another voice, language or speed (or pause) for one block."""
    is_heard = bool(changes.keys() - {"pause_us"})

    def change(block: Block) -> Block:
        changed = replace(block, **changes)
        return _unchosen(changed) if is_heard else changed

    return _with(script, ident, change)


def with_settings(script: Script, **changes: Any) -> Script:
    """Return the script with another voice, language or speed for all its blocks."""
    blocks = tuple(_unchosen(block) for block in script.blocks)
    return replace(script, blocks=blocks, **changes)


def split_block(script: Script, ident: str, at: int) -> tuple[Script, str]:
    """Cut a block in two at a letter; return the script and the ident of the second one."""
    second = new_ident()

    def cut(block: Block) -> tuple[Block, ...]:
        first = _unchosen(replace(block, text=block.text[:at].rstrip()))
        rest = replace(block, ident=second, text=block.text[at:].lstrip(), takes=(), chosen="")
        return first, replace(rest, heading=block.heading and bool(rest.text))

    return _spread(script, ident, cut), second


def join_block(script: Script, ident: str) -> tuple[Script, str, int]:
    """Join a block to the one before it.

    Returns:
        The script, the ident of the joined block, and where in it the second one begins.
    """
    place = _place(script, ident)
    if place < 1:
        return script, ident, 0
    before, block = script.blocks[place - 1], script.blocks[place]
    gap = " " if before.text and block.text and not is_ideograph(before.text[-1]) else ""
    text = before.text + gap + block.text
    joined = _unchosen(replace(before, text=text)) if block.text else before
    blocks = (*script.blocks[: place - 1], joined, *script.blocks[place + 1 :])
    return replace(script, blocks=blocks), before.ident, len(before.text) + len(gap)


def paste_text(script: Script, ident: str, text: str) -> Script:
    """Return the script with the paragraphs of a text after a block, or instead of an empty one."""
    pasted = script_from_text(text).blocks

    def put(block: Block) -> tuple[Block, ...]:
        return (block, *pasted) if block.text.strip() else pasted or (block,)

    return _spread(script, ident, put)


def without_block(script: Script, ident: str) -> Script:
    """Return the script without a block."""
    return _spread(script, ident, lambda _block: ())


def with_new_block(script: Script) -> tuple[Script, str]:
    """Return the script with an empty block at the end, and its ident."""
    block = Block(new_ident(), "")
    return replace(script, blocks=(*script.blocks, block)), block.ident


def _unchosen(block: Block) -> Block:
    return replace(block, chosen="") if block.chosen else block


def _with(script: Script, ident: str, change: Callable[[Block], Block]) -> Script:
    return _spread(script, ident, lambda block: (change(block),))


def _spread(script: Script, ident: str, change: Callable[[Block], tuple[Block, ...]]) -> Script:
    place = _place(script, ident)
    if place < 0:
        return script
    changed = change(script.blocks[place])
    return replace(script, blocks=(*script.blocks[:place], *changed, *script.blocks[place + 1 :]))


def _place(script: Script, ident: str) -> int:
    places = (number for number, block in enumerate(script.blocks) if block.ident == ident)
    return next(places, -1)
