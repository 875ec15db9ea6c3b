"""Frozen dataclasses to JSON and back, checked on the way in."""

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Iterator
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
    form: Any = kind
    try:
        result: T = _reader(form)(data)
    except _WrongValueError as error:
        where = "".join(reversed(error.place))
        raise WrongShapeError(f"{place or kind.__name__}{where} {error}.") from error
    return result


def fields_of(kind: type) -> dict[str, Any]:
    """Return the names and resolved types of a dataclass's fields."""
    return _fields(kind)


@cache
def _fields(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


class _WrongValueError(Exception):
    """A value of another type; its place is told by those it is in, from the inside out."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.place: list[str] = []


# A transcript has hundreds of thousands of values: what a type asks of one is worked out once.
@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Return what reads JSON into a type."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _reader_of_dataclass(kind)
    origin = typing.get_origin(kind)
    if origin is tuple:
        return _reader_of_tuple(typing.get_args(kind)[0])
    if origin in {types.UnionType, typing.Union}:
        inner = next(each for each in typing.get_args(kind) if each is not type(None))
        return _reader_of_optional(inner)
    return _reader_of_value(kind)


def _reader_of_dataclass(kind: type) -> Callable[[Any], Any]:
    readers = {name: _reader(hint) for name, hint in _fields(kind).items()}

    def read(data: Any) -> Any:
        if type(data) is not dict:
            raise _WrongValueError("is not an object")
        values, name = {}, ""
        try:
            for name, value in data.items():
                if name in readers:
                    values[name] = readers[name](value)
        except _WrongValueError as error:
            error.place.append(f".{name}")
            raise
        try:
            return kind(**values)
        except TypeError as error:
            raise _WrongValueError(f"lacks a value ({error})") from error

    return read


def _reader_of_tuple(inner: Any) -> Callable[[Any], Any]:
    reader = _reader(inner)

    def read(data: Any) -> tuple[Any, ...]:
        if type(data) is not list:
            raise _WrongValueError("is not a list")
        items: list[Any] = []
        try:
            for each in data:
                items.append(reader(each))  # noqa: PERF401 - its length tells where it went wrong
        except _WrongValueError as error:
            error.place.append(f"[{len(items)}]")
            raise
        return tuple(items)

    return read


def _reader_of_optional(inner: Any) -> Callable[[Any], Any]:
    reader = _reader(inner)
    return lambda data: None if data is None else reader(data)


def _reader_of_value(kind: Any) -> Callable[[Any], Any]:
    def read(data: Any) -> Any:
        if type(data) is kind:
            return data
        if kind is float and type(data) is int:
            return _as_float(data)
        raise _WrongValueError(f"is not {_plain(kind)}")

    return read


def _as_float(number: int) -> float:
    try:
        return float(number)
    except OverflowError as error:
        raise _WrongValueError("is too large a number") from error


def _plain(kind: Any) -> str:
    return {int: "a whole number", str: "text", bool: "yes or no", float: "a number"}.get(
        kind, str(kind)
    )
