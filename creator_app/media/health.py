"""Notices what goes wrong while recording; knows only numbers, so that time can be made up."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

AlarmKind: TypeAlias = Literal[
    "gone", "back", "stalled", "zeros", "sound", "dropped", "disk-low", "disk-full", "captions"
]

STALL_US = 3_000_000
# A muted microphone delivers exact zeros; a quiet room never does for so long.
ZEROS_US = 8_000_000
LOW_DISK_S = 600
TITLES = {"mic": "The microphone", "system": "The system sound"}


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something the user should know while recording, or that it is over.

    Attributes:
        kind: «back» ends «gone» and «stalled», «sound» ends «zeros».
        track: «mic», «system», or "" where it concerns the whole recording.
        message: What happened, in one sentence.
        hint: What to do about it, or "".
        at_us: When, on the recording's clock.
    """

    kind: AlarmKind
    track: str
    message: str
    hint: str
    at_us: int


@dataclass(slots=True)
class TrackHealth:
    """Watches one track; each state is told once when it begins and once when it ends.

    Attributes:
        track: «mic» or «system».
        may_be_zero: Whether exact zeros may just mean that nothing plays.
        may_be_still: Whether that may come as no samples at all.
    """

    track: str
    may_be_zero: bool
    may_be_still: bool = False
    _sound_us: int | None = None
    _is_zero: bool = False
    _is_stalled: bool = False
    _is_gone: bool = False
    _dropped: int = 0

    def heard(
        self, now_us: int, *, has_sound: bool, instead: str = ""
    ) -> list[tuple[AlarmKind, str, str]]:
        """Take note of samples that came; return the news.

        Args:
            now_us: On the monotonic clock.
            has_sound: Whether any of them was not zero.
            instead: What delivers them, if it is not the device the track began with.
        """
        news: list[tuple[AlarmKind, str, str]] = []
        title = TITLES[self.track]
        if self._is_stalled or self._is_gone:
            self._is_stalled = self._is_gone = False
            back = f"{title} goes on with {instead}" if instead else f"{title} is back"
            news.append(("back", f"{back}; the gap is kept as silence.", ""))
        if has_sound or news or self._sound_us is None:
            self._sound_us = now_us
        if has_sound and self._is_zero:
            self._is_zero = False
            news.append(("sound", f"{title} delivers sound.", ""))
        if not self._is_zero and not self.may_be_zero and now_us - self._sound_us > ZEROS_US:
            self._is_zero = True
            hint = "Check that it is not muted, on itself and in the system's sound settings."
            news.append(("zeros", f"{title} delivers nothing but silence.", hint))
        return news

    def gone(self, reason: str) -> list[tuple[AlarmKind, str, str]]:
        """Take note that the device ended; return the news."""
        if self._is_gone:
            return []
        self._is_gone = True
        hint = "Connect it again: recording goes on with the rest, and takes it back by itself."
        return [("gone", f"{TITLES[self.track]} is gone: {reason}", hint)]

    def waited(self, silent_us: int) -> list[tuple[AlarmKind, str, str]]:
        """Take note of how long nothing has come; return the news."""
        if silent_us < STALL_US or self._is_stalled or self._is_gone or self.may_be_still:
            return []
        self._is_stalled = True
        return [
            ("stalled", f"{TITLES[self.track]} has stopped delivering.", "It is being reopened.")
        ]

    def dropped(self, count: int) -> list[tuple[AlarmKind, str, str]]:
        """Take note of how many blocks were lost so far; return the news."""
        if count <= self._dropped:
            return []
        lost, self._dropped = count - self._dropped, count
        blocks = "1 block" if lost == 1 else f"{lost} blocks"
        hint = "Close programs that keep this computer busy."
        return [("dropped", f"{TITLES[self.track]} lost {blocks}: the computer was busy.", hint)]
