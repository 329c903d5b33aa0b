"""The codes of what is said of alerts at the server, beside those of the cockpit."""

from enum import StrEnum


class ServerCode(StrEnum):
    """Whether the server's alerts are known, and where they and the cockpit's own differ."""

    NOT_ASKED = "server.not_asked"
    NOT_OFFERED = "server.not_offered"
    ONLY_SERVER = "server.only_server"
    ONLY_COCKPIT = "server.only_cockpit"


class WhyCode(StrEnum):
    """Why one pages and the other does not, as far as it can be told."""

    OTHER_RULES = "server.why_other_rules"
    OWN_RULE = "server.why_own_rule"
    NO_DATA = "server.why_no_data"
    COCKPIT_BLIND = "server.why_cockpit_blind"
    COCKPIT_WATCHES = "server.why_cockpit_watches"
    FEW_FAILURES = "server.why_few_failures"
    VERSIONS = "server.why_versions"
    PENDING = "server.why_pending"
    RULES_SILENT = "server.why_rules_silent"
    LATER = "server.why_later"
