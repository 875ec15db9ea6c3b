"""The two commands: what they do in which order, and what they go on without."""

import pytest


def test_what_is_lacking_is_named_in_one_line_and_asked_for_once(commands, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(commands, "lacking_packages", lambda parts: ["libgl1"])
    monkeypatch.setattr(commands, "line_to_run", lambda names: f"get {' '.join(names)}")
    monkeypatch.setattr(commands, "rights", lambda: asked.append(1))
    assert commands.bring_packages((), frozenset()) == ["libgl1"]
    assert commands.bring_packages((), frozenset({"libgl1"})) == ["libgl1"]
    said = capsys.readouterr().err.splitlines()
    assert said == ["start: system packages are missing; to get them, run: get libgl1"] * 2
    assert len(asked) == 1


def test_packages_still_lacking_are_looked_for_again(app, done, setup, commands, monkeypatch):
    monkeypatch.setattr(commands, "bring_packages", lambda parts, tried: ["libgl1"])
    commands.prepare(app, commands.APP_PARTS[:1])
    stamp = setup.read_stamp(app.folder)
    assert stamp == done._replace(tried=frozenset({"libgl1"}))
    monkeypatch.setattr(commands, "bring_packages", lambda parts, tried: [])
    commands.prepare(app, commands.APP_PARTS[:1])
    assert setup.read_stamp(app.folder) == done._replace(system=frozenset({"libgl1"}))


def test_an_app_that_ran_goes_on_when_an_update_cannot_be_installed(
    app, done, setup, commands, monkeypatch, capsys
):
    def no_network(environment):
        raise setup.SetupError("no network")

    monkeypatch.setattr(commands, "provide", no_network)
    monkeypatch.setattr(commands, "bring_packages", lambda parts, tried: [])
    setup.write_stamp(app.folder, done._replace(digest="older"))
    commands.prepare(app, ())
    assert "no network\nGoing on with what was installed before." in capsys.readouterr().err
    with pytest.raises(setup.SetupError):
        commands.prepare(app, (), insist=True)
    setup.write_stamp(app.folder, done._replace(digest=""))
    with pytest.raises(setup.SetupError):
        commands.prepare(app, ())


@pytest.mark.parametrize(
    ("platform", "environment", "answer"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_display_is_recognised(commands, platform, environment, answer):
    assert commands.has_display(platform, environment) is answer


@pytest.fixture
def statuses(commands, monkeypatch):
    """Exit statuses by check, of checks that are noted instead of run."""
    given: dict[str, int] = {}
    ran: list[tuple[str, tuple[str, ...]]] = []

    def noted(name, arguments):
        ran.append((name, tuple(arguments)))
        return given.get(name, 0)

    monkeypatch.setattr(commands, "prepare", lambda *arguments, **names: None)
    monkeypatch.setattr(commands, "servers_are_there", lambda: given.get("servers", 0) == 0)
    monkeypatch.setattr(commands, "check", noted)
    return given, ran


def test_every_check_runs_whatever_the_others_say_and_the_tests_last(commands, statuses):
    given, ran = statuses
    given["ruff check"] = given["mypy"] = 1
    assert commands.run(["--test", "-k", "a b"]) == 1
    assert [name for name, _ in ran] == [*commands.CHECKS, "pytest"]
    assert ran[-1][1] == ("-m", "pytest", "-k", "a b")


@pytest.mark.parametrize(
    ("failing", "status"), [({}, 0), ({"pytest": 2}, 2), ({"servers": 1}, 1), ({"mypy": 1}, 1)]
)
def test_the_exit_status_is_zero_only_where_nothing_failed(
    commands, statuses, capsys, failing, status
):
    statuses[0].update(failing)
    assert commands.run(["--test"]) == status
    assert ("FAILED" in capsys.readouterr().err) is bool(failing.keys() - {"pytest"})


def test_a_check_runs_offline_and_without_a_screen(app, commands, monkeypatch, capfd):
    app.python.write_text("#!/bin/sh\necho $QT_QPA_PLATFORM $HF_HUB_OFFLINE $PWD\nexit 4\n")
    monkeypatch.setattr(commands, "TEST_ENVIRONMENT", app)
    assert commands.check("ruff check", ()) == 4
    assert capfd.readouterr().out == f"offscreen 1 {app.folder.parent}\n"
