"""How an engine is reached: its key from the secrets, its address from the settings."""

from collections.abc import Callable

from creator_app.core.engines import Access, Engine
from creator_app.core.secrets import Secrets
from creator_app.core.settings import Settings


def access_by(settings: Callable[[], Settings], secrets: Secrets) -> Callable[[Engine], Access]:
    """Return what a `Catalog` asks when it opens an engine; `settings` gives those of now."""

    def access(engine: Engine) -> Access:
        key = secrets.find(engine.key) if engine.key else ""
        return Access(key or "", settings().address_of(engine.name))

    return access
