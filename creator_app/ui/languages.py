"""The language of the window: Qt's translations, changeable while it runs."""

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from creator_app.core.files import resource

PROPERTY = "creator_translator"
# Shown in their own language, as people look for them.
LANGUAGES = {"": "", "en": "English", "zh_CN": "简体中文"}


def install(app: QApplication, language: str) -> None:
    """Show the app in a language; "" follows the system. English is what the source says."""
    old = app.property(PROPERTY)
    if isinstance(old, QTranslator):
        QCoreApplication.removeTranslator(old)
        app.setProperty(PROPERTY, None)
    locale = QLocale(language) if language else QLocale.system()
    QLocale.setDefault(locale)
    if locale.language() == QLocale.Language.English:
        return
    translator = QTranslator(app)
    if translator.load(locale, "creator_app", "_", str(resource("translations"))):
        QCoreApplication.installTranslator(translator)
        app.setProperty(PROPERTY, translator)
