"""The named sources of a PulseAudio server, or of PipeWire, which speaks the same."""

from typing import Any

from creator_app.media.device import Device, DeviceError


def sources() -> list[Device] | None:
    """Return what the server offers to record, or None where there is no server.

    A source that monitors an output is system sound; the one of the default output is the default.
    """
    try:
        import pulsectl
    except (ImportError, OSError):  # OSError: the system's own library is missing
        return None
    try:
        with pulsectl.Pulse("creator-app") as pulse:
            server = pulse.server_info()
            monitors = {sink.monitor_source_name: sink.name for sink in pulse.sink_list()}
            return [
                _device(source, monitors.get(source.name), server) for source in pulse.source_list()
            ]
    except pulsectl.PulseError:
        return None


class Presence:
    """Whether a source is still the one that was opened.

    When a source goes, the server moves those who listen to another one without a word, and system
    sound would be recorded as the microphone. Not for more than one thread.

    Args:
        ident: The source's name.
    """

    def __init__(self, ident: str) -> None:
        import pulsectl

        self._ident = ident
        self._errors = (pulsectl.PulseError,)
        try:
            self._pulse = pulsectl.Pulse("creator-app")
            self._index = self._pulse.get_source_by_name(ident).index
        except self._errors as error:
            raise DeviceError(f"{ident} is not there any more.", "Connect it again.") from error

    def is_there(self) -> bool:
        """Ask the server; hangs where it does."""
        try:
            return bool(self._pulse.get_source_by_name(self._ident).index == self._index)
        except self._errors:
            return False

    def close(self) -> None:
        """Let the server go."""
        self._pulse.close()


def _device(source: Any, monitored: str | None, server: Any) -> Device:
    spec = source.sample_spec
    if monitored is None:
        is_default = source.name == server.default_source_name
    else:
        is_default = monitored == server.default_sink_name
    return Device(
        ident=source.name,
        name=source.description or source.name,
        side="mic" if monitored is None else "system",
        channels=int(spec.channels),
        rate_hz=int(spec.rate),
        is_default=is_default,
        backend="pulse",
    )
