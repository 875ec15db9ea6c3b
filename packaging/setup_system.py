"""What the system itself has to bring: which packages, whether they are there, how to get them."""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from setup_environment import can_make
from setup_steps import LAST_WORDS, as_typed, run_quietly, say


class Part(NamedTuple):
    """One thing the system brings: the packages that hold it, and what shows that it is there."""

    debian: str
    fedora: str
    arch: str
    sign: str  # a shared library or a program; empty where nothing cheap shows it


# Found one by one in a minimal Debian 12: without the first seven no widget, without the X11 and
# Wayland ones no window there, without libXrandr no picture from a video and no error either.
APP_PARTS = (
    Part("libgl1", "libglvnd-glx", "libglvnd", "libGL.so.1"),
    Part("libegl1", "libglvnd-egl", "libglvnd", "libEGL.so.1"),
    Part("libglib2.0-0", "glib2", "glib2", "libglib-2.0.so.0"),
    Part("libdbus-1-3", "dbus-libs", "dbus", "libdbus-1.so.3"),
    Part("libfontconfig1", "fontconfig", "fontconfig", "libfontconfig.so.1"),
    Part("libxkbcommon0", "libxkbcommon", "libxkbcommon", "libxkbcommon.so.0"),
    Part("libgssapi-krb5-2", "krb5-libs", "krb5", "libgssapi_krb5.so.2"),
    Part("libpulse0", "pulseaudio-libs", "libpulse", "libpulse.so.0"),
    Part("libxrandr2", "libXrandr", "libxrandr", "libXrandr.so.2"),
    Part("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", "libxcb-cursor.so.0"),
    Part("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", "libxcb-icccm.so.4"),
    Part("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", "libxcb-keysyms.so.1"),
    Part("libxcb-shape0", "libxcb", "libxcb", "libxcb-shape.so.0"),
    Part("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11", "libxkbcommon-x11.so.0"),
    Part("libwayland-cursor0", "libwayland-cursor", "wayland", "libwayland-cursor.so.0"),
    Part("libwayland-egl1", "libwayland-egl", "wayland", "libwayland-egl.so.1"),
    Part("libportaudio2", "portaudio", "portaudio", "libportaudio.so.2"),
    Part("espeak-ng", "espeak-ng", "espeak-ng", "espeak-ng"),
    Part("fonts-noto-cjk", "google-noto-sans-cjk-fonts", "noto-fonts-cjk", ""),
    Part("fonts-noto-color-emoji", "google-noto-color-emoji-fonts", "noto-fonts-emoji", ""),
)
# A sound server, a screen with somebody at it, a keyring, and ffmpeg to make and measure media.
TEST_PARTS = (
    Part("pulseaudio", "pulseaudio", "pulseaudio", "pulseaudio"),
    Part("pulseaudio-utils", "pulseaudio-utils", "libpulse", "pactl"),
    Part("libasound2-plugins", "alsa-plugins-pulseaudio", "alsa-plugins", ""),
    Part("xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb", "Xvfb"),
    Part("xauth", "xorg-x11-xauth", "xorg-xauth", "xauth"),
    Part("xdotool", "xdotool", "xdotool", "xdotool"),
    Part("imagemagick", "ImageMagick", "imagemagick", "import"),
    Part("x11-utils", "xwininfo", "xorg-xwininfo", "xwininfo"),
    Part("ffmpeg", "ffmpeg-free", "ffmpeg", "ffmpeg"),
    Part("gnome-keyring", "gnome-keyring", "gnome-keyring", "gnome-keyring-daemon"),
    Part("dbus-x11", "dbus-daemon", "dbus", "dbus-run-session"),
)
# Which name of a part the installer of this system knows.
NAMED_BY = {"pacman": "arch", "dnf": "fedora"}
# On macOS and Windows everything else comes inside the libraries' wheels.
NOT_IN_WHEELS = ("espeak-ng",)
# No package is ever removed for ours: somebody's own sound server may be in the way of a test's.
APT_INSTALL = ("install", "-y", "--no-install-recommends", "--no-remove")
APT = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120")
NO_SUCH_PACKAGE = re.compile(r"Unable to locate package (\S+)|Package '(\S+)' has no installation")


def has_apt() -> bool:
    """Tell whether this is Debian or one of its descendants."""
    return sys.platform == "linux" and bool(shutil.which("apt-get") and shutil.which("dpkg-query"))


def lacking_packages(parts: Sequence[Part]) -> list[str]:
    """Name what this system still has to get: packages where we know its installer, else signs."""
    if has_apt():
        query = ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}, ${Provides}\\n"]
        return absent(debian_names(parts), run_quietly(query)[1])
    if sys.platform != "linux":
        parts = [part for part in parts if part.debian in NOT_IN_WHEELS]
    name = next((name for program, name in NAMED_BY.items() if shutil.which(program)), "sign")
    return sorted({getattr(part, name) for part in parts if not shows(part.sign)})


def debian_names(parts: Sequence[Part]) -> list[str]:
    """Name the Debian packages of the parts, and of what makes environments where that is apart."""
    names = [part.debian for part in parts]
    if not can_make():
        names.append("python{}.{}-venv".format(*sys.version_info))
    return names


def absent(wanted: Iterable[str], listing: str) -> list[str]:
    """Name the wanted packages that neither are installed nor provided by one that is.

    Args:
        wanted: Names of packages.
        listing: What dpkg-query prints: a line «STATUS NAME, PROVIDED (= VERSION), …» a package.
    """
    present: set[str] = set()
    for line in listing.splitlines():
        status, _, names = line.partition(" ")
        if status == "installed":
            present.update(name.split()[0] for name in names.split(",") if name.strip())
    return [name for name in wanted if name not in present]


def shows(sign: str) -> bool:
    """Tell whether a program is on the path or a shared library can be loaded."""
    if ".so" not in sign:
        return not sign or shutil.which(sign) is not None
    import ctypes

    try:
        ctypes.CDLL(sign)
    except OSError:
        return False
    return True


def rights() -> tuple[str, ...] | None:
    """Return what makes a command run as root without a question, or None where nothing does."""
    if not has_apt():
        return None
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo") and run_quietly(["sudo", "-n", "true"])[0] == 0:
        return ("sudo", "-n")
    return None


def install(packages: Sequence[str], as_root: Sequence[str]) -> list[str]:
    """Install Debian packages; return those that this release does not have."""
    say(f"installing {len(packages)} system packages: {' '.join(packages)}")
    run_quietly([*as_root, *APT, "update"])  # where that fails, what follows says why
    status, output = run_quietly([*as_root, *APT, *APT_INSTALL, *packages])
    unknown = unknown_packages(output)
    known = [package for package in packages if package not in unknown]
    if status != 0 and unknown and known:
        say(f"this release has no {' '.join(unknown)}; going on without")
        status, output = run_quietly([*as_root, *APT, *APT_INSTALL, *known])
    if status != 0:
        say("\n".join(["apt-get failed:", *output.strip().splitlines()[-LAST_WORDS:]]))
    return unknown


def unknown_packages(output: str) -> list[str]:
    """Name the packages of which apt-get says that it cannot find them."""
    return [name for found in NO_SUCH_PACKAGE.findall(output) for name in found if name]


def line_to_run(packages: Sequence[str]) -> str:
    """Return the one line with which a person gets the packages on this system."""
    names = as_typed(packages)
    if has_apt():
        return as_administrator("apt-get update", f"apt-get {as_typed(APT_INSTALL)} {names}")
    if shutil.which("dnf"):
        return as_administrator(f"dnf install {names}")
    if shutil.which("pacman"):
        return as_administrator(f"pacman -S --needed {names}")
    if sys.platform == "linux":
        return f"your package installer, for what holds {names}"
    return "winget install --id eSpeak-NG.eSpeak-NG" if os.name == "nt" else f"brew install {names}"


def as_administrator(*commands: str) -> str:
    """Join commands into a line that root runs, by sudo where there is one."""
    if os.geteuid() == 0:
        return " && ".join(commands)
    if shutil.which("sudo"):
        return " && ".join(f"sudo {command}" for command in commands)
    return as_typed(["su", "-c", " && ".join(commands)])
