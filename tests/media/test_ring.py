import sys
import threading
import tracemalloc

import numpy as np

from creator_app.media.ring import LOST, Ring


def block(first: int, frames: int, channels: int = 1) -> np.ndarray:
    counted = np.arange(first, first + frames, dtype=np.int64) % 30_000
    return np.repeat(counted.astype(np.int16)[:, None], channels, axis=1)


def test_what_is_put_waits_until_it_is_taken():
    ring = Ring(100, 2, np.int16)
    ring.put(block(0, 30, 2).tobytes(), 5)
    ring.put(block(30, 30, 2), 6)
    first, second = ring.waiting()
    assert (first.at, first.frames, first.mono_us, first.flags) == (0, 30, 5, 0)
    assert np.array_equal(ring.samples(second.at, second.frames), block(30, 30, 2))
    assert next(ring.waiting(1)) == second
    ring.take(2, 60)
    assert list(ring.waiting()) == []


def test_a_block_that_is_cut_anywhere_gives_its_whole_frames():
    ring = Ring(100, 2, np.int16)
    for number, size in enumerate((0, 1, 4, 11)):
        ring.put(bytes(range(size)), number)
    assert [chunk.frames for chunk in ring.waiting()] == [0, 0, 1, 2]


def test_over_the_end_it_goes_on_at_the_beginning():
    ring = Ring(100, 1, np.int16)
    for number in range(50):
        ring.put(block(number * 30, 30), number)
        (chunk,) = ring.waiting()
        assert np.array_equal(ring.samples(chunk.at, chunk.frames), block(number * 30, 30))
        ring.take(1, 30)
    assert ring.dropped == 0


def test_where_there_is_no_room_the_new_is_dropped_counted_and_told():
    ring = Ring(100, 1, np.int16)
    for number in range(5):
        ring.put(block(number * 30, 30), number)
    assert ring.dropped == 2
    assert [chunk.at for chunk in ring.waiting()] == [0, 30, 60]
    ring.take(3, 90)
    ring.put(block(0, 30), 9)
    (chunk,) = ring.waiting()
    assert (chunk.flags, chunk.mono_us) == (LOST, 9)
    assert np.array_equal(ring.samples(chunk.at, 30), block(0, 30))


def test_too_many_small_blocks_are_dropped_as_well():
    ring = Ring(100, 1, np.int16, chunks=4)
    for number in range(6):
        ring.put(block(number, 1), number)
    assert ring.dropped == 2
    assert [chunk.mono_us for chunk in ring.waiting()] == [0, 1, 2, 3]


def test_nothing_is_lost_or_torn_between_two_threads():
    ring = Ring(4000, 1, np.int16)
    total, taken = 400_000, []
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)

    def produce() -> None:
        at = 0
        while at < total:
            frames = 37 + at % 53
            before = ring.dropped
            ring.put(block(at, frames), at)
            at += frames if ring.dropped == before else 0

    thread = threading.Thread(target=produce)
    thread.start()
    try:
        while thread.is_alive() or any(ring.waiting()):
            for chunk in list(ring.waiting()):
                samples = ring.samples(chunk.at, chunk.frames)
                assert np.array_equal(samples, block(chunk.mono_us, chunk.frames))
                taken.append((chunk.mono_us, chunk.frames))
                ring.take(1, chunk.frames)
    finally:
        sys.setswitchinterval(interval)
        thread.join()
    at = 0
    for first, frames in taken:
        assert first == at
        at += frames
    assert at >= total


def test_putting_for_hours_takes_no_more_memory():
    ring = Ring(48_000, 1, np.int16)
    data = block(0, 2400)
    ring.put(data, 0)
    ring.take(1, 2400)
    tracemalloc.start()
    try:
        for number in range(5000):
            ring.put(data, number)
            ring.take(1, 2400)
        assert tracemalloc.get_traced_memory()[0] < 10_000
    finally:
        tracemalloc.stop()
