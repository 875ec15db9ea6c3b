import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from creator_app.drawing.patches import patch_of, pixels_of
from creator_app.drawing.text import (
    ShapedLine,
    blank,
    draw_ink,
    get_ready,
    heavy_font,
    painter_on,
)

pytestmark = pytest.mark.usefixtures("qapp")

DRAWN = """
import threading
from creator_app.core.captions import Cue
from creator_app.drawing.captions import CaptionOverlay
from creator_app.drawing.layout import Frame
found = []
def draw():
    text = "Hello 你好 مرحبا हिन्दी 🎬"
    found.append(CaptionOverlay((Cue(0, 1, (text,)),), "plain", Frame(540, 960)).at(0))
{how}
assert (found[0][0].clear < 100).sum() > 500
print("drawn")
"""
HOWS = {
    "here": "draw()",
    "in a thread": "t = threading.Thread(target=draw); t.start(); t.join()",
}


@pytest.mark.parametrize("how", HOWS)
def test_text_is_drawn_where_there_is_no_screen_and_no_application(how):
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }
    script = DRAWN.replace("{how}", HOWS[how])
    made = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env=environment
    )
    assert (made.returncode, made.stdout, made.stderr) == (0, "drawn\n", "")


def test_getting_ready_twice_is_getting_ready_once(qapp):
    get_ready()
    get_ready()
    assert qapp.instance() is qapp


def test_parts_of_a_line_lie_side_by_side():
    line = ShapedLine("One two", heavy_font(40))
    first, second = line.reach(0, 3), line.reach(4, 3)
    assert 0 <= first[0] < first[1] < second[0] < second[1] <= line.width + 1


def test_characters_beyond_the_first_plane_count_as_one():
    line = ShapedLine("🎬🎬 end", heavy_font(40))
    assert line.reach(3, 3)[1] == pytest.approx(line.width, abs=1)
    assert not line.ink(3, 3).path.isEmpty()


def test_lines_from_the_right_begin_at_the_right():
    line = ShapedLine("مرحبا بالعالم", heavy_font(40))
    assert line.reach(0, 5)[0] > line.reach(6, 7)[0]


def test_nothing_has_no_ink():
    ink = ShapedLine("   ", heavy_font(40)).ink()
    assert ink.path.isEmpty()


def test_a_patch_has_the_colours_of_its_bitmap():
    image = blank(40, 40)
    image.fill(QColor(255, 212, 71))
    patch = patch_of(image, 2, 4)
    # ITU-R BT.709 of that yellow, in the limited range.
    values = [int(plane[5, 5]) for plane in patch.picture.each]
    assert values == pytest.approx([197, 62, 153], abs=1)
    assert patch.clear.max() == 0
    assert (patch.left, patch.top) == (2, 4)


def test_what_is_clear_changes_nothing():
    patch = patch_of(blank(20, 20), 0, 0)
    assert all(plane.max() == 0 for plane in patch.picture.each)
    assert patch.clear.min() == 255


def test_an_outline_stands_out_on_every_side():
    def extent(outline):
        image = blank(120, 80)
        painter = painter_on(image)
        line = ShapedLine("O", heavy_font(40))
        draw_ink(painter, line.ink(), QPointF(40, 10), QColor("white"), outline)
        painter.end()
        rows = (pixels_of(image)[:, :, 3] > 128).any(axis=1)
        return rows.sum()

    assert extent((QColor("black"), 4.0)) == pytest.approx(extent(None) + 8, abs=2)
