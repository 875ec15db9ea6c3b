"""Text of unknown encoding, as caption files bring it from everywhere."""

import codecs
from collections.abc import Callable, Container
from itertools import pairwise

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
KANA = (range(0x3000, 0x3003), range(0x3040, 0x3100))
HANGUL = (range(0xAC00, 0xD7A4),)
CYRILLIC = (range(0x0400, 0x0460),)
# Double-byte sets list first what texts consist of: punctuation, then the common characters.
GB_COMMON = (0xA1, 0xA3, *range(0xB0, 0xD8))
BIG5_COMMON = (0xA1, *range(0xA4, 0xC7))


def decoded(raw: bytes) -> str:
    """Return text in Unicode: by its mark, as UTF-8, or as the likeliest of the old encodings."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # Western European is what is left when nothing speaks for another.
    best = max(LIKELY, key=lambda encoding: _likelihood(raw, encoding))
    encoding = best if _likelihood(raw, best) >= ENOUGH else "cp1252"
    return raw.decode(encoding, "replace")


def _likelihood(raw: bytes, encoding: str) -> float:
    """Return which share of the foreign characters a text in this encoding would consist of."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    foreign = sum(ord(char) > 127 for char in text)
    return LIKELY[encoding](text) / foreign if foreign else 0.0


def _of(ranges: tuple[range, ...]) -> Callable[[str], int]:
    return lambda text: sum(any(ord(char) in each for each in ranges) for char in text)


def _common(encoding: str, leads: Container[int]) -> Callable[[str], int]:
    def count(text: str) -> int:
        pairs = (char.encode(encoding, "ignore") for char in text if ord(char) > 127)
        return sum(len(pair) == 2 and pair[0] in leads for pair in pairs)

    return count


def _in_words(ranges: tuple[range, ...]) -> Callable[[str], int]:
    """Count letters beside others of their kind: in «schön» the foreign one stands alone."""

    def count(text: str) -> int:
        kinds = [any(ord(char) in each for each in ranges) for char in f" {text} "]
        flanked = zip(pairwise(kinds), pairwise(kinds[1:]), strict=False)
        return sum(here and (left or right) for (left, here), (_, right) in flanked)

    return count


LIKELY: dict[str, Callable[[str], int]] = {
    "shift_jis": _of(KANA),
    "euc_kr": _of(HANGUL),
    "gb18030": _common("gb2312", GB_COMMON),
    "big5": _common("big5", BIG5_COMMON),
    "cp1251": _in_words(CYRILLIC),
}
ENOUGH = 0.6
