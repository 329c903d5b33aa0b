"""The new version against the old one: rows of the comparison, and the verdict on top."""

import math
from datetime import datetime

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.board_codes import BoardCode
from cockpit.app.launch_view import HarmView
from cockpit.app.snapshot import (
    ComparisonView,
    Metric,
    ReleaseView,
    SideView,
    SplitView,
    StratumView,
)
from cockpit.app.store import Mode
from cockpit.app.trials import Course
from cockpit.domain.codes import CauseCode, JudgeCode
from cockpit.domain.intervals import contrast, wilson
from cockpit.domain.message import Message, message
from cockpit.domain.outcomes import NOTHING, Outcomes, Pair
from cockpit.domain.standings import Cause
from cockpit.domain.verdict import State
from cockpit.domain.visible import Visible
from cockpit.domain.way_out import Advice, WayOut
from tests.kit.story.times import BACK, BROKEN, CALM, NOW, STAGE_1, STAGE_5

VERSION, BASELINE = "3.2.0", "3.1.4"
SIDES = {"version": VERSION, "baseline": BASELINE}
FLAG_OFF = Advice(WayOut.FLAG_OFF, "coupon_v2")
NEEDED = 960.0

CAUSES = {
    State.PASS: (Cause.OK, CauseCode.OK),
    State.WAIT: (Cause.WAIT, CauseCode.WAIT),
    State.FAIL: (Cause.RELEASE, CauseCode.RELEASE),
    State.NO_DATA: (Cause.NO_DATA, CauseCode.NO_DATA),
}


class Counted(Struct, frozen=True):
    """Events and bad ones of both versions on each platform, Android first."""

    android: Pair
    ios: Pair

    @property
    def both(self) -> Pair:
        """Return all platforms together."""
        return self.android + self.ios


def counted(new: tuple[int, int], old: tuple[int, int], android: float = 0.6) -> Counted:
    """Return counts (all, bad) shared between platforms; Android has the share `android`."""

    def part(given: tuple[int, int], ratio: float) -> Outcomes:
        return Outcomes(round(given[0] * ratio), round(given[1] * ratio))

    return Counted(
        Pair(part(new, android), part(old, android)),
        Pair(part(new, 1 - android), part(old, 1 - android)),
    )


COUPON_FAULT = Counted(
    Pair(Outcomes(512, 50), Outcomes(10_655, 213)), Pair(Outcomes(62, 1), Outcomes(6_790, 129))
)


def row(
    flow: str,
    metric: Metric,
    counts: Counted,
    state: State,
    evidence: float,
    *,
    since: datetime = STAGE_5,
    expected_s: float | None = None,
    told: Message | None = None,
) -> ComparisonView:
    """Return one line of the table; intervals are worked out as the product does it."""
    both = counts.both
    seen = contrast(both)
    cause, cause_code = CAUSES[state]
    strata = (("android", counts.android), ("ios", counts.ios))
    return ComparisonView(
        flow=flow,
        metric=metric,
        state=state,
        message=told or _why(state, both, expected_s),
        cause=cause,
        cause_message=message(cause_code),
        since_at=since,
        block_s=15.0,
        block_count=50,
        new=_side(both.new),
        old=_side(both.old),
        difference_ratio=seen.difference_ratio,
        difference=seen.difference,
        times=seen.times,
        strata=tuple(
            StratumView(name, _side(one.new), _side(one.old), name == "android", is_current=True)
            for name, one in strata
        ),
        worst_stratum="android" if state is State.FAIL else None,
        evidence=evidence,
        needed_evidence=NEEDED,
        expected_s=expected_s,
        age_s=3.0,
        mode=Mode.EXACT,
        rule_id="judge/1",
        late_s=None if expected_s is None else 2.4 * expected_s,
        visible=Visible(3.4, 1.7, 2.0, 240.0) if metric is Metric.SUCCESS else None,
        course=course(since, evidence, state),
    )


def course(since: datetime, evidence: float, state: State) -> Course:
    """Return how the evidence has come to what it is: in a quiet walk, or up since the breakage."""
    end_s = (NOW if since is STAGE_5 else CALM).timestamp()
    at_s = np.arange(since.timestamp() + 15.0, end_s, 15.0)
    quiet = 0.35 * np.sin(at_s / 37.0) - 0.2
    log = quiet + (math.log(max(evidence, 1e-4)) - quiet[-1]) * np.linspace(0, 1, at_s.size)
    if state is State.FAIL:
        since_s = at_s - BROKEN.timestamp()
        log = np.where(since_s < 0, quiet, quiet + since_s / since_s[-1] * math.log(evidence))
    return Course(at_s, log)


def _why(state: State, both: Pair, expected_s: float | None) -> Message:
    if state is State.FAIL:
        worst = {"new_ratio": 50 / 512, "old_ratio": 213 / 10_655}
        return message(JudgeCode.FAIL_IN, stratum="android", **worst)
    if state is State.PASS:
        return message(JudgeCode.PASS, margin_times=1.5)
    if state is State.NO_DATA:
        return message(JudgeCode.NO_NEW)
    if expected_s is None:
        return message(JudgeCode.WAIT_LONG)
    return message(JudgeCode.WAIT, expected_s=expected_s)


def _side(counts: Outcomes) -> SideView:
    return SideView(counts.total_count, counts.bad_count, counts.bad_ratio, wilson(counts))


def fault_rows() -> tuple[ComparisonView, ...]:
    """Return the table at 10:50:51: one row proved worse, the slow shares proved fine."""
    good, slow, fine, wait = Metric.SUCCESS, Metric.SLOW, State.PASS, State.WAIT
    return (
        row("", Metric.CRASH, counted((2_810, 3), (84_920, 68)), wait, 1.1, expected_s=9_780.0),
        row("coupon", good, COUPON_FAULT, State.FAIL, 81_200.0),
        row("coupon", slow, counted((574, 32), (17_445, 960)), fine, 0.02),
        row("checkout", good, counted((687, 8), (20_773, 228)), wait, 1.3, expected_s=540.0),
        row("checkout", slow, counted((687, 43), (20_773, 1_267)), fine, 0.01),
        row("cart", good, counted((1_480, 3), (44_822, 90)), wait, 0.9, expected_s=2_400.0),
        row("cart", slow, counted((1_480, 55), (44_822, 1_703)), fine, 0.004),
        row("login", good, counted((1_058, 4), (32_092, 128)), wait, 0.8, expected_s=1_440.0),
        row("login", slow, counted((1_058, 47), (32_092, 1_380)), fine, 0.008),
    )


def kpi_rows() -> tuple[ComparisonView, ...]:
    """Return the business figures of both versions; the new one recommends nothing yet."""
    kpi, wait = Metric.KPI, State.WAIT
    unseen = Counted(
        Pair(NOTHING, Outcomes(106_900, 100_700)), Pair(NOTHING, Outcomes(71_310, 67_174))
    )
    return (
        row(
            "search_conversion",
            kpi,
            counted((3_530, 3_411), (106_740, 103_100)),
            wait,
            1.0,
            expected_s=1_560.0,
        ),
        row(
            "checkout_completion",
            kpi,
            counted((1_717, 549), (51_930, 16_202)),
            wait,
            1.6,
            expected_s=840.0,
        ),
        row("recommendation_clicks", kpi, unseen, State.NO_DATA, 0.0),
    )


def calm_rows() -> tuple[ComparisonView, ...]:
    """Return the table at 1 %: nothing is worse, and most of it waits for more events."""
    thin = counted((171, 3), (16_900, 338))
    return tuple(
        replace(
            row(
                one.flow,
                one.metric,
                thin if one.flow else counted((690, 0), (61_000, 49)),
                State.PASS if one.metric is Metric.SLOW else State.WAIT,
                0.7,
                since=STAGE_1,
                expected_s=None if one.metric is Metric.SLOW else 1_260.0,
            ),
            block_count=60,
        )
        for one in fault_rows()
    )


def passed_rows() -> tuple[ComparisonView, ...]:
    """Return the table with everything proved fine."""
    plenty = counted((24_800, 248), (402_000, 4_020))
    return tuple(row(one.flow, one.metric, plenty, State.PASS, 0.001) for one in fault_rows())


def silent_rows() -> tuple[ComparisonView, ...]:
    """Return the table without any event of the new version."""
    nothing = Counted(Pair(NOTHING, Outcomes(9_000, 180)), Pair(NOTHING, Outcomes(6_000, 120)))
    return tuple(row(one.flow, one.metric, nothing, State.NO_DATA, 0.0) for one in fault_rows())


def stale_rows(age_s: float) -> tuple[ComparisonView, ...]:
    """Return the table at 1 % when its newest data are so old."""
    told = message(JudgeCode.STALE, age_s=age_s)
    return tuple(
        replace(
            one,
            state=State.NO_DATA,
            cause=Cause.NO_DATA,
            message=told,
            expected_s=None,
            age_s=age_s,
        )
        for one in calm_rows()
    )


def failing(harm: HarmView) -> ReleaseView:
    """Return the verdict of the fault: this release, Android, coupon."""
    about = {"flow": "coupon", "platform": "android", "metric": "success"}
    ratios = {"new_ratio": 50 / 512, "old_ratio": 213 / 10_655}
    verdict = message(BoardCode.RELEASE_FAILS_IN, **SIDES, **about, **ratios)
    return ReleaseView(
        VERSION,
        BASELINE,
        State.FAIL,
        verdict,
        Cause.RELEASE,
        fault_rows(),
        "coupon",
        "android",
        FLAG_OFF,
        harm,
        kpis=kpi_rows(),
    )


def waiting(rows: tuple[ComparisonView, ...], expected_s: float = 1_260.0) -> ReleaseView:
    """Return that not everything is proved yet."""
    passed_count = sum(row.state is State.PASS for row in rows)
    so_far = {"passed_count": passed_count, "row_count": len(rows)}
    code = BoardCode.RELEASE_WAITS_SOME_UNTIL
    verdict = message(code, **SIDES, **so_far, expected_s=expected_s)
    return ReleaseView(
        VERSION,
        BASELINE,
        State.WAIT,
        verdict,
        Cause.WAIT,
        rows,
        expected_s=expected_s,
        late_s=2.4 * expected_s,
        split=SplitView(0.01, 0.0098, 61_690.0, 0.7, is_mismatch=False),
    )


def unhealthy() -> ReleaseView:
    """Return that users are not split as the flag says."""
    split = SplitView(0.01, 0.031, 61_690.0, 1e-12, is_mismatch=True)
    told = message(BoardCode.UNHEALTHY_SPLIT, served_ratio=0.01, seen_ratio=0.031)
    rows = tuple(
        replace(one, state=State.NO_DATA, message=told, expected_s=None, late_s=None)
        for one in calm_rows()
    )
    return replace(not_judged(told, rows), split=split)


def just_opened() -> ReleaseView:
    """Return that the first results are awaited, right after the step to 1 %."""
    told = message(BoardCode.FIRST_RESULTS)
    rows = tuple(replace(one, message=told) for one in silent_rows())
    return not_judged(message(BoardCode.RELEASE_OPENED, **SIDES, exposure_pct=1.0), rows)


def passing() -> ReleaseView:
    """Return that everything is proved fine."""
    verdict = message(BoardCode.RELEASE_PASSES, **SIDES)
    return ReleaseView(VERSION, BASELINE, State.PASS, verdict, Cause.OK, passed_rows())


def not_judged(verdict: Message, rows: tuple[ComparisonView, ...] | None = None) -> ReleaseView:
    """Return that nothing can be said, and why; without rows, nobody has the new version."""
    told = silent_rows() if rows is None else rows
    return ReleaseView(VERSION, BASELINE, State.NO_DATA, verdict, Cause.NO_DATA, told)


def harm(count: float, per_min: float | None, *, is_over: bool = False) -> HarmView:
    """Return the damage so far."""
    until = BACK if is_over else None
    return HarmView("coupon", "android", count, per_min, BROKEN, until, is_over)
