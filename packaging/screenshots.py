"""Draws every panel in its main states, in both themes, sizes, scales and languages.

Run: .venv/bin/python packaging/screenshots.py OUT [--only NAME] [--readme]

Library, settings and cache are made for it and thrown away; where PulseAudio is installed, a
private server is the microphone that hears the meeting. Files are named panel-state-theme-scale.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pictured_content import MEETING
from pictured_sound import microphone

from creator_app.core.folder import SUFFIX

ROOT = Path(__file__).resolve().parent.parent
# Scale, language, and sizes to draw in.
WIDE, NARROW = (1440, 900), (1024, 640)
KINDS = {
    "1x": ("1", "en", (WIDE, NARROW)),
    "2x": ("2", "en", (WIDE,)),
    "1x-zh": ("1", "zh_CN", (WIDE, NARROW)),
}
# What the README shows, and in which theme it looks best.
README = {
    "record": ("record-live", "dark"),
    "voiceover": ("voiceover-made", "dark"),
    "studio": ("studio-made", "dark"),
    "library": ("library-search", "light"),
}
MOST_BYTES = 200_000
OWN_COLORS = 80


def main() -> int:
    """Make the content once, then draw it in one child for each scale and language."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="folder for the pictures; made")
    parser.add_argument("--only", default="", help="draw only what has this in its name")
    parser.add_argument("--readme", action="store_true", help="refresh packaging/pictures too")
    parser.add_argument("--kind", choices=tuple(KINDS), help="draw only this scale and language")
    parser.add_argument("--home", type=Path, help="keep the content here, to be used again")
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        home = (wanted.home or Path(made)).resolve()
        _make_content(home)
        kinds = [wanted.kind] if wanted.kind else list(KINDS)
        with microphone(home, _meeting_sound(home)) as sound:
            status = max(_draw(home, wanted.out, kind, wanted.only, sound) for kind in kinds)
    if wanted.readme:
        _refresh_readme(wanted.out)
    return status


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return an environment in which nothing of the user's is read or written."""
    own = {
        f"CREATOR_APP_{name}": str(home / name.lower()) for name in ("DATA", "SETTINGS", "CACHE")
    }
    return os.environ | own | {"QT_QPA_PLATFORM": "offscreen", "HF_HUB_OFFLINE": "1"} | more


def _make_content(home: Path) -> None:
    code = "from pictured_content import main; main()"
    command = [sys.executable, "-c", code, str(home)]
    subprocess.run(command, cwd=ROOT / "packaging", env=environment(home), check=True)


def _meeting_sound(home: Path) -> Path:
    return next(home.glob(f"library/{MEETING}{SUFFIX}/media/*.wav"))


def _draw(home: Path, out: Path, kind: str, only: str, sound: dict[str, str]) -> int:
    """Draw one kind in a child, because the scale is fixed when Qt starts."""
    scale, language, sizes = KINDS[kind]
    used = home / f"used-{kind}"  # what is drawn is changed on the way
    shutil.rmtree(used, ignore_errors=True)
    shutil.copytree(home / "library", used / "library")
    home = used
    code = "from pictured_states import main; main()"
    shapes = ",".join(f"{width}x{height}" for width, height in sizes)
    arguments = [str(home), str(out.resolve()), kind, language, shapes, only]
    env = environment(home, QT_SCALE_FACTOR=scale, **sound)
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT / "packaging", env=env, check=False).returncode


def _refresh_readme(out: Path) -> None:
    """Put the pictures of the README in place, with as few colours as they need."""
    for name, (state, theme) in README.items():
        source = out / f"{state}-{theme}-1x.png"
        if source.exists():
            _put_small(source, ROOT / "packaging" / "pictures" / f"{name}.png")


def _put_small(source: Path, place: Path) -> None:
    from PIL import Image

    place.parent.mkdir(exist_ok=True)
    with Image.open(source) as picture:
        plain = picture.convert("RGB")
    plain.save(place, optimize=True)
    if place.stat().st_size > MOST_BYTES:
        # The window's own colours stay exact; what is drawn or filmed in it shares the others.
        counted = sorted(plain.getcolors(plain.width * plain.height) or [], reverse=True)
        own = [part for _count, color in counted[:OWN_COLORS] for part in color]
        others = plain.quantize(256 - OWN_COLORS).getpalette() or []
        palette = Image.new("P", (1, 1))
        palette.putpalette(own + others)
        plain.quantize(palette=palette, dither=Image.Dither.NONE).save(place, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
