import pytest
from PySide6.QtGui import QGuiApplication

from creator_app.ui.theme import theme
from creator_app.ui.widgets import meter as module
from creator_app.ui.widgets.meter import HOLD_US, Level, LevelMeter

START_US = 10_000_000


class Sound:
    def __init__(self, peak_db=-20.0):
        self.level = Level(peak_db)
        self.asked = 0

    def read(self):
        self.asked += 1
        return self.level


@pytest.fixture
def sound():
    return Sound()


@pytest.fixture
def meter(shown, sound):
    made = shown(LevelMeter("Microphone", sound.read), 300, 40)
    made._timer.stop()
    return made


def _lit(meter, name):
    image = meter.grab().toImage()
    bar = meter._bar_place()
    ink = theme().color(name)
    return sum(
        image.pixelColor(index * 5 + 1, bar.center().y()) == ink
        for index in range(meter._segments(bar))
    )


def test_it_reads_only_while_it_can_be_seen(meter, sound, qtbot):
    meter.hide()
    assert not meter.is_reading
    meter.show()
    assert meter.is_reading
    asked = sound.asked
    qtbot.waitUntil(lambda: sound.asked > asked)
    meter.hide()
    asked = sound.asked
    QGuiApplication.processEvents()
    assert sound.asked == asked


@pytest.mark.parametrize(("peak_db", "share"), [(-60, 0.0), (-36, 0.4), (-18, 0.7), (0, 1.0)])
def test_the_scale_is_even_in_decibels(meter, sound, peak_db, share):
    sound.level = Level(float(peak_db))
    meter.tick(START_US)
    count = meter._segments(meter._bar_place())
    lit = sum(_lit(meter, name) for name in ("meter_ok", "meter_hot", "meter_clip"))
    assert lit == pytest.approx(share * count, abs=1)


def test_green_then_amber_then_red(meter, sound):
    sound.level = Level(0.0)
    meter.tick(START_US)
    count = meter._segments(meter._bar_place())
    shares = [_lit(meter, name) / count for name in ("meter_ok", "meter_hot", "meter_clip")]
    assert shares == [pytest.approx(share, abs=0.03) for share in (0.7, 0.15, 0.15)]


def test_the_peak_is_held_for_a_second_and_a_half(meter, sound):
    sound.level = Level(-6.0)
    meter.tick(START_US)
    sound.level = Level(-40.0)
    meter.tick(START_US + HOLD_US - 1)
    assert meter.held_db == -6.0
    meter.tick(START_US + HOLD_US)
    assert meter.held_db == -40.0


def test_it_rises_at_once_and_falls_slowly(meter, sound):
    sound.level = Level(-50.0)
    meter.tick(START_US)
    sound.level = Level(-10.0)
    meter.tick(START_US + 33_000)
    assert meter._now_db == -10.0
    sound.level = Level(-60.0)
    meter.tick(START_US + 133_000)
    assert meter._now_db == pytest.approx(-14.0)


def test_the_number_changes_twice_a_second_and_tells_the_loudest(meter, sound):
    meter.tick(START_US)
    assert meter.number == "−20 dB"
    sound.level = Level(-5.0)
    meter.tick(START_US + 100_000)
    assert meter.number == "−20 dB"
    sound.level = Level(-30.0)
    meter.tick(START_US + 500_000)
    assert meter.number == "−5 dB"


def test_silence_and_no_device_are_told_apart(meter, sound):
    sound.level = Level(float("-inf"))
    meter.tick(START_US)
    assert meter.number == "silent"
    sound.level = None
    meter.tick(START_US + 600_000)
    assert meter.number == "−"


def test_clipping_is_announced_once_and_levels_never(meter, sound, monkeypatch):
    said = []
    monkeypatch.setattr(
        "creator_app.ui.widgets.speech.announce", lambda _w, words, **_: said.append(words)
    )
    meter.tick(START_US)
    for step in range(1, 4):
        sound.level = Level(0.0, has_clipped=True)
        meter.tick(START_US + step * 33_000)
    assert said == ["Microphone: too loud"]


def test_an_unchanged_level_paints_nothing_again(meter, sound, monkeypatch):
    meter.tick(START_US)
    meter.tick(START_US + 33_000)
    painted = []
    monkeypatch.setattr(module.LevelMeter, "update", lambda *_: painted.append(1))
    meter.tick(START_US + 66_000)
    assert painted == []
