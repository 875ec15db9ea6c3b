"""Reads the values of options; what is none is told in plain words."""

import argparse


def number_between(text: str, limits: tuple[float, float]) -> float:
    """Return a number within limits, both of them allowed.

    Raises:
        ArgumentTypeError: It is no number, or outside.
    """
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number") from None
    if not limits[0] <= value <= limits[1]:
        raise argparse.ArgumentTypeError(f"{text} is not between {limits[0]:g} and {limits[1]:g}")
    return value
