"""What changed from one document to the next, small enough to be appended to a log.

Documents share what did not change, so identity tells where to look: a keystroke in a project of
90,000 words costs microseconds. A change is a list of steps on plain JSON values:
`{"at": [names and indexes], "set": value}` or `{"at": […], "from": i, "cut": n, "put": […]}`.
"""

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

from creator_app.core.codec import encode, fields_of
from creator_app.core.errors import CreatorError

Step = dict[str, Any]
Path = tuple[str | int, ...]


def steps_between(old: Any, new: Any, at: Path = ()) -> Iterator[Step]:
    """Yield the steps that make `new` out of `old`, both frozen dataclasses or tuples of them."""
    if old is new:
        return
    if is_dataclass(new) and type(old) is type(new):
        for name in fields_of(type(new)):
            yield from steps_between(getattr(old, name), getattr(new, name), (*at, name))
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _steps_in_list(old, new, at)
    elif old != new:
        yield {"at": list(at), "set": encode(new)}


def _steps_in_list(old: tuple[Any, ...], new: tuple[Any, ...], at: Path) -> Iterator[Step]:
    first = _shared(old, new)
    last = _shared(old[first:][::-1], new[first:][::-1])
    before, after = old[first : len(old) - last], new[first : len(new) - last]
    if len(before) == len(after) and all(map(_same_thing, before, after)):
        for number, (one, other) in enumerate(zip(before, after, strict=True), first):
            yield from steps_between(one, other, (*at, number))
    elif before or after:
        put = [encode(each) for each in after]
        yield {"at": list(at), "from": first, "cut": len(before), "put": put}


def _shared(old: tuple[Any, ...], new: tuple[Any, ...]) -> int:
    """Return how many items the two begin with in common."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one is not other:
            break
        count += 1
    return count


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
    *way, name = step["at"] or [None]
    if name is None:
        return step["set"]
    place = tree
    for part in way:
        place = place[part]
    if "set" in step:
        place[name] = step["set"]
    else:
        start = step["from"]
        place[name][start : start + step["cut"]] = step["put"]
    return tree


def weight(value: Any, limit: int) -> int:
    """Count the values in JSON, stopping at `limit`: whether a change is small enough to log."""
    count, todo = 0, [value]
    while todo and count < limit:
        each = todo.pop()
        count += 1
        if isinstance(each, dict):
            todo.extend(each.values())
        elif isinstance(each, list):
            todo.extend(each)
    return count
