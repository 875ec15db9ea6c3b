"""The languages people can say they speak, each written in itself."""

from PySide6.QtCore import QLocale

# Those that the usual engines know well; any other is found out.
TAGS = (
    *("en", "zh", "zh-Hant", "ar", "cs", "da", "de", "el", "es", "fi", "fr", "he", "hi", "hu"),
    *("id", "it", "ja", "ko", "nl", "no", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "vi"),
)
# Qt names these by a country as well, or says less than their readers would.
NAMED = {"en": "English", "es": "Español", "zh": "简体中文", "zh-Hant": "繁體中文"}


def language_choices(automatic: str) -> list[tuple[str, str]]:
    """Return tags and names, «auto» first.

    Args:
        automatic: What stands for «auto».
    """
    named = [(tag, language_name(tag)) for tag in TAGS]
    return [
        ("auto", automatic),
        *named[:3],
        *sorted(named[3:], key=lambda each: each[1].casefold()),
    ]


def language_name(tag: str) -> str:
    """Return a language's own name, or the tag where the system knows none."""
    if tag in NAMED:
        return NAMED[tag]
    locale = QLocale(tag)
    name = locale.nativeLanguageName() if locale.language() != QLocale.Language.C else ""
    return name[:1].upper() + name[1:] if name else tag
