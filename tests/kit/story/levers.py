"""What can be pulled, what is connected, what was pressed, and what is alarming."""

from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from cockpit.app.alert_view import AlertView
from cockpit.app.board_codes import BoardCode, SourceNote
from cockpit.app.codes import ActionCode
from cockpit.app.snapshot import (
    LeverView,
    MendView,
    OperationView,
    RollbackView,
    SourceState,
    SourceView,
    TileState,
)
from cockpit.connectors.codes import SourceCode
from cockpit.domain.alert_words import AlertGrade, AlertReason
from cockpit.domain.codes import SloCode
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever
from cockpit.domain.standings import Status
from tests.kit.story.people import PROMISES
from tests.kit.story.times import (
    ASKED_OFF,
    BACK,
    CLIENTS_BY,
    DETECTED,
    NOW,
    SEEN_OFF,
    STAGE_5,
    at,
)
from tests.kit.story.verdicts import FLAG_OFF, SIDES

OFF_ID = "0193a7f3-2b11-7a40-8c55-7f3a91d0b8c2"
STEP_ID = "0193a7f3-9d02-7be1-9f07-55e0c2a4d1aa"


def lever(flag: str, guards: tuple[str, ...], exposure_pct: float, *, is_on: bool) -> LeverView:
    """Return a flag whose server and clients agree."""
    about: dict[str, Any] = {"flag": flag, "exposure_pct": exposure_pct}
    told = (
        message(BoardCode.LEVER_ON, **about) if is_on else message(BoardCode.LEVER_OFF, flag=flag)
    )
    return LeverView(
        flag=flag,
        source="flags",
        state=TileState.OK,
        message=told,
        is_enabled=is_on,
        is_served=is_on,
        exposure_pct=exposure_pct,
        served_exposure_pct=exposure_pct if is_on else 0.0,
        age_s=3.0,
        guards=guards,
        usual_off_s=8.0,
    )


def levers(exposure_pct: float, *, has_coupon: bool = True) -> tuple[LeverView, ...]:
    """Return the levers of all flows; the coupon's is on from 10:42 on."""
    return tuple(
        lever(
            flag, (flow,), exposure_pct, is_on=exposure_pct > 0 and (flow != "coupon" or has_coupon)
        )
        for flow, (_, _, flag) in PROMISES.items()
    )


def unread(given: LeverView, age_s: float | None) -> LeverView:
    """Return the lever after its state could not be read."""
    return replace(
        given,
        state=TileState.UNKNOWN,
        message=message(BoardCode.LEVER_NOT_READ, flag=given.flag),
        is_enabled=None,
        is_served=None,
        exposure_pct=None,
        served_exposure_pct=None,
        age_s=age_s,
    )


ROLLBACKS = (
    RollbackView(
        "shop-app",
        "deploy",
        "shop-app",
        "3.1.4",
        usual_s=185.0,
        last_done_at=at("15:20:00", "2026-11-12"),
        last_was_drill=True,
    ),
)

KINDS = {"metrics": "prometheus", "flags": "unleash", "deploy": "webhook"}


def source(name: str, **more: Any) -> SourceView:
    """Return a source that answers."""
    fine = SourceView(
        name=name,
        kind=KINDS.get(name, "prometheus"),
        state=SourceState.OK,
        message=message(SourceNote.OK, source=name),
        age_s=3.0,
        data_age_s=3.0 if name == "metrics" else None,
        round_trip_s=0.084,
        skew_s=0.2,
    )
    return replace(fine, **more)


SOURCES = tuple(source(name) for name in KINDS)


def waiting_source(name: str) -> SourceView:
    """Return a source that was not asked yet."""
    told = message(SourceNote.WAITING, source=name)
    return SourceView(name, KINDS[name], SourceState.WAITING, told)


def broken_source(
    name: str, state: SourceState, told: Message, *, age_s: float | None, failures: int = 3
) -> SourceView:
    """Return a source that fails, with the age of its last answer."""
    return source(
        name,
        state=state,
        message=told,
        age_s=age_s,
        data_age_s=age_s if name == "metrics" else None,
        round_trip_s=None,
        skew_s=None,
        failures_count=failures,
        retry_in_s=12.0,
    )


def version_alert() -> AlertView:
    """Return the alert of the fault: act now."""
    ratios = {"new_ratio": 50 / 512, "old_ratio": 213 / 10_655}
    about = {"flow": "coupon", "platform": "android", "metric": "success", **SIDES}
    told = message(BoardCode.RELEASE_FAILS_IN, **about, **ratios)
    grade = AlertGrade.ACT_NOW
    return AlertView(
        "flow:coupon", AlertReason.VERSION, grade, "coupon", None, DETECTED, told, FLAG_OFF
    )


def slo_alert() -> AlertView:
    """Return the alert of the checkout's budget: keep watching."""
    told = message(SloCode.BURNING_SLOWLY, burn=2.2, window_s=21_600.0)
    since = at("10:44:05")
    return AlertView(
        "flow:checkout", AlertReason.SLO, AlertGrade.WATCH, "checkout", None, since, told
    )


def kpi_alert() -> AlertView:
    """Return the alert of a business figure."""
    told = message(SloCode.FEW_FAILURES, burn=1.4, window_s=3_600.0)
    name = "checkout_completion"
    return AlertView(f"kpi:{name}", AlertReason.KPI, AlertGrade.WATCH, None, name, STAGE_5, told)


PAST_ALERTS = (
    replace(
        slo_alert(),
        key="flow:login",
        flow="login",
        since_at=at("09:04:00"),
        ended_at=at("09:12:00"),
    ),
    replace(
        kpi_alert(),
        kpi="recommendation_clicks",
        since_at=at("16:40:00", "2026-11-16"),
        ended_at=at("17:05:00", "2026-11-16"),
    ),
)


def unknown_off(now: datetime = NOW) -> OperationView:
    """Return the press of 10:54:02 whose outcome nobody knows."""
    reason = message(SourceCode.SERVER_ERROR, source="flags", status=502)
    told = message(ActionCode.CANNOT_LOOK, reason=reason)
    return OperationView(
        OFF_ID, Lever.FLAG_OFF, "coupon_v2", Status.UNKNOWN, told, ASKED_OFF, None, None, None
    )


def unknown_step() -> OperationView:
    """Return an older step whose outcome nobody knows either."""
    told = message(ActionCode.STOPPED_MIDWAY)
    asked = ASKED_OFF - timedelta(minutes=3)
    name = "release_3_2_0"
    return OperationView(
        STEP_ID, Lever.EXPOSURE, name, Status.UNKNOWN, told, asked, None, None, None
    )


def open_off() -> OperationView:
    """Return the press right after it: sent, not seen."""
    return replace(unknown_off(), status=Status.OPEN, message=message(ActionCode.STOPPED_MIDWAY))


def healed_off() -> OperationView:
    """Return the press after everything came true: seen off, all clients asked, back in band."""
    mend = MendView("coupon", "3.2.0", "android", 603.0, 13.0, 13 / 603, 0.03, True, "mend/1")
    return OperationView(
        OFF_ID,
        Lever.FLAG_OFF,
        "coupon_v2",
        Status.CONFIRMED,
        message(BoardCode.BACK_IN_BAND, target="coupon_v2"),
        ASKED_OFF,
        SEEN_OFF,
        CLIENTS_BY,
        BACK,
        (mend,),
    )


def mending_off() -> OperationView:
    """Return the press when it was seen off, and the metric is not back yet."""
    healed = healed_off()
    mend = replace(
        healed.mends[0], event_count=41.0, bad_count=2.0, bad_ratio=2 / 41, is_back=False
    )
    told = message(BoardCode.MENDING, target="coupon_v2")
    return replace(healed, message=told, back_in_band_at=None, mends=(mend,))
