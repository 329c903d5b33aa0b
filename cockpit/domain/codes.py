"""The codes of everything that the rules have to tell."""

from enum import StrEnum


class JudgeCode(StrEnum):
    """Why a comparison of two versions came out as it did."""

    FAIL = "judge.fail"
    FAIL_IN = "judge.fail_in"
    PASS = "judge.pass"  # noqa: S105 - a verdict, no password
    WAIT = "judge.wait"
    WAIT_LONG = "judge.wait_long"
    WAIT_GAP = "judge.wait_gap"
    WAIT_DOUBT = "judge.wait_doubt"
    NO_NEW = "judge.no_new"
    NO_OLD = "judge.no_old"
    STALE = "judge.stale"
    INCOMPLETE = "judge.incomplete"


class CauseCode(StrEnum):
    """What a trouble comes from."""

    RELEASE = "cause.release"
    EXTERNAL = "cause.external"
    EXTERNAL_OR_SHARED = "cause.external_or_shared"
    BOTH = "cause.both"
    OK = "cause.ok"
    WAIT = "cause.wait"
    NO_DATA = "cause.no_data"
    RELEASE_OR_EXTERNAL = "cause.release_or_external"


class SloCode(StrEnum):
    """Why a flow keeps or breaks its promise."""

    OK = "slo.ok"
    NO_DATA = "slo.no_data"
    STALE = "slo.stale"
    NO_TRAFFIC = "slo.no_traffic"
    TOO_THIN = "slo.too_thin"
    BURNING_FAST = "slo.burning_fast"
    BURNING_SLOWLY = "slo.burning_slowly"
    FEW_FAILURES = "slo.few_failures"
    BUDGET_SPENT = "slo.budget_spent"
    KNOWN_BUDGET_SPENT = "slo.known_budget_spent"
    BUDGET_SOON_SPENT = "slo.budget_soon_spent"
    LAUNCH_TAKES = "slo.launch_takes"
    BREAKS_AT_FULL = "slo.breaks_at_full"


class CountCode(StrEnum):
    """What had to be put right while counting."""

    NO_SUCH_BOUND = "count.no_such_bound"


class GuardCode(StrEnum):
    """Why an order must not go out."""

    NO_TARGET = "guard.no_target"
    NO_PERCENTAGE = "guard.no_percentage"
    NO_VERSION = "guard.no_version"
    UNRESOLVED = "guard.unresolved"
    NO_RECORD = "guard.no_record"
    NOT_READ = "guard.not_read"
    NO_STRATEGY = "guard.no_strategy"
    OFF_LADDER = "guard.off_ladder"
    ASKED_LONG_AGO = "guard.asked_long_ago"
