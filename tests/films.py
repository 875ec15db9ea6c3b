"""Films that carry their own frame numbers, and flash and click at the same moments."""

from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np

BITS = 12
# Where the bar code lies, as shares of the picture: it survives a cut to most shapes.
LEFT, RIGHT, TOP, BOTTOM = 0.26, 0.74, 0.40, 0.60
SOUND_HZ = 48_000


@dataclass
class Film:
    """How a test film is made.

    Attributes:
        size: Width and height.
        rate: Frames a second.
        count: Frames.
        stamps: Time of each frame in milliseconds, where they are not even.
        clicks: Whether every 10th frame is white and clicks.
        tone_hz: A tone in place of clicks, or 0.
        seconds: Length of the sound, where it is not the picture's.
    """

    size: tuple[int, int] = (128, 128)
    rate: Fraction = Fraction(30)
    count: int = 30
    stamps: tuple[int, ...] = ()
    clicks: bool = False
    tone_hz: int = 0
    seconds: float = 0.0
    codec: str = "libx264"
    pix_fmt: str = "yuv420p"
    rotation: int = 0
    options: tuple[tuple[str, str], ...] = (("preset", "ultrafast"), ("crf", "12"))
    color: int = 0
    gop: int = 12


def numbered(number, size):
    """Return the grey picture [height, width] of a number."""
    width, height = size
    picture = np.full((height, width), 110, np.uint8)
    picture[: height // 8, : width // 8] = 16  # one corner, to see which way is up
    top, bottom = round(height * TOP), round(height * BOTTOM)
    edges = np.linspace(LEFT, RIGHT, BITS + 1) * width
    for bit in range(BITS):
        left, right = round(edges[bit]), round(edges[bit + 1])
        picture[top:bottom, left:right] = 235 if number >> bit & 1 else 16
    return picture


def number_of(picture, box=(0.0, 0.0, 1.0, 1.0)):
    """Read a number back; `box` is where the source lies in the picture, in shares."""
    height, width = picture.shape
    x0, y0, x1, y1 = box
    row = round(height * (y0 + (y1 - y0) * (TOP + BOTTOM) / 2))
    number = 0
    for bit in range(BITS):
        share = LEFT + (RIGHT - LEFT) * (bit + 0.5) / BITS
        column = round(width * (x0 + (x1 - x0) * share))
        patch = picture[row - 1 : row + 2, column - 1 : column + 2]
        number |= int(patch.mean() > 110) << bit
    return number


def make(path, film=None):
    """Write a film; return its path."""
    film = film or Film()
    with av.open(str(path), "w") as container:
        video = _video(container, film)
        sound = container.add_stream("aac", rate=SOUND_HZ) if film.clicks or film.tone_hz else None
        for number in range(film.count):
            container.mux(video.encode(_frame(film, number)))
        container.mux(video.encode(None))
        if sound is not None:
            _add_sound(container, sound, film)
    return path


def _video(container, film):
    video = container.add_stream(film.codec, rate=film.rate, options=dict(film.options))
    video.width, video.height = film.size
    video.pix_fmt = film.pix_fmt
    video.codec_context.gop_size = film.gop
    if film.stamps:
        video.codec_context.time_base = Fraction(1, 1000)
    if film.color:
        video.codec_context.colorspace = film.color
    if film.rotation:
        video.set_display_rotation(film.rotation)
    return video


def _frame(film, number):
    grey = numbered(number, film.size)
    if film.clicks and number % 10 == 0:
        grey[:] = 235
    rgb = np.repeat(grey[..., None], 3, axis=2)
    frame = av.VideoFrame.from_ndarray(rgb, "rgb24").reformat(format=film.pix_fmt)
    if film.stamps:
        frame.pts, frame.time_base = film.stamps[number], Fraction(1, 1000)
    else:
        frame.pts, frame.time_base = number, 1 / film.rate
    return frame


def _add_sound(container, stream, film):
    seconds = film.seconds or float(film.count / film.rate)
    samples = np.zeros(round(seconds * SOUND_HZ), np.float32)
    if film.tone_hz:
        samples += 0.2 * np.sin(np.arange(len(samples)) * 2 * np.pi * film.tone_hz / SOUND_HZ)
    else:
        for at in range(0, int(seconds * film.rate), 10):
            first = round(at / film.rate * SOUND_HZ)
            samples[first : first + 48] = 0.8
    frame = av.AudioFrame.from_ndarray(np.stack([samples] * 2), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts = SOUND_HZ, 0
    container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def greys(path):
    """Return the brightness of every frame of a film."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]


def numbers(path, box=(0.0, 0.0, 1.0, 1.0)):
    """Return the number each frame of a film carries."""
    return [number_of(each, box) for each in greys(path)]


def sound_of(path):
    """Return all sound of a film, float32 [frames, channels], as a player would play it."""
    from creator_app.media.decode import AudioFile

    with AudioFile(path, SOUND_HZ, 2) as file:
        blocks = list(file.blocks())
    return np.concatenate(blocks) if blocks else np.zeros((0, 2), np.float32)


def clicks_of(samples):
    """Return when each click begins, in samples of `SOUND_HZ`."""
    loud = np.abs(samples).max(axis=1) > 0.25 * np.abs(samples).max()
    at = np.flatnonzero(loud)
    return [int(each) for n, each in enumerate(at) if n == 0 or each - at[n - 1] > 2400]
