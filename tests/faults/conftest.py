"""What is wrong in every way, made once; and the command line, asked as a person asks it.

Which test covers what, here unless another folder is named:

| fault | test |
|---|---|
| not a media file, empty, header only | test_bad_files; media/test_decode |
| MP4 without its end, MP4 cut in the middle | test_bad_files; media/test_decode |
| video without sound, sound without video | test_bad_files, for transcribe, mux and video |
| 10 hours with three spoken islands, memory | soak/test_ten_hours; 20 minutes in test_bad_files |
| odd rates, 8 channels, one sample | test_bad_files |
| cue of no length | test_bad_words |
| script of 200,000 characters | test_bad_words; production/test_narrate |
| script of emoji only, empty, only headings | test_bad_words; cli/test_narrate |
| unknown voice, language, engine, option, verb | test_bad_words |
| no input device, another name, taken; no screen | test_devices; media/test_devices |
| pulled out, frozen, killed, full while recording | test_recording; production/test_recover |
| folder missing, not writable; disk full | test_places; core/test_files, core/test_folder |
| path of 250 characters, NFD, equal stems | test_places |
| output that is an input; file deleted while read | test_places; media/test_mux |
| wrong key, 401 402 429 500, HTML, closes, hangs | test_servers; providers/test_openai_speech |
| project cut in half, damaged, newer, two windows | test_projects; core/test_folder |
| Ctrl-C at any moment, twice; closed pipe; JSON | test_hasty_users |
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from creator_app.cli import main
from tests.media_files import JFK, decoded, write_media

ROOT = Path(__file__).parents[2]
RATE_HZ = 48_000
# What belongs into a log and never into a line for people.
NAMES = r"\.part-|\b(?!test_)[a-z]+_[a-z]|\bNone\b|\.py\b|\(\)"
CODE = re.compile(rf"Traceback|Errno|Error\b|Exception|0x[0-9a-f]{{4}}|{NAMES}")


@dataclass(frozen=True)
class Said:
    """What a verb answered."""

    status: int
    out: str
    err: str

    @property
    def events(self):
        return [json.loads(line) for line in self.out.splitlines()]

    def one_plain_line(self, *words):
        """Exit 1 and one line on standard error, with these words and none of the code's own."""
        assert self.status == 1, (self.status, self.err)
        assert self.err.count("\n") == 1, self.err
        assert not CODE.search(self.err), self.err
        for word in words:
            assert word in self.err
        return self.err

    def wrong_usage(self, *words):
        """Exit 2, and the last line says what was wrong in words."""
        assert self.status == 2, (self.status, self.err)
        assert self.out == ""
        last = self.err.splitlines()[-1]
        assert not CODE.search(last), last
        for word in words:
            assert word in last


@pytest.fixture
def creator(capsys, tmp_path, monkeypatch, qapp):
    """The command line in this process, standing in the test's own folder."""
    monkeypatch.chdir(tmp_path)
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]

    def run(*arguments):
        capsys.readouterr()
        status = main([str(each) for each in arguments])
        return Said(status, *capsys.readouterr())

    yield run
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.fixture
def separate(tmp_path):
    """The command line in a process of its own, standing in the test's own folder."""

    def run(*arguments, seconds=60, **settings):
        done = subprocess.run(
            [sys.executable, "-m", "creator_app", *map(str, arguments)],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | settings,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def broken(tmp_path_factory):
    """A folder of files that are wrong, each in its own way, and of good ones to set beside them.

    talk.mp4, picture.png, film.mp4 (no sound), sound.wav, script.txt are good.
    """
    folder = tmp_path_factory.mktemp("broken")
    speech = decoded(JFK.path, RATE_HZ)[: RATE_HZ * 5]
    talk = write_media(folder / "talk.mp4", speech)
    whole = talk.read_bytes()
    (folder / "without-end.mp4").write_bytes(whole[: whole.index(b"moov") - 4])
    (folder / "half.mp4").write_bytes(whole[: len(whole) // 2])
    (folder / "empty.mp4").write_bytes(b"")
    (folder / "words.mp3").write_text("Ask not what your country can do for you.\n" * 50)
    (folder / "noise.wav").write_bytes(np.random.default_rng(1).bytes(50_000))
    (folder / "cues.srt").write_text("1\n00:00:01,000 --> 00:00:01,000\nZero\n")
    write_media(folder / "film.mp4", None, picture_s=1)
    write_media(folder / "sound.wav", speech[: RATE_HZ * 3])
    write_media(folder / "one.wav", speech[:1])
    (folder / "header.wav").write_bytes((folder / "sound.wav").read_bytes()[:44])
    _picture(folder / "picture.png")
    (folder / "script.txt").write_text("Hello there.\n\nThat is all.\n")
    fast = [
        shutil.which("ffmpeg"),
        "-v",
        "error",
        "-i",
        talk,
        "-c",
        "copy",
        "-movflags",
        "+faststart",
    ]
    subprocess.run([*fast, folder / "begin-first.mp4"], check=True)
    whole = (folder / "begin-first.mp4").read_bytes()
    (folder / "second-half-missing.mp4").write_bytes(whole[: len(whole) * 6 // 10])
    return folder


def _picture(path):
    import cv2

    assert cv2.imwrite(str(path), np.full((90, 160, 3), 80, np.uint8))


def left(folder):
    """Return what is in a folder, what is half-written too."""
    return sorted(path.name for path in folder.iterdir())
