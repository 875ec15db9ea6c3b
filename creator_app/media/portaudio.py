"""PortAudio through sounddevice: the microphones of every system, and Pulse's named sources.

A named source is reached by the ALSA device «pulse», whose plug-in asks the environment which one
it is to open, once, while it is opened. Tried against `soundcard`, which talks to the server
itself: when the server dies, that library ends the whole process; here the stream just ends.
"""

import atexit
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from creator_app.media.device import Device, DeviceError, Hear
from creator_app.media.pulse import Presence

# How much a device may hold back while this computer is busy; blocks come at a quarter of it.
LATENCY_S = 0.2
# An open that hangs must not keep every other device waiting for ever.
GATE_S = 6.0
# How often a server is asked whether a device is still there.
PRESENCE_S = 0.5
PULSE = "pulse"
SOURCE_VARIABLE = "PULSE_SOURCE"
BUSY, BAD_DEVICE, BAD_CHANNELS, BAD_RATE = -9985, -9996, -9998, -9997
# The APIs that see each device once, with its usual name; Windows lists every device four times.
PREFERRED = {"win32": "Windows WASAPI", "darwin": "Core Audio", "linux": "ALSA"}
MORE_THAN_ANY_MICROPHONE = 16


class NoPluginError(DeviceError):
    """ALSA cannot open Pulse's named sources here."""


class PortAudio:
    """The library's state, which is one for the process: it lists devices only when it starts."""

    def __init__(self) -> None:
        self._gate = threading.Lock()
        self._streams: set[Any] = set()
        self._is_started = self._is_fresh = False

    def inputs(self) -> list[Device]:
        """Return the inputs there are now; those of the start while a stream is open.

        Raises:
            DeviceError: The library is missing, or the sound system does not answer.
        """
        with self._passing():
            library = self._fresh_library()
            apis = library.query_hostapis()
            wanted = PREFERRED.get(sys.platform)
            numbers = [at for at, api in enumerate(apis) if api["name"] == wanted]
            return [
                _device(info, apis)
                for info in library.query_devices()
                if info["max_input_channels"] > 0 and (not numbers or info["hostapi"] in numbers)
            ]

    def open(self, device: Device, hear: Hear) -> "PortAudioStream":
        """Open a device; `hear` is called from its own thread from now on.

        Raises:
            DeviceError: It is gone, taken, or does not work.
        """
        with self._passing():
            library, number = self._found(device)
            if device.backend == "pulse":
                os.putenv(SOURCE_VARIABLE, device.ident)
            try:
                stream = PortAudioStream(library, number, device, hear, self._streams.discard)
            except library.PortAudioError as error:
                raise _explained(error, device) from error
            self._streams.add(stream)
            return stream

    def opened(self, make: Callable[[Any], Any]) -> Any:
        """Make a stream for playing; devices are not looked at anew while it is open.

        Args:
            make: Opens and starts it, given the library.

        Raises:
            DeviceError: The library is missing or does not answer; or what `make` raises.
        """
        with self._passing():
            stream = make(self._fresh_library())
            self._streams.add(stream)
            return stream

    def closed(self, stream: Any) -> None:
        """Close a stream that `opened` returned."""
        try:
            stream.abort(ignore_errors=True)
            stream.close(ignore_errors=True)
        finally:
            self._streams.discard(stream)

    def _found(self, device: Device) -> tuple[Any, int]:
        library = self._library()
        number = _number(library, device)
        if number is None or device.backend != PULSE:
            library = self._fresh_library()
            number = _number(library, device)
        if number is None and device.backend == PULSE:
            raise NoPluginError(
                f"{device.name} cannot be opened: ALSA's plug-in for PulseAudio is missing.",
                "Install it (Debian, Ubuntu: sudo apt install libasound2-plugins).",
            )
        if number is None:
            raise DeviceError(f"{device.name} is not there any more.", "Connect it again.")
        return library, number

    def _passing(self) -> "_Passing":
        return _Passing(self._gate)

    def _library(self) -> Any:
        try:
            import sounddevice
        except OSError as error:
            raise DeviceError(
                "The sound library PortAudio is not installed.",
                "Install it (Debian, Ubuntu: sudo apt install libportaudio2) and start again.",
            ) from error
        if not self._is_started:
            self._is_started = self._is_fresh = True
            # At exit the library waits for streams that are open: half a minute for one whose sound
            # server hangs. Without one that was left to itself, there is nothing to wait for.
            atexit.unregister(sounddevice._exit_handler)  # noqa: SLF001
            atexit.register(self._at_exit)
        return sounddevice

    def _fresh_library(self) -> Any:
        """Return sounddevice, having looked at the devices anew where that disturbs nobody."""
        library = self._library()
        if not self._streams and not self._is_fresh:
            library._terminate()  # noqa: SLF001 - the library has no other way to look again
            library._initialize()  # noqa: SLF001
        self._is_fresh = False
        return library

    def _at_exit(self) -> None:
        if not self._streams:
            self._library()._exit_handler()  # noqa: SLF001


class _Passing:
    """Lets one thread at a time into the library, and none wait for ever."""

    def __init__(self, gate: threading.Lock) -> None:
        self._gate = gate

    def __enter__(self) -> None:
        if not self._gate.acquire(timeout=GATE_S):
            raise DeviceError(
                "The sound system does not answer.", "Restart the sound service, or the computer."
            )

    def __exit__(self, *_error: object) -> None:
        self._gate.release()


PORTAUDIO = PortAudio()


class PortAudioStream:
    """An open input; used by the thread that opened it."""

    def __init__(
        self,
        library: Any,
        number: int,
        device: Device,
        hear: Hear,
        closed: Callable[["PortAudioStream"], object],
    ) -> None:
        self._has_ended = False
        self._asked_s = 0.0
        self._presence = Presence(device.ident) if device.backend == PULSE else None
        self._hear, self._closed = hear, closed
        self._rate_hz = device.rate_hz
        try:
            self._stream = self._started(library, number, device)
        except library.PortAudioError:
            if self._presence is not None:
                self._presence.close()
            raise
        self._asked_s = time.monotonic()

    @property
    def is_over(self) -> bool:
        """Whether it ended by itself, or would go on with another device than was opened."""
        now_s = time.monotonic()
        if self._presence is not None and now_s - self._asked_s >= PRESENCE_S:
            self._asked_s = now_s
            self._has_ended = self._has_ended or not self._presence.is_there()
        return self._has_ended

    def close(self) -> None:
        """Let the device go."""
        if self._presence is not None:
            self._presence.close()
        try:
            self._stream.abort(ignore_errors=True)
            self._stream.close(ignore_errors=True)
        finally:
            self._closed(self)

    def _started(self, library: Any, number: int, device: Device) -> Any:
        stream = library.RawInputStream(
            device=number,
            samplerate=device.rate_hz,
            channels=device.channels,
            dtype="int16" if device.sample_format == "s16" else "float32",
            latency=LATENCY_S,
            callback=self._called,
            finished_callback=self._ended,
        )
        try:
            stream.start()
        except library.PortAudioError:
            stream.close()
            raise
        return stream

    def _called(self, data: Any, frames: int, _when: Any, status: Any) -> None:
        # When the samples were taken is reckoned from when they came. The library's own answer was
        # tried: through Pulse it is wrong by up to 0.4 s in the first second, another amount each
        # time, which would put the tracks of a recording apart by as much.
        age_us = frames * 1_000_000 // self._rate_hz
        self._hear(data, time.monotonic_ns() // 1000 - age_us, bool(status.input_overflow))

    def _ended(self) -> None:
        self._has_ended = True


def _number(library: Any, device: Device) -> int | None:
    """Return the library's number of a device, which changes whenever one is plugged in."""
    if device.backend == "pulse":
        names = [each["name"] for each in library.query_devices()]
        return names.index(PULSE) if PULSE in names else None
    apis = library.query_hostapis()
    for number, info in enumerate(library.query_devices()):
        if info["max_input_channels"] > 0 and _ident(info, apis) == device.ident:
            return number
    return None


def _ident(info: Any, apis: Any) -> str:
    return f"{apis[info['hostapi']]['name']}:{info['name']}"


def _device(info: Any, apis: Any) -> Device:
    channels = int(info["max_input_channels"])
    api = apis[info["hostapi"]]
    return Device(
        ident=_ident(info, apis),
        name=str(info["name"]),
        side="mic",
        # A plug-in that converts claims to have dozens.
        channels=1 if channels > MORE_THAN_ANY_MICROPHONE else channels,
        rate_hz=round(info["default_samplerate"]),
        is_default=api["default_input_device"] == info["index"],
        backend="portaudio",
    )


def _explained(error: Exception, device: Device) -> DeviceError:
    code = error.args[1] if len(error.args) > 1 else 0
    if code == BUSY:
        return DeviceError(
            f"{device.name} is in use by another program.",
            "Close the program that records from it, or choose another device.",
        )
    if code == BAD_DEVICE:
        return DeviceError(f"{device.name} is not there any more.", "Connect it again.")
    if code in {BAD_CHANNELS, BAD_RATE}:
        return DeviceError(
            f"{device.name} does not record {device.channels} channels at {device.rate_hz} Hz.",
            "Choose another device.",
        )
    reason = str(error.args[0]).removeprefix("Error opening RawInputStream: ") if error.args else ""
    return DeviceError(
        f"{device.name} could not be opened ({reason}).",
        "Check that it is connected, switched on and allowed for this app.",
    )
