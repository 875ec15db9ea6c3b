"""How much memory one version of a document holds that its neighbour does not."""

import itertools
import operator
import sys
from collections.abc import Iterable
from enum import Enum
from typing import Any

# Kept alive by the interpreter or the program, whatever the document does.
FREE = (type(None), bool, Enum, type)


def held_bytes(old: object, new: object) -> int:
    """Return about how many bytes `old` holds that `new` does not.

    Both are walked side by side and only where they are not the same object: two versions of a
    large document that differ in one word cost a comparison of the tuples on the way to it.
    """
    total = 0
    only_old: list[object] = []
    only_new: list[object] = []
    pairs = [(old, new)]
    while pairs:
        left, right = pairs.pop()
        if left is right:
            continue
        below = _paired(left, right)
        if below is None:
            only_old.append(left)
            only_new.append(right)
        else:
            total += sys.getsizeof(left)
            pairs += below
    shared = {id(each) for each in _reachable(only_new)}
    return total + sum(sys.getsizeof(each) for each in _reachable(only_old, shared))


def _paired(left: object, right: object) -> list[tuple[object, object]] | None:
    """Return which children belong together, or None where that cannot be told."""
    if type(left) is not type(right):
        return None
    if isinstance(left, tuple) and isinstance(right, tuple):
        old, new = _apart(left, right)
        if len(old) == len(new):
            return list(zip(old, new, strict=True))
        # Something was inserted or removed: they are compared by all that is in them.
        return [(old, new)]
    names = _field_names(type(left))
    return [(getattr(left, name), getattr(right, name)) for name in names] if names else None


def _apart(left: tuple[Any, ...], right: tuple[Any, ...]) -> tuple[list[object], list[object]]:
    """Return the members of each that are not members of the other, in order."""
    head, tail = _ends_in_common(left, right)
    old, new = left[head : len(left) - tail], right[head : len(right) - tail]
    shared = set(map(id, old)) & set(map(id, new))
    return (
        [each for each in old if id(each) not in shared],
        [each for each in new if id(each) not in shared],
    )


def _ends_in_common(left: tuple[Any, ...], right: tuple[Any, ...]) -> tuple[int, int]:
    shorter = min(len(left), len(right))
    head = _first_difference(left, right, shorter)
    tail = _first_difference(reversed(left), reversed(right), shorter - head)
    return head, tail


def _first_difference(left: Iterable[object], right: Iterable[object], most: int) -> int:
    differs = map(operator.is_not, left, right)
    return next(itertools.compress(itertools.count(), itertools.islice(differs, most)), most)


def _reachable(roots: list[object], known: Iterable[int] = ()) -> list[object]:
    """Return every object below the roots once, without going into what is known."""
    seen = set(known)
    found: list[object] = []
    ahead = list(roots)
    while ahead:
        each = ahead.pop()
        if id(each) in seen or isinstance(each, FREE):
            continue
        seen.add(id(each))
        found.append(each)
        ahead += _children(each)
    return found


def _children(each: object) -> Iterable[object]:
    if isinstance(each, tuple | list | frozenset):
        return each
    if isinstance(each, dict):
        return [*each, *each.values()]
    return [getattr(each, name) for name in _field_names(type(each))]


def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(getattr(kind, "__dataclass_fields__", ()))
