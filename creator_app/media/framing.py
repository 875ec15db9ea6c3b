"""How a picture of any shape comes into a frame: cut to fill it, or whole on a blurred ground."""

from dataclasses import dataclass

from creator_app.media.planes import Canvas, Planes, scale

# A picture is cut to the frame's shape when at least this share of it stays visible.
KEEP_AT_LEAST = 0.7
# The ground is blurred on a picture this many times smaller than the frame.
BLUR_SHRINK = 12
BLUR_SIGMA = 2.6
# How bright the ground stays, of 1, so that the picture before it stands out.
GROUND_LIGHT = 0.62


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels; left and top even."""

    left: int
    top: int
    width: int
    height: int


def visible_share(shape: float, frame_shape: float) -> float:
    """Return how much of a picture stays when it is cut to a frame; both as width : height."""
    return min(shape, frame_shape) / max(shape, frame_shape)


def cut_to(width: int, height: int, shape: float, frame_shape: float) -> Box:
    """Return the middle part of a picture that has a frame's shape.

    Args:
        width: Of the picture as stored.
        height: Of the picture as stored.
        shape: Its width : height as shown; pixels need not be square.
        frame_shape: The frame's width : height.
    """
    share = visible_share(shape, frame_shape)
    if shape > frame_shape:
        inner = max(2, round(width * share))
        return Box(_even((width - inner) // 2), 0, inner, height)
    inner = max(2, round(height * share))
    return Box(0, _even((height - inner) // 2), width, inner)


def whole_in(shape: float, width: int, height: int) -> Box:
    """Return the largest box of a shape in the middle of a frame; all its numbers are even."""
    if shape > width / height:
        inner = max(2, _even(round(width / shape)))
        return Box(0, _even((height - inner) // 2), width, min(inner, height))
    inner = max(2, _even(round(height * shape)))
    return Box(_even((width - inner) // 2), 0, min(inner, width), height)


def framed(picture: Planes, shape: float, width: int, height: int, keep: float) -> Canvas:
    """Return a picture brought into a frame.

    Args:
        picture: Of any size.
        shape: Its width : height as shown.
        width: The frame's, even.
        height: The frame's, even.
        keep: Cut it where at least this share stays visible; else show it whole.
    """
    canvas = Canvas(width, height)
    part = cut_to(picture.width, picture.height, shape, width / height)
    filling = picture.cut(part.left, part.top, part.width, part.height)
    if visible_share(shape, width / height) >= keep:
        scale(filling, canvas)
        return canvas
    _lay_ground(filling, canvas)
    box = whole_in(shape, width, height)
    scale(picture, canvas.cut(box.left, box.top, box.width, box.height))
    return canvas


def _lay_ground(picture: Planes, canvas: Canvas) -> None:
    """Fill a frame with a dark, blurred copy; blurring a small one is the same and cheap."""
    import cv2

    small = Canvas(
        max(2, _even(canvas.width // BLUR_SHRINK)), max(2, _even(canvas.height // BLUR_SHRINK))
    )
    scale(picture, small)
    for plane, target, level in zip(small.each, canvas.each, (16, 128, 128), strict=True):
        cv2.GaussianBlur(plane, (0, 0), BLUR_SIGMA, dst=plane)
        dimmed = cv2.convertScaleAbs(plane, alpha=GROUND_LIGHT, beta=level * (1 - GROUND_LIGHT))
        height, width = target.shape
        cv2.resize(dimmed, (width, height), dst=target, interpolation=cv2.INTER_LINEAR)


def _even(number: int) -> int:
    return number // 2 * 2
