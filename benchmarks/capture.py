"""How safe and how light recording is: python benchmarks/capture.py [--kills 50] [--busy 600].

Needs PulseAudio; makes a private server with a virtual microphone.
"""

import argparse
import contextlib
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from creator_app.core.folder import read_project
from creator_app.core.task import Task
from creator_app.media.device import Device
from creator_app.media.journal import Header
from creator_app.media.journal_read import Journal
from creator_app.media.placing import RecordClock
from creator_app.media.track import TrackPlan, TrackRecorder
from creator_app.production.record import RecordRequest, Session, record_to_project
from creator_app.production.recover import recover
from tests.sound_card import SoundCard, found_in, wait_until

RATE = 48_000
CHUNK = 2400
SPIN = "while True: pass"


def memory_mb() -> float:
    """Return how much memory the process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


@contextlib.contextmanager
def card(folder: Path) -> Iterator[SoundCard]:
    """Give a private sound server."""
    folder.mkdir(mode=0o700)
    sound = SoundCard(folder)
    os.environ.update(sound.env)
    sound.start()
    try:
        yield sound
    finally:
        sound.stop()


def simulated(folder: Path, hours: float) -> None:
    """Record so many hours of two tracks on a clock that is made up, with the real writer."""
    tracks = made_up(folder)
    sound = (np.random.default_rng(0).standard_normal((CHUNK, 1)) * 3000).astype(np.int16)
    deliver(tracks, sound, range(2000))
    before_mb, cpu_s = memory_mb(), time.process_time()
    chunks = range(2000, round(hours * 3600 * RATE / CHUNK))
    deliver(tracks, sound, chunks)
    share = (time.process_time() - cpu_s) / (len(chunks) * CHUNK / RATE)
    print(f"{hours} h, two tracks: memory +{memory_mb() - before_mb:.1f} MB (must be < 20)")
    print(f"{hours} h, two tracks: the writer takes {share:.2%} of one core")
    began = time.perf_counter()
    for track in tracks:
        track.drain(is_last=True)
        if track.journal is not None:
            track.journal.keep()
            track.journal.close()
    print(f"ending {hours} h: {time.perf_counter() - began:.2f} s (stop must take ≤ 1)")
    reopened(tracks[0].path, hours)


def made_up(folder: Path) -> list[TrackRecorder]:
    """Return two tracks whose devices are this program."""
    (folder / "media").mkdir()
    clock = RecordClock()
    clock.zero_us = 0
    header = Header("sim", "", "", 0, 0, "", "", 0)
    tracks = []
    for side in ("mic", "system"):
        device = Device(side, side, side, 1, RATE, is_default=True, backend="pulse")
        path = folder / "media" / f"sim-{side}.rec"
        tracks.append(TrackRecorder(TrackPlan(side, device), path, header, clock, lambda *_: None))
    return tracks


def deliver(tracks: list[TrackRecorder], sound: np.ndarray, chunks: range) -> None:
    """Do for each twentieth of a second what callback and writer do."""
    for number in chunks:
        for track in tracks:
            track.hear(sound, number * 50_000, False, number == 0)
            track.drain()
            track.check(number * 50_000)
            if number % 8 == 0 and track.journal is not None:
                track.journal.sync()


def reopened(path: Path, hours: float) -> None:
    """Measure how long it takes to read a long journal again, whole and torn."""
    began = time.perf_counter()
    with Journal(path) as journal:
        opened_s = time.perf_counter() - began
        for _ in journal.blocks():
            pass
        read_s = time.perf_counter() - began
        print(f"reopening {hours} h: {opened_s:.3f} s; reading all of it {read_s:.2f} s")
        assert journal.gaps() == []
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 100)
    began = time.perf_counter()
    with Journal(path):
        print(f"reopening it torn, block by block: {time.perf_counter() - began:.2f} s")


def started(folder: Path, count: int) -> None:
    """Measure from the button to the first sample on disk, and from stop to the whole project."""
    firsts, stops = [], []
    for number in range(count):
        session = Session(RecordRequest(system="default"))
        session.find_devices()
        path = folder / f"start{number}.creator"
        thread = threading.Thread(target=record_to_project, args=(path, session, Task()))
        began = time.perf_counter()
        thread.start()
        wait_until(lambda path=path: any((path / "media").glob("*.rec")), 20)
        firsts.append(time.perf_counter() - began)
        wait_until(lambda session=session: session.now_us > 1_000_000)
        began = time.perf_counter()
        session.stop()
        thread.join()
        stops.append(time.perf_counter() - began)
        assert read_project(path).recordings
    print(f"button → first sample on disk: {statistics.median(firsts):.3f} s (must be ≤ 0.3)")
    print(f"  worst of {count}: {max(firsts):.3f} s")
    print(f"stop → project complete: {statistics.median(stops):.3f} s (must be ≤ 1)")


def recording(folder: Path, seconds: float) -> None:
    """Record two real tracks for a while, on a quiet and on a busy computer."""
    for name, spinners in (("quiet", 0), ("busy", os.cpu_count() or 1)):
        children = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(spinners)]
        session = Session(RecordRequest(system="default", limit_us=round(seconds * 1e6)))
        cpu_s, before_mb = time.process_time(), memory_mb()
        try:
            made = record_to_project(folder / f"{name}.creator", session, Task())
        finally:
            for child in children:
                child.kill()
                child.wait()
        share = (time.process_time() - cpu_s) / seconds
        standing = session.standing()
        gaps = 0
        for track in made.tracks:
            with Journal(folder / f"{name}.creator" / track.media) as journal:
                gaps += sum(gap.start_us > 0 for gap in journal.gaps())
        print(
            f"{seconds:.0f} s on a {name} computer: {share:.1%} of one core (must be < 5), "
            f"memory +{memory_mb() - before_mb:.1f} MB, "
            f"{standing.dropped if standing else '?'} dropped, {gaps} gaps (must be 0)"
        )


def killed(folder: Path, sound: SoundCard, count: int, played: np.ndarray) -> None:
    """Kill a recording at a random moment, again and again, and recover it."""
    chance = np.random.default_rng(1)
    missing, wrong = [], 0
    for number in range(count):
        path = folder / f"kill{number}.creator"
        speaker = sound.play(folder / "noise.wav")
        command = [sys.executable, "-m", "creator_app", "record", "--system", "default"]
        with subprocess.Popen([*command, "--out", str(path)]) as child:
            wait_until(lambda path=path: any((path / "media").glob("*.rec")), 20)
            time.sleep(chance.uniform(0, 2.5))
            child.kill()
            killed_us = time.monotonic_ns() // 1000
        speaker.kill()
        (found,) = recover(path, Task()).found
        for track in found.recording.tracks:
            with Journal(path / track.media) as journal:
                end_us = journal.header.start_us + journal.duration_us
                missing.append((killed_us - end_us) / 1e6)
                if track.name == "mic":
                    wrong += misplaced(journal, played)
    print(
        f"{count} × kill -9: at most {max(missing):.3f} s missing (must be ≤ 0.5), "
        f"{wrong} repeated or swapped pieces (must be 0)"
    )


def misplaced(journal: Journal, played: np.ndarray) -> int:
    """Count the pieces of a tenth of a second that are not where they were in what was played."""
    heard = journal.read(0, journal.duration_us)[:, 0]
    step = journal.rate_hz // 10
    places = []
    for at in range(0, len(heard) - step, step):
        piece = heard[at : at + step]
        if np.abs(piece).min(initial=1) > 0 or np.abs(piece).mean() > 0.01:
            at_s, likeness = found_in(played, piece, journal.rate_hz)
            if likeness > 0.9:
                places.append(at / journal.rate_hz - at_s)
    return sum(abs(place - statistics.median(places)) > 0.05 for place in places) if places else 0


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--busy", type=float, default=60.0, metavar="SECONDS")
    parser.add_argument("--kills", type=int, default=50)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="capture") as name:
        folder = Path(name)
        simulated(folder, args.hours)
        with card(folder / "pa") as sound:
            started(folder, 10)
            recording(folder, args.busy)
            noise = np.random.default_rng(2).uniform(-0.3, 0.3, (44_100 * 20, 1))
            write_wav(folder / "noise.wav", noise.astype(np.float32))
            killed(folder, sound, args.kills, noise[:, 0].astype(np.float32))


def write_wav(path: Path, samples: np.ndarray) -> None:
    """Write what is played while recordings are killed."""
    from creator_app.media.encode import write_audio

    write_audio(path, iter([samples]), 44_100, 1, Task())


if __name__ == "__main__":
    main()
