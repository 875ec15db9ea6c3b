"""What changed from one document to the next, small enough to be appended to a log.

Documents share what did not change, so identity tells where to look: a keystroke in a project of
90,000 words costs microseconds. A change is a list of steps on plain JSON values:
`{"at": [names and indexes], "set": value}` or `{"at": […], "from": i, "cut": n, "put": […]}`.
"""

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

from creator_app.core.codec import fields_of
from creator_app.core.errors import CreatorError

Step = dict[str, Any]
Path = tuple[str | int, ...]

# Tuples are compared by stretches of this length, at the speed of the interpreter's own loop.
STRETCH = 256


def steps_between(old: Any, new: Any, at: Path = ()) -> Iterator[Step]:
    """Yield the steps that make `new` out of `old`, both frozen dataclasses or tuples of them.

    What a step sets or puts is still a part of the document, to be encoded when it is written.
    """
    if old is new:
        return
    if is_dataclass(new) and type(old) is type(new):
        for name in fields_of(type(new)):
            yield from steps_between(getattr(old, name), getattr(new, name), (*at, name))
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _steps_in_list(old, new, at)
    elif old != new:
        yield {"at": list(at), "set": new}


def _steps_in_list(old: tuple[Any, ...], new: tuple[Any, ...], at: Path) -> Iterator[Step]:
    first = _shared(old, new)
    last = _shared(old[first:][::-1], new[first:][::-1])
    before, after = old[first : len(old) - last], new[first : len(new) - last]
    if len(before) == len(after) and all(map(_same_thing, before, after)):
        for number, (one, other) in enumerate(zip(before, after, strict=True), first):
            yield from steps_between(one, other, (*at, number))
    elif before or after:
        yield {"at": list(at), "from": first, "cut": len(before), "put": list(after)}


def _shared(old: tuple[Any, ...], new: tuple[Any, ...]) -> int:
    """Return how many items the two begin with in common."""
    most, count = min(len(old), len(new)), 0
    while count < most and old[count : count + STRETCH] == new[count : count + STRETCH]:
        count += STRETCH
    while count < most and old[count] == new[count]:
        count += 1
    return min(count, most)


def _same_thing(one: Any, other: Any) -> bool:
    """Return whether an item was edited in place rather than replaced."""
    if not is_dataclass(one) or type(one) is not type(other):
        return False
    return getattr(one, "ident", None) == getattr(other, "ident", None)


def apply_steps(tree: Any, steps: list[Step]) -> Any:
    """Apply steps to plain JSON values, in place; return the new root.

    Raises:
        CreatorError: A step leads nowhere: the log belongs to another document.
    """
    try:
        for step in steps:
            tree = _apply(tree, step)
    except (KeyError, IndexError, TypeError) as error:
        raise CreatorError("The log of changes does not fit the project.") from error
    return tree


def _apply(tree: Any, step: Step) -> Any:
    # A root of its own makes the document as such a place like any other.
    place: Any = [tree]
    root, names = place, [0, *step["at"]]
    for name in names[:-1]:
        place = place[name]
    if "set" in step:
        place[names[-1]] = step["set"]
    else:
        start = step["from"]
        place[names[-1]][start : start + step["cut"]] = step["put"]
    return root[0]
