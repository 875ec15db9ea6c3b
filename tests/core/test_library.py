import json
import os
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from creator_app.core import library as indexing
from creator_app.core.errors import CreatorError
from creator_app.core.folder import create_project, open_project
from creator_app.core.library import Library, project_folders
from creator_app.core.loading import PROJECT
from creator_app.core.project import new_project
from creator_app.core.script import Block, Script
from creator_app.core.task import Cancelled, Task
from creator_app.core.transcript import Segment, Transcript, Word
from tests.documents import full_project, recording


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "projects"
    folder.mkdir()
    return folder


@pytest.fixture
def index(tmp_path):
    return tmp_path / "library.sqlite"


@pytest.fixture
def library(folder, index):
    with closing(Library(folder, index)) as library:
        yield library


def made(folder, title, text="", speaker="Ann"):
    project = new_project(title)
    if text:
        words = (Word(0, 1, text),)
        said = Transcript((Segment(5_000_000, 6_000_000, text, speaker, words),), "und", 7_000_000)
        project = replace(project, recordings=(replace(recording(), transcript=said),))
    path = folder / f"{title}.creator"
    create_project(path, project).close()
    return path


def changed(path, **values):
    folder, project = open_project(path)
    folder.append(project, replace(project, **values))
    folder.close()
    stamp = path / "edits.log"
    os.utime(stamp, ns=(0, stamp.stat().st_mtime_ns + 10**9))


def titles(library, query=""):
    return [card.title for card in library.cards(query)]


# What is listed


def test_projects_are_listed_last_changed_first(library, folder):
    paths = [made(folder, name) for name in ("a", "b", "c")]
    (folder / "no project").mkdir()
    (folder / "empty.creator").mkdir()
    changed(paths[1], title="b again")
    assert library.refresh(Task()) == 3
    assert titles(library)[0] == "b again"
    assert sorted(titles(library)) == ["a", "b again", "c"]


def test_a_card_says_what_is_in_a_project(library, folder):
    path = folder / "p.creator"
    create_project(path, full_project("Plan")).close()
    library.refresh(Task())
    (card,) = library.cards()
    assert (card.path, card.title, card.kind, card.duration_us) == (
        path,
        "Plan",
        "video",
        6_000_000,
    )
    assert card.opening.startswith("word0 word1")
    assert card.speakers == ("Speaker 0", "Speaker 1")
    assert (card.hits, card.problem) == (0, "")


def test_only_what_changed_is_read_again(library, folder, monkeypatch):
    paths = [made(folder, f"p{n}") for n in range(5)]
    assert library.refresh(Task()) == 5
    read = []

    def remember(path):
        read.append(path)
        return read_project(path)

    read_project = indexing.read_project
    monkeypatch.setattr(indexing, "read_project", remember)
    assert library.refresh(Task()) == 0
    changed(paths[2], title="new")
    assert library.refresh(Task()) == 1
    assert read == [paths[2]]


def test_what_was_deleted_or_renamed_is_found_out(library, folder):
    first, second = made(folder, "a", "apple"), made(folder, "b", "banana")
    library.refresh(Task())
    first.rename(folder / "moved.creator")
    (second / PROJECT).unlink()
    assert library.refresh(Task()) == 3
    assert [card.path for card in library.cards()] == [folder / "moved.creator"]
    assert library.cards("banana") == []


def test_a_project_that_cannot_be_read_is_shown_with_its_reason(library, folder):
    broken, newer = made(folder, "broken"), made(folder, "newer")
    (broken / PROJECT).write_text("{")
    data = json.loads((newer / PROJECT).read_text())
    (newer / PROJECT).write_text(json.dumps({**data, "schema": 99}))
    assert library.refresh(Task()) == 2
    problems = {card.title: card.problem for card in library.cards()}
    assert "damaged" in problems["broken"]
    assert "newer Creator App" in problems["newer"]
    # It is not looked at again and again, and found when it is whole again.
    assert library.refresh(Task()) == 0
    (newer / PROJECT).write_text(json.dumps(data))
    os.utime(newer / PROJECT, ns=(0, 10**18))
    assert library.refresh(Task()) == 1
    assert {card.title: card.problem for card in library.cards()}["newer"] == ""


def test_a_thousand_projects_are_looked_through_at_once(library, folder, monkeypatch):
    made(folder, "only one is real", "needle")
    paths = [folder / f"{n:04}.creator" for n in range(1000)]
    monkeypatch.setattr(indexing, "project_folders", lambda _folder: iter(paths))
    monkeypatch.setattr(indexing, "read_project", lambda path: new_project(path.stem))
    monkeypatch.setattr(indexing, "_changed", lambda path: float(path.stem))
    assert library.refresh(Task()) == 1000
    reads = []
    monkeypatch.setattr(indexing, "read_project", reads.append)
    assert library.refresh(Task()) == 0
    assert reads == []
    assert len(library.cards()) == 1000
    assert [hit.title for hit in library.hits("0777")] == ["0777"]


def test_a_refresh_stops_when_asked(library, folder):
    made(folder, "a")
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        library.refresh(task)


# What is found


def test_words_are_found_where_they_were_said(library, folder):
    path = made(folder, "Meeting", "We agreed on the Überraschung, finally.")
    made(folder, "Other", "Nothing of it here.")
    library.refresh(Task())
    (hit,) = library.hits("uberrasch")
    assert (hit.path, hit.title, hit.start_us, hit.speaker) == (path, "Meeting", 5_000_000, "Ann")
    assert hit.text == "We agreed on the Überraschung, finally."
    (card,) = library.cards("agreed ON the")
    assert (card.path, card.hits) == (path, 1)
    assert library.hits("the on") == []


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("我们明天讨论预算问题", "预算"),
        ("我们明天讨论预算问题", "明天讨论"),
        ("我们用Python写代码", "python"),
        ("我们用Python写代码", "Python写"),
        ("ＡＢＣ会议１２", "abc会议12"),
        ("これはテストです", "テスト"),
        ("か\u3099っこう", "がっこう"),
        ("회의를 시작합니다", "회의"),
        ("ประชุมวันนี้", "วันนี้"),
        ("Don’t stop", "don’t"),
        ("O'Reilly said", "o'reilly"),
        ("𠮷野家で", "𠮷野"),
        ("on-line e-mail", "e-mail"),
    ],
)
def test_words_of_any_script_are_found(library, folder, text, query):
    made(folder, "a", text)
    made(folder, "b", "问算预 tset")
    library.refresh(Task())
    assert [hit.text for hit in library.hits(query)] == [text]
    assert titles(library, query) == ["a"]


def test_titles_and_scripts_are_found_too(library, folder):
    project = replace(new_project("预算 2027"), script=Script((Block("b1", "Spoken sentence."),)))
    create_project(folder / "x.creator", project).close()
    library.refresh(Task())
    assert [hit.part for hit in library.hits("预算")] == ["title"]
    assert [hit.part for hit in library.hits("spoken")] == ["b1"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled")
    made(folder, "a", "one two 三四")
    with closing(Library(folder, folder / "index")) as library:
        library.refresh(Task())
        yield library


@settings(max_examples=150)
@given(st.text(max_size=20) | st.text('"*()^:+- ANDORT\0', max_size=12))
@example('"')
@example("!!!")
@example("\0")
@example("a\0b")
@example("NEAR(")
@example("text:x")
@example("*")
@example("\ud800")
@example(" ")
def test_whatever_is_typed_is_a_search_and_never_a_failure(filled, query):
    assert isinstance(filled.hits(query), list)
    assert isinstance(filled.cards(query), list)


def test_a_changed_project_is_found_by_its_new_words_only(library, folder):
    path = made(folder, "a", "apple")
    library.refresh(Task())
    for word in ("banana", "cherry"):
        library.put(path, replace(new_project("a"), script=Script((Block("b", word),))))
    assert (library.hits("apple"), library.hits("banana")) == ([], [])
    assert len(library.hits("cherry")) == 1
    library.forget(path)
    assert (library.hits("cherry"), library.cards()) == ([], [])


def test_projects_do_not_take_each_others_words_along(library, folder):
    paths = [made(folder, name, f"common {name}") for name in "abc"]
    library.refresh(Task())
    library.forget(paths[1])
    library.put(paths[0], new_project("a"))
    assert [hit.text for hit in library.hits("common")] == ["common c"]


def test_names_that_are_no_text_are_listed_and_found(library, folder):
    path = folder / "caf\udce9.creator"
    create_project(path, new_project("caf\udce9")).close()
    library.refresh(Task())
    assert [card.path for card in library.cards()] == [path]
    assert [hit.path for hit in library.hits("caf")] == [path]
    assert library.refresh(Task()) == 0


# An index that is damaged, old, busy or full


def damage_all(index):
    index.write_bytes(b"no database any more " * 400)


def damage_middle(index):
    content = bytearray(index.read_bytes())
    for at in range(4096, len(content), 4096):
        content[at : at + 900] = os.urandom(900)
    index.write_bytes(content)


def age(index):
    with closing(sqlite3.connect(index)) as database:
        database.execute("DROP TABLE projects")
        database.execute("CREATE TABLE projects (path TEXT)")
        database.execute("PRAGMA user_version = 1")
        database.commit()


@pytest.mark.parametrize("damage", [damage_all, damage_middle, age])
def test_a_damaged_index_is_made_anew(folder, index, damage):
    for n in range(30):
        made(folder, f"p{n}", f"needle {n} " * 50)
    with closing(Library(folder, index)) as library:
        library.refresh(Task())
    damage(index)
    for suffix in ("-wal", "-shm"):
        index.with_name(index.name + suffix).unlink(missing_ok=True)
    with closing(Library(folder, index)) as library:
        library.cards()
        library.hits("needle")
        library.refresh(Task())
        library.refresh(Task())
        assert len(library.cards()) == 30
        assert len(library.cards("needle")) == 30


def test_two_windows_use_one_index(folder, index):
    made(folder, "a", "apple")
    with closing(Library(folder, index)) as one, closing(Library(folder, index)) as two:
        one.refresh(Task())
        assert titles(two, "apple") == ["a"]
        assert two.refresh(Task()) == 0


def test_threads_ask_and_write_at_once(folder, index):
    paths = [made(folder, f"p{n}", f"word{n}") for n in range(6)]
    failures = []

    def work(number):
        try:
            with closing(Library(folder, index)) as library:
                for path in paths:
                    library.put(path, replace(new_project(path.stem), title=f"{number}"))
                    library.hits("word1")
                    library.cards()
                library.refresh(Task())
        except CreatorError as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with closing(Library(folder, index)) as library:
        assert len(library.cards()) == 6


def test_one_library_is_used_by_several_threads(library, folder):
    paths = [made(folder, f"p{n}", f"word{n}") for n in range(6)]
    threads = [threading.Thread(target=library.refresh, args=(Task(),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for path in paths:
        library.put(path, new_project(path.stem))
        library.cards("p1")
    for thread in threads:
        thread.join()
    assert len(library.cards()) == 6


def test_a_full_disk_is_told_and_the_index_stays(small_disk, folder):
    index = small_disk.path / "library.sqlite"
    path = made(folder, "a", "apple")
    with closing(Library(folder, index)) as library:
        library.refresh(Task())
        small_disk.fill()
        long = replace(new_project("long"), script=Script((Block("b", "banana " * 50_000),)))
        with pytest.raises(CreatorError):
            library.put(path, long)
        small_disk.clear()
        assert titles(library, "apple") == ["a"]


def test_an_index_that_cannot_be_made_is_told(folder, tmp_path):
    with pytest.raises(CreatorError):
        Library(folder, tmp_path / "missing" / "library.sqlite")


def test_a_library_without_a_folder_is_empty(tmp_path, index):
    assert list(project_folders(tmp_path / "missing")) == []
    with closing(Library(tmp_path / "missing", index)) as library:
        assert library.refresh(Task()) == 0
