"""Sound onto a 10-minute 1080p video beside `ffmpeg -c:v copy`: python benchmarks/mux.py."""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FFMPEG = shutil.which("ffmpeg") or "ffmpeg"


def material(folder: Path, minutes: float) -> tuple[Path, Path]:
    """Make a video and a sound of some minutes."""
    short, video, sound = folder / "short.mp4", folder / "video.mp4", folder / "sound.wav"
    picture = "testsrc2=s=1920x1080:r=30:d=20,noise=alls=4:allf=t"
    options = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-g", "60", "-bf", "2"]
    run([FFMPEG, "-v", "error", "-f", "lavfi", "-i", picture, *options, "-pix_fmt", "yuv420p",
         str(short)])  # fmt: skip
    loops = str(round(minutes * 3) - 1)
    run([FFMPEG, "-v", "error", "-stream_loop", loops, "-i", str(short), "-c", "copy", str(video)])
    tone = f"anoisesrc=d={minutes * 60}:c=pink:a=0.3:r=48000"
    run([FFMPEG, "-v", "error", "-f", "lavfi", "-i", tone, "-ac", "2", str(sound)])
    return video, sound


def run(command: list[str]) -> tuple[float, float]:
    """Run a command; return its wall and CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print both times, and how many times as long ours took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        video, sound = material(folder, args.minutes)
        print(f"{video.stat().st_size / 1e6:.0f} MB, load {os.getloadavg()[0]:.1f}")
        given = ["-i", str(video), "-i", str(sound), "-map", "0:v", "-map", "1:a", "-c:v", "copy"]
        rate = ["-c:a", "aac", "-b:a", "192k", "-movflags", "+faststart"]
        theirs = [FFMPEG, "-v", "error", "-y", *given, *rate, str(folder / "theirs.mp4")]
        ours = [sys.executable, "-m", "creator_app", "mux", str(video), str(sound)]
        walls: dict[str, list[tuple[float, float]]] = {"ffmpeg": [], "creator-app": []}
        for number in range(args.rounds):
            both = [("ffmpeg", theirs)]
            both.append(("creator-app", [*ours, "--out", str(folder / f"ours{number}.mp4")]))
            for title, command in both if number % 2 == 0 else both[::-1]:
                walls[title].append(run(command))
        for title, times in walls.items():
            wall, cpu = (statistics.median(each) for each in zip(*times, strict=True))
            print(f"{title}: {wall:.2f} s, CPU {cpu:.2f} s")
        pairs = list(zip(walls["creator-app"], walls["ffmpeg"], strict=True))
        ratios = [ours[0] / theirs[0] for ours, theirs in pairs]
        cpu = [ours[1] / theirs[1] for ours, theirs in pairs]
        print(f"ratio {statistics.median(ratios):.2f} (must be ≤ 1.5), CPU {min(cpu):.2f}")


if __name__ == "__main__":
    main()
