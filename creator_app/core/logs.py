"""The log: what happened, never a secret and never a spoken or written word of the user's.

The app's own lines name counts, stages and engines. Libraries are only heard from WARNING on, and
every line passes the redaction below, because their errors may quote a request.
"""

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

from creator_app.core.files import data_folder

LOG_BYTES = 1_000_000
KEPT = 3
HIDDEN = "•••"
# A key by its form (OpenAI, ElevenLabs, Google…), or by the name that stands before it.
SECRET_FORMS = re.compile(
    r"""\b(?:sk|xi|pk|rk|gsk|key|AIza)[-_]?[A-Za-z0-9_\-]{16,}"""
    r"""|(?i:bearer|api[-_ ]?key|authorization|x-api-key|xi-api-key|token|password|secret)"""
    r"""["']?\s*[:=\s]\s*["']?[^\s"',}]{6,}"""
)


def redacted(text: str) -> str:
    """Return a text without what looks like a key."""
    return SECRET_FORMS.sub(HIDDEN, text)


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback and all, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line, redacted."""
        return redacted(super().format(record))


def log_file() -> Path:
    """Return where the log is."""
    folder = data_folder() / "logs"
    folder.mkdir(exist_ok=True)
    return folder / "creator-app.log"


def start_logging() -> logging.Handler:
    """Send the log to its file, and nowhere else; return the handler."""
    handler = RotatingFileHandler(
        log_file(), maxBytes=LOG_BYTES, backupCount=KEPT, encoding="utf-8", delay=True
    )
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("creator_app").setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    return handler
