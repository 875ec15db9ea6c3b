"""Chips, tags, progress, skeletons, empty states, rows, cards, proofs: one or two facts each."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from creator_app.ui.theme import Theme, theme
from creator_app.ui.tokens import Mode, load_tokens
from creator_app.ui.widgets.buttons import Button, LinkButton
from creator_app.ui.widgets.card import ChoiceCard
from creator_app.ui.widgets.chips import Avatar, Chip, Hue, Tag
from creator_app.ui.widgets.empty import EmptyState
from creator_app.ui.widgets.flow import FlowLayout
from creator_app.ui.widgets.progress import ProgressBar, ProgressLine, StagedProgress
from creator_app.ui.widgets.proof_strip import Proof, ProofCell, ProofStrip
from creator_app.ui.widgets.rows import FormRow, Row
from creator_app.ui.widgets.skeleton import Loading


def test_a_chip_that_only_tells_takes_neither_focus_nor_presses(shown, qtbot):
    chip = shown(Chip("Private", "shield-check", Hue.SUCCESS))
    with qtbot.assertNotEmitted(chip.clicked):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert chip.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_filter_chip_stays_on(shown, qtbot):
    chip = shown(Chip("All kinds", can_press=True))
    chip.setCheckable(True)
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert chip.isChecked()


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_chip_is_removed_by_its_cross_and_by_delete(shown, qtbot, mirrored):
    chip = Chip("English", can_press=True)
    chip.set_removable()
    side = Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
    chip.setLayoutDirection(side)
    chip = shown(chip, *chip.sizeHint().toTuple())
    at = QPoint(14 if mirrored else chip.width() - 14, 11)
    with qtbot.waitSignal(chip.removed):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=at)
    with qtbot.waitSignal(chip.removed):
        qtbot.keyClick(chip, Qt.Key.Key_Delete)


def test_chips_and_tags_have_the_sizes_of_the_tokens(qtbot):
    for widget, height_px in ((Chip("On"), 22), (Tag("Take 2"), 18)):
        qtbot.addWidget(widget)
        assert widget.sizeHint().height() == height_px


def test_a_tag_and_an_avatar_are_read_aloud(qtbot):
    tag, avatar = Tag("Ready", Hue.SUCCESS), Avatar("ML", 0, "Maya Lindqvist")
    for widget in (tag, avatar):
        qtbot.addWidget(widget)
    tag.set("Failed", Hue.DANGER)
    assert (tag.accessibleName(), avatar.accessibleName()) == ("Failed", "Maya Lindqvist")


@pytest.mark.parametrize(("fraction", "filled"), [(0.0, 0), (0.5, 100), (1.0, 200), (3.0, 200)])
def test_a_bar_fills_to_its_share(shown, fraction, filled):
    bar = shown(ProgressBar("Encoding"), 200, 4)
    bar.set_fraction(fraction)
    image = bar.grab().toImage()
    accent = theme().colors.accent
    assert sum(image.pixelColor(x, 2) == accent for x in range(200)) == pytest.approx(filled, abs=4)


def test_an_unknown_share_shows_neither_empty_nor_full(shown):
    bar = shown(ProgressBar("Encoding"), 200, 4)
    bar.set_fraction(None)
    ink = bar.grab().toImage().pixelColor(100, 2)
    assert ink.name() not in {theme().colors.accent.name(), theme().colors.meter_off.name()}
    bar.set_fraction(1.0)
    assert bar.grab().toImage().pixelColor(100, 2) == theme().colors.accent


def test_stages_say_which_one_runs(qtbot):
    staged = StagedProgress("Shot 3", ("Sent", "Filming", "Checking"))
    qtbot.addWidget(staged)
    staged.set_stage(1, 0.4)
    assert staged.accessibleDescription() == "Filming, 40 %"
    staged.set_stage(3)
    assert staged.accessibleDescription() == "Done"


def test_the_words_of_a_progress_line_take_room_only_when_there_are_any(shown, qtbot):
    line = shown(ProgressLine("Reading"))
    bare = line.sizeHint().height()
    line.set_progress(0.4, "Encoding", "0:04 left")
    assert line.sizeHint().height() > bare
    line.set_progress(0.5)
    qtbot.waitUntil(lambda: line.sizeHint().height() == bare)


def test_progress_appears_after_a_while_and_moves_nothing(shown, qtbot):
    loading = shown(Loading("Reading"), 300, 200)
    loading.set_progress(0.1, "Reading", "0:04 left")
    before = loading.sizeHint()
    line = loading.findChild(ProgressLine)
    assert not line.isVisible()
    qtbot.waitUntil(line.isVisible)
    assert loading.sizeHint().height() == before.height()


def test_an_empty_state_has_a_button_and_the_sample(shown, qtbot):
    done = []
    state = EmptyState("audio-lines", "No script yet", "Paste text, drop a file, or")
    state.set_action("Write", lambda: done.append("write"))
    state.set_sample("Open the sample", lambda: done.append("sample"))
    shown(state, 400, 300)
    qtbot.mouseClick(state.findChild(Button), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(state.findChild(LinkButton), Qt.MouseButton.LeftButton)
    assert done == ["write", "sample"]


def test_arrows_move_between_the_rows_of_a_list(shown, qtbot):
    window = QWidget()
    column = QVBoxLayout(window)
    rows = [Row(f"Shot {number}") for number in range(3)]
    for row in rows:
        column.addWidget(row)
    shown(window)
    rows[1].setEnabled(False)
    rows[0].setFocus()
    qtbot.keyClick(rows[0], Qt.Key.Key_Down)
    assert rows[2].hasFocus()
    qtbot.keyClick(rows[2], Qt.Key.Key_Down)
    assert rows[2].hasFocus()
    with qtbot.waitSignal(rows[2].clicked):
        qtbot.keyClick(rows[2], Qt.Key.Key_Return)


def test_a_row_is_pressed_on_its_words_too(shown, qtbot):
    row = Row("Churn numbers", "check with finance", "bookmark")
    window = QWidget()
    QVBoxLayout(window).addWidget(row)
    shown(window)
    place = row.mapTo(window, row.rect().center())
    with qtbot.waitSignal(row.clicked):
        qtbot.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=place)


def test_a_row_of_two_lines_is_higher_and_read_aloud_whole(qtbot):
    row = Row("Shot 3")
    qtbot.addWidget(row)
    assert row.sizeHint().height() == theme().size.row
    row.set_words("Shot 3", "Runway, 0:29 gone")
    assert row.sizeHint().height() == theme().size.row_two_lines
    assert row.accessibleName() == "Shot 3, Runway, 0:29 gone"


def test_a_form_row_names_its_field(qtbot):
    field = QWidget()
    row = FormRow("Voice", field)
    qtbot.addWidget(row)
    assert field.accessibleName() == "Voice"


def test_a_choice_card_is_chosen_by_key(shown, qtbot):
    card = shown(ChoiceCard("Meetings"))
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert card.isChecked()


def test_a_value_out_of_target_changes_colour_and_icon_and_says_what_is_done(shown):
    cell = ProofCell("timer", "Caption delay")
    cell.show_proof(Proof("1.3 s", "half within 0.7 s"))
    strip = shown(ProofStrip((cell,)), 300, 68)
    good = strip.grab().toImage()
    cell.show_proof(Proof("4.1 s", "takes a smaller model", is_good=False))
    bad = strip.grab().toImage()
    warning = theme().colors.warning_text
    found = {bad.pixelColor(x, y).name() for x in range(10, 40) for y in range(20, 50)}
    assert warning.name() in found
    assert warning.name() not in {
        good.pixelColor(x, y).name() for x in range(300) for y in range(68)
    }
    assert cell.accessibleName() == "Caption delay: 4.1 s. takes a smaller model"


def test_words_come_before_pictures_where_a_proof_has_little_room(qtbot):
    cell = ProofCell("ear", "Heard")
    qtbot.addWidget(cell)
    cell.show_proof(Proof("21:08 → 21:04", share=0.99))
    cell.resize(180, 68)
    assert cell._extra_px() == 0
    cell.resize(320, 68)
    assert cell._extra_px() > 0


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_flow_goes_on_in_the_next_line(shown, mirrored):
    window = QWidget()
    side = Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
    window.setLayoutDirection(side)
    flow = FlowLayout(window, gap_px=8)
    chips = [Chip(f"Filter number {number}") for number in range(6)]
    for chip in chips:
        flow.addWidget(chip)
    shown(window, 300, 200)
    lines = {chip.y() for chip in chips}
    assert len(lines) > 1
    assert all(0 <= chip.x() <= 300 - chip.width() for chip in chips)
    assert flow.heightForWidth(10_000) == chips[0].height()
    assert (chips[0].x() > chips[1].x()) == mirrored


def test_every_mode_has_all_eight_speakers():
    for mode in Mode:
        look = Theme(mode, load_tokens().colors[mode])
        assert len({look.speaker(number)[0].name() for number in range(8)}) == 8
