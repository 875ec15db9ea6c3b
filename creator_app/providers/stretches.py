"""Sound cut into stretches in which somebody speaks."""

from collections import deque
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from creator_app.core.time import index_to_us

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from creator_app.core.engines import Samples

    Row = NDArray[np.float32]

RATE_HZ = 16_000
# A detector answers once for this many samples.
FRAME = 512
SPEECH, SILENCE = 0.5, 0.35
# What is louder than the first is sound, what is below the second certainly none.
LOUD_DB, SILENT_DB = -45.0, -75.0


class Detector(Protocol):
    """Says where somebody may be speaking."""

    def hear(self, samples: "Samples") -> "Row":
        """Return 0..1 for each frame that is complete by now.

        Args:
            samples: The next ones at 16 kHz, [frames, 1], any number.
        """


class SoundDetector:
    """Tells sound from silence by its level alone: hears every voice, and every noise."""

    def __init__(self) -> None:
        import numpy as np

        self._rest = np.zeros(0, np.float32)

    def hear(self, samples: "Samples") -> "Row":
        """Return 0..1 for each frame that is complete by now."""
        import numpy as np

        stream = np.concatenate((self._rest, samples[:, 0]))
        count = len(stream) // FRAME
        self._rest = stream[count * FRAME :]
        power = np.square(stream[: count * FRAME].reshape(count, FRAME)).mean(axis=1)
        level_db = 10 * np.log10(power + 1e-12)
        share = (level_db - SILENT_DB) / (LOUD_DB - SILENT_DB)
        row: Row = np.clip(share, 0, 1).astype(np.float32)
        return row


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sound with speech in it, short enough for a model to take at once.

    Attributes:
        start: Index of its first sample in the source.
        samples: One row at 16 kHz.
        voiced: The detector's probabilities, one a frame from `start` on.
    """

    start: int
    samples: "Row"
    voiced: "Row"

    @property
    def start_us(self) -> int:
        """When it begins."""
        return index_to_us(self.start, RATE_HZ)

    @property
    def end_us(self) -> int:
        """When it is over."""
        return index_to_us(self.start + len(self.samples), RATE_HZ)

    @property
    def voice_s(self) -> float:
        """For how long somebody speaks in it."""
        return int((self.voiced >= SPEECH).sum()) * FRAME / RATE_HZ

    @property
    def voiced_until(self) -> int:
        """Index, in the source, of the sample after the last that was clearly speech."""
        loud = (self.voiced >= SPEECH).nonzero()[0]
        return self.start + (int(loud[-1]) + 1 if len(loud) else 0) * FRAME

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / RATE_HZ


class Stretches:
    """Cuts a stream into stretches of speech; what is silent is let go.

    Args:
        detector: Tells speech from silence.
        longest_s: No stretch is longer; long speech is cut where it pauses most.
        pause_s: Silence this long ends a stretch.
        pad_s: Kept before and after speech.
    """

    def __init__(
        self, detector: Detector, longest_s: float, pause_s: float = 1.0, pad_s: float = 0.25
    ) -> None:
        self._detector = detector
        self._longest = int(longest_s * RATE_HZ) // FRAME
        self._pause = int(pause_s * RATE_HZ) // FRAME
        self._pad = int(pad_s * RATE_HZ) // FRAME
        self._frames: deque[tuple[Row, float]] = deque()
        self._begin = 0  # number of the first frame kept
        self._rest: Row | None = None
        self._first: int | None = None  # frame at which speech began, if it did
        self._last = 0  # frame after the last one that was speech

    def hear(self, samples: "Samples") -> list[Stretch]:
        """Take the next samples at 16 kHz, [frames, 1]; return the stretches that ended."""
        import numpy as np

        row = samples[:, 0] if self._rest is None else np.concatenate((self._rest, samples[:, 0]))
        count = len(row) // FRAME
        self._rest = row[count * FRAME :]
        ended: list[Stretch] = []
        for number, voiced in enumerate(self._detector.hear(samples)):
            self._frames.append((row[number * FRAME : (number + 1) * FRAME], float(voiced)))
            ended += self._advance()
        return ended

    def finish(self) -> list[Stretch]:
        """Return the stretch that the end of the sound cut off, if there is one."""
        import numpy as np

        total = self._end * FRAME + (0 if self._rest is None else len(self._rest))
        ended = self.hear(np.zeros((FRAME, 1), np.float32))
        if self._first is not None:
            last = self._cut(min(self._last + self._pad, self._end))
            ended.append(replace(last, samples=last.samples[: total - last.start]))
        return ended

    @property
    def current(self) -> Stretch | None:
        """What was heard of the stretch that has not ended yet."""
        return None if self._first is None else self._stretch(self._end)

    @property
    def begin_us(self) -> int:
        """Where what is not yet part of a finished stretch, or let go, begins."""
        return index_to_us(self._begin * FRAME, RATE_HZ)

    @property
    def pausing_s(self) -> float:
        """For how long nobody has spoken in the current stretch; 0 where there is none."""
        return 0.0 if self._first is None else (self._end - self._last) * FRAME / RATE_HZ

    def upto_voice(self) -> Stretch | None:
        """Return the current stretch as it would be if the voice did not come back."""
        return None if self._first is None else self._stretch(self._last + self._pad)

    def cut(self, at: int) -> Stretch:
        """End the current stretch at a sample inside it; what follows is the next one."""
        return self._cut(min(self._end - 1, max(self._begin + 1, round(at / FRAME))))

    @property
    def _end(self) -> int:
        return self._begin + len(self._frames)

    def _advance(self) -> list[Stretch]:
        """Look at the newest frame; return the stretch that it ends, if it does."""
        voiced = self._frames[-1][1]
        if self._first is None:
            if voiced < SPEECH:
                self._forget(self._end - self._pad)
                return []
            self._first, self._last = self._begin, self._end
        elif voiced >= (SILENCE if self._last == self._end - 1 else SPEECH):
            self._last = self._end
        if self._end - self._last >= self._pause:
            return [self._cut(self._last + self._pad)]
        if self._end - self._first >= self._longest:
            return [self._cut(self._quietest())]
        return []

    def _quietest(self) -> int:
        """Return the frame in the later half of a long run at which it pauses most."""
        import numpy as np

        half = self._longest // 2
        voiced = np.array([each[1] for each in self._frames], np.float32)
        calm = np.convolve(voiced, np.full(7, 1 / 7, np.float32), "same")[half:-3]
        return self._begin + half + len(calm) - 1 - int(np.argmin(calm[::-1]))

    def _cut(self, end: int) -> Stretch:
        """End the run at a frame; what follows is a new run if somebody still speaks."""
        stretch = self._stretch(end)
        is_speaking = self._last > end
        self._forget(end if is_speaking else max(end, self._end - self._pad))
        self._first = self._begin if is_speaking else None
        return stretch

    def _stretch(self, end: int) -> Stretch:
        import numpy as np

        kept = list(islice(self._frames, max(0, end - self._begin)))
        return Stretch(
            self._begin * FRAME,
            np.concatenate([frame for frame, _ in kept]),
            np.array([voiced for _, voiced in kept], np.float32),
        )

    def _forget(self, until: int) -> None:
        while self._frames and self._begin < until:
            self._frames.popleft()
            self._begin += 1
