"""The log: what happened, never a secret and never a spoken or written word of the user's.

The app's own lines name counts, stages and engines. Libraries are only heard from WARNING on, and
every line passes the redaction below, because their errors may quote a request.
"""

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

from creator_app.core.errors import CreatorError
from creator_app.core.files import data_folder, explained

LOG_BYTES = 1_000_000
KEPT = 3
HIDDEN = "•••"
# Names that stand before a key, in headers, JSON, addresses and the reprs of Python.
NAME = (
    r"(?<![\w-])(?i:[\w-]{0,40}?(?:api[-_ ]?key|access[-_]?key|subscription[-_]key|token|secret"
    r"|password|passwd|authorization|credentials?|signature))"
)
SECRETS = tuple(
    re.compile(form)
    for form in (
        # By its place: in an address, a header, quotes, or after a sign.
        r"://[^\s/@:]*:(?P<secret>[^\s/@]+)@",
        r"[?&](?i:key|sig)=(?P<secret>[^\s&\"']+)",
        r"(?i:\bbearer|\bbasic)\s+(?P<secret>(?=\S*(?:\d|[a-z][A-Z]))[\w.~+/=-]{8,})",
        NAME + r"[\"']?\s*[:=,]\s*[bru]?[\"']?(?i:bearer|basic|token|key)\s+(?P<secret>[^\s\"',]+)",
        NAME + r"[\"']?\s*(?:[:=]|,\s*(?=b?[\"']))\s*[bru]?[\"'](?P<secret>[^\"']+)",
        NAME + r"[\"']?\s*(?:=|:\s*(?=\S*\d))\s*(?P<secret>[^\s\"'&,;}\])]+)",
        # By its form: the beginnings that vendors give their keys, or long, of letters and digits.
        r"\b(?P<secret>(?:sk|pk|rk|xi|ek|gsk|hf|r8|luma|fal)[-_](?=[\w-]*\d)[\w-]{16,})",
        r"\b(?P<secret>key_(?=\w*\d)\w{32,}|AIza[\w-]{30,}|(?:AQ|ya29)\.[\w-]{20,}|AKIA[A-Z0-9]{16})",
        r"\b(?P<secret>eyJ[\w-]{10,}(?:\.[\w-]+){1,2})",
        r"(?<![A-Za-z0-9])(?P<secret>(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{32,})",
    )
)


def redacted(text: str) -> str:
    """Return a text without what looks like a key."""
    for form in SECRETS:
        text = form.sub(_without_secret, text)
    return text


def _without_secret(match: re.Match[str]) -> str:
    start, end = (at - match.start() for at in match.span("secret"))
    return f"{match[0][:start]}{HIDDEN}{match[0][end:]}"


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback and all, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line, redacted."""
        return redacted(super().format(record))


class QuietFileHandler(RotatingFileHandler):
    """Writes the log where that is possible; a full disk stops nothing and is not told twice."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - its name in logging
        """Say nothing: the log is where it would be said."""


def log_file() -> Path:
    """Return where the log is.

    Raises:
        CreatorError: Its folder cannot be made.
    """
    folder = data_folder() / "logs"
    with explained(folder):
        folder.mkdir(exist_ok=True)
    return folder / "creator-app.log"


def start_logging() -> logging.Handler:
    """Send the log to its file, and nowhere else; return the handler."""
    root = logging.getLogger()
    handler = _handler()
    for old in root.handlers:
        if isinstance(old, QuietFileHandler):
            old.close()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("creator_app").setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    return handler


def _handler() -> logging.Handler:
    try:
        path = log_file()
    except CreatorError:
        return logging.NullHandler()
    handler = QuietFileHandler(
        path, maxBytes=LOG_BYTES, backupCount=KEPT, encoding="utf-8", errors="replace", delay=True
    )
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    return handler
