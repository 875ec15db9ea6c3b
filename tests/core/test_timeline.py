from fractions import Fraction
from pathlib import Path

from creator_app.core.timeline import PRESETS, Clip, ClipTake, Shot, Timeline, preset_named


def test_presets_are_found_by_name_and_fit_every_encoder():
    assert len({preset.name for preset in PRESETS}) == len(PRESETS)
    for preset in PRESETS:
        assert preset_named(preset.name) is preset
        assert preset.width % 2 == preset.height % 2 == 0
        assert all(0 <= share < 0.5 for share in preset.safe)
    assert preset_named("betamax") is None


def test_a_timeline_ends_with_its_last_picture():
    clips = (Clip(Path("a"), 0, 2_000_000), Clip(Path("b"), 2_000_000, 500_000))
    assert Timeline(1080, 1920, Fraction(30), clips).duration_us == 2_500_000
    assert Timeline(1080, 1920, Fraction(30), ()).duration_us == 0


def test_the_take_of_a_shot_is_the_chosen_one():
    takes = (ClipTake("a", "takes/a", "x", 1), ClipTake("b", "takes/b", "x", 1))
    assert Shot("s", "sea", takes=takes, chosen="b").take is takes[1]
    assert Shot("s", "sea", takes=takes).take is None
    assert Shot("s", "sea", takes=takes, chosen="gone").take is None
