"""The engines as the command line reaches them: by settings, keyring and environment."""

from creator_app.core.access import access_by
from creator_app.core.engines import Catalog
from creator_app.core.secrets import Secrets
from creator_app.core.settings import load_settings
from creator_app.providers import ENGINES


def catalog() -> Catalog:
    """Return every engine, with the keys and addresses of this computer's user."""
    return Catalog(ENGINES, access_by(load_settings, Secrets()))
