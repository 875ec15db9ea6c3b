"""How fast a script is heard, made and delivered: python benchmarks/voiceover.py [--minutes 60]."""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from creator_app.core.engines import Catalog
from creator_app.core.files import resource as sample
from creator_app.core.script import Block, Script, new_ident, script_from_text
from creator_app.core.task import Task
from creator_app.production.assemble import assemble
from creator_app.production.deliver import export_narration
from creator_app.production.narrate import narrate
from creator_app.providers import ENGINES

FIRST = """
import time
began = time.perf_counter()
from creator_app.core.engines import Catalog
from creator_app.core.script import script_from_text
from creator_app.core.task import Task
from creator_app.production.assemble import assemble
from creator_app.production.narrate import narrate
from creator_app.providers import ENGINES
from pathlib import Path
import sys
def heard(text):
    began = time.perf_counter()
    folder = Path(sys.argv[1])
    made = narrate(Catalog(ENGINES), script_from_text(text), folder, Task())
    assemble(made, folder).read(0, 200_000)
    return time.perf_counter() - began
print(time.perf_counter() - began, heard("Welcome to a studio on your desk."), end=" ")
print(*(heard(f"Sentence number {n} is spoken at once.") for n in range(5)))
"""


def first_sound(folder: Path) -> None:
    """Print how long it takes from the wish to hear a sentence to its first samples."""
    cold, warm = [], []
    for number in range(3):
        command = [sys.executable, "-c", FIRST, str(folder / f"first{number}")]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        cold.append(float(said[1]))
        warm += [float(each) for each in said[2:]]
    print(f"first sound, cold: {statistics.median(cold):.2f} s (must be ≤ 1.5)")
    print(f"first sound, warm: {statistics.median(warm):.2f} s (must be ≤ 0.3)")


def made(folder: Path, minutes: float) -> Script:
    """Speak some minutes of script; print how much faster than speech that was."""
    text = sample("samples", "script-en.md").read_text(encoding="utf-8")
    script = script_from_text("\n\n".join([text] * 3))
    # Copies that differ, as the same text is made only once.
    blocks = [
        replace(block, ident=new_ident(), text=f"{block.text} Number {number}.")
        for number, block in enumerate(script.blocks)
    ]
    began = time.perf_counter()
    script = narrate(Catalog(ENGINES), Script(tuple(blocks)), folder, Task())
    took = time.perf_counter() - began
    spoken_s = sum(block.take.duration_us for block in script.spoken if block.take) / 1e6
    print(
        f"made: {spoken_s:.0f} s of speech in {took:.1f} s = {spoken_s / took:.1f} × (must be ≥ 8)"
    )
    copies = round(minutes * 60 / assembled_s(script, folder))
    return Script(
        tuple(replace(block, ident=new_ident()) for _ in range(copies) for block in script.blocks)
    )


def assembled_s(script: Script, folder: Path) -> float:
    return assemble(script, folder).duration_us / 1e6


def changed_word(script: Script, folder: Path) -> None:
    """Print how long one changed sentence takes until it is heard again."""
    middle = len(script.blocks) // 2
    other = Block(new_ident(), "Only this sentence has been changed.")
    changed = Script((*script.blocks[:middle], other, *script.blocks[middle + 1 :]))
    began = time.perf_counter()
    done = narrate(Catalog(ENGINES), changed, folder, Task())
    narration = assemble(done, folder)
    piece = next(each for each in narration.pieces if each.block.ident == other.ident)
    narration.read(piece.start_us, piece.start_us + 200_000)
    print(f"one changed word: heard after {time.perf_counter() - began:.2f} s (must be ≤ 1)")


def exported(script: Script, folder: Path) -> None:
    """Print how long the whole takes to each format, and what came out."""
    for suffix in ("wav", "flac", "mp3", "m4a"):
        began = time.perf_counter()
        done = export_narration(script, folder, folder / f"out.{suffix}", -16, Task())
        took = time.perf_counter() - began
        print(
            f"export {suffix}: {done.duration_us / 6e7:.1f} min in {took:.1f} s,"
            f" {done.lufs:.2f} LUFS, {done.peak_dbtp:.2f} dBTP"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0, help="length of what is exported")
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first_sound(folder)
        script = made(folder, minutes)
        changed_word(script, folder)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        exported(script, folder)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"memory: {before} MB after speaking, {most} MB after exporting (must be < 900)")


if __name__ == "__main__":
    main()
