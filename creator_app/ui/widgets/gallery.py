"""Every widget in every state, to look at: `creator-app --gallery`."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from creator_app.ui.focus_ring import FocusRing
from creator_app.ui.theme import theme, themes
from creator_app.ui.tokens import Mode
from creator_app.ui.widgets.buttons import Button, IconButton, Kind, LinkButton
from creator_app.ui.widgets.chips import Avatar, Chip, Hue, Tag
from creator_app.ui.widgets.choices import CheckBox, RadioButton, Segments, Switch
from creator_app.ui.widgets.fields import Combo, FieldWithError, LineField, TextArea
from creator_app.ui.widgets.flow import FlowLayout
from creator_app.ui.widgets.gallery_parts import parts_column
from creator_app.ui.widgets.labels import Label
from creator_app.ui.widgets.menus import Menu
from creator_app.ui.widgets.slider import SliderField

COLUMN_PX = 440
STATES = ("rest", "hover", "pressed", "focus", "disabled", "busy")
MODES = (Mode.DARK, Mode.LIGHT, Mode.HIGH_CONTRAST)


class Gallery(QWidget):
    """Two columns: controls in their states, and the larger parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_t("Gallery"))
        self.sheet = QWidget()
        self.sheet.setProperty("ground", "panel")
        row = QHBoxLayout(self.sheet)
        row.setContentsMargins(20, 16, 20, 20)
        row.setSpacing(32)
        for column in (_controls_column(), parts_column()):
            column.setFixedWidth(COLUMN_PX)
            row.addWidget(column, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.sheet)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._top())
        whole.addWidget(area)
        self.resize(2 * COLUMN_PX + 100, 900)

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(20, 10, 20, 10)
        row.addWidget(Label(_t("Gallery"), "title"))
        row.addStretch(1)
        names = tuple(_t(name) for name in ("Dark", "Light", "High contrast"))
        modes = Segments(_t("Colours"), names)
        modes.choose(MODES.index(theme().mode))
        modes.chosen.connect(lambda index: themes().choose(MODES[index]))
        row.addWidget(modes)
        return row


def gallery_window(mode: Mode | None = None) -> QWidget:
    """Return a window with every widget in every state.

    Args:
        mode: Which colours to begin with; None follows the system.
    """
    if mode is not None:
        themes().choose(mode)
    return Gallery()


def _t(text: str) -> str:
    return QCoreApplication.translate("Gallery", text)


def heading(text: str) -> Label:
    """Return the small heading of a group."""
    label = Label(text, "small", "text3")
    label.set_weight(600)
    return label


def _controls_column() -> QWidget:
    column = QWidget()
    lines = QVBoxLayout(column)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(10)
    lines.addWidget(_states())
    for title, group in (
        ("Sizes, price, shortcut, menu", _sizes()),
        ("Fields", _fields()),
        ("Choices", _choices()),
        ("Chips, tags, avatars", _chips()),
        ("Menu", _menu()),
        ("Type", _type()),
    ):
        lines.addWidget(heading(_t(title)))
        lines.addWidget(group)
    return column


def _states() -> QWidget:
    group = QWidget()
    grid = QGridLayout(group)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(6)
    for number, state in enumerate(STATES):
        label = Label(_t(state), "small", "text3")
        label.set_align(Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(label, 0, number)
        grid.setColumnStretch(number, 1)
    kinds = (
        ("Make", Kind.PRIMARY),
        ("Export", Kind.DEFAULT),
        ("Loop", Kind.QUIET),
        ("Stop", Kind.DANGER),
    )
    for line, (text, kind) in enumerate(kinds, start=1):
        for number, state in enumerate(STATES):
            button = Button(_t(text), kind)
            grid.addWidget(button, line, number)
            _put_into(button, state)
    tool = Button(_t("Loop on"), Kind.TOOL)
    tool.setChecked(True)
    grid.addWidget(tool, 3, len(STATES) - 1)
    return group


def _put_into(button: Button, state: str) -> None:
    if state == "hover":
        button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    elif state == "pressed":
        button.setDown(True)
    elif state == "disabled":
        button.disable(_t("There is nothing to make yet."))
    elif state == "busy":
        button.set_busy(None if button.kind is Kind.DANGER else 0.31)
    elif state == "focus":
        _ring_when_shown(button)


def _ring_when_shown(widget: QWidget) -> None:
    from PySide6.QtCore import QTimer

    QTimer.singleShot(0, widget, lambda: FocusRing(widget, lambda: theme().colors.focus))


def _sizes() -> QWidget:
    group = QWidget()
    flow = FlowLayout(group)
    for height_px in (24, 28, 32, 40):
        flow.addWidget(Button(f"{height_px} px", Kind.DEFAULT, "upload", height_px))
    make = Button(_t("Make 1 changed block"), Kind.PRIMARY, "audio-lines")
    make.set_price("$0.004")
    pause = Button(_t("Pause"), Kind.DEFAULT, "pause")
    pause.set_key("P")
    speed = Button("1.25×")
    speed.set_menu(Menu(_t("Speed"), speed))
    tool = Button(_t("Floating"), Kind.TOOL, "picture-in-picture-2")
    tool.setChecked(True)
    off = IconButton("redo-2", _t("Redo"))
    off.disable(_t("Nothing was undone."))
    retake = Button(_t("Retake"))
    retake.set_price(_t("free"))
    for widget in (
        make,
        pause,
        speed,
        retake,
        tool,
        IconButton("undo-2", _t("Undo")),
        off,
        IconButton("ellipsis", _t("More"), Kind.DEFAULT),
        LinkButton(_t("Show all 9")),
    ):
        flow.addWidget(widget)
    return group


def _fields() -> QWidget:
    group = QWidget()
    grid = QGridLayout(group)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(8)
    name = LineField(_t("Project name"), _t("Project name"))
    focused = LineField(_t("Project name"))
    focused.setText(_t("Harbor"))
    _ring_when_shown(focused)
    off = LineField(_t("Style"), _t("One style"))
    off.disable(_t("Joe has one style."))
    wrong = LineField(_t("Speed"))
    wrong.setText("25")
    wrong.set_error(_t("From 0.5 to 3"))
    search = LineField(_t("Search the bin"), _t("Search the bin"), "search")
    language = Combo(_t("Language"), ("English (US)", "中文（简体）", "Deutsch"))
    device = Combo(_t("Microphone"), ("Shure MV7", "Built-in"), "mic")
    no_device = Combo(_t("Camera"), (_t("No camera"),))
    no_device.disable(_t("No camera is connected."))
    area = TextArea(_t("Prompt"))
    area.setPlainText(_t("Small fishing boats leave a quiet harbour at dawn, low sun."))
    area.setFixedHeight(72)
    for place, widget in enumerate((name, focused, off, FieldWithError(wrong), search, language)):
        grid.addWidget(widget, place // 3, place % 3, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(device, 2, 0)
    grid.addWidget(no_device, 2, 1)
    grid.addWidget(area, 3, 0, 1, 3)
    return group


def _choices() -> QWidget:
    group = QWidget()
    lines = QVBoxLayout(group)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.addLayout(_marks())
    view = ("icon:layout-grid=" + _t("Cards"), "icon:list=" + _t("List"))
    segments = Segments(_t("Mix"), (_t("Both"), _t("Mic"), _t("System")))
    lines.addLayout(_in_row(segments, Segments(_t("View"), view)))
    lines.addLayout(_in_row(CheckBox(_t("Everyone agreed")), RadioButton(_t("Take 3"))))
    return group


def _in_row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def _marks() -> QHBoxLayout:
    on, some, off, rung, dead = (CheckBox(name=_t("Example")) for _ in range(5))
    on.setChecked(True)
    some.setTristate(True)
    some.setCheckState(Qt.CheckState.PartiallyChecked)
    _ring_when_shown(rung)
    dead.setEnabled(False)
    taken, free = RadioButton(name=_t("Example")), RadioButton(name=_t("Example"))
    taken.setChecked(True)
    switch_on, switch_off = Switch(_t("Example")), Switch(_t("Example"))
    switch_on.setChecked(True)
    speed = SliderField(_t("Speed"), 0.5, 3, 0.05, lambda value: f"{value:.2f}×")
    speed.set_value(1.1)
    row = _in_row(on, some, off, rung, dead, taken, free, switch_on, switch_off)
    row.insertWidget(row.count() - 1, speed, 1)
    return row


def _chips() -> QWidget:
    group = QWidget()
    lines = QVBoxLayout(group)
    lines.setContentsMargins(0, 0, 0, 0)
    flow = FlowLayout(gap_px=6)
    on = Chip(_t("On"), can_press=True)
    on.setCheckable(True)
    on.setChecked(True)
    anyone = Chip(_t("Anyone"), "user", can_press=True)
    anyone.set_menu(Menu(_t("Anyone"), anyone))
    english = Chip(_t("English"), hue=Hue.ACCENT, can_press=True)
    english.set_removable()
    for chip in (
        Chip(_t("All"), can_press=True),
        on,
        Chip(_t("2 flags"), "triangle-alert", Hue.WARNING),
        Chip(_t("Private"), "shield-check", Hue.SUCCESS),
        Chip(_t("7 hits"), hue=Hue.MARK),
        anyone,
        english,
    ):
        flow.addWidget(chip)
    lines.addLayout(flow)
    tags = FlowLayout(gap_px=6)
    hues = (Hue.PLAIN, Hue.SUCCESS, Hue.WARNING, Hue.DANGER, Hue.ACCENT)
    words = ("Take 2", "Ready", "Closes", "Failed", "New")
    for hue, text in zip(hues, words, strict=True):
        tags.addWidget(Tag(_t(text), hue))
    for number in range(8):
        tags.addWidget(Avatar(f"S{number + 1}", number, f"Speaker {number + 1}"))
    lines.addLayout(tags)
    return group


def _menu() -> QWidget:
    menu = Menu(_t("Clip"))
    menu.setWindowFlags(Qt.WindowType.Widget)
    menu.add(_t("Split here"), lambda: None, "scissors", "S")
    copied = menu.add(_t("Copy"), lambda: None, "copy", "Ctrl+C")
    menu.add(_t("Paste"), lambda: None, "clipboard-paste", "Ctrl+V").setEnabled(False)
    menu.addSeparator()
    menu.addMenu(Menu(_t("More"), menu))
    menu.setActiveAction(copied)
    menu.setFixedWidth(210)
    return menu


def _type() -> QWidget:
    group = QWidget()
    lines = QVBoxLayout(group)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(2)
    for role in ("heading", "title", "section", "body", "reading", "small", "micro"):
        lines.addWidget(Label(f"{role}: Record, narrate 录制、配音 0:11.3", role, tabular=True))
    cut = Label(_t("A line that is longer than its room is cut and shows itself whole"), "body")
    cut.setFixedWidth(240)
    lines.addWidget(cut)
    lines.addWidget(Label("00:24:37", "timer"))
    return group
