import json
import os
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from creator_app.core.engines import Source
from creator_app.core.errors import CreatorError
from creator_app.core.task import Cancelled, Task
from creator_app.media.journal import (
    BLOCK_BYTES,
    DROPPED,
    FILE,
    GAP,
    Header,
    JournalWriter,
    lock_of,
)
from creator_app.media.journal_index import JournalIndex
from creator_app.media.journal_read import Gap, Journal

HEADER = Header("3f2a", "mic", "Desk microphone", 8000, 1, "s16", "2026-11-22T10:00:00+00:00", 77)
BLOCK = 800


def samples(number: int, frames: int = BLOCK, channels: int = 1) -> np.ndarray:
    """Sound of which every block, and every sample in it, can be told from the others."""
    noise = np.random.default_rng(number).integers(-20_000, 20_000, (frames, channels))
    return noise.astype("<i2")


def written(path: Path, blocks: int = 10, header: Header = HEADER) -> Path:
    writer = JournalWriter(path, header)
    for number in range(blocks):
        block = samples(number, channels=header.channels)
        writer.write(block.data, number * BLOCK, 77 + number * 100_000)
    writer.close()
    return path


@pytest.fixture
def path(tmp_path):
    return tmp_path / "3f2a-mic.rec"


def in_file(number: int) -> int:
    """Return where a block of `written` begins in the file."""
    body = len(json.dumps({name: getattr(HEADER, name) for name in HEADER.__slots__}).encode())
    return FILE.size + body + number * (BLOCK_BYTES + BLOCK * 2)


def test_what_was_written_is_read_back_exactly(path):
    with Journal(written(path)) as journal:
        assert journal.header == HEADER
        assert journal.duration_us == 1_000_000
        assert isinstance(journal, Source)
        heard = journal.read(0, journal.duration_us)
        assert heard.dtype == np.float32
        assert heard.shape == (8000, 1)
        whole = np.concatenate([samples(number) for number in range(10)])
        assert np.array_equal(heard * 32768, whole)
        assert journal.gaps(Task()) == []
        assert journal.damaged_bytes == 0


def test_any_piece_is_the_same_piece_of_the_whole(path):
    with Journal(written(path)) as journal:
        whole = journal.read(0, 10**9)
        for start_us, end_us in ((0, 125), (99_875, 100_250), (250_000, 900_000), (990_000, 10**9)):
            piece = journal.read(start_us, end_us)
            assert np.array_equal(piece, whole[start_us * 8 // 1000 : end_us * 8 // 1000])
        assert len(journal.read(1_000_000, 2_000_000)) == 0
        assert len(journal.read(500_000, 400_000)) == 0


def test_float_samples_and_several_channels_come_back_and_are_mixed_to_mono(path):
    header = replace(HEADER, channels=2, sample_format="f32")
    block = np.random.default_rng(0).uniform(-1, 1, (BLOCK, 2)).astype("<f4")
    writer = JournalWriter(path, header)
    writer.write(block.data, 0, 0)
    writer.close()
    with Journal(path) as journal:
        assert np.array_equal(journal.read_all(0, BLOCK), block)
        assert np.array_equal(journal.read(0, 10**6), block.mean(axis=1, keepdims=True))
        assert np.array_equal(np.concatenate(list(journal.blocks())), block)


def test_no_file_is_there_before_the_first_block(path):
    writer = JournalWriter(path, HEADER)
    writer.note("marker", 0, note="too early")
    writer.sync()
    assert not path.exists()
    writer.close()
    assert not path.exists()


def test_a_gap_is_silence_of_its_length_and_told(path):
    writer = JournalWriter(path, HEADER)
    writer.write(samples(0).data, 0, 0)
    writer.write(samples(1).data, 4000, 500_000, GAP | DROPPED)
    writer.close()
    with Journal(path) as journal:
        assert journal.gaps(Task()) == [Gap(100_000, 500_000, is_damage=False)]
        heard = journal.read(0, 10**6) * 32768
        assert np.array_equal(heard[:BLOCK], samples(0))
        assert not heard[BLOCK:4000].any()
        assert np.array_equal(heard[4000:], samples(1))


def test_a_track_that_began_later_begins_with_silence_that_is_no_damage(path):
    writer = JournalWriter(path, HEADER)
    writer.write(samples(0).data, 2400, 300_000)
    writer.close()
    with Journal(path) as journal:
        assert journal.gaps(Task()) == [Gap(0, 300_000, is_damage=False)]


def test_notes_stand_between_the_sound(path):
    writer = JournalWriter(path, HEADER)
    writer.write(samples(0).data, 0, 0)
    writer.note("marker", 50_000, note="“重要” 🎉")
    writer.write(samples(1).data, BLOCK, 100_000)
    writer.close()
    with Journal(path) as journal:
        (note,) = journal.notes
        assert (note.kind, note.at_us, note.values) == ("marker", 50_000, {"note": "“重要” 🎉"})
        assert len(journal) == 2
        assert journal.gaps(Task()) == []


def test_a_reader_follows_a_journal_that_is_being_written(path):
    writer = JournalWriter(path, HEADER)
    writer.write(samples(0).data, 0, 0)
    with Journal(path) as journal:
        assert journal.duration_us == 100_000
        writer.write(samples(1).data, BLOCK, 100_000)
        assert journal.duration_us == 100_000
        journal.refresh()
        assert np.array_equal(journal.read(100_000, 200_000) * 32768, samples(1))
    writer.close()


@pytest.mark.parametrize("lost", [1, 40, BLOCK_BYTES, BLOCK_BYTES + 1, BLOCK, BLOCK * 2 + 47])
def test_a_torn_tail_costs_the_torn_block_alone(path, lost):
    os.truncate(written(path), path.stat().st_size - lost)
    with Journal(path) as journal:
        assert journal.duration_us == 900_000
        assert np.array_equal(journal.read(800_000, 10**6) * 32768, samples(8))
        assert journal.gaps(Task()) == []


@pytest.mark.parametrize("where", [0, 2, 4, 8, 13, 16, 20, 30, 44, 60, BLOCK])
def test_a_flipped_bit_costs_its_block_alone(path, where):
    at = in_file(4) + where
    data = bytearray(written(path).read_bytes())
    data[at] ^= 0x10
    path.write_bytes(data)
    with Journal(path) as journal:
        assert journal.gaps(Task()) == [Gap(400_000, 500_000, is_damage=True)]
        heard = journal.read(0, 10**6) * 32768
        assert len(heard) == 8000
        assert not heard[4 * BLOCK : 5 * BLOCK].any()
        for number in (0, 1, 2, 3, 5, 6, 7, 8, 9):
            assert np.array_equal(heard[number * BLOCK : (number + 1) * BLOCK], samples(number))


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    cut=st.integers(0, 17_000),
    flips=st.lists(st.tuples(st.integers(0, 17_000), st.integers(0, 7)), max_size=4),
    junk=st.tuples(st.integers(0, 17_000), st.binary(max_size=300)),
)
def test_whatever_is_damaged_what_is_read_is_in_its_place(tmp_path, cut, flips, junk):
    path = tmp_path / "3f2a-mic.rec"
    path.unlink(missing_ok=True)
    data = bytearray(written(path).read_bytes())
    for at, bit in flips:
        if at < len(data):
            data[at] ^= 1 << bit
    data[junk[0] : junk[0]] = junk[1]
    path.write_bytes(data[: max(0, len(data) - cut)])
    try:
        journal = Journal(path)
    except CreatorError:
        assert cut or flips or junk[1]
        return
    with journal:
        heard = journal.read(0, 10**9) * 32768
        assert len(heard) <= 10 * BLOCK
        lost = 0
        for number in range(-(-len(heard) // BLOCK)):
            block = heard[number * BLOCK : (number + 1) * BLOCK]
            is_right = np.array_equal(block, samples(number))
            assert is_right or not block.any()
            lost += not is_right
        # Each wound costs the block it is in, or two where a seam is hit.
        assert lost <= 2 * (len(flips) + 1)


def test_a_journal_whose_beginning_is_gone_still_gives_its_sound(path):
    data = written(path).read_bytes()
    path.write_bytes(b"\0" * 200 + data[200:])
    with Journal(path) as journal:
        head = journal.header
        assert (head.recording, head.track) == ("3f2a", "mic")
        assert (head.rate_hz, head.channels, head.sample_format) == (8000, 1, "s16")
        assert head.start_us == 77
        assert np.array_equal(journal.read(100_000, 200_000) * 32768, samples(1))
        assert journal.damaged_bytes > 0


def test_blocks_of_another_file_are_not_taken_for_ours(path, tmp_path):
    other = written(tmp_path / "other-mic.rec", 20).read_bytes()
    ours = written(path).read_bytes()
    # As after a power cut, when the disk gives the file blocks of one that was deleted.
    path.write_bytes(ours + other[in_file(10) :])
    with Journal(path) as journal:
        assert journal.duration_us == 1_000_000


def test_a_repeated_stretch_of_the_file_is_not_heard_twice(path):
    data = written(path).read_bytes()
    path.write_bytes(data[: in_file(5)] + data[in_file(2) :])
    with Journal(path) as journal:
        whole = np.concatenate([samples(number) for number in range(10)])
        assert np.array_equal(journal.read(0, 10**9) * 32768, whole)


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 100_000, b"RIFF....WAVEfmt ", b"CREC\r\n\x1a\n", b"\xabBLK" * 5000],
    ids=["empty", "zeros", "wav", "cut", "magic"],
)
def test_what_is_no_journal_is_refused_in_plain_words(path, content):
    path.write_bytes(content)
    with pytest.raises(CreatorError, match="is not a recording"):
        Journal(path)


def test_a_journal_of_a_newer_app_is_refused_politely(path):
    data = bytearray(written(path).read_bytes())
    data[8] = 2
    path.write_bytes(data)
    with pytest.raises(CreatorError, match="newer Creator App"):
        Journal(path)


def test_a_header_that_makes_no_sense_is_refused(path):
    body = json.dumps({"recording": "x"}).encode()
    head = FILE.pack(b"CREC\r\n\x1a\n", 1, 0, 5, len(body), zlib.crc32(body))
    path.write_bytes(head + body)
    with pytest.raises(CreatorError, match="cannot be read"):
        Journal(path)


def test_while_it_is_written_it_is_locked_and_after_a_kill_it_is_not(path):
    script = (
        "import sys, time; from pathlib import Path\n"
        "from creator_app.media.journal import *\n"
        "header = Header('a', 'mic', '', 8000, 1, 's16', '', 0)\n"
        f"writer = JournalWriter(Path({str(path)!r}), header)\n"
        "writer.write(memoryview(bytes(1600)), 0, 0)\n"
        "print('ready', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as child:
        assert child.stdout.readline() == b"ready\n"
        assert not lock_of(path).acquire()
        child.kill()
        child.wait()
    lock = lock_of(path)
    assert lock.acquire()
    lock.release()


def test_on_a_full_disk_what_was_written_stays_whole(small_disk):
    path = small_disk.path / "a-mic.rec"
    writer = JournalWriter(path, HEADER)
    writer.write(samples(0).data, 0, 0)
    small_disk.fill(4096)
    writer.write(samples(1).data, BLOCK, 0)
    writer.write(samples(2).data, 2 * BLOCK, 0)
    with pytest.raises(CreatorError, match="disk is full"):
        writer.write(samples(3, 8000).data, 3 * BLOCK, 0)
    size = path.stat().st_size
    assert size == writer.written_bytes
    small_disk.clear()
    writer.write(samples(4).data, 50 * BLOCK, 0, GAP)
    writer.close()
    with Journal(path) as journal:
        assert journal.damaged_bytes == 0
        assert np.array_equal(journal.read_all(50 * BLOCK, 51 * BLOCK) * 32768, samples(4))


def test_it_is_kept_once_a_project_has_taken_it_over(path):
    with Journal(written(path)) as journal:
        assert not journal.is_kept
        journal.mark_kept()
    with Journal(path) as journal:
        assert journal.is_kept
        assert journal.duration_us == 1_000_000


def test_a_torn_journal_can_be_marked_as_kept(path):
    os.truncate(written(path), path.stat().st_size - 100)
    with Journal(path) as journal:
        journal.mark_kept()
    with Journal(path) as journal:
        assert journal.is_kept
        assert journal.duration_us == 900_000


def test_a_kept_journal_is_opened_by_its_own_index(path, monkeypatch):
    writer = JournalWriter(path, HEADER)
    for number in range(10):
        writer.write(
            samples(number).data, number * BLOCK + 80 * (number > 4), 0, GAP * (number == 5)
        )
        writer.note("marker", number, note=str(number))
    writer.keep()
    writer.close()
    with Journal(path) as journal:
        found = [*journal._index.rows()], journal.gaps(Task()), journal.duration_us
        notes = [(note.kind, note.at_us) for note in journal.notes]
    assert notes == [("marker", number) for number in range(10)] + [("kept", 0)]
    with monkeypatch.context() as patch:
        patch.setattr(JournalIndex, "_load", lambda _self: False)
        with Journal(path) as journal:
            assert ([*journal._index.rows()], journal.gaps(Task()), journal.duration_us) == found
    with monkeypatch.context() as patch:
        patch.setattr(JournalIndex, "refresh", None)
        with Journal(path) as journal:
            assert np.array_equal(journal.read(0, 100_000) * 32768, samples(0))


@pytest.mark.parametrize("back", [1, 30, 120, 260, 400])
def test_an_index_that_is_damaged_is_done_without(path, back):
    with Journal(written(path)) as journal:
        journal.mark_kept()
    data = bytearray(path.read_bytes())
    data[-back] ^= 1
    path.write_bytes(data)
    with Journal(path) as journal:
        assert journal.duration_us == 1_000_000
        assert journal.gaps(Task()) == []
        assert np.array_equal(journal.read(900_000, 10**6) * 32768, samples(9))


def test_a_stretch_is_given_as_a_sound_file(path):
    with Journal(written(path)) as journal, journal.as_file("wav", 200_000, 700_000) as file:
        data = file.read()
    heard = np.frombuffer(data[data.index(b"data") + 8 :], "<i2")
    whole = np.concatenate([samples(number) for number in range(10)])
    assert np.abs(heard - whole[1600:5600, 0]).max() <= 1


def test_checking_stops_when_cancelled(path):
    task = Task()
    task.cancel()
    with Journal(written(path)) as journal, pytest.raises(Cancelled):
        journal.gaps(task)


def test_the_index_of_a_long_recording_is_small(path):
    writer = JournalWriter(path, HEADER)
    block = samples(0, 80)
    for number in range(5000):
        writer.write(block.data, number * 80, number * 10_000)
    writer.close()
    with Journal(path) as journal:
        assert len(journal) == 5000
        index = journal._index
        arrays = (index.offsets, index.firsts, index.ends, index.crcs, index.flags)
        assert sum(each.itemsize for each in arrays) <= 32
