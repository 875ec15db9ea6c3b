"""A recorder that was left running over night: ten hours of silence, somebody speaking thrice."""

import json
import os
import subprocess
import sys
import time

import numpy as np
import pytest

from creator_app.core.task import Task
from creator_app.media.encode import write_audio
from tests.media_files import JFK, decoded

RATE_HZ = 16_000
HOURS = 10
ISLANDS_S = (3 * 60, 5 * 3600 + 7, 10 * 3600 - 30)
MOST_MB = 400


def night(words):
    """Ten hours, minute by minute, with the words where the islands are."""
    at, length = 0, 60 * RATE_HZ
    for _ in range(HOURS * 60):
        block = np.zeros((length, 1), np.float32)
        for island_s in ISLANDS_S:
            first = island_s * RATE_HZ - at
            begin, end = max(0, first), min(length, first + len(words))
            if begin < end:
                block[begin:end, 0] = words[begin - first : end - first]
        yield block
        at += length


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.skipif(
    sys.platform != "linux", reason="the peak is counted in kilobytes on Linux only"
)
@pytest.mark.parametrize("kind", ["flac", "m4a"])
def test_ten_hours_are_transcribed_in_little_memory(tmp_path, kind, record_property):
    words = decoded(JFK.path)
    path = tmp_path / f"night.{kind}"
    write_audio(path, night(words), RATE_HZ, 1, Task())
    began = time.monotonic()
    command = [sys.executable, "-m", "creator_app", "transcribe", str(path), "--to", "json"]
    with (tmp_path / "out").open("wb") as out, (tmp_path / "err").open("wb") as errors:
        child = subprocess.Popen([*command, "--json"], stdout=out, stderr=errors)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    took_s, peak_mb = time.monotonic() - began, used.ru_maxrss / 1024
    record_property("peak_mb", round(peak_mb))
    sys.stdout.write(f"{kind}: {took_s:.0f} s, peak {peak_mb:.0f} MB\n")
    assert (child.returncode, (tmp_path / "err").read_text()) == (0, "")
    transcript = json.loads((tmp_path / "night.json").read_text())
    assert abs(transcript["duration_us"] - HOURS * 3600 * 1_000_000) < 100_000
    for island_s in ISLANDS_S:
        said = " ".join(
            each["text"]
            for each in transcript["segments"]
            if island_s - 1 <= each["start_us"] / 1e6 <= island_s + 12
        )
        assert "fellow Americans" in said
        assert "for your country" in said
    near = [
        any(at - 1 <= each["start_us"] / 1e6 <= at + 12 for at in ISLANDS_S)
        for each in transcript["segments"]
    ]
    assert all(near), "something was heard in the silence"
    assert peak_mb < MOST_MB
