"""The codes of the panels over the page: the palette, and whom to call."""

from enum import StrEnum


class PaletteCode(StrEnum):
    """The palette: its sections, its rows, and what it never does."""

    NAME = "ui.palette.name"
    HINT = "ui.palette.hint"
    COUNT = "ui.palette.count"
    NONE = "ui.palette.none"
    PICK = "ui.palette.pick"
    OPEN = "ui.palette.open"
    NEVER = "ui.palette.never"
    ADVISED = "ui.palette.advised"
    GO = "ui.palette.go"
    LEVERS = "ui.palette.levers"
    LAUNCH = "ui.palette.launch"
    JOURNAL = "ui.palette.journal"
    ARM_OFF = "ui.palette.arm_off"
    ARM_OFF_NOTE = "ui.palette.arm_off_note"
    ARM_BACK = "ui.palette.arm_back"
    ARM_BACK_NOTE = "ui.palette.arm_back_note"
    FLOW = "ui.palette.flow"
    FLOW_NOTE = "ui.palette.flow_note"
    RUNBOOK = "ui.palette.runbook"
    PLAN = "ui.palette.plan"
    SIGN = "ui.palette.sign"
    DEPLOYED = "ui.palette.deployed"
    STEP = "ui.palette.step"
    HOLD = "ui.palette.hold"
    CLOSE = "ui.palette.close"
    ROW = "ui.palette.row"


class ContactsCode(StrEnum):
    """Whom to call, and where it says what to do."""

    TITLE = "ui.contacts.title"
    FLOW = "ui.contacts.flow"
    RUNBOOK = "ui.contacts.runbook"
    OPEN = "ui.contacts.open"
    NO_RUNBOOK = "ui.contacts.no_runbook"
    NOT_WEB = "ui.contacts.not_web"
    LEVER = "ui.contacts.lever"
    ON_CALL = "ui.contacts.on_call"
    OWNER = "ui.contacts.owner"
    PHONE = "ui.contacts.phone"
    WRITE = "ui.contacts.write"
    ESCALATE = "ui.contacts.escalate"
    NOBODY = "ui.contacts.nobody"
    CLOSE = "ui.contacts.close"
