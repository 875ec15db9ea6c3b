import numpy as np
import pytest

from creator_app.media.framing import cut_to, framed, visible_share, whole_in
from creator_app.media.planes import (
    Canvas,
    Patch,
    Planes,
    black,
    blend,
    copy,
    of_frame,
    of_rgb,
    scale,
    turned,
)


def plain(width, height, y=100, u=90, v=160):
    canvas = Canvas(width, height)
    canvas.y[:], canvas.u[:], canvas.v[:] = y, u, v
    return canvas


@pytest.mark.parametrize("clear", [0, 1, 64, 127, 200, 254, 255])
def test_blending_is_what_arithmetic_says(clear):
    canvas = plain(8, 8, 180)
    above = plain(8, 8, round(50 * (255 - clear) / 255), 0, 0)
    patch = Patch(0, 0, above, np.full((8, 8), clear, np.uint8), np.full((4, 4), clear, np.uint8))
    blend(canvas, patch)
    expected = 180 * clear / 255 + 50 * (255 - clear) / 255
    assert np.abs(canvas.y.astype(float) - expected).max() <= 1


def test_only_what_lies_under_a_patch_is_touched():
    canvas = plain(32, 32)
    nothing = np.zeros((8, 8), np.uint8)
    blend(canvas, Patch(10, 20, black(8, 8), nothing, nothing[::2, ::2]))
    assert (canvas.y[20:28, 10:18] == 16).all()
    canvas.y[20:28, 10:18] = 100
    assert (canvas.y == 100).all()


def test_a_canvas_is_one_piece_of_memory_for_the_encoder():
    canvas = plain(16, 8, 50, 60, 70)
    planes = of_frame(canvas.frame)
    assert [int(plane[0, 0]) for plane in planes.each] == [50, 60, 70]
    canvas.y[0, 0] = 99
    assert of_frame(canvas.frame).y[0, 0] == 99


def test_a_copy_is_not_the_original():
    first = plain(8, 8)
    second = copy(first)
    second.y[:] = 1
    assert (first.y == 100).all()


@pytest.mark.parametrize(
    ("rgb", "yuv"),
    [
        ((0, 0, 0), (16, 128, 128)),
        ((255, 255, 255), (235, 128, 128)),
        ((255, 0, 0), (63, 102, 240)),
        ((0, 255, 0), (173, 42, 26)),
        ((0, 0, 255), (32, 240, 118)),
    ],
)
def test_colours_are_those_of_bt709(rgb, yuv):
    picture = of_rgb(np.full((4, 4, 3), rgb, np.uint8))
    assert [int(plane[0, 0]) for plane in picture.each] == pytest.approx(yuv, abs=1)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270, -90, 360])
def test_turning_is_clockwise(degrees):
    y = np.arange(24, dtype=np.uint8).reshape(4, 6)
    half = np.zeros((2, 3), np.uint8)
    made = turned(Planes(y, half, half), degrees)
    assert np.array_equal(made.y, np.rot90(y, -degrees // 90))


@pytest.mark.parametrize(("width", "height"), [(7, 5), (6, 5), (7, 6)])
def test_odd_sides_have_their_last_colour_too(width, height):
    odd = Planes(
        np.full((height, width), 50, np.uint8),
        np.full(((height + 1) // 2, (width + 1) // 2), 60, np.uint8),
        np.full(((height + 1) // 2, (width + 1) // 2), 70, np.uint8),
    )
    canvas = black(16, 16)
    scale(odd, canvas)
    assert [int(plane.min()) for plane in canvas.each] == [50, 60, 70]


def test_a_cut_keeps_the_middle_and_the_shape():
    box = cut_to(1920, 1080, 16 / 9, 9 / 16)
    assert box.width / box.height == pytest.approx(9 / 16, abs=0.01)
    assert box.left + box.width / 2 == pytest.approx(960, abs=2)
    assert box.left % 2 == box.top % 2 == 0


def test_a_whole_picture_fits_into_the_frame():
    box = whole_in(16 / 9, 108, 192)
    assert (box.left, box.width) == (0, 108)
    assert box.top * 2 + box.height == pytest.approx(192, abs=2)
    tall = whole_in(1 / 3, 108, 192)
    assert (tall.top, tall.height) == (0, 192)


def test_the_share_that_stays_visible():
    assert visible_share(1.0, 1.0) == 1
    assert visible_share(16 / 9, 9 / 16) == pytest.approx(0.316, abs=0.001)


@pytest.mark.parametrize("shape", [0.1, 0.3, 9 / 16, 1.0, 16 / 9, 4.0, 12.0])
def test_any_shape_fills_the_whole_frame(shape):
    width, height = (200, round(200 / shape)) if shape > 1 else (round(200 * shape), 200)
    made = framed(plain(width // 2 * 2, height // 2 * 2, 150), shape, 90, 160, 0.7)
    assert (made.width, made.height) == (90, 160)
    assert made.y.min() > 60
    assert made.y[78:82, 43:47].mean() == pytest.approx(150, abs=2)
