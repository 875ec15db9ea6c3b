"""Frozen dataclasses to JSON and back, checked on the way in."""

import dataclasses
import json
import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

from creator_app.core.errors import CreatorError

T = TypeVar("T")

# So many values are written in one call, which takes a millisecond or two.
PIECE = 2_000
# A long text weighs as much as one value for so many characters.
TEXT_CHARS = 32


class WrongShapeError(CreatorError):
    """JSON that is not what a dataclass wants; the message names the place."""


def encode(value: Any) -> Any:
    """Return a frozen dataclass, and all below it, as plain JSON values."""
    if dataclasses.is_dataclass(value):
        return {name: encode(getattr(value, name)) for name in fields_of(type(value))}
    if isinstance(value, tuple | list):
        return [encode(each) for each in value]
    if isinstance(value, dict):
        return {name: encode(each) for name, each in value.items()}
    return value


def json_bytes(value: Any, indent: int | None = None) -> bytes:
    """Return a small value as UTF-8 JSON.

    File names of other systems may hold bytes that are no text; they are kept, escaped.
    """
    plain = encode(value)
    try:
        return json.dumps(plain, ensure_ascii=False, indent=indent).encode()
    except UnicodeEncodeError:
        return json.dumps(plain, indent=indent).encode()


def json_pieces(value: Any) -> Iterator[bytes]:
    """Yield a large value as UTF-8 JSON, so that no single call holds the interpreter for long."""
    if weight(value, PIECE) < PIECE:
        yield json_bytes(value)
    elif dataclasses.is_dataclass(value):
        yield from _object_pieces((name, getattr(value, name)) for name in fields_of(type(value)))
    elif isinstance(value, dict):
        yield from _object_pieces(iter(value.items()))
    elif isinstance(value, tuple | list):
        yield b"["
        for number, each in enumerate(value):
            yield b",\n" if number else b""
            yield from json_pieces(each)
        yield b"]"
    else:
        yield json_bytes(value)


def _object_pieces(items: Iterator[tuple[str, Any]]) -> Iterator[bytes]:
    yield b"{"
    for number, (name, each) in enumerate(items):
        yield (b", " if number else b"") + json_bytes(name) + b": "
        yield from json_pieces(each)
    yield b"}"


def weight(value: Any, limit: int) -> int:
    """Count the values in a document or in JSON, stopping soon after `limit`."""
    count, todo = 0, [value]
    while todo and count < limit:
        each = todo.pop()
        count += 1
        if isinstance(each, str):
            count += len(each) // TEXT_CHARS
        elif isinstance(each, tuple | list):
            todo.extend(each)
        elif isinstance(each, dict):
            todo.extend(each.values())
        elif dataclasses.is_dataclass(each):
            todo.extend(getattr(each, name) for name in fields_of(type(each)))
    return count


def decode(kind: type[T], data: Any, place: str = "") -> T:
    """Read plain JSON values into a frozen dataclass.

    Missing fields take their default; unknown ones are left out.

    Args:
        kind: The dataclass.
        data: What `json.loads` returned.
        place: Where in the file this stands, for the message.

    Raises:
        WrongShapeError: A value is missing, or of another type.
    """
    result: T = _read(kind, data, place or kind.__name__)
    return result


def fields_of(kind: type) -> dict[str, Any]:
    """Return the names and resolved types of a dataclass's fields."""
    return _fields(kind)


@cache
def _fields(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _read(kind: Any, data: Any, place: str) -> Any:
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _read_dataclass(kind, data, place)
    origin = typing.get_origin(kind)
    if origin is tuple:
        return _read_tuple(kind, data, place)
    if origin in {types.UnionType, typing.Union}:
        return _read_optional(kind, data, place)
    if kind is float and type(data) is int:
        return float(data)
    if type(data) is not kind:
        raise WrongShapeError(f"{place} is not {_plain(kind)}.")
    return data


def _read_dataclass(kind: type, data: Any, place: str) -> Any:
    if not isinstance(data, dict):
        raise WrongShapeError(f"{place} is not an object.")
    values = {
        name: _read(hint, data[name], f"{place}.{name}")
        for name, hint in _fields(kind).items()
        if name in data
    }
    try:
        return kind(**values)
    except TypeError as error:
        raise WrongShapeError(f"{place} lacks a value ({error}).") from error


def _read_tuple(kind: Any, data: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise WrongShapeError(f"{place} is not a list.")
    inner = typing.get_args(kind)[0]
    return tuple(_read(inner, each, f"{place}[{at}]") for at, each in enumerate(data))


def _read_optional(kind: Any, data: Any, place: str) -> Any:
    if data is None:
        return None
    inner = next(each for each in typing.get_args(kind) if each is not type(None))
    return _read(inner, data, place)


def _plain(kind: Any) -> str:
    return {int: "a whole number", str: "text", bool: "yes or no", float: "a number"}.get(
        kind, str(kind)
    )
