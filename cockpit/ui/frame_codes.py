"""The codes of the window's frame: band, rail, drawer, bars, and what menus and keys are called."""

from enum import StrEnum


class BandCode(StrEnum):
    """The environment block and what stands right in the band."""

    PROD = "ui.band.prod"
    DRILL = "ui.band.drill"
    DEMO = "ui.band.demo"
    FIND = "ui.band.find"
    DATE = "ui.band.date"
    """How Qt writes a date in this language."""


class PlaceCode(StrEnum):
    """The pages as the rail calls them."""

    FLOW = "ui.place.flow"
    RELEASE = "ui.place.release"
    SAFETY = "ui.place.safety"
    GONOGO = "ui.place.gonogo"
    ROLLOUT = "ui.place.rollout"
    INCIDENT = "ui.place.incident"
    DRILL = "ui.place.drill"
    JOURNAL = "ui.place.journal"
    SOURCES = "ui.place.sources"
    NAMED = "ui.place.named"
    MISSING = "ui.place.missing"
    NOBODY = "ui.place.nobody"


class MenuCode(StrEnum):
    """Menus and what they hold; the panel of keys shows them all."""

    FILE = "ui.menu.file"
    VIEW = "ui.menu.view"
    GO = "ui.menu.go"
    RELEASE = "ui.menu.release"
    HELP = "ui.menu.help"
    READ_NOW = "ui.menu.read_now"
    QUIT = "ui.menu.quit"
    FIND = "ui.menu.find"
    THEME = "ui.menu.theme"
    ALERTS = "ui.menu.alerts"
    DEPLOYED = "ui.menu.deployed"
    ARM_OFF = "ui.menu.arm_off"
    ARM_BACK = "ui.menu.arm_back"
    CONTACTS = "ui.menu.contacts"
    KEYS = "ui.menu.keys"


class KeysCode(StrEnum):
    """The panel that lists all keys."""

    TITLE = "ui.keys.title"
    IN_TEXT = "ui.keys.in_text"
    HOLD = "ui.keys.hold"
    ESCAPE = "ui.keys.escape"
    CLOSE = "ui.keys.close"


class DrawerCode(StrEnum):
    """Alerts, and those that are over."""

    TITLE = "ui.drawer.title"
    ORDER = "ui.drawer.order"
    NONE = "ui.drawer.none"
    NONE_BLIND = "ui.drawer.none_blind"
    PAST = "ui.drawer.past"
    PAST_NONE = "ui.drawer.past_none"
    ACT_OFF = "ui.drawer.act_off"
    ACT_BACK = "ui.drawer.act_back"
    ACT_NOW = "ui.drawer.act_now"
    WATCH = "ui.drawer.watch"
    RUNBOOK = "ui.drawer.runbook"
    SLO = "ui.drawer.slo"
    KPI = "ui.drawer.kpi"
    VERSION = "ui.drawer.version"
    OPEN = "ui.drawer.open"
    MORE = "ui.drawer.more"


class ClosingCode(StrEnum):
    """The bar that asks before the window closes during a launch."""

    ASK = "ui.closing.ask"
    ASK_UNRESOLVED = "ui.closing.ask_unresolved"
    STAY = "ui.closing.stay"
    CLOSE = "ui.closing.close"


class TrayCode(StrEnum):
    """The notes that a window shows on the desktop."""

    NO_TRAY = "ui.tray.none"


class NoticeCode(StrEnum):
    """The bar with something that everybody should read once."""

    DISMISS = "ui.notice.dismiss"
    REFUSED = "ui.notice.refused"
