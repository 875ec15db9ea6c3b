"""What the system lacks, and who may install it how."""

import sys

import pytest


def test_packages_count_as_there_when_installed_or_provided(system):
    listing = (
        "installed libgl1, libgl\n"
        "config-files xvfb, xserver\n"
        "installed libglib2.0-0t64, libglib2.0-0 (= 2.84.4), libgio (= 2)\n"
        "not-installed ffmpeg, \n"
    )
    wanted = ["libgl1", "libglib2.0-0", "xvfb", "ffmpeg", "espeak-ng"]
    assert system.absent(wanted, listing) == ["xvfb", "ffmpeg", "espeak-ng"]


def test_debians_package_for_environments_is_wanted_only_where_it_is_lacking(system, monkeypatch):
    monkeypatch.setattr(system, "can_make", lambda: True)
    assert system.debian_names(system.APP_PARTS[:1]) == ["libgl1"]
    monkeypatch.setattr(system, "can_make", lambda: False)
    package = f"python3.{sys.version_info.minor}-venv"
    assert system.debian_names(system.APP_PARTS[:1]) == ["libgl1", package]


def test_programs_and_libraries_are_seen_where_they_are(system):
    assert system.shows("sh")
    assert system.shows("libc.so.6")
    assert not system.shows("no-such-program")
    assert not system.shows("libno-such.so.9")


def test_a_package_that_the_release_lacks_does_not_keep_the_others_out(system, monkeypatch, capsys):
    ran = []

    def apt(command):
        ran.append(list(command[command.index("apt-get") :]))
        unknown = "E: Unable to locate package b\nE: Package 'c' has no installation candidate\n"
        return (100, unknown) if "b" in command else (0, "")

    monkeypatch.setattr(system, "run_quietly", apt)
    assert system.install(["a", "b", "c", "d"], ()) == ["b", "c"]
    assert ["update" in command for command in ran] == [True, False, False]
    assert ran[-1][-3:] == ["--no-remove", "a", "d"]
    assert "has no b c" in capsys.readouterr().err


def programs(monkeypatch, system, *there, user=1000):
    monkeypatch.setattr(system.sys, "platform", "linux")
    monkeypatch.setattr(system.os, "geteuid", lambda: user)
    found = lambda name: f"/usr/bin/{name}" if name in there else None  # noqa: E731
    monkeypatch.setattr(system.shutil, "which", found)


@pytest.mark.parametrize(
    ("there", "user", "begins"),
    [
        (("apt-get", "dpkg-query"), 0, "apt-get update && apt-get install -y"),
        (("apt-get", "dpkg-query", "sudo"), 1000, "sudo apt-get update && sudo apt-get install"),
        (("apt-get", "dpkg-query"), 1000, "su -c 'apt-get update && apt-get install"),
        (("dnf", "sudo"), 1000, "sudo dnf install x"),
        (("pacman", "sudo"), 1000, "sudo pacman -S --needed x"),
        ((), 1000, "your package installer, for what holds x"),
    ],
)
def test_the_line_to_run_suits_the_system_and_who_asks(system, monkeypatch, there, user, begins):
    programs(monkeypatch, system, *there, user=user)
    line = system.line_to_run(["x"])
    assert line.startswith(begins)
    assert "\n" not in line


def test_only_root_or_a_sudo_that_asks_nothing_may_install(system, monkeypatch):
    debian = ("apt-get", "dpkg-query")
    answer = {"status": 1}
    monkeypatch.setattr(system, "run_quietly", lambda command: (answer["status"], ""))
    programs(monkeypatch, system, *debian, user=0)
    assert system.rights() == ()
    programs(monkeypatch, system, *debian)
    assert system.rights() is None
    programs(monkeypatch, system, *debian, "sudo")
    assert system.rights() is None
    answer["status"] = 0
    assert system.rights() == ("sudo", "-n")
    programs(monkeypatch, system, "dnf", user=0)
    assert system.rights() is None
