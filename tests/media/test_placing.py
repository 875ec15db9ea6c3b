import numpy as np

from creator_app.media.journal import DROPPED, GAP, PAUSE
from creator_app.media.placing import Place, Placer, RecordClock
from creator_app.media.ring import LOST, RESTARTED, Chunk

RATE = 48_000
CHUNK = 2400
CHUNK_US = 50_000


class Device:
    """Delivers chunks of a twentieth of a second, on a clock of its own."""

    def __init__(self, start_us: int, ppm: float = 0, jitter_us: int = 0) -> None:
        self.at = 0
        self.now_us = float(start_us)
        self._step_us = CHUNK_US / (1 + ppm / 1e6)
        self._jitter = np.random.default_rng(1)
        self._jitter_us = jitter_us

    def deliver(self, flags: int = 0, late_us: int = 0) -> Chunk:
        late_us += int(self._jitter.integers(self._jitter_us + 1))
        chunk = Chunk(self.at, CHUNK, round(self.now_us) + late_us, flags)
        self.at += CHUNK
        self.now_us += self._step_us
        return chunk

    def lose(self, us: int) -> None:
        self.now_us += us


def clock(**values: int) -> RecordClock:
    made = RecordClock(**values)
    made.zero_us = 1_000_000
    return made


def placed(placer: Placer, device: Device, count: int) -> list[Place]:
    return [place for _ in range(count) for place in placer.place([device.deliver()])]


def test_samples_are_counted_whatever_the_callbacks_jitter():
    device = Device(1_000_000, jitter_us=40_000)
    places = placed(Placer(clock(), RATE), device, 1000)
    firsts = [place.first for place in places]
    assert firsts == [firsts[0] + number * CHUNK for number in range(1000)]
    assert not any(place.flags for place in places)


def test_a_track_that_begins_later_is_placed_later():
    (place, *_) = placed(Placer(clock(), RATE), Device(1_250_000), 3)
    assert place.first == 12_000
    assert place.flags == 0


def test_what_was_taken_before_the_recording_began_is_left_out():
    places = placed(Placer(clock(), RATE), Device(970_000), 2)
    assert (places[0].at, places[0].frames, places[0].first) == (1440, 960, 0)
    assert places[0].mono_us == 1_000_000
    assert places[1].first == 960


def test_sound_held_back_by_a_busy_computer_is_no_loss():
    placer, device = Placer(clock(), RATE), Device(1_000_000)
    placed(placer, device, 20)
    held = [device.deliver(late_us=400_000 - number * CHUNK_US) for number in range(8)]
    places = list(placer.place(held)) + placed(placer, device, 5)
    assert [place.first for place in places] == [(20 + number) * CHUNK for number in range(13)]
    assert placer.lost_us == 0


def test_a_process_that_stood_still_beyond_the_buffers_leaves_a_gap_of_its_length():
    placer, device = Placer(clock(), RATE), Device(1_000_000)
    placed(placer, device, 20)
    device.lose(5_000_000)
    # What the buffers still held comes at once, the newest of it least late.
    burst = [device.deliver(late_us=(4 - number) * CHUNK_US) for number in range(5)]
    places = list(placer.place(burst))
    assert places[0].first == 20 * CHUNK + 5 * RATE
    assert places[0].flags == GAP
    assert not any(place.flags for place in places[1:])
    assert placer.lost_us == 5_000_000


def test_what_the_device_says_it_lost_is_believed_at_once():
    placer, device = Placer(clock(), RATE), Device(1_000_000)
    placed(placer, device, 20)
    device.lose(60_000)
    (place,) = placer.place([device.deliver(LOST)])
    assert place.flags == GAP | DROPPED
    assert place.first == 20 * CHUNK + 2880


def test_a_loss_the_clock_knows_nothing_of_changes_nothing():
    placer, device = Placer(clock(), RATE), Device(1_000_000)
    placed(placer, device, 20)
    (place,) = placer.place([device.deliver(LOST)])
    assert (place.first, place.flags) == (20 * CHUNK, 0)


def test_a_slow_device_clock_never_looks_like_a_loss():
    for ppm in (-300, 300):
        placer, device = Placer(clock(), RATE), Device(1_000_000, ppm, jitter_us=10_000)
        places = placed(placer, device, 2400 * 20)
        assert not any(place.flags for place in places)
        assert places[-1].first - places[0].first == (len(places) - 1) * CHUNK


def test_a_device_that_comes_back_is_placed_by_the_clock():
    placer, device = Placer(clock(), RATE), Device(1_000_000)
    placed(placer, device, 20)
    again = Device(9_000_000)
    again.at = device.at
    (place,) = placer.place([again.deliver(RESTARTED)])
    assert (place.first, place.flags) == (8 * RATE, GAP)


def test_a_device_that_comes_back_too_early_never_goes_over_what_is_there():
    placer, device = Placer(clock(), RATE), Device(1_000_000)
    placed(placer, device, 20)
    again = Device(1_990_000)
    again.at = device.at
    (place,) = placer.place([again.deliver(RESTARTED)])
    assert place.first == 20 * CHUNK


def test_a_pause_takes_its_samples_out_to_the_sample_and_both_tracks_stay_together():
    shared = clock()
    devices = [Device(1_000_000), Device(1_013_000)]
    placers = [Placer(shared, RATE), Placer(shared, RATE)]
    tracks: list[list[Place]] = [[], []]
    for number in range(200):
        if number == 39:
            shared.pause(3_010_000)
        if number == 100:
            shared.resume(6_020_000)
        for track, placer, device in zip(tracks, placers, devices, strict=True):
            track.extend(placer.place([device.deliver()]))
    for track in tracks:
        ((at, after),) = [
            (number, place) for number, place in enumerate(track) if place.flags == PAUSE
        ]
        before = track[at - 1]
        assert before.first + before.frames == 2_010_000 * RATE // 1_000_000
        assert after.first == before.first + before.frames
        assert after.mono_us == 6_020_000
        # From there on, each sample is where the clock has it, 3.01 s earlier.
        for place in track[at:]:
            assert abs(place.first - (place.mono_us - 4_010_000) * RATE / 1e6) <= 1


def test_short_pauses_may_follow_each_other():
    shared = clock()
    placer, device = Placer(shared, RATE), Device(1_000_000)
    for start_us in (1_005_000, 1_015_000, 1_025_000):
        shared.pause(start_us)
        shared.resume(start_us + 5_000)
    places = list(placer.place([device.deliver()]))
    assert [place.frames for place in places] == [240, 240, 240, 960]
    assert [place.at for place in places] == [0, 480, 960, 1440]
    assert shared.recorded_us(1_050_000) == 35_000


def test_the_recording_ends_at_its_limit_to_the_sample():
    placer, device = Placer(clock(limit_us=1_020_000), RATE), Device(1_000_000)
    places = placed(placer, device, 40)
    assert places[-1].first + places[-1].frames == 48_960
    assert placer.is_full


def test_recorded_time_stands_still_while_paused():
    shared = clock()
    assert shared.recorded_us(500_000) == 0
    shared.pause(2_000_000)
    assert shared.is_paused
    assert shared.recorded_us(2_500_000) == 1_000_000
    shared.pause(2_600_000)
    shared.resume(3_000_000)
    shared.resume(3_500_000)
    assert not shared.is_paused
    assert shared.recorded_us(4_000_000) == 2_000_000


def test_a_pause_before_the_first_sample_takes_nothing_out():
    shared = RecordClock()
    shared.pause(100_000)
    shared.resume(900_000)
    assert shared.recorded_us(5_000_000) == 0
    shared.zero_us = 1_000_000
    assert shared.recorded_us(5_000_000) == 4_000_000
