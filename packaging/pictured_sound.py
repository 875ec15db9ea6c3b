"""A microphone that hears the meeting: a private PulseAudio server, where there is one."""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETUP = """
load-module module-native-protocol-unix
load-module module-null-sink sink_name=speaker sink_properties=device.description=Speaker
load-module module-null-sink sink_name=booth sink_properties=device.description=Booth
load-module module-remap-source master=booth.monitor source_name=mic \
source_properties=device.description=Microphone
set-default-source mic
set-default-sink speaker
"""
NAME = "Pulse"
START_S = 10.0


@contextmanager
def microphone(home: Path, sound: Path) -> Iterator[dict[str, str]]:
    """Run the server; whoever touches the file PICTURED_SOUND hears `sound` in the microphone.

    Yields the environment in which it is found, empty where PulseAudio is not installed.
    """
    if not (shutil.which("pulseaudio") and shutil.which("paplay")):
        yield {}
        return
    folder = home / NAME
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    own = {
        "PULSE_SERVER": f"unix:{folder}/pulse/native",
        "PULSE_COOKIE": str(folder / "cookie"),
        "XDG_RUNTIME_DIR": str(folder),
    }
    (folder / "setup.pa").write_text(SETUP)
    env = os.environ | own | {"HOME": str(folder)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = ["pulseaudio", "-n", "-F", "setup.pa", "--exit-idle-time=-1", "--daemonize=no"]
    server = subprocess.Popen([*command, "--use-pid-file=no"], cwd=folder, env=env, **quiet)  # type: ignore[call-overload]
    over = threading.Event()
    listener = threading.Thread(target=_speak, args=(home / "speak", sound, env, over))
    try:
        _wait_for(folder / "pulse" / "native")
        listener.start()
        yield own | {"PICTURED_SOUND": str(home / "speak")}
    finally:
        over.set()
        if listener.ident is not None:
            listener.join()
        server.kill()
        server.wait()


def _wait_for(socket: Path) -> None:
    end = time.monotonic() + START_S
    while not socket.exists() and time.monotonic() < end:
        time.sleep(0.05)


def _speak(sign: Path, sound: Path, env: dict[str, str], over: threading.Event) -> None:
    """Play the sound each time the sign appears, until it is over."""
    command = ["paplay", "--latency-msec=500", "--device=booth", str(sound)]
    playing: subprocess.Popen[bytes] | None = None
    while not over.wait(0.1):
        if sign.exists():
            sign.unlink()
            if playing is not None:
                playing.kill()
                playing.wait()
            playing = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
    if playing is not None:
        playing.kill()
        playing.wait()
