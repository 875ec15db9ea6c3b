import dataclasses

import pytest

from creator_app.core.codec import decode, encode
from creator_app.core.recording import Recording
from tests.documents import recording


def test_a_recording_is_never_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        recording().title = "new"


def test_a_recording_without_a_transcript_is_one():
    bare = dataclasses.replace(recording(), transcript=None)
    assert decode(Recording, encode(bare)) == bare
