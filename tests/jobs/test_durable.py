import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from creator_app.core.errors import CreatorError, TryAgainError
from creator_app.jobs.durable import Asking, DurableJobs, JobKind
from creator_app.jobs.job import Callbacks, State
from creator_app.jobs.journal import JobState, Journal
from creator_app.jobs.runner import JobRunner


def wait_until(condition, timeout_s=20.0):
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.001)


class App:
    """A process as far as the journal can tell: it has a place of its own, and can be left."""

    def __init__(self, path, *kinds, now=time.time):
        self.journal = Journal(path, now)
        self.runner = JobRunner({"net": 2})
        self.jobs = DurableJobs(self.journal, kinds, self.runner.submit)

    def drain(self):
        wait_until(lambda: not self.runner.poll())

    def until(self, condition):
        wait_until(lambda: (self.runner.poll(), condition())[1])

    def quit(self):
        self.jobs.pause()
        assert self.runner.close(10)
        self.runner.poll()
        self.journal.close()

    def states(self):
        return [str(entry.state) for entry in self.journal.entries()]


@pytest.fixture
def start(tmp_path):
    apps = []

    def start(*kinds, **options):
        apps.append(App(tmp_path / "jobs.db", *kinds, **options))
        return apps[-1]

    yield start
    for app in apps:
        app.quit()


class Vendor:
    """A service that makes clips while one waits; it counts what it was asked."""

    def __init__(self, asks=2):
        self.made, self.asked, self.dropped = [], [], []
        self.asks = asks

    def submit(self, arguments, task):
        self.made.append(arguments["shot"])
        return Asking(f"v{len(self.made)}", 0.001, 0.1)

    def ask(self, vendor_id, arguments, task):
        self.asked.append(vendor_id)
        if len(self.asked) < self.asks:
            return Asking(vendor_id, 0.001, 0.5)
        return {"file": f"{vendor_id}.mp4"}

    def drop(self, vendor_id, arguments):
        self.dropped.append(vendor_id)

    def kind(self, **options):
        return JobKind(
            "clip",
            "Make a clip",
            self.submit,
            ask=self.ask,
            drop=self.drop,
            is_repeatable=False,
            **options,
        )


def test_work_gets_its_arguments_as_json_gives_them_and_its_result_is_kept(start):
    seen, done = [], []
    app = start(JobKind("k", "Title", lambda arguments, task: seen.append(arguments) or {"n": 1}))
    job = app.jobs.start("k", {"shots": (1, 2)}, Callbacks(done=done.append))
    app.drain()
    assert (seen, done, job.title) == ([{"shots": [1, 2]}], [{"n": 1}], "Title")
    (entry,) = app.journal.entries()
    assert (entry.state, entry.result, entry.fraction) == (JobState.DONE, {"n": 1}, 1.0)


def test_a_vendor_is_asked_until_it_is_done(start):
    vendor, news = Vendor(asks=3), []
    app = start(vendor.kind())
    tell = Callbacks(progress=lambda *each: news.append(each[0]), done=news.append)
    app.jobs.start("clip", {"shot": 1}, tell)
    app.drain()
    assert (vendor.made, vendor.asked) == ([1], ["v1"] * 3)
    assert news[-1] == {"file": "v1.mp4"}
    assert set(news[:-1]) <= {0.1, 0.5}


def test_the_vendors_name_is_on_disk_before_it_is_asked(start, tmp_path):
    vendor = Vendor()
    ask, on_disk = vendor.ask, []

    def spy(vendor_id, arguments, task):
        other = Journal(tmp_path / "jobs.db")
        on_disk.append((other.entries()[0].state, other.entries()[0].vendor_id))
        other.close()
        return ask(vendor_id, arguments, task)

    vendor.ask = spy
    app = start(vendor.kind())
    app.jobs.start("clip", {"shot": 1})
    app.drain()
    assert on_disk == [(JobState.ASKING, "v1")] * 2


def test_quitting_while_a_vendor_works_leaves_it_to_the_next_start(start):
    vendor = Vendor(asks=1)
    vendor.submit = lambda arguments, task: Asking("v7", 600.0, 0.3)
    first = start(vendor.kind())
    job = first.jobs.start("clip", {"shot": 1})
    first.until(lambda: job.state is State.ASKING)
    first.quit()
    assert vendor.dropped == []

    vendor.submit = None
    shown, done = [], []
    second = start(vendor.kind(), now=lambda: time.time() + 601)
    tell = Callbacks(progress=lambda fraction, note: shown.append(fraction), done=done.append)
    assert len(second.jobs.resume(lambda entry: tell)) == 1
    second.drain()
    assert (shown, done, vendor.asked) == ([0.3], [{"file": "v7.mp4"}], ["v7"])
    assert second.jobs.resume() == []


def test_cancelling_while_a_vendor_works_tells_the_vendor(start):
    vendor = Vendor()
    vendor.submit = lambda arguments, task: Asking("v7", 600.0)
    app = start(vendor.kind())
    job = app.jobs.start("clip", {"shot": 1})
    app.until(lambda: job.state is State.ASKING)
    job.cancel()
    app.drain()
    assert (job.state, vendor.dropped, app.states()) == (State.CANCELLED, ["v7"], ["cancelled"])


def test_a_vendor_that_cannot_be_told_to_stop_is_noted(start):
    vendor = Vendor()
    vendor.submit = lambda arguments, task: Asking("v7", 600.0)

    def drop(vendor_id, arguments):
        raise CreatorError("There is no network.")

    vendor.drop = drop
    app = start(vendor.kind())
    job = app.jobs.start("clip", {"shot": 1})
    app.until(lambda: job.state is State.ASKING)
    job.cancel()
    app.drain()
    (entry,) = app.journal.entries()
    assert (entry.state, "may charge" in entry.message) == (JobState.CANCELLED, True)


def test_cancelling_what_is_queued_or_running_is_written_down(start):
    begun = threading.Event()
    app = start(JobKind("k", "t", lambda arguments, task: (begun.set(), task.sleep(60))))
    jobs = [app.jobs.start("k", {"n": n}) for n in range(4)]
    assert begun.wait(5)
    for job in jobs:
        job.cancel()
    app.drain()
    assert app.states() == ["cancelled"] * 4


def test_quitting_leaves_what_is_queued_or_running_for_the_next_start(start):
    begun, seen = threading.Event(), []
    first = start(JobKind("k", "t", lambda arguments, task: (begun.set(), task.sleep(60))))
    for number in range(4):
        first.jobs.start("k", {"n": number})
    assert begun.wait(5)
    first.quit()
    second = start(JobKind("k", "t", lambda arguments, task: seen.append(arguments["n"])))
    second.jobs.resume()
    second.drain()
    assert (sorted(seen), second.states()) == ([0, 1, 2, 3], ["done"] * 4)
    assert [entry.cuts for entry in second.journal.entries()] == [0] * 4


def test_failures_are_kept_in_plain_words_and_bugs_without_theirs(start):
    def refuse(arguments, task):
        raise CreatorError("The service refused.", "Check the key.")

    def bug(arguments, task):
        raise ValueError("spoken words")

    bugs, told = [], []
    app = start(JobKind("refuse", "t", refuse), JobKind("bug", "t", bug))
    app.jobs.start("refuse", {}, Callbacks(failed=told.append))
    app.jobs.start("bug", {}, Callbacks(bug=bugs.append))
    app.drain()
    refused, faulty = app.journal.entries()
    assert (refused.state, refused.message, refused.hint) == (
        "failed", "The service refused.", "Check the key.",
    )  # fmt: skip
    assert (faulty.state, "spoken" in faulty.message) == (JobState.FAILED, False)
    assert (len(told), len(bugs)) == (1, 1)


def test_a_failure_that_passes_is_tried_again_without_a_worker(start):
    tries, done = [], []

    def busy(arguments, task):
        tries.append(1)
        if len(tries) < 3:
            raise TryAgainError("Too many requests.", after_s=0.001)
        return "ok"

    app = start(JobKind("k", "t", busy))
    app.jobs.start("k", {}, Callbacks(done=done.append))
    app.drain()
    assert (len(tries), done, app.journal.entries()[0].attempts) == (3, ["ok"], 0)


def test_what_never_passes_fails_in_the_end(start):
    def busy(arguments, task):
        raise TryAgainError("Too many requests.", after_s=0.001)

    told = []
    app = start(JobKind("k", "t", busy))
    app.jobs.start("k", {}, Callbacks(failed=told.append))
    app.drain()
    assert ([str(each) for each in told], app.states()) == (["Too many requests."], ["failed"])


def test_a_network_that_is_away_while_asking_loses_nothing_and_pays_nothing_twice(start):
    vendor = Vendor(asks=1)
    ask, away = vendor.ask, [TryAgainError("There is no network.", after_s=0.001)] * 7

    def through(*arguments):
        if away:
            raise away.pop()
        return ask(*arguments)

    vendor.ask = through
    app = start(vendor.kind())
    app.jobs.start("clip", {"shot": 1})
    app.drain()
    assert (vendor.made, app.states()) == ([1], ["done"])


def test_trying_again_asks_for_what_the_vendor_has_taken(start):
    vendor = Vendor(asks=1)
    ask = vendor.ask

    def refuse(*_):
        raise CreatorError("The link has expired.")

    vendor.ask = refuse
    app = start(vendor.kind())
    app.jobs.start("clip", {"shot": 1}, Callbacks(failed=lambda error: None))
    app.drain()
    assert app.states() == ["failed"]
    app.jobs._kinds["clip"] = JobKind("clip", "t", vendor.submit, ask=ask)
    app.jobs.retry(1)
    app.drain()
    assert (vendor.made, app.states()) == ([1], ["done"])
    with pytest.raises(ValueError, match="done"):
        app.jobs.retry(1)


def test_a_full_disk_after_the_vendor_has_accepted_loses_no_result(start, monkeypatch):
    vendor, done = Vendor(), []
    app = start(vendor.kind())
    change = app.journal.change

    def full(number, **columns):
        if columns.get("vendor_id") and len(vendor.asked) < 1:
            raise CreatorError("The disk is full.")
        change(number, **columns)

    monkeypatch.setattr(app.journal, "change", full)
    app.jobs.start("clip", {"shot": 1}, Callbacks(done=done.append))
    app.drain()
    assert (done, vendor.asked) == ([{"file": "v1.mp4"}], ["v1", "v1"])
    assert (app.journal.entry(1).vendor_id, app.states()) == ("v1", ["done"])


def test_kinds_of_another_version_are_left_alone(start):
    first = start(JobKind("new", "t", lambda arguments, task: task.sleep(60)))
    first.jobs.start("new", {})
    first.quit()
    second = start(JobKind("old", "t", lambda arguments, task: None))
    assert second.jobs.resume() == []
    second.quit()
    third = start(JobKind("new", "t", lambda arguments, task: "done"))
    third.jobs.resume()
    third.drain()
    assert third.states() == ["done"]


PROCESS = """
import sys, time
from pathlib import Path
from creator_app.jobs.durable import Asking, DurableJobs, JobKind
from creator_app.jobs.journal import Journal
from creator_app.jobs.runner import JobRunner

folder, what, number = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

def note(word):
    with (folder / "log").open("a") as log:
        log.write(word + chr(10))
    print(word, flush=True)

def work(arguments, task):
    note("work")
    if what == "start":
        time.sleep(60)
    return "done"

def submit(arguments, task):
    note("submit")
    return Asking("v1", 600 if what == "start" else 0)

def ask(vendor_id, arguments, task):
    note("ask " + vendor_id)
    return "clip"

def pay(arguments, task):
    note("pay")
    time.sleep(60)

kinds = [JobKind("local", "Export", work), JobKind("vendor", "Clip", submit, ask=ask),
    JobKind("paid", "Clip", pay, is_repeatable=False)]
late = 601 if what == "resume" else 0
journal = Journal(folder / "jobs.db", lambda: time.time() + late)
runner = JobRunner({"net": 2})
jobs = DurableJobs(journal, kinds, runner.submit)
if what == "start":
    jobs.start(number, {"n": 1})
    while True:
        runner.poll()
        if [e for e in journal.entries() if e.state == "asking"]:
            print("asking", flush=True)
        time.sleep(0.01)
jobs.resume()
while runner.poll():
    time.sleep(0.001)
runner.close(5)
journal.close()
"""


def process(folder, what, kind=""):
    command = [sys.executable, "-c", PROCESS, str(folder), what, kind]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def killed(folder, kind, when):
    with process(folder, "start", kind) as running:
        while running.stdout.readline().strip() != when:
            pass
        os.kill(running.pid, signal.SIGKILL)
        running.wait()


def resumed_by_two(folder):
    """Start two processes at once, as an impatient user does, and let both come to their end."""
    both = [process(folder, "resume") for _ in range(2)]
    for each in both:
        with each:
            each.communicate(timeout=60)
            assert each.returncode == 0


@pytest.mark.parametrize(
    ("kind", "when", "log", "state"),
    [
        ("local", "work", ["work", "work"], "done"),
        ("vendor", "asking", ["submit", "ask v1"], "done"),
        ("paid", "pay", ["pay"], "failed"),
    ],
)
def test_what_a_kill_cut_short_is_taken_up_once(tmp_path, kind, when, log, state):
    killed(tmp_path, kind, when)
    resumed_by_two(tmp_path)
    journal = Journal(tmp_path / "jobs.db")
    (entry,) = journal.entries()
    journal.close()
    assert (tmp_path / "log").read_text().split("\n")[:-1] == log
    assert entry.state == state
    if kind == "paid":
        assert "was being sent" in entry.message


def test_work_that_kills_the_app_is_given_up_after_three_times(start):
    for cuts in (1, 2):
        app = start(JobKind("k", "Export", lambda arguments, task: "never"))
        if cuts == 1:
            app.journal.add("k", {})
        else:
            app.journal.take_over()
        app.journal.change(1, state=JobState.RUNNING, cuts=cuts)
        app.quit()
    last = start(JobKind("k", "Export", lambda arguments, task: pytest.fail("again")))
    assert last.jobs.resume() == []
    assert (last.states(), "3 times" in last.journal.entry(1).message) == (["failed"], True)
