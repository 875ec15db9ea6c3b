"""Renders timelines with everything that is drawn over them."""

from pathlib import Path

from creator_app.core.files import check_output
from creator_app.core.task import Task
from creator_app.core.timeline import Timeline


def render_timeline(timeline: Timeline, out: Path, task: Task) -> None:
    """Write a timeline as a film with its captions and titles; it appears when it is whole.

    Args:
        timeline: What is seen and heard.
        out: An `.mp4`, `.mov` or `.mkv`; its folder must exist.
        task: Told how far it is; asked before each picture whether to stop.

    Raises:
        CreatorError: There is nothing to render, a file cannot be read, the disk is full, or `out`
            is one of the files that are shown or heard.
    """
    from creator_app.drawing.overlay import TimelineOverlay
    from creator_app.media.render import CLEAN, render

    shown, heard = timeline.clips, timeline.sounds
    check_output(out, *(clip.source for clip in shown), *(sound.source for sound in heard))
    needs_drawing = bool(timeline.cues or timeline.titles)
    render(timeline, out, task, TimelineOverlay(timeline) if needs_drawing else CLEAN)
