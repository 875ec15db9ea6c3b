import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor

from creator_app.ui.theme import theme
from creator_app.ui.widgets.live_strip import LiveStrip
from creator_app.ui.widgets.waveform import Stretch, Waveform, draw_columns, fit_columns

SECOND_US = 1_000_000
INKS = (QColor("#000000"), QColor("#00ff00"), QColor("#ff0000"))


def _columns(count, peak=0.5):
    return np.tile(np.array([-peak, peak, peak / 2], dtype=np.float32), (count, 1))


@pytest.fixture
def wave(shown):
    wave = Waveform("Recording")
    wave.set_seekable()
    wave.set_columns(_columns(1000), 100 * SECOND_US)
    return shown(wave, 202, 42)


def test_no_peak_gets_lost_when_there_are_more_columns_than_pixels():
    columns = _columns(100_000, 0.1)
    columns[77_777] = (-0.9, 1.0, 0.2)
    lowest, highest, _loud = fit_columns(columns, 640)
    assert (lowest.min(), highest.max()) == (np.float32(-0.9), np.float32(1.0))


def test_loudness_is_the_mean_of_the_energy():
    columns = np.zeros((10, 3), dtype=np.float32)
    columns[::2, 2] = 0.8
    assert fit_columns(columns, 1)[2][0] == pytest.approx(0.8 / 2**0.5)


@pytest.mark.parametrize(("have", "want"), [(1, 50), (7, 7), (7, 20), (640, 639), (5000, 33)])
def test_exactly_as_many_columns_as_pixels(have, want):
    assert [len(part) for part in fit_columns(_columns(have), want)] == [want] * 3


def test_columns_are_drawn_sharp_and_centred(qapp):
    image = draw_columns(_columns(10), QSize(10, 101), INKS).toImage()
    heights = [
        [y for y in range(101) if image.pixelColor(5, y).name() == name]
        for name in ("#00ff00", "#ff0000")
    ]
    assert (heights[0][0], heights[0][-1]) == (25, 75)
    assert (heights[1][0], heights[1][-1]) == (38, 62)
    assert {image.pixelColor(x, y).name() for x in range(10) for y in range(101)} == {
        "#000000",
        "#00ff00",
        "#ff0000",
    }


def test_silence_is_a_thin_line(qapp):
    image = draw_columns(np.zeros((4, 3), np.float32), QSize(4, 21), INKS).toImage()
    lit = [y for y in range(21) if image.pixelColor(1, y).name() != "#000000"]
    assert lit == [10]


def test_the_played_part_and_the_playhead_are_painted(wave):
    wave.set_played(50 * SECOND_US)
    image = wave.grab().toImage()
    assert image.pixelColor(50, 21) == theme().colors.wave_played
    assert image.pixelColor(150, 21) == theme().colors.wave_rms
    assert image.pixelColor(wave._x_of(50 * SECOND_US), 21) == theme().colors.playhead


def test_moving_the_playhead_paints_only_the_columns_between(wave, monkeypatch):
    wave.set_played(50 * SECOND_US)
    areas = []
    monkeypatch.setattr(wave, "update", areas.append)
    wave.set_played(51 * SECOND_US)
    assert len(areas) == 1
    assert areas[0].width() <= 12
    wave.set_played(51 * SECOND_US + 1000)
    assert len(areas) == 1


def test_the_wave_is_drawn_once_for_a_size(wave):
    wave.grab()
    first = wave._tiles
    wave.set_played(10 * SECOND_US)
    wave.grab()
    assert wave._tiles is first
    wave.resize(300, 42)
    wave.grab()
    assert wave._tiles is not first


def test_a_press_and_the_arrow_keys_seek(wave, qtbot):
    with qtbot.waitSignal(wave.seeked) as told:
        qtbot.mouseClick(wave, Qt.MouseButton.LeftButton, pos=QPoint(101, 20))
    assert told.args[0] == pytest.approx(50 * SECOND_US, abs=SECOND_US)
    with qtbot.waitSignal(wave.seeked) as told:
        qtbot.keyClick(wave, Qt.Key.Key_Home)
    assert told.args == [0]
    with qtbot.waitSignal(wave.seeked) as told:
        qtbot.keyClick(wave, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert told.args == [5 * SECOND_US]
    assert wave.accessibleDescription() == "0:05 of 1:40"


def test_one_that_only_shows_takes_no_presses(qtbot):
    wave = Waveform("Take 1")
    qtbot.addWidget(wave)
    wave.set_columns(_columns(10), SECOND_US)
    with qtbot.assertNotEmitted(wave.seeked):
        qtbot.mouseClick(wave, Qt.MouseButton.LeftButton)
    assert wave.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_flags_gaps_and_speakers_stand_where_they_are(wave):
    before = wave.grab().toImage()
    wave.set_flags((Stretch(20 * SECOND_US, 30 * SECOND_US),))
    wave.set_gaps((Stretch(60 * SECOND_US, 80 * SECOND_US, "paused"),))
    after = wave.grab().toImage()
    changed = [x for x in range(202) if before.copy(x, 0, 1, 42) != after.copy(x, 0, 1, 42)]
    assert all(40 <= x <= 61 or 119 <= x <= 161 for x in changed)
    assert set(range(42, 59)) <= set(changed)
    wave.set_speakers((Stretch(0, 50 * SECOND_US, "", 3),))
    assert wave.grab().toImage().pixelColor(30, 38) == theme().speaker(3)[0]


def test_no_sound_and_an_empty_one_are_painted_too(qtbot):
    wave = Waveform("Nothing")
    qtbot.addWidget(wave)
    wave.grab()
    wave.set_columns(np.zeros((0, 3), np.float32), 0)
    wave.set_seekable()
    wave.grab()


def test_the_live_strip_reads_while_seen_and_keeps_the_newest_at_the_right(shown, qtbot):
    peaks = iter([0.1] * 30 + [1.0])
    strip = LiveStrip("Microphone", lambda: (next(peaks, 0.0), 0.0))
    for _ in range(31):
        strip.tick()
    strip = shown(strip, 120, 40)
    strip._timer.stop()
    image = strip.grab().toImage()
    assert image.pixelColor(115, 6) == theme().colors.wave_peak
    assert image.pixelColor(80, 6) == theme().colors.wave_bg
    strip.show()
    assert strip.isVisible()
    strip.hide()
    assert not strip.is_reading


def test_the_live_strip_leaves_room_where_nothing_was_recorded(qtbot):
    strip = LiveStrip("Microphone", lambda: None)
    qtbot.addWidget(strip)
    before = strip.grab().toImage()
    for _ in range(5):
        strip.tick()
    assert strip.grab().toImage() == before
