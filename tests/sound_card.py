"""A sound card of our own: a private PulseAudio server with a microphone to speak into."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest

DATA = Path(__file__).parent / "data"
MICROPHONE = (
    "master=micsink.monitor source_name=mic source_properties=device.description=Microphone"
)
SETUP = f"""
load-module module-native-protocol-unix
load-module module-null-sink sink_name=speaker sink_properties=device.description=Speaker
load-module module-null-sink sink_name=micsink sink_properties=device.description=Booth
load-module module-remap-source {MICROPHONE}
set-default-source mic
set-default-sink speaker
"""
# A null sink nobody asks for less works two seconds ahead, as no real card does.
LISTENING = "--latency-msec=20"
# Who speaks has time: a busy computer must not tear the speech before anybody hears it.
SPEAKING = "--latency-msec=500"


# A run that is killed must not leave a server behind.
SETPRIV = shutil.which("setpriv")
DIES_WITH_US = [SETPRIV, "--pdeathsig", "KILL"] if SETPRIV else []


class SoundCard:
    """The server, and what plays and listens through it."""

    def __init__(self, folder: Path, setup: str = SETUP) -> None:
        self.folder, self._setup = folder, setup
        self.server = f"unix:{folder}/pulse/native"
        self._children: list[subprocess.Popen] = []
        self._daemon: subprocess.Popen | None = None

    @property
    def env(self) -> dict[str, str]:
        """What a program needs to find this server and no other."""
        return {
            "PULSE_SERVER": self.server,
            "PULSE_COOKIE": str(self.folder / "cookie"),
            "XDG_RUNTIME_DIR": str(self.folder),
        }

    def start(self) -> None:
        (self.folder / "setup.pa").write_text(self._setup)
        command = ["pulseaudio", "-n", "-F", "setup.pa", "--exit-idle-time=-1", "--daemonize=no"]
        self._daemon = subprocess.Popen(
            [*DIES_WITH_US, *command, "--use-pid-file=no"],
            cwd=self.folder,
            env=os.environ | self.env | {"HOME": str(self.folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(self._answers)
        for sink in ("speaker", "micsink"):
            if f"sink_name={sink}" in self._setup:
                self._child("parec", LISTENING, "-d", f"{sink}.monitor")

    def stop(self) -> None:
        for child in self._children:
            child.kill()
            child.wait()
        self._children.clear()
        if self._daemon is not None:
            self._daemon.kill()
            self._daemon.wait()
            self._daemon = None

    def freeze(self) -> contextlib.AbstractContextManager[None]:
        """Let the server hang for the length of a block."""

        @contextlib.contextmanager
        def frozen():
            self._daemon.send_signal(signal.SIGSTOP)
            try:
                yield
            finally:
                self._daemon.send_signal(signal.SIGCONT)

        return frozen()

    def play(self, name: str | Path, sink: str = "micsink") -> subprocess.Popen:
        """Speak a file into the microphone, or let the computer play it."""
        return self._child("paplay", SPEAKING, f"--device={sink}", str(DATA / name))

    def unplug(self, module: str, argument: str = "") -> None:
        """Take a device out."""
        for line in self._pactl("list", "short", "modules").splitlines():
            number, name, arguments = [*line.split("\t"), ""][:3]
            if name == module and argument in arguments:
                self._pactl("unload-module", number)

    def plug_microphone(self) -> None:
        """Put the microphone back in."""
        self._pactl("load-module", "module-remap-source", *MICROPHONE.split())
        self._pactl("set-default-source", "mic")

    def _answers(self) -> bool:
        with contextlib.suppress(subprocess.CalledProcessError):
            return "native" in self._pactl("list", "short", "modules")
        return False

    def _pactl(self, *arguments: str) -> str:
        return subprocess.run(
            [shutil.which("pactl") or "pactl", *arguments],
            env=os.environ | self.env,
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        ).stdout

    def _child(self, *command: str) -> subprocess.Popen:
        child = subprocess.Popen(
            [*DIES_WITH_US, *command],
            env=os.environ | self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._children.append(child)
        return child


@pytest.fixture(scope="session")
def sound_server(tmp_path_factory):
    """One server for the whole run; tests take `sound_card`."""
    if not shutil.which("pulseaudio"):
        pytest.skip("pulseaudio is not installed")
    # The path of a socket may have 107 bytes; pytest's own are longer with some users' names.
    folder = tmp_path_factory.mktemp("pa")
    folder.chmod(0o700)
    card = SoundCard(folder)
    card.start()
    yield card
    card.stop()


@pytest.fixture
def sound_card(sound_server, monkeypatch):
    """The sound card, for a test that leaves all its devices in."""
    for name, value in sound_server.env.items():
        monkeypatch.setenv(name, value)
    return sound_server


@pytest.fixture
def breakable_card(tmp_path, monkeypatch):
    """A sound card of the test's own, to pull out or to hang."""
    if not shutil.which("pulseaudio"):
        pytest.skip("pulseaudio is not installed")
    folder = tmp_path / "pa"
    folder.mkdir(mode=0o700)
    card = SoundCard(folder)
    for name, value in card.env.items():
        monkeypatch.setenv(name, value)
    card.start()
    yield card
    card.stop()


def wait_until(condition, seconds: float = 10) -> None:
    """Wait for a condition, and fail if it does not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


def found_in(heard: np.ndarray, played: np.ndarray, rate_hz: int) -> tuple[float, float]:
    """Return where a mono sound is in a longer one, in seconds, and how alike they are, 0..1."""
    heard, played = heard.reshape(-1), played.reshape(-1)
    size = 1 << (len(heard) + len(played)).bit_length()
    product = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size))
    lag = int(np.fft.irfft(product, size)[: len(heard)].argmax())
    piece = heard[lag : lag + len(played)]
    likeness = np.corrcoef(piece, played[: len(piece)])[0, 1]
    return lag / rate_hz, float(likeness)
