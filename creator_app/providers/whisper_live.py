"""Captions while somebody speaks, with Whisper on this computer.

What may still change is read quickly, again and again, in a short window; when the speaker pauses,
the run is read once more, carefully, and does not change any more. A run that has no pause is cut
behind the words on which two readings in a row agree (LocalAgreement-2: Macháček and others, 2023).
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from creator_app.core.engines import Access, Caption, Hints
from creator_app.core.task import Task
from creator_app.core.time import US, index_to_us, us_to_index
from creator_app.core.transcript import Word, join_words
from creator_app.providers.stretches import RATE_HZ, Stretch, Stretches
from creator_app.providers.voice_activity import VoiceDetector
from creator_app.providers.whisper_files import base_model
from creator_app.providers.whisper_model import loaded_for_live
from creator_app.providers.whisper_reading import Languages, Read, Reader
from creator_app.providers.whisper_text import bare_text

if TYPE_CHECKING:
    from creator_app.core.engines import Samples

# New sound that is worth another quick reading.
STEP_US = 400_000
# A silence this long makes a run final.
PAUSE_S = 0.5
PAD_S = 0.25
# After a silence this long the careful reading begins, so that it is there when the run ends.
DRAFT_S = 0.2
# What is voiced for less is a click or a breath.
SHORTEST_VOICE_S = 0.2
# A run this long is cut where two readings agree, and without that at its quietest.
LONG_S = 8.0
LONGEST_S = 14.0
# Words that are left to the next run: the last ones often change.
UNSURE_WORDS = 2
PHRASE_ENDS = tuple(".,;:!?…。，；：！？、")
# So much behind, finals are read less carefully; the rest of the way nobody waits for them.
BEHIND_US = 5 * US
# Whoever feeds more than this ahead has to wait: memory stays bounded, and no sound is lost.
MOST_US = 60 * US
# Sound that begins so much later than the last ended is not its continuation.
GAP_US = 50_000
CLOSE_S = 30.0
CAREFUL, QUICK = 5, 1


class WhisperLive:
    """Whisper base on this computer; fulfils `LiveTranscriber`.

    Attributes:
        rate_hz: Samples a second it wants to be fed.
    """

    rate_hz = RATE_HZ

    def __init__(self, _access: Access) -> None:
        """Load nothing before it is opened."""
        self._news = threading.Condition()
        self._fed: deque[tuple[Samples, int]] = deque()
        self._fed_us = 0
        self._is_closing = False
        self._failure: BaseException | None = None
        self._thread: threading.Thread | None = None

    def open(self, hints: Hints, hear: Callable[[Caption], object]) -> None:
        """Load the model and begin to listen; `hear` is called from a thread of this engine.

        Raises:
            CreatorError: The language is unknown, or the model is not installed.
        """
        reader = Reader(loaded_for_live(base_model(Task())), hints)
        listener = _Listener(reader, hear)
        self._thread = threading.Thread(
            target=self._run, args=(listener,), name="whisper-live", daemon=True
        )
        self._thread.start()

    def feed(self, samples: "Samples", at_us: int) -> None:
        """Take the next block, mono float32 [frames, 1], first sample at `at_us`.

        Raises:
            CreatorError: The engine cannot go on.
        """
        with self._news:
            self._news.wait_for(lambda: self._fed_us < MOST_US or self._failure)
            self._raise_failure()
            self._fed.append((samples, at_us))
            self._fed_us += index_to_us(len(samples), RATE_HZ)
            self._news.notify_all()

    def close(self) -> None:
        """Make everything still provisional final, then let go.

        Raises:
            CreatorError: The engine could not go on to the end.
        """
        with self._news:
            self._is_closing = True
            self._news.notify_all()
        if self._thread is not None:
            self._thread.join(CLOSE_S)
            self._thread = None
        self._raise_failure()

    def _raise_failure(self) -> None:
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure

    def _run(self, listener: "_Listener") -> None:
        try:
            while blocks := self._take():
                for samples, at_us in blocks:
                    listener.hear(samples, at_us, CAREFUL if self._fed_us < BEHIND_US else QUICK)
                # What came meanwhile is heard first: only the newest is worth a quick look.
                if self._fed_us < STEP_US:
                    listener.glance()
            listener.finish()
        except BaseException as error:  # noqa: BLE001 - raised again by `feed` or `close`
            with self._news:
                self._failure = error
                self._news.notify_all()

    def _take(self) -> list[tuple["Samples", int]]:
        """Wait for sound and return what there is; nothing when it is over."""
        with self._news:
            self._news.wait_for(lambda: self._fed or self._is_closing)
            blocks = list(self._fed)
            self._fed.clear()
            self._fed_us = 0
            self._news.notify_all()
            return blocks


class _Listener:
    """Makes captions of sound as it comes; all in one thread."""

    def __init__(self, reader: Reader, hear: Callable[[Caption], object]) -> None:
        self._reader, self._tell = reader, hear
        self._languages: Languages = reader.languages
        self._stretches = _new_stretches()
        self._base_us = 0  # when the first sample of `_stretches` was heard
        self._heard = 0  # samples given to `_stretches`
        self._glanced = 0  # how many of them when it was last looked at quickly
        self._ident = 1
        self._shown = ""  # text of the provisional caption
        self._before: Sequence[Word] = ()  # the last quick reading
        self._draft: tuple[tuple[int, int], Read] | None = None  # careful reading, and of what

    def hear(self, samples: "Samples", at_us: int, beam: int) -> None:
        """Take the next block; runs that end in it become final."""
        expected_us = self._base_us + index_to_us(self._heard, RATE_HZ)
        if abs(at_us - expected_us) > GAP_US:
            self.finish()
            self._stretches, self._base_us, self._heard, self._glanced = (
                _new_stretches(),
                at_us,
                0,
                0,
            )
        self._heard += len(samples)
        for stretch in self._stretches.hear(samples):
            self._finalise(stretch, beam)

    def finish(self) -> None:
        """Make the last run final."""
        for stretch in self._stretches.finish():
            self._finalise(stretch, CAREFUL)

    def glance(self) -> None:
        """Read the run that is spoken at the moment, as far as it goes."""
        pausing_s = self._stretches.pausing_s
        if pausing_s >= DRAFT_S:
            self._prepare()
        elif self._heard - self._glanced >= us_to_index(STEP_US, RATE_HZ):
            self._glanced = self._heard
            current = self._stretches.current
            if current is not None and current.voice_s >= SHORTEST_VOICE_S:
                self._look(current)

    def _prepare(self) -> None:
        """Read carefully when the speaker may have ended: final at once if so."""
        stretch = self._stretches.upto_voice()
        if stretch is None or stretch.voice_s < SHORTEST_VOICE_S:
            return
        if self._draft is None or self._draft[0] != _extent(stretch):
            read = self._reader.read(stretch, self._languages)
            self._draft = _extent(stretch), read
            self._show(stretch, read)

    def _look(self, current: Stretch) -> None:
        read = self._reader.glance(current, self._languages)
        if not read.words:
            return
        self._show(current, read)
        cut = self._place_to_cut(current, read.words)
        self._before = read.words
        if cut is not None:
            self._finalise(self._stretches.cut(cut), CAREFUL)

    def _place_to_cut(self, current: Stretch, words: Sequence[Word]) -> int | None:
        """Return the sample after the last phrase two readings agree on, in a run that is long."""
        if current.seconds < LONG_S:
            return None
        agreed = _common(self._before, words)[:-UNSURE_WORDS]
        ends = [at for at, word in enumerate(agreed) if word.text.endswith(PHRASE_ENDS)]
        if not ends:
            return None
        last = ends[-1]
        middle_us = (words[last].end_us + words[last + 1].start_us) // 2
        return us_to_index(middle_us, RATE_HZ)

    def _finalise(self, stretch: Stretch, beam: int) -> None:
        draft, self._draft, self._before = self._draft, None, ()
        if stretch.voice_s < SHORTEST_VOICE_S:
            read = Read((), "", stretch.seconds, {})
        elif draft is not None and draft[0] == _extent(stretch):
            read = draft[1]
        else:
            read = self._reader.read(stretch, self._languages, beam)
        self._languages = self._languages.after(read)
        # What was shown and turns out to be nothing is taken back.
        if read.words or self._shown:
            self._tell(self._caption(stretch, read, is_final=True))
            self._ident += 1
            self._shown = ""

    def _show(self, stretch: Stretch, read: Read) -> None:
        caption = self._caption(stretch, _without_trail(read), is_final=False)
        if caption.text != self._shown:
            self._shown = caption.text
            self._tell(caption)

    def _caption(self, stretch: Stretch, read: Read, *, is_final: bool) -> Caption:
        base = self._base_us
        words = tuple(
            Word(each.start_us + base, each.end_us + base, each.text, each.confidence)
            for each in read.words
        )
        return Caption(
            self._ident,
            is_final,
            words[0].start_us if words else stretch.start_us + base,
            words[-1].end_us if words else stretch.end_us + base,
            join_words(words),
            words,
            self._reader.written(read.language) if words else "und",
        )


def _new_stretches() -> Stretches:
    return Stretches(VoiceDetector(), LONGEST_S, PAUSE_S, PAD_S)


def _extent(stretch: Stretch) -> tuple[int, int]:
    return stretch.start, stretch.voiced_until


def _without_trail(read: Read) -> Read:
    """Leave out the dots and dashes that Whisper writes where sound breaks off."""
    if not read.words:
        return read
    last = replace(read.words[-1], text=read.words[-1].text.rstrip("….-–—"))
    return replace(read, words=(*read.words[:-1], *((last,) if last.text else ())))


def _common(first: Sequence[Word], second: Sequence[Word]) -> Sequence[Word]:
    """Return the words at the beginning of `second` that `first` has too."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if bare_text(one) != bare_text(other):
            break
        count += 1
    return second[:count]
