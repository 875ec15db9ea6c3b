"""Everything that is drawn over a timeline's pictures, for preview and export alike."""

from creator_app.core.timeline import Timeline
from creator_app.drawing.captions import CaptionOverlay
from creator_app.drawing.layout import Frame
from creator_app.drawing.titles import TitleOverlay
from creator_app.media.planes import Patch


class TimelineOverlay:
    """Titles below, captions above them.

    Args:
        timeline: Its titles, cues, caption style and safe margins.

    Raises:
        CreatorError: Its caption style does not exist.
    """

    def __init__(self, timeline: Timeline) -> None:
        frame = Frame(timeline.width, timeline.height, timeline.safe)
        self._layers = (
            TitleOverlay(timeline.titles, frame),
            CaptionOverlay(timeline.cues, timeline.caption_style, frame),
        )

    def at(self, time_us: int) -> tuple[Patch, ...]:
        """Return what lies over the picture at a time; may be empty."""
        return tuple(patch for layer in self._layers for patch in layer.at(time_us))
