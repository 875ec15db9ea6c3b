from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest

from creator_app.core.engines import Access, Generator, ShotRequest
from creator_app.core.errors import CreatorError
from creator_app.core.task import Cancelled, Task
from creator_app.providers.scene_local import SCENES, SceneLocal, scene_clip, scene_of
from creator_app.providers.scenes.wishes import FAMILIES, HOURS, wish_of

PROMPTS = {
    "city": "city skyline",
    "desert": "camels in the desert",
    "flow": "abstract technology",
    "forest": "fireflies in a forest",
    "meadow": "wheat and flowers in a meadow",
    "mountains": "misty mountains",
    "night": "aurora in the sky",
    "rain": "rain on a window",
    "sea": "fishing boats at sea",
    "snow": "a cabin in the snow",
    "space": "saturn in space",
}


def request(prompt="boats", seconds=0.4, size=(48, 80), rate=10):
    return ShotRequest(prompt, round(seconds * 1e6), *size, rate)


def fetched(tmp_path, order):
    engine = SceneLocal(Access())
    out = tmp_path / "scene.mp4"
    engine.fetch(engine.submit(order, Task()), out, Task())
    return out


def test_there_is_a_drawing_for_every_family():
    assert set(SCENES) == set(FAMILIES) == set(PROMPTS)


@pytest.mark.parametrize("family", PROMPTS)
@pytest.mark.parametrize("hour", HOURS)
def test_every_family_is_drawn_at_every_hour(family, hour):
    wish = wish_of(f"{PROMPTS[family]} {hour}")
    assert wish.family == family
    scene = scene_of(wish, (160, 120), 2.0)
    first, last = scene.frame(0.0), scene.frame(2.0)
    assert first.shape == last.shape == (160, 120, 3)
    assert first.dtype == np.uint8
    assert first.std() > 3
    assert not np.array_equal(first, last)


@pytest.mark.parametrize("family", PROMPTS)
def test_any_shape_of_frame_is_filled(family):
    for shape in ((120, 120), (120, 300), (480, 120)):
        frame = scene_of(wish_of(PROMPTS[family]), shape, 1.0).frame(0.7)
        assert frame.shape == (*shape, 3)
        assert frame.std() > 3


@pytest.mark.parametrize("family", PROMPTS)
def test_the_same_prompt_gives_the_same_pictures(family):
    one, two = (scene_of(wish_of(PROMPTS[family]), (120, 120), 2.0) for _ in range(2))
    assert np.array_equal(one.frame(0.5), two.frame(0.5))
    other = scene_of(wish_of(PROMPTS[family] + " again"), (120, 120), 2.0)
    assert not np.array_equal(one.frame(0.5), other.frame(0.5))


@pytest.mark.parametrize("family", PROMPTS)
def test_pictures_may_be_asked_for_in_any_order(family):
    scene = scene_of(wish_of(PROMPTS[family]), (160, 120), 3.0)
    once = scene.frame(1.0)
    scene.frame(2.5)
    scene.frame(0.2)
    assert np.array_equal(scene.frame(1.0), once)


@pytest.mark.parametrize("family", PROMPTS)
def test_nothing_jumps_from_one_picture_to_the_next(family):
    scene = scene_of(wish_of(PROMPTS[family]), (180, 120), 4.0)
    frames = [scene.frame(1.0 + n / 30).astype(int) for n in range(4)]
    steps = [np.abs(a - b).mean() for a, b in pairwise(frames)]
    far = np.abs(scene.frame(3.5).astype(int) - frames[0]).mean()
    assert max(steps) < max(6.0, far)


@pytest.mark.parametrize(
    ("prompt", "family", "hour"),
    [
        (
            "Small fishing boats leave a quiet harbour at dawn, low sun behind the hills",
            "sea",
            "dawn",
        ),
        ("夜晚的城市天际线", "city", "night"),
        ("日落时沙漠里的骆驼", "desert", "sunset"),
        ("清晨的森林", "forest", "dawn"),
        ("Northern lights above the fjord", "night", "night"),
        ("极光", "night", "night"),
        ("A rainy window, grey day", "rain", "grey"),
        ("下雪的村庄 傍晚", "snow", "sunset"),
        ("A field of flowers in the afternoon", "meadow", "day"),
        ("The Alps at noon", "mountains", "day"),
        ("宇宙中的行星", "space", "night"),
        ("Abstract light in blue", "flow", "dusk"),
        # A heading at the end says less than the paragraph before it.
        ("城市的夜晚，灯光映在河面上。 清晨的港口", "city", "night"),
    ],
)
def test_words_choose_what_is_drawn(prompt, family, hour):
    wish = wish_of(prompt)
    assert (wish.family, wish.hour) == (family, hour)


def test_words_inside_other_words_do_not_count():
    assert wish_of("a startup seasoned with treatment").family in {
        "flow",
        "mountains",
        "sea",
        "rain",
    }
    assert "boat" not in wish_of("showboating").marks


def test_a_colour_is_followed():
    red = (
        scene_of(wish_of("red abstract flow"), (60, 60), 2.0).frame(1.0).reshape(-1, 3).mean(axis=0)
    )
    blue = (
        scene_of(wish_of("blue abstract flow"), (60, 60), 2.0)
        .frame(1.0)
        .reshape(-1, 3)
        .mean(axis=0)
    )
    assert red[0] > red[2] + 20
    assert blue[2] > blue[0] + 20


def test_an_unknown_prompt_is_drawn_too():
    for prompt in ("", "qwertz", "🎬", "A chef explains pasta"):
        assert wish_of(prompt).family in SCENES


def test_a_clip_has_exactly_the_size_the_rate_and_the_pictures_asked_for(tmp_path):
    out = fetched(tmp_path, request(seconds=1.3, size=(50, 90), rate=12))
    with av.open(str(out)) as container:
        video = container.streams.video[0]
        assert (video.codec_context.width, video.codec_context.height) == (50, 90)
        assert video.average_rate == Fraction(12)
        assert sum(1 for _ in container.decode(video)) == 16
        assert video.codec_context.colorspace == 1
        assert not container.streams.audio


def test_an_order_outlives_the_engine_it_was_given_to(tmp_path):
    name = SceneLocal(Access()).submit(request(), Task())
    later = SceneLocal(Access())
    assert later.poll(name).is_done
    later.fetch(name, tmp_path / "out.mp4", Task())
    assert (tmp_path / "out.mp4").stat().st_size > 500
    later.cancel(name)


def test_it_is_a_generator():
    assert isinstance(SceneLocal(Access()), Generator)


def test_a_scene_is_a_moviepy_clip():
    from moviepy import VideoClip

    clip = scene_clip(request(seconds=2.0, size=(240, 360)))
    assert isinstance(clip, VideoClip)
    assert clip.duration == 2.0
    assert clip.get_frame(1.0).shape == (240, 160, 3)


@pytest.mark.parametrize(
    "order",
    [
        request(size=(49, 80)),
        request(size=(8, 8)),
        request(size=(5000, 80)),
        request(seconds=0),
        request(seconds=700),
    ],
)
def test_what_cannot_be_drawn_is_refused_before_the_work(order):
    with pytest.raises(CreatorError):
        SceneLocal(Access()).submit(order, Task())


def test_the_smallest_clip_is_drawn_too(tmp_path):
    out = fetched(tmp_path, request("snow", 0.2, (16, 16)))
    with av.open(str(out)) as container:
        assert next(container.decode(video=0)).to_ndarray(format="gray").std() > 2


def test_a_foreign_order_is_refused(tmp_path):
    for name in ("", "nonsense", "bm90IGpzb24="):
        with pytest.raises(CreatorError, match="not ordered here"):
            SceneLocal(Access()).fetch(name, tmp_path / "out.mp4", Task())


def test_stopping_leaves_nothing(tmp_path):
    class Stopping(Task):
        def progress(self, fraction, note=""):
            super().progress(fraction, note)
            if fraction > 0.4:
                self.cancel()

    engine = SceneLocal(Access())
    with pytest.raises(Cancelled):
        engine.fetch(engine.submit(request(seconds=5), Task()), tmp_path / "out.mp4", Stopping())
    assert list(tmp_path.iterdir()) == []


def test_a_dark_sky_has_no_bands(tmp_path):
    out = fetched(tmp_path, request("stars at night", 0.3, (270, 480)))
    with av.open(str(out)) as container:
        grey = next(container.decode(video=0)).to_ndarray(format="gray").astype(int)
    rows = grey[20:300, 20:250]
    # A band is a run of rows of one level with a step after it; noise breaks every run.
    even = np.mean(np.abs(np.diff(rows, axis=1)) == 0)
    assert even < 0.8
