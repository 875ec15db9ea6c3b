import sys
from types import ModuleType, SimpleNamespace

import pytest

from creator_app.core.engines import (
    Access,
    Catalog,
    Engine,
    Generator,
    Source,
    Synthesizer,
    Transcriber,
)
from creator_app.core.errors import CreatorError, EngineUnavailableError
from creator_app.core.task import Task
from creator_app.core.transcript import Transcript


class Fake:
    """A transcriber that says what it was given."""

    def __init__(self, access):
        self.access = access

    def transcribe(self, source, hints, task):
        return Transcript()


class Checked(Fake):
    def check(self, task):
        if self.access.key != "good":
            raise CreatorError("The key is wrong.", "Enter it again.")
        return "2 models"


@pytest.fixture(autouse=True)
def fakes(monkeypatch):
    module = ModuleType("fake_engines")
    module.Fake, module.Checked = Fake, Checked
    monkeypatch.setitem(sys.modules, "fake_engines", module)


def engine(name, kind=Transcriber, factory="fake_engines:Fake", **values):
    return Engine(kind, name, name.title(), factory, **values)


def test_the_first_that_is_ready_is_found_and_made():
    table = (
        engine("absent", needs=("no_such_package",)),
        engine("speaker", Synthesizer),
        engine("far", place="server"),
        engine("paid", place="cloud", key="vendor"),
        engine("here"),
    )
    catalog = Catalog(table)
    assert catalog.find(Transcriber, "").name == "here"
    assert isinstance(catalog.open(Transcriber), Transcriber)
    assert [each.name for each in catalog.of(Transcriber)] == ["absent", "far", "paid", "here"]
    assert catalog.all() == table
    reached = Catalog(table, lambda each: Access("secret", f"http://{each.name}"))
    assert reached.find(Transcriber, "").name == "far"
    assert reached.open(Transcriber, "paid").access == Access("secret", "http://paid")


def test_an_engine_that_is_unknown_or_of_other_work_is_told_with_those_there_are():
    catalog = Catalog((engine("one"), engine("two"), engine("voice", Synthesizer)))
    for name in ("three", "voice"):
        with pytest.raises(EngineUnavailableError, match=f"no engine called {name}") as caught:
            catalog.open(Transcriber, name)
        assert caught.value.hint == "There are: one, two."
    with pytest.raises(EngineUnavailableError, match="no engine ready"):
        catalog.open(Generator)


@pytest.mark.parametrize(
    ("values", "message", "hint"),
    [
        ({"needs": ("no_such_package", "json")}, "no_such_package is missing", "creator-app[x]"),
        ({"needs": ("no_such_parent.child",)}, "no_such_parent.child is missing", "creator-app[x]"),
        ({"needs": ("json.no_such_child",)}, "json.no_such_child is missing", "creator-app[x]"),
        ({"program": "no-such-program"}, "is not installed", "no-such-program"),
        ({"place": "server"}, "has no address", "Settings"),
        ({"place": "cloud", "key": "vendor"}, "needs a key", "Settings"),
    ],
)
def test_what_an_engine_lacks_is_told_with_what_to_do(values, message, hint):
    catalog = Catalog((engine("one", extra="x", **values),))
    with pytest.raises(EngineUnavailableError, match=message) as caught:
        catalog.open(Transcriber, "one")
    assert hint in caught.value.hint
    assert catalog.state_of(catalog.all()[0]) == str(caught.value)


def test_an_engine_of_which_half_is_there_counts_as_missing(monkeypatch):
    broken = ModuleType("half_there")
    broken.__spec__ = None
    monkeypatch.setitem(sys.modules, "half_there", broken)
    assert engine("one", needs=("half_there",)).missing() == ("half_there",)


def test_a_ready_engine_has_no_problem_and_a_cloud_one_without_key_may_be_free():
    assert Catalog(()).state_of(engine("one")) == ""
    assert Catalog(()).state_of(engine("two", place="cloud")) == ""


def test_trying_an_engine_tells_what_was_found():
    catalog = Catalog(
        (engine("net", factory="fake_engines:Checked"), engine("here")),
        lambda _engine: Access("good"),
    )
    net, here = catalog.all()
    assert catalog.check(net, Task()) == "2 models"
    assert catalog.check(here, Task())
    with pytest.raises(CreatorError, match="wrong"):
        Catalog((net,)).check(net, Task())


def test_a_key_never_shows():
    assert "hush" not in repr(Access("hush", "http://x"))
    assert "hush" not in str(Access("hush"))


def test_protocols_are_known_by_what_they_do():
    assert isinstance(Fake(Access()), Transcriber)
    assert not isinstance(Fake(Access()), Synthesizer)
    sound = SimpleNamespace(rate_hz=1, duration_us=1, read=len, as_file=len)
    assert isinstance(sound, Source)
