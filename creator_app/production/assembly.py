"""From a project's script and shots to the timeline that is previewed and rendered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from creator_app.core.captions import SHORTS, SUBTITLES, Cue, cues_from
from creator_app.core.errors import CreatorError
from creator_app.core.project import Project
from creator_app.core.script import Block
from creator_app.core.task import Task
from creator_app.core.time import US, index_to_us, us_to_index
from creator_app.core.timeline import Clip, Preset, Shot, Sound, Timeline, Title
from creator_app.core.transcript import Segment, Transcript, Word
from creator_app.production.takes import sound_of

CLEAN = "none"
# The voice does not begin with the very first picture, nor the picture end with the last word.
LEAD_US, TAIL_US = 300_000, 700_000
TITLE_US = 2_600_000
# A clip this much too short holds its last picture; a shorter one begins again.
HOLD_US = 600_000
MUSIC_FADE_US = 1_500_000
# How far below the voice music lies where nobody speaks.
MUSIC_BELOW_LU = 7.0
# Words this near each other are one run of speech.
RUN_US = 400_000


@dataclass(frozen=True, slots=True)
class Files:
    """Where a project's files are.

    Attributes:
        place: Finds the file of a name in the project.
        takes: The folder of the voice's takes.
    """

    place: Callable[[str], Path]
    takes: Path


@dataclass(frozen=True, slots=True)
class _Spoken:
    """One block in time."""

    block: Block
    start_us: int

    @property
    def words(self) -> tuple[Word, ...]:
        take = self.block.take
        return tuple(
            Word(word.start_us + self.start_us, word.end_us + self.start_us, word.text)
            for word in (take.words if take else ())
        )


@dataclass(frozen=True, slots=True)
class _Placed:
    """One shot in time, with what is spoken over it."""

    shot: Shot
    start_us: int
    end_us: int
    spoken: tuple[_Spoken, ...]


def timeline_of(project: Project, preset: Preset, files: Files, task: Task) -> Timeline:
    """Lay out a project: shots in order, each as long as what is spoken over it.

    Args:
        project: Script, shots, music and caption style.
        preset: Size, rate, loudness and safe margins.
        files: Where its files are.
        task: Asked whether to stop while the music is listened to.

    Raises:
        CreatorError: There is no shot, or one has no picture or voice yet.
    """
    placed = list(_placed(project, Fraction(preset.rate_hz)))
    if not placed:
        raise CreatorError("There is nothing to show yet.", "Write a script or add a shot first.")
    voice = tuple(_voice(placed, files))
    end_us = placed[-1].end_us
    words = [word for each in placed for spoken in each.spoken for word in spoken.words]
    is_clean = project.caption_style == CLEAN
    return Timeline(
        preset.width,
        preset.height,
        Fraction(preset.rate_hz),
        clips=tuple(_clips(placed, files)),
        sounds=voice + tuple(_music(project, files, voice, end_us, task)),
        cues=() if is_clean else _cues(placed, preset),
        caption_style="plain" if is_clean else project.caption_style,
        safe=preset.safe,
        lufs=preset.lufs,
        speech=_runs(words),
        titles=() if is_clean else tuple(_titles(project, placed)),
    )


def shot_times(project: Project, rate: Fraction) -> dict[str, tuple[int, int]]:
    """Return when each shot begins and ends, by its ident; on whole frames.

    Raises:
        CreatorError: A block has not been spoken yet.
    """
    return {each.shot.ident: (each.start_us, each.end_us) for each in _placed(project, rate)}


def _placed(project: Project, rate: Fraction) -> Iterator[_Placed]:
    blocks = {block.ident: block for block in project.script.blocks}
    at_us, begin_us = LEAD_US, 0
    for number, shot in enumerate(project.shots):
        spoken = []
        for ident in shot.blocks:
            if (block := blocks.get(ident)) is None or block.heading:
                continue
            spoken.append(_Spoken(block, at_us))
            at_us += _take_us(block) + block.pause_us
        is_last = number == len(project.shots) - 1
        if not spoken:
            at_us = max(at_us, begin_us + shot.duration_us)
        elif is_last:
            at_us += TAIL_US - spoken[-1].block.pause_us
        # The next shot comes in the middle of the pause, before its first word.
        cut_us = at_us if is_last or not spoken else at_us - spoken[-1].block.pause_us // 2
        end_us = index_to_us(max(us_to_index(cut_us, rate), us_to_index(begin_us, rate) + 1), rate)
        yield _Placed(shot, begin_us, end_us, tuple(spoken))
        begin_us, at_us = end_us, max(at_us, end_us)


def _take_us(block: Block) -> int:
    if block.take is None:
        raise CreatorError(
            f"“{block.text[:40]}” has not been spoken yet.", "Generate the voice-over first."
        )
    return block.take.duration_us


def _voice(placed: list[_Placed], files: Files) -> Iterator[Sound]:
    for each in placed:
        for spoken in each.spoken:
            if (take := spoken.block.take) is not None:
                yield Sound(sound_of(files.takes, take.key), spoken.start_us, take.duration_us)


def _clips(placed: list[_Placed], files: Files) -> Iterator[Clip]:
    from creator_app.media.decode import probe

    for number, each in enumerate(placed, 1):
        source = files.place(_picture_of(each.shot, number))
        info = probe(source)
        if not info.has_video:
            raise CreatorError(
                f"“{source.name}” holds no picture.", "Choose a video or a picture for this shot."
            )
        length_us = each.end_us - each.start_us
        if info.is_still or info.duration_us <= 0:
            yield Clip(source, each.start_us, length_us, still=info.is_still)
            continue
        yield from _repeated(source, info.duration_us, each)


def _picture_of(shot: Shot, number: int) -> str:
    if shot.media:
        return shot.media
    if shot.take is None:
        raise CreatorError(f"Shot {number} has no picture yet.", "Generate it, or choose a file.")
    return shot.take.media


def _repeated(source: Path, length_us: int, each: _Placed) -> Iterator[Clip]:
    """Show a clip again from its beginning where it is much shorter than its shot."""
    start_us = each.start_us
    while start_us < each.end_us:
        left_us = each.end_us - start_us
        stands_us = left_us if left_us <= length_us + HOLD_US else length_us
        yield Clip(source, start_us, stands_us)
        start_us += stands_us


def _cues(placed: list[_Placed], preset: Preset) -> tuple[Cue, ...]:
    segments = [
        Segment(words[0].start_us, words[-1].end_us, spoken.block.text, None, words)
        for each in placed
        for spoken in each.spoken
        if (words := spoken.words)
    ]
    rules = SHORTS if preset.height > preset.width else SUBTITLES
    return cues_from(Transcript(tuple(segments)), rules)


def _titles(project: Project, placed: list[_Placed]) -> Iterator[Title]:
    """Put each heading over the shot of the block that follows it."""
    following: dict[str, str] = {}
    waiting = ""
    for block in project.script.blocks:
        if block.heading:
            waiting = block.text
        elif waiting:
            following[block.ident], waiting = waiting, ""
    for each in placed:
        for spoken in each.spoken:
            if heading := following.get(spoken.block.ident, ""):
                start_us = max(each.start_us, spoken.start_us - LEAD_US)
                yield Title(heading, start_us, min(TITLE_US, each.end_us - start_us))


def _runs(words: list[Word]) -> tuple[tuple[int, int], ...]:
    runs: list[tuple[int, int]] = []
    for word in words:
        if runs and word.start_us - runs[-1][1] < RUN_US:
            runs[-1] = (runs[-1][0], max(runs[-1][1], word.end_us))
        else:
            runs.append((word.start_us, word.end_us))
    return tuple(runs)


def _music(
    project: Project, files: Files, voice: tuple[Sound, ...], end_us: int, task: Task
) -> Iterator[Sound]:
    if not project.music:
        return
    source = files.place(project.music)
    gain_db = _music_gain_db(source, voice, task)
    yield Sound(source, 0, end_us, gain_db=gain_db, under_voice=True, fade_us=MUSIC_FADE_US)


def _music_gain_db(music: Path, voice: tuple[Sound, ...], task: Task) -> float:
    """Return what brings music to its place below the voice, however loud either was made."""
    spoken = [_lufs(sound.source, task) for sound in voice[:4]]
    played = _lufs(music, task)
    audible = [each for each in spoken if each > -60]
    if not audible or played <= -60:
        return 0.0
    return sum(audible) / len(audible) - MUSIC_BELOW_LU - played


def _lufs(path: Path, task: Task) -> float:
    from creator_app.media.decode import AudioFile
    from creator_app.media.dsp import measured

    rate_hz = 48_000
    with AudioFile(path, rate_hz, 2) as file:
        # The first minutes tell how loud a file is.
        return measured(file.blocks(0, 180 * US), rate_hz, task, with_peak=False).lufs
