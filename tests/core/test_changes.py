import copy
import json
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creator_app.core.changes import apply_steps, steps_between
from creator_app.core.codec import encode, json_bytes
from creator_app.core.errors import CreatorError
from creator_app.core.project import new_project
from creator_app.core.transcript import Segment
from tests.documents import full_project, histories, transcript, values


def logged(old, new):
    """Return the steps between two documents as they come back from a log."""
    return json.loads(json_bytes(list(steps_between(old, new))))


@settings(max_examples=150)
@given(histories(full_project(), most=6))
def test_replaying_every_change_gives_the_document(documents):
    tree = encode(documents[0])
    for old, new in pairwise(documents):
        tree = apply_steps(tree, logged(old, new))
        assert tree == encode(new)


@settings(max_examples=50)
@given(histories(full_project()), st.data())
def test_two_documents_of_one_history_lead_to_each_other(documents, data):
    old, new = data.draw(st.sampled_from(documents)), data.draw(st.sampled_from(documents))
    assert apply_steps(encode(old), logged(old, new)) == encode(new)


@given(st.lists(values(Segment), max_size=4), st.lists(values(Segment), max_size=4))
def test_lists_lead_to_each_other_too(old, new):
    assert apply_steps(encode(old), logged(tuple(old), tuple(new))) == encode(new)


def test_what_did_not_change_is_not_in_a_change():
    text = transcript(5_000)
    segment = replace(text.segments[250], text="corrected")
    new = replace(text, segments=(*text.segments[:250], segment, *text.segments[251:]))
    assert list(steps_between(text, new)) == [{"at": ["segments", 250, "text"], "set": "corrected"}]
    assert list(steps_between(text, replace(text))) == []


def test_something_put_between_is_the_only_thing_written():
    text = transcript(5_000)
    segments = text.segments
    new = replace(text, segments=(*segments[:300], segments[0], *segments[300:]))
    (step,) = steps_between(text, new)
    assert (step["at"], step["from"], step["cut"]) == (["segments"], 300, 0)
    assert step["put"] == [segments[0]]


@settings(max_examples=50)
@given(histories(full_project()), st.data())
def test_a_step_that_leads_nowhere_is_told(documents, data):
    steps = [step for old, new in pairwise(documents) for step in logged(old, new)]
    tree = data.draw(st.sampled_from([{}, [], None, "text", 5, encode(new_project(""))]))
    with suppress(CreatorError):
        apply_steps(copy.deepcopy(tree), steps)


@pytest.mark.parametrize("step", [{}, {"at": ["title"]}, {"at": ["title", 3], "set": 1}, {"at": 7}])
def test_a_broken_step_is_told(step):
    with pytest.raises(CreatorError, match="does not fit"):
        apply_steps(encode(full_project()), [step])
