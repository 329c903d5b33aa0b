"""What a comparison of two versions says, with everything that it rests on."""

import math
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from cockpit.domain.intervals import Contrast
from cockpit.domain.message import Message
from cockpit.domain.outcomes import Pair

if TYPE_CHECKING:  # a verdict that is not there has no outlook
    from cockpit.domain.outlook import Expected


class State(StrEnum):
    """FAIL and PASS are proved; WAIT has data but no proof yet; NO_DATA cannot be judged."""

    FAIL = "fail"
    PASS = "pass"  # noqa: S105 - a verdict, no password
    WAIT = "wait"
    NO_DATA = "no_data"


class Rule(Struct, frozen=True):
    """How a comparison is judged.

    `alpha`: how often an equal version may be called worse, over all looks together.
    `margin_times`: PASS proves that the new version is not this many times as bad.
    A block lasts `block_s`; every `start_every_s` the search for a late breakage starts anew.
    Evidence counts a `discount`-th where one user's failure is counted several times.
    """

    alpha: float = 0.01
    margin_times: float = 2.0
    block_s: float = 60.0
    start_every_s: float = 300.0
    discount: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.alpha < 1:
            msg = f"alpha must lie between 0 and 1, not {self.alpha}"
            raise ValueError(msg)
        if self.margin_times <= 1:
            msg = f"margin_times must be above 1, not {self.margin_times}"
            raise ValueError(msg)
        if not 0 < self.block_s <= self.start_every_s:
            msg = f"block_s must lie above 0, up to {self.start_every_s}, not {self.block_s}"
            raise ValueError(msg)
        if not 1 <= self.discount < math.inf:
            msg = f"discount must be 1 or more, not {self.discount}"
            raise ValueError(msg)

    @property
    def start_every_count(self) -> int:
        """The number of blocks from one start of the search to the next."""
        return round(self.start_every_s / self.block_s)


def split_alpha(metric_count: int, stage_count: int, alpha: float = 0.05) -> float:
    """Return the alpha of one metric in one stage, so that a whole launch stays under `alpha`."""
    return alpha / (metric_count * stage_count)


def usual_margin_times(exposure_ratio: float) -> float:
    """Return what PASS must rule out: twice as bad for 1 % of the users or less, else 1.5 times."""
    return 2.0 if exposure_ratio <= 0.01 else 1.5  # noqa: PLR2004 - said in the docstring


class StratumVerdict(Struct, frozen=True):
    """One platform (or country, or store) of a comparison.

    `pass_log_evidence` is ln of the evidence against "margin_times times as bad";
    `excess_count` is how many more failures the new version had than it would have had with
    the old one's ratio, None without the old one's ratio. A stratum that `carries` has enough
    of the new version's users to be asked for a PASS of its own.
    """

    name: str
    counts: Pair
    new_share_ratio: float
    carries: bool
    is_current: bool
    pass_log_evidence: float
    excess_count: float | None


class Verdict(Struct, frozen=True):
    """The state of one comparison, and what it takes to recompute it.

    `log_evidence` is ln E, FAIL from `-ln(alpha)` on. `log_sums` holds ln of the weighted
    likelihood ratios for each entry of `evidence.WORSE` over `start_count` starts:
    E = mean(exp(log_sums)) + 1 / (start_count + 1), and without starts (a single look)
    E = mean(exp(log_sums)). `first_fail_block` counts from 0. `worst_stratum` has the most
    failures too many. `expected` is when an answer can be expected, None when there is one or
    when it cannot be told. `is_stale` or `is_incomplete` repeat what the caller said about the
    data.
    """

    rule_id: str
    rule: Rule
    state: State
    reason: Message
    log_evidence: float
    log_sums: tuple[float, ...]
    start_count: int
    block_count: int
    first_fail_block: int | None
    strata: tuple[StratumVerdict, ...]
    worst_stratum: str | None
    counts: Pair
    contrast: Contrast
    expected: "Expected | None"
    is_stale: bool = False
    is_incomplete: bool = False
