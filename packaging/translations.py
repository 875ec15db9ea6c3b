"""Bring the translations up to date with the source, or say what is not.

Run: .venv/bin/python packaging/translations.py [--check]

`creator_app_en.ts` holds only what counts («1 project», «2 projects»): English is what the source
says. A third language is one more file beside these.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("zh_CN", "en")
# What the window and the panels say; the gallery of controls is for those who build them.
SOURCES = ("app.py", "ui")
NOT_SHOWN = ("gallery.py", "gallery_parts.py")


def main() -> int:
    """Update and compile every language; with --check change nothing and return 1 if stale."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, only look")
    if parser.parse_args().check:
        found = problems()
        print("\n".join(found) or "Every text is translated and compiled.")
        return int(bool(found))
    for language in LANGUAGES:
        place = _ts(language)
        update(language, place)
        compile_to(place, place.with_suffix(".qm"))
        open_texts = untranslated(place)
        print(f"{place.name}: {len(open_texts)} texts without a translation")
        print("".join(f"  {text}\n" for text in open_texts), end="")
    return 0


def problems() -> list[str]:
    """Return what is untranslated, vanished from the source, new in it, or not compiled."""
    found = []
    for language in LANGUAGES:
        place = _ts(language)
        with tempfile.TemporaryDirectory() as folder:
            fresh, compiled = Path(folder) / place.name, Path(folder) / "compiled.qm"
            fresh.write_bytes(place.read_bytes())
            update(language, fresh)
            compile_to(place, compiled)
            before, now = _texts(place), _texts(fresh)
            found += [f"{place.name} lacks: {text}" for text in sorted(now - before)]
            found += [f"{place.name} has too much: {text}" for text in sorted(before - now)]
            if compiled.read_bytes() != place.with_suffix(".qm").read_bytes():
                found.append(f"{place.with_suffix('.qm').name} is older than {place.name}")
        found += [f"{place.name} does not translate: {text}" for text in untranslated(place)]
    return found


def update(language: str, place: Path) -> None:
    """Bring the texts of a file up to date with the source; translations stay."""
    sources = [path for path in _sources() if path.name not in NOT_SHOWN]
    more = ["-pluralonly"] if language == "en" else []
    _run(
        "lupdate",
        *map(str, sources),
        *("-tr-function-alias", "tr+=_tr", "-no-obsolete", "-locations", "none"),
        *("-source-language", "en", "-target-language", language, *more),
        *("-ts", str(place)),
    )


def compile_to(place: Path, compiled: Path) -> None:
    """Make the file that Qt reads."""
    _run("lrelease", "-silent", str(place), "-qm", str(compiled))


def untranslated(place: Path) -> list[str]:
    """Return the texts of a file that have no finished translation."""
    found = []
    for message in ET.parse(place).iter("message"):  # noqa: S314 - our own file
        translation = message.find("translation")
        forms = [] if translation is None else [translation, *translation.findall("numerusform")]
        is_open = not any((form.text or "").strip() for form in forms)
        if is_open or (translation is not None and translation.get("type") == "unfinished"):
            found.append(message.findtext("source") or "")
    return found


def _texts(place: Path) -> set[str]:
    return {
        f"{context.findtext('name')}: {message.findtext('source')}"
        for context in ET.parse(place).iter("context")  # noqa: S314 - our own file
        for message in context.iter("message")
    }


def _sources() -> list[Path]:
    found = []
    for name in SOURCES:
        path = ROOT / "creator_app" / name
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return found


def _ts(language: str) -> Path:
    return FOLDER / f"creator_app_{language}.ts"


def _run(tool: str, *arguments: str) -> None:
    command = [str(Path(sys.executable).with_name(f"pyside6-{tool}")), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


if __name__ == "__main__":
    sys.exit(main())
