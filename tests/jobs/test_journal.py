import subprocess
import sys

import pytest

from creator_app.core.errors import CreatorError
from creator_app.jobs.journal import JobState, Journal


@pytest.fixture
def path(tmp_path):
    return tmp_path / "jobs.db"


@pytest.fixture
def journal(path):
    journal = Journal(path)
    yield journal
    journal.close()


def states(entries):
    return [entry.state for entry in entries]


def test_a_job_stands_in_the_journal_as_it_was_asked_for(journal):
    entry = journal.add("clip", {"project": "/tmp/影片.creator", "shot": 3})
    assert (entry.kind, entry.arguments) == ("clip", {"project": "/tmp/影片.creator", "shot": 3})
    assert (entry.state, entry.vendor_id, entry.result) == (JobState.WAITING, "", None)
    assert journal.entries() == [entry]


def test_changes_are_kept_and_seen_by_other_processes(journal, path):
    number = journal.add("clip", {}).id
    journal.change(number, state=JobState.DONE, result={"files": ["a.mp4"]}, fraction=1.0)
    other = Journal(path)
    assert other.entry(number) == journal.entry(number)
    assert other.entry(number).result == {"files": ["a.mp4"]}
    other.close()


def test_jobs_are_found_by_their_state(journal):
    numbers = [journal.add("clip", {}).id for _ in range(4)]
    journal.change(numbers[1], state=JobState.ASKING)
    journal.change(numbers[2], state=JobState.FAILED)
    found = journal.entries(JobState.WAITING, JobState.FAILED)
    assert [entry.id for entry in found] == [numbers[0], numbers[2], numbers[3]]
    with pytest.raises(KeyError):
        journal.entry(99)


@pytest.mark.parametrize(
    "arguments",
    [
        {"api_key": "sk-1"},
        {"options": {"Authorization": "Bearer x"}},
        {"headers": [{"x-token": "x"}]},
        {"script": "word " * 500},
        {"nested": {"list": ["w" * 2000]}},
    ],
)
def test_secrets_and_long_text_are_refused(journal, path, arguments):
    with pytest.raises(ValueError, match="does not belong"):
        journal.add("clip", arguments)
    number = journal.add("clip", {}).id
    with pytest.raises(ValueError, match="does not belong"):
        journal.change(number, result=arguments)
    assert journal.entry(number).result is None


def test_names_that_only_look_like_secrets_are_taken(journal):
    assert journal.add("clip", {"keyboard": "x", "tokens_per_minute": "9", "monkey": "x"})


def test_what_a_living_process_does_is_not_taken_over(journal, path):
    journal.add("clip", {})
    other = Journal(path)
    assert other.place != journal.place
    assert (other.take_over(), journal.take_over()) == ([], [])
    other.close()


def test_what_was_left_comes_to_one_process_once(path):
    left = Journal(path)
    numbers = [left.add("clip", {}).id for _ in range(3)]
    left.change(numbers[0], state=JobState.DONE)
    left.close()
    first, second = Journal(path), Journal(path)
    assert [entry.id for entry in second.take_over()] == numbers[1:]
    assert (first.take_over(), second.take_over()) == ([], [])
    first.close()
    second.close()


def test_what_a_killed_process_held_at_another_place_is_taken_over(journal, path):
    code = """
import os, sys
from pathlib import Path
from creator_app.jobs.journal import Journal
journal = Journal(Path(sys.argv[1]))
print(journal.place, journal.add("clip", {}).id)
sys.stdout.flush()
os.kill(os.getpid(), 9)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], stdout=-1, check=False, text=True
    )
    place, number = map(int, done.stdout.split())
    assert place == 2
    assert [entry.id for entry in journal.take_over()] == [number]
    assert journal.take_over() == []


def test_only_ended_jobs_are_removed(path):
    now = 1000.0
    journal = Journal(path, lambda: now)
    old, running = journal.add("clip", {}).id, journal.add("clip", {}).id
    journal.change(old, state=JobState.DONE)
    now = 2000.0
    new = journal.add("clip", {}).id
    journal.change(new, state=JobState.FAILED)
    journal.remove_ended(before=1500.0)
    assert [entry.id for entry in journal.entries()] == [running, new]
    journal.close()


def test_a_damaged_journal_is_told_and_holds_no_place(path):
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(CreatorError, match=r"jobs\.db"):
        Journal(path)


def test_a_closed_journal_is_told_in_plain_words(path):
    journal = Journal(path)
    journal.close()
    with pytest.raises(CreatorError, match="list of jobs"):
        journal.entries()
