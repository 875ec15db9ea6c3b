"""How numbers read on controls, in the language of the window."""

from PySide6.QtCore import QCoreApplication, QLocale

MINUS = "\u2212"


def percent(fraction: float) -> str:
    """Return a fraction as a whole percentage, spaced as the language wants it."""
    whole = QLocale().toString(round(min(max(fraction, 0.0), 1.0) * 100))
    return QCoreApplication.translate("Numbers", "{0} %").format(whole)


def decibels(level_db: float) -> str:
    """Return a level in whole decibels with a real minus sign."""
    whole = round(level_db)
    return QCoreApplication.translate("Numbers", "{0} dB").format(signed(whole))


def signed(value: int) -> str:
    """Return a whole number with a real minus sign."""
    return f"{MINUS}{-value}" if value < 0 else str(value)


def clock(time_us: int, *, hours: bool = False) -> str:
    """Return a time as 0:14, 12:05 or 1:02:03; with `hours` as 00:24:37."""
    seconds = max(time_us, 0) // 1_000_000
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    if hours:
        return f"{hour:02}:{minute:02}:{second:02}"
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minutes}:{second:02}"
