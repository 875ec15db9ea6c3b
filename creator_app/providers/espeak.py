"""eSpeak NG: small voices for more than a hundred languages, by the program of that name."""

import re
import shutil
from functools import lru_cache

from creator_app.core.engines import Access, Line, Speech, Voice
from creator_app.core.errors import CreatorError
from creator_app.core.sentences import clean_text
from creator_app.core.task import Task
from creator_app.media.process import child
from creator_app.media.wav import read_wav

PROGRAM = "espeak-ng"
# Its own usual number of words a minute.
USUAL_WPM = 175
PIPE_BYTES = 1 << 16
VOICE = re.compile(r"\s*\d+\s+(?P<code>\S+)\s+\S*?/?(?P<gender>[MF-])\s+(?P<title>\S+)\s+\S+")
# Version 1.51 reads Mandarin's characters aloud as the letters and digits of their pinyin, but
# rightly with the voice that is meant for pinyin.
MANDARIN, WORKING_MANDARIN = "cmn", "cmn-latn-pinyin"
KANJI = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
# What people call otherwise than eSpeak does.
TAGS = {"cmn": "zh", "nb": "no"}


class Espeak:
    """Speaks any of eSpeak NG's languages; each line by a process of its own."""

    model = ""

    def __init__(self, _access: Access) -> None:
        self._program = shutil.which(PROGRAM) or PROGRAM

    def voices(self) -> tuple[Voice, ...]:
        """Return a voice for each language, American English first."""
        return _voices(self._program)

    def speak(self, line: Line, task: Task) -> Speech:
        """Speak one line.

        Raises:
            CreatorError: There is no such voice, or the program failed.
        """
        if line.voice not in {each.name for each in self.voices()}:
            raise CreatorError(
                f"eSpeak NG has no voice called “{line.voice}”.",
                f"There are: {', '.join(each.name for each in self.voices())}.",
            )
        if line.voice == "ja" and KANJI.search(line.text):
            raise CreatorError(
                "eSpeak NG cannot read kanji.", "Write the words in kana, or use another engine."
            )
        voice = WORKING_MANDARIN if line.voice == MANDARIN else line.voice
        wpm = str(round(USUAL_WPM * line.speed))
        command = [self._program, "-v", voice, "-s", wpm, "-b", "1", "--stdin", "--stdout"]
        # Double brackets would be read as phonemes, and scripts are not written in those.
        text = clean_text(line.text).replace("[[", "[ [")
        samples, rate_hz = read_wav(_output(command, text, task))
        return Speech(samples, rate_hz)


def _output(command: list[str], text: str, task: Task) -> bytes:
    """Run the program with the text on its standard input; texts have no place in an argv."""
    with child(command, task, "eSpeak NG") as running:
        running.feed([text.encode()])
        output = b"".join(running.blocks(PIPE_BYTES))
        running.finish()
    return output


@lru_cache(maxsize=1)
def _voices(program: str) -> tuple[Voice, ...]:
    listed = _output([program, "--voices"], "", Task()).decode(errors="replace")
    found = [match for line in listed.splitlines()[1:] if (match := VOICE.match(line))]
    voices = {match["code"]: _voice(match) for match in reversed(found)}
    voices.pop(WORKING_MANDARIN, None)
    # The list is by code; somebody who names only the engine most likely means English.
    return tuple(sorted(voices.values(), key=lambda each: (each.name != "en-us", each.name)))


def _voice(match: re.Match[str]) -> Voice:
    code = match["code"]
    tags = dict.fromkeys([_tag(code), _own_tag(code)])
    gender = {"F": "female", "M": "male"}.get(match["gender"], "")
    title = match["title"].replace("_", " ").replace(", latin as English", "")
    return Voice(code, title, tuple(tags), gender)


def _tag(code: str) -> str:
    first, _, rest = code.partition("-")
    return _own_tag(f"{TAGS.get(first, first)}-{rest}".rstrip("-"))


def _own_tag(code: str) -> str:
    """Return a code with its region written as BCP 47 has it."""
    first, _, rest = code.partition("-")
    return f"{first}-{rest.upper() if len(rest) == 2 else rest}".rstrip("-")
