import json
import re
import shutil
import subprocess
import sys
import tracemalloc
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np
import pytest

from creator_app.core.engines import Catalog, Hints, Line, Speech, Transcriber
from creator_app.core.errors import CreatorError
from creator_app.core.script import Block, Script, script_from_text
from creator_app.core.task import Cancelled, Task
from creator_app.media.decode import AudioFile, probe
from creator_app.production.assemble import assemble
from creator_app.production.deliver import export_narration
from creator_app.production.narrate import narrate
from creator_app.production.takes import keep_take
from creator_app.providers import ENGINES
from tests.voices import ToneVoice, catalog_of

TEXT = (
    "Welcome to the show. Nothing leaves this computer unless you ask for it. "
    "Every word can be corrected afterwards, and nothing is ever lost."
)


@pytest.fixture(scope="session")
def spoken(tmp_path_factory):
    """A script spoken by the packaged voice, and the folder of its takes."""
    folder = tmp_path_factory.mktemp("takes")
    return narrate(Catalog(ENGINES), script_from_text(TEXT), folder, Task()), folder


def words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


def measured_by_ffmpeg(path) -> tuple[float, float]:
    """Return loudness and true peak as the system's own ffmpeg measures them."""
    command = ["ffmpeg", "-nostats", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    summary = said[said.rindex("Summary:") :]
    return (
        float(re.search(r"I:\s+(\S+) LUFS", summary)[1]),
        float(re.search(r"Peak:\s+(\S+) dBFS", summary)[1]),
    )


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is missing")
@pytest.mark.parametrize("lufs", [-16.0, -23.0])
@pytest.mark.parametrize("suffix", ["wav", "flac", "mp3", "m4a"])
def test_the_encoded_file_has_the_loudness_and_its_peaks_stay_under_the_ceiling(
    spoken, tmp_path, suffix, lufs
):
    out = tmp_path / f"out.{suffix}"
    done = export_narration(*spoken, out, lufs, Task())
    loudness, peak = measured_by_ffmpeg(out)
    assert loudness == pytest.approx(lufs, abs=0.5)
    assert peak <= -1.0
    assert done.lufs == pytest.approx(loudness, abs=0.1)
    assert done.peak_dbtp == pytest.approx(peak, abs=0.15)
    assert done.files == (out, tmp_path / "out.srt")
    assert abs(probe(out).duration_us - done.duration_us) < 60_000


def test_a_peaky_voice_is_limited_and_still_loud_enough(tmp_path):
    rng = np.random.default_rng(5)
    at = np.arange(22_050 * 8) / 22_050
    wave = rng.standard_normal(len(at)) * np.clip(np.sin(2 * np.pi * 3 * at), 0, 1) ** 3 * 0.2
    speech = Speech(wave.astype(np.float32)[:, None], 22_050)
    take = keep_take(tmp_path, "k", Line("So loud.", "v", "en"), "e", speech)
    script = Script((Block("a", "So loud.", takes=(take,), chosen="k"),))
    for suffix in ("mp3", "m4a"):
        done = export_narration(script, tmp_path, tmp_path / f"out.{suffix}", -16, Task())
        assert done.lufs == pytest.approx(-16, abs=0.5)
        assert done.peak_dbtp <= -1.0


def test_a_loudness_out_of_reach_is_an_answer_and_leaves_no_file(spoken, tmp_path):
    with pytest.raises(CreatorError, match="cannot be made as loud as -8 LUFS"):
        export_narration(*spoken, tmp_path / "out.wav", -8, Task())
    assert list(tmp_path.iterdir()) == []


def test_the_captions_are_those_of_the_words(spoken, tmp_path):
    done = export_narration(*spoken, tmp_path / "out.flac", -16, Task())
    import pysubs2

    cues = pysubs2.load(str(done.files[1]), encoding="utf-8")
    assert words(" ".join(cue.plaintext for cue in cues)) == words(TEXT)
    assert all(cue.start < cue.end <= done.duration_us / 1000 + 800 for cue in cues)
    assert all(one.end <= two.start for one, two in pairwise(cues))


def test_what_is_heard_is_what_was_written(spoken, tmp_path):
    done = export_narration(*spoken, tmp_path / "out.mp3", -16, Task())
    catalog = Catalog(ENGINES)
    with AudioFile(done.files[0]) as source:
        heard = catalog.open(Transcriber).transcribe(source, Hints("en"), Task())
    alike = SequenceMatcher(None, words(TEXT), words(heard.text), autojunk=False)
    agreed = sum(block.size for block in alike.get_matching_blocks())
    assert agreed >= 0.9 * len(words(TEXT))
    # Each voice take is a little different, and the listener is small: a word may be misheard.
    times = {word.text.lower(): word.start_us for word in heard.words}
    once = {"welcome", "computer", "unless", "every", "corrected", "afterwards,", "ever"}
    said = [word for word in assemble(*spoken).transcript().words if word.text.lower() in once]
    found = [(word.start_us, times[key]) for word in said if (key := word.text.lower()) in times]
    assert len(said) == len(once) <= len(found) + 2
    assert all(abs(one - other) < 350_000 for one, other in found)


def test_a_single_short_word_is_delivered(tmp_path):
    made = narrate(Catalog(ENGINES), script_from_text("Hi."), tmp_path / "t", Task())
    done = export_narration(made, tmp_path / "t", tmp_path / "out.wav", -16, Task())
    assert done.duration_us > 100_000


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("out.txt", "cannot be written as"),
        ("out", "cannot be written as"),
        ("no/out.wav", "folder"),
    ],
)
def test_a_bad_name_is_told_before_any_work(spoken, tmp_path, name, message):
    with pytest.raises(CreatorError, match=message):
        export_narration(*spoken, tmp_path / name, -16, Task())
    assert list(tmp_path.iterdir()) == []


def test_stopping_leaves_nothing_and_an_older_file_as_it_was(spoken, tmp_path):
    (tmp_path / "out.mp3").write_bytes(b"older")

    class Stopping(Task):
        def progress(self, fraction, note=""):
            super().progress(fraction, note)
            if note == "checking":
                self.cancel()

    with pytest.raises(Cancelled):
        export_narration(*spoken, tmp_path / "out.mp3", -16, Stopping())
    assert (tmp_path / "out.mp3").read_bytes() == b"older"
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp3"]


def test_a_full_disk_leaves_nothing_under_the_final_names(spoken, small_disk):
    with pytest.raises(CreatorError, match="disk is full"):
        export_narration(*spoken, small_disk.path / "out.wav", -16, Task())
    assert list(small_disk.path.iterdir()) == []


KILLED = """
import json, os, signal, sys
from pathlib import Path
from creator_app.core.codec import decode
from creator_app.core.script import Script
from creator_app.core.task import Task
from creator_app.production.assemble import assemble
from creator_app.production.deliver import export_narration

class Deadly(Task):
    def progress(self, fraction, note=""):
        if note == sys.argv[4]:
            os.kill(os.getpid(), signal.SIGKILL)

script = decode(Script, json.loads(Path(sys.argv[1]).read_text()))
export_narration(script, Path(sys.argv[2]), Path(sys.argv[3]), -16.0, Deadly())
"""


@pytest.mark.parametrize("stage", ["writing", "checking"])
def test_killed_during_export_nothing_stands_under_the_final_names(spoken, tmp_path, stage):
    from creator_app.core.codec import encode

    script, folder = spoken
    note, out = tmp_path / "script.json", tmp_path / "out"
    note.write_text(json.dumps(encode(script)))
    out.mkdir()
    arguments = [str(note), str(folder), str(out / "out.mp3"), stage]
    ended = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False)
    assert ended.returncode == -9
    assert not [path for path in out.iterdir() if not path.name.startswith(".part-")]
    assert len(list(folder.glob("*.flac"))) == 3


def test_memory_stays_flat_however_long_it_is(tmp_path):
    class Long(ToneVoice):
        def speak(self, line, task):
            wave = np.sin(np.arange(8_000 * 20) * 0.2).astype(np.float32) * 0.3
            return Speech(wave[:, None], 8_000)

    def peak_bytes(blocks: int) -> int:
        text = "\n\n".join("All of it is one sentence." for _ in range(blocks))
        made = narrate(catalog_of(it=Long()), script_from_text(text), tmp_path / "t", Task())
        tracemalloc.start()
        export_narration(made, tmp_path / "t", tmp_path / "out.flac", -23, Task())
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    few, many = peak_bytes(3), peak_bytes(15)
    # Four minutes of sound are 46 MB; what is noted of each for the limiter is half a megabyte.
    assert many - few < 4 * 1_000_000
