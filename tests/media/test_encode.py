import itertools
import os
import subprocess

import av
import numpy as np
import pytest

from creator_app.core.errors import CreatorError
from creator_app.core.task import Cancelled, Task
from creator_app.media.encode import FORMATS, encoded_file, write_audio


def tone(frames, rate_hz, channels=1):
    wave = 0.5 * np.sin(2 * np.pi * 440 * np.arange(frames) / rate_hz)
    return wave.astype(np.float32)[:, None].repeat(channels, 1)


def in_blocks(samples, size=997):
    return (samples[at : at + size] for at in range(0, len(samples), size))


def decoded(path):
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        length = stream.duration * stream.time_base
        blocks = [frame.to_ndarray() for frame in container.decode(stream)]
        return stream.rate, stream.channels, length, np.concatenate(blocks, axis=-1)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    ("rate_hz", "channels", "frames"), [(48_000, 2, 144_137), (22_050, 1, 22_063)]
)
def test_what_is_written_lasts_exactly_as_long(tmp_path, suffix, rate_hz, channels, frames):
    path = tmp_path / f"sound.{suffix}"
    written = write_audio(
        path, in_blocks(tone(frames, rate_hz, channels)), rate_hz, channels, Task()
    )
    rate, heard, length, samples = decoded(path)
    assert written == frames
    assert heard == channels
    if suffix in {"opus", "ogg"}:  # the header counts the encoder's delay, the samples do not
        count = samples.shape[-1] / (channels if samples.shape[0] == 1 else 1)
        assert count == pytest.approx(frames * rate / rate_hz, abs=2)
    else:
        assert rate == rate_hz
        assert round(length * rate_hz) == frames


def test_wav_and_flac_lose_nothing_but_the_bits_below_sixteen(tmp_path):
    sound = tone(5_000, 16_000)
    for suffix in ("wav", "flac"):
        write_audio(tmp_path / f"a.{suffix}", [sound], 16_000, 1, Task())
        samples = decoded(tmp_path / f"a.{suffix}")[3]
        assert np.abs(samples.reshape(-1) / 32768 - sound[:, 0]).max() < 1 / 30_000


def test_what_is_too_loud_is_cut_off_and_never_wraps(tmp_path):
    write_audio(tmp_path / "a.wav", [np.full((100, 1), 1.5, np.float32)], 16_000, 1, Task())
    assert set(decoded(tmp_path / "a.wav")[3].reshape(-1)) == {32767}


def test_an_unknown_suffix_is_refused_with_those_that_work(tmp_path):
    with pytest.raises(CreatorError, match=r"“a\.wma”") as caught:
        write_audio(tmp_path / "a.wma", [], 16_000, 1, Task())
    assert ".mp3" in caught.value.hint


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(CreatorError, match="“nowhere” does not exist"):
        write_audio(tmp_path / "nowhere" / "a.wav", [], 16_000, 1, Task())


def test_cancelling_leaves_nothing(tmp_path):
    task = Task()

    def blocks():
        yield tone(1_000, 16_000)
        task.cancel()
        yield tone(1_000, 16_000)

    with pytest.raises(Cancelled):
        write_audio(tmp_path / "a.mp3", blocks(), 16_000, 1, task)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", ["wav", "m4a"])
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="mounting needs root")
def test_a_full_disk_is_said_and_leaves_nothing(tmp_path, suffix):
    subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", tmp_path], check=True)
    noise = np.random.default_rng(1).uniform(-1, 1, (48_000, 2)).astype(np.float32)
    try:
        with pytest.raises(CreatorError, match="disk is full"):
            write_audio(tmp_path / f"a.{suffix}", itertools.repeat(noise, 120), 48_000, 2, Task())
        assert not list(tmp_path.iterdir())
    finally:
        subprocess.run(["/bin/umount", tmp_path], check=True)


@pytest.mark.parametrize("codec", ["flac", "mp3", "wav"])
def test_an_upload_is_an_open_file_at_its_beginning(codec):
    with encoded_file(in_blocks(tone(32_000, 16_000)), codec, 16_000, 32_000, Task()) as file:
        assert file.tell() == 0
        with av.open(file, "r") as container:
            assert container.duration == 2_000_000
