import threading

import numpy as np
import pytest

from creator_app.core.captions import SHORTS, Cue, cues_of_words
from creator_app.core.errors import CreatorError
from creator_app.core.timeline import Title
from creator_app.core.transcript import Word, split_words
from creator_app.drawing.captions import STYLES, CaptionOverlay
from creator_app.drawing.layout import Frame
from creator_app.drawing.titles import TitleOverlay
from creator_app.media.planes import black, blend

pytestmark = pytest.mark.usefixtures("qapp")

UPRIGHT = Frame(540, 960, (0.06, 0.12, 0.14, 0.22))
TEXTS = {
    "Latin": "The first boats are out",
    "Chinese": "第一批渔船已经出海",
    "Arabic": "مرحبا بالعالم كيف الحال",
    "Cyrillic": "Привет всем друзья",
    "Thai": "สวัสดีชาวโลก",
    "Emoji": "Wow 🎬 nice 🚀",
}


def cue_of(text, start_us=1_000_000, step_us=300_000):
    words = tuple(
        Word(start_us + n * step_us, start_us + (n + 1) * step_us, word)
        for n, word in enumerate(split_words(text))
    )
    return cues_of_words(words, SHORTS)[0]


def ink(patches, frame=UPRIGHT):
    """Return how opaque each pixel of the frame is, 0..255."""
    opaque = np.zeros((frame.height, frame.width), np.uint8)
    for patch in patches:
        rows, columns = patch.clear.shape
        place = opaque[patch.top : patch.top + rows, patch.left : patch.left + columns]
        np.maximum(place, 255 - patch.clear, out=place)
    return opaque


def shown(patches, frame=UPRIGHT):
    picture = black(frame.width, frame.height)
    picture.y[:] = 90
    for patch in patches:
        blend(picture, patch)
    return picture


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("script", TEXTS)
def test_every_style_draws_every_script_inside_the_safe_area(style, script):
    cue = cue_of(TEXTS[script])
    overlay = CaptionOverlay((cue,), style, UPRIGHT)
    opaque = ink(overlay.at(cue.words[-1].start_us + 250_000))
    assert (opaque > 128).sum() > 300
    rows, columns = np.flatnonzero(opaque.any(axis=1)), np.flatnonzero(opaque.any(axis=0))
    left, top, right, bottom = UPRIGHT.safe
    assert columns[0] >= UPRIGHT.width * left - 2
    assert columns[-1] <= UPRIGHT.width * (1 - right) + 2
    assert rows[0] >= UPRIGHT.height * top
    assert rows[-1] <= UPRIGHT.height * (1 - bottom) + 2


@pytest.mark.parametrize("style", STYLES)
def test_captions_stand_exactly_in_their_time(style):
    cue = cue_of("Two words")
    overlay = CaptionOverlay((cue,), style, UPRIGHT)
    assert overlay.at(cue.start_us - 1) == ()
    assert overlay.at(cue.start_us) != ()
    assert overlay.at(cue.end_us - 1) != ()
    assert overlay.at(cue.end_us) == ()


def test_karaoke_marks_each_word_while_it_is_spoken():
    cue = cue_of("One two three")
    overlay = CaptionOverlay((cue,), "karaoke", UPRIGHT)
    middles = []
    for word in cue.words:
        picture = shown(overlay.at(word.start_us + 100_000))
        # Yellow: much less blue than grey has.
        marked = np.argwhere(picture.u < 70)
        middles.append(marked.mean(axis=0)[1])
    assert middles[0] < middles[1]
    assert len({round(middle) for middle in middles}) == 3


def test_the_mark_goes_from_right_to_left_where_the_script_does():
    cue = cue_of("مرحبا بالعالم")
    overlay = CaptionOverlay((cue,), "karaoke", UPRIGHT)
    first, second = (
        np.argwhere(shown(overlay.at(word.start_us)).u < 70).mean(axis=0)[1] for word in cue.words
    )
    assert first > second


def test_nothing_is_marked_in_a_long_pause():
    words = (Word(0, 300_000, "One"), Word(2_000_000, 2_400_000, "two"))
    overlay = CaptionOverlay((Cue(0, 2_400_000, ("One two",), words),), "karaoke", UPRIGHT)
    assert (shown(overlay.at(100_000)).u < 70).any()
    assert (shown(overlay.at(600_000)).u < 70).any()
    assert not (shown(overlay.at(1_500_000)).u < 70).any()


def test_popping_words_come_one_after_the_other_and_spring():
    cue = cue_of("One two three")
    overlay = CaptionOverlay((cue,), "pop", UPRIGHT)
    grown = [(ink(overlay.at(word.start_us + 250_000)) > 128).sum() for word in cue.words]
    assert grown[0] < grown[1] < grown[2]
    start = cue.words[0].start_us
    sizes = [(ink(overlay.at(start + step * 33_334)) > 128).sum() for step in range(5)]
    assert sizes[0] < sizes[1] < sizes[2] > sizes[4]


def test_one_word_stands_alone_and_larger():
    cue = cue_of("One two")
    alone = CaptionOverlay((cue,), "one-word", UPRIGHT).at(cue.words[1].start_us + 250_000)
    usual = CaptionOverlay((cue,), "plain", UPRIGHT).at(cue.start_us)
    height = [np.flatnonzero(ink(each).any(axis=1)) for each in (alone, usual)]
    assert np.ptp(height[0]) > np.ptp(height[1]) * 1.2


def test_emoji_keep_their_colours():
    cue = Cue(0, 1_000_000, ("❤️🔥",))
    picture = shown(CaptionOverlay((cue,), "plain", UPRIGHT).at(0))
    assert (picture.v > 170).sum() > 100


def test_letters_are_white_with_a_dark_outline():
    picture = shown(CaptionOverlay((Cue(0, 1, ("HHH",)),), "plain", UPRIGHT).at(0))
    assert picture.y.max() >= 230
    assert picture.y.min() <= 34
    assert abs(int(picture.u.max()) - 128) <= 4


def test_a_word_longer_than_the_picture_is_made_smaller():
    cue = Cue(0, 1, ("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",))
    opaque = ink(CaptionOverlay((cue,), "plain", UPRIGHT).at(0))
    columns = np.flatnonzero(opaque.any(axis=0))
    assert np.ptp(columns) <= UPRIGHT.room_px[0]
    assert np.ptp(columns) > UPRIGHT.room_px[0] * 0.8


@pytest.mark.parametrize("lines", [(), ("",), ("   ",)])
def test_a_cue_of_nothing_draws_nothing(lines):
    overlay = CaptionOverlay((Cue(0, 1_000_000, lines),), "karaoke", UPRIGHT)
    assert overlay.at(10) == ()


def test_a_cue_of_no_length_is_never_seen():
    overlay = CaptionOverlay((Cue(5, 5, ("Hello",)),), "plain", UPRIGHT)
    assert [overlay.at(time) for time in (4, 5, 6)] == [(), (), ()]


def test_words_that_are_not_in_the_lines_are_passed_over():
    words = (Word(0, 10, "absent"), Word(10, 20, "here"))
    cue = Cue(0, 20, ("only here",), words)
    for style in STYLES:
        assert CaptionOverlay((cue,), style, UPRIGHT).at(15) != ()
    assert CaptionOverlay((cue,), "karaoke", UPRIGHT).at(5) != ()


def test_a_state_is_drawn_once():
    cue = cue_of("One two")
    overlay = CaptionOverlay((cue,), "karaoke", UPRIGHT)
    first = overlay.at(cue.start_us + 1)
    assert overlay.at(cue.start_us + 50_000)[0] is first[0]


def test_only_the_strip_that_is_used_is_drawn():
    patch = CaptionOverlay((Cue(0, 1, ("Hi",)),), "plain", UPRIGHT).at(0)[0]
    assert patch.picture.width < UPRIGHT.width / 3
    assert patch.picture.height < UPRIGHT.height / 8
    sides = (patch.left, patch.top, patch.picture.width, patch.picture.height)
    assert all(side % 2 == 0 for side in sides)


def test_an_unknown_style_is_said_plainly():
    with pytest.raises(CreatorError, match="no caption style “loud”"):
        CaptionOverlay((), "loud", UPRIGHT)


def test_drawing_in_a_thread_gives_the_same_pixels():
    cue = cue_of(TEXTS["Emoji"])
    here = CaptionOverlay((cue,), "karaoke", UPRIGHT).at(cue.start_us)[0]
    there = []

    def draw():
        there.append(CaptionOverlay((cue,), "karaoke", UPRIGHT).at(cue.start_us)[0])

    worker = threading.Thread(target=draw)
    worker.start()
    worker.join()
    assert np.array_equal(here.picture.y, there[0].picture.y)
    assert np.array_equal(here.clear, there[0].clear)


def test_type_grows_with_the_picture():
    small = CaptionOverlay((Cue(0, 1, ("Hi",)),), "plain", Frame(270, 480)).at(0)[0]
    large = CaptionOverlay((Cue(0, 1, ("Hi",)),), "plain", Frame(1080, 1920)).at(0)[0]
    assert large.picture.width / small.picture.width == pytest.approx(4, rel=0.12)


def test_a_title_comes_and_goes_softly():
    overlay = TitleOverlay((Title("First light", 1_000_000, 2_000_000),), UPRIGHT)
    assert overlay.at(999_999) == ()
    assert overlay.at(3_000_000) == ()
    strength = [int(ink(overlay.at(time)).max()) for time in (1_000_000, 1_100_000, 2_000_000)]
    assert strength[0] < strength[1] < strength[2] == 255


def test_a_long_title_is_broken_into_lines_that_fit():
    text = "How small fishing boats leave the harbour long before the town wakes"
    opaque = ink(TitleOverlay((Title(text, 0, 9_000_000),), UPRIGHT).at(1_000_000))
    columns = np.flatnonzero(opaque.any(axis=0))
    assert np.ptp(columns) <= UPRIGHT.room_px[0] + 4
    rows = opaque.max(axis=1) > 128
    assert (np.diff(rows.astype(int)) == 1).sum() >= 2


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_a_title_of_nothing_draws_nothing(text):
    assert TitleOverlay((Title(text, 0, 1_000_000),), UPRIGHT).at(500_000) == ()
