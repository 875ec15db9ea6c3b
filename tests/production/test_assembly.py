from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from creator_app.core.errors import CreatorError
from creator_app.core.project import new_project
from creator_app.core.script import Block, Script, Take
from creator_app.core.task import Task
from creator_app.core.timeline import PRESETS, ClipTake, Shot, preset_named
from creator_app.core.transcript import Word
from creator_app.media.encode import write_audio
from creator_app.production.assembly import (
    LEAD_US,
    TAIL_US,
    Files,
    shot_times,
    timeline_of,
)
from creator_app.production.takes import sound_of
from tests import films
from tests.films import Film

S = 1_000_000
SHORTS = PRESETS[0]


class Desk:
    """A project and its files, made up as a test needs them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.takes = folder, folder / "takes"
        self.takes.mkdir()
        self.blocks: list[Block] = []
        self.shots: list[Shot] = []

    def say(self, text: str, seconds: float, pause_us: int = 400_000) -> str:
        ident, length_us = f"b{len(self.blocks)}", round(seconds * S)
        parts = text.split()
        step = length_us // len(parts)
        words = tuple(Word(n * step, (n + 1) * step, word) for n, word in enumerate(parts))
        take = Take(ident, length_us, words, "tone")
        wave = 0.3 * np.sin(np.arange(round(seconds * 24_000)) / 9).astype(np.float32)
        write_audio(sound_of(self.takes, ident), [wave[:, None]], 24_000, 1, Task())
        self.blocks.append(Block(ident, text, pause_us=pause_us, takes=(take,), chosen=ident))
        return ident

    def head(self, text: str) -> None:
        self.blocks.append(Block(f"h{len(self.blocks)}", text, heading=True))

    def show(self, *blocks: str, media: str = "film.mp4", **rest) -> None:
        self.shots.append(Shot(f"s{len(self.shots)}", "", blocks, media=media, **rest))

    @property
    def project(self):
        return replace(
            new_project("Test"), script=Script(tuple(self.blocks)), shots=tuple(self.shots)
        )

    def timeline(self, preset=SHORTS, **changes):
        files = Files(lambda name: self.folder / name, self.takes)
        return timeline_of(replace(self.project, **changes), preset, files, Task())


@pytest.fixture
def desk(tmp_path):
    films.make(tmp_path / "film.mp4", Film(count=300, rate=Fraction(30)))
    return Desk(tmp_path)


def test_each_shot_lasts_as_long_as_what_is_spoken_over_it(desk):
    desk.show(desk.say("One two", 2), desk.say("three", 1))
    desk.show(desk.say("four", 1.5))
    line = desk.timeline()
    starts = [sound.start_us for sound in line.sounds]
    assert starts == [LEAD_US, LEAD_US + 2_400_000, LEAD_US + 3_800_000]
    # The picture changes in the pause between the two.
    assert line.clips[1].start_us == pytest.approx(LEAD_US + 3_600_000, abs=20_000)
    assert line.duration_us == pytest.approx(LEAD_US + 5_300_000 + TAIL_US, abs=20_000)


def test_clips_touch_and_lie_on_whole_pictures(desk):
    for number in range(4):
        desk.show(desk.say("word", 1.111 + number / 7))
    line = desk.timeline()
    ends = [clip.start_us + clip.duration_us for clip in line.clips]
    assert [clip.start_us for clip in line.clips] == [0, *ends[:-1]]
    for end in ends:
        assert abs(end * 30 / S - round(end * 30 / S)) < 1e-4


def test_words_are_captioned_when_they_are_heard(desk):
    desk.show(desk.say("One two", 2), desk.say("three", 1))
    line = desk.timeline()
    words = [word for cue in line.cues for word in cue.words]
    assert [word.text for word in words] == ["One", "two", "three"]
    assert words[2].start_us == line.sounds[1].start_us
    assert line.speech[0][0] == LEAD_US


def test_a_shot_without_words_stands_its_own_time(desk):
    desk.show(desk.say("One", 1))
    desk.show(duration_us=2_500_000)
    desk.show(desk.say("two", 1))
    line = desk.timeline()
    assert line.clips[1].duration_us == pytest.approx(2_500_000, abs=260_000)
    assert line.sounds[1].start_us >= line.clips[2].start_us


def test_a_clip_shorter_than_its_shot_begins_again(desk):
    films.make(desk.folder / "short.mp4", Film(count=30))
    desk.show(desk.say("long words", 3.5), media="short.mp4")
    line = desk.timeline()
    assert [clip.in_us for clip in line.clips] == [0] * len(line.clips)
    assert len(line.clips) >= 4
    assert sum(clip.duration_us for clip in line.clips) == line.duration_us


def test_a_clip_a_little_too_short_holds_its_last_picture(desk):
    desk.show(desk.say("words", 9.6))
    assert len(desk.timeline().clips) == 1


def test_a_picture_is_a_still(desk):
    import cv2

    cv2.imwrite(str(desk.folder / "a.png"), np.full((40, 60, 3), 128, np.uint8))
    desk.show(desk.say("words", 1), media="a.png")
    assert [clip.still for clip in desk.timeline().clips] == [True]


def test_a_heading_stands_over_what_follows_it(desk):
    desk.show(desk.say("One", 3))
    desk.head("Part two")
    desk.show(desk.say("two", 3))
    line = desk.timeline()
    assert [title.text for title in line.titles] == ["Part two"]
    assert line.titles[0].start_us == pytest.approx(line.clips[1].start_us, abs=150_000)


def test_a_clean_picture_has_neither_captions_nor_titles(desk):
    desk.head("Title")
    desk.show(desk.say("One", 1))
    line = desk.timeline(caption_style="none")
    assert (line.cues, line.titles) == ((), ())
    assert line.speech


def test_music_lies_below_the_voice_however_loud_it_was_made(desk):
    quiet = 0.004 * np.sin(np.arange(48_000 * 8) / 11).astype(np.float32)
    write_audio(desk.folder / "quiet.wav", [quiet[:, None]], 48_000, 1, Task())
    write_audio(desk.folder / "loud.wav", [quiet[:, None] * 200], 48_000, 1, Task())
    desk.show(desk.say("words here", 4))
    sounds = [desk.timeline(music=name).sounds[-1] for name in ("quiet.wav", "loud.wav")]
    assert all(sound.under_voice for sound in sounds)
    assert sounds[0].gain_db - sounds[1].gain_db == pytest.approx(46, abs=0.5)
    assert sounds[0].duration_us == desk.timeline().duration_us


def test_the_preset_decides_size_rate_loudness_and_margins(desk):
    desk.show(desk.say("One", 1))
    preset = preset_named("youtube")
    line = desk.timeline(preset)
    assert (line.width, line.height, line.rate) == (1920, 1080, 30)
    assert (line.lufs, line.safe) == (preset.lufs, preset.safe)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"shots": ()}, "nothing to show"),
        ({"shots": (Shot("s", "boats"),)}, "Shot 1 has no picture"),
        ({"shots": (Shot("s", "", media="gone.mp4"),)}, "does not exist"),
    ],
)
def test_what_is_missing_is_said_plainly(desk, change, words):
    with pytest.raises(CreatorError, match=words):
        desk.timeline(**change)


def test_a_block_that_was_not_spoken_is_named(desk):
    desk.blocks.append(Block("x", "Not yet spoken words"))
    desk.show("x")
    with pytest.raises(CreatorError, match="Not yet spoken"):
        desk.timeline()


def test_a_sound_is_no_picture(desk):
    write_audio(desk.folder / "a.wav", [np.ones((48_000, 1), np.float32)], 48_000, 1, Task())
    desk.show(desk.say("One", 1), media="a.wav")
    with pytest.raises(CreatorError, match="no picture"):
        desk.timeline()


def test_blocks_that_are_gone_are_passed_over(desk):
    desk.show(desk.say("One", 1), "gone")
    assert len(desk.timeline().sounds) == 1


def test_a_generated_take_is_shown(desk):
    take = ClipTake("k", "film.mp4", "scenes", 10 * S)
    desk.show(desk.say("One", 1), media="", takes=(take,), chosen="k")
    assert desk.timeline().clips[0].source == desk.folder / "film.mp4"


def test_times_of_shots_are_those_of_the_timeline(desk):
    desk.show(desk.say("One", 1))
    desk.show(desk.say("two", 2))
    times = shot_times(desk.project, Fraction(30))
    clips = desk.timeline().clips
    assert [times[f"s{n}"] for n in range(2)] == [
        (clip.start_us, clip.start_us + clip.duration_us) for clip in clips
    ]
