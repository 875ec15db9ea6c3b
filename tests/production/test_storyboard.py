import pytest

from creator_app.core.timeline import Shot
from creator_app.production.storyboard import SILENT_US, storyboard_from_text, with_media

TEXT = """# First light

Before the town wakes, the harbour works. Boats leave.

[gulls over a golden sea] The light turns gold.

## Home

And everyone is home by noon."""


def blocks_of(board, shot):
    text = {block.ident: block.text for block in board.script.blocks}
    return [text[ident] for ident in shot.blocks]


def test_a_paragraph_is_a_shot_and_its_sentences_are_spoken_over_it():
    board = storyboard_from_text(TEXT)
    assert [blocks_of(board, shot) for shot in board.shots] == [
        ["Before the town wakes, the harbour works.", "Boats leave."],
        ["The light turns gold."],
        ["And everyone is home by noon."],
    ]


def test_a_direction_says_what_is_seen_and_is_not_spoken():
    board = storyboard_from_text(TEXT)
    assert board.shots[1].prompt == "gulls over a golden sea"
    assert all("gulls" not in block.text for block in board.script.blocks)


def test_a_heading_is_not_spoken_but_tells_what_the_scene_is_about():
    board = storyboard_from_text(TEXT)
    assert [block.text for block in board.script.blocks if block.heading] == ["First light", "Home"]
    assert board.shots[0].prompt.endswith("First light")
    assert board.shots[2].prompt == "And everyone is home by noon. Home"


def test_a_direction_alone_is_a_shot_without_words():
    board = storyboard_from_text("[waves on a beach]\n\nHello there.")
    assert [(shot.prompt, len(shot.blocks)) for shot in board.shots] == [
        ("waves on a beach", 0),
        ("Hello there.", 1),
    ]


@pytest.mark.parametrize(
    ("text", "prompt"), [("[极光] 天空", "极光"), ("[1] A note.", "[1] A note.")]
)
def test_a_direction_may_be_short_but_a_number_is_none(text, prompt):
    assert storyboard_from_text(text).shots[0].prompt == prompt


def test_a_link_at_the_beginning_is_no_direction():
    board = storyboard_from_text("[our page](https://example.org) tells more.")
    assert board.shots[0].prompt.startswith("our page")


@pytest.mark.parametrize("text", ["", "\n\n  \n", "🎬🎬\n\n🚀"])
def test_a_script_of_nothing_has_no_shots(text):
    assert storyboard_from_text(text).shots == ()


def test_chinese_paragraphs_are_shots():
    board = storyboard_from_text("清晨的港口很安静。\n\n渔船出海了。海鸥跟着。")
    assert [len(shot.blocks) for shot in board.shots] == [1, 2]


def test_windows_line_ends_are_line_ends():
    assert len(storyboard_from_text("One.\r\n\r\nTwo.").shots) == 2


def test_as_many_files_as_shots_are_shown_in_order():
    board = with_media(storyboard_from_text("One.\n\nTwo."), ["a.mp4", "b.png"])
    assert [shot.media for shot in board.shots] == ["a.mp4", "b.png"]


def test_fewer_files_are_shown_again():
    board = with_media(storyboard_from_text("One.\n\nTwo.\n\nThree."), ["a", "b"])
    assert [shot.media for shot in board.shots] == ["a", "b", "a"]


def test_more_files_than_shots_divide_the_shots_at_sentences():
    board = storyboard_from_text("One is here. Two is here. Three.\n\nFour.")
    board = with_media(board, ["a", "b", "c"])
    assert [shot.media for shot in board.shots] == ["a", "b", "c"]
    assert [blocks_of(board, shot) for shot in board.shots] == [
        ["One is here."],
        ["Two is here.", "Three."],
        ["Four."],
    ]
    assert len({shot.ident for shot in board.shots}) == 3


def test_no_file_is_left_out():
    board = with_media(storyboard_from_text("Only one."), ["a", "b", "c"])
    assert [shot.media for shot in board.shots] == ["a", "b", "c"]
    assert [(shot.blocks, shot.duration_us) for shot in board.shots[1:]] == [((), SILENT_US)] * 2


def test_without_files_the_shots_stay():
    board = storyboard_from_text("One.")
    assert with_media(board, []) == board
    assert isinstance(board.shots[0], Shot)
