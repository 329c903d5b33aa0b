"""The style sheet for what Qt draws itself: menus, tool tips, scroll bars, text fields."""

from cockpit.ui.look import Look, Role, Type


def sheet(look: Look) -> str:
    """Return the sheet of the application: menus, tool tips and scroll bars.

    Set it again whenever `look.changed` tells.
    """
    return _filled(look, _MENUS + _TIPS + _BARS)


def field_sheet(look: Look) -> str:
    """Return the sheet of one text field or choice; the kit's fields set it themselves."""
    return _filled(look, _FIELDS + _MENUS + _BARS)


def _filled(look: Look, text: str) -> str:
    for role in Role:
        text = text.replace(f"@{role.value};", f"{look.color(role).name()};")
    text = text.replace("@body", f"{Type.BODY.value[0]}px").replace(
        "@note", f"{Type.NOTE.value[0]}px"
    )
    return text.replace("@family", look.font().family())


_MENUS = """
QMenuBar { background: transparent; color: @text2; font: @body "@family"; spacing: 0; }
QMenuBar::item { padding: 6px 10px; background: transparent; }
QMenuBar::item:selected { background: @raised; color: @text1; }
QMenu { background: @raised; color: @text1; border: 1px solid @border; padding: 4px;
  font: @body "@family"; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 3px; background: transparent; }
QMenu::item:selected { background: @active; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
"""

_TIPS = """
QToolTip { background: @raised; color: @text1; border: 1px solid @border; padding: 4px 6px;
  font: @note "@family"; }
"""

_BARS = """
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: @active; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @border; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QComboBox { background: @well; color: @text1;
  border: 1px solid @input_border; border-radius: 4px; font: @body "@family";
  selection-background-color: @active; selection-color: @text1; placeholder-text-color: @text3; }
QLineEdit, QComboBox { padding: 0 8px; }
QPlainTextEdit { padding: 4px 4px; }
QLineEdit:read-only { color: @text2; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: @disabled;
  border-color: @line; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: @raised; color: @text1; border: 1px solid @border;
  padding: 4px; outline: none; selection-background-color: @active; selection-color: @text1; }
"""
