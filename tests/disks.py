"""Disks that are full, or that may only be read; mounted, so only where the tests run as root."""

import os
import shutil
import subprocess
import sys

import pytest

SMALL_BYTES = 512 * 1024


def _mount(folder, options):
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small disk takes Linux and root")
    try:
        _run("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder))
    except subprocess.CalledProcessError:
        pytest.skip("this machine does not let tests mount anything")


def _run(program, *arguments):
    subprocess.run([shutil.which(program), *arguments], check=True, capture_output=True)


class SmallDisk:
    """A disk of half a megabyte."""

    def __init__(self, path):
        self.path = path
        self._filler = path / "filler"

    def fill(self, left_bytes=0):
        """Leave no room but this, in whole pages."""
        self.clear()
        with self._filler.open("wb", buffering=0) as file:
            try:
                while file.write(b"\0" * 4096):
                    pass
            except OSError:
                file.truncate(file.tell() - left_bytes)

    def clear(self):
        self._filler.unlink(missing_ok=True)

    def make_read_only(self):
        _run("mount", "-o", "remount,ro", str(self.path))

    def make_writable(self):
        _run("mount", "-o", "remount,rw", str(self.path))


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    _mount(folder, f"size={SMALL_BYTES}")
    yield SmallDisk(folder)
    _run("umount", "--lazy", str(folder))
