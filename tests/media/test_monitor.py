import numpy as np
import pytest

from creator_app.media.device import Device, DeviceError
from creator_app.media.monitor import Monitor

MIC = Device("mic", "A microphone", "mic", 1, 48_000, True, "pulse")


class Line:
    """A device that delivers what a test says."""

    def __init__(self):
        self.is_over = False
        self.is_closed = False
        self.hear = None

    def open(self, _device, hear):
        self.hear = hear
        return self

    def close(self):
        self.is_closed = True

    def say(self, amplitude):
        self.hear(np.full(480, amplitude * 32767, "<i2").tobytes(), 0, False)


@pytest.fixture
def line():
    return Line()


def test_it_measures_what_the_device_delivers(line):
    monitor = Monitor(MIC, open_stream=line.open)
    monitor.open()
    meter = monitor.meter()
    line.say(0.5)
    assert [round(level.peak_db) for level in meter.read()] == [-6]
    assert meter.read() == []
    assert monitor.close()
    assert line.is_closed


def test_nothing_is_heard_after_it_was_let_go(line):
    monitor = Monitor(MIC, open_stream=line.open)
    monitor.open()
    meter = monitor.meter()
    monitor.let_go()
    line.say(0.5)
    assert meter.read() == []
    assert monitor.close()


def test_a_device_that_is_taken_says_so(line):
    def taken(_device, _hear):
        raise DeviceError("A microphone is in use by another program.")

    monitor = Monitor(MIC, open_stream=taken)
    with pytest.raises(DeviceError, match="in use"):
        monitor.open()
    assert not monitor.is_open
    assert monitor.close()


def test_half_a_sample_is_left_out(line):
    monitor = Monitor(MIC, open_stream=line.open)
    monitor.open()
    line.hear(b"\x00\x01\x02", 0, False)
    assert monitor.meter().read() == []
    assert monitor.close()
