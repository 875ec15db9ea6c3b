"""Captions while a recording runs: fed from its journals, so that nothing ever waits for them."""

import threading
from collections import deque
from dataclasses import dataclass

import numpy as np

from creator_app.core.codec import encode
from creator_app.core.engines import Caption, Hints, LiveTranscriber
from creator_app.core.errors import CreatorError
from creator_app.core.time import index_to_us, us_to_index
from creator_app.core.transcript import Segment, Transcript
from creator_app.media.capture import Recorder
from creator_app.media.journal_read import Journal
from creator_app.media.mix import LiveMix

CHECK_S = 0.05
STEP_US = 100_000
# An engine that fell behind is handed more at once.
MOST_US = 1_000_000


@dataclass(frozen=True, slots=True)
class LiveCaption:
    """A caption, and when it came, on the recording's clock."""

    caption: Caption
    at_us: int


class Captioner:
    """Feeds an engine what is recorded, in a thread of its own, and collects what it hears.

    Attributes:
        failure: Why captions ended before the recording did; None if they did not.
        fed_us: How far the engine has been fed, on the recording's clock.

    Args:
        engine: For this recording alone.
        hints: What is known about the speech.
        recorder: Whose sound it is; a final caption goes into its journal as well.
    """

    def __init__(self, engine: LiveTranscriber, hints: Hints, recorder: Recorder) -> None:
        self.failure: CreatorError | None = None
        self.fed_us = 0
        self._engine, self._hints, self._recorder = engine, hints, recorder
        self._news: deque[LiveCaption] = deque()
        self._finals: dict[int, Caption] = {}
        self._journals: list[Journal] = []
        self._is_ending = threading.Event()
        self._is_given_up = False
        self._thread = threading.Thread(target=self._run, name="captions", daemon=True)

    def start(self) -> None:
        """Begin; the engine gets ready while recording already runs, and catches up."""
        self._thread.start()

    def take(self) -> list[LiveCaption]:
        """Remove and return the captions that came since the last call."""
        return [self._news.popleft() for _ in range(len(self._news))]

    @property
    def is_busy(self) -> bool:
        """Whether there is still something to caption."""
        return self._thread.is_alive()

    def end(self) -> None:
        """Caption what is recorded, and then no more."""
        self._is_ending.set()

    def give_up(self) -> None:
        """Leave what is not captioned yet; an engine that hangs is left to itself."""
        self._is_given_up = True
        self._is_ending.set()
        self._thread.join(CHECK_S)

    def transcript(self, duration_us: int) -> Transcript:
        """Return what is final so far."""
        captions = sorted(self._finals.values(), key=lambda each: (each.start_us, each.ident))
        return transcript_of(captions, duration_us)

    def _run(self) -> None:
        try:
            self._engine.open(self._hints, self._heard)
            try:
                self._feed()
            finally:
                self._engine.close()
        except CreatorError as error:
            self.failure = error
            self._recorder.alarm("captions", "", f"Captions ended: {error}", error.hint)
        finally:
            for journal in self._journals:
                journal.close()

    def _feed(self) -> None:
        at, rate_hz = 0, self._engine.rate_hz
        while not self._is_given_up:
            is_last = self._is_ending.is_set()
            ready_us = self._recorder.duration_us if is_last else self._recorder.settled_us
            until_us = min(ready_us, self.fed_us + MOST_US)
            if until_us - self.fed_us < STEP_US and not is_last:
                self._is_ending.wait(CHECK_S)
                continue
            until = us_to_index(until_us, rate_hz)
            if until <= at:
                return
            self._engine.feed(self._mixed(at, until), index_to_us(at, rate_hz))
            at, self.fed_us = until, until_us

    def _mixed(self, first: int, last: int) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
        """Return what was recorded, silence where a device is late, at the engine's rate."""
        begun = [track.path for track in self._recorder.tracks if track.end_us]
        known = {journal.path for journal in self._journals}
        self._journals += [Journal(path) for path in begun if path not in known]
        out = np.zeros((last - first, 1), np.float32)
        if self._journals:
            mix = LiveMix(self._journals, self._engine.rate_hz)
            mix.refresh()
            samples = mix.read_all(first, last)
            out[: len(samples)] = samples
        return out

    def _heard(self, caption: Caption) -> None:
        at_us = self._recorder.now_us
        if caption.is_final and caption.ident in self._finals:
            return
        if caption.is_final:
            self._finals[caption.ident] = caption
            self._recorder.note("caption", at_us, caption=encode(caption))
        self._news.append(LiveCaption(caption, at_us))


def transcript_of(captions: list[Caption], duration_us: int) -> Transcript:
    """Return final captions, in order, as a transcript."""
    spoken = [caption for caption in captions if caption.text]
    segments = tuple(
        Segment(each.start_us, each.end_us, each.text, None, each.words) for each in spoken
    )
    tags = [caption.language for caption in spoken if caption.language != "und"]
    language = max(set(tags), key=tags.count) if tags else "und"
    return Transcript(segments, language, duration_us)
