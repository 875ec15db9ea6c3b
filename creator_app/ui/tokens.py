"""The design tokens of `resources/tokens.json` as typed, frozen values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from functools import cache
from typing import Any

from PySide6.QtGui import QColor

from creator_app.core.files import open_file, resource


class Mode(Enum):
    """The three sets of colours."""

    DARK = "dark"
    LIGHT = "light"
    HIGH_CONTRAST = "high_contrast"


@dataclass(frozen=True)
class Colors:
    """Every colour of one mode; what each is for stands in `color_use` of the tokens."""

    base: QColor
    panel: QColor
    raised: QColor
    overlay: QColor
    sunken: QColor
    hover: QColor
    pressed: QColor
    selected: QColor
    line: QColor
    line_strong: QColor
    line_control: QColor
    text1: QColor
    text2: QColor
    text3: QColor
    text_disabled: QColor
    text_on_fill: QColor
    accent: QColor
    accent_hover: QColor
    accent_pressed: QColor
    accent_text: QColor
    accent_soft: QColor
    danger: QColor
    danger_hover: QColor
    danger_pressed: QColor
    danger_text: QColor
    danger_soft: QColor
    warning: QColor
    warning_text: QColor
    warning_soft: QColor
    success: QColor
    success_text: QColor
    success_soft: QColor
    wave_bg: QColor
    wave_peak: QColor
    wave_rms: QColor
    wave_played_peak: QColor
    wave_played: QColor
    playhead: QColor
    meter_off: QColor
    meter_ok: QColor
    meter_hot: QColor
    meter_clip: QColor
    caption_bg: QColor
    caption_final: QColor
    caption_provisional: QColor
    caption_rule: QColor
    mark: QColor
    mark_text: QColor
    clip_video: QColor
    clip_overlay: QColor
    clip_voice: QColor
    clip_music: QColor
    clip_caption: QColor
    focus: QColor
    scrim: QColor


@dataclass(frozen=True)
class Space:
    """Distances in logical pixels, all on the grid of four."""

    icon_to_text: int
    between_controls: int
    panel_inset: int
    wide_inset: int
    page_inset: int
    between_cards: int
    section_gap: int


@dataclass(frozen=True)
class Radius:
    """Corner radii in logical pixels."""

    inner: int
    control: int
    card: int
    pill: int
    window_logo: int


@dataclass(frozen=True)
class Size:
    """Sizes of controls and of the window's parts in logical pixels."""

    control_compact: int
    control: int
    control_prominent: int
    control_call: int
    record_button: int
    row: int
    row_two_lines: int
    table_row: int
    menu_row: int
    chip: int
    tag: int
    slider_knob: int
    slider_track: int
    progress: int
    progress_stages_gap: int
    toggle: tuple[int, int]
    check: int
    avatar: int
    meter: int
    meter_sound_check: int
    rail: int
    rail_item: tuple[int, int]
    top_bar: int
    top_bar_narrow: int
    tool_bar: int
    proof_strip: int
    proof_strip_narrow: int
    side_panel: tuple[int, ...]
    jobs_drawer: int
    scroll_bar: int
    hit_target_min: int
    window_min: tuple[int, int]


@dataclass(frozen=True)
class Icons:
    """Sizes of icons in logical pixels."""

    inline: int
    control: int
    section: int
    rail: int
    empty: int


@dataclass(frozen=True)
class TextStyle:
    """One step of the type scale.

    Attributes:
        size: Height of the type in logical pixels.
        line: Height of a line in logical pixels.
        weight: 400 … 800.
        spacing_em: Letter spacing in ems.
        line_cjk: Height of a line of Chinese, where it differs; 0 means `line`.
    """

    size: int
    line: int
    weight: int
    spacing_em: float = 0.0
    line_cjk: int = 0


@dataclass(frozen=True)
class Tokens:
    """Everything the token file says about the look."""

    colors: Mapping[Mode, Colors]
    speakers: Mapping[Mode, tuple[QColor, ...]]
    speakers_soft: Mapping[Mode, tuple[QColor, ...]]
    families: tuple[str, ...]
    text: Mapping[str, TextStyle]
    space: Space
    radius: Radius
    size: Size
    icon: Icons
    motion_ms: Mapping[str, int]


@cache
def load_tokens() -> Tokens:
    """Read the token file once.

    Raises:
        TypeError: A token the code knows is missing, or one it does not know was added.
    """
    with open_file(resource("tokens.json"), "r") as file:
        raw = json.load(file)
    colors = {mode: raw["color"][mode.value] for mode in Mode}
    motion = raw["motion"]
    return Tokens(
        colors={mode: _colors(groups) for mode, groups in colors.items()},
        speakers={mode: _row(groups["speaker"]) for mode, groups in colors.items()},
        speakers_soft={mode: _row(groups["speaker_soft"]) for mode, groups in colors.items()},
        families=tuple(raw["type"]["families"]["ui"]),
        text={name: _text_style(step) for name, step in raw["type"]["scale"].items()},
        space=Space(**raw["space"]["use"]),
        radius=Radius(**raw["radius"]),
        size=Size(**{name: _frozen(value) for name, value in raw["size"].items()}),
        icon=Icons(**raw["icon"]["sizes"]),
        motion_ms={speed: motion[f"{speed}_ms"] for speed in ("fast", "normal", "slow")},
    )


def _colors(groups: Mapping[str, Any]) -> Colors:
    named = {name: group for name, group in groups.items() if not name.startswith("speaker")}
    return Colors(
        **{name: QColor(value) for group in named.values() for name, value in group.items()}
    )


def _row(values: list[str]) -> tuple[QColor, ...]:
    return tuple(QColor(value) for value in values)


def _text_style(step: Mapping[str, Any]) -> TextStyle:
    known = {field.name for field in fields(TextStyle)}
    return TextStyle(**{name: value for name, value in step.items() if name in known})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
