import re

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from creator_app.core.errors import CreatorError
from creator_app.core.files import PACKAGE, resource
from creator_app.ui import icons

NAMES = sorted(path.stem for path in resource("icons").glob("*.svg"))
DRAWN_NAMES = re.compile(r'"([a-z][a-z0-9]*(?:-[a-z0-9]+)+)"')
# Words in the code that look like names of icons and are not.
NOT_ICONS = {"high-contrast"}


def _colors_of(picture):
    image = picture.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return [pixel for pixel in pixels if pixel.alpha() > 250]


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_draws_something_in_the_colour_asked_for(qapp, name):
    seen = _colors_of(icons.pixmap(name, 24, QColor("#ff0000"), 2.0))
    assert seen
    assert {color.name() for color in seen} == {"#ff0000"}


def test_the_names_of_the_design_are_all_there():
    wanted = """mic audio-lines clapperboard library-big list-checks settings cpu cloud cloud-off
    shield-check monitor-speaker headphones pause play square flag bookmark captions
    picture-in-picture-2 smartphone languages hard-drive timer ear database users merge
    spell-check replace scissors eye-off file-text gavel circle-help
    message-circle-question-mark rotate-cw git-compare columns-2 book-a music gauge wand-sparkles
    sparkles mouse-pointer-2 unfold-horizontal move-horizontal magnet scan type blend file-input
    upload plus chevron-right circle-check triangle-alert circle-x calendar-clock key undo-2
    redo-2 ellipsis panel-right loader-circle"""
    assert set(wanted.split()) <= set(NAMES)


def test_every_icon_the_widgets_name_is_shipped():
    text = "".join(path.read_text() for path in (PACKAGE / "ui" / "widgets").glob("*.py"))
    assert set(DRAWN_NAMES.findall(text)) - NOT_ICONS <= set(NAMES)


def test_an_icon_is_sharp_at_any_density(qapp):
    picture = icons.pixmap("mic", 16, QColor("white"), 1.5)
    assert (picture.width(), picture.devicePixelRatio()) == (24, 1.5)


def test_playing_and_stopping_are_filled_and_a_task_is_not(qapp):
    def share(name):
        return len(_colors_of(icons.pixmap(name, 24, QColor("white"))))

    assert share("stop") > 2 * share("square")
    assert share("play") > 60


def test_the_same_icon_is_drawn_once(qapp):
    first = icons.pixmap("flag", 16, QColor("#123456"))
    assert icons.pixmap("flag", 16, QColor("#123456")).cacheKey() == first.cacheKey()


def test_a_half_transparent_colour_stays_so(qapp):
    pale = QColor(255, 255, 255, 90)
    image = icons.pixmap("stop", 24, pale).toImage()
    assert abs(image.pixelColor(12, 12).alpha() - 90) <= 2


def test_an_unknown_icon_is_a_plain_failure(qapp):
    with pytest.raises(CreatorError, match="no-such-icon"):
        icons.pixmap("no-such-icon", 16, QColor("white"))


def test_an_icon_is_painted_in_the_middle_of_its_place(qapp):
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    icons.paint(painter, "stop", QRectF(10, 0, 20, 40), QColor("white"))
    painter.end()
    assert image.pixelColor(20, 20).alpha() > 200
    assert image.pixelColor(20, 4).alpha() == 0
