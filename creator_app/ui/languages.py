"""The language of the window: Qt's translations, changeable while it runs."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from creator_app.core.files import resource

PROPERTY = "creator_translators"
# Shown in their own language, as people look for them.
LANGUAGES = {"": "", "en": "English", "zh_CN": "简体中文"}


def install(app: QApplication, language: str) -> None:
    """Show the app in a language; "" follows the system.

    English is what the source says, but for what is counted; so it has a file too, and where no
    other fits, English it is.
    """
    old = app.property(PROPERTY) or []
    locale = QLocale(language) if language else QLocale.system()
    QLocale.setDefault(locale)
    made = [*_translators(app, locale)] or [*_translators(app, QLocale("en"))]
    app.setProperty(PROPERTY, made)
    for translator in made:
        QCoreApplication.installTranslator(translator)
    for translator in old:
        QCoreApplication.removeTranslator(translator)


def _translators(app: QApplication, locale: QLocale) -> list[QTranslator]:
    """Return our own words and those of Qt's dialogs and menus; none where we have none."""
    ours, qts = QTranslator(app), QTranslator(app)
    if not ours.load(locale, "creator_app", "_", str(resource("translations"))):
        return []
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    # Later ones are asked first.
    return [qts, ours] if qts.load(locale, "qtbase", "_", folder) else [ours]
