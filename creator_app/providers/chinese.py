"""Chinese in the script the user reads: recognisers write either as they like."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from creator_app.core.engines import Hints
from creator_app.core.language import primary
from creator_app.core.transcript import Word

CHINESE = {"zh", "yue"}


def in_script(words: Sequence[Word], language: str, hints: Hints) -> tuple[Word, ...]:
    """Write Chinese words in the script the user reads; others stay as they are."""
    converter = _converter(wanted_script(hints)) if primary(language) in CHINESE else None
    if converter is None:
        return tuple(words)
    # Which character is meant can depend on its neighbours: convert them together.
    whole = "".join(word.text for word in words)
    converted = converter.convert(whole)
    if len(converted) != len(whole):
        return tuple(replace(word, text=converter.convert(word.text)) for word in words)
    result, at = [], 0
    for word in words:
        result.append(replace(word, text=converted[at : at + len(word.text)]))
        at += len(word.text)
    return tuple(result)


def wanted_script(hints: Hints) -> str:
    """Return «zh-Hant» or «zh-Hans»: what the language asked for says, or else the settings."""
    tag = hints.language.lower().replace("_", "-")
    if primary(tag) in CHINESE and "hant" in tag.split("-"):
        return "zh-Hant"
    if primary(tag) in CHINESE and "hans" in tag.split("-"):
        return "zh-Hans"
    return hints.chinese


@cache
def _converter(script: str) -> Any | None:
    try:
        from opencc import OpenCC
    except ImportError:  # an installation without the local engines
        return None
    return OpenCC("s2t" if script == "zh-Hant" else "t2s")
