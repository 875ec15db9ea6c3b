import json
import logging
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import keyring
import keyring.backends.fail
import keyring.errors
import pytest

from creator_app.core.access import access_by
from creator_app.core.engines import Access, Engine, Transcriber
from creator_app.core.secrets import NoKeyringError, Secrets, from_environment, variable
from creator_app.core.settings import Settings

KEY = "sk-proj-0123456789abcdefABCDEF"

CHILD = """
import json, sys
from creator_app.core.secrets import NoKeyringError, Secrets
import keyring
secrets, said = Secrets(), {}
said["before"] = secrets.find("openai")
secrets.store("openai", sys.stdin.read())
said["found"] = secrets.find("openai")
said["place"] = secrets.place_of("openai")
said["other"] = secrets.find("google")
said["repr"] = repr(secrets) + repr(vars(secrets))
secrets.store("openai", "second")
said["second"] = Secrets().find("openai")
secrets.forget("openai")
secrets.forget("openai")
said["after"] = secrets.find("openai")
said["argv"] = open("/proc/self/cmdline").read()
import secretstorage
secretstorage.get_default_collection(secretstorage.dbus_init()).lock()
said["locked"] = secrets.find("openai")
for name, attempt in (("store", lambda: secrets.store("openai", "x")),
                      ("forget", lambda: secrets.forget("openai"))):
    try:
        attempt()
        said[name] = "done"
    except NoKeyringError as error:
        said[name] = f"{error} {error.hint}"
print(json.dumps(said))
"""

UNLOCK = (
    'printf x | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$0" -c "$1"'
)


def programs_missing():
    needed = ("dbus-run-session", "gnome-keyring-daemon")
    return [name for name in needed if shutil.which(name) is None]


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Return what a child found out with a real keyring of its own."""
    if missing := programs_missing():
        pytest.skip(f"needs {' and '.join(missing)}")
    home = tmp_path_factory.mktemp("keyring")
    home.chmod(0o700)
    names = ("HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME")
    places = dict.fromkeys(names, str(home))
    kept = {name: value for name, value in os.environ.items() if "CREATOR_APP_KEY" not in name}
    kept.pop("OPENAI_API_KEY", None)
    kept.pop("DISPLAY", None)
    session = shutil.which("dbus-run-session")
    command = [session, "--", "sh", "-c", UNLOCK, sys.executable, CHILD]
    done = subprocess.run(
        command,
        input=f"  {KEY}\n",
        capture_output=True,
        text=True,
        env={**kept, **places},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert KEY not in done.stderr
    return json.loads(done.stdout)


def test_a_key_is_kept_found_and_forgotten_in_a_real_keyring(said):
    assert (said["before"], said["other"]) == (None, None)
    assert (said["found"], said["place"]) == (KEY, "keyring")
    assert said["second"] == "second"
    assert said["after"] is None


def test_a_key_shows_neither_in_reprs_nor_in_arguments(said):
    assert KEY not in said["repr"]
    assert KEY not in said["argv"]


def test_a_locked_keyring_is_told_plainly(said):
    assert said["locked"] is None
    for attempt in ("store", "forget"):
        assert "no keyring that is open" in said[attempt]
        assert "CREATOR_APP_KEY_OPENAI" in said[attempt]


# Without one


@pytest.fixture
def no_keyring(monkeypatch):
    monkeypatch.setattr(keyring, "get_keyring", keyring.backends.fail.Keyring)
    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, getattr(keyring.backends.fail.Keyring(), name))


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_the_environment_is_asked(monkeypatch):
    for name in (variable("openai"), "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    assert (Secrets().find("openai"), Secrets().place_of("openai")) == (None, "")
    monkeypatch.setenv("OPENAI_API_KEY", f" {KEY}\n")
    assert (Secrets().find("openai"), Secrets().place_of("openai")) == (KEY, "environment")
    monkeypatch.setenv(variable("openai"), "own")
    assert Secrets().find("openai") == "own"
    monkeypatch.setenv(variable("openai"), "")
    assert Secrets().find("openai") == KEY
    monkeypatch.setenv("CREATOR_APP_KEY_MY_SERVER", "mine")
    assert from_environment("my-server") == "mine"


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_nothing_is_kept_and_that_is_told():
    with pytest.raises(NoKeyringError, match="was not saved") as caught:
        Secrets().store("openai", KEY)
    assert "CREATOR_APP_KEY_OPENAI" in caught.value.hint
    assert KEY not in f"{caught.value} {caught.value.hint}"
    with pytest.raises(NoKeyringError):
        Secrets().forget("openai")


class Odd:
    """A keyring that behaves as some do."""

    priority = 5

    def __init__(self, failure=None):
        self.failure = failure

    def get_password(self, _service, _name):
        return None

    def set_password(self, _service, _name, key):
        if self.failure:
            raise self.failure(f"could not keep {key}")

    delete_password = set_password


def use(monkeypatch, backend):
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    for name in ("get_password", "set_password"):
        monkeypatch.setattr(keyring, name, getattr(backend, name))


@pytest.mark.parametrize("failure", [RuntimeError, keyring.errors.PasswordSetError, OSError])
def test_whatever_a_keyring_raises_the_key_is_in_no_message(monkeypatch, caplog, failure):
    use(monkeypatch, Odd(failure))
    caplog.set_level(logging.DEBUG)
    with pytest.raises(NoKeyringError) as caught:
        Secrets().store("openai", KEY)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert KEY not in caplog.text


def test_a_keyring_that_keeps_nothing_is_found_out(monkeypatch):
    use(monkeypatch, Odd())
    with pytest.raises(NoKeyringError):
        Secrets().store("openai", KEY)


def test_a_keyring_that_writes_plain_files_is_not_used(monkeypatch):
    backend = Odd()
    backend.priority = 0.5
    stored = []
    backend.set_password = lambda *given: stored.append(given)
    use(monkeypatch, backend)
    with pytest.raises(NoKeyringError):
        Secrets().store("openai", KEY)
    assert stored == []


# How an engine is given its key


def engine(key="openai"):
    return Engine(Transcriber, "cloud", "Cloud", "x:y", place="cloud", key=key)


def test_an_engine_is_given_its_own_key_and_address():
    secrets = SimpleNamespace(find={"openai": KEY}.get)
    chosen = [Settings().with_address("cloud", "http://here")]
    access = access_by(lambda: chosen[0], secrets)
    assert access(engine()) == Access(KEY, "http://here")
    assert access(engine(key="google")) == Access("", "http://here")
    assert access(engine(key="")) == Access("", "http://here")
    chosen[0] = Settings()
    assert access(engine()).base_url == ""
    assert KEY not in repr(access(engine()))
