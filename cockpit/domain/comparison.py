"""Two versions compared block after block, so that looking often costs no false alarm."""

import math
from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from cockpit.domain.evidence import (
    NOT_WORSE,
    WORSE,
    Logs,
    added,
    log_add_exp,
    log_mean_exp,
    log_ratios,
    log_ratios_against_margin,
)
from cockpit.domain.outcomes import NO_PAIR, Pair
from cockpit.domain.verdict import Rule

CARRYING_RATIO = 0.05

Block: TypeAlias = Mapping[str, Pair | None]
"""The events of one block by stratum; None where they are not known."""


class Stratum(Struct, frozen=True):
    """What one stratum has told in `known_count` blocks.

    `log_pass` goes with the alternatives `evidence.NOT_WORSE`. It `is_current` when it told
    something in the last block.
    """

    name: str
    counts: Pair = NO_PAIR
    known_count: int = 0
    log_pass: Logs = (0.0,) * len(NOT_WORSE)
    is_current: bool = False

    @property
    def pass_log_evidence(self) -> float:
        """Ln of the evidence against "margin_times times as bad"."""
        return log_mean_exp(self.log_pass)

    @property
    def excess_count(self) -> float | None:
        """How many failures the new version has too many; None without the old one's ratio."""
        old_ratio = self.counts.old.bad_ratio
        if old_ratio is None:
            return None
        return self.counts.new.bad_count - self.counts.new.total_count * old_ratio

    @property
    def new_share_ratio(self) -> float:
        """The new version's share of the events; 0 without events."""
        both_count = self.counts.new.total_count + self.counts.old.total_count
        return self.counts.new.total_count / both_count if both_count else 0.0


class Comparison(Struct, frozen=True):
    """All blocks so far; `after` returns the comparison with one more.

    The search for a breakage starts anew every few minutes. Start j = 1, 2, ... has the weight
    1 / (j (j + 1)); these add up to 1, and a start not yet reached counts with evidence 1, so
    the weighted evidence stays an e-process for any length. `log_sums` is ln of the weighted
    likelihood ratios, for each of `evidence.WORSE`. `counts` are all events of all strata.
    """

    rule: Rule = field(default_factory=Rule)
    block_count: int = 0
    start_count: int = 0
    log_sums: Logs = (-math.inf,) * len(WORSE)
    strata: tuple[Stratum, ...] = ()
    first_fail_block: int | None = None
    counts: Pair = NO_PAIR

    @property
    def log_evidence(self) -> float:
        """Ln of the evidence that the new version is worse."""
        if not self.start_count:
            return 0.0
        return log_add_exp(log_mean_exp(self.log_sums), -math.log(self.start_count + 1.0))

    @property
    def carrying(self) -> tuple[Stratum, ...]:
        """The strata with enough of the new version's users to be asked for a proof each.

        Where its users are spread so thin that none has enough, each that has any.
        """
        least_count = CARRYING_RATIO * self.counts.new.total_count
        told = [one for one in self.strata if one.counts.new.total_count > 0]
        return tuple(one for one in told if one.counts.new.total_count >= least_count) or tuple(
            told
        )

    @property
    def worst(self) -> Stratum | None:
        """The stratum with the most failures too many; None when none has too many."""
        excess = [(one.excess_count or 0.0, one) for one in self.strata]
        count, worst = max(excess, key=lambda pair: pair[0], default=(0.0, None))
        return worst if count > 0 else None

    def after(self, block: Block) -> "Comparison":
        """Return the comparison with `block` added; its events must not overlap earlier ones."""
        sums, start_count = self.log_sums, self.start_count
        if self.block_count % self.rule.start_every_count == 0:
            start_count += 1
            weight = -math.log(start_count * (start_count + 1.0))
            sums = tuple(log_add_exp(log, weight) for log in sums)
        counts = self.counts
        for pair in block.values():
            if pair is not None:
                sums = added(sums, log_ratios(pair, WORSE, self.rule.discount))
                counts += pair
        told = Comparison(
            self.rule,
            self.block_count + 1,
            start_count,
            sums,
            self._strata_with(block),
            self.first_fail_block,
            counts,
        )
        if self.first_fail_block is None and told.log_evidence >= -math.log(self.rule.alpha):
            return replace(told, first_fail_block=self.block_count)
        return told

    def _strata_with(self, block: Block) -> tuple[Stratum, ...]:
        known = {stratum.name: stratum for stratum in self.strata}
        names = sorted(known.keys() | block.keys())
        return tuple(
            self._stratum_with(known.get(name, Stratum(name)), block.get(name)) for name in names
        )

    def _stratum_with(self, stratum: Stratum, pair: Pair | None) -> Stratum:
        if pair is None:
            return replace(stratum, is_current=False)
        rule = self.rule
        gained = log_ratios_against_margin(pair, rule.margin_times, rule.discount)
        return Stratum(
            stratum.name,
            stratum.counts + pair,
            stratum.known_count + 1,
            added(stratum.log_pass, gained),
            is_current=True,
        )
