"""Keys: in the system's keyring, or in the environment on servers; never anywhere else."""

import os

from creator_app.core.errors import CreatorError

SERVICE = "creator-app"
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
        """Keep a key in the keyring.

        Raises:
            NoKeyringError: There is none, or it is locked.
        """
        import keyring
        import keyring.errors

        try:
            keyring.set_password(SERVICE, name, key)
        except keyring.errors.KeyringError as error:
            raise no_keyring(name) from error

    def forget(self, name: str) -> None:
        """Delete a key from the keyring, if it is there.

        Raises:
            NoKeyringError: There is none, or it is locked.
        """
        import keyring
        import keyring.errors

        try:
            keyring.delete_password(SERVICE, name)
        except keyring.errors.PasswordDeleteError:
            return
        except keyring.errors.KeyringError as error:
            raise no_keyring(name) from error

    def _from_keyring(self, name: str) -> str | None:
        import keyring
        import keyring.errors

        try:
            return keyring.get_password(SERVICE, name) or None
        except keyring.errors.KeyringError:
            return None


def variable(name: str) -> str:
    """Return the environment variable a key is read from: `CREATOR_APP_KEY_OPENAI`."""
    return f"CREATOR_APP_KEY_{name.upper().replace('-', '_')}"


def from_environment(name: str) -> str | None:
    """Return a key from the environment, the app's own variable first."""
    vendor = VENDOR_VARIABLES.get(name, "")
    return os.environ.get(variable(name)) or (os.environ.get(vendor) if vendor else None) or None


def no_keyring(name: str) -> NoKeyringError:
    """Say that a key cannot be kept here, and what to do instead."""
    return NoKeyringError(
        "This computer has no keyring that is open, so the key was not saved.",
        f"Unlock or install one (such as GNOME Keyring), or set {variable(name)} "
        "in the environment before starting the app.",
    )
