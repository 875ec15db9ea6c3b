import io
import struct
import wave

import numpy as np
import pytest

from creator_app.core.errors import CreatorError
from creator_app.media.wav import is_wav, read_wav

SOUND = np.array([[0.0, 0.5], [-0.5, 0.25], [0.75, -1.0]], np.float32)


def file_of(data: bytes, kind=1, bits=16, channels=2, rate=22_050, length=None):
    head = struct.pack("<HHIIHH", kind, channels, rate, rate * channels * bits // 8, 4, bits)
    size = len(data) if length is None else length
    chunks = b"LIST" + struct.pack("<I", 3) + b"abc\0" + b"fmt " + struct.pack("<I", len(head))
    return b"RIFF\0\0\0\0WAVE" + chunks + head + b"data" + struct.pack("<I", size) + data


def test_what_the_standard_library_writes_is_read():
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes((SOUND * 32_767).astype("<i2").tobytes())
    samples, rate = read_wav(file.getvalue())
    assert rate == 16_000
    assert np.abs(samples - SOUND).max() < 1e-4


@pytest.mark.parametrize(
    ("data", "kind", "bits"),
    [
        (((SOUND + 1) * 127.5).astype(np.uint8).tobytes(), 1, 8),
        ((SOUND * 32_767).astype("<i2").tobytes(), 1, 16),
        ((SOUND.astype(np.float64) * (2**31 - 1)).astype("<i4").tobytes(), 1, 32),
        (SOUND.astype("<f4").tobytes(), 3, 32),
        (SOUND.astype("<f8").tobytes(), 3, 64),
    ],
)
def test_every_sample_format_is_read(data, kind, bits):
    samples, rate = read_wav(file_of(data, kind, bits))
    assert rate == 22_050
    assert np.abs(samples - SOUND).max() < 0.01


def test_24_bits_are_read_with_their_sign():
    whole = (SOUND.astype(np.float64) * (2**23 - 1)).astype("<i4").reshape(-1)
    data = whole.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    assert np.abs(read_wav(file_of(data, 1, 24))[0] - SOUND).max() < 1e-6


@pytest.mark.parametrize("length", [0, 0x7FFFF000, 0xFFFFFFFF])
def test_a_length_that_was_not_known_is_not_believed(length):
    data = (SOUND * 32_767).astype("<i2").tobytes()
    assert len(read_wav(file_of(data, length=length))[0]) == 3


def test_half_a_file_is_refused():
    with pytest.raises(CreatorError, match="incomplete"):
        read_wav(file_of(b"\0" * 1_000, length=2_000))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        b"<html>",
        b"RIFF\0\0\0\0WAVE",
        file_of(b"\0" * 8, rate=7),
        file_of(b"", bits=12),
    ],
)
def test_what_is_no_sound_gets_a_plain_line(content):
    with pytest.raises(CreatorError):
        read_wav(content)
    assert is_wav(content) == (content[8:12] == b"WAVE")
