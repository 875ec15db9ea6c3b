"""Any server that speaks OpenAI's `audio/speech`: in the house, or anywhere else."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from creator_app.core.engines import Access, Line, Speech, Voice
from creator_app.core.errors import CreatorError
from creator_app.core.files import cache_folder, write_atomic
from creator_app.core.sentences import split_text
from creator_app.core.task import Task
from creator_app.media.wav import is_wav, read_wav
from creator_app.providers.answers import refused, stoppable, unreachable

if TYPE_CHECKING:
    import httpx

    from creator_app.core.engines import Samples

WHO = "The speech server"
# OpenAI takes 4,096 characters; some servers count bytes, or words.
LONGEST_TEXT = 1_800
# A large voice on a small computer may take minutes for a long sentence.
SPEAK_S, ASK_S = 180.0, 10.0
USUAL_MODEL, USUAL_VOICE = "tts-1", "alloy"
# Where the servers people run list their voices; OpenAI lists none.
VOICE_LISTS = ("audio/voices", "voices")
SPEAKING = ("tts", "speech", "kokoro", "piper", "voice")


class OpenAiSpeech:
    """Speaks through a server; asks for WAV and believes its header, never a usual rate."""

    def __init__(self, access: Access, speak_s: float = SPEAK_S) -> None:
        self._base_url = whole_address(access.base_url)
        self._headers = {"Authorization": f"Bearer {access.key}"} if access.key else {}
        self._speak_s = speak_s
        self._model = ""
        self._voices: tuple[Voice, ...] | None = None

    @property
    def model(self) -> str:
        """Return the server's address and the model it is asked for."""
        return f"{self._base_url} {self._chosen_model(Task())}"

    def check(self, task: Task) -> str:
        """Ask the server whether it is there and takes the key; return what was found.

        Raises:
            CreatorError: It cannot be reached, or refuses.
        """
        model = self._chosen_model(task)
        voices = self._listed_voices(task)
        return f"Reached. Model {model}, {len(voices) or 'unlisted'} voices."

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices the server lists; none where it does not, and any name may be right.

        Raises:
            CreatorError: It cannot be reached, or refuses the key.
        """
        if self._voices is None:
            self._voices = self._listed_voices(Task())
        return self._voices

    def speak(self, line: Line, task: Task) -> Speech:
        """Speak one line; a long one in pieces, which are joined.

        Raises:
            CreatorError: The server refused, was out of reach, or answered with no sound.
        """
        import numpy as np

        from creator_app.media.dsp import mixed_to, resampled

        pieces = [self._spoken(text, line, task) for text in split_text(line.text, LONGEST_TEXT)]
        if not pieces:
            raise CreatorError("There is nothing to speak in this text.")
        rate_hz, channels = pieces[0][1], pieces[0][0].shape[1]
        joined = [
            mixed_to(block, channels) if block.shape[1] != channels else block
            for samples, own_hz in pieces
            for block in resampled([samples], own_hz, rate_hz)
        ]
        return Speech(np.concatenate(joined), rate_hz)

    def _spoken(self, text: str, line: Line, task: Task) -> "tuple[Samples, int]":
        asked: dict[str, Any] = {
            "model": self._chosen_model(task),
            "voice": line.voice or USUAL_VOICE,
            "input": text,
            "response_format": "wav",
        }
        if line.speed != 1.0:
            asked["speed"] = line.speed
        response = self._ask("POST", "audio/speech", self._speak_s, task, asked)
        if not response.is_success:
            raise refused(WHO, response)
        return sound_in(response.content)

    def _chosen_model(self, task: Task) -> str:
        if not self._model:
            listed = self._json("models", task)
            rows = listed.get("data", []) if isinstance(listed, dict) else []
            names = [str(row["id"]) for row in rows if isinstance(row, dict) and row.get("id")]
            fitting = [name for name in names if any(word in name.lower() for word in SPEAKING)]
            self._model = (fitting or names or [USUAL_MODEL])[0]
        return self._model

    def _listed_voices(self, task: Task) -> tuple[Voice, ...]:
        for path in VOICE_LISTS:
            listed = self._json(path, task)
            rows = listed.get("voices", []) if isinstance(listed, dict) else listed
            if isinstance(rows, list) and (found := tuple(_voices(rows))):
                return found
        return ()

    def _json(self, path: str, task: Task) -> Any:
        """Return what the server lists, or None where it has no such list."""
        response = self._ask("GET", path, ASK_S, task)
        if response.status_code in {401, 402, 403}:
            raise refused(WHO, response)
        with contextlib.suppress(ValueError):
            return response.json() if response.is_success else None
        return None

    def _ask(
        self, method: str, path: str, limit_s: float, task: Task, asked: Any = None
    ) -> "httpx.Response":
        import httpx

        async def ask() -> httpx.Response:
            limits = httpx.Timeout(limit_s, connect=ASK_S)
            async with httpx.AsyncClient(timeout=limits, headers=self._headers) as client:
                return await client.request(method, f"{self._base_url}/{path}", json=asked)

        try:
            return stoppable(ask, task)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise unreachable(WHO, error, limit_s) from error


def whole_address(base_url: str) -> str:
    """Return an address as requests need it: people leave out http:// and /v1."""
    address = base_url.strip().rstrip("/")
    if "://" not in address:
        address = f"http://{address}"
    return address if "/" in address.partition("://")[2] else f"{address}/v1"


def sound_in(content: bytes) -> "tuple[Samples, int]":
    """Return the sound of an answer, whatever format the server chose, and its rate.

    Raises:
        CreatorError: It is a web page, a message, or cut off.
    """
    head = content[:200].lstrip().lower()
    if not content:
        raise CreatorError(f"{WHO} answered with nothing.", "Try again, or another engine.")
    if head.startswith((b"<", b"{", b"[")):
        raise CreatorError(
            f"{WHO} answered with text instead of sound.",
            "Check the address: it often ends in /v1.",
        )
    return read_wav(content) if is_wav(content) else _decoded(content)


def _decoded(content: bytes) -> "tuple[Samples, int]":
    """Read what is not WAV: some servers answer MP3 whatever they are asked for."""
    import numpy as np

    from creator_app.media.decode import AudioFile, probe

    path = cache_folder() / f"answer-{uuid4().hex}"
    write_atomic(path, content)
    try:
        info = probe(path)
        with AudioFile(path, info.audio_rate_hz or 48_000, min(2, info.channels or 1)) as file:
            blocks = list(file.blocks())
    except CreatorError as error:
        raise CreatorError(f"{WHO} answered with something that is no sound.") from error
    finally:
        path.unlink(missing_ok=True)
    if not blocks:
        raise CreatorError(f"{WHO} answered with no sound.")
    return np.concatenate(blocks), info.audio_rate_hz


def _voices(rows: list[Any]) -> Iterator[Voice]:
    for row in rows:
        if isinstance(row, str):
            yield Voice(row, row)
        elif isinstance(row, dict):
            name = row.get("id") or row.get("voice_id") or row.get("name")
            language = row.get("language") or row.get("lang") or ""
            tags = (language.replace("_", "-"),) if isinstance(language, str) and language else ()
            if isinstance(name, str):
                yield Voice(name, str(row.get("name") or name), tags)
