"""Any server that speaks OpenAI's `audio/transcriptions`: in the house, or OpenAI's own cloud."""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from creator_app.core.engines import Access, Hints, Source
from creator_app.core.errors import CreatorError, TryAgainError
from creator_app.core.language import primary
from creator_app.core.task import Task
from creator_app.core.time import US
from creator_app.core.transcript import Segment, Transcript
from creator_app.jobs.side_by_side import run_async, side_by_side
from creator_app.media.encode import encoded_file
from creator_app.providers.answers import refused, unreachable
from creator_app.providers.openai_answer import Heard, heard_in, language_of
from creator_app.providers.openai_speech import whole_address
from creator_app.providers.stretches import RATE_HZ, SoundDetector, Stretch, Stretches

if TYPE_CHECKING:
    import httpx

READ_US = 20 * US
# FLAC of this length is below 20 MB whatever is in it; services take 25.
LONGEST_S = 480.0
# An answer without times is divided by length: over less, that is less wrong.
LONGEST_PLAIN_S = 45.0
PAUSE_S, PAD_S = 6.0, 0.3
ASK_S = 10.0
# A large model on a small computer takes longer than the speech itself.
LEAST_S, A_SECOND_S = 60.0, 3.0
USUAL_MODEL = "whisper-1"
HEARING = ("transcri", "whisper", "asr", "stt", "parakeet", "canary", "voxtral", "moonshine")
# Asked one after the other until the server takes one; it is remembered.
FORMS: tuple[dict[str, Any], ...] = (
    {
        "response_format": "verbose_json",
        "timestamp_granularities[]": ["word", "segment"],
    },
    {"response_format": "verbose_json"},
    {"response_format": "json"},
)
NOT_LIKE_THIS = {400, 415, 422}
BUSY = {429, 503}
MOST_TRIES = 3
LONGEST_WAIT_S = 30.0


@dataclass(frozen=True, slots=True)
class Service:
    """Whom to ask, and how.

    Attributes:
        who: As the subject of a sentence.
        base_url: Without a slash at the end.
        model: Its name; "" to ask the service.
        form: How many of `FORMS` are known not to work there.
        at_once: Requests side by side.
    """

    who: str
    base_url: str
    model: str = ""
    form: int = 0
    at_once: int = 1


def server(access: Access) -> "OpenAiCompatible":
    """Return the transcriber for a server of the user's own."""
    return OpenAiCompatible(access, Service("The transcription server", access.base_url))


def openai_cloud(access: Access) -> "OpenAiCompatible":
    """Return the transcriber for OpenAI's own service."""
    address = access.base_url or "https://api.openai.com/v1"
    # This model gives plain text only.
    return OpenAiCompatible(access, Service("OpenAI", address, "gpt-transcribe", 2, 3))


class OpenAiCompatible:
    """Sends sound in pieces cut where it is silent; silence is not sent.

    A piece is sent again only where the service said that it did nothing with it.
    """

    def __init__(self, access: Access, service: Service, least_s: float = LEAST_S) -> None:
        self._service = service
        self._base_url = whole_address(service.base_url)
        self._headers = {"Authorization": f"Bearer {access.key}"} if access.key else {}
        self._least_s = least_s

    def check(self, task: Task) -> str:
        """Ask the service whether it is there and takes the key; return what was found.

        Raises:
            CreatorError: It cannot be reached, or refuses the key.
        """

        async def ask(_task: Task) -> str:
            async with self._client() as client:
                return await self._chosen_model(client)

        return f"Reached. Model {run_async(ask, task)}."

    def transcribe(self, source: Source, hints: Hints, task: Task) -> Transcript:
        """Transcribe a whole source, publishing each `Segment` when it is final.

        Raises:
            CreatorError: The service refused, was out of reach, or answered with nonsense.
        """
        task.progress(0.0, "Sending")
        sending = _Sending(hints, source, task, self._service.form)
        pieces = _pieces(sending)
        # Nobody is asked about silence.
        if (first := next(pieces, None)) is not None:
            run_async(lambda _task: self._all(sending, first, pieces), task)
        task.progress(1.0, "")
        return sending.transcript()

    async def _all(self, sending: "_Sending", first: Stretch, pieces: Iterator[Stretch]) -> None:
        async with self._client() as client:
            model = await self._chosen_model(client)

            async def send(numbered: tuple[int, Stretch]) -> None:
                number, piece = numbered
                answer = await self._sent(client, model, piece, sending)
                sending.arrived(number, heard_in(answer, piece, sending.hints, self._service.who))

            # The first alone finds out what the service takes.
            await send((0, first))
            await side_by_side(send, enumerate(pieces, 1), self._service.at_once)

    async def _sent(
        self, client: "httpx.AsyncClient", model: str, piece: Stretch, sending: "_Sending"
    ) -> Any:
        samples = piece.samples[:, None]
        with encoded_file([samples], "flac", RATE_HZ, 0, sending.task) as file:
            content = file.read()
        limit_s = self._least_s + A_SECOND_S * piece.seconds
        while True:
            asked = {"model": model, "model_name": model, **FORMS[sending.form], **sending.wishes}
            if self._service.model:
                del asked["model_name"]  # only a server of that name wants it
            response = await self._posted(client, asked, content, limit_s)
            is_last = sending.form == len(FORMS) - 1
            if response.status_code in NOT_LIKE_THIS and not is_last:
                sending.form += 1
                continue
            if not response.is_success:
                raise refused(self._service.who, response)
            return _json(response, self._service.who)

    async def _posted(
        self,
        client: "httpx.AsyncClient",
        asked: dict[str, Any],
        content: bytes,
        limit_s: float,
    ) -> "httpx.Response":
        """Ask once; again only where the service was too busy to begin."""
        import httpx

        limits = httpx.Timeout(limit_s, connect=ASK_S)
        url = f"{self._base_url}/audio/transcriptions"
        files = {"file": ("sound.flac", content, "audio/flac")}
        for left in reversed(range(MOST_TRIES)):
            try:
                response = await client.post(url, data=asked, files=files, timeout=limits)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise unreachable(self._service.who, error, limit_s) from error
            if response.status_code not in BUSY or not left:
                return response
            failure = refused(self._service.who, response)
            wait_s = failure.after_s if isinstance(failure, TryAgainError) else None
            await asyncio.sleep(1.0 if wait_s is None else min(wait_s, LONGEST_WAIT_S))
        raise AssertionError  # the last round returned

    async def _chosen_model(self, client: "httpx.AsyncClient") -> str:
        """Return the model to ask for: many servers list theirs, and some list nothing."""
        import httpx

        if self._service.model:
            return self._service.model
        try:
            response = await client.get(f"{self._base_url}/models", timeout=ASK_S)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise unreachable(self._service.who, error, ASK_S) from error
        if response.status_code in {401, 402, 403}:
            raise refused(self._service.who, response)
        names: list[str] = []
        with contextlib.suppress(ValueError, AttributeError, TypeError, KeyError):
            names = [str(row["id"]) for row in response.json()["data"]]
        fitting = [name for name in names if any(word in name.lower() for word in HEARING)]
        return (fitting or names or [USUAL_MODEL])[0]

    def _client(self) -> "httpx.AsyncClient":
        import httpx

        return httpx.AsyncClient(headers=self._headers)


class _Sending:
    """One transcription under way: what is asked for, and what has come back, in order."""

    def __init__(self, hints: Hints, source: Source, task: Task, form: int) -> None:
        self.hints, self.source, self.task, self.form = hints, source, task, form
        self.wishes: dict[str, str] = {}
        if hints.language != "auto":
            self.wishes["language"] = primary(hints.language)
        if hints.vocabulary:
            self.wishes["prompt"] = ", ".join(hints.vocabulary)
        self._early: dict[int, Heard] = {}
        self._next = 0
        self._segments: list[Segment] = []
        self._seconds: dict[str, float] = {}

    @property
    def longest_s(self) -> float:
        """How long a piece may be."""
        return LONGEST_PLAIN_S if self.form == len(FORMS) - 1 else LONGEST_S

    def arrived(self, number: int, heard: Heard) -> None:
        """Take the answer to one piece; publish what is complete up to there."""
        self._early[number] = heard
        while self._next in self._early:
            piece = self._early.pop(self._next)
            self._next += 1
            for segment in piece.segments:
                self.task.publish(segment)
                self._segments.append(segment)
            if piece.segments:
                self._seconds[piece.language] = self._seconds.get(piece.language, 0) + piece.seconds
            done = piece.end_us / max(1, self.source.duration_us)
            self.task.progress(min(1.0, done), "Transcribing")

    def transcript(self) -> Transcript:
        """Return all that was said."""
        language = max(self._seconds, key=lambda each: self._seconds[each], default="und")
        if self._segments:
            language = language_of(language, self.hints)
        return Transcript(tuple(self._segments), language, self.source.duration_us)


def _pieces(sending: _Sending) -> Iterator[Stretch]:
    """Read the source once from end to end; give what is to be heard in it, piece by piece."""
    stretches, at = Stretches(SoundDetector(), sending.longest_s, PAUSE_S, PAD_S), 0
    while len(samples := sending.source.read(at, at + READ_US)):
        sending.task.check()
        at += READ_US
        yield from stretches.hear(samples)
    yield from stretches.finish()


def _json(response: "httpx.Response", who: str) -> Any:
    try:
        return response.json()
    except ValueError as error:
        raise CreatorError(
            f"{who} answered with something that is no transcript.",
            "Check the address: it often ends in /v1.",
        ) from error
