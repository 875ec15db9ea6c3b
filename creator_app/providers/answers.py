"""What a service answers, in plain words; and calls that end at once when they should."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from creator_app.core.errors import CreatorError, TryAgainError
from creator_app.core.task import Task

if TYPE_CHECKING:
    import httpx

Result = TypeVar("Result")
QUOTED_CHARS = 200
USUAL_WAIT_S = 2.0
# What a service means by a status, and what the user can do about it.
STATUS = {
    401: ("does not accept the key.", "Check the key in Settings › Keys."),
    402: ("has no credit left.", "Top the account up, or choose another engine."),
    403: ("does not allow this with the key.", "Check the key in Settings › Keys."),
    404: ("has no such service at this address.", "The address often ends in /v1."),
    413: ("finds the request too large.", "Use a shorter text, or another engine."),
}
AGAIN = "Try again in a moment; what was made before is kept."


def stoppable(make: Callable[[], Coroutine[Any, Any, Result]], task: Task) -> Result:
    """Run a coroutine to its end, or cancel it the moment the task is cancelled.

    Raises:
        Cancelled: The task was cancelled.
    """

    async def run() -> Result:
        loop, working = asyncio.get_running_loop(), asyncio.create_task(_of(make()))
        with task.closing(lambda: loop.call_soon_threadsafe(working.cancel)):
            return await working

    try:
        return asyncio.run(run())
    except asyncio.CancelledError:
        task.check()
        raise


async def _of(work: Coroutine[Any, Any, Result]) -> Result:
    return await work


def refused(who: str, response: "httpx.Response") -> CreatorError:
    """Return what an answer with an error status means.

    Args:
        who: The service, as the subject of the sentence.
        response: Read to its end.
    """
    status = response.status_code
    if status == 429:
        return TryAgainError(f"{who} is asked too often just now.", AGAIN, _wait_s(response))
    if status >= 500:
        said = f"{who} failed (status {status}{_said(response)})."
        return TryAgainError(said, AGAIN, _wait_s(response))
    if status in STATUS:
        message, hint = STATUS[status]
        return CreatorError(f"{who} {message}{_said(response, ' It says: “{}”')}", hint)
    return CreatorError(f"{who} refused the request (status {status}{_said(response)}).")


def unreachable(who: str, error: Exception, timeout_s: float) -> CreatorError:
    """Return what a failed connection means; `error` is httpx's.

    None of them says how long to wait: a call that was cut off may have been done, and paid.
    """
    import httpx

    if isinstance(error, httpx.ReadTimeout | httpx.WriteTimeout | httpx.PoolTimeout):
        return TryAgainError(f"{who} did not answer within {timeout_s:.0f} seconds.", AGAIN)
    if isinstance(error, httpx.ReadError | httpx.RemoteProtocolError | httpx.WriteError):
        return TryAgainError(f"{who} broke off in the middle of its answer.", AGAIN)
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return CreatorError(f"The address of {who} is not one.", "Enter it as http://host:port/v1.")
    return TryAgainError(
        f"{who} cannot be reached.", "Check the address and whether it is running, then try again."
    )


def _wait_s(response: "httpx.Response") -> float:
    try:
        return float(response.headers.get("retry-after", ""))
    except ValueError:
        return USUAL_WAIT_S


def _said(response: "httpx.Response", form: str = ": {}") -> str:
    """Return the service's own words, where it has some for people."""
    text = response.text.strip()
    if text.startswith("<"):
        return ""
    try:
        said = json.loads(text)
    except ValueError:
        return form.format(_short(text)) if text else ""
    for name in ("error", "detail", "message"):
        said = said.get(name, said) if isinstance(said, dict) else said
    said = said.get("message", "") if isinstance(said, dict) else said
    return form.format(_short(said)) if isinstance(said, str) and said else ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= QUOTED_CHARS else f"{line[:QUOTED_CHARS]}…"
