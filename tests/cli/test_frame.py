import json
import logging
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from creator_app import __version__, cli
from creator_app.cli.output import Output, each_input, written_in
from creator_app.core.engines import Catalog
from creator_app.core.errors import CreatorError
from creator_app.core.logs import log_file
from creator_app.core.task import Cancelled
from creator_app.core.transcript import Segment

CHILD = """
import sys
from types import ModuleType
from creator_app import cli
module = ModuleType("creator_app.cli.probe")
exec(sys.argv[1], module.__dict__)
module.add = lambda parser: parser.add_argument("names", nargs="*")
sys.modules[module.__name__] = module
cli.VERBS["probe"] = "try the frame"
sys.exit(cli.main(["probe", *sys.argv[2:]]))
"""


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch):
    """Put back what a command line takes for itself: signals, log, Qt's platform."""
    signals = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    root, own = logging.getLogger(), logging.getLogger("creator_app")
    handlers, levels = root.handlers[:], (root.level, own.level)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    yield
    for number, handler in signals.items():
        signal.signal(number, handler)
    for handler in set(root.handlers) - set(handlers):
        handler.close()
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    own.setLevel(levels[1])
    logging.captureWarnings(capture=False)


@pytest.fixture
def probe(monkeypatch):
    """Return a function that runs the command line with a verb of the test's own."""

    def run(work, *arguments):
        module = ModuleType("creator_app.cli.probe")
        module.run = work
        module.add = lambda parser: (
            parser.add_argument("names", nargs="*"),
            parser.add_argument("--size", type=int, default=0),
        )
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setitem(cli.VERBS, "probe", "try the frame")
        return cli.main(["probe", *arguments])

    return run


def started(code, *arguments, **options):
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def program(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "creator_app", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def told(text):
    return [json.loads(line) for line in text.splitlines()]


# What is asked for


def test_help_tells_every_verb_and_does_nothing_heavy():
    shown = program("--help", PYTHONPROFILEIMPORTTIME="1")
    assert shown.returncode == 0
    for verb, about in cli.VERBS.items():
        assert f"  {verb:<12}{about}" in shown.stdout
    loaded = {line.rpartition("|")[2].strip() for line in shown.stderr.splitlines()}
    heavy = {"PySide6", "numpy", "av", "cv2", "openai", "keyring", "sqlite3", "asyncio"}
    assert loaded & heavy == set()


def test_its_version_is_the_packages(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"creator-app {__version__}\n"


def test_every_verb_is_there_and_explains_itself(capsys):
    for verb in cli.VERBS:
        assert cli.main([verb, "--help"]) == 0
        shown = capsys.readouterr()
        assert "--json" in shown.out
        assert shown.err == ""


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ([], "usage"),
        (["--nonsense"], "--nonsense"),
        (["probe", "--nonsense"], "--nonsense"),
        (["probe", "--size", "big"], "--size"),
    ],
)
def test_wrong_usage_is_2_and_told_on_stderr(probe, capsys, arguments, word):
    probe(lambda _args, _out: 0)
    capsys.readouterr()
    assert cli.main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert word in shown.err


def test_a_verb_spelt_wrongly_is_told_with_the_nearest(capsys):
    assert cli.main(["transcrbe", "a.wav"]) == 2
    shown = capsys.readouterr()
    assert shown.err.count("\n") == 1
    assert "Did you mean “transcribe”?" in shown.err
    assert program("xyzzy").returncode == 2


def test_without_a_display_the_window_is_refused_plainly():
    shown = program(DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert (shown.returncode, shown.stdout) == (1, "")
    assert "creator-app --help" in shown.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--json", "a", "--size", "3", "b"),
        ("a", "--size=3", "b", "--json"),
        ("a", "--json", "b", "--size", "3"),
        ("--size", "3", "a", "b", "--json"),
    ],
)
def test_options_stand_anywhere_after_the_verb(probe, capsys, arguments):
    seen = []

    def work(args, out):
        seen.append((args.names, args.size, out.as_json))
        out.event("done", text="ja 好")
        return 0

    assert probe(work, *arguments) == 0
    assert seen == [(["a", "b"], 3, True)]
    assert capsys.readouterr().out == '{"event": "done", "text": "ja 好"}\n'


def test_a_name_after_two_dashes_is_no_option(probe):
    seen = []
    assert probe(lambda args, _out: seen.append(args.names) or 0, "--", "--json") == 0
    assert seen == [["--json"]]


# How it ends


@pytest.mark.parametrize("status", [0, 1])
def test_the_exit_status_is_the_verbs(probe, status):
    assert probe(lambda _args, _out: status) == status


def fail(_args, _out):
    raise CreatorError("“a.wav” is\nno sound.", "Try another.")


def test_an_expected_failure_is_1_and_one_line(probe, capsys):
    assert probe(fail) == 1
    assert capsys.readouterr() == ("", "“a.wav” is no sound. Try another.\n")


def test_an_expected_failure_is_an_event_too(probe, capsys):
    assert probe(fail, "--json") == 1
    shown = capsys.readouterr()
    assert told(shown.out) == [
        {"event": "error", "input": "", "message": "“a.wav” is\nno sound.", "hint": "Try another."}
    ]
    assert shown.err.count("\n") == 1


def test_a_bug_is_one_line_too_and_the_log_knows_the_rest(probe, capsys):
    def crash(_args, _out):
        return {}["the missing key"]

    assert probe(crash) == 1
    shown = capsys.readouterr()
    assert shown.err.count("\n") == 1
    assert "in Creator App itself (KeyError)" in shown.err
    assert str(log_file()) in shown.err
    log = log_file().read_text()
    assert "Traceback" in log
    assert "the missing key" in log


def test_cancelled_work_is_130(probe, capsys):
    def stop(_args, out):
        out.cancel()
        with pytest.raises(Cancelled):
            out.task().check()
        raise Cancelled

    assert probe(stop) == 130
    assert capsys.readouterr() == ("", "")


WAITING = """
def run(args, out):
    task = out.task()
    try:
        print("ready", flush=True)
        while True:
            task.sleep(0.05)
    finally:
        print("kept", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_end_it_with_130_and_keep_what_exists(number):
    with started(WAITING) as child:
        assert child.stdout.readline() == "ready\n"
        child.send_signal(number)
        out, err = child.communicate(timeout=20)
    assert (child.returncode, out, err) == (130, "kept\n", "")


STUBBORN = """
import time
def run(args, out):
    try:
        print("ready", flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        print("tidying", flush=True)
        time.sleep(60)
    return 0
"""


def test_asking_twice_does_not_break_the_tidying_up_and_a_third_time_ends_it():
    with started(STUBBORN) as child:
        assert child.stdout.readline() == "ready\n"
        child.send_signal(signal.SIGINT)
        assert child.stdout.readline() == "tidying\n"
        child.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(0.3)
        child.send_signal(signal.SIGTERM)
        out, err = child.communicate(timeout=20)
    assert (child.returncode, out, err) == (130, "", "")


INTERRUPTED = """
def run(args, out):
    print("ready", flush=True)
    try:
        import time; time.sleep(60)
    except KeyboardInterrupt:
        raise RuntimeError("a library makes this of it")
"""


def test_what_fails_because_of_ctrl_c_is_no_failure():
    with started(INTERRUPTED) as child:
        assert child.stdout.readline() == "ready\n"
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=20)
    assert (child.returncode, out, err) == (130, "", "")


# Where it prints

TALKATIVE = """
def run(args, out):
    for number in range(100_000):
        out.line(f"line {number}")
    return 0
"""


def test_a_reader_who_leaves_is_no_traceback():
    with started(TALKATIVE) as child:
        assert child.stdout.readline() == "line 0\n"
        child.stdout.close()
        assert child.stderr.read() == ""
    assert child.returncode == 1


def test_help_for_a_reader_who_has_left_is_no_traceback():
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "creator_app", "--help"]
    shown = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert shown.stderr == ""


def test_streams_that_were_closed_stop_nothing():
    code = "def run(args, out):\n    out.line('x')\n    raise ValueError"
    shell = 'exec "$@" >&- 2>&-'
    command = ["/bin/sh", "-c", shell, "sh", sys.executable, "-c", CHILD, code]
    assert subprocess.run(command, check=False).returncode == 1


@pytest.mark.parametrize("arguments", [(), ("--json",)])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "ascii"])
def test_any_name_can_be_printed_anywhere(arguments, encoding):
    code = (
        "from pathlib import Path\n"
        "def run(args, out):\n    out.result('x', [Path('caf\\udce9 会议 👩')])\n    return 0"
    )
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    with started(code, *arguments, env=environment, encoding=encoding) as child:
        out, err = child.communicate(timeout=20)
    assert (child.returncode, err) == (0, "")
    if arguments:
        assert told(out)[0]["files"] == ["caf\udce9 会议 👩"]
    else:
        assert out.startswith("caf")


def test_nothing_but_failures_is_on_stderr():
    code = (
        "import logging, warnings\n"
        "def run(args, out):\n"
        "    warnings.warn('odd')\n    logging.getLogger('somebody').error('bad')\n"
        "    task = out.task('a')\n    task.progress(0.5, 'half')\n    return 0"
    )
    with started(code) as child:
        out, err = child.communicate(timeout=20)
    assert (child.returncode, out, err) == (0, "", "")


def test_a_terminal_sees_one_changing_line_and_then_the_result():
    code = (
        "from pathlib import Path\n"
        "def run(args, out):\n    task = out.task('a')\n"
        "    task.progress(0.25, 'reading')\n    task.progress(None, 'writing')\n"
        "    out.result('a', [Path('a.srt')])\n    return 0"
    )
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", CHILD, code]
    shown = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, text=True, check=True)
    os.close(theirs)
    seen = os.read(ours, 4096).decode()
    os.close(ours)
    assert shown.stdout == "a.srt\n"
    assert "25% reading" in seen
    assert seen.endswith("\r\033[K")


# What it prints


@pytest.fixture
def as_json(capsys):
    return Output(as_json=True, catalog=Catalog(()))


def test_progress_is_an_event_each_percent(as_json, capsys):
    task = as_json.task("a.wav")
    for step in range(1000):
        task.progress(step / 1000, "reading")
    task.progress(None, "waiting")
    events = told(capsys.readouterr().out)
    assert len(events) == 101
    assert events[40] == {"event": "progress", "fraction": 0.4, "note": "reading"}
    assert events[-1] == {"event": "progress", "fraction": None, "note": "waiting"}


def test_parts_and_results_are_events_with_their_input(as_json, capsys):
    as_json.task("a.wav").publish(Segment(0, 5, "Hi"))
    as_json.task("a.wav").publish("something else")
    as_json.result("a.wav", [Path("a.srt")], seconds=2)
    part, result = told(capsys.readouterr().out)
    assert (part["event"], part["input"], part["segment"]["text"]) == ("part", "a.wav", "Hi")
    assert result == {"event": "result", "input": "a.wav", "files": ["a.srt"], "seconds": 2}


def test_what_json_cannot_say_is_null(as_json, capsys):
    as_json.event("level", peak_db=float("-inf"), list=[float("nan"), 1.5], deep={"a": (0.5,)})
    assert told(capsys.readouterr().out) == [
        {"event": "level", "peak_db": None, "list": [None, 1.5], "deep": {"a": [0.5]}}
    ]


def test_lines_and_tables_are_for_people_only(as_json, capsys):
    as_json.line("hello")
    as_json.table([("a", "b")])
    assert capsys.readouterr().out == ""
    people = Output(as_json=False, catalog=Catalog(()))
    people.table([("name", "state"), ("a longer one", "ready")])
    people.table([])
    people.event("progress", fraction=1)
    assert capsys.readouterr().out == "name          state\na longer one  ready\n"


def test_all_inputs_are_tried_and_each_failure_is_a_line(capsys):
    out, tried = Output(as_json=False, catalog=Catalog(())), []

    def work(name):
        tried.append(name)
        if name == "b":
            raise CreatorError("It is no sound.")

    assert each_input(out, ["a", "b", "c"], work) == 1
    assert tried == ["a", "b", "c"]
    assert capsys.readouterr().err == "b: It is no sound.\n"
    assert each_input(Output(as_json=False, catalog=Catalog(())), ["a"], work) == 0


def test_once_stopped_nothing_is_a_failure_any_more(capsys):
    out = Output(as_json=True, catalog=Catalog(()))
    running = out.task()
    out.cancel()
    assert (running.is_cancelled, out.task().is_cancelled) == (True, True)
    out.error("a", CreatorError("It was cut off."))
    assert capsys.readouterr() == ("", "")


def test_how_long_it_took_is_said_beside_how_long_it_is():
    assert written_in(83_450_000, 2.345) == "1:23.4 in 2.3 s"
