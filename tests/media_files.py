"""Speech with known words, and media files of every common kind, made when a test asks."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

DATA = Path(__file__).parent / "data"
# Name → muxer, video encoder, audio encoder, samples a second.
CONTAINERS = {
    "wav": ("wav", None, "pcm_s16le", 48_000),
    "flac": ("flac", None, "flac", 44_100),
    "mp3": ("mp3", None, "libmp3lame", 44_100),
    "m4a": ("ipod", None, "aac", 44_100),
    "ogg": ("ogg", None, "libopus", 48_000),
    "opus": ("ogg", None, "libopus", 48_000),
    "mka": ("matroska", None, "flac", 44_100),
    "webm": ("webm", "libvpx", "libopus", 48_000),
    "mkv": ("matroska", "mpeg4", "aac", 48_000),
    "mp4": ("mp4", "mpeg4", "aac", 48_000),
    "mov": ("mov", "mpeg4", "pcm_s16le", 48_000),
    "avi": ("avi", "mpeg4", "libmp3lame", 48_000),
    "ts": ("mpegts", "mpeg2video", "aac", 48_000),
}


@dataclass(frozen=True)
class Spoken:
    """A recording and what is said in it."""

    path: Path
    text: str
    language: str = "en"


JFK = Spoken(
    DATA / "jfk.flac",
    "And so my fellow Americans, ask not what your country can do for you, "
    "ask what you can do for your country.",
)
SORROW = Spoken(
    DATA / "librispeech-1995-1837-0001.wav",
    "It was the first great sorrow of his life. It was not so much the loss of the cotton itself, "
    "but the fantasy, the hopes, the dreams built around it.",
)
BECKETT = Spoken(
    DATA / "beckett.wav",
    "Ever tried. Ever failed. No matter. Try again. Fail again. Fail better.",
)
GUANGZHOU = Spoken(DATA / "aishell-BAC009S0724W0121.wav", "广州市房地产中介协会分析", "zh")


def decoded(path, rate_hz=16_000):
    """Return a file's sound as one mono row."""
    from av import AudioResampler

    resampler = AudioResampler(format="flt", layout="mono", rate=rate_hz)
    with av.open(str(path)) as container:
        frames = [out for f in container.decode(audio=0) for out in resampler.resample(f)]
    frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray()[0] for frame in frames])


def clicks(seconds, rate_hz):
    """Return silence with a click in the middle of each second: its loudest sample is known."""
    samples = np.zeros(int(seconds * rate_hz), np.float32)
    width = rate_hz // 500
    for second in range(int(seconds)):
        middle = second * rate_hz + rate_hz // 2
        samples[middle - width : middle + width + 1] = 0.8 * np.hanning(2 * width + 1)
    return samples


def write_media(path, samples, sound=None, rate_hz=None, picture_s=None):
    """Write a file of the kind its suffix says; `samples` is one row, or a row a channel.

    `picture_s` is how long the picture lasts where the kind has one; `sound` None leaves it out.
    """
    muxer, video_codec, audio_codec, usual_hz = CONTAINERS[path.suffix.lstrip(".")]
    rate_hz = rate_hz or usual_hz
    with av.open(str(path), "w", format=muxer) as container:
        video = container.add_stream(video_codec, rate=10) if video_codec else None
        if video is not None:
            video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio = None
        if samples is not None:
            samples = np.atleast_2d(samples)
            layout = {1: "mono", 2: "stereo", 6: "5.1"}[len(samples)]
            audio = container.add_stream(sound or audio_codec, rate=rate_hz, layout=layout)
        length_s = picture_s or (samples.shape[1] / rate_hz if samples is not None else 1)
        _interleave(container, video, audio, samples, rate_hz, length_s)
    return path


def _interleave(container, video, audio, samples, rate_hz, length_s):
    at, step = 0, rate_hz // 10
    for number in range(int(np.ceil(length_s * 10))):
        if video is not None:
            container.mux(video.encode(_picture(number)))
        if audio is not None:
            at = _sound(container, audio, samples, rate_hz, at, at + step)
    if audio is not None:
        _sound(container, audio, samples, rate_hz, at, samples.shape[1])
    for stream in filter(None, (video, audio)):
        container.mux(stream.encode(None))


def _picture(number):
    frame = av.VideoFrame(64, 48, "yuv420p")
    for plane in frame.planes:
        plane.update(bytes([40 + number % 100]) * plane.buffer_size)
    frame.pts, frame.time_base = number, Fraction(1, 10)
    return frame


def _sound(container, audio, samples, rate_hz, begin, end):
    block = np.ascontiguousarray(samples[:, begin:end])
    if block.size:
        frame = av.AudioFrame.from_ndarray(block, "fltp", audio.layout.name)
        frame.sample_rate, frame.pts, frame.time_base = rate_hz, begin, Fraction(1, rate_hz)
        container.mux(audio.encode(frame))
    return begin + block.shape[1]


@pytest.fixture(params=sorted(CONTAINERS))
def any_container(request):
    """Every kind of file people bring, one after the other."""
    return request.param
