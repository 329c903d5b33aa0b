"""The four flows, the business figures and the crash-free sessions."""

from datetime import datetime

from msgspec.structs import replace

from cockpit.app.board_codes import DataCode
from cockpit.app.chart_view import ChartView
from cockpit.app.promise_view import AtFullView, BurnView, SloView
from cockpit.app.snapshot import FlowView, ReasonView, TileState
from cockpit.app.store import Mode
from cockpit.domain.codes import JudgeCode, SloCode
from cockpit.domain.message import Message, message
from cockpit.domain.slo import SloState
from tests.kit.story.charts import chart, coupon_chart, silent_since
from tests.kit.story.people import PROMISES
from tests.kit.story.times import BACK, NOW, SLOWED, STAGE_1, STAGE_5

WINDOW_S, KPI_S = 300.0, 600.0
PERIOD_S = 30 * 86_400.0
LEFT = {"checkout": 0.58, "coupon": 0.46, "cart": 0.71, "login": 0.64}
"""What is left of each error budget on a usual day."""

NEARLY_SPENT = 0.03

SLOW_S = 2.1

FINE = message(SloCode.OK, good_ratio=0.998)
SLOWLY = message(SloCode.BURNING_SLOWLY, burn=2.2, window_s=21_600.0)
WORSE = message(JudgeCode.FAIL_IN, stratum="android", new_ratio=0.098, old_ratio=0.020)

STATE_OF = {
    TileState.OK: SloState.OK,
    TileState.WARN: SloState.WARNING,
    TileState.BAD: SloState.BAD,
    TileState.UNKNOWN: SloState.UNKNOWN,
}


def promise(
    target: float,
    state: TileState,
    burn: float,
    *reasons: Message,
    new_bad_ratio: float | None = None,
    left_ratio: float | None = 0.58,
) -> SloView:
    """Return a promise whose budget burns `burn` times as fast as allowed.

    `new_bad_ratio` is how often the version fails that goes out, `left_ratio` the budget left.
    """
    pairs = (
        ("page_quick", 3_600.0, 300.0, 14.4),
        ("page_slow", 21_600.0, 1_800.0, 6.0),
        ("ticket_quick", 86_400.0, 7_200.0, 3.0),
        ("ticket_slow", 259_200.0, 21_600.0, 1.0),
    )
    burns = tuple(
        BurnView(name, long_s, short_s, most, burn, burn * 0.96, burn > most)
        for name, long_s, short_s, most in pairs
    )
    at_full = None
    if new_bad_ratio is not None:
        new_burn = new_bad_ratio / (1.0 - target)
        at_full = AtFullView(new_burn * 0.94, new_burn, pairs[0][3], new_burn > pairs[0][3])
    return SloView(
        target_ratio=target,
        state=STATE_OF[state],
        reasons=reasons,
        burns=burns,
        full_budget_s=PERIOD_S / burn,
        last_hour_count=240_000.0,
        rule_id="slo/2",
        at_full=at_full,
        period_s=PERIOD_S,
        now_burn=burn * 0.96,
        budget_left_ratio=left_ratio,
        exhaustion_s=None if left_ratio is None else left_ratio * PERIOD_S / (burn * 0.96),
    )


def reasons(*given: tuple[str, float, float, float | None, bool]) -> tuple[ReasonView, ...]:
    """Return reasons from name, count, share, change of the share, and whether it is new."""
    return tuple(ReasonView(*one) for one in given)


def flow(
    name: str,
    success: float,
    count: float,
    p95_s: float,
    burn: float,
    *,
    why: tuple[ReasonView, ...],
    state: TileState = TileState.OK,
    told: tuple[Message, ...] = (FINE,),
    new: tuple[float, float, TileState] | None = None,
    drawn: ChartView | None = None,
) -> FlowView:
    """Return a tile; `new` is success, count and state of the new version."""
    target, limit_s, flag = PROMISES[name]
    slo_state = TileState.OK if state is TileState.BAD else state
    return FlowView(
        name=name,
        state=state,
        messages=told,
        window_s=WINDOW_S,
        success_ratio=success,
        event_count=count,
        age_s=3.0,
        mode=Mode.EXACT,
        slow_ratio=0.034,
        slow_limit_s=limit_s,
        p95_s=p95_s,
        slo=promise(
            target,
            slo_state,
            burn,
            *told,
            new_bad_ratio=None if new is None else 1.0 - new[0],
            left_ratio=LEFT[name] if burn <= 1.0 else NEARLY_SPENT,
        ),
        latency_slo=promise(0.95, TileState.OK, 0.7, FINE),
        reasons=why,
        other_reasons_ratio=round(1.0 - sum(one.share_ratio for one in why), 2),
        flag=flag,
        new_success_ratio=None if new is None else new[0],
        new_event_count=None if new is None else new[1],
        new_state=TileState.UNKNOWN if new is None else new[2],
        chart=drawn,
    )


def slowed(flow: FlowView, now: datetime, told: Message) -> FlowView:
    """Return the flow when its promise of speed burns 15.2 times as fast as allowed."""
    slow = promise(0.95, TileState.BAD, 15.2, told, left_ratio=0.36)
    assert flow.success_ratio is not None
    assert flow.p95_s is not None
    drawn = chart(
        flow.name,
        flow.success_ratio,
        flow.p95_s,
        now=now,
        slo=PROMISES[flow.name][0],
        limit_s=PROMISES[flow.name][1],
        slower=((SLOWED, SLOW_S),),
    )
    shown = replace(flow, p95_s=SLOW_S, chart=drawn)
    return replace(shown, state=TileState.BAD, messages=(told,), latency_slo=slow)


def calm_flows(now: datetime, *, new_share: float | None = 0.01) -> tuple[FlowView, ...]:
    """Return four healthy flows; `new_share` None: only the old version is there."""
    ok = TileState.OK
    since = STAGE_1 if new_share else None
    shown = {
        "checkout": (0.9968, 21_312.0, 0.512, 0.6, (("CARD_DECLINED", 43.0, 0.63, 0.01, False),)),
        "coupon": (0.9802, 18_019.0, 0.408, 0.8, (("EXPIRED", 214.0, 0.60, -0.02, False),)),
        "cart": (0.9981, 46_302.0, 0.238, 0.4, (("STOCK_CHANGED", 51.0, 0.58, 0.0, False),)),
        "login": (0.9961, 33_150.0, 0.318, 0.5, (("BAD_PASSWORD", 79.0, 0.61, 0.01, False),)),
    }
    return tuple(
        flow(
            name,
            success,
            count,
            p95_s,
            burn,
            why=reasons(*why, ("TIMEOUT", 15.0, 0.21, -0.01, False)),
            new=(success - 0.0004, round(count * new_share), ok) if new_share else None,
            drawn=chart(
                name,
                success,
                p95_s,
                now=now,
                slo=PROMISES[name][0],
                limit_s=PROMISES[name][1],
                since=since,
            ),
        )
        for name, (success, count, p95_s, burn, why) in shown.items()
    )


def fault_flows(now: datetime = NOW) -> tuple[FlowView, ...]:
    """Return what the boards show at 10:50:51: coupon bad, checkout burning, the rest fine."""
    _, _, cart, login = calm_flows(now, new_share=0.032)
    checkout = flow(
        "checkout",
        0.989,
        21_460.0,
        0.640,
        2.2,
        why=reasons(
            ("PG_TIMEOUT", 97.0, 0.41, 0.30, False), ("CARD_DECLINED", 78.0, 0.33, -0.22, False)
        ),
        state=TileState.WARN,
        told=(SLOWLY,),
        new=(0.988, 687.0, TileState.OK),
        drawn=chart(
            "checkout",
            0.997,
            0.520,
            now=now,
            slo=0.995,
            limit_s=0.8,
            new=((STAGE_5, 0.989),),
            old=((STAGE_5, 0.989),),
            slower=((STAGE_5, 0.640),),
        ),
    )
    coupon = flow(
        "coupon",
        0.978,
        18_019.0,
        0.412,
        0.9,
        why=reasons(("COUPON_NPE", 39.0, 0.76, None, True), ("EXPIRED", 6.0, 0.12, -0.48, False)),
        state=TileState.BAD,
        told=(WORSE,),
        new=(0.911, 574.0, TileState.BAD),
        drawn=coupon_chart(now),
    )
    return checkout, coupon, cart, login


def healed_flows(now: datetime) -> tuple[FlowView, ...]:
    """Return the flows after the flag went off: the coupon is where it was before."""
    checkout, coupon, cart, login = fault_flows(now)
    back = replace(
        coupon,
        state=TileState.OK,
        messages=(FINE,),
        success_ratio=0.9804,
        new_success_ratio=0.979,
        new_event_count=603.0,
        new_state=TileState.OK,
        reasons=reasons(
            ("EXPIRED", 9.0, 0.69, 0.57, False), ("COUPON_USED", 3.0, 0.23, 0.1, False)
        ),
        other_reasons_ratio=0.08,
        chart=coupon_chart(now, healed_at=BACK),
    )
    return checkout, back, cart, login


def unknown_flow(given: FlowView, age_s: float, *told: Message) -> FlowView:
    """Return the tile with its last values, which cannot be relied on any more."""
    return replace(
        given,
        state=TileState.UNKNOWN,
        new_state=TileState.UNKNOWN,
        messages=told,
        age_s=age_s,
        chart=None if given.chart is None else silent_since(given.chart, age_s),
    )


def empty_flow(name: str) -> FlowView:
    """Return the tile of a flow of which nothing is known yet."""
    told = (message(DataCode.NOT_ASKED, source="metrics"),)
    return FlowView(name, TileState.UNKNOWN, told, WINDOW_S, flag=PROMISES[name][2])
