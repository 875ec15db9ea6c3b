"""Running text as a voice takes it: cleaned, divided into sentences, none of them too long."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# How far is looked around a full stop.
NEAR = 40
# What the longest-suffering engine takes at once, with room to spare.
LONGEST_BLOCK = 600

CLOSERS = "\"'”’»)\\]}」』）》】〉"
# Full stops that need a space after them, and those that need none. A run is looked at once, from
# its first character: a text of nothing but dots must not cost its square.
END = re.compile(rf"(?<![.!?…])[.!?…]++[{CLOSERS}]*+(?=\s)|[。！？；｡۔؟।॥։።]+[{CLOSERS}]*")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A full stop after one of these does not end a sentence.
TITLES = _set(
    "dr mr mrs ms mx prof rev hon gen col capt lt sgt maj cmdr gov sen rep pres supt sr jr st ste "
    "mt ft messrs mme mlle hr fr frl dipl ing sra srta dott sig vs approx ca cf viz al dept est "
    "ext tel ave blvd rd inc ltd co corp bros etc bzw usw evtl ggf sog vgl inkl exkl mind zzgl "
    "bspw dgl tzw npr np tj itd e.g i.e z.b d.h u.a o.ä p.ej p.ex"
)
# These end a sentence where the next one begins with a capital.
OFTEN_LAST = _set("etc inc ltd co corp bros sr jr al usw itd dgl")
# These are abbreviations only before a number.
BEFORE_NUMBERS = _set(
    "no nos nr art op p pp pg vol vols ch chap sec fig figs para n jan feb mar apr jun jul aug "
    "sep sept oct nov dec"
)
GERMAN_MONTHS = (
    "Januar", "Jänner", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
    "September", "Oktober", "November", "Dezember",
)  # fmt: skip
INITIAL = re.compile(r"[^\W\d_]")
DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
LAST_TOKEN = re.compile(r"[^\s(\[«“\"'‘„]*$")

# Invisible characters that voices stumble over. The joiners U+200C and U+200D stay: Persian and
# the scripts of India need them.
INVISIBLE = dict.fromkeys(
    (
        *range(9),
        *range(0x0E, 0x20),
        *range(0x7F, 0xA0),
        0xAD,
        0x200B,
        *range(0x200E, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
    )
)
EMOJI = re.compile(
    "(?:[0-9#*]\ufe0f?\u20e3"
    "|[\u00a9\u00ae\u203c-\u3299]\ufe0f"
    "|[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u20e3\U000e0020-\U000e007f]"
    "[\u200d\ufe0f]*)+"
)
# They count as letters, and nobody sees or hears them.
FILLERS = "\u115f\u1160\u3164\uffa0"


def clean_text(text: str) -> str:
    """Return a text without control and zero-width characters, with plain line ends."""
    # Half of a character, as broken software puts it on the clipboard, is none.
    text = text.encode(errors="replace").decode()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return unicodedata.normalize("NFC", text.translate(INVISIBLE))


def spoken_text(text: str) -> str:
    """Return what is pronounced of a text: on one line, without emoji."""
    return " ".join(EMOJI.sub(" ", clean_text(text)).split())


@lru_cache(maxsize=20_000)
def is_speakable(text: str) -> bool:
    """Return whether there is anything to pronounce: a letter or a digit of any script."""
    return any(
        unicodedata.category(char)[0] in "LN" and char not in FILLERS for char in spoken_text(text)
    )


def split_text(text: str, longest: int = LONGEST_BLOCK) -> list[str]:
    """Split running text into sentences, and sentences that are too long at commas or spaces.

    Abbreviations, initials, numbers with a point and quoted exclamations in mid-sentence hold
    together. What belongs to no sentence (a lone dash or emoji) stays with the one before.
    """
    return [piece for sentence in sentences_of(text) for piece in _cut(sentence, longest)]


def sentences_of(text: str) -> Iterator[str]:
    """Split running text into sentences of any length."""
    start, last, has_words = 0, 0, False
    for end in (*_ends(text), len(text)):
        speaks = is_speakable(text[last:end])
        if speaks and has_words:
            yield text[start:last].strip()
            start = last
        last, has_words = end, has_words or speaks
    if rest := text[start:].strip():
        yield rest


def _ends(text: str) -> Iterator[int]:
    start = 0
    for end in END.finditer(text):
        if _is_end(text, start, end):
            start = end.end()
            yield start


def _is_end(text: str, start: int, end: re.Match[str]) -> bool:
    mark, following = end.group(), _next_char(text, end.end())
    if mark[0] not in ".!?…":
        return True
    if mark == ".":
        return not _holds(text, start, end.start(), following)
    # «"Stop!" he said» and «well… no» go on.
    goes_on = mark[-1] in CLOSERS or mark.startswith(("…", ".."))
    return not (goes_on and following.islower())


def _next_char(text: str, at: int) -> str:
    return text[at : at + NEAR].lstrip()[:1]


def _holds(text: str, start: int, stop: int, following: str) -> bool:
    """Return whether the full stop at `stop` belongs to the word before it."""
    token = _last_token(text, start, stop)
    word = token.lower()
    if word in BEFORE_NUMBERS and following.isdigit():
        return True
    if word in TITLES:
        return word not in OFTEN_LAST or not following.isupper()
    if DOTTED.fullmatch(token):  # «U.S. Army», but «at 5 p.m. He left»
        return token.isupper() or not following.isupper()
    if INITIAL.fullmatch(token):
        return _is_initial(text, start, stop, following)
    return token.isdecimal() and _is_ordinal(text, start, stop, token)


def _last_token(text: str, start: int, stop: int) -> str:
    found = LAST_TOKEN.search(text[max(start, stop - NEAR) : stop].rstrip())
    return found.group() if found else ""


def _is_initial(text: str, start: int, stop: int, following: str) -> bool:
    """Return whether a lone letter is somebody's initial: «J. R. R. Tolkien», not «so did I.».

    «Plan B. It» stays together too: a long sentence is heard less than one broken at a name.
    """
    if not (text[stop - 1].isupper() and following.isupper()):
        return not following.isupper()
    before = _last_token(text, start, stop - 1)
    return text[stop - 1] != "I" or not before or before.endswith(".")


def _is_ordinal(text: str, start: int, stop: int, token: str) -> bool:
    """Return whether a number with a point is counted off («1. First») or a German date."""
    at = stop - len(token)
    is_first = at - start < NEAR and not text[start:at].strip()
    is_date = text[stop + 1 : stop + NEAR].lstrip().startswith(GERMAN_MONTHS)
    return len(token) <= 2 and (is_first or is_date)


def _cut(sentence: str, longest: int) -> Iterator[str]:
    start = 0
    while len(sentence) - start > longest:
        end = _place_to_cut(sentence, start, longest)
        yield sentence[start:end].strip()
        start = end
    if rest := sentence[start:].strip():
        yield rest


def _place_to_cut(sentence: str, start: int, longest: int) -> int:
    """Return where a piece ends that begins at `start`: after a phrase, a word, or a character."""
    head, half = sentence[start : start + longest], longest // 2
    phrase = max(head.rfind(mark) + len(mark) for mark in (", ", "; ", ": ", "，", "、", "；", "،"))
    if phrase > half:
        return start + phrase
    word = head.rfind(" ") + 1
    if word > half:
        return start + word
    end = start + longest
    # An accent or a joined emoji stays with what it stands on.
    while end > start + half and (
        unicodedata.category(sentence[end])[0] == "M" or "\u200d" in sentence[end - 1 : end + 1]
    ):
        end -= 1
    return end
