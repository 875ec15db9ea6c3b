import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creator_app.core.codec import encode
from creator_app.core.errors import CreatorError
from creator_app.core.settings import (
    CHOICES,
    RANGES,
    Server,
    Settings,
    load_settings,
    save_settings,
    settings_file,
)
from tests.documents import values

CHOSEN = Settings(
    language="zh_CN",
    theme="dark",
    library="/media/会议",
    microphone="mic 1",
    system_sound="default",
    with_captions=False,
    speech_language="de",
    chinese="zh-Hant",
    caption_px=30,
    transcriber="whisper",
    voice="piper:joe",
    speed=1.5,
    preset="youtube",
    servers=(Server("own", "http://localhost:1"), Server("other", "http://localhost:2")),
    has_started=True,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.json"


def written(path, **changes):
    path.write_text(json.dumps({**encode(CHOSEN), **changes}))


def test_settings_come_back_as_they_were_saved(path):
    save_settings(CHOSEN, path)
    assert load_settings(path) == CHOSEN


def test_without_a_file_everything_is_as_usual(path):
    assert load_settings(path) == Settings()
    assert load_settings() == Settings()
    assert settings_file().name == "settings.json"


def test_the_usual_values_are_allowed_ones():
    for name, choices in CHOICES.items():
        assert getattr(Settings(), name) in choices
    for name, (low, high) in RANGES.items():
        assert low <= getattr(Settings(), name) <= high


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("theme", "pink"),
        ("theme", 5),
        ("language", "xx"),
        ("chinese", None),
        ("preset", "betamax"),
        ("caption_px", 13),
        ("caption_px", 41),
        ("caption_px", 18.5),
        ("caption_px", True),
        ("caption_px", "18"),
        ("speed", 0),
        ("speed", 1e400),
        ("speed", float("nan")),
        ("speed", []),
        ("with_captions", 1),
        ("has_started", "yes"),
        ("library", {}),
        ("servers", {}),
        ("servers", "own"),
    ],
)
def test_a_bad_value_costs_only_itself(path, name, bad):
    written(path, **{name: bad})
    assert load_settings(path) == replace(CHOSEN, **{name: getattr(Settings(), name)})


@settings(max_examples=150)
@given(
    name=st.sampled_from([field.name for field in fields(Settings)]),
    bad=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    ),
)
def test_any_value_at_all_costs_at_most_itself(tmp_path_factory, name, bad):
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    written(path, **{name: bad})
    found = load_settings(path)
    assert replace(found, **{name: getattr(CHOSEN, name)}) == CHOSEN


@pytest.mark.parametrize("bad", [None, 5, {}, {"engine": "a"}, {"engine": 1, "base_url": ""}])
def test_a_bad_server_costs_only_itself(path, bad):
    written(path, servers=[encode(CHOSEN.servers[0]), bad, encode(CHOSEN.servers[1])])
    assert load_settings(path) == CHOSEN


@given(values(Settings))
def test_whatever_is_saved_can_be_loaded(tmp_path_factory, any_settings):
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    save_settings(any_settings, path)
    found = load_settings(path)
    usual = {name: getattr(any_settings, name) for name in ("library", "servers", "voice")}
    assert replace(found, **usual) == found


@pytest.mark.parametrize("content", [b"", b"{,}", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_a_file_that_is_no_json_is_put_aside_and_not_thrown_away(path, content):
    path.write_bytes(content)
    assert load_settings(path) == Settings()
    assert path.read_bytes() == content
    save_settings(CHOSEN, path)
    assert load_settings(path) == CHOSEN
    assert (path.parent / "settings.damaged.json").read_bytes() == content


def test_what_a_newer_app_added_stays_in_the_file(path):
    written(path, holograms={"on": True}, theme="from the future")
    found = load_settings(path)
    assert found.theme == "system"
    save_settings(replace(found, caption_px=20), path)
    data = json.loads(path.read_text())
    assert (data["holograms"], data["caption_px"], data["theme"]) == ({"on": True}, 20, "system")


def test_a_folder_that_cannot_be_made_gives_the_usual_settings(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("CREATOR_APP_SETTINGS", str(tmp_path / "file" / "below"))
    assert load_settings() == Settings()
    with pytest.raises(CreatorError):
        save_settings(Settings())


def test_a_full_disk_leaves_the_settings_as_they_were(small_disk):
    path = small_disk.path / "settings.json"
    save_settings(CHOSEN, path)
    small_disk.fill()
    with pytest.raises(CreatorError, match="disk is full"):
        save_settings(replace(CHOSEN, library="x" * 9_000), path)
    assert load_settings(path) == CHOSEN


def test_addresses_are_kept_by_engine():
    changed = CHOSEN.with_address("own", " http://new ").with_address("third", "http://3")
    assert changed.address_of("own") == "http://new"
    assert changed.address_of("third") == "http://3"
    assert changed.with_address("own", " ").address_of("own") == ""
    assert Settings().address_of("own") == ""


def test_the_library_is_in_the_home_unless_chosen():
    assert Settings().library_folder == Path.home() / "Creator"
    assert CHOSEN.library_folder == Path("/media/会议")
