"""Hears a device without recording it, so that people see their level before they begin."""

import contextlib
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import numpy as np

from creator_app.core.errors import CreatorError
from creator_app.media.device import Device
from creator_app.media.devices import open_device
from creator_app.media.journal import DTYPES
from creator_app.media.keeper import Keeper, OpenStream, wait_for
from creator_app.media.levels import LevelLog, Meter

CLOSE_S = 2.0


class Monitor:
    """One device, held open for its level alone; nothing that is heard is kept.

    Attributes:
        device: Which one.

    Args:
        device: What is listened to.
        again: Finds the device anew after it was gone; None for the same one.
        open_stream: Opens it.
    """

    def __init__(
        self,
        device: Device,
        again: Callable[[], Device] | None = None,
        open_stream: OpenStream = open_device,
    ) -> None:
        self.device = device
        self._log = LevelLog(device.side)
        self._dtype = DTYPES[device.sample_format]
        self._keeper = Keeper(device, again or (lambda: device), self._hear, open_stream)
        self._first: Future[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the device delivers now."""
        return self._keeper.is_open

    @property
    def reason(self) -> str:
        """Why it does not, in words, or ""."""
        return "" if self._keeper.is_open else self._keeper.reason

    def open(self) -> None:
        """Open the device; may take seconds.

        Raises:
            CreatorError: It is gone, taken, or does not answer.
        """
        self._first = self._keeper.start()
        try:
            wait_for(self._first, self.device)
        except CreatorError:
            self._keeper.stop()
            raise

    def meter(self) -> Meter:
        """Return a meter of one's own; it is read whenever it suits."""
        return Meter([self._log])

    def let_go(self) -> None:
        """Ask the device to go; returns at once."""
        self._keeper.stop()

    def close(self) -> bool:
        """Let the device go, and return whether it is gone within two seconds."""
        self._keeper.stop()
        return self._keeper.join(CLOSE_S)

    def _hear(self, data: Any, mono_us: int, _is_lost: bool, _is_fresh: bool) -> None:
        # A device that is pulled out may hand over a block that is no whole number of samples.
        with contextlib.suppress(ValueError):
            self._log.measure(np.frombuffer(data, self._dtype), mono_us)
