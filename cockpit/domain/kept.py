"""What a verdict and a gate rested on, as the journal keeps it."""

from datetime import datetime
from typing import Literal, TypeAlias

from msgspec import Struct

StateWord: TypeAlias = Literal["pass", "fail", "wait", "no_data"]
WeightWord: TypeAlias = Literal["veto", "block", "hold", "watch"]


class RuleKept(Struct, frozen=True):
    """The rule of a comparison; its fields are those of `verdict.Rule`."""

    alpha: float
    margin_times: float
    block_s: float
    start_every_s: float
    discount: float


class StratumKept(Struct, frozen=True):
    """A platform: its totals, and its blocks as `block_text` writes them.

    `blocks` is None where a row would have grown too long: the verdict cannot be worked out again
    from the row, only the totals and the digest of all blocks are left.
    """

    name: str
    new_count: float
    new_bad_count: float
    old_count: float
    old_bad_count: float
    blocks: str | None


class VerdictKept(Struct, frozen=True):
    """A verdict with everything that it takes to work it out again.

    The blocks lie one after the other from `from_at` to `to_at`, by the clock of the source, which
    is `skew_s` ahead of ours. `asked` are the selectors. `blocks_sha256` is that of the text of
    all strata. `stale_s` is the age of data that were too old to judge, None when they were not.
    """

    metric: str
    flow: str
    state: StateWord
    log_evidence: float
    first_fail_block: int | None
    rule_id: str
    rule: RuleKept
    block_count: int
    strata: tuple[StratumKept, ...]
    blocks_sha256: str
    stale_s: float | None
    is_incomplete: bool
    source: str
    asked: tuple[str, ...]
    mode: str
    from_at: datetime
    to_at: datetime
    skew_s: float
    data_age_s: float | None


class ComparisonKept(Struct, frozen=True):
    """A comparison as a gate took it: the verdict, and what else made a check of it.

    `is_recorded`: the journal had it as failed in this stage. `is_mismatch`: users were spread
    otherwise than the flag says. A PASS needs `least_count` of the
    new version. The other fields are those of `weighing.Compared`.
    """

    check: str
    verdict: VerdictKept
    is_recorded: bool
    is_mismatch: bool
    least_count: int
    is_quiet: bool
    must_pass: bool
    weight: WeightWord
    watched_count: int
    watch_count: int
    is_accepted: bool


class GateKept(Struct, frozen=True):
    """What a gate rested on: times, counts, comparisons, and the policy that it was judged by.

    `policy_sha256` is that of the sections `rollout` and `gates`. A PASS before `settle_s` has to
    wait. `event_count` is None when it was not known.
    """

    policy_sha256: str
    elapsed_s: float
    unseen_s: float
    bake_needed_s: float
    settle_s: float
    event_count: float | None
    minimum_events: int
    compared: tuple[ComparisonKept, ...]
