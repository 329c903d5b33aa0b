"""Palette and style sheet for what Qt paints itself: menus, tool tips, scroll bars."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from cockpit.ui.look import Look, Role, Type

_SHEET = """
QMenuBar {{ background: transparent; border: none; padding: 0; spacing: 0; }}
QMenuBar::item {{ color: {text2}; background: transparent; padding: 6px 12px; margin: 2px 0;
    border-radius: 4px; }}
QMenuBar::item:selected {{ background: {raised}; color: {text1}; }}
QMenu {{ background: {raised}; color: {text1}; border: 1px solid {border}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {active}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 4px 8px; }}
QToolTip {{ background: {raised}; color: {text1}; border: 1px solid {border}; padding: 4px 8px; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {border}; border-radius: 4px; min-height: 24px; }}
QScrollBar:horizontal {{ background: transparent; height: 8px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {border}; border-radius: 4px; min-width: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def dress(widget: QWidget, look: Look) -> None:
    """Give the widget and what is in it the colours of the theme of now."""
    colors = {role.value: look.color(role).name() for role in Role}
    palette = widget.palette()
    for role, color in (
        (QPalette.ColorRole.Window, Role.WINDOW),
        (QPalette.ColorRole.Base, Role.WELL),
        (QPalette.ColorRole.WindowText, Role.TEXT1),
        (QPalette.ColorRole.Text, Role.TEXT1),
        (QPalette.ColorRole.PlaceholderText, Role.TEXT3),
        (QPalette.ColorRole.ToolTipBase, Role.RAISED),
        (QPalette.ColorRole.ToolTipText, Role.TEXT1),
        (QPalette.ColorRole.Highlight, Role.ACTIVE),
        (QPalette.ColorRole.HighlightedText, Role.TEXT1),
    ):
        palette.setColor(role, look.color(color))
    widget.setPalette(palette)
    widget.setFont(look.font(Type.BODY))
    widget.setStyleSheet(_SHEET.format(**colors))
