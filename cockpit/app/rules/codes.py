"""The codes of what a file of rules says: its alerts, and the notes above them."""

from enum import StrEnum


class RuleAlertCode(StrEnum):
    """What an alert of the server is about."""

    BURN = "rules.burn"
    BURN_SPEED = "rules.burn_speed"
    ERRORS = "rules.errors"
    P95 = "rules.p95"
    SLOW = "rules.slow"
    LIMITED = "rules.limited"
    NO_EVENTS = "rules.no_events"
    NO_GOOD = "rules.no_good"
    NO_BOUND = "rules.no_bound"
    KPI_LOW = "rules.kpi_low"
    KPI_HIGH = "rules.kpi_high"
    KPI_GONE = "rules.kpi_gone"


class NoteCode(StrEnum):
    """What stands above the rules."""

    WRITTEN = "rules.note_written"
    LOAD = "rules.note_load"
    ROUTE = "rules.note_route"
    GATE = "rules.note_gate"
    BIRTH = "rules.note_birth"
    PERIOD = "rules.note_period"
    KPI = "rules.note_kpi"
    KPI_CLOCKS = "rules.note_kpi_clocks"
    VERSIONS = "rules.note_versions"
    NEVER = "rules.note_never"
