"""What verdicts and gates rest on, kept at hand: snapshots carry references to the blocks.

Whoever prints a snapshot leaves them out, since `IS_TOLD` is not so. All bases are equal: a view is
another one only when it shows something else, whatever it rests on.
"""

from typing import ClassVar

from msgspec import Struct
from typing_extensions import override

from cockpit.app.trials import Blocks
from cockpit.domain.verdict import Verdict
from cockpit.domain.weighing import Compared


class Basis(Struct, frozen=True, eq=False):
    """What a verdict rests on. `blocks` is None before the first; `mode` is how was counted.

    `is_recorded` says that the journal has the comparison as failed in this stage, `is_mismatch`
    that users are spread otherwise than the flag says. A PASS needs
    `least_count` of the new version.
    """

    IS_TOLD: ClassVar[bool] = False

    verdict: Verdict
    blocks: Blocks | None
    stale_s: float | None
    is_recorded: bool
    is_mismatch: bool
    least_count: int
    source: str
    asked: tuple[str, ...]
    mode: str
    start_s: float
    skew_s: float
    age_s: float | None
    unseen_s: float

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Basis)

    @override
    def __hash__(self) -> int:
        return hash(Basis)


class GateBasis(Struct, frozen=True, eq=False):
    """What a gate rests on, beside the comparisons of the snapshot; `compared` are its own."""

    IS_TOLD: ClassVar[bool] = False

    elapsed_s: float
    unseen_s: float
    bake_needed_s: float
    settle_s: float
    event_count: float | None
    minimum_events: int
    compared: tuple[Compared, ...]

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, GateBasis)

    @override
    def __hash__(self) -> int:
        return hash(GateBasis)
