"""Documents for tests: a project with everything in it, and any project at all."""

import dataclasses
import types
import typing

from hypothesis import strategies as st

from creator_app.core.codec import fields_of
from creator_app.core.project import Project, new_project
from creator_app.core.recording import Marker, Recording, Track
from creator_app.core.script import Block, Script, Take
from creator_app.core.timeline import ClipTake, Shot
from creator_app.core.transcript import Segment, Transcript, Word

LEAVES = {
    str: st.text(st.characters(codec="utf-8"), max_size=4),
    int: st.integers(-3, 10**13),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
}


def transcript(words, language="en", text="word"):
    """Return a transcript of so many words, ten to a segment."""
    spoken = [
        Word(n * 300_000, n * 300_000 + 250_000, f"{text}{n}", 0.5 + n % 50 / 100)
        for n in range(words)
    ]
    segments = tuple(
        Segment(
            run[0].start_us,
            run[-1].end_us,
            " ".join(word.text for word in run),
            f"Speaker {at % 3}",
            tuple(run),
        )
        for at, run in enumerate(spoken[n : n + 10] for n in range(0, words, 10))
    )
    return Transcript(segments, language, words * 300_000)


def recording(ident="r1", words=20, text="word"):
    return Recording(
        ident,
        "Monday “meeting”",
        "2026-11-22T09:00:00+01:00",
        words * 300_000,
        (Track("mic", "Built-in 麦克风", 48_000, 1, f"media/{ident}.wav"),),
        (Marker(1_000_000, "decision"),),
        transcript(words, text=text),
    )


def full_project(title="Everything 你好 👩‍💻"):
    take = Take("k1", 900_000, (Word(0, 900_000, "Hello"),), "piper")
    clip = ClipTake("c1", "takes/c1.mp4", "scenes", 4_000_000)
    return dataclasses.replace(
        new_project(title),
        recordings=(recording(),),
        script=Script((Block("b1", "Hello.", takes=(take,), chosen="k1"), Block("b2", "你好。"))),
        shots=(Shot("s1", "the sea", ("b1",), takes=(clip,), chosen="c1"),),
        music="link:0123456789ab",
    )


def values(kind):
    """Return any value of a type that documents are made of."""
    if dataclasses.is_dataclass(kind):
        return st.builds(
            kind, **{name: st.deferred(lambda h=hint: values(h)) for name, hint in hints(kind)}
        )
    inner = typing.get_args(kind)
    if typing.get_origin(kind) is tuple:
        return st.lists(values(inner[0]), max_size=2).map(tuple)
    if typing.get_origin(kind) in {types.UnionType, typing.Union}:
        return st.one_of(*(st.none() if each is type(None) else values(each) for each in inner))
    return LEAVES[kind]


def hints(kind):
    return fields_of(kind).items()


@st.composite
def edited(draw, kind, value):
    """Return a document with one thing somewhere in it changed, added, removed or moved."""
    if dataclasses.is_dataclass(value):
        name, hint = draw(st.sampled_from(list(hints(type(value)))))
        return dataclasses.replace(value, **{name: draw(edited(hint, getattr(value, name)))})
    if isinstance(value, tuple):
        return draw(edited_list(typing.get_args(kind)[0], value))
    return draw(values(kind))


@st.composite
def edited_list(draw, kind, value):
    what = draw(st.sampled_from(["insert", "edit", "edit", "edit", "remove", "turn", "double"]))
    at = draw(st.integers(0, len(value)))
    if what == "insert" or not value:
        return (*value[:at], draw(values(kind)), *value[at:])
    if what == "edit":
        at = min(at, len(value) - 1)
        return (*value[:at], draw(edited(kind, value[at])), *value[at + 1 :])
    if what == "remove":
        return (*value[:at], *value[at + 1 :])
    return value[::-1] if what == "turn" else value * 2


@st.composite
def histories(draw, first=None, most=8):
    """Return a project as it was edited, step by step."""
    steps = [draw(values(Project)) if first is None else first]
    for _ in range(draw(st.integers(0, most))):
        steps.append(draw(edited(Project, steps[-1])))
    return steps
