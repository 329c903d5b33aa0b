"""A pipeline gets its answer from metrics alone, and never a better one than they give."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec import convert, to_builtins

from cockpit.app.pipeline import MOST_S, GateSeen, GateVerdict, Pipeline, Wanted
from cockpit.app.pipeline_codes import PipelineCode
from cockpit.domain.gate_codes import GateCode
from cockpit.domain.message import Message
from cockpit.domain.standings import CheckState
from cockpit.ports.errors import (
    BadAnswerError,
    Refusal,
    RefusedError,
    SourceError,
    UnreachableError,
)
from cockpit.ports.workspace import Workspace
from tests.app.stairs import stairs_workspace
from tests.kit.fakes_acting import NOON, FakeClock
from tests.kit.metrics import NEW, OLD, FakeMetrics, FakeShop, Moment

STAGE_S = 1_200.0
WANTED = Wanted(NEW, OLD, 20, NOON)
BUSY: dict[str, Any] = {"rate_per_s": 600.0, "share": lambda _at_s: 0.2}


class Bench:
    """A shop that has been on its stage for `elapsed_s`, and a pipeline that asks about it."""

    def __init__(
        self,
        given: Workspace | None = None,
        *,
        before_s: float = 900.0,
        elapsed_s: float = STAGE_S,
        **shop: Any,
    ) -> None:
        self.clock = FakeClock()
        self.metrics = FakeMetrics(
            FakeShop(self.clock, NOON.timestamp() - before_s, **{**BUSY, **shop})
        )
        self.pipeline = Pipeline(
            workspace=given or stairs_workspace(bake_s=600),
            metrics={"metrics": self.metrics},
            clock=self.clock,
        )
        self.clock.move(elapsed_s)

    def judged(self, wanted: Wanted = WANTED) -> GateSeen:
        return self.pipeline.judged(wanted)


def broken(moment: Moment) -> float:
    return 0.3 if moment.version == NEW and moment.at_s > NOON.timestamp() else 0.02


def against(seen: GateSeen) -> dict[str, tuple[CheckState, str]]:
    return {
        one.check: (one.state, one.told.code)
        for one in seen.checks
        if one.state is not CheckState.PASS
    }


def told_of_data(seen: GateSeen) -> str:
    (data,) = [one for one in seen.checks if one.check == "data"]
    told = data.told.value("told")
    assert isinstance(told, Message)
    return told.code


def test_a_stage_against_which_nothing_speaks_is_go() -> None:
    seen = Bench().judged()
    assert against(seen) == {}
    assert (seen.verdict, seen.next_exposure_pct) == (GateVerdict.GO, 100)
    assert seen.basis.compared
    assert seen.basis.elapsed_s == STAGE_S


def test_what_is_proved_worse_is_no_go() -> None:
    seen = Bench(bad_ratio=broken).judged()
    assert seen.verdict is GateVerdict.NO_GO
    assert against(seen)["compared success coupon"] == (CheckState.FAIL, GateCode.COMPARED)


def test_a_stage_that_still_bakes_is_neither() -> None:
    seen = Bench(elapsed_s=300.0).judged()
    assert seen.verdict is GateVerdict.UNKNOWN
    assert against(seen)["bake"][0] is CheckState.WAIT


def test_too_few_events_are_neither() -> None:
    seen = Bench(stairs_workspace(bake_s=600, minimum_events=10**7)).judged()
    assert seen.verdict is GateVerdict.UNKNOWN
    assert against(seen)["sample"][0] is CheckState.WAIT


def test_a_source_that_does_not_answer_is_unknown() -> None:
    bench = Bench()
    bench.metrics.error = UnreachableError(Message("http.no_answer"))
    seen = bench.judged()
    assert seen.verdict is GateVerdict.UNKNOWN
    assert against(seen)["data"][0] is CheckState.UNKNOWN


@pytest.mark.parametrize(
    "error",
    [
        UnreachableError(Message("http.no_answer")),
        RefusedError(Message("http.unauthorized"), Refusal.TOKEN_UNKNOWN),
        BadAnswerError(Message("http.page")),
    ],
)
def test_every_comparison_says_what_is_wrong_with_the_source(error: SourceError) -> None:
    bench = Bench()
    bench.metrics.error = error
    seen = bench.judged()
    compared = [one for one in seen.checks if one.check.startswith("compared")]
    assert compared
    for one in compared:
        told = [value for _name, value in one.told.values if isinstance(value, Message)]
        assert any(tells(value, error.message) for value in told), one.told
    assert against(seen)["outside"] == (CheckState.UNKNOWN, GateCode.OUTSIDE_UNSEEN)


def tells(told: Message, cause: Message) -> bool:
    """Return whether the sentence has the cause in it."""
    inner = [value for _name, value in told.values if isinstance(value, Message)]
    return told == cause or any(tells(one, cause) for one in inner)


def test_a_version_that_nobody_has_is_unknown() -> None:
    seen = Bench().judged(Wanted("9.9.9", OLD, 20, NOON))
    assert seen.verdict is GateVerdict.UNKNOWN


def test_a_stage_too_long_to_read_back_is_unknown_and_nothing_else_is_read() -> None:
    bench = Bench(elapsed_s=MOST_S + 1)
    seen = bench.judged()
    assert seen.verdict is GateVerdict.UNKNOWN
    assert told_of_data(seen) == PipelineCode.TOO_LONG


def test_samples_that_begin_after_the_stage_did_are_not_all_of_it() -> None:
    seen = Bench(before_s=-400.0).judged()
    assert seen.verdict is GateVerdict.UNKNOWN
    assert told_of_data(seen) == PipelineCode.NOT_WHOLE


def test_a_freeze_is_no_go() -> None:
    end = NOON + timedelta(days=1)
    freeze = [{"start": NOON.isoformat(), "end": end.isoformat(), "reason": "year end"}]
    seen = Bench(stairs_workspace(bake_s=600, freeze=freeze)).judged()
    assert seen.verdict is GateVerdict.NO_GO


def test_without_a_journal_a_new_check_weighs_what_it_will_weigh() -> None:
    given = stairs_workspace(bake_s=600)
    checks = [{"metric": "slow", "weight": "block", "watch_releases": 3}]
    given = convert({**to_builtins(given), "gates": {"checks": checks}}, Workspace, strict=False)

    def slow(moment: Moment) -> float:
        return 0.4 if moment.version == NEW and moment.at_s > NOON.timestamp() else 0.03

    assert Bench(given, slow_ratio=slow).judged().verdict is GateVerdict.NO_GO


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted(NEW, OLD, 7, NOON), PipelineCode.NOT_ON_LADDER),
        (Wanted(NEW, OLD, 100, NOON), PipelineCode.AT_TOP),
        (Wanted(NEW, NEW, 20, NOON), PipelineCode.SAME_VERSION),
        (Wanted(NEW, OLD, 20, NOON + timedelta(days=2)), PipelineCode.IN_FUTURE),
    ],
)
def test_what_cannot_be_judged_is_said(wanted: Wanted, code: PipelineCode) -> None:
    refusal = Bench().pipeline.why_not(wanted)
    assert refusal is not None
    assert refusal.code == code


def test_what_can_be_judged_is_not_refused() -> None:
    assert Bench().pipeline.why_not(WANTED) is None
