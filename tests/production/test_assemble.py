from itertools import pairwise

import numpy as np
import pytest

from creator_app.core.engines import Line, Speech
from creator_app.core.errors import CreatorError
from creator_app.core.script import Block, Script, Take, script_from_text
from creator_app.core.task import Task
from creator_app.production.assemble import RATE_HZ, assemble
from creator_app.production.narrate import narrate
from creator_app.production.takes import keep_take


def kept(folder, key: str, hz: float, *, rate=22_050, level=0.3, seconds=0.6, channels=1) -> Take:
    wave = np.cos(np.arange(round(seconds * rate)) * 2 * np.pi * hz / rate) * level
    speech = Speech(wave.astype(np.float32)[:, None].repeat(channels, axis=1), rate)
    return keep_take(folder, key, Line(f"Words of {key}.", "v", "en"), f"engine {key}", speech)


def script_of(*takes: Take, pause_us: int = 200_000) -> Script:
    blocks = [
        Block(take.key, f"Words of {take.key}.", pause_us=pause_us, takes=(take,), chosen=take.key)
        for take in takes
    ]
    return Script(tuple(blocks))


@pytest.fixture
def three(tmp_path):
    """Three takes of different rate and level, and their script."""
    takes = (
        kept(tmp_path, "a", 220),
        kept(tmp_path, "b", 330, rate=24_000, level=0.08),
        kept(tmp_path, "c", 275, rate=16_000, seconds=1.1),
    )
    return assemble(script_of(*takes), tmp_path)


def test_takes_stand_in_a_row_with_the_scripts_pauses(three):
    sound = np.concatenate(list(three.sound()))
    assert len(sound) == three.frames
    assert three.duration_us == 2_300_000 + 400_000
    for piece, following in pairwise(three.pieces):
        assert following.first - piece.end == RATE_HZ // 5
        assert not sound[piece.end : following.first].any()
        assert np.abs(sound[piece.first : piece.end]).max() > 0.05


def test_joins_do_not_click(three):
    sound = np.concatenate(list(three.sound()))[:, 0]
    steps = np.abs(np.diff(sound, prepend=0.0, append=0.0))
    for piece in three.pieces:
        usual = steps[piece.first + 2_000 : piece.end - 2_000].max()
        for join in (piece.first, piece.end):
            assert steps[max(0, join - 480) : join + 480].max() <= usual * 1.05


def test_voices_of_different_loudness_meet(three):
    sound = np.concatenate(list(three.sound()))
    levels = [np.square(sound[each.first : each.end]).mean() for each in three.pieces]
    assert max(levels) / min(levels) < 1.6


def test_every_word_is_where_its_take_is(three):
    transcript = three.transcript()
    assert [segment.text for segment in transcript.segments] == [
        "Words of a.",
        "Words of b.",
        "Words of c.",
    ]
    for piece, segment in zip(three.pieces, transcript.segments, strict=True):
        assert [word.text for word in segment.words] == ["Words", "of", f"{piece.take.key}."]
        assert piece.start_us <= segment.words[0].start_us
        assert segment.words[-1].end_us <= piece.end_us


def test_one_take_in_stereo_makes_all_stereo(tmp_path):
    takes = kept(tmp_path, "a", 220), kept(tmp_path, "b", 330, channels=2)
    narration = assemble(script_of(*takes), tmp_path)
    assert {block.shape[1] for block in narration.sound()} == {2}


def test_what_was_not_spoken_yet_is_named(tmp_path):
    script = Script((Block("a", "One.", takes=(), chosen=""),))
    with pytest.raises(CreatorError, match="Block 1 has not been spoken yet"):
        assemble(script, tmp_path)
    with pytest.raises(CreatorError, match="nothing to speak"):
        assemble(Script(), tmp_path)


def test_a_take_whose_file_is_gone_is_named(tmp_path):
    script = script_of(kept(tmp_path, "a", 220))
    (tmp_path / "a.json").unlink()
    with pytest.raises(CreatorError, match="does not exist"):
        assemble(script, tmp_path)


def test_it_can_be_heard_from_any_place(three):
    whole = np.concatenate(list(three.sound()))
    for start_us, end_us in [(0, 300_000), (300_000, 900_000), (1_234_567, 1_300_000), (10, 20)]:
        first, last = (round(at * RATE_HZ / 1_000_000) for at in (start_us, end_us))
        part = three.read(start_us, end_us)
        assert part.shape == (last - first, 1)
        assert np.abs(part - whole[first:last]).max() < 0.002
    assert len(three.read(2_600_000, 9_000_000)) == len(whole) - round(2.6 * RATE_HZ)
    assert len(three.read(9_000_000, 9_100_000)) == 0


def test_a_narrated_script_can_be_assembled(tmp_path, tone_catalog):
    script = script_from_text("# Title\nOne. Two.\n\n😀\n\nThree.", pause_us=100_000)
    made = assemble(narrate(tone_catalog, script, tmp_path, Task()), tmp_path)
    assert [piece.block.text for piece in made.pieces] == ["One.", "Two.", "Three."]
    assert [b.first - a.end for a, b in pairwise(made.pieces)] == [4_800, 9_600]
