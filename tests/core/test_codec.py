import json
from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from creator_app.core.codec import (
    PIECE,
    WrongShapeError,
    decode,
    encode,
    json_bytes,
    json_pieces,
    weight,
)
from creator_app.core.project import Project
from creator_app.core.settings import Settings
from creator_app.core.transcript import Transcript, Word
from tests.documents import full_project, transcript, values

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)


@given(values(Project))
def test_a_document_comes_back_as_it_was(project):
    assert decode(Project, json.loads(json.dumps(encode(project)))) == project


@given(values(Project))
def test_the_pieces_are_the_document(project):
    assert json.loads(b"".join(json_pieces(project))) == encode(project)


@pytest.mark.parametrize("kind", [Project, Settings, Transcript])
@given(data=json_values)
@example(data=[])
@example(data={"ident": "a", "title": "b", "created": "c", "recordings": {}})
@example(data={"segments": [[]]})
@example(data={"servers": [{"engine": "a"}], "speed": float("nan")})
def test_strange_json_is_refused_and_nothing_else_happens(kind, data):
    with suppress(WrongShapeError):
        decode(kind, data)


@settings(max_examples=100)
@given(data=st.data(), strange=json_values)
def test_a_document_with_something_strange_in_it_is_refused_or_read(data, strange):
    tree = place = encode(full_project())
    while True:
        name = data.draw(
            st.sampled_from(list(place) if isinstance(place, dict) else range(len(place)))
        )
        if not isinstance(place[name], dict | list) or not place[name] or data.draw(st.booleans()):
            break
        place = place[name]
    place[name] = strange
    with suppress(WrongShapeError):
        decode(Project, tree)


def test_a_wrong_value_is_named_by_its_place():
    tree = encode(full_project())
    tree["recordings"][0]["transcript"]["segments"][1]["words"][2]["start_us"] = "soon"
    place = r"Project\.recordings\[0\]\.transcript\.segments\[1\]\.words\[2\]\.start_us"
    with pytest.raises(WrongShapeError, match=f"{place} is not a whole number"):
        decode(Project, tree)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Word, {"start_us": True, "end_us": 1, "text": ""}),
        (Word, {"start_us": 0.0, "end_us": 1, "text": ""}),
        (Word, {"start_us": 0, "end_us": 1, "text": None}),
        (Word, {"start_us": 0, "end_us": 1, "text": "", "confidence": "high"}),
        (Word, {"start_us": 0, "end_us": 1}),
        (Word, None),
        (Word, {"start_us": 0, "end_us": 1, "text": "", "confidence": 10**400}),
        (Transcript, {"segments": {}}),
        (Transcript, {"segments": "abc"}),
    ],
)
def test_a_value_of_another_type_is_refused(kind, data):
    with pytest.raises(WrongShapeError):
        decode(kind, data)


def test_whole_numbers_do_where_fractions_are_wanted_and_unknown_fields_are_left_out():
    data = {"start_us": 0, "end_us": 1, "text": "", "confidence": 1, "mood": "gay"}
    assert decode(Word, data) == Word(0, 1, "", 1.0)
    assert type(decode(Word, data).confidence) is float


def test_names_that_are_no_text_are_kept():
    # What Linux gives for a file name in an old encoding.
    name = "caf\udce9.wav"
    assert json.loads(json_bytes({"path": name})) == {"path": name}
    assert "é".encode() in json_bytes("é")


@dataclass(frozen=True)
class Shelf:
    texts: tuple[str, ...]


def test_no_piece_of_a_long_document_is_long():
    document = transcript(8_000)
    pieces = list(json_pieces(document))
    assert json.loads(b"".join(pieces)) == encode(document)
    assert max(map(len, pieces)) < 40 * PIECE
    one_run = Shelf(("word",) * 50_000)
    assert max(map(len, json_pieces(one_run))) < 40 * PIECE


@given(json_values)
def test_the_weight_of_json_counts_its_values(data):
    def count(value):
        below = value.values() if isinstance(value, dict) else value
        return 1 + sum(map(count, below)) if isinstance(value, dict | list) else 1

    assert weight(data, 10**9) >= count(data)


def test_weighing_stops_where_it_is_known_to_be_too_much():
    assert 100 <= weight(transcript(2_000), 100) < 400
    assert weight("x" * 100_000, 100) >= 100
