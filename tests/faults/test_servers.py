"""Servers that refuse, hang, break off or talk nonsense, for every kind of work that asks one."""

import contextlib
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from creator_app.core.engines import Synthesizer, Transcriber
from creator_app.core.secrets import variable
from creator_app.core.settings import load_settings, save_settings
from creator_app.providers import ENGINES
from tests.faults.conftest import left
from tests.faults.test_hasty_users import Child
from tests.sound_card import wait_until

MODELS = b'{"data": [{"id": "tts-1"}, {"id": "whisper-1"}]}'
HTML = b"<!doctype html><html><body>It works!</body></html>"
KEY = "sk-wrong-0123456789abcdef"
WORK = {Synthesizer, Transcriber}
SERVERS = [each for each in ENGINES if each.place == "server" and each.kind in WORK]


@dataclass
class Plan:
    """What the server does with every request for work; lists are answered as they should be."""

    status: int = 200
    body: bytes = b""
    manner: str = "answer"
    asked: int = 0
    address: str = ""
    released: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    plan: Plan

    def do_GET(self):
        self._send(200, MODELS)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.plan.asked += 1
        if self.plan.manner == "hang":
            self.plan.released.wait(30)
        elif self.plan.manner == "half":
            self._send(200, b"RIFF", length=1000)
        elif self.plan.manner == "answer":
            self._send(self.plan.status, self.plan.body)
        self.close_connection = True

    def _send(self, status, content, length=None):
        with contextlib.suppress(OSError):
            self.send_response(status)
            self.send_header("Retry-After", "0")
            self.send_header("Content-Length", str(length or len(content)))
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *_args):
        pass


@pytest.fixture
def plan(monkeypatch):
    plan = Plan()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("H", (_Handler,), {"plan": plan}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    plan.address = f"http://127.0.0.1:{server.server_port}/v1"
    yield plan
    plan.released.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=SERVERS, ids=lambda each: each.name)
def asked(request, plan, creator, broken, tmp_path, monkeypatch):
    """Ask the command line for work by this engine, set up as a user would."""
    engine = request.param
    settings = load_settings().with_address(engine.name, plan.address)
    save_settings(settings)
    if engine.key:
        monkeypatch.setenv(variable(engine.key), KEY)
    (tmp_path / "script.txt").write_text("Hello there.\n")
    (tmp_path / "out").mkdir()
    if engine.kind is Synthesizer:
        arguments = ["narrate", "script.txt", "--voice", f"{engine.name}:alloy", "--out=out/a.wav"]
    else:
        sound = broken / "sound.wav"
        arguments = ["transcribe", sound, "--engine", engine.name, "--to=srt", "--out=out"]
    return lambda: creator(*arguments)


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (401, b'{"error": {"message": "Incorrect API key"}}', "does not accept the key."),
        (402, b"", "has no credit left."),
        (403, b"", "does not allow this with the key."),
        (404, HTML, "has no such service at this address."),
        (429, b"", "is asked too often just now."),
        (500, HTML, "failed (status 500)."),
        (503, b'{"detail": "model is loading"}', "failed (status 503: model is loading)."),
        (200, HTML, ""),
        (200, b"", ""),
        (200, b'{"ok": true}', ""),
        (200, b"RIFF\xff\xff\xff\xffWAVE", ""),
    ],
    ids=lambda each: each if isinstance(each, int) else None,
)
def test_a_refusal_or_nonsense_is_one_plain_line(asked, plan, tmp_path, status, body, words):
    plan.status, plan.body = status, body
    said = asked()
    said.one_plain_line(words)
    assert plan.asked >= 1
    assert KEY not in said.err
    assert "<html" not in said.err
    assert left(tmp_path / "out") == []


@pytest.mark.parametrize("manner", ["close", "half"])
def test_a_server_that_breaks_off_is_one_plain_line(asked, plan, tmp_path, manner):
    plan.manner = manner
    asked().one_plain_line()
    assert left(tmp_path / "out") == []


def test_a_server_that_is_not_there_is_one_plain_line(asked, plan, tmp_path):
    save = load_settings()
    for engine in SERVERS:
        save = save.with_address(engine.name, "http://127.0.0.1:9/v1")
    save_settings(save)
    asked().one_plain_line("cannot be reached")
    assert left(tmp_path / "out") == []


def test_what_is_no_address_is_one_plain_line(asked, plan, tmp_path):
    save = load_settings()
    for engine in SERVERS:
        save = save.with_address(engine.name, "http://[::nonsense")
    save_settings(save)
    asked().one_plain_line()
    assert left(tmp_path / "out") == []


def test_ctrl_c_does_not_wait_for_a_server_that_hangs(plan, own_folders, tmp_path):
    plan.manner = "hang"
    save_settings(load_settings().with_address("speech-server", plan.address))
    (tmp_path / "script.txt").write_text("Hello there.\n")
    arguments = ["script.txt", "--voice", "speech-server:alloy", "--out", "a.wav"]
    with Child(tmp_path, "narrate", *arguments) as child:
        wait_until(lambda: plan.asked, 30)
        began = time.monotonic()
        child.ask_to_stop()
        status, _, errors = child.end()
    assert (status, errors) == (130, "")
    assert time.monotonic() - began < 10
    assert left(tmp_path) == ["script.txt"]
