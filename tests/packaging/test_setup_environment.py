"""Environments: when there is something to do, and that it is done whole."""

import os
import subprocess
import zipfile
from importlib.util import find_spec

import pytest


def test_a_stamp_comes_back_as_it_was_written(app, done, setup):
    stamp = done._replace(system=frozenset({"libgl1"}), tried=frozenset({"espeak-ng"}))
    setup.write_stamp(app.folder, stamp)
    assert setup.read_stamp(app.folder) == stamp


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"extras": 3}', '{"extras": []}'])
def test_a_damaged_stamp_says_that_nothing_is_done(app, setup, text):
    (app.folder / setup.STAMP_NAME).write_text(text)
    assert setup.read_stamp(app.folder) == setup.Stamp()


def test_with_a_full_stamp_there_is_nothing_to_do(app, done, setup):
    assert setup.is_done(app, done)


def test_the_app_is_ready_where_the_tests_were_prepared(app, done, setup):
    assert setup.is_done(app, done._replace(extras=frozenset({"offline", "dev"})))


def test_more_extras_than_before_are_something_to_do(app, done, setup):
    assert not setup.is_done(app._replace(extras=frozenset({"offline", "dev"})), done)


def test_a_changed_project_file_is_something_to_do(app, done, setup, checkout):
    (checkout / "pyproject.toml").write_text('[project]\nname = "other"\n')
    assert not setup.is_done(app, done)


def test_changed_packages_are_something_to_do(app, setup):
    servers = setup.Environment(app.folder, packages=("a==1",))
    newer = servers._replace(packages=("a==2",))
    assert setup.digest_of(servers) != setup.digest_of(newer)


@pytest.mark.parametrize("change", [{"python": "3.10"}, {"checkout": "/elsewhere"}])
def test_another_python_or_a_moved_checkout_makes_the_environment_anew(app, done, setup, change):
    stamp = done._replace(**change)
    assert not setup.is_done(app, stamp)
    assert not setup.is_whole(app, stamp)


def test_an_environment_whose_interpreter_has_gone_is_made_anew(app, done, setup):
    app.python.unlink()
    assert not setup.is_done(app, done)
    assert not setup.is_whole(app, done)


def test_an_environment_made_by_hand_is_kept_if_its_pip_is_whole(app, setup):
    assert not setup.is_whole(app, setup.Stamp())
    pip = setup.site_packages(app) / "pip-25.0.dist-info"
    pip.mkdir(parents=True)
    assert not setup.is_whole(app, setup.Stamp())
    (pip / "INSTALLER").write_text("pip\n")
    assert setup.is_whole(app, setup.Stamp())


def test_an_interrupted_install_leaves_no_full_stamp(app, setup, monkeypatch):
    monkeypatch.setattr(setup, "make", lambda environment: None)
    with monkeypatch.context() as cut:
        cut.setattr(setup, "fill", lambda environment: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            setup.provide(app)
    stamp = setup.read_stamp(app.folder)
    assert not setup.is_done(app, stamp)
    assert setup.is_whole(app, stamp)
    filled = []
    monkeypatch.setattr(setup, "fill", filled.append)
    setup.provide(app)
    setup.provide(app)
    assert filled == [app]
    assert setup.is_done(app, setup.read_stamp(app.folder))


def test_new_requirements_keep_the_extras_installed_before(app, done, setup, checkout, monkeypatch):
    setup.write_stamp(app.folder, done._replace(extras=frozenset({"offline", "dev"})))
    (checkout / "pyproject.toml").write_text('[project]\nname = "other"\n')
    filled = []
    monkeypatch.setattr(setup, "fill", filled.append)
    setup.provide(app)
    assert filled[0].requirements == ["-e", ".[dev,offline]"]


def test_packages_cut_off_half_way_are_forgotten_and_whole_ones_kept(app, setup):
    folder = setup.site_packages(app)
    folder.mkdir(parents=True)
    for name in ("whole-1.dist-info", "half-1.dist-info", "~lder-1.dist-info", "~lder"):
        (folder / name).mkdir()
    (folder / "whole-1.dist-info/INSTALLER").touch()
    (folder / "whole.py").touch()
    setup.forget_halves(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["whole-1.dist-info", "whole.py"]


def test_a_python_without_ensurepip_and_pip_says_what_it_needs(app, setup, monkeypatch):
    monkeypatch.setattr(setup, "can_make", lambda: False)
    with pytest.raises(setup.SetupError, match="neither ensurepip nor a pip"):
        setup.make(app)


def test_an_old_pip_cannot_serve_another_environment(setup, monkeypatch):
    monkeypatch.setattr(setup, "find_spec", lambda name: None)
    for version, answer in (((), False), ((22, 2), False), ((22, 3), True), ((25, 0), True)):
        monkeypatch.setattr(setup, "pip_version", lambda version=version: version)
        assert setup.can_make() is answer


def test_the_launcher_runs_in_a_folder_with_any_name(app, setup):
    setup.mend_launcher(app)
    launcher = app.python.with_name("creator-app")
    told = subprocess.check_output([launcher, "narrate", "it's $5"], text=True)
    assert told.splitlines() == [*setup.APP, "narrate", "it's $5"]


@pytest.mark.skipif(not find_spec("ensurepip"), reason="pip would have to come from the network")
def test_a_real_environment_is_made_filled_and_mended_in_a_folder_with_any_name(
    checkout, setup, monkeypatch, capsys
):
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    wheel = small_wheel(checkout)
    environment = setup.Environment(checkout / ".venv", packages=(str(wheel),))
    setup.provide(environment)
    packages = setup.site_packages(environment)
    assert (packages / "small.py").read_text() == "whole = True\n"

    (packages / "small-1.dist-info/INSTALLER").unlink()
    (packages / "small.py").unlink()
    unfinished = setup.read_stamp(environment.folder)._replace(digest="")
    setup.write_stamp(environment.folder, unfinished)
    setup.provide(environment)
    assert (packages / "small.py").exists()

    capsys.readouterr()
    setup.provide(environment)
    assert capsys.readouterr().err == ""


def small_wheel(folder):
    wheel = folder / "small-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("small.py", "whole = True\n")
        info = "small-1.dist-info"
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: small\nVersion: 1\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return wheel
