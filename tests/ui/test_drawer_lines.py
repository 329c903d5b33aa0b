"""What the drawer says of alerts, and in which order they stand."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cockpit.app.alert_view import AlertView
from cockpit.domain.alert_words import AlertGrade
from cockpit.domain.way_out import Advice, WayOut
from cockpit.ui.aim import Aiming, Wanted
from cockpit.ui.drawer_lines import advice, exit_aim, listed, title
from cockpit.ui.heard import Heard
from cockpit.words.language import Language
from tests.kit.story import moments
from tests.kit.story.levers import kpi_alert, slo_alert, version_alert
from tests.kit.story.setting import say

SAY = say(Language.EN)


def test_an_alert_says_what_to_do() -> None:
    assert advice(version_alert(), SAY) == "Act now: turn coupon_v2 off"
    assert advice(slo_alert(), SAY) == "Watch"
    back = replace(version_alert(), advice=Advice(WayOut.ROLLBACK, "shop-app"))
    assert advice(back, SAY) == "Act now: roll shop-app back"
    assert advice(replace(version_alert(), advice=None), SAY) == "Act now"


def test_an_alert_is_called_by_its_flow_or_its_figure() -> None:
    assert title(version_alert(), SAY) == "Coupon"
    assert title(kpi_alert(), SAY).startswith("Checkouts done")
    crashes = replace(kpi_alert(), kpi=None, key="crashes")
    assert title(crashes, SAY) == "App"


def test_what_was_loud_and_over_before_anybody_saw_it_stands_before_what_is_watched() -> None:
    missed = replace(version_alert(), key="flow:cart", ended_at=version_alert().since_at)
    shown, left = listed((version_alert(), slo_alert()), (missed,), 12)
    assert shown == (version_alert(), missed, slo_alert())
    assert left == 0
    again = replace(missed, key=version_alert().key)
    assert listed((version_alert(),), (again,), 12) == ((version_alert(),), 0)


@given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 15))
def test_nothing_that_needs_a_hand_is_ever_left_out(urgent: int, watched: int, most: int) -> None:
    alerts: list[AlertView] = [replace(version_alert(), key=f"u{one}") for one in range(urgent)]
    alerts += [replace(slo_alert(), key=f"w{one}") for one in range(watched)]
    shown, left = listed(alerts, (), most)
    assert len(shown) + left == len(alerts)
    assert sum(one.grade is AlertGrade.ACT_NOW for one in shown) == urgent
    assert list(shown) == alerts[: len(shown)]


def test_a_way_out_is_that_of_the_alert_or_none() -> None:
    fault = moments.fault()
    aiming = Aiming(fault, Heard(), Wanted(flag="checkout_v2"), SAY, fault.at)
    found = exit_aim(version_alert(), aiming)
    assert found is not None
    assert found.key == "off:coupon_v2"
    assert exit_aim(slo_alert(), aiming) is None
    assert exit_aim(replace(version_alert(), ended_at=fault.at), aiming) is None
    elsewhere = replace(version_alert(), advice=Advice(WayOut.FLAG_OFF, "gone"))
    assert exit_aim(elsewhere, aiming) is None
    back = replace(version_alert(), advice=Advice(WayOut.ROLLBACK, fault.rollbacks[0].name))
    found = exit_aim(back, aiming)
    assert found is not None
    assert found.key == f"back:{fault.rollbacks[0].name}"
    gone = replace(version_alert(), advice=Advice(WayOut.ROLLBACK, "gone"))
    assert exit_aim(gone, aiming) is None
