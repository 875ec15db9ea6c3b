"""WAV files as programs and servers answer them: any sample format, lengths that may be lies."""

import struct
from typing import TYPE_CHECKING

from creator_app.core.errors import CreatorError

if TYPE_CHECKING:
    from creator_app.core.engines import Samples

# What stands for the length in a file that was written before its length was known.
UNKNOWN = {0, 0x7FFFF000, 0x7FFFFFFF, 0xFFFFFFFF}
PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE
RATES_HZ = range(4_000, 384_001)


def is_wav(content: bytes) -> bool:
    """Return whether bytes begin like a WAV file."""
    return content[:4] in {b"RIFF", b"RIFX", b"RF64"} and content[8:12] == b"WAVE"


def read_wav(content: bytes) -> "tuple[Samples, int]":
    """Return the samples, float32 [frames, channels], and their rate.

    Raises:
        CreatorError: It is no WAV file, cut off, or of a kind nobody writes speech in.
    """
    form, data, stated = _chunks(content)
    if len(form) < 16:
        raise CreatorError("The sound has no header that tells how to read it.")
    kind, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", form)
    if kind == EXTENSIBLE and len(form) >= 26:
        kind = struct.unpack_from("<H", form, 24)[0]
    if rate_hz not in RATES_HZ or channels not in range(1, 9):
        raise CreatorError(f"The sound claims {rate_hz} samples a second in {channels} channels.")
    # Some writers count a padding byte or a frame too many.
    if stated not in UNKNOWN and len(data) < stated - 8:
        raise CreatorError("The sound is incomplete: it ends before the length it states.")
    frame_bytes = channels * bits // 8
    whole = data[: len(data) // frame_bytes * frame_bytes] if frame_bytes else b""
    return _samples(whole, kind, bits).reshape(-1, channels), rate_hz


def _chunks(content: bytes) -> tuple[bytes, bytes, int]:
    """Return the header chunk, the samples' bytes, and how many were promised."""
    form, at = b"", 12
    if not is_wav(content):
        raise CreatorError("This is not a WAV file.")
    while at + 8 <= len(content):
        name, length = struct.unpack_from("<4sI", content, at)
        if name == b"data":
            is_unknown = length in UNKNOWN
            end = len(content) if is_unknown else at + 8 + length
            return form, content[at + 8 : end], length
        if name == b"fmt ":
            form = content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
    return form, b"", 0


def _samples(data: bytes, kind: int, bits: int) -> "Samples":
    import numpy as np

    if kind == FLOAT and bits in {32, 64}:
        return np.frombuffer(data, f"<f{bits // 8}").astype(np.float32)
    if kind == PCM and bits == 8:
        return (np.frombuffer(data, np.uint8).astype(np.float32) - np.float32(128)) / np.float32(
            128
        )
    if kind == PCM and bits == 24:
        high = np.frombuffer(data, np.uint8).reshape(-1, 3)
        wide = np.zeros((len(high), 4), np.uint8)
        wide[:, 1:] = high
        return wide.view("<i4").astype(np.float32).reshape(-1) / np.float32(1 << 31)
    if kind == PCM and bits in {16, 32}:
        whole = np.frombuffer(data, f"<i{bits // 8}").astype(np.float32)
        return whole / np.float32(1 << (bits - 1))
    raise CreatorError(f"The sound is written in a form nobody uses (kind {kind}, {bits} bits).")
