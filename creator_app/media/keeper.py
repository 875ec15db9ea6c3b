"""Keeps one device open: in a thread of its own, because a driver may hang, and again and again."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any, TypeAlias

from creator_app.core.errors import CreatorError
from creator_app.media.device import Device, DeviceError, Hear, Stream

RETRY_S = 1.0
CHECK_S = 0.1
# How long a device may take to open before it is given up.
OPEN_S = 8.0
OpenStream: TypeAlias = Callable[[Device, Hear], Stream]


class Keeper:
    """Opens a device, notices when it ends, and opens it again until told to stop.

    Each turn has an event of its own; a turn whose event is set is over, and what a hanging driver
    still does in it reaches nobody.

    Attributes:
        device: The one that is, or was last, open; after it was gone perhaps another «default».
        is_open: Whether it is delivering now.
        reason: Why it is not, in words for the user.

    Args:
        device: The one to open first.
        again: Finds the device anew after it was gone.
        hear: Called for what it delivers, in the device's thread: data, time, whether some was
            lost, and whether this is the first since it was opened.
        open_stream: Opens it; may hang.
    """

    def __init__(
        self,
        device: Device,
        again: Callable[[], Device],
        hear: Callable[[Any, int, bool, bool], object],
        open_stream: OpenStream,
    ) -> None:
        self.device = device
        self.is_open = False
        self.reason = ""
        self._again, self._hear, self._open_stream = again, hear, open_stream
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> "Future[None]":
        """Begin; the future tells whether the device opened the first time."""
        first: Future[None] = Future()
        self._next_turn(first)
        return first

    def restart(self) -> None:
        """Open the device anew; one that hangs is left to itself."""
        self._over.set()
        self._next_turn(None)

    def stop(self) -> None:
        """Ask the device to go; does not wait."""
        self._over.set()
        self.is_open = False

    def join(self, seconds: float) -> bool:
        """Return whether the device is gone, or goes within so many seconds."""
        if self._thread is not None:
            self._thread.join(seconds)
        return self._thread is None or not self._thread.is_alive()

    def _next_turn(self, first: "Future[None] | None") -> None:
        self.is_open = False
        self._over = over = threading.Event()
        # A daemon: a driver that never returns must not keep the app from quitting.
        self._thread = threading.Thread(
            target=self._run, args=(over, first), name="device", daemon=True
        )
        self._thread.start()

    def _run(self, over: threading.Event, first: "Future[None] | None") -> None:
        stream = self._first_opened(over, first) if first else self._reopened(over)
        while True:
            if stream is not None:
                self._watch(stream, over)
            if over.wait(RETRY_S):
                return
            stream = self._reopened(over)

    def _first_opened(self, over: threading.Event, first: "Future[None]") -> Stream | None:
        try:
            stream = self._open(self.device, over)
        except CreatorError as error:
            over.set()
            first.set_exception(error)
            return None
        first.set_result(None)
        return stream

    def _reopened(self, over: threading.Event) -> Stream | None:
        try:
            return self._open(self._again(), over)
        except CreatorError as error:
            self.reason = str(error)
            return None

    def _open(self, device: Device, over: threading.Event) -> Stream:
        device = _as_recorded(device, self.device)
        stream = self._open_stream(device, self._hearing(over))
        if not over.is_set():
            self.device, self.is_open = device, True
        return stream

    def _watch(self, stream: Stream, over: threading.Event) -> None:
        while not stream.is_over and not over.wait(CHECK_S):
            pass
        if not over.is_set():
            self.is_open = False
            self.reason = f"{self.device.name} was disconnected."
        stream.close()

    def _hearing(self, over: threading.Event) -> Hear:
        is_fresh = True

        def hear(data: Any, mono_us: int, is_lost: bool) -> None:
            nonlocal is_fresh
            if not over.is_set():
                self._hear(data, mono_us, is_lost, is_fresh)
                is_fresh = False

        return hear


def _as_recorded(device: Device, before: Device) -> Device:
    """Ask a device for the rate and channels the track began with; the system converts."""
    if device.sample_format != before.sample_format:
        raise DeviceError(f"{device.name} delivers another kind of samples.")
    return replace(device, rate_hz=before.rate_hz, channels=before.channels)


def wait_for(first: "Future[None]", device: Device) -> None:
    """Wait until a device has opened for the first time.

    Raises:
        DeviceError: It could not be opened, or does not answer.
    """
    try:
        first.result(OPEN_S)
    except TimeoutError as error:
        raise DeviceError(
            f"{device.name} does not answer.", "Connect it again, or restart the sound service."
        ) from error
