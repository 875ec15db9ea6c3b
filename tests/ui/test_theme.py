import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QFontMetricsF, QPalette

from creator_app.core.files import resource
from creator_app.ui import fonts
from creator_app.ui.theme import Theme, install, palette, theme, themes
from creator_app.ui.tokens import Mode, load_tokens

TEXT_PAIRS = """
text1 on base, text1 on panel, text1 on raised, text1 on overlay, text1 on sunken, text1 on hover,
text1 on selected, text2 on panel, text2 on raised, text2 on overlay, text3 on base, text3 on panel,
text3 on raised, text3 on overlay, text3 on sunken, text_on_fill on accent,
text_on_fill on accent_hover, text_on_fill on accent_pressed, text_on_fill on danger,
text_on_fill on danger_hover, text_on_fill on danger_pressed, accent_text on overlay,
accent_text on selected, accent_text on panel, accent_text on raised, accent_text on accent_soft,
danger_text on panel, danger_text on danger_soft, warning_text on panel,
warning_text on warning_soft, success_text on panel, success_text on success_soft,
mark_text on mark, text1 on clip_video, text1 on clip_overlay, text1 on clip_voice,
text1 on clip_music, text1 on clip_caption, text2 on selected, text2 on hover,
text2 on warning_soft,
text1 on warning_soft, text2 on base
"""
CAPTION_PAIRS = """
caption_final on caption_bg, caption_provisional on caption_bg, caption_final on panel,
caption_provisional on panel
"""
GRAPHIC_PAIRS = """
line_control on panel, line_control on sunken, focus on panel, focus on base, focus on overlay,
wave_rms on wave_bg, playhead on wave_bg, meter_ok on sunken, meter_hot on sunken,
meter_clip on sunken, caption_rule on caption_bg
"""


@pytest.fixture(autouse=True)
def installed(qapp):
    install(qapp, Mode.DARK)
    yield
    themes().choose(Mode.DARK)


def _luminance(color):
    """WCAG 2.2, relative luminance."""
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """WCAG 2.2, contrast ratio."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _failing(mode, pairs, least):
    look = Theme(mode, load_tokens().colors[mode])
    found = []
    for pair in pairs.replace("\n", " ").split(","):
        one, other = pair.strip().split(" on ")
        ratio = contrast(look.color(one), look.color(other))
        if ratio < least:
            found.append((pair.strip(), round(ratio, 2)))
    return found


@pytest.mark.parametrize("mode", Mode)
def test_every_text_reads_on_every_ground_it_stands_on(mode):
    assert _failing(mode, TEXT_PAIRS, 4.5) == []


@pytest.mark.parametrize("mode", Mode)
def test_captions_reach_seven_to_one(mode):
    assert _failing(mode, CAPTION_PAIRS, 7.0) == []


@pytest.mark.parametrize("mode", Mode)
def test_borders_focus_and_meters_reach_three_to_one(mode):
    assert _failing(mode, GRAPHIC_PAIRS, 3.0) == []


@pytest.mark.parametrize("mode", Mode)
def test_speakers_read_on_their_grounds(mode):
    look = Theme(mode, load_tokens().colors[mode])
    for index in range(8):
        strong, soft = look.speaker(index)
        grounds = (soft, look.colors.panel, look.colors.caption_bg)
        assert min(contrast(strong, ground) for ground in grounds) >= 4.5


def test_the_ninth_speaker_has_the_colours_of_the_first():
    assert theme().speaker(8) == theme().speaker(0)


def test_the_theme_changes_while_the_application_runs(qtbot, qapp):
    with qtbot.waitSignal(themes().changed):
        themes().choose(Mode.LIGHT)
    assert theme().mode is Mode.LIGHT
    assert qapp.palette().color(QPalette.ColorRole.Window) == theme().colors.panel
    assert theme().colors.accent.name() in qapp.styleSheet()


def test_choosing_the_same_again_tells_nobody(qtbot):
    with qtbot.assertNotEmitted(themes().changed):
        themes().choose(Mode.DARK)


class Hints:
    """A system that says which colours it wants; the offscreen platform never changes its own."""

    def __init__(self, scheme):
        self.scheme = scheme

    def colorScheme(self):  # noqa: N802 - Qt's name
        return self.scheme


@pytest.mark.parametrize(
    ("scheme", "mode"), [(Qt.ColorScheme.Light, Mode.LIGHT), (Qt.ColorScheme.Dark, Mode.DARK)]
)
def test_without_a_choice_it_follows_the_system(qapp, monkeypatch, scheme, mode):
    monkeypatch.setattr(themes(), "_hints", Hints(scheme))
    themes().choose(None)
    qapp.styleHints().colorSchemeChanged.emit(scheme)
    assert theme().mode is mode


def test_reduced_motion_leaves_no_duration():
    themes().choose(Mode.DARK, reduce_motion=True)
    assert {theme().motion_ms(speed) for speed in ("fast", "normal", "slow")} == {0}
    themes().choose(Mode.DARK, reduce_motion=False)
    assert theme().motion_ms("normal") == 160


def test_installing_twice_keeps_one_theme(qapp):
    assert install(qapp, Mode.DARK) is themes()


def test_disabled_text_is_disabled_in_the_palette_too():
    look = theme()
    color = palette(look).color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert color == look.colors.text_disabled


@pytest.mark.parametrize("weight", [400, 500, 600, 800])
def test_every_weight_of_the_shipped_typeface_is_used(weight):
    info = QFontInfo(fonts.font("body", weight=weight))
    assert (info.family(), info.weight()) == ("Inter", weight)


def test_tabular_figures_have_one_width():
    metrics = QFontMetricsF(theme().font("body", tabular=True))
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")
    loose = QFontMetricsF(theme().font("body"))
    assert loose.horizontalAdvance("1111") < loose.horizontalAdvance("0000")


def test_no_step_of_the_scale_is_smaller_than_eleven():
    assert min(step.size for step in load_tokens().text.values()) == 11


def test_chinese_is_a_fallback_of_every_font():
    assert theme().font("body").families()[:2] == ["Inter", "Noto Sans CJK SC"]


def test_the_licences_of_icons_and_type_are_shipped():
    icon_notice = resource("icons", "LICENSE").read_text()
    assert "ISC License" in icon_notice
    assert "The MIT License" in icon_notice
    assert "SIL OPEN FONT LICENSE" in resource("fonts", "Inter-LICENSE.txt").read_text().upper()
