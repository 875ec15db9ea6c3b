import json

import numpy as np
import pytest

from creator_app.cli import main
from creator_app.core.task import Task
from creator_app.media.decode import probe
from creator_app.media.encode import write_audio
from tests import films
from tests.films import Film

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_scene_is_drawn_as_long_and_as_wide_as_asked(tmp_path, capsys):
    out = tmp_path / "boats.mp4"
    arguments = ["scene", "boats at dawn", "--seconds", "0.3", "--aspect", "1:1", "--out", str(out)]
    assert main(arguments) == 0
    info = probe(out)
    assert (info.width, info.height, info.duration_us) == (1080, 1080, 300_000)
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == str(out)
    assert said.err == ""


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["boats", "--seconds", "0"], 2),
        (["boats", "--seconds", "long"], 2),
        (["boats", "--aspect", "wide"], 1),
        (["  "], 1),
        (["boats", "--engine", "film"], 1),
        ([], 2),
    ],
)
def test_a_wrong_scene_is_refused_in_one_line(tmp_path, capsys, arguments, status):
    assert main(["scene", *arguments, "--out", str(tmp_path / "o.mp4")]) == status
    said = capsys.readouterr()
    assert said.out == ""
    assert status == 2 or said.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_script_and_pictures_become_a_video(tmp_path, capsys):
    script = tmp_path / "script.txt"
    script.write_text("Hi.")
    film = films.make(tmp_path / "film.mp4", Film(count=90))
    out = tmp_path / "out.mp4"
    arguments = ["video", str(script), "--media", str(film), "--preset", "youtube"]
    assert main([*arguments, "--json", "--out", str(out)]) == 0
    info = probe(out)
    assert (info.width, info.height, info.has_audio) == (1920, 1080, True)
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert events[-1] == {"event": "result", "input": str(script), "files": [str(out)]}
    fractions = [event["fraction"] for event in events if event["event"] == "progress"]
    assert fractions == sorted(fractions)


@pytest.mark.parametrize(
    ("script", "words"),
    [(b"", "nothing to speak"), ("🎬🚀".encode(), "nothing to speak"), (b"\xff\xfe\x00z", "UTF-8")],
)
def test_a_script_that_says_nothing_is_refused_in_one_line(tmp_path, capsys, script, words):
    path = tmp_path / "script.txt"
    path.write_bytes(script)
    assert main(["video", str(path), "--out", str(tmp_path / "out.mp4")]) == 1
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert [each.name for each in tmp_path.iterdir()] == ["script.txt"]


def test_mux_puts_sound_on_a_video(tmp_path, capsys):
    video = films.make(tmp_path / "in.mp4", Film(count=30))
    write_audio(tmp_path / "a.wav", [np.ones((9600, 1), np.float32) / 9], 48_000, 1, Task())
    out = tmp_path / "out.mp4"
    assert main(["mux", str(video), str(tmp_path / "a.wav"), "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"{out}\n"
    assert probe(out).has_audio
    assert films.numbers(out) == list(range(30))


def test_mux_of_a_missing_file_is_one_plain_line(tmp_path, capsys):
    assert main(["mux", "gone.mp4", "gone.wav", "--out", str(tmp_path / "out.mp4")]) == 1
    said = capsys.readouterr().err
    assert "does not exist" in said
    assert said.count("\n") == 1
