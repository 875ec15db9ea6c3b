"""Sound devices that deliver what a test tells them, when it tells them."""

import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from creator_app.media.device import Device, DeviceError, Hear
from tests.sound_card import wait_until

RATE = 48_000
MIC = Device("mic", "Desk microphone", "mic", 1, RATE, is_default=True, backend="portaudio")
SYSTEM = Device("out", "Loudspeaker", "system", 2, RATE, is_default=True, backend="portaudio")


class FakeStream:
    """One time a device was opened."""

    def __init__(self, device: Device, hear: Hear) -> None:
        self.device, self.hear = device, hear
        self.is_over = False
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


class FakeDevices:
    """Opens streams that deliver by `deliver`; `fail` makes the next ones not open."""

    def __init__(self) -> None:
        self.streams: list[FakeStream] = []
        self.failure: DeviceError | None = None
        self.hang: threading.Event | None = None
        self._at: dict[str, int] = {}

    def open(self, device: Device, hear: Hear) -> FakeStream:
        if self.hang is not None:
            self.hang.wait()
        if self.failure is not None:
            raise self.failure
        stream = FakeStream(device, hear)
        self.streams.append(stream)
        return stream

    def last(self, side: str) -> FakeStream:
        return [each for each in self.streams if each.device.side == side][-1]

    def deliver(self, side: str, samples: Any, *, age_s: float | None = None) -> None:
        """Deliver samples that were taken just now, or so long ago."""
        stream = self.last(side)
        age_s = len(samples) / stream.device.rate_hz if age_s is None else age_s
        taken_us = round((time.monotonic() - age_s) * 1e6)
        stream.hear(np.ascontiguousarray(samples, np.int16), taken_us, False)


def tone(seconds: float, channels: int = 1, amplitude: int = 8000) -> np.ndarray:
    # 400 Hz: a block of 20 ms ends where the next begins.
    wave = np.sin(np.arange(round(seconds * RATE)) * 2 * np.pi * 400 / RATE) * amplitude
    return np.repeat(wave.astype(np.int16)[:, None], channels, axis=1)


class Delivering:
    """Delivers a tone in real time, block by block, until the block of the test ends."""

    def __init__(self, devices: FakeDevices, sides: dict[str, int]) -> None:
        self._devices, self._sides = devices, sides
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        wait_until(lambda: len(self._devices.streams) >= len(self._sides))
        began, blocks = time.monotonic(), 0
        while not self._over.wait(max(0.0, began + blocks * 0.02 - time.monotonic())):
            blocks += 1
            for side, channels in self._sides.items():
                stream = self._devices.last(side)
                if not stream.is_over:
                    taken_us = round((began + blocks * 0.02 - 0.04) * 1e6)
                    stream.hear(tone(0.02, channels), taken_us, False)


Condition = Callable[[], bool]
