"""Clips drawn on this computer from the words of a prompt: drawn, not filmed, and free."""

import base64
import json
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from creator_app.core.codec import decode, json_bytes
from creator_app.core.engines import Access, ShotRequest, Standing
from creator_app.core.errors import CreatorError
from creator_app.core.task import Task
from creator_app.core.time import US, us_to_index
from creator_app.providers.scenes.wishes import Wish, wish_of

if TYPE_CHECKING:
    from moviepy import VideoClip

    from creator_app.media.planes import Canvas
    from creator_app.providers.scenes.brush import Pixels

ABILITY = "drawn, not filmed"
# Where each family of `scenes.wishes.FAMILIES` is drawn.
SCENES = {
    "city": "city:City",
    "desert": "desert:Desert",
    "flow": "flow:Flow",
    "forest": "forest:Forest",
    "meadow": "meadow:Meadow",
    "mountains": "mountains:Mountains",
    "night": "night:Night",
    "rain": "rain:Rain",
    "sea": "sea:Sea",
    "snow": "snow:Snow",
    "space": "space:Space",
}
# Scenes are soft: they are drawn with this share of the rows and columns, and scaled up.
DETAIL = Fraction(2, 3)
LEAST_PX, MOST_PX = 16, 4096
LEAST_DRAWN_PX = 120
LONGEST_US = 600 * US
# Grain of a film: it hides the steps that 8 bits leave in a dark sky.
GRAIN, GRAIN_TILES = 1.3, 4
QUALITY = {"crf": "18", "preset": "veryfast", "x264-params": "aq-mode=3:subme=1:me=dia"}


class Scene(Protocol):
    """One picture that moves."""

    def frame(self, seconds: float) -> "Pixels":
        """Return the picture after some seconds, [height, width, 3]: red, green, blue."""


class SceneLocal:
    """Draws clips when they are fetched; an order is nothing but its own words.

    So it holds through a restart, and asking for it again costs nothing.
    """

    def __init__(self, access: Access) -> None:
        del access

    def submit(self, request: ShotRequest, task: Task) -> str:
        """Check an order and return its name.

        Raises:
            CreatorError: The size or the length cannot be drawn.
        """
        task.check()
        _check(request)
        return base64.urlsafe_b64encode(json_bytes(request)).decode()

    def poll(self, name: str) -> Standing:
        """Return that it can be fetched at once."""
        del name
        return Standing(is_done=True, fraction=1.0)

    def fetch(self, name: str, out: Path, task: Task) -> None:
        """Draw the clip into a file.

        Raises:
            CreatorError: The name is none of ours, or the file cannot be written.
        """
        request = _ordered(name)
        write_clip(scene_clip(request), request, out, task)

    def cancel(self, name: str) -> None:
        """Do nothing: nothing runs before it is fetched."""


def _check(request: ShotRequest) -> None:
    sides = (request.width, request.height)
    if min(sides) < LEAST_PX or max(sides) > MOST_PX or any(side % 2 for side in sides):
        raise CreatorError(
            f"A scene of {request.width} × {request.height} cannot be drawn.",
            f"Choose even sides from {LEAST_PX} to {MOST_PX} pixels.",
        )
    if not 0 < request.duration_us <= LONGEST_US:
        raise CreatorError("A scene may last up to ten minutes.", "Choose a shorter time.")


def _ordered(name: str) -> ShotRequest:
    try:
        return decode(ShotRequest, json.loads(base64.urlsafe_b64decode(name)))
    except (ValueError, CreatorError) as error:
        raise CreatorError("This scene was not ordered here.", "Order it again.") from error


def scene_clip(request: ShotRequest) -> "VideoClip":
    """Return the scene as a MoviePy clip of `DETAIL` of the asked size."""
    from moviepy import VideoClip

    shape = _drawn_shape(request)
    seconds = request.duration_us / US
    scene = scene_of(wish_of(request.prompt), shape, seconds)
    clip: Any = VideoClip(scene.frame, duration=seconds)
    return clip


def scene_of(wish: Wish, shape: tuple[int, int], seconds: float) -> Scene:
    """Return the scene of a family.

    Args:
        wish: What to draw.
        shape: Height and width of its frames.
        seconds: How long it lasts.
    """
    module, _, name = SCENES[wish.family].partition(":")
    family = getattr(import_module(f"creator_app.providers.scenes.{module}"), name)
    scene: Scene = family(shape, seconds, wish)
    return scene


def _drawn_shape(request: ShotRequest) -> tuple[int, int]:
    sides = (request.height, request.width)
    # What is smaller than this loses its shapes: it is drawn larger and scaled down.
    share = max(DETAIL, Fraction(LEAST_DRAWN_PX, min(sides)))
    height, width = (round(side * share / 2) * 2 for side in sides)
    return height, width


def write_clip(clip: "VideoClip", request: ShotRequest, out: Path, task: Task) -> None:
    """Write a clip's frames as a film of the asked size, exactly as many as the length asks for.

    Raises:
        CreatorError: The file cannot be written.
    """
    from creator_app.core.files import written
    from creator_app.media.movie import Movie, writing

    rate = Fraction(request.rate_hz)
    count = max(1, us_to_index(request.duration_us, rate))
    grain = _Grain(request.width, request.height)
    with written(out) as part, writing(part) as container:
        size = (request.width, request.height)
        movie = Movie(container, size, rate, QUALITY, has_sound=False)
        for number in range(count):
            task.progress(number / count, "drawing")
            movie.add_picture(grain.over(clip.get_frame(number / request.rate_hz), number), number)
        movie.finish()


class _Grain:
    """Brings drawn pixels to the film's size and lays grain over them."""

    def __init__(self, width: int, height: int) -> None:
        import numpy as np

        rng = np.random.default_rng(width * height)
        noise = rng.normal(0, GRAIN, (height + 64, width + 64))
        self._lighter = np.clip(np.round(noise), 0, 255).astype(np.uint8)
        self._darker = np.clip(np.round(-noise), 0, 255).astype(np.uint8)
        self._places = rng.integers(0, 64, (997, 2))
        self._size = (width, height)

    def over(self, pixels: "Pixels", number: int) -> Any:
        """Return a frame for the encoder."""
        canvas = self._scaled(pixels)
        import cv2

        width, height = self._size
        top, left = (int(each) for each in self._places[number % len(self._places)])
        rows, columns = slice(top, top + height), slice(left, left + width)
        cv2.add(canvas.y, self._lighter[rows, columns], dst=canvas.y)
        cv2.subtract(canvas.y, self._darker[rows, columns], dst=canvas.y)
        return canvas.frame

    def _scaled(self, pixels: "Pixels") -> "Canvas":
        from creator_app.media.planes import Canvas, of_rgb, scale

        canvas = Canvas(*self._size)
        scale(of_rgb(pixels), canvas)
        return canvas
