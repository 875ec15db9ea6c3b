import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from creator_app.ui.theme import theme, themes
from creator_app.ui.tokens import Mode
from creator_app.ui.widgets import captions_view, speech
from creator_app.ui.widgets.captions_view import KEPT_LAYOUTS, CaptionsView, Mark, Turn

TEXTS = (
    "From the interviews: nine of twelve people lost work on a train. " * 3,
    "So the question is whether offline sync ships in February.",
    "那就定在二月十二号，同步功能先放在开关后面，五号再决定要不要打开，" * 4,
)


def _turn(number, **more):
    return Turn(
        str(number), TEXTS[number % 3], "", number % 3, "Maya", "ML", f"00:00:{number:02}", **more
    )


@pytest.fixture
def view(shown):
    return shown(CaptionsView("Captions"), 600, 400)


@pytest.fixture
def said(monkeypatch):
    heard = []
    monkeypatch.setattr(
        captions_view, "announce", lambda _widget, words, **_: heard.append(words) if words else 0
    )
    return heard


def test_of_ten_thousand_turns_only_the_visible_ones_are_laid_out(view):
    view.set_turns([_turn(number) for number in range(10_000)])
    assert len(view.turns) == 10_000
    assert 1 <= view.laid_out_count <= 20


def test_appending_lays_out_no_other_turn(view, monkeypatch):
    view.set_turns([_turn(number) for number in range(10_000)])
    laid = []
    real = captions_view.LaidTurn
    monkeypatch.setattr(
        captions_view,
        "LaidTurn",
        lambda turn, *a, **k: laid.append(turn.key) or real(turn, *a, **k),
    )
    view.append(_turn(10_000))
    assert laid == ["10000"]


def test_scrolling_through_everything_forgets_old_layouts(view):
    view.set_turns([_turn(number) for number in range(2000)])
    bar = view.verticalScrollBar()
    for step in range(60):
        bar.setValue(step * 400)
        view.grab()
    assert view.laid_out_count <= KEPT_LAYOUTS


def test_final_text_never_changes(view):
    view.append(Turn("1", "We ship", " in February"))
    view.say("1", "We ship in March.", "")
    with pytest.raises(ValueError, match="never changes"):
        view.say("1", "We shipped in March.")
    assert view.turns[0].text == "We ship in March."


def test_a_person_may_correct_it(view):
    view.append(Turn("1", "We ship in Frankfurt."))
    view.correct(Turn("1", "We ship from Frankfurt."))
    assert view.turns[0].text == "We ship from Frankfurt."


def test_becoming_final_with_the_same_words_moves_no_line(view, monkeypatch):
    view.append(Turn("1", "We ship", " in February and decide on the fifth"))
    before = view._laid[0]
    view.say("1", "We ship in February", " and decide on the fifth")
    assert view._laid[0] is before


def test_a_key_is_taken_once(view):
    view.append(_turn(1))
    with pytest.raises(ValueError, match="there already"):
        view.append(_turn(1))


def test_it_follows_the_newest_until_somebody_scrolls_back(view, qtbot):
    for number in range(40):
        view.append(_turn(number))
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    with qtbot.waitSignal(view.following_changed) as told:
        bar.setValue(bar.value() - 500)
    assert told.args == [False]
    before = bar.value()
    view.append(_turn(40))
    assert bar.value() == before
    with qtbot.waitSignal(view.following_changed):
        qtbot.keyClick(view, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()


def test_what_is_read_stays_where_it_is_while_turns_above_are_laid_out(view):
    view.set_turns([_turn(number) for number in range(500)])
    view.follow()
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() - 30)
    for _ in range(30):
        seen = view._heights.at(bar.value() + 200)
        place = view._heights.top_px(seen) - bar.value()
        bar.setValue(bar.value() - 37)
        assert view._heights.top_px(seen) - bar.value() == place + 37


def test_a_new_width_keeps_the_first_visible_turn(view):
    view.set_turns([_turn(number) for number in range(300)])
    view._set_following(False)
    view.show_turn("150")
    first = view._heights.at(view.verticalScrollBar().value())
    view.resize(380, 400)
    assert abs(view._heights.at(view.verticalScrollBar().value()) - first) <= 1


def test_few_live_turns_stand_at_the_bottom_and_a_transcript_at_the_top(view, shown):
    view.append(_turn(1))
    assert view._first_top_px() > 200
    transcript = shown(CaptionsView("Transcript", "reading"), 600, 400)
    transcript.set_turns([_turn(1)])
    assert transcript._first_top_px() < 40


def test_provisional_text_has_another_colour_and_a_dotted_line(view):
    view.append(Turn("1", "", "may change"))
    image = view.grab().toImage()
    inks = {image.pixelColor(x, y).name() for x in range(60, 160) for y in range(300, 400)}
    assert theme().colors.caption_rule.name() in inks
    assert theme().colors.caption_final.name() not in inks
    view.say("1", "may change")
    image = view.grab().toImage()
    inks = {image.pixelColor(x, y).name() for x in range(60, 160) for y in range(300, 400)}
    assert theme().colors.caption_rule.name() not in inks


def test_screen_readers_hear_final_text_once_and_provisional_never(view, said):
    view.append(Turn("1", "", " maybe", 0, "Maya"))
    view.say("1", "We ship", " maybe")
    view.say("1", "We ship in March.")
    assert said == ["Maya: We ship", "in March."]


def test_nothing_is_announced_without_a_screen_reader(view, monkeypatch):
    monkeypatch.setattr(speech.QAccessible, "isActive", staticmethod(lambda: False))
    events = []
    monkeypatch.setattr(speech.QAccessible, "updateAccessibility", events.append)
    speech.announce(view, "words")
    assert events == []


def test_announcements_are_polite_unless_urgent(view, monkeypatch):
    events = []
    monkeypatch.setattr(speech.QAccessible, "isActive", staticmethod(lambda: True))
    monkeypatch.setattr(speech.QAccessible, "updateAccessibility", events.append)
    speech.announce(view, "words")
    speech.announce(view, "clipping", is_urgent=True)
    assert [event.politeness().name for event in events] == ["Polite", "Assertive"]


def test_dragging_selects_and_copies_with_names_and_times(view, qtbot):
    view.append(Turn("1", "Hello there", "", 0, "Maya", "ML", "00:00:01"))
    view.append(Turn("2", "And you", "", 1, "Daniel", "DO", "00:00:02"))
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "Maya 00:00:01\nHello there\n\nDaniel 00:00:02\nAnd you"
    )


def test_inside_one_turn_only_the_words_are_selected(view, qtbot):
    view.append(Turn("1", "Hello there"))
    corner = view._first_top_px() + 14
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(56, corner))
    qtbot.mouseMove(view.viewport(), QPoint(580, corner))
    assert view.selected_text() == "Hello there"
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(580, corner))
    assert view.selected_text() == "Hello there"


def test_a_press_on_a_word_says_which_and_one_on_the_time_too(view, qtbot):
    view.append(Turn("7", "Hello there", "", 0, "Maya", "ML", "00:00:01"))
    top = view._first_top_px()
    with qtbot.waitSignal(view.turn_pressed) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(150, top + 34))
    assert told.args[0] == "7"
    assert 6 <= told.args[1] <= 11
    left = view._laid[0]._time_place(theme()).center().x()
    with qtbot.waitSignal(view.time_pressed) as told:
        at = QPoint(int(left), top + 8)
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == ["7"]


def test_ctrl_up_reads_the_turn_before(view, said, qtbot):
    for number in range(3):
        view.append(_turn(number))
    said.clear()
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert said == [f"Maya: {TEXTS[2].strip()}", f"Maya: {TEXTS[1]}"]


@pytest.mark.parametrize(("asked", "given"), [(10, 14), (24, 24), (90, 40)])
def test_the_size_of_the_text_stays_within_its_range(view, asked, given):
    view.append(_turn(0))
    view.set_text_size(asked)
    assert view._size_px == given


def test_marks_are_painted_in_their_colours(shown):
    themes().choose(Mode.LIGHT, reduce_motion=True)
    view = shown(CaptionsView("Transcript", "reading"), 600, 120)
    view.set_turns([Turn("1", "offline sync", marks=(Mark(0, 7, "hit"),))])
    image = view.grab().toImage()
    inks = {image.pixelColor(x, y).name() for x in range(56, 110) for y in range(16, 40)}
    assert theme().colors.mark.name() in inks


def test_mirrored_the_avatar_is_at_the_right(view):
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.append(_turn(1))
    laid = view._laid[0]
    assert laid._flip(laid._avatar_place(theme())).left() > 500


def test_an_empty_view_takes_keys_and_presses(view, qtbot):
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_PageUp):
        qtbot.keyClick(view, key)
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    view.grab()
    assert view.selected_text() == ""
