import pytest

from creator_app.core.language import guess_language, same_language

WRITTEN = {
    "en": ["Hello world.", "Chapter one", "Python 3", "I am Joe.", "Naïve café patrons", "Go!"],
    "zh": ["你好，世界。", "我用 Python 写代码。", "欢迎使用 Creator App。"],
    "ja": ["こんにちは世界", "私はPythonを使います"],
    "ko": ["안녕하세요"],
    "ru": ["Привет, мир"],
    "uk": ["Привіт, світ"],
    "ar": ["مرحبا بالعالم"],
    "fa": ["سلام، چطوری؟"],
    "hi": ["नमस्ते दुनिया"],
    "th": ["สวัสดีชาวโลก"],
    "el": ["Γειά σου Κόσμε"],
    "he": ["שלום עולם"],
    "de": ["Guten Tag, wie geht es Ihnen?", "Wir treffen uns morgen um neun."],
    "fr": ["Bonjour tout le monde.", "C'est la vie.", "Il fait beau aujourd’hui, n’est-ce pas ?"],
    "es": ["Hola, ¿qué tal?", "Me llamo Juan y vivo en Madrid."],
    "it": ["Il tempo è bello oggi.", "Mi chiamo Marco e vivo a Roma."],
    "pt": ["Bom dia, tudo bem?", "Meu nome é João e moro em Lisboa."],
    "nl": ["Het weer is vandaag mooi."],
    "sv": ["Jag heter Anna och bor i Stockholm."],
    "pl": ["Dzień dobry, jak się masz?"],
    "tr": ["Bugün hava çok güzel."],
    "vi": ["Xin chào thế giới"],
}


@pytest.mark.parametrize("language", WRITTEN)
def test_the_language_is_found_in_a_short_sentence(language):
    assert [guess_language(text) for text in WRITTEN[language]] == [language] * len(
        WRITTEN[language]
    )


def test_one_shared_word_does_not_change_the_usual_language():
    assert guess_language("Die hard") == "en"
    assert guess_language("Hi. Hi. Hi.") == "en"
    assert guess_language("Claro.", usual="es") == "es"
    assert guess_language("12, 34", usual="fr-CA") == "fr-CA"


def test_a_region_does_not_make_another_language():
    assert same_language("en_US", "en-gb")
    assert not same_language("en", "de")
