"""How tests use a page: they find what is on the screen, press it, and type into it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cockpit.ui.page import Page
from tests.kit.inspection import texts


def stand(page: Page, qtbot: QtBot, width: int = 1_216, height: int = 1_200) -> None:
    """Put a page on the screen, by itself."""
    qtbot.addWidget(page.widget)
    page.widget.resize(width, height)
    page.widget.show()


def is_shown(page: Page, name: str) -> bool:
    """Return whether a part of this name is on the screen."""
    return any(one.isVisible() for one in page.widget.findChildren(QWidget, name))


def part(page: Page, name: str) -> QWidget:
    """Return the part of this name that is on the screen."""
    found = [one for one in page.widget.findChildren(QWidget, name) if one.isVisible()]
    assert found, name
    return found[0]


def press(page: Page, name: str) -> None:
    """Click a button."""
    button = part(page, name)
    assert isinstance(button, QAbstractButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def write(page: Page, name: str, text: str) -> QLineEdit:
    """Replace what stands in a field, by the keyboard."""
    field = part(page, name)
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    return field


def said(widget: QWidget) -> str:
    """Return everything that is read on the screen within the widget."""
    return " ".join(texts(widget))
