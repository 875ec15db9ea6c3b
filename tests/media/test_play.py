import shutil
import subprocess
import threading

import numpy as np
import pytest

from creator_app.core.errors import CreatorError
from creator_app.media.device import DeviceError
from creator_app.media.play import Player
from creator_app.media.portaudio import PORTAUDIO
from tests.sound_card import wait_until

RATE = 48_000


class Sound:
    """A ramp: every sample tells where it is."""

    def __init__(self, seconds=3.0, channels=1):
        self.rate_hz, self.channels = RATE, channels
        self.duration_us = round(seconds * 1_000_000)
        self.readers: set[str] = set()
        self.broken = False

    def read(self, start_us, end_us):
        self.readers.add(threading.current_thread().name)
        if self.broken:
            raise CreatorError("The file is gone.")
        end_us = min(end_us, self.duration_us)
        first, last = (round(at * RATE / 1_000_000) for at in (start_us, end_us))
        samples = np.arange(first + 1, last + 1, dtype=np.float32) / (RATE * 100)
        return samples[:, None].repeat(self.channels, axis=1)


class Card:
    """A sound card that plays when the test says so."""

    class PortAudioError(Exception):
        """As the library's."""

    def __init__(self):
        self.stream = None

    def OutputStream(self, **options):  # noqa: N802 - the library's name
        self.stream = Stream(options)
        return self.stream


class Stream:
    def __init__(self, options):
        self.options, self.is_open, self.latency = options, True, 0.0

    def start(self):
        pass

    def abort(self, ignore_errors):
        self.is_open = False

    def close(self, ignore_errors):
        self.options["finished_callback"]()

    def play(self, frames):
        """Ask for the next samples, as the device does."""
        out = np.full((frames, self.options["channels"]), 9, np.float32)
        self.options["callback"](out, frames, None, None)
        return out


@pytest.fixture
def card(monkeypatch):
    card = Card()
    monkeypatch.setattr(PORTAUDIO, "_fresh_library", lambda: card)
    return card


@pytest.fixture
def playing(card):
    """A player that has read ahead, and its stream."""
    with Player(Sound()) as player:
        wait_until(lambda: buffered(player) >= RATE // 2)
        yield player, card.stream


def buffered(player) -> int:
    return sum(map(len, player._ready))


def place(samples) -> np.ndarray:
    """Return which sample of the sound each of these is."""
    return np.round(samples[:, 0] * RATE * 100).astype(int) - 1


def test_it_plays_every_sample_in_order(playing):
    player, stream = playing
    heard = np.concatenate([stream.play(1_000) for _ in range(10)])
    assert np.array_equal(place(heard[240:]), np.arange(240, 10_000))
    assert player.position_us == 10_000 * 1_000_000 // RATE
    assert player.is_playing
    assert player._sound.readers == {"player"}


def test_what_was_heard_is_told_not_what_was_handed_over(playing):
    player, stream = playing
    stream.play(9_600)
    stream.latency = 0.15
    assert player.position_us == 50_000
    stream.latency = 1.0
    assert player.position_us == 0


def test_a_pause_is_soft_and_loses_nothing(playing):
    player, stream = playing
    before = stream.play(4_800)
    player.pause()
    fading = stream.play(4_800)
    assert not player.is_playing
    assert np.abs(np.diff(np.concatenate([before[-1:], fading])[:, 0])).max() < 1e-4
    assert not stream.play(4_800).any()
    at_us = player.position_us
    player.resume()
    again = stream.play(4_800)
    assert np.array_equal(place(again[240:]), np.arange(5_280, 9_840))
    assert player.position_us == at_us + 100_000


def test_seeking_goes_there_and_plays_on(playing):
    player, stream = playing
    stream.play(4_800)
    player.seek(2_000_000)
    assert player.position_us == 2_000_000
    wait_until(lambda: buffered(player) > 4_800)
    assert place(stream.play(4_800))[-1] == 2 * RATE + 4_799


def test_it_comes_to_its_end_and_begins_anew(playing):
    player, stream = playing
    player.seek(2_900_000)
    wait_until(lambda: buffered(player) == 4_800 and player._has_all)
    heard = stream.play(9_600)
    assert heard[4_799] > 0
    assert not heard[4_800:].any()
    stream.play(100)
    assert player.is_over
    assert not player.is_playing
    assert player.position_us == 3_000_000
    player.resume()
    assert player.is_playing
    wait_until(lambda: buffered(player) > 1_000)
    assert place(stream.play(1_000))[-1] == 999


def test_it_does_not_read_the_whole_sound_at_once(playing):
    player, _stream = playing
    wait_until(lambda: player._at_us >= 800_000)
    assert buffered(player) <= RATE


def test_a_seek_past_the_end_is_the_end(playing):
    player, _stream = playing
    player.seek(99_000_000)
    assert player.position_us == 3_000_000
    player.seek(-5)
    assert player.position_us == 0


def test_a_sound_that_fails_stops_it_with_the_reason(card):
    sound = Sound()
    sound.broken = True
    with Player(sound) as player:
        wait_until(lambda: player.is_over)
        assert str(player.error) == "The file is gone."


def test_a_device_that_goes_away_is_told(playing):
    player, stream = playing
    stream.options["finished_callback"]()
    assert player.is_over
    assert isinstance(player.error, DeviceError)


def test_closing_lets_the_device_and_the_thread_go(card):
    player = Player(Sound(channels=2), start_us=500_000)
    assert card.stream.options["channels"] == 2
    assert player.position_us == 500_000
    player.close()
    player.close()
    assert not card.stream.is_open
    assert not player._feeder.is_alive()
    assert player.error is None
    assert PORTAUDIO._streams == set()


def test_a_machine_without_a_loudspeaker_says_so(card, monkeypatch):
    def nothing(**_options):
        raise card.PortAudioError("Error querying device -1")

    monkeypatch.setattr(card, "OutputStream", nothing)
    with pytest.raises(DeviceError, match="no loudspeaker or headphone"):
        Player(Sound())


def test_it_is_heard_through_a_real_sound_server(sound_card):
    class Tone(Sound):
        def read(self, start_us, end_us):
            places = super().read(start_us, end_us) * RATE * 100
            return (np.sin(places * 2 * np.pi * 440 / RATE) * 0.3).astype(np.float32)

    with Player(Tone(seconds=1.5)) as player:
        wait_until(lambda: player.position_us > 0)
        listening = subprocess.Popen(
            [shutil.which("parec"), "--latency-msec=20", "-d", "speaker.monitor", "--format=s16le"],
            stdout=subprocess.PIPE,
        )
        heard = np.frombuffer(listening.stdout.read(44_100), "<i2")
        listening.kill()
        listening.wait()
        listening.stdout.close()
        wait_until(lambda: player.is_over)
        assert player.error is None
    assert np.abs(heard).max() > 5_000
