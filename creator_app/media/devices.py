"""Which microphones and system sounds there are, and finding one by what the user typed."""

import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future

from creator_app.media.device import Device, DeviceError, Hear, Side, Stream

DEFAULT = "default"
# A sound server that hangs answers nothing for ever; nobody waits longer than this for a list.
DEADLINE_S = 4.0
NONE_THERE = {
    "mic": ("There is no microphone on this computer.", "Connect one and try again."),
    "system": (
        "The system sound cannot be recorded here: no output device offers it.",
        "Connect or switch on a loudspeaker or headphones, or record without it (--system none).",
    ),
}
NO_LOOPBACK = (
    "macOS gives no program the system sound without an extra driver.",
    "Install a loopback driver such as BlackHole and choose it as the microphone.",
)
WHAT = {"mic": "microphone", "system": "system sound"}


def devices() -> tuple[Device, ...]:
    """Return every input, microphones first, the defaults first among them.

    Takes up to a tenth of a second, or seconds where the sound system does not answer.

    Raises:
        DeviceError: The sound system does not answer, or its library is missing.
    """
    found = _within(DEADLINE_S, _listed)
    return tuple(sorted(found, key=lambda each: (each.side, not each.is_default)))


def find(side: Side, wanted: str, among: Iterable[Device] | None = None) -> Device:
    """Return the device the user means.

    Args:
        side: Which kind is looked for.
        wanted: «default», an ident, or a part of a name that only one device has.
        among: Where to look; None for what is there now.

    Raises:
        DeviceError: None or several fit, or there is none at all.
    """
    everything = tuple(devices() if among is None else among)
    candidates = [each for each in everything if each.side == side]
    # Whoever types the exact ident of an input may record it as whatever they like.
    exact = [each for each in everything if each.ident == wanted]
    if exact:
        return exact[0]
    if not candidates:
        lacking = NO_LOOPBACK if side == "system" and sys.platform == "darwin" else NONE_THERE[side]
        raise DeviceError(*lacking)
    if wanted in {"", DEFAULT}:
        return next((each for each in candidates if each.is_default), candidates[0])
    return _by_name(side, wanted, candidates)


def _by_name(side: Side, wanted: str, candidates: list[Device]) -> Device:
    part = wanted.casefold()
    whole = [each for each in candidates if each.name.casefold() == part]
    fitting = whole or [
        each for each in candidates if part in each.name.casefold() or part in each.ident.casefold()
    ]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        idents = ", ".join(each.ident for each in fitting)
        raise DeviceError(
            f"“{wanted}” fits more than one {WHAT[side]}.", f"Say which by its id: {idents}."
        )
    names = ", ".join(f"{each.name} ({each.ident})" for each in candidates)
    raise DeviceError(f"There is no {WHAT[side]} called “{wanted}”.", f"There are: {names}.")


def _listed() -> list[Device]:
    if sys.platform == "linux":
        from creator_app.media import pulse

        found = pulse.sources()
        if found is not None:
            return found
    from creator_app.media.portaudio import PORTAUDIO

    found = PORTAUDIO.inputs()
    if sys.platform == "win32":
        from creator_app.media.loopback import loopbacks

        found += loopbacks()
    return found


def _within(seconds: float, work: Callable[[], list[Device]]) -> list[Device]:
    """Do the work in a thread of its own, and give up on it after a while."""
    outcome: Future[list[Device]] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            outcome.set_exception(error)

    threading.Thread(target=run, name="devices", daemon=True).start()
    try:
        return outcome.result(seconds)
    except TimeoutError as error:
        raise DeviceError(
            "The sound system does not answer.", "Restart the sound service, or the computer."
        ) from error


def open_device(device: Device, hear: Hear) -> Stream:
    """Open a device; `hear` is called from its own thread from now on.

    May hang where the sound system does: never call it from a thread that must go on.

    Raises:
        DeviceError: It is gone, taken, or does not work.
    """
    from creator_app.media.loopback import SoundcardStream
    from creator_app.media.portaudio import PORTAUDIO, NoPluginError

    if device.backend == "soundcard":
        return SoundcardStream(device, hear)
    try:
        return PORTAUDIO.open(device, hear)
    except NoPluginError:
        return SoundcardStream(device, hear)
