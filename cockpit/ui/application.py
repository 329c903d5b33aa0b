"""The Qt application: one for each process, with its language and its style."""

import logging
import sys
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QLibraryInfo,
    QLocale,
    QMessageLogContext,
    Qt,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from cockpit.ui.importing import import_plainly
from cockpit.ui.look import Look, Theme
from cockpit.words.language import Language

NAME = "Release Cockpit"

log = logging.getLogger(__name__)


def application(language: Language) -> QApplication:
    """Return the application of this process, made on the first call.

    Qt's own words (such as those of a text field's menu) come in the same language.
    """
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    import_plainly()
    QCoreApplication.setApplicationName("release-cockpit")
    QGuiApplication.setApplicationDisplayName(NAME)
    qInstallMessageHandler(_logged)
    # Named this way, as `setStyle` returns the style: to make its type takes some milliseconds.
    app = QApplication([sys.argv[0], "-style", "Fusion"])
    QLocale.setDefault(QLocale(language.value))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language.value}", folder):
        app.installTranslator(translator)
    return app


def _logged(kind: QtMsgType, _context: QMessageLogContext, text: str | None) -> None:
    """Keep what Qt has to say in the log: it is for whoever mends the program."""
    level = logging.DEBUG if kind is QtMsgType.QtDebugMsg else logging.WARNING
    log.log(level, "Qt: %s", text)


def system_theme() -> Theme:
    """Return the theme that the system asks for; dark when it does not say."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return Theme.LIGHT if scheme is Qt.ColorScheme.Light else Theme.DARK


def look_of(resources: Path, theme: Theme | None = None) -> Look:
    """Return the look; without a theme, the system's."""
    return Look(resources, system_theme() if theme is None else theme)
