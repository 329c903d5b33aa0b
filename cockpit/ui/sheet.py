"""The style sheet of what Qt draws itself: menus, tool tips, scroll bars and text fields."""

import re

from cockpit.ui.look import Look, Role, Type

_NAME = re.compile(r"@(\w+)")


def sheet(look: Look) -> str:
    """Return the sheet of the whole window; set it again whenever the look has changed."""
    return _filled(_MENUS + _TIPS + _BARS, look)


def field_sheet(look: Look) -> str:
    """Return the sheet of one field, choice or text; those of the kit set it themselves."""
    return _filled(_FIELDS + _BARS, look)


def _filled(text: str, look: Look) -> str:
    values = {role.value: look.color(role).name() for role in Role}
    values |= {size.name.lower(): f"{size.value[0]}px" for size in Type}
    values["family"] = look.font().family()
    return _NAME.sub(lambda found: values[found[1]], text)


_MENUS = """
QMenuBar { background: transparent; border: none; color: @text2; font: @body "@family"; }
QMenuBar::item { background: transparent; padding: 6px 12px; margin: 2px 0; border-radius: 4px; }
QMenuBar::item:selected { background: @raised; color: @text1; }
QMenu { background: @raised; color: @text1; border: 1px solid @border; padding: 4px;
  font: @body "@family"; }
QMenu::item { background: transparent; padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: @active; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { background: @border; height: 1px; margin: 4px 8px; }
"""

_TIPS = """
QToolTip { background: @raised; color: @text1; border: 1px solid @border; padding: 4px 8px;
  font: @note "@family"; }
"""

_BARS = """
QScrollArea { background: transparent; border: none; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 8px; }
QScrollBar:horizontal { height: 8px; }
QScrollBar::handle { background: @border; border-radius: 3px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QComboBox { background: @well; color: @text1;
  border: 1px solid @input_border; border-radius: 4px; margin: 4px; font: @body "@family";
  selection-background-color: @active; selection-color: @text1;
  placeholder-text-color: @text3; }
QLineEdit, QComboBox { padding: 0 8px; }
QPlainTextEdit { padding: 4px; }
QLineEdit:read-only, QPlainTextEdit:read-only { color: @text2; border-color: @line; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: @disabled;
  border-color: @line; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: @raised; color: @text1; border: 1px solid @border;
  padding: 4px; outline: 0; selection-background-color: @active; selection-color: @text1; }
"""
