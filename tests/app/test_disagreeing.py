"""Where the server and the cockpit do not say the same, and why."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from cockpit.app.alert_view import AlertView
from cockpit.app.disagreeing import GRACE, compare_alerts
from cockpit.app.promise_view import SloView
from cockpit.app.server_codes import ServerCode, WhyCode
from cockpit.app.server_view import Disagreement, ServerAlertView, ServerView
from cockpit.app.snapshot import FlowView, TileState
from cockpit.domain.alert_words import AlertGrade, AlertReason
from cockpit.domain.codes import SloCode
from cockpit.domain.message import Message, message
from cockpit.domain.slo import SloState
from tests.kit.fakes_acting import NOON

LONG_AGO = NOON - timedelta(minutes=10)
BURNING = Message("test.burning")
FINE = FlowView("checkout", TileState.OK, (), 300.0)


def page(**more: object) -> ServerAlertView:
    usual = ServerAlertView(
        source="metrics",
        name="CockpitBudgetBurn",
        flow="checkout",
        kpi=None,
        is_page=True,
        is_firing=True,
        since_at=LONG_AGO,
        summaries={},
        is_ours=True,
        is_current=True,
    )
    return replace(usual, **more)  # fields by name


def own(
    grade: AlertGrade = AlertGrade.ACT_NOW,
    reason: AlertReason = AlertReason.SLO,
    since_at: datetime = LONG_AGO,
) -> AlertView:
    return AlertView("flow:checkout", reason, grade, "checkout", None, since_at, BURNING)


def compared(
    mine: tuple[AlertView, ...],
    theirs: tuple[ServerAlertView, ...],
    flow: FlowView = FINE,
    unknown: Message | None = None,
) -> tuple[Disagreement, ...]:
    return compare_alerts(mine, ServerView(theirs, unknown=unknown), flows=[flow], now=NOON)


def why(found: tuple[Disagreement, ...], code: ServerCode) -> Message:
    (one,) = found
    assert one.flow == "checkout"
    assert one.message.code == code
    told = one.message.value("why")
    assert isinstance(told, Message)
    return told


def with_reason(code: SloCode) -> FlowView:
    slo = SloView(0.99, SloState.WARNING, (message(code),), (), None, None, "slo/1")
    return replace(FINE, slo=slo)


def test_two_that_page_or_two_that_do_not_agree() -> None:
    assert compared((), ()) == ()
    assert compared((own(),), (page(),)) == ()
    assert compared((own(AlertGrade.WATCH),), (page(is_page=False),)) == ()


@pytest.mark.parametrize(
    ("theirs", "flow", "mine", "code"),
    [
        (page(is_current=False), FINE, (), WhyCode.OTHER_RULES),
        (page(is_ours=False, is_current=False), FINE, (), WhyCode.OWN_RULE),
        (page(is_about_data=True), FINE, (), WhyCode.NO_DATA),
        (
            page(),
            FlowView("checkout", TileState.UNKNOWN, (BURNING,), 300.0),
            (),
            WhyCode.COCKPIT_BLIND,
        ),
        (page(), with_reason(SloCode.FEW_FAILURES), (), WhyCode.FEW_FAILURES),
        (page(), with_reason(SloCode.BURNING_SLOWLY), (), WhyCode.LATER),
        (page(), FINE, (own(AlertGrade.WATCH),), WhyCode.COCKPIT_WATCHES),
        (page(), FINE, (), WhyCode.LATER),
    ],
)
def test_the_server_pages_alone(
    theirs: ServerAlertView, flow: FlowView, mine: tuple[AlertView, ...], code: WhyCode
) -> None:
    assert why(compared(mine, (theirs,), flow), ServerCode.ONLY_SERVER).code == code


@pytest.mark.parametrize(
    ("mine", "theirs", "code"),
    [
        (own(reason=AlertReason.VERSION), (), WhyCode.VERSIONS),
        (own(), (page(is_firing=False),), WhyCode.PENDING),
        (own(), (), WhyCode.RULES_SILENT),
        (own(), (page(is_page=False),), WhyCode.LATER),
    ],
)
def test_the_cockpit_pages_alone(
    mine: AlertView, theirs: tuple[ServerAlertView, ...], code: WhyCode
) -> None:
    assert why(compared((mine,), theirs), ServerCode.ONLY_COCKPIT).code == code


def test_what_has_not_lasted_a_minute_may_still_settle() -> None:
    young = NOON - GRACE + timedelta(seconds=1)
    assert compared((), (page(since_at=young),)) == ()
    assert compared((own(since_at=young),), ()) == ()
    assert compared((), (page(since_at=NOON - GRACE),)) != ()


def test_an_alert_of_unknown_age_counts() -> None:
    assert compared((), (page(since_at=None),)) != ()


def test_what_is_not_known_of_the_server_is_no_disagreement() -> None:
    assert compared((own(),), (), unknown=BURNING) == ()
    assert compared((), (page(),), unknown=BURNING) != ()  # what it did say, it said


def test_other_flows_do_not_speak_for_this_one() -> None:
    assert compared((), (page(flow="coupon"), page(flow=None))) == ()
