"""Microphones that are not there, or that somebody else holds; and no screen at all."""

from pathlib import Path

import pytest

from creator_app.media.portaudio import BUSY
from tests.faults.conftest import left

NO_CARD = {"PULSE_SERVER": "unix:/nowhere", "PIPEWIRE_REMOTE": "nowhere"}


@pytest.mark.skipif(Path("/dev/snd").exists(), reason="this computer has a sound card of its own")
@pytest.mark.parametrize("options", [[], ["--mic", "USB"]])
def test_without_a_microphone_that_is_what_is_said(separate, tmp_path, options):
    arguments = ["record", "--out", "a.creator", "--seconds", "1", *options]
    said = separate(*arguments, **NO_CARD, XDG_RUNTIME_DIR=str(tmp_path))
    said.one_plain_line("There is no microphone on this computer. Connect one and try again.")
    assert left(tmp_path) == []


@pytest.mark.skipif(Path("/dev/snd").exists(), reason="this computer has a sound card of its own")
def test_no_devices_are_no_failure_of_listing_them(separate, tmp_path):
    said = separate("devices", "--json", **NO_CARD, XDG_RUNTIME_DIR=str(tmp_path))
    assert (said.status, said.events, said.err) == (0, [], "")


def test_a_device_of_another_name_is_said(creator, tmp_path, sound_card):
    said = creator("record", "--out", "a.creator", "--seconds", "1", "--mic", "Blue Yeti")
    said.one_plain_line("There is no microphone called “Blue Yeti”. There are: ")
    assert left(tmp_path) == []


def test_a_device_taken_by_another_program_is_said(creator, tmp_path, sound_card, monkeypatch):
    import sounddevice  # it looks for devices when it is imported

    class Taken:
        def __init__(self, **_options):
            raise sounddevice.PortAudioError("Error opening RawInputStream", BUSY)

    monkeypatch.setattr(sounddevice, "RawInputStream", Taken)
    said = creator("record", "--out", "a.creator", "--seconds", "1")
    said.one_plain_line("is in use by another program. Close the program that records from it")
    assert left(tmp_path) == []


def test_without_a_screen_the_window_says_so_instead_of_aborting(separate):
    nothing = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"), "")
    separate(**nothing).one_plain_line("There is no display here")
