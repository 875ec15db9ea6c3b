from dataclasses import replace

import pytest

from creator_app.core.engines import Access, Engine, Synthesizer, Voice
from creator_app.core.errors import CreatorError
from creator_app.core.script import Block, Script, script_from_text
from creator_app.production.casting import Casting, best_voice
from tests.voices import ToneVoice, catalog_of


class Speaker(ToneVoice):
    def __init__(self, *tags: str) -> None:
        super().__init__()
        self._tags = tags

    def voices(self):
        return tuple(Voice(tag.lower(), tag, (tag,)) for tag in self._tags)


class Unlisted(ToneVoice):
    def voices(self):
        return ()


HERE = catalog_of(good=Speaker("en-US"), plain=Speaker("en-GB", "de", "fr-BE", "fr-FR", "zh", "ru"))


def cast(text: str, catalog=HERE, **of_script: str) -> list[tuple[str, str, str]]:
    script = replace(script_from_text(text), **of_script)
    parts = [Casting(catalog, script).part(block) for block in script.spoken]
    return [(part.engine, part.line.voice, part.line.language) for part in parts]


def test_the_first_engine_here_that_speaks_a_blocks_language_speaks_it():
    assert cast("Hello there. 你好，世界。 Привет, мир. Guten Tag, wie geht es Ihnen?") == [
        ("good", "en-us", "en"),
        ("plain", "zh", "zh"),
        ("plain", "ru", "ru"),
        ("plain", "de", "de"),
    ]


def test_a_short_sentence_is_in_the_language_of_its_script():
    text = "Guten Tag, wie geht es Ihnen? Ich bin sehr froh, dass Sie da sind. Ja. So."
    assert {language for _, _, language in cast(text)} == {"de"}


def test_a_language_that_was_asked_for_is_not_guessed():
    assert cast("Hello there.", language="fr") == [("plain", "fr-fr", "fr")]
    assert cast("Hello there.", language="en-GB") == [("good", "en-us", "en-GB")]
    assert cast("Hello there.", language="auto") == [("good", "en-us", "en")]


def test_a_voice_for_the_script_speaks_what_it_can_read():
    assert cast("Hello there. 你好，世界。", voice="plain:de") == [
        ("plain", "de", "en"),
        ("plain", "zh", "zh"),
    ]


def test_a_voice_for_a_block_speaks_whatever_stands_there():
    script = Script((Block("a", "你好", voice="good:en-us"),))
    assert Casting(HERE, script).part(script.blocks[0]).line.voice == "en-us"


def test_an_engine_alone_means_its_best_voice():
    assert cast("Bonjour tout le monde.", voice="plain") == [("plain", "fr-fr", "fr")]


def test_a_server_that_lists_no_voices_gets_any_name():
    assert cast("Hi there.", catalog_of(free=Unlisted()), voice="free:anybody") == [
        ("free", "anybody", "en")
    ]
    assert cast("Hi there.", catalog_of(free=Unlisted()), voice="free") == [("free", "", "en")]


def test_nothing_is_sent_away_unless_it_was_asked_for():
    away = Engine(Synthesizer, "cloud", "Cloud", "nowhere:Nothing", place="cloud", key="cloud")
    catalog = catalog_of(plain=Speaker("de"))
    catalog._engines = {"cloud": away, **catalog._engines}
    assert cast("Guten Tag, wie geht es Ihnen?", catalog) == [("plain", "de", "de")]
    with pytest.raises(CreatorError, match="No voice on this computer"):
        cast("Hello there.", catalog)


@pytest.mark.parametrize(
    ("of_script", "message", "hint"),
    [
        ({"voice": "good:bob"}, "Good has no voice called “bob”", "There are: en-us."),
        ({"voice": "nobody:bob"}, "no engine called nobody", "good, plain"),
        ({"language": "xx"}, "speaks the language “xx”", "de, en, fr, ru, zh"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(of_script, message, hint):
    with pytest.raises(CreatorError, match=message) as caught:
        cast("Hello there.", **of_script)
    assert hint in caught.value.hint


def test_a_program_that_is_missing_says_how_to_install_it():
    missing = Engine(Synthesizer, "espeak", "eSpeak NG", "x:y", program="no-such-program-here")
    catalog = catalog_of(good=Speaker("en-US"))
    catalog._engines["espeak"] = missing
    assert cast("Hello there.", catalog) == [("good", "en-us", "en")]
    with pytest.raises(CreatorError, match="eSpeak NG is not installed") as caught:
        cast("Привет, мир.", catalog)
    assert "apt install no-such-program-here" in caught.value.hint
    assert missing.problem(Access()) is not None


def test_the_speed_of_script_and_block_multiply_within_what_voices_can():
    script = Script((Block("a", "Hi.", speed=0.5), Block("b", "Hi.", speed=2.0)), speed=1.5)
    casting = Casting(HERE, script)
    assert [casting.part(block).line.speed for block in script.blocks] == [0.75, 2.0]


def test_the_nearest_voice_is_the_languages_own():
    voices = tuple(Voice(tag, tag, (tag,)) for tag in ("fr-BE", "fr-FR", "pt-BR", "pt", "en-US"))
    assert best_voice(voices, "fr").name == "fr-FR"
    assert best_voice(voices, "pt").name == "pt"
    assert best_voice(voices, "pt-BR").name == "pt-BR"
    assert best_voice(voices, "en-AU").name == "en-US"
    assert best_voice(voices, "xx") is None
