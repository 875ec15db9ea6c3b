from creator_app.core.script import Block, Script, Take, script_from_text


def texts(source: str) -> list[str]:
    return [block.text for block in script_from_text(source).blocks]


def test_a_sentence_is_a_block_and_a_paragraph_ends_with_a_longer_pause():
    script = script_from_text("One. Two.\n\nThree.", pause_us=100_000)
    assert [(block.text, block.pause_us) for block in script.blocks] == [
        ("One.", 100_000),
        ("Two.", 200_000),
        ("Three.", 200_000),
    ]
    assert len({block.ident for block in script.blocks}) == 3


def test_headings_stand_alone_and_are_not_spoken():
    script = script_from_text("# The *title* #\nFirst line\ngoes on.\n## Second\n\nEnd.")
    assert [(block.text, block.heading) for block in script.blocks] == [
        ("The title", True),
        ("First line goes on.", False),
        ("Second", True),
        ("End.", False),
    ]
    assert [block.text for block in script.spoken] == ["First line goes on.", "End."]


def test_a_hash_tag_is_no_heading():
    assert [block.heading for block in script_from_text("#happy days are here").blocks] == [False]


def test_items_of_lists_are_sentences_of_their_own():
    assert texts("You need:\n- pens\n- paper\n\n1. Draw\n2. Send") == [
        "You need:",
        "pens",
        "paper",
        "1. Draw",
        "2. Send",
    ]


def test_wrapped_chinese_lines_join_without_a_space():
    assert texts("今天天气\n很好。") == ["今天天气很好。"]


def test_markdown_marks_are_not_spoken():
    marked = "A **bold** and _slanted_ [link](https://a.b/c_d) with `code`.\n\n---\n\n> Quoted."
    assert texts(marked) == ["A bold and slanted link with code.", "Quoted."]
    assert texts("5 * 3 * 2 = 30 and snake_case_name") == ["5 * 3 * 2 = 30 and snake_case_name"]


def test_a_script_of_emoji_has_nothing_to_say():
    assert script_from_text("😀 😀\n\n👍🏽").blocks == ()


def test_200000_characters_become_blocks_in_order():
    script = script_from_text("".join(f"This is sentence number {n}. " for n in range(7000)))
    assert [block.text for block in script.blocks[:2]] == [
        "This is sentence number 0.",
        "This is sentence number 1.",
    ]
    assert len(script.spoken) == 7000


def test_the_chosen_take_counts():
    takes = (Take("a", 1), Take("b", 2))
    assert Block("x", "Hi.", takes=takes, chosen="b").take == takes[1]
    assert Block("x", "Hi.", takes=takes, chosen="gone").take is None
    assert Script((Block("x", "😀"), Block("y", "Hi."))).spoken[0].ident == "y"
