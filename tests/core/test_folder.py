import json
import os
import random
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creator_app.core import project as documents
from creator_app.core.edits import EDITS
from creator_app.core.errors import CreatorError
from creator_app.core.folder import (
    FOLDERS,
    MOST_LOGGED,
    ProjectFolder,
    create_project,
    is_held,
    is_project,
    open_project,
    read_project,
)
from creator_app.core.loading import PREVIOUS, PROJECT, checked_name
from creator_app.core.project import new_project
from creator_app.core.script import Block, Script
from creator_app.core.versions import keep_version, versions
from tests.documents import full_project, histories, recording, transcript

WRITER = Path(__file__).with_name("dying_writer.py")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "Test.creator"


def made(path, *states):
    """Make a project and change it state by state; return the last."""
    folder = create_project(path, states[0])
    for old, new in pairwise(states):
        if not folder.append(old, new):
            folder.snapshot(new)
    folder.close()
    return states[-1]


def reopened(path):
    folder, project = open_project(path)
    folder.close()
    return project, folder.notices


def titles(*names):
    first = full_project(names[0])
    return [first, *(replace(first, title=name) for name in names[1:])]


def contents(path):
    return {
        str(file.relative_to(path)): file.read_bytes()
        for file in path.rglob("*")
        if file.is_file() and file.name != ".lock"
    }


def changed(folder, old, new):
    folder.append(old, new)
    folder.snapshot(new)


def cut_in_half(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def big(project, text="big"):
    blocks = tuple(Block(f"b{n}", f"{text} {n}") for n in range(MOST_LOGGED))
    return replace(project, script=Script(blocks))


# Saving and opening


def test_a_new_project_has_its_folders_and_opens_as_it_was(path):
    project = made(path, full_project())
    assert all((path / name).is_dir() for name in FOLDERS)
    assert reopened(path) == (project, [])
    assert is_project(path)
    assert json.loads((path / PROJECT).read_text())["schema"] == documents.SCHEMA


def test_every_change_is_there_again_without_a_snapshot(path):
    made(path, *titles("one", "two", "three"))
    assert reopened(path)[0].title == "three"
    assert json.loads((path / PROJECT).read_text())["project"]["title"] == "one"


@settings(max_examples=25, deadline=None)
@given(histories(full_project()), st.data())
def test_any_edits_and_snapshots_come_back(tmp_path_factory, states, data):
    path = tmp_path_factory.mktemp("any") / "Any.creator"
    folder = create_project(path, states[0])
    for old, new in pairwise(states):
        is_saved = folder.append(old, new)
        if not is_saved or data.draw(st.booleans()):
            folder.snapshot(new)
        if data.draw(st.booleans()):
            folder.close()
            folder, project = open_project(path)
            assert project == new
            assert folder.notices == []
    folder.close()
    assert reopened(path) == (states[-1], [])


def test_a_place_that_is_taken_is_refused_and_left_alone(path):
    path.mkdir()
    (path / "letter.txt").write_text("mine")
    with pytest.raises(CreatorError, match="already there"):
        create_project(path, full_project())
    assert [each.name for each in path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("name", ["", "missing.creator", "x" * 300])
def test_what_is_no_project_is_told_plainly(tmp_path, name):
    for attempt in (open_project, read_project):
        with pytest.raises(CreatorError):
            attempt(tmp_path / name)
    assert not is_project(tmp_path / name)


def test_a_project_moves_to_any_place(tmp_path):
    project = made(tmp_path / "a.creator", full_project())
    far = tmp_path / "会议 “Übung” 'x' \"y\" 👩‍💻 50% [a] #1"
    while len(str(far)) < 240:
        far /= "langer Ordner 文件夹"
    far.mkdir(parents=True)
    moved = far / "Sitzung 一二三.creator"
    shutil.move(tmp_path / "a.creator", moved)
    folder, found = open_project(moved)
    assert (found, len(str(moved)) > 250) == (project, True)
    new = replace(found, title="moved")
    assert folder.append(found, new)
    folder.snapshot(new)
    folder.close()
    assert reopened(moved) == (new, [])


# Changes and snapshots


def test_nothing_changed_writes_nothing(path):
    (project,) = titles("one")
    folder = create_project(path, project)
    before = contents(path)
    assert folder.append(project, replace(project))
    assert contents(path) == before
    folder.close()


def test_a_change_too_big_for_the_log_waits_for_its_snapshot(path):
    project = full_project()
    folder = create_project(path, project)
    large = big(project)
    assert not folder.append(project, large)
    assert folder.is_behind
    # What follows does not claim to be saved either.
    later = replace(large, title="later")
    assert not folder.append(large, later)
    assert not folder.append(later, later)
    folder.snapshot(later)
    assert not folder.is_behind
    assert folder.append(later, replace(later, title="last"))
    folder.close()
    assert reopened(path)[0].title == "last"


def test_a_change_made_while_a_big_one_is_written_is_saved_with_it(path):
    project = full_project()
    folder = create_project(path, project)
    large = big(project)
    folder.append(project, large)
    revision = folder.begin_snapshot()
    typed = replace(large, title="typed meanwhile")
    assert not folder.append(large, typed)
    folder.write_snapshot(large, revision)
    assert not folder.is_behind
    folder.close()
    assert reopened(path) == (typed, [])


def test_changes_made_while_a_snapshot_is_written_come_back(path):
    states = titles(*"abcdefg")
    folder = create_project(path, states[0])
    for old, new in pairwise(states):
        revision = folder.begin_snapshot()
        assert folder.append(old, new)
        folder.write_snapshot(old, revision)
        assert read_project(path) == new
    folder.close()


def test_a_crash_while_a_big_change_is_written_goes_back_to_before_it(path):
    project = full_project()
    folder = create_project(path, project)
    large = big(project)
    folder.append(project, large)
    folder.begin_snapshot()
    folder.append(large, replace(large, title="typed meanwhile"))
    folder.close()
    assert reopened(path)[0] == project
    again = reopened(path)
    assert again == (project, [])


def test_an_older_snapshot_never_replaces_a_newer_one(path):
    states = titles("a", "b")
    folder = create_project(path, states[0])
    old = folder.begin_snapshot()
    folder.append(*states)
    folder.snapshot(states[1])
    folder.write_snapshot(states[0], old)
    folder.close()
    assert json.loads((path / PROJECT).read_text())["project"]["title"] == "b"
    assert reopened(path)[0] == states[1]


def test_a_snapshot_that_comes_after_closing_writes_nothing(path):
    project = full_project()
    folder = create_project(path, project)
    revision = folder.begin_snapshot()
    folder.close()
    other, found = open_project(path)
    before = contents(path)
    folder.write_snapshot(replace(project, title="late"), revision)
    assert contents(path) == before
    other.close()
    assert found == project


def test_snapshots_in_a_thread_and_changes_beside_them_lose_nothing(path):
    project = full_project("0")
    folder = create_project(path, project)
    for number in range(1, 60):
        new = replace(project, title=str(number))
        assert folder.append(project, new)
        project = new
        if number % 6 == 0:
            revision = folder.begin_snapshot()
            writer = threading.Thread(target=folder.write_snapshot, args=(project, revision))
            writer.start()
        if number % 6 == 4 and number > 6:
            writer.join()
    folder.close()
    assert reopened(path) == (project, [])


def test_logs_and_transcripts_nobody_needs_are_deleted(path):
    project = full_project()
    folder = create_project(path, project)
    for number in range(6):
        said = replace(project.recordings[0], transcript=transcript(30, text=f"try{number}"))
        new = replace(project, recordings=(said,))
        if not folder.append(project, new):
            folder.snapshot(new)
        project = new
        folder.snapshot(project)
    folder.close()
    # Of the two snapshots that are kept.
    assert len(list((path / "transcripts").iterdir())) <= 2
    assert len(list(path.glob("edits*.log"))) <= 2
    assert list(path.rglob(".part-*")) == []


def test_a_transcript_is_written_once(path):
    project = full_project()
    folder = create_project(path, project)
    (file,) = (path / "transcripts").iterdir()
    stamp = file.stat().st_mtime_ns
    folder.snapshot(replace(project, title="new"))
    folder.close()
    folder, found = open_project(path)
    folder.snapshot(replace(found, title="newer"))
    folder.close()
    assert [each.stat().st_mtime_ns for each in (path / "transcripts").iterdir()] == [stamp]


# What a crash leaves


@pytest.mark.parametrize("share", range(4))
def test_what_was_reported_as_saved_survives_kill_9(tmp_path, share):
    path = tmp_path / "Killed.creator"
    made(path, replace(new_project("0"), recordings=(recording(),)))
    for seed in range(share, 20, 4):
        saved = killed_after(path, seed, random.Random(seed).randint(1, 40))  # noqa: S311
        project, notices = reopened(path)
        assert int(project.title) >= saved
        assert all("last changes" in notice for notice in notices)
        assert list(path.rglob(".part-*")) == []


def killed_after(path, seed, lines):
    """Let a child edit the project, kill it, and return what it said was saved."""
    command = [sys.executable, str(WRITER), str(path), str(seed)]
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": root}
    ) as writer:
        said = [writer.stdout.readline() for _ in range(lines)]
        writer.kill()
        # A last line without its end was not said.
        rest = writer.stdout.read().split("\n")[:-1]
    return int([*said, *rest][-1])


def test_a_project_cut_in_half_opens_from_the_version_before_with_nothing_lost(path):
    states = titles("a", "b", "c", "d")
    folder = create_project(path, states[0])
    folder.append(states[0], states[1])
    folder.snapshot(states[1])
    folder.append(states[1], states[2])
    folder.snapshot(states[2])
    folder.append(states[2], states[3])
    folder.close()
    cut_in_half(path / PROJECT)
    project, notices = reopened(path)
    assert project == states[3]
    assert any("damaged" in notice for notice in notices)
    # It is in order again, and what was found is still there.
    assert reopened(path) == (states[3], [])
    assert (path / "project.damaged.json").exists()


def test_a_project_cut_in_half_after_a_big_change_loses_nothing_either(path):
    project = full_project()
    folder = create_project(path, project)
    large = big(project)
    folder.append(project, large)
    folder.snapshot(large)
    last = replace(large, title="last")
    folder.append(large, last)
    folder.close()
    cut_in_half(path / PROJECT)
    assert reopened(path)[0] == last


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"[]",
        b"null",
        b'{"schema": 1}',
        b'{"schema": 1e999, "revision": 1, "project": {}}',
        b'{"schema": 1, "revision": 1, "project": {"title": 5}}',
        b'{"schema": 1, "revision": 1, "project": {"recordings": 5}}',
        b'{"schema": 1, "revision": true, "project": {}}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"9" * 10_000,
    ],
)
def test_any_damage_to_the_project_file_costs_nothing(path, damage):
    states = titles("a", "b", "c")
    folder = create_project(path, states[0])
    folder.snapshot(states[0])
    folder.append(states[0], states[1])
    folder.close()
    (path / PROJECT).write_bytes(damage)
    assert read_project(path) == states[1]
    project, notices = reopened(path)
    assert (project, len(notices)) == (states[1], 1)


def test_a_project_file_that_is_gone_costs_nothing(path):
    states = titles("a", "b")
    folder = create_project(path, states[0])
    folder.snapshot(states[0])
    folder.append(*states)
    folder.close()
    (path / PROJECT).unlink()
    assert is_project(path)
    assert reopened(path)[0] == states[1]
    assert reopened(path) == (states[1], [])


def test_when_both_versions_are_damaged_it_says_so_and_touches_nothing(path):
    folder = create_project(path, full_project())
    folder.snapshot(full_project())
    folder.close()
    (path / "media" / "r1.wav").write_bytes(b"sound")
    for name in (PROJECT, PREVIOUS):
        cut_in_half(path / name)
    before = contents(path)
    with pytest.raises(CreatorError, match=r"“Test\.creator” is damaged") as caught:
        open_project(path)
    assert "media files are untouched" in caught.value.hint
    assert contents(path) == before
    assert not is_held(path)


def test_a_log_torn_by_a_crash_loses_only_what_was_never_saved(path):
    states = titles("a", "b", "c")
    made(path, *states)
    log = path / EDITS
    log.write_bytes(log.read_bytes()[:-7])
    assert reopened(path) == (states[1], [])
    folder, project = open_project(path)
    assert folder.append(project, states[2])
    folder.close()
    assert reopened(path) == (states[2], [])


def test_a_bit_flipped_in_the_middle_of_the_log_is_told_and_the_log_kept(path):
    states = titles(*"abcdef")
    made(path, *states)
    log = path / EDITS
    lines = log.read_bytes().splitlines(keepends=True)
    content = bytearray(log.read_bytes())
    content[sum(map(len, lines[:3])) + 20] ^= 4
    log.write_bytes(content)
    project, notices = reopened(path)
    assert project in states
    assert project != states[-1]
    assert any("last changes" in notice for notice in notices)
    assert bytes(content) in [file.read_bytes() for file in path.glob("*damaged*.log")]
    folder, project = open_project(path)
    assert folder.notices == []
    assert folder.append(project, states[-1])
    folder.close()
    assert reopened(path) == (states[-1], [])


def test_damage_to_what_a_snapshot_already_holds_costs_nothing(path):
    states = titles(*"abcd")
    folder = create_project(path, states[0])
    folder.append(*states[:2])
    folder.snapshot(states[1])
    folder.append(*states[1:3])
    folder.close()
    old = next(path.glob("edits-*.log"))
    content = bytearray(old.read_bytes())
    content[12] ^= 1
    old.write_bytes(content)
    assert reopened(path) == (states[2], [])


def test_a_damaged_transcript_comes_back_from_the_version_before(path):
    project = full_project()
    folder = create_project(path, project)
    words = project.recordings[0].transcript
    corrected = replace(
        words, segments=(replace(words.segments[0], text="NEW"), *words.segments[1:])
    )
    new = replace(project, recordings=(replace(project.recordings[0], transcript=corrected),))
    before = set((path / "transcripts").iterdir())
    assert folder.append(project, new)
    folder.snapshot(new)
    folder.close()
    (file,) = set((path / "transcripts").iterdir()) - before
    cut_in_half(file)
    assert reopened(path)[0] == new


@pytest.mark.parametrize("damage", [b"", b"{}", b'{"segments": [{"start_us": "x"}]}', None])
def test_a_transcript_lost_for_good_costs_only_itself(path, damage):
    project = full_project()
    folder = create_project(path, project)
    words = project.recordings[0].transcript
    corrected = replace(words, segments=(words.segments[0], replace(words.segments[1], text="c")))
    new = replace(project, recordings=(replace(project.recordings[0], transcript=corrected),))
    folder.append(project, new)
    folder.append(new, replace(new, title="later"))
    folder.close()
    (file,) = (path / "transcripts").iterdir()
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage)
    found, notices = reopened(path)
    assert found.title == "later"
    assert found.recordings[0].tracks == project.recordings[0].tracks
    assert found.recordings[0].transcript is None
    assert any("transcribe it again" in notice for notice in notices)
    assert reopened(path) == (found, [])
    # What is left of it may still be of use to somebody.
    assert file.exists() == (damage is not None)


def test_one_letter_changed_by_a_failing_disk_is_noticed_in_a_transcript(path):
    made(path, full_project())
    (file,) = (path / "transcripts").iterdir()
    file.write_bytes(file.read_bytes().replace(b"word7", b"ward7"))
    found, notices = reopened(path)
    assert found.recordings[0].transcript is None
    assert len(notices) == 1


# Other versions of the app


def test_a_newer_project_is_refused_and_not_touched(path):
    made(path, *titles("a", "b"))
    data = json.loads((path / PROJECT).read_text())
    (path / PROJECT).write_text(json.dumps({**data, "schema": 99, "project": {"new": "form"}}))
    shutil.rmtree(path / "versions")
    (path / EDITS).write_bytes((path / EDITS).read_bytes() + b"half a line")
    before = contents(path)
    with pytest.raises(CreatorError, match=r"newer Creator App \(format 99") as caught:
        open_project(path)
    assert "Update" in caught.value.hint
    assert contents(path) == before
    assert not (path / "versions").exists()
    with pytest.raises(CreatorError, match="newer"):
        read_project(path)


def test_a_newer_project_is_refused_though_an_older_version_of_it_could_be_read(path):
    folder = create_project(path, full_project())
    folder.snapshot(full_project())
    folder.close()
    data = json.loads((path / PROJECT).read_text())
    data["project"]["recordings"][0]["transcript"] = "transcripts/in another form.bin"
    (path / PROJECT).write_text(json.dumps({**data, "schema": 99}))
    with pytest.raises(CreatorError, match="newer Creator App"):
        open_project(path)


def old_project(path, monkeypatch):
    """Make a project of format 0, which called titles names."""
    states = titles("a", "b")
    made(path, *states)
    for file in (path / PROJECT, path / EDITS):
        file.write_bytes(file.read_bytes())
    data = json.loads((path / PROJECT).read_text())
    data["project"]["name"] = data["project"].pop("title")
    (path / PROJECT).write_text(json.dumps({**data, "schema": 0}))
    (path / EDITS).unlink()

    def migrate(tree):
        return {**tree, "title": tree.pop("name")}

    monkeypatch.setattr(documents, "MIGRATIONS", {0: migrate})
    return states[0]


def test_an_older_project_is_migrated_and_a_copy_kept(path, monkeypatch):
    project = old_project(path, monkeypatch)
    before = (path / PROJECT).read_bytes()
    assert read_project(path) == project
    assert (path / PROJECT).read_bytes() == before
    folder, found = open_project(path)
    assert found == project
    assert (path / "project.format-0.json").read_bytes() == before
    new = replace(found, title="new")
    assert folder.append(found, new)
    folder.close()
    assert reopened(path) == (new, [])
    assert json.loads((path / PROJECT).read_text())["schema"] == documents.SCHEMA
    # The copy still finds its transcripts.
    name = json.loads(before)["project"]["recordings"][0]["transcript"]
    assert (path / name).exists()


def test_a_format_nobody_knows_any_more_is_refused(path, monkeypatch):
    old_project(path, monkeypatch)
    monkeypatch.setattr(documents, "MIGRATIONS", {})
    before = contents(path)
    with pytest.raises(CreatorError, match="format 0 cannot be read"):
        open_project(path)
    assert contents(path) == before


# Two windows


def test_a_project_is_open_once(path):
    made(path, full_project())
    folder, _ = open_project(path)
    assert is_held(path)
    with pytest.raises(CreatorError, match="open in another window") as caught:
        open_project(path)
    assert caught.value.hint
    # Reading it harms nobody.
    assert read_project(path)
    folder.close()
    assert not is_held(path)
    reopened(path)


HOLDER = """
import sys
from pathlib import Path
from creator_app.core.folder import open_project
folder, _ = open_project(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_another_process_holds_it_until_it_is_killed(path):
    made(path, full_project())
    command = [sys.executable, "-c", HOLDER, str(path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(CreatorError, match="another window"):
            open_project(path)
        holder.kill()
    assert reopened(path)[1] == []


def test_a_lock_file_left_from_long_ago_stops_nobody(path):
    made(path, full_project())
    (path / ".lock").write_text("4711")
    reopened(path)


# Names


@pytest.mark.parametrize(
    "name",
    [
        "../secret",
        "media/../../secret",
        "/etc/passwd",
        "media\\..\\..\\secret",
        "C:/windows",
        "c:secret",
        "//server/share",
        "",
        ".",
        "media/a\0b",
        "..",
    ],
)
def test_names_that_lead_out_of_the_folder_are_refused(path, name):
    folder = create_project(path, new_project("x"))
    with pytest.raises(CreatorError, match="outside its folder"):
        folder.media_path(name)
    folder.close()


def test_a_transcript_that_leads_out_is_not_read(path, tmp_path):
    made(path, full_project())
    (tmp_path / "secret.json").write_text('{"segments": []}')
    data = json.loads((path / PROJECT).read_text())
    data["project"]["recordings"][0]["transcript"] = "../secret.json"
    (path / PROJECT).write_text(json.dumps(data))
    project, notices = reopened(path)
    assert project.recordings[0].transcript is None
    assert len(notices) == 1


@given(st.text(max_size=12))
def test_a_name_that_is_let_through_stays_inside(name):
    try:
        inside = checked_name(name)
    except CreatorError:
        return
    whole = os.path.normpath(Path("/projects/p.creator") / inside)
    assert Path(whole).is_relative_to("/projects/p.creator")


def test_media_have_names_of_their_own_or_links(path, tmp_path):
    folder = create_project(path, new_project("x"))
    assert folder.media_path("media/r1.wav") == path / "media" / "r1.wav"
    (tmp_path / "song.mp3").write_bytes(b"la")
    assert folder.media_path(folder.link(tmp_path / "song.mp3")) == tmp_path / "song.mp3"
    folder.close()


# Full and forbidding disks


def test_a_project_that_cannot_be_made_leaves_nothing(small_disk):
    small_disk.fill(4096)
    path = small_disk.path / "New.creator"
    with pytest.raises(CreatorError, match="disk is full"):
        create_project(path, full_project())
    assert not path.exists()


def test_a_change_on_a_full_disk_is_told_and_saved_once_there_is_room(small_disk):
    path = small_disk.path / "Full.creator"
    project = full_project()
    folder = create_project(path, project)
    small_disk.fill()
    states = [project]
    for number in range(4):
        text = f"{number} " * 3_000
        states.append(replace(states[-1], script=Script((Block("b", text),))))
        with pytest.raises(CreatorError, match="disk is full"):
            changed(folder, *states[-2:])
    assert folder.is_behind
    assert read_project(path) == project
    small_disk.clear()
    assert not folder.append(states[-1], replace(states[-1], title="room again"))
    folder.snapshot(replace(states[-1], title="room again"))
    assert not folder.is_behind
    folder.close()
    assert reopened(path) == (replace(states[-1], title="room again"), [])


def test_a_snapshot_on_a_full_disk_leaves_the_old_state(small_disk):
    path = small_disk.path / "Full.creator"
    states = titles("a", "b", "c")
    folder = create_project(path, states[0])
    folder.append(*states[:2])
    large = big(states[1], "x" * 60)
    small_disk.fill(8192)
    for _ in range(3):
        with pytest.raises(CreatorError, match="disk is full"):
            folder.snapshot(large)
    assert list(path.rglob(".part-*")) == []
    assert read_project(path) == states[1]
    folder.close()
    small_disk.clear()
    assert reopened(path) == (states[1], [])


def test_opening_a_damaged_project_on_a_full_disk_is_told_and_loses_nothing(small_disk):
    path = small_disk.path / "Full.creator"
    states = titles("a", "b")
    folder = create_project(path, states[0])
    folder.snapshot(states[0])
    folder.append(*states)
    folder.close()
    cut_in_half(path / PROJECT)
    small_disk.fill()
    with pytest.raises(CreatorError, match="disk is full"):
        open_project(path)
    small_disk.clear()
    assert reopened(path)[0] == states[1]


def test_a_version_on_a_full_disk_is_not_half_kept(small_disk):
    path = small_disk.path / "Full.creator"
    project = full_project()
    folder = create_project(path, project)
    small_disk.fill()
    with pytest.raises(CreatorError, match="disk is full"):
        keep_version(path, project, "mine")
    assert versions(path) == []
    folder.close()


def test_a_disk_that_may_only_be_read_is_told_plainly(small_disk):
    path = small_disk.path / "Read.creator"
    project = made(path, full_project())
    folder, _ = open_project(path)
    folder._lock.release()  # a disk with a file open for writing does not let itself be locked
    small_disk.make_read_only()
    new = replace(project, title="new")
    for attempt in (
        lambda: folder.append(project, new),
        lambda: folder.snapshot(new),
        lambda: open_project(path),
        lambda: create_project(small_disk.path / "Other.creator", project),
        lambda: keep_version(path, project, "mine"),
        lambda: folder.link(path / PROJECT),
    ):
        with pytest.raises(CreatorError, match="may not be read or written") as caught:
            attempt()
        assert caught.value.hint
    assert read_project(path) == project
    small_disk.make_writable()
    folder.snapshot(new)
    folder.close()
    assert reopened(path) == (new, [])


def test_a_folder_that_is_pulled_away_is_told_plainly(path, tmp_path):
    states = titles("a", "b")
    folder = create_project(path, states[0])
    path.rename(tmp_path / "Elsewhere.creator")
    for attempt in (
        lambda: folder.append(*states),
        lambda: folder.snapshot(states[1]),
    ):
        with pytest.raises(CreatorError):
            attempt()
    folder.sync()
    (tmp_path / "Elsewhere.creator").rename(path)
    folder.snapshot(states[1])
    folder.close()
    assert reopened(path) == (states[1], [])


def test_a_disk_without_hard_links_keeps_the_version_before_too(path, monkeypatch):
    def refuse(_source, _target):
        raise OSError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    states = titles("a", "b")
    made(path, *states)
    folder, _ = open_project(path)
    folder.snapshot(states[1])
    folder.close()
    assert json.loads((path / PREVIOUS).read_text())["project"]["title"] == "a"
    (path / PROJECT).unlink()
    assert reopened(path)[0] == states[1]


def test_what_a_crash_left_half_written_is_swept_away(path):
    made(path, full_project())
    for place in (path, path / "transcripts", path / "versions"):
        (place / ".part-0011.json").write_text("half")
    reopened(path)
    assert list(path.rglob(".part-*")) == []


def test_syncing_tells_when_the_disk_fails(path, monkeypatch):
    made(path, *titles("a", "b"))
    folder, _ = open_project(path)
    folder.sync()

    def fail(_handle):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(CreatorError, match=r"edits\.log"):
        folder.sync()
    folder.close()


def test_a_folder_says_whether_it_is_held_before_it_is_one(tmp_path):
    assert not is_held(tmp_path / "missing")
    assert isinstance(ProjectFolder.is_behind, property)
