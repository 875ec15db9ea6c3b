"""Bitmaps drawn by Qt as patches for the compositor: planes, and how clear they are."""

from PySide6.QtGui import QImage

from creator_app.media.planes import TO_YUV, Bytes, Patch, Planes


def patch_of(image: QImage, left: int, top: int) -> Patch:
    """Return a bitmap as a patch; its sides and its place are even."""
    import cv2
    import numpy as np

    pixels = pixels_of(image)
    # The offsets of Y, U and V count as much as the pixel does: they go with the opacity.
    matrix = np.concatenate([TO_YUV[:, 2::-1], TO_YUV[:, 3:] / 255], axis=1)
    y, u, v = cv2.split(cv2.transform(pixels, matrix))
    alpha = np.ascontiguousarray(pixels[:, :, 3])
    half = (image.width() // 2, image.height() // 2)
    u, v, thin = (cv2.resize(each, half, interpolation=cv2.INTER_AREA) for each in (u, v, alpha))
    picture = Planes(np.asarray(y), np.asarray(u), np.asarray(v))
    return Patch(left, top, picture, 255 - alpha, np.asarray(255 - thin, np.uint8))


def pixels_of(image: QImage) -> Bytes:
    """Return a copy of a bitmap as [height, width, 4]: blue, green, red, opacity; premultiplied."""
    import numpy as np

    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    pixels = rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4)
    return pixels.copy()
