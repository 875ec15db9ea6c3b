"""Where PortAudio cannot: system sound on Windows, and Pulse without its ALSA plug-in."""

import threading
import time
from typing import Any

import numpy as np

from creator_app.media.device import Device, DeviceError, Hear

BLOCK_S = 0.05
JOIN_S = 3.0


def loopbacks() -> list[Device]:
    """Return the outputs whose sound can be recorded, as Windows lists them."""
    import soundcard

    default = str(soundcard.default_speaker().id)
    return [
        Device(
            ident=str(each.id),
            name=str(each.name),
            side="system",
            channels=int(each.channels),
            rate_hz=48_000,
            is_default=str(each.id) == default,
            backend="soundcard",
        )
        for each in soundcard.all_microphones(include_loopback=True)
        if each.isloopback
    ]


class SoundcardStream:
    """An open source; a thread of its own asks for sound, as the library has no callback.

    Attributes:
        is_over: Whether it ended by itself.
    """

    def __init__(self, device: Device, hear: Hear) -> None:
        self.is_over = False
        self._device, self._hear = device, hear
        self._is_closing = False
        self._is_open = threading.Event()
        self._failure = ""
        self._thread = threading.Thread(target=self._run, name="soundcard", daemon=True)
        self._thread.start()
        self._is_open.wait(JOIN_S)
        if not self._is_open.is_set() or self._failure:
            self._is_closing = True
            raise DeviceError(
                f"{device.name} could not be opened ({self._failure or 'it does not answer'}).",
                "Check that it is connected and switched on.",
            )

    def close(self) -> None:
        """Let the device go."""
        self._is_closing = True
        self._thread.join(JOIN_S)

    def _run(self) -> None:
        try:
            self._record()
        except Exception as error:  # noqa: BLE001 - the library raises whatever its system says
            self._failure = str(error) or type(error).__name__
        self.is_over = True
        self._is_open.set()

    def _record(self) -> None:
        import soundcard

        device = self._device
        source = soundcard.get_microphone(device.ident, include_loopback=True)
        block = round(device.rate_hz * BLOCK_S)
        with source.recorder(device.rate_hz, device.channels, block) as recorder:
            self._is_open.set()
            while not self._is_closing:
                samples = recorder.record(None)
                age_us = len(samples) * 1_000_000 // device.rate_hz
                if len(samples):
                    data = _in_format(samples, device.sample_format)
                    self._hear(data, time.monotonic_ns() // 1000 - age_us, False)


def _in_format(samples: Any, sample_format: str) -> Any:
    if sample_format == "f32":
        return np.ascontiguousarray(samples, np.float32)
    return np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16)
