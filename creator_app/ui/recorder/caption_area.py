"""The captions while they come, and the line below that says what their colours mean."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from creator_app.core.engines import Caption
from creator_app.ui.recorder.turns import LiveTurns, Said
from creator_app.ui.theme import theme
from creator_app.ui.tokens import Mode
from creator_app.ui.widgets import numbers, paint
from creator_app.ui.widgets.buttons import Button, Kind
from creator_app.ui.widgets.captions_turn import UNDERLINE_PX
from creator_app.ui.widgets.captions_view import CaptionsView, Turn

FOOTER_PX = 34
GAP_PX = 20


class Legend(QWidget):
    """Says in words, and shows, what stays and what may still change."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.say()

    def say(self) -> None:
        """Say it anew in the language and colours of now."""
        words = [f"{strong} {rest}" for strong, rest in self._parts()]
        self.setAccessibleName(". ".join(words))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of a line."""
        return QSize(320, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both halves, the second as captions that may change are painted."""
        look = theme()
        colors = look.colors
        painter = QPainter(self)
        small, strong_font = look.font("small"), look.font("small", weight=600)
        (final, stays), (may, change) = self._parts()
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        pieces = (
            (final, strong_font, colors.caption_final, False),
            (stays, small, colors.text3, False),
            (may, small, colors.caption_provisional, True),
            (change, small, colors.text3, False),
        )
        left_px = 0.0
        for number, (words, font, ink, is_dotted) in enumerate(pieces):
            wide_px = paint.width_px(words, font) + 1
            place = QRectF(left_px, 0, wide_px, self.height())
            if is_mirrored:
                place.moveLeft(self.width() - place.right())
            paint.text(painter, place, words, font, ink)
            if is_dotted:
                y_px = self.height() / 2 + 8
                line = QRectF(place.left(), y_px, wide_px - 1, UNDERLINE_PX)
                paint.dots(painter, line, colors.caption_rule)
            left_px += wide_px + (GAP_PX if number == 1 else 4)

    def _parts(self) -> tuple[tuple[str, str], tuple[str, str]]:
        is_light = theme().mode is Mode.LIGHT
        final = self.tr("Black") if is_light else self.tr("White")
        return (
            (final, self.tr("stays as it is")),
            (self.tr("Grey, dotted"), self.tr("may still change")),
        )


class CaptionArea(QWidget):
    """Live captions, newest below."""

    def __init__(self) -> None:
        super().__init__()
        self.view = CaptionsView("")
        self._turns = LiveTurns()
        self._legend = Legend()
        self._follow = Button("", Kind.QUIET, "arrow-down-to-line", 24)
        self._follow.set_key("End")
        self._follow.clicked.connect(self.view.follow)
        self.view.following_changed.connect(lambda _is_following: self._show_following())
        self._lay_out()
        self._say()

    @property
    def last_stop(self) -> QWidget:
        """What Tab comes to last here."""
        return self._follow

    @property
    def words(self) -> int:
        """How many words are certain."""
        return self._turns.words

    @property
    def spoken_us(self) -> int:
        """How much speech is captioned for good."""
        return self._turns.spoken_us

    def start_anew(self) -> None:
        """Forget the captions of the recording before."""
        self._turns = LiveTurns()
        self.view.set_turns(())
        self.view.follow()

    def hear(self, caption: Caption) -> None:
        """Show a caption."""
        said = self._turns.hear(caption)
        if said is None:
            return
        if said.is_new:
            self.view.append(Turn(said.key, time=numbers.clock(said.start_us)))
        elif not said.text and not said.provisional:
            self._empty(said)
            return
        self.view.say(said.key, said.text, said.provisional)

    def mark(self, at_us: int, note: str) -> None:
        """Show a marker at the turn that is being said."""
        turns = self.view.turns
        if turns:
            words = f"{numbers.clock(at_us)} {note}".strip()
            self.view.correct(replace(turns[-1], note=words))

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language or other colours."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.StyleChange}:
            self._say()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, and the line above the legend."""
        look = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colors.caption_bg)
        corner = QRectF(self.rect()).adjusted(0, self.height() - FOOTER_PX, 0, 0)
        paint.line(painter, corner.topLeft(), corner.topRight(), look.colors.line)

    def _empty(self, said: Said) -> None:
        """Take back words that turned out to be nothing."""
        turn = next(each for each in self.view.turns if each.key == said.key)
        self.view.correct(replace(turn, text="", provisional=""))

    def _say(self) -> None:
        self.view.setAccessibleName(self.tr("Captions"))
        self._legend.say()
        self._show_following()

    def _show_following(self) -> None:
        is_following = self.view.is_following
        words = self.tr("Following") if is_following else self.tr("Go to the newest")
        self._follow.setText(words)

    def _lay_out(self) -> None:
        inset = theme().space.wide_inset
        footer = QHBoxLayout()
        footer.setContentsMargins(inset, 1, inset - 8, 0)
        footer.addWidget(self._legend, 1)
        footer.addWidget(self._follow)
        below = QWidget()
        below.setLayout(footer)
        below.setFixedHeight(FOOTER_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(below)
