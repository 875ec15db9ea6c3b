"""A captioned short of six clips and a voice beside MoviePy: python benchmarks/shorts.py."""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

from creator_app.core.captions import SHORTS, Cue, cues_of_words
from creator_app.core.files import resource as shipped
from creator_app.core.transcript import Word

FFMPEG = shutil.which("ffmpeg") or "ffmpeg"
CLIPS, WIDTH, HEIGHT, RATE = 6, 1080, 1920, 30
SAFE = (0.06, 0.12, 0.14, 0.22)
TEXT = (
    "Before the town wakes the harbour is already at work. The first boats are out, and the light "
    "turns gold behind the hills. No hurry, no noise. The sea gives what it gives, and everyone is "
    "home by noon. "
)
PRESET, CRF = "veryfast", "20"


def material(folder: Path, seconds: float) -> None:
    """Make six clips and a voice."""
    each = seconds / CLIPS
    for number in range(CLIPS):
        kinds = ("testsrc2", "mandelbrot") * (CLIPS // 2)
        picture = f"{kinds[number]}=s={WIDTH}x{HEIGHT}:r={RATE},noise=alls=4:allf=t"
        subprocess.run(
            [FFMPEG, "-v", "error", "-f", "lavfi", "-i", picture, "-t", str(each), "-c:v",
             "libx264", "-preset", "veryfast", "-crf", "21", "-pix_fmt", "yuv420p",
             "-colorspace", "bt709", str(folder / f"clip{number}.mp4")],
            check=True,
        )  # fmt: skip
    voice = f"sine=f=180:d={seconds}:r=48000,tremolo=f=3:d=0.8"
    subprocess.run(
        [FFMPEG, "-v", "error", "-f", "lavfi", "-i", voice, str(folder / "voice.wav")], check=True
    )


def cues(seconds: float) -> tuple[Cue, ...]:
    """Return captions of a quick speaker, word by word."""
    texts = TEXT.split() * 20
    step = 330_000
    count = int(seconds * 1_000_000 / step) - 1
    words = [Word(n * step, n * step + step - 30_000, text) for n, text in enumerate(texts[:count])]
    return cues_of_words(words, SHORTS)


def by_us(folder: Path, seconds: float) -> None:
    """Make the short with the app's own renderer: karaoke captions, loudness to −14 LUFS."""
    from creator_app.core.task import Task
    from creator_app.core.timeline import Clip, Sound, Timeline
    from creator_app.production.render import render_timeline

    each = round(seconds / CLIPS * 1_000_000)
    clips = (Clip(folder / f"clip{n}.mp4", n * each, each) for n in range(CLIPS))
    voice = Sound(folder / "voice.wav", 0, CLIPS * each)
    timeline = Timeline(
        WIDTH, HEIGHT, Fraction(RATE), tuple(clips), (voice,), cues(seconds), safe=SAFE
    )
    render_timeline(timeline, folder / "ours.mp4", Task())


def by_moviepy(folder: Path, seconds: float) -> None:
    """Make the same with MoviePy: its clips joined, a TextClip for each caption."""
    import moviepy

    clips: list[Any] = [moviepy.VideoFileClip(folder / f"clip{n}.mp4") for n in range(CLIPS)]
    layers = [moviepy.concatenate_videoclips(clips)]
    for cue in cues(seconds):
        text = moviepy.TextClip(
            font=str(shipped("fonts", "Inter-ExtraBold.ttf")),
            text=cue.text,
            font_size=80,
            color="white",
            stroke_color="black",
            stroke_width=6,
            text_align="center",
            margin=(12, 12),
        )
        placed = text.with_position((0.46 - text.w / WIDTH / 2, 0.68), relative=True)
        begun = placed.with_start(cue.start_us / 1e6)
        layers.append(begun.with_duration((cue.end_us - cue.start_us) / 1e6))
    film = moviepy.CompositeVideoClip(layers, size=(WIDTH, HEIGHT)).with_duration(seconds)
    film = film.with_audio(moviepy.AudioFileClip(folder / "voice.wav"))
    film.write_videofile(
        folder / "theirs.mp4", fps=RATE, codec="libx264", preset=PRESET, audio_codec="aac",
        ffmpeg_params=["-crf", CRF], threads=os.cpu_count(), logger=None,
    )  # fmt: skip


def measured(how: str, folder: Path, seconds: float) -> tuple[float, float]:
    """Make the short in a process of its own; return its wall and CPU seconds."""
    command = [sys.executable, __file__, "--seconds", str(seconds), "--make", how, str(folder)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(command, check=True)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print both times, and how many times faster ours was."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--make", nargs=2, metavar=("HOW", "FOLDER"))
    args = parser.parse_args()
    if args.make:
        made = {"ours": by_us, "moviepy": by_moviepy}[args.make[0]]
        made(Path(args.make[1]), args.seconds)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        material(folder, args.seconds)
        print(f"{len(cues(args.seconds))} captions, load {os.getloadavg()[0]:.1f}")
        ours = [measured("ours", folder, args.seconds)]
        theirs = measured("moviepy", folder, args.seconds)
        ours.append(measured("ours", folder, args.seconds))
        wall, cpu = (sum(each) / 2 for each in zip(*ours, strict=True))
        print(f"creator-app: {wall:.1f} s, CPU {cpu:.1f} s")
        print(f"MoviePy: {theirs[0]:.1f} s, CPU {theirs[1]:.1f} s")
        print(f"{theirs[0] / wall:.1f} × faster (must be ≥ 4), CPU {theirs[1] / cpu:.1f} ×")


if __name__ == "__main__":
    main()
