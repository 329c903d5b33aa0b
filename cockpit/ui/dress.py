"""Palette and style sheet for what Qt paints itself: menus, tool tips, scroll bars."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from cockpit.ui.look import Look, Role, Type
from cockpit.ui.sheet import sheet


def dress(widget: QWidget, look: Look) -> None:
    """Give the widget and what is in it the colours of the theme of now."""
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
    widget.setStyleSheet(sheet(look))
