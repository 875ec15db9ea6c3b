"""The look of the whole application: one frozen theme at a time, changeable while it runs."""

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyle

from creator_app.ui import fonts
from creator_app.ui.focus_ring import FocusRings
from creator_app.ui.style_sheet import style_sheet
from creator_app.ui.tokens import Colors, Icons, Mode, Radius, Size, Space, load_tokens

PROPERTY = "creator_themes"


@dataclass(frozen=True)
class Theme:
    """What a widget needs to know to paint itself.

    Attributes:
        mode: Which set of colours it is.
        colors: The colours by name.
        reduce_motion: Nothing moves: every duration is 0.
    """

    mode: Mode
    colors: Colors
    reduce_motion: bool = False

    @property
    def space(self) -> Space:
        """Return the distances."""
        return load_tokens().space

    @property
    def size(self) -> Size:
        """Return the sizes of controls."""
        return load_tokens().size

    @property
    def radius(self) -> Radius:
        """Return the corner radii."""
        return load_tokens().radius

    @property
    def icon(self) -> Icons:
        """Return the sizes of icons."""
        return load_tokens().icon

    @property
    def is_high_contrast(self) -> bool:
        """Return whether borders must carry what shades carry elsewhere."""
        return self.mode is Mode.HIGH_CONTRAST

    @property
    def field(self) -> QColor:
        """Return the ground of a field: a well in the dark, white in the light."""
        return self.colors.panel if self.mode is Mode.LIGHT else self.colors.sunken

    def color(self, name: str) -> QColor:
        """Return a colour by its token name."""
        return cast("QColor", getattr(self.colors, name))

    def speaker(self, index: int) -> tuple[QColor, QColor]:
        """Return the text colour and the ground of the speaker who was the `index`th to speak.

        Args:
            index: From 0; the colours repeat after the eighth.
        """
        tokens = load_tokens()
        strong, soft = tokens.speakers[self.mode], tokens.speakers_soft[self.mode]
        return strong[index % len(strong)], soft[index % len(soft)]

    def font(self, role: str, *, tabular: bool = False, weight: int = 0) -> QFont:
        """Return the font of a step of the type scale."""
        return fonts.font(role, tabular, weight)

    def line_px(self, role: str) -> int:
        """Return the height of a line of a step of the type scale."""
        return fonts.text_style(role).line

    def motion_ms(self, speed: str) -> int:
        """Return how long something takes to open, close or arrive.

        Args:
            speed: fast, normal or slow.
        """
        return 0 if self.reduce_motion else load_tokens().motion_ms[speed]


class Themes(QObject):
    """Keeps the application's theme, following the system unless the user chose one."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._chosen: Mode | None = None
        self._reduce_motion: bool | None = None
        self.rings = FocusRings(lambda: self.current.colors.focus, self)
        self._hints = app.styleHints()  # kept: without it PySide forgets what it owns
        self._hints.colorSchemeChanged.connect(self._apply)
        accessibility = getattr(self._hints, "accessibility", None)  # Qt 6.10 and newer
        self._contrast = accessibility() if accessibility else None
        if self._contrast is not None:
            self._contrast.contrastPreferenceChanged.connect(self._apply)
        app.setStyle("Fusion")
        app.setFont(fonts.font("body"))
        self.current = self._wanted()
        self._dress()

    def choose(self, mode: Mode | None, reduce_motion: bool | None = None) -> None:
        """Use these colours from now on.

        Args:
            mode: None follows the system.
            reduce_motion: None follows the system.
        """
        self._chosen, self._reduce_motion = mode, reduce_motion
        self._apply()

    def _apply(self) -> None:
        wanted = self._wanted()
        before, self.current = self.current, wanted
        if wanted.mode is not before.mode:
            self._dress()
        if wanted != before:
            self.changed.emit()

    def _wanted(self) -> Theme:
        mode = self._chosen or self._system_mode()
        still = self._system_is_still() if self._reduce_motion is None else self._reduce_motion
        return Theme(mode, load_tokens().colors[mode], still)

    def _system_mode(self) -> Mode:
        contrast = self._contrast
        if (
            contrast is not None
            and contrast.contrastPreference() == Qt.ContrastPreference.HighContrast
        ):
            return Mode.HIGH_CONTRAST
        is_light = self._hints.colorScheme() == Qt.ColorScheme.Light
        return Mode.LIGHT if is_light else Mode.DARK

    def _system_is_still(self) -> bool:
        return self._app.style().styleHint(QStyle.StyleHint.SH_Widget_Animate) == 0

    def _dress(self) -> None:
        look = self.current
        self._app.setPalette(palette(look))
        self._app.setStyleSheet(style_sheet(look.colors, look.field))


def install(app: QApplication, mode: Mode | None = None) -> Themes:
    """Give the application its fonts and its look; the second call only changes the mode.

    Args:
        app: The application.
        mode: Which colours; None follows the system.
    """
    themes = app.property(PROPERTY)
    if not isinstance(themes, Themes):
        fonts.load_fonts()
        themes = Themes(app)
        app.setProperty(PROPERTY, themes)
    themes.choose(mode)
    return themes


def themes() -> Themes:
    """Return what keeps the application's theme; it is installed if nobody did."""
    app = QGuiApplication.instance()
    kept = app.property(PROPERTY) if app else None
    return kept if isinstance(kept, Themes) else install(cast("QApplication", app))


def theme() -> Theme:
    """Return the theme of now; ask again at each painting, never keep it."""
    return themes().current


def palette(look: Theme) -> QPalette:
    """Return Qt's palette in the theme's colours, for its own classes."""
    colors, role = look.colors, QPalette.ColorRole
    made = QPalette()
    for name, color in {
        role.Window: colors.panel,
        role.WindowText: colors.text1,
        role.Base: look.field,
        role.AlternateBase: colors.raised,
        role.ToolTipBase: colors.overlay,
        role.ToolTipText: colors.text1,
        role.PlaceholderText: colors.text3,
        role.Text: colors.text1,
        role.Button: colors.raised,
        role.ButtonText: colors.text1,
        role.BrightText: colors.danger_text,
        role.Highlight: colors.accent,
        role.HighlightedText: colors.text_on_fill,
        role.Link: colors.accent_text,
        role.LinkVisited: colors.accent_text,
        role.Accent: colors.accent,
        role.Light: colors.line,
        role.Midlight: colors.line,
        role.Mid: colors.line_strong,
        role.Dark: colors.line_strong,
        role.Shadow: colors.line,
    }.items():
        made.setColor(name, color)
    for text in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, text, colors.text_disabled)
    return made
