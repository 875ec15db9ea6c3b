"""The shipped typeface, and fonts made from the type scale."""

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from creator_app.core.files import open_file, resource
from creator_app.ui.tokens import TextStyle, load_tokens

WEIGHTS = ("Regular", "Medium", "SemiBold", "ExtraBold")


def load_fonts() -> None:
    """Make the shipped weights of Inter known to this application; costs nothing the second time.

    The lists of installed fonts are read by the first text anyway, so loading before it is cheap.
    """
    if "Inter" in QFontDatabase.families() and len(QFontDatabase.styles("Inter")) >= len(WEIGHTS):
        return
    for weight in WEIGHTS:
        with open_file(resource("fonts", f"Inter-{weight}.ttf"), "rb") as file:
            QFontDatabase.addApplicationFontFromData(file.read())


@lru_cache(maxsize=256)
def font(role: str, tabular: bool = False, weight: int = 0, size_px: int = 0) -> QFont:
    """Return the font of a step of the type scale; copy it before changing it.

    Args:
        role: A step: micro, small, body, reading, section, title, heading, display, timer, or
            one of the captions.
        tabular: All figures get the same width: for times, levels, prices and counts.
        weight: 400 … 800 instead of the step's own.
        size_px: Another height, for captions whose size the user sets.
    """
    step = text_style(role)
    made = QFont()
    made.setFamilies(list(load_tokens().families))
    made.setPixelSize(size_px or step.size)
    made.setWeight(QFont.Weight(weight or step.weight))
    if step.spacing_em:
        spacing_px = step.spacing_em * made.pixelSize()
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing_px)
    if tabular or role == "timer":
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def text_style(role: str) -> TextStyle:
    """Return the numbers of a step of the type scale."""
    return load_tokens().text[role]
