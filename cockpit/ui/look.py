"""The look: colours by role, type, icons, motion. Widgets ask for a role, never for a value."""

import json
import logging
from enum import Enum, StrEnum
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FAMILY = "Pretendard Variable"
FONT_FILE = "PretendardVariable.ttf"
BOLDEST = 600
"""From 700 on Qt emboldens a variable font once more; the axis alone makes it as bold as drawn."""

log = logging.getLogger(__name__)


class Role(StrEnum):
    """What a colour is for; `resources/theme/tokens.json` has a value for each, dark and light."""

    WINDOW = "window"
    BAND = "band"
    SURFACE = "surface"
    RAISED = "raised"
    ACTIVE = "active"
    WELL = "well"
    LINE = "line"
    LINE2 = "line2"
    BORDER = "border"
    INPUT_BORDER = "input_border"
    TEXT1 = "text1"
    TEXT2 = "text2"
    TEXT3 = "text3"
    DISABLED = "disabled"
    ACTION = "action"
    ON_ACTION = "on_action"
    ACTION_REST = "action_rest"
    ON_ACTION2 = "on_action2"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    BAD_TEXT = "bad_text"
    UNKNOWN = "unknown"
    UNKNOWN_TEXT = "unknown_text"
    TINT_BAD = "tint_bad"
    TINT_WARN = "tint_warn"
    TINT_UNKNOWN = "tint_unknown"
    FOCUS = "focus"
    DIM = "dim"
    STRIPE = "stripe"
    CHART_NEW = "chart_new"
    CHART_BASE = "chart_base"
    CHART_BAND = "chart_band"
    CHART_SLO = "chart_slo"
    CHART_GRID = "chart_grid"
    CHART_MARK = "chart_mark"
    CROSSHAIR = "crosshair"


class Type(Enum):
    """Sizes of type: pixels, and pixels of a line."""

    HERO = (32, 40)
    FIGURE = (22, 28)
    HEADING = (16, 24)
    BODY = (13, 20)
    NOTE = (11, 16)


class Theme(StrEnum):
    """Two themes with the same roles."""

    DARK = "dark"
    LIGHT = "light"


class _IconKey(Struct, frozen=True):
    name: str
    rgba: int
    px: int
    ratio: float


class Look(QObject):
    """Colours, type and icons of the window; `changed` tells that the theme was switched.

    Lives as long as the application. `resources` is the folder with theme, fonts and icons; a
    font that cannot be loaded is replaced by the system's own, an icon by nothing.
    """

    changed = Signal()

    def __init__(self, resources: Path, theme: Theme = Theme.DARK) -> None:
        super().__init__()
        self._resources = resources
        text = (resources / "theme" / "tokens.json").read_text(encoding="utf-8")
        self._tokens: dict[str, dict[str, str]] = json.loads(text)
        self._colors: dict[Role, QColor] = {}
        self._fonts: dict[tuple[Type, int], QFont] = {}
        self._icons: dict[_IconKey, QPixmap] = {}
        self._icon_texts: dict[str, str] = {}
        self._family = self._loaded_family()
        self.theme = theme
        self.is_calm = False
        """Reduced motion: fills jump in quarters, nothing fades."""

        self._read()

    def color(self, role: Role) -> QColor:
        """Return the colour of the role in the theme of now."""
        return self._colors[role]

    def font(self, size: Type = Type.BODY, weight: int = 400) -> QFont:
        """Return the font, with figures of equal width; the same object for the same wish."""
        key = (size, weight)
        if key not in self._fonts:
            font = QFont(self._family)
            font.setPixelSize(size.value[0])
            font.setWeight(QFont.Weight(min(weight, BOLDEST)))
            if weight > BOLDEST:
                font.setVariableAxis(QFont.Tag("wght"), weight)
            font.setVariableAxis(QFont.Tag("wght"), weight)  # the weight alone stays at 400
            font.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[key] = font
        return self._fonts[key]

    def icon(self, name: str, role: Role, px: int = 16, ratio: float = 1.0) -> QPixmap:
        """Return the icon `resources/icons/NAME.svg` in the role's colour, for a screen's ratio."""
        color = self._colors[role]
        key = _IconKey(name, color.rgba(), px, ratio)
        if key not in self._icons:
            self._icons[key] = self._drawn(key, color)
        return self._icons[key]

    def switch(self, theme: Theme) -> None:
        """Take the other theme; every widget paints itself anew."""
        if theme is not self.theme:
            self.theme = theme
            self._read()
            self.changed.emit()

    def _read(self) -> None:
        tokens = self._tokens[self.theme]
        self._colors = {role: QColor(tokens[role]) for role in Role}

    def _loaded_family(self) -> str:
        number = QFontDatabase.addApplicationFont(str(self._resources / "fonts" / FONT_FILE))
        families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        return families[0] if families else QFont().defaultFamily()

    def _drawn(self, key: _IconKey, color: QColor) -> QPixmap:
        data = QByteArray(self._icon_text(key.name).replace("currentColor", color.name()).encode())
        side = round(key.px * key.ratio)
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        if not data.isEmpty():
            QSvgRenderer(data).render(painter, QRectF(0, 0, side, side))
        painter.end()
        pixmap.setDevicePixelRatio(key.ratio)
        return pixmap

    def _icon_text(self, name: str) -> str:
        """Return the drawing; "" for one that cannot be read, since words stand beside it."""
        if name not in self._icon_texts:
            try:
                text = (self._resources / "icons" / f"{name}.svg").read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                log.exception("icon %s", name)
                text = ""
            self._icon_texts[name] = text
        return self._icon_texts[name]
