from dataclasses import replace
from fractions import Fraction

import cv2
import numpy as np
import pytest

from creator_app.core.engines import Catalog
from creator_app.core.errors import CreatorError
from creator_app.core.task import Task
from creator_app.core.timeline import Preset
from creator_app.media.decode import probe
from creator_app.media.dsp import measured
from creator_app.media.encode import write_audio
from creator_app.production.assembly import Files, timeline_of
from creator_app.production.shorts import VideoOrder, video_from_script
from creator_app.providers import ENGINES
from tests import films
from tests.films import Film

pytestmark = pytest.mark.usefixtures("qapp")

SMALL = Preset("small", "Small", 90, 160, rate_hz=12, safe=(0.06, 0.12, 0.14, 0.22))
TEXT = "# Boats\n\nThe first boats are out at dawn.\n\n[gulls over the sea] They come home at noon."


@pytest.fixture
def catalog(tone_catalog):
    """The voice of tones, and the scenes of this computer."""
    return Catalog([*tone_catalog.all(), *(each for each in ENGINES if each.name == "scenes")])


def made(catalog, tmp_path, task=None, **changes):
    order = replace(VideoOrder(TEXT, preset=SMALL), **changes)
    out = tmp_path / "out.mp4"
    project = video_from_script(catalog, order, tmp_path / "kept", out, task or Task())
    return project, out


def test_a_script_becomes_a_finished_video(catalog, tmp_path):
    project, out = made(catalog, tmp_path)
    info = probe(out)
    assert (info.width, info.height, info.rate) == (90, 160, Fraction(12))
    spoken = sum(block.take.duration_us for block in project.script.spoken)
    assert info.duration_us > spoken
    sound = films.sound_of(out)
    assert measured([sound], films.SOUND_HZ, Task()).lufs == pytest.approx(-14, abs=0.5)
    assert len(sound) / films.SOUND_HZ == pytest.approx(info.duration_us / 1e6, abs=0.002)


def test_everything_stays_to_be_edited(catalog, tmp_path):
    project, _ = made(catalog, tmp_path)
    assert [shot.prompt for shot in project.shots] == [
        "The first boats are out at dawn. Boats",
        "gulls over the sea",
    ]
    assert all(shot.take for shot in project.shots)
    assert all(block.take for block in project.script.spoken)
    files = Files(lambda name: tmp_path / "kept" / name, tmp_path / "kept" / "takes")
    line = timeline_of(project, SMALL, files, Task())
    assert len(line.clips) == 2
    assert [title.text for title in line.titles] == ["Boats"]


def test_the_second_time_nothing_is_spoken_or_drawn_again(catalog, tmp_path, tones):
    made(catalog, tmp_path)
    kept = sorted((tmp_path / "kept" / "takes").iterdir())
    stamps = [path.stat().st_mtime_ns for path in kept]
    asked = len(tones.lines)
    made(catalog, tmp_path, captions="plain")
    assert sorted((tmp_path / "kept" / "takes").iterdir()) == kept
    assert [path.stat().st_mtime_ns for path in kept] == stamps
    assert len(tones.lines) == asked


def test_captions_are_in_the_picture_while_they_are_spoken_and_only_then(catalog, tmp_path):
    project, with_captions = made(catalog, tmp_path)
    shown = films.greys(with_captions)
    _, clean = made(catalog, tmp_path, captions="none")
    plain = films.greys(clean)
    files = Files(lambda name: tmp_path / "kept" / name, tmp_path / "kept" / "takes")
    line = timeline_of(project, SMALL, files, Task())
    strip = slice(100, 126)
    for number, (one, two) in enumerate(zip(shown, plain, strict=True)):
        time_us = number * 1_000_000 / 12
        due = any(cue.start_us <= time_us < cue.end_us for cue in line.cues)
        differs = np.abs(one[strip].astype(int) - two[strip]).max() > 80
        assert differs == due


def test_the_users_pictures_and_clips_are_shown_in_order(catalog, tmp_path):
    picture = np.full((160, 90, 3), 255, np.uint8)
    cv2.imwrite(str(tmp_path / "white.png"), picture)
    film = films.make(tmp_path / "film.mp4", Film(size=(90, 160), count=200))
    project, out = made(catalog, tmp_path, media=(tmp_path / "white.png", film), captions="none")
    greys = films.greys(out)
    assert greys[3].mean() > 240
    assert greys[-3].mean() < 160
    assert not any(shot.takes for shot in project.shots)


def test_music_lies_under_the_voice(catalog, tmp_path):
    at = np.arange(48_000 * 3) / 48_000
    music = (0.3 * np.sin(2 * np.pi * 2000 * at)).astype(np.float32)
    write_audio(tmp_path / "m.wav", [music[:, None]], 48_000, 1, Task())
    _, out = made(catalog, tmp_path, music=tmp_path / "m.wav")
    samples = films.sound_of(out)[:, 0]
    spectrum = np.abs(np.fft.rfft(samples[24_000:72_000]))
    assert spectrum[2000] > spectrum[3000] * 20
    assert spectrum[220] > spectrum[2000] * 5


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": "🎬🎬"}, "nothing to speak"),
        ({"text": ""}, "nothing to speak"),
        ({"media": ("note.txt",)}, "not a sound or video file"),
        ({"media": ("sound.wav",)}, "no picture"),
        ({"media": ("gone.mp4",)}, "does not exist"),
        ({"music": "note.txt"}, "not a sound or video file"),
        ({"music": "film.mp4"}, "no sound"),
        ({"captions": "loud"}, "no caption style"),
        ({"engine": "film"}, "called film"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_spoken(catalog, tmp_path, tones, change, words):
    (tmp_path / "note.txt").write_text("A note.")
    films.make(tmp_path / "film.mp4", Film(count=4))
    write_audio(tmp_path / "sound.wav", [np.ones((4800, 1), np.float32)], 48_000, 1, Task())
    given = dict(change)
    if "media" in given:
        given["media"] = tuple(tmp_path / name for name in given["media"])
    if "music" in given:
        given["music"] = tmp_path / given["music"]
    with pytest.raises(CreatorError, match=words):
        made(catalog, tmp_path, **given)
    assert not tones.lines
    assert not (tmp_path / "out.mp4").exists()


def test_progress_only_ever_grows(catalog, tmp_path):
    seen = []

    class Watched(Task):
        def progress(self, fraction, note=""):
            super().progress(fraction, note)
            seen.append(fraction)

    made(catalog, tmp_path, Watched())
    assert seen == sorted(seen)
    assert seen[-1] > 0.95
