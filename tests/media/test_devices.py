import sys
import threading
import time
import types

import numpy as np
import pytest

from creator_app.media import devices as module
from creator_app.media import loopback, pulse
from creator_app.media.device import Device, DeviceError
from creator_app.media.devices import devices, find, open_device
from creator_app.media.portaudio import BAD_RATE, BUSY, PortAudio
from tests.sound_card import SoundCard, wait_until

DESK = Device("usb.desk", "Desk microphone", "mic", 1, 48_000, is_default=False, backend="pulse")
HEAD = Device("usb.head", "Headset", "mic", 1, 48_000, is_default=True, backend="pulse")
HEAD_2 = Device("usb.head-2", "Headset", "mic", 1, 48_000, is_default=False, backend="pulse")
OUT = Device("out.monitor", "Monitor of Loudspeaker", "system", 2, 48_000, True, "pulse")
ALL = (DESK, HEAD, HEAD_2, OUT)


def refusal(side, wanted, among=ALL):
    with pytest.raises(DeviceError) as caught:
        find(side, wanted, among)
    return f"{caught.value} {caught.value.hint}"


def test_the_default_is_what_the_system_prefers():
    assert find("mic", "default", ALL) is HEAD
    assert find("system", "default", ALL) is OUT
    assert find("mic", "default", (DESK,)) is DESK


def test_a_device_is_found_by_id_and_by_a_part_of_its_name_that_only_it_has():
    assert find("mic", "usb.head", ALL) is HEAD
    assert find("mic", "DESK", ALL) is DESK
    assert find("mic", "desk mic", ALL) is DESK
    assert find("system", "loudspeaker", ALL) is OUT


def test_system_sound_may_be_recorded_as_the_microphone_by_its_id():
    assert find("mic", "out.monitor", ALL) is OUT


def test_what_fits_several_is_refused_with_their_ids():
    assert "usb.head, usb.head-2" in refusal("mic", "headset")


def test_a_name_that_is_whole_goes_before_names_that_contain_it():
    other = Device(
        "x", "Desk microphone array", "mic", 1, 48_000, is_default=False, backend="pulse"
    )
    assert find("mic", "Desk microphone", (DESK, other)) is DESK


def test_what_is_not_there_is_refused_with_what_is():
    text = refusal("mic", "lapel")
    assert "no microphone called “lapel”" in text
    assert "Desk microphone (usb.desk)" in text


def test_without_any_device_the_message_says_what_to_do():
    assert "There is no microphone on this computer. Connect one" in refusal("mic", "default", ())
    assert "system sound cannot be recorded" in refusal("system", "default", (DESK,))


def test_macos_says_plainly_what_it_cannot_do(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "extra driver" in refusal("system", "default", (DESK,))


def test_a_sound_system_that_hangs_is_given_up(monkeypatch):
    monkeypatch.setattr(module, "DEADLINE_S", 0.1)
    over = threading.Event()
    monkeypatch.setattr(module, "_listed", over.wait)
    with pytest.raises(DeviceError, match="does not answer"):
        devices()
    over.set()


def test_real_sources_are_listed_with_what_they_are(sound_card):
    found = {each.ident: each for each in devices()}
    mic, speaker = found["mic"], found["speaker.monitor"]
    assert (mic.name, mic.side, mic.is_default) == ("Microphone", "mic", True)
    assert (mic.channels, mic.rate_hz) == (2, 44_100)
    assert (speaker.side, speaker.is_default) == ("system", True)
    assert (found["micsink.monitor"].side, found["micsink.monitor"].is_default) == ("system", False)
    assert devices()[0] == mic


def test_a_server_without_devices_is_no_error(tmp_path, monkeypatch):
    folder = tmp_path / "pa"
    folder.mkdir(mode=0o700)
    card = SoundCard(folder, "load-module module-native-protocol-unix\n")
    for name, value in card.env.items():
        monkeypatch.setenv(name, value)
    card.start()
    try:
        assert devices() == ()
        with pytest.raises(DeviceError, match="no microphone"):
            find("mic", "default")
    finally:
        card.stop()


def test_without_a_server_nothing_is_listed_by_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
    assert pulse.sources() is None


def test_each_stream_hears_the_source_it_was_opened_for(sound_card):
    heard = {"mic": [], "speaker.monitor": []}
    streams = []
    for ident, blocks in heard.items():
        device = next(each for each in devices() if each.ident == ident)

        def hear(data, _mono_us, _is_lost, blocks=blocks):
            blocks.append(np.frombuffer(data, np.int16).copy())

        streams.append(open_device(device, hear))
    try:
        wait_until(lambda: all(heard.values()))
        child = sound_card.play("beckett.wav", "speaker")
        wait_until(lambda: any(block.any() for block in heard["speaker.monitor"]))
        child.kill()
    finally:
        for stream in streams:
            stream.close()
    assert not any(block.any() for block in heard["mic"])


def test_a_sound_server_that_starts_later_is_found(sound_card, tmp_path, monkeypatch):
    port = PortAudio()
    device = find("mic", "default")
    with monkeypatch.context() as before:
        before.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
        with pytest.raises(DeviceError):
            port.open(device, lambda *_: None)
    heard = threading.Event()
    stream = port.open(device, lambda *_: heard.set())
    assert heard.wait(10)
    stream.close()


def test_a_stream_that_was_moved_to_another_source_is_over(breakable_card):
    stream = open_device(find("mic", "default"), lambda *_: None)
    assert not stream.is_over
    breakable_card.unplug("module-remap-source")
    breakable_card.plug_microphone()
    # The server has moved it meanwhile; that one of the same name is there again does not help.
    wait_until(lambda: stream.is_over)
    stream.close()


def test_the_time_of_a_block_is_that_of_its_first_sample(sound_card):
    times = []
    device = find("mic", "default")
    stream = open_device(device, lambda data, mono_us, _lost: times.append((len(data), mono_us)))
    wait_until(lambda: len(times) > 20)
    stream.close()
    now_us = time.monotonic() * 1e6
    size, last_us = times[-1]
    block_us = size / 4 / device.rate_hz * 1e6
    assert now_us - 1e6 < last_us < now_us - block_us * 0.9


class Library:
    """As much of sounddevice as opening a device uses."""

    class PortAudioError(Exception):
        pass

    def __init__(self, code):
        self._code = code

    def _terminate(self):
        pass

    _initialize = _terminate

    def query_hostapis(self):
        return [{"name": "ALSA", "default_input_device": 0}]

    def query_devices(self):
        info = {"name": "HDA", "hostapi": 0, "index": 0, "max_input_channels": 2}
        return [info | {"default_samplerate": 48_000.0}]

    def RawInputStream(self, **_options):  # noqa: N802 - the library's name
        raise self.PortAudioError("Error opening RawInputStream: It is so", self._code)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (BUSY, "HDA is in use by another program."),
        (BAD_RATE, "HDA does not record 2 channels at 48000 Hz."),
        (-9999, "HDA could not be opened (It is so)."),
    ],
)
def test_why_a_device_does_not_open_is_said_in_plain_words(monkeypatch, code, said):
    port = PortAudio()
    monkeypatch.setattr(port, "_library", lambda: Library(code))
    (device,) = port.inputs()
    assert device.ident == "ALSA:HDA"
    with pytest.raises(DeviceError) as caught:
        port.open(device, lambda *_: None)
    assert str(caught.value) == said
    assert caught.value.hint


def test_a_device_that_is_gone_when_it_is_opened_is_told(monkeypatch):
    port = PortAudio()
    monkeypatch.setattr(port, "_library", lambda: Library(0))
    gone = Device("ALSA:USB", "USB", "mic", 1, 48_000, is_default=False, backend="portaudio")
    with pytest.raises(DeviceError, match="not there any more"):
        port.open(gone, lambda *_: None)


def test_one_that_hangs_does_not_keep_the_others_waiting_for_ever(monkeypatch):
    monkeypatch.setattr("creator_app.media.portaudio.GATE_S", 0.1)
    port = PortAudio()
    with port._gate, pytest.raises(DeviceError, match="does not answer"):
        port.inputs()


class FakeSoundcard(types.ModuleType):
    """As much of soundcard as its Windows loopbacks use."""

    def __init__(self):
        super().__init__("soundcard")
        self.failure = None
        speaker = types.SimpleNamespace(id="{1}", name="Speakers", channels=2, isloopback=True)
        mic = types.SimpleNamespace(id="{2}", name="Mic", channels=1, isloopback=False)
        speaker.recorder = self._recorder
        self.all_microphones = lambda include_loopback: [speaker, mic]
        self.default_speaker = lambda: types.SimpleNamespace(id="{1}")
        self.get_microphone = lambda _ident, include_loopback: speaker

    def _recorder(self, rate_hz, channels, block):
        if self.failure is not None:
            raise self.failure

        class Recorder:
            def __enter__(self):
                return self

            def __exit__(self, *_error):
                pass

            def record(self, _frames):
                time.sleep(block / rate_hz)
                return np.full((block, channels), 0.5, np.float32)

        return Recorder()


@pytest.fixture
def soundcard(monkeypatch):
    fake = FakeSoundcard()
    monkeypatch.setitem(sys.modules, "soundcard", fake)
    return fake


def test_windows_loopbacks_are_system_sound(soundcard):
    (device,) = loopback.loopbacks()
    assert device == Device("{1}", "Speakers", "system", 2, 48_000, True, "soundcard")
    assert device.sample_format == "f32"


def test_a_loopback_delivers_until_it_is_closed(soundcard):
    (device,) = loopback.loopbacks()
    heard = []
    stream = open_device(device, lambda data, *_: heard.append(data))
    wait_until(lambda: len(heard) > 1)
    stream.close()
    assert stream.is_over
    assert heard[0].dtype == np.float32
    assert heard[0].shape == (2400, 2)


def test_a_loopback_that_does_not_open_is_told(soundcard):
    soundcard.failure = RuntimeError("0x8889000A")
    (device,) = loopback.loopbacks()
    with pytest.raises(DeviceError, match="0x8889000A"):
        open_device(device, lambda *_: None)


def test_where_alsa_has_no_pulse_plugin_the_source_is_asked_directly(
    sound_card, soundcard, monkeypatch
):
    monkeypatch.setattr("creator_app.media.portaudio._number", lambda *_: None)
    heard = []
    device = find("mic", "default")
    stream = open_device(device, lambda data, *_: heard.append(data))
    wait_until(lambda: heard)
    stream.close()
    assert heard[0].dtype == np.int16
    assert heard[0].max() == 16_384
