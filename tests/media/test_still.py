from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from creator_app.core.errors import CreatorError
from creator_app.core.timeline import Clip
from creator_app.media.still import Still, read_picture


def written(path: Path, pixels) -> Path:
    cv2.imwrite(str(path), np.ascontiguousarray(pixels[:, :, ::-1] if pixels.ndim == 3 else pixels))
    return path


def textured(height, width, seed=5):
    noise = np.random.default_rng(seed).integers(40, 215, (height // 8, width // 8, 3), np.uint8)
    return cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)


def still(path, width=90, height=160, seconds=4):
    return Still(Clip(path, 0, seconds * 1_000_000, still=True), width, height)


@pytest.mark.parametrize("ending", ["png", "jpg", "webp", "bmp", "tiff"])
def test_every_common_kind_of_picture_is_read(tmp_path, ending):
    path = written(tmp_path / f"a.{ending}", np.full((40, 60, 3), (200, 100, 50), np.uint8))
    assert np.abs(read_picture(path).astype(int) - (200, 100, 50)).max() <= 6


def test_clear_parts_are_white_as_on_paper(tmp_path):
    pixels = np.zeros((20, 20, 4), np.uint8)
    pixels[:10] = (0, 0, 255, 255)
    cv2.imwrite(str(tmp_path / "a.png"), pixels)
    picture = read_picture(tmp_path / "a.png")
    assert picture[5, 5].tolist() == [255, 0, 0]
    assert picture[15, 5].tolist() == [255, 255, 255]


def test_16_bits_and_grey_are_read(tmp_path):
    written(tmp_path / "deep.png", np.full((10, 10, 3), 40_000, np.uint16))
    written(tmp_path / "grey.png", np.full((10, 10), 99, np.uint8))
    assert read_picture(tmp_path / "deep.png")[5, 5].tolist() == [156, 156, 156]
    assert read_picture(tmp_path / "grey.png")[5, 5].tolist() == [99, 99, 99]


def test_a_photo_that_lies_on_its_side_stands_upright(tmp_path):
    path = written(tmp_path / "a.jpg", np.full((40, 60, 3), 90, np.uint8))
    content = path.read_bytes()
    # An EXIF block that says «turn me 90° clockwise» (orientation 6), put after the first marker.
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    block = b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
    path.write_bytes(content[:2] + block + content[2:])
    assert read_picture(path).shape == (60, 40, 3)


@pytest.mark.parametrize("content", [b"", b"no picture at all", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_what_is_no_picture_is_said_plainly(tmp_path, content):
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(CreatorError):
        read_picture(tmp_path / "a.png")


def test_a_still_moves_slowly_and_steadily(tmp_path):
    picture = still(written(tmp_path / "a.png", textured(640, 480)))
    frames = [picture.at(n * 33_333).planes.y.astype(int) for n in range(60)]
    steps = [np.abs(a - b).mean() for a, b in pairwise(frames)]
    assert min(steps) > 0
    assert max(steps) < 12
    assert max(steps) < 3 * np.median(steps)


def test_the_same_picture_moves_the_same_way_at_every_export(tmp_path):
    path = written(tmp_path / "a.png", textured(640, 480))
    one, two = (still(path).at(1_000_000).planes.y for _ in range(2))
    assert np.array_equal(one, two)


@pytest.mark.parametrize("shape", [(480, 640), (640, 480), (200, 1600), (1600, 200), (7, 5)])
def test_no_edge_of_the_picture_is_ever_seen(tmp_path, shape):
    pixels = np.full((*shape, 3), 180, np.uint8)
    picture = still(written(tmp_path / "a.png", pixels))
    for time_us in (0, 1_300_000, 4_000_000):
        assert picture.at(time_us).planes.y.min() > 80


def test_a_panorama_is_shown_whole_before_its_blur(tmp_path):
    pixels = np.zeros((200, 800, 3), np.uint8)
    pixels[:, :400], pixels[:, 400:] = (255, 255, 255), (200, 200, 200)
    shown = still(written(tmp_path / "a.png", pixels)).at(0).planes.y
    # Both halves are there, and the ground above them is darker.
    assert shown[80, 20] > shown[80, 70] > shown[10, 45]
