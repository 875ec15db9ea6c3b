"""Time is whole microseconds, FFmpeg's own base; here it meets frames, samples and the reader."""

from fractions import Fraction

US = 1_000_000


def from_seconds(seconds: float) -> int:
    """Return microseconds, rounded; for the edge of third-party calls only."""
    return round(seconds * US)


def to_seconds(time_us: int) -> float:
    """Return seconds; for the edge of third-party calls only."""
    return time_us / US


def index_to_us(index: int, rate: int | Fraction) -> int:
    """Return when a sample or video frame begins, rounded to a microsecond.

    Exact both ways for rates below 500 kHz.
    """
    return round(Fraction(index * US) / Fraction(rate))


def us_to_index(time_us: int, rate: int | Fraction) -> int:
    """Return the sample or video frame that begins nearest to a time."""
    return round(Fraction(time_us) * Fraction(rate) / US)


def clock(time_us: int, *, tenths: bool = False, hours: bool | None = None) -> str:
    """Write a time for people: `0:11`, `0:11.3`, `1:02:03`, or `00:24:37` with `hours`."""
    tenth, total_s = time_us // 100_000 % 10, time_us // US
    minutes, seconds = divmod(total_s, 60)
    if hours:
        text = f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    elif minutes >= 60 and hours is None:
        text = f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    else:
        text = f"{minutes}:{seconds:02}"
    return f"{text}.{tenth}" if tenths else text
