import shutil
import threading
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from creator_app.core.errors import CreatorError
from creator_app.core.task import Cancelled, Task
from creator_app.core.time import index_to_us
from creator_app.core.timeline import Clip, Sound, Timeline
from creator_app.media.planes import Patch, black
from creator_app.media.render import CLEAN, Quality, render
from tests import films
from tests.films import Film

FAST = Quality(crf=14, preset="ultrafast")
SIZE = (128, 128)


def timeline(*clips, rate=30, size=SIZE, **rest):
    return Timeline(*size, Fraction(rate), clips, **rest)


def rendered(line, out, overlay=CLEAN, task=None):
    render(line, out, task or Task(), overlay, FAST)
    return out


def clip(path, start_ms, length_ms, in_ms=0, **rest):
    return Clip(path, start_ms * 1000, length_ms * 1000, in_ms * 1000, **rest)


def test_every_picture_is_the_one_of_its_time(tmp_path):
    one, two = (films.make(tmp_path / f"{name}.mp4", Film(count=60)) for name in ("a", "b"))
    line = timeline(clip(one, 0, 500, 1000), clip(two, 500, 700), clip(one, 1200, 300, 200))
    out = rendered(line, tmp_path / "out.mp4")
    assert films.numbers(out) == [*range(30, 45), *range(21), *range(6, 15)]


@pytest.mark.parametrize("rate", [24, 25, 50, 60, Fraction(30_000, 1001), 12])
def test_any_rate_comes_to_the_timelines_rate(tmp_path, rate):
    source = films.make(tmp_path / "in.mp4", Film(count=int(rate * 2), rate=Fraction(rate)))
    out = rendered(timeline(clip(source, 0, 1500)), tmp_path / "out.mp4")
    shown = films.numbers(out)
    assert len(shown) == 45
    for number, seen in enumerate(shown):
        # The source's picture that began at or just after this one's time, never a later one.
        exact = Fraction(number, 30) * Fraction(rate)
        assert exact - 1 < seen <= exact + Fraction(rate) / 120


def test_pictures_of_changing_length_are_shown_at_their_times(tmp_path):
    stamps = (0, 33, 66, 400, 433, 900, 910, 1500)
    source = films.make(tmp_path / "in.mp4", Film(count=8, stamps=stamps))
    shown = films.numbers(rendered(timeline(clip(source, 0, 1600)), tmp_path / "out.mp4"))
    for number, seen in enumerate(shown):
        due = max(at for at, stamp in enumerate(stamps) if stamp <= number * 1000 / 30 + 8.4)
        assert seen == due


def test_the_count_of_pictures_is_exact_for_any_length(tmp_path):
    source = films.make(tmp_path / "in.mp4", Film(count=40))
    for length_us in (33_333, 50_000, 999_999, 1_234_567):
        line = timeline(Clip(source, 0, length_us))
        out = rendered(line, tmp_path / f"{length_us}.mp4")
        assert len(films.greys(out)) == round(length_us * 30 / 1e6)


def test_a_film_that_ends_early_holds_its_last_picture(tmp_path):
    source = films.make(tmp_path / "in.mp4", Film(count=6))
    shown = films.numbers(rendered(timeline(clip(source, 0, 500)), tmp_path / "out.mp4"))
    assert shown == [*range(6), *[5] * 9]


def test_a_gap_is_black_and_lasts_as_long_as_it_should(tmp_path):
    source = films.make(tmp_path / "in.mp4", Film(count=20))
    line = timeline(clip(source, 200, 300), clip(source, 700, 300))
    levels = [grey.mean() for grey in films.greys(rendered(line, tmp_path / "out.mp4"))]
    assert [level < 20 for level in levels] == [True] * 6 + [False] * 9 + [True] * 6 + [False] * 9


@pytest.mark.parametrize("rotation", [90, 180, -90])
def test_a_phones_turned_film_stands_upright(tmp_path, rotation):
    upright = films.make(tmp_path / "up.mp4", Film(size=(96, 160), count=4))
    with av.open(str(upright)) as container:
        grey = next(container.decode(video=0)).to_ndarray(format="gray")
    # As a phone stores it: lying pixels, and a note how to turn them.
    stored = np.rot90(grey, -rotation // 90)
    turned = tmp_path / "turned.mp4"
    with av.open(str(turned), "w") as container:
        video = container.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        video.height, video.width = stored.shape
        video.set_display_rotation(rotation)
        for number in range(4):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(stored), "gray")
            frame.pts = number
            container.mux(video.encode(frame.reformat(format="yuv420p")))
        container.mux(video.encode(None))
    line = timeline(clip(turned, 0, 100), size=(96, 160))
    shown = films.greys(rendered(line, tmp_path / "out.mp4"))[0].astype(int)
    assert np.abs(shown - grey).mean() < 8


@pytest.mark.parametrize("size", [(161, 99), (97, 171), (33, 33), (640, 360)])
def test_any_size_comes_into_the_frame(tmp_path, size):
    codec = {"codec": "ffv1", "pix_fmt": "yuv420p", "options": ()}
    source = films.make(tmp_path / "in.mkv", Film(size=size, count=3, **codec))
    out = rendered(timeline(clip(source, 0, 100), size=(180, 320)), tmp_path / "out.mp4")
    grey = films.greys(out)[0]
    assert grey.shape == (320, 180)
    # The film's own grey is seen at the side of its numbers, and no edge is left black.
    assert abs(int(grey[168:172, 20:24].mean()) - 110) < 14
    edges = (grey[:3, 100:], grey[-3:], grey[100:, :3], grey[:, -3:])
    assert all(edge.mean() > 30 for edge in edges)


def test_a_lying_film_stands_whole_before_its_own_blur(tmp_path):
    source = films.make(tmp_path / "in.mp4", Film(size=(192, 108), count=3))
    out = rendered(timeline(clip(source, 0, 100), size=(108, 192)), tmp_path / "out.mp4")
    high = 108 * 108 / 192
    box = (0, (192 - high) / 2 / 192, 1, (192 + high) / 2 / 192)
    assert films.numbers(out, box) == [0, 1, 2]
    ground = films.greys(out)[0][:40].mean()
    assert 30 < ground < 105


def test_pixels_that_are_not_square_are_shown_as_they_should_be(tmp_path):
    source = tmp_path / "in.mkv"
    plain = films.make(tmp_path / "plain.mkv", Film(size=(90, 120), count=2))
    with av.open(str(plain)) as given, av.open(str(source), "w") as made:
        video = made.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 90, 120, "yuv420p"
        video.codec_context.sample_aspect_ratio = Fraction(16, 9)
        for frame in given.decode(video=0):
            made.mux(video.encode(frame))
        made.mux(video.encode(None))
    # 90 × 16 : 120 × 9 is 4 : 3.
    out = rendered(timeline(clip(source, 0, 60), size=(160, 120)), tmp_path / "out.mp4")
    assert films.numbers(out) == [0, 1]


@pytest.mark.parametrize(
    ("pix_fmt", "codec"),
    [("yuv422p10le", "ffv1"), ("bgr0", "ffv1"), ("yuvj444p", "mjpeg"), ("yuv444p", "ffv1")],
)
def test_any_kind_of_pixels_keeps_its_brightness(tmp_path, pix_fmt, codec):
    film = Film(count=2, codec=codec, pix_fmt=pix_fmt, options=())
    source = films.make(tmp_path / "in.mkv", film)
    grey = films.greys(rendered(timeline(clip(source, 0, 66)), tmp_path / "out.mp4"))[0]
    # `gray` is full range: the picture's own 110 of full range comes back.
    assert abs(int(grey[20:30, 60:70].mean()) - 110) <= 4


def test_colours_of_standard_definition_become_those_of_high(tmp_path):
    wanted = np.zeros((64, 64, 3), np.uint8)
    wanted[:] = (200, 60, 40)
    source = tmp_path / "in.mp4"
    with av.open(str(source), "w") as container:
        video = container.add_stream("libx264", rate=30, options={"crf": "4"})
        video.width = video.height = 64
        video.pix_fmt = "yuv420p"
        frame = av.VideoFrame.from_ndarray(wanted, "rgb24")
        container.mux(video.encode(frame.reformat(format="yuv420p", dst_colorspace=5)))
        container.mux(video.encode(None))
    out = rendered(timeline(clip(source, 0, 34), size=(64, 64)), tmp_path / "out.mp4")
    with av.open(str(out)) as container:
        frame = next(container.decode(video=0))
        shown = frame.reformat(format="rgb24", src_colorspace=1, dst_colorspace=1).to_ndarray()
    assert np.abs(shown[32, 32].astype(int) - (200, 60, 40)).max() <= 6


def test_a_film_is_tagged_and_can_be_played_while_it_loads(tmp_path):
    source = films.make(tmp_path / "in.mp4", Film(count=30, tone_hz=440))
    line = timeline(clip(source, 0, 900, keep_sound=True))
    out = rendered(line, tmp_path / "out.mp4")
    content = out.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    with av.open(str(out)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        context = video.codec_context
        tags = (context.colorspace, context.color_primaries, context.color_trc)
        assert tags == (1, 1, 1)
        assert context.color_range == 1
        assert (context.name, context.pix_fmt, audio.codec_context.name) == (
            "h264",
            "yuv420p",
            "aac",
        )


def test_sound_and_picture_last_equally_long_whichever_is_longer(tmp_path):
    source = films.make(tmp_path / "in.mp4", Film(count=30, tone_hz=440, seconds=2.5))
    line = timeline(clip(source, 0, 700, keep_sound=True))
    out = rendered(line, tmp_path / "out.mp4")
    assert len(films.greys(out)) == 21
    assert len(films.sound_of(out)) == pytest.approx(0.7 * films.SOUND_HZ, abs=48)


def test_flash_and_click_stay_together(tmp_path):
    source = films.make(tmp_path / "in.mp4", Film(count=90, clicks=True))
    line = timeline(
        clip(source, 0, 1400, 0, keep_sound=True), clip(source, 1400, 1200, 1000, keep_sound=True)
    )
    out = rendered(line, tmp_path / "out.mp4")
    flashes = [n for n, grey in enumerate(films.greys(out)) if grey.min() > 200]
    clicks = films.clicks_of(films.sound_of(out))
    # The first click lies in the fade that keeps a cut from clicking.
    near = [at / films.SOUND_HZ * 30 for at in clicks]
    for at in near:
        assert min(abs(at - flash) for flash in flashes) < 0.1
    assert len(near) >= len(flashes) - 2


def test_a_film_without_sound_gets_no_track_of_silence(tmp_path):
    source = films.make(tmp_path / "in.mp4")
    out = rendered(timeline(clip(source, 0, 300, keep_sound=True)), tmp_path / "out.mp4")
    with av.open(str(out)) as container:
        assert not container.streams.audio


class Stamp:
    """Lays a white square on the pictures of some times."""

    def __init__(self, first, last):
        self._first, self._last = index_to_us(first, 30), index_to_us(last, 30)
        square = black(32, 32)
        square.y[:] = 235
        clear = np.zeros((32, 32), np.uint8)
        self._patch = Patch(8, 80, square, clear, clear[::2, ::2])

    def at(self, time_us):
        return (self._patch,) if self._first <= time_us < self._last else ()


def test_what_is_drawn_over_stands_exactly_in_its_time_and_place(tmp_path):
    source = films.make(tmp_path / "in.mp4", Film(count=30))
    line = timeline(clip(source, 0, 1000))
    plain = films.greys(rendered(line, tmp_path / "plain.mp4"))
    drawn = films.greys(rendered(line, tmp_path / "drawn.mp4", Stamp(7, 19)))
    for number, (one, two) in enumerate(zip(plain, drawn, strict=True)):
        changed = np.abs(one.astype(int) - two).max(axis=None) > 60
        assert changed == (7 <= number < 19)
        outside = np.abs(one.astype(int) - two)
        outside[76:116, 4:44] = 0
        # The decoder's own pictures were not painted on: nothing is left of it elsewhere or later.
        assert outside.mean() < 1.5


def test_a_held_picture_is_not_painted_on_twice(tmp_path):
    source = films.make(tmp_path / "in.mp4", Film(count=2))
    shown = films.greys(rendered(timeline(clip(source, 0, 500)), tmp_path / "o.mp4", Stamp(3, 6)))
    assert shown[5][96, 24] > 220
    assert abs(int(shown[8][96, 24]) - 110) < 14


def test_stopping_is_quick_and_leaves_nothing(tmp_path):
    source = films.make(tmp_path / "in.mp4", Film(count=30))
    task = Task()

    class Stopper:
        asked = 0.0

        def at(self, time_us):
            if time_us > 300_000 and not self.asked:
                self.asked = time.monotonic()
                task.cancel()
            return ()

    stopper = Stopper()
    with pytest.raises(Cancelled):
        rendered(timeline(clip(source, 0, 900_000)), tmp_path / "out.mp4", stopper, task)
    assert time.monotonic() - stopper.asked < 0.5
    assert [path.name for path in tmp_path.iterdir()] == ["in.mp4"]


def test_progress_goes_from_nothing_to_all(tmp_path):
    source = films.make(tmp_path / "in.mp4", Film(count=30, tone_hz=300))
    seen = []

    class Watched(Task):
        def progress(self, fraction, note=""):
            super().progress(fraction, note)
            seen.append(fraction)

    line = timeline(clip(source, 0, 1000, keep_sound=True))
    rendered(line, tmp_path / "out.mp4", task=Watched())
    assert seen == sorted(seen)
    assert seen[0] < 0.1
    assert seen[-1] > 0.9


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("note.mp4", b"This is no film.", "not a sound or video file"),
        ("none.mp4", b"", "is empty"),
        ("half.mp4", None, "incomplete"),
    ],
)
def test_what_is_no_film_is_said_plainly(tmp_path, name, content, words):
    path = tmp_path / name
    whole = films.make(tmp_path / "whole.mp4", Film(count=30)).read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if content is None else content)
    with pytest.raises(CreatorError, match=words):
        rendered(timeline(clip(path, 0, 500)), tmp_path / "out.mp4")
    assert not (tmp_path / "out.mp4").exists()


def test_a_sound_file_is_no_picture(tmp_path):
    sound = films.make(tmp_path / "in.mp4", Film(count=10, tone_hz=300))
    only = tmp_path / "only.m4a"
    with av.open(str(sound)) as given, av.open(str(only), "w", format="mp4") as made:
        copy = made.add_stream_from_template(given.streams.audio[0])
        for packet in given.demux(given.streams.audio[0]):
            if packet.size:
                packet.stream = copy
                made.mux(packet)
    with pytest.raises(CreatorError, match="holds no picture"):
        rendered(timeline(clip(only, 0, 500)), tmp_path / "out.mp4")


def test_a_film_damaged_in_its_middle_is_shown_as_far_as_it_goes(tmp_path):
    source = films.make(tmp_path / "in.ts", Film(count=90))
    content = bytearray(source.read_bytes())
    middle = len(content) // 2 // 188 * 188
    content[middle : middle + 188 * 12] = bytes(188 * 12)
    source.write_bytes(content)
    shown = films.numbers(rendered(timeline(clip(source, 0, 3000)), tmp_path / "out.mp4"))
    assert len(shown) == 90
    assert shown[:20] == list(range(20))
    assert shown[-3:] == [87, 88, 89]


def test_the_time_stamps_of_a_broadcast_need_not_begin_at_nothing(tmp_path):
    source = films.make(tmp_path / "in.ts", Film(count=40, clicks=True))
    line = timeline(clip(source, 0, 1000, 200, keep_sound=True))
    out = rendered(line, tmp_path / "out.mp4")
    flashes = [n for n, grey in enumerate(films.greys(out)) if grey.min() > 200]
    # Its sound begins a fraction of a picture before its first picture.
    assert flashes in ([4, 14, 24], [5, 15, 25])


def test_an_empty_timeline_is_said_plainly(tmp_path):
    with pytest.raises(CreatorError, match="nothing to render"):
        rendered(timeline(), tmp_path / "out.mp4")


def test_an_unknown_ending_is_said_plainly(tmp_path):
    source = films.make(tmp_path / "in.mp4")
    with pytest.raises(CreatorError, match=r"out\.xyz"):
        rendered(timeline(clip(source, 0, 100)), tmp_path / "out.xyz")


def test_a_full_disk_is_said_plainly_and_nothing_half_stays(small_disk, tmp_path):
    noise = tmp_path / "noise.mkv"
    rng = np.random.default_rng(1)
    with av.open(str(noise), "w") as container:
        video = container.add_stream("ffv1", rate=30)
        video.width, video.height, video.pix_fmt = 640, 480, "yuv420p"
        for number in range(40):
            pixels = rng.integers(0, 255, (720, 640), np.uint8)
            frame = av.VideoFrame.from_ndarray(pixels, "yuv420p")
            frame.pts = number
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
    line = timeline(clip(noise, 0, 1300), size=(640, 480))
    with pytest.raises(CreatorError, match="disk is full"):
        rendered(line, small_disk.path / "out.mp4")
    assert list(small_disk.path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said_before_the_work(tmp_path):
    source = films.make(tmp_path / "in.mp4")
    with pytest.raises(CreatorError, match="does not exist"):
        rendered(timeline(clip(source, 0, 100)), tmp_path / "none" / "out.mp4")


def test_names_of_any_script_and_spaces_are_fine(tmp_path):
    folder = tmp_path / "影片 mit “Leerraum” 🎬"
    folder.mkdir()
    source = films.make(folder / "第一.mp4", Film(count=5))
    out = rendered(timeline(clip(source, 0, 160)), folder / "final ’cut’ 最终.mp4")
    assert films.numbers(out) == list(range(5))


def test_rendering_in_a_thread_gives_the_same_bytes(tmp_path):
    source = films.make(tmp_path / "in.mp4", Film(count=20))
    line = timeline(clip(source, 0, 600))
    here = rendered(line, tmp_path / "here.mp4")
    worker = threading.Thread(target=rendered, args=(line, tmp_path / "there.mp4"))
    worker.start()
    worker.join()
    assert films.numbers(here) == films.numbers(tmp_path / "there.mp4")


def test_only_one_file_is_open_at_a_time(tmp_path, monkeypatch):
    sources = [films.make(tmp_path / f"{n}.mp4", Film(count=4)) for n in range(5)]
    line = timeline(*(clip(each, n * 100, 100) for n, each in enumerate(sources)))

    class Counting:
        most = 0

        def at(self, _time_us):
            links = [each.resolve() for each in Path("/proc/self/fd").iterdir()]
            held = sum(1 for each in links if each in sources)
            self.most = max(self.most, held)
            return ()

    counting = Counting()
    rendered(line, tmp_path / "out.mp4", counting)
    assert counting.most == 1


def test_sounds_are_let_go_when_a_render_fails(tmp_path):
    source = films.make(tmp_path / "in.mp4", Film(count=30, tone_hz=300))
    gone = tmp_path / "gone.mp4"
    line = timeline(clip(source, 0, 300), clip(gone, 300, 300), sounds=(Sound(source, 0, 600_000),))
    with pytest.raises(CreatorError, match="does not exist"):
        rendered(line, tmp_path / "out.mp4")
    links = [each.resolve() for each in Path("/proc/self/fd").iterdir()]
    assert source not in links
    shutil.rmtree(tmp_path)
