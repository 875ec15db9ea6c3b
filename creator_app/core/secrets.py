"""Keys: in the system's keyring, or in the environment on servers; never anywhere else."""

import contextlib
import logging
import os
from collections.abc import Iterator

from creator_app.core.errors import CreatorError

log = logging.getLogger(__name__)

SERVICE = "creator-app"
# The keyring library recommends its backends from here on.
LEAST_PRIORITY = 1
# What the vendors' own programs read, so that a server set up for them works here too.
VENDOR_VARIABLES = {"openai": "OPENAI_API_KEY"}


class NoKeyringError(CreatorError):
    """This computer has no keyring that can be used."""


class Secrets:
    """The user's keys, by vendor name."""

    def find(self, name: str) -> str | None:
        """Return a key, from the keyring first, then from the environment."""
        return self._from_keyring(name) or from_environment(name)

    def place_of(self, name: str) -> str:
        """Return where a key is kept: «keyring», «environment», or "" where there is none."""
        if self._from_keyring(name):
            return "keyring"
        return "environment" if from_environment(name) else ""

    def store(self, name: str, key: str) -> None:
        """Keep a key in the keyring; spaces and line ends around it, from pasting, are left out.

        Raises:
            NoKeyringError: There is none, or it is locked.
        """
        import keyring

        with _keyring_explained(name):
            # Weaker ones write keys into plain files.
            if keyring.get_keyring().priority < LEAST_PRIORITY:
                raise no_keyring(name)
            keyring.set_password(SERVICE, name, key.strip())
            # Some keyrings take a key and keep nothing.
            if keyring.get_password(SERVICE, name) != key.strip():
                raise no_keyring(name)

    def forget(self, name: str) -> None:
        """Delete a key from the keyring, if it is there.

        Raises:
            NoKeyringError: There is none, or it is locked.
        """
        import keyring
        import keyring.errors

        with _keyring_explained(name):
            try:
                keyring.delete_password(SERVICE, name)
            except keyring.errors.PasswordDeleteError:
                if keyring.get_password(SERVICE, name) is not None:
                    raise

    def _from_keyring(self, name: str) -> str | None:
        import keyring

        try:
            with _keyring_explained(name):
                return keyring.get_password(SERVICE, name) or None
        except NoKeyringError:
            return None


@contextlib.contextmanager
def _keyring_explained(name: str) -> Iterator[None]:
    try:
        yield
    except CreatorError:
        raise
    except Exception as error:  # noqa: BLE001 - each system's keyring raises what it likes
        # Without the cause: it may quote what was to be kept.
        log.debug("the keyring failed: %s", type(error).__name__)
        raise no_keyring(name) from None


def variable(name: str) -> str:
    """Return the environment variable a key is read from: `CREATOR_APP_KEY_OPENAI`."""
    return f"CREATOR_APP_KEY_{name.upper().replace('-', '_')}"


def from_environment(name: str) -> str | None:
    """Return a key from the environment, the app's own variable first."""
    vendor = VENDOR_VARIABLES.get(name, "")
    found = os.environ.get(variable(name)) or (os.environ.get(vendor) if vendor else None) or ""
    return found.strip() or None


def no_keyring(name: str) -> NoKeyringError:
    """Say that a key cannot be kept here, and what to do instead."""
    return NoKeyringError(
        "This computer has no keyring that is open, so the key was not saved.",
        f"Unlock or install one (such as GNOME Keyring), or set {variable(name)} "
        "in the environment before starting the app.",
    )
