"""Five minutes of speech beside bare faster-whisper, batched: python benchmarks/transcribe.py."""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from creator_app.core.task import Task
from creator_app.media.encode import write_audio
from creator_app.providers.whisper_files import base_model
from tests.media_files import BECKETT, JFK, SORROW, decoded
from tests.wording import word_error_rate

RATE_HZ = 16_000
# The same model, int8, beam 5 and word times, as its own documentation shows it; with its files.
BARE = """
import json, sys
from faster_whisper import BatchedInferencePipeline, WhisperModel
model = WhisperModel(sys.argv[1], device="cpu", compute_type="int8")
segments, info = BatchedInferencePipeline(model).transcribe(
    sys.argv[2], batch_size=8, beam_size=5, word_timestamps=True
)
print(json.dumps([segment.text for segment in segments]))
"""


@dataclass(frozen=True)
class Run:
    """One transcription in a process of its own, loading included."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    text: str


def material(path: Path, minutes: float, pause_s: float) -> str:
    """Write known speech, over and over, to a WAV file; return what is said."""
    pause = np.zeros((round(pause_s * RATE_HZ), 1), np.float32)
    known = [(decoded(each.path)[:, None], each.text) for each in (JFK, SORROW, BECKETT)]
    blocks, said, length = [], [], 0
    while length < minutes * 60 * RATE_HZ:
        row, text = known[len(said) % len(known)]
        blocks += [row, pause]
        said.append(text)
        length += len(row) + len(pause)
    write_audio(path, blocks, RATE_HZ, 1, Task())
    print(f"{length / RATE_HZ:.0f} s of speech, {len(said)} recordings, {pause_s} s between them")
    return " ".join(said)


def measured(command: list[str], folder: Path) -> tuple[float, float, float, bytes]:
    """Run a command; return wall seconds, CPU seconds, peak megabytes and what it printed."""
    out = folder / "out"
    began = time.perf_counter()
    with out.open("wb") as file:
        child = subprocess.Popen(command, stdout=file)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    if child.returncode:
        raise SystemExit(f"{command[:4]} ended with {child.returncode}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out.read_bytes()


def bare(model: Path, sound: Path, folder: Path) -> Run:
    command = [sys.executable, "-c", BARE, str(model), str(sound)]
    wall, cpu, peak, out = measured(command, folder)
    return Run(wall, cpu, peak, " ".join(json.loads(out)))


def ours(sound: Path, folder: Path) -> Run:
    command = [sys.executable, "-m", "creator_app", "transcribe", str(sound), "--to", "json"]
    wall, cpu, peak, _ = measured([*command, "--out", str(folder)], folder)
    data = json.loads((folder / f"{sound.stem}.json").read_text())
    return Run(wall, cpu, peak, " ".join(each["text"] for each in data["segments"]))


def main() -> None:
    """Print both, medians, and how many times as long ours took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--pause", type=float, default=0.75)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    model = base_model(Task())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # A copy: theirs looks for files beside the model that ours does not have.
        shutil.copytree(model, folder / "model")
        said = material(folder / "speech.wav", args.minutes, args.pause)
        print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
        runs: dict[str, list[Run]] = {"faster-whisper": [], "creator-app": []}
        for number in range(args.rounds):
            for title in sorted(runs, reverse=bool(number % 2)):
                bares = title == "faster-whisper"
                sound = folder / "speech.wav"
                run = bare(folder / "model", sound, folder) if bares else ours(sound, folder)
                runs[title].append(run)
        report(runs, said)


def report(runs: dict[str, list[Run]], said: str) -> None:
    for title, each in runs.items():
        wall = statistics.median(run.wall_s for run in each)
        cpu = statistics.median(run.cpu_s for run in each)
        peak = max(run.peak_mb for run in each)
        errors = max(word_error_rate(said, run.text) for run in each)
        print(f"{title:<15}{wall:6.1f} s  CPU {cpu:6.1f} s  {peak:5.0f} MB  WER {errors:.3f}")
    ratios = [
        one.wall_s / other.wall_s
        for one, other in zip(runs["creator-app"], runs["faster-whisper"], strict=True)
    ]
    print(f"ratio {statistics.median(ratios):.2f} (must be at most 1.10)")


if __name__ == "__main__":
    main()
