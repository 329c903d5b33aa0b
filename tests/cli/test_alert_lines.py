"""Alerts in a terminal: what needs a hand first, what is put aside in sight, names harmless."""

import pytest

from cockpit.app.alert_view import AlertView, written_views
from cockpit.cli.alert_lines import past_lines, rate_line, running_lines, shelved_lines
from cockpit.domain.alert_words import AlertGrade, AlertReason
from cockpit.domain.episodes import Episodes
from cockpit.domain.way_out import Advice, WayOut
from cockpit.words.language import Language
from tests.cli.speaking import words
from tests.kit.alerting import WHY, at_s, ended, finding, raised, rated, shelved

EN = words(Language.EN)


def view(name: str = "coupon", advice: Advice | None = None) -> AlertView:
    return AlertView(
        key=f"flow:{name}",
        reason=AlertReason.SLO,
        grade=AlertGrade.ACT_NOW,
        flow=name,
        kpi=None,
        since_at=at_s(0),
        message=WHY,
        advice=advice,
        others=(finding("latency_slo"),),
    )


def said(*views: AlertView) -> list[str]:
    return [EN.text(one) for one in running_lines(views)]


@pytest.mark.parametrize(
    ("advice", "line"),
    [
        (Advice(WayOut.FLAG_OFF, "coupon_v2"), "→ switch coupon_v2 off"),
        (Advice(WayOut.ROLLBACK, "shop"), "→ roll shop back"),
    ],
)
def test_an_alert_has_its_way_out_and_everything_that_is_wrong(advice: Advice, line: str) -> None:
    first, second, third = said(view(advice=advice))
    assert first.startswith("■ act now  coupon, since ")
    assert (second, third) == (line, "also: test.latency_slo")
    assert len(said(view())) == 2


def test_a_hostile_name_does_no_harm() -> None:
    (line, *_) = said(view("a\x1b[31m\u202eb\n" + "x" * 500))
    assert "\x1b" not in line
    assert "\u202e" not in line
    assert "\n" not in line


def test_the_journal_alone_tells_what_goes_on_and_what_people_said() -> None:
    rows = [
        raised(0, "cart", grade="watch"),
        raised(10),
        shelved(20, 900),
        raised(30, "login"),
        ended(200, "login"),
        rated(210, "mina", is_useful=True, alert_id="login-1"),
        rated(220, "jun", is_useful=False, alert_id="login-1"),
    ]
    views = written_views(Episodes().after(rows), at_s(300))
    assert [one.flow for one in views.alerts] == ["cart"]
    (aside,) = [EN.text(one) for one in shelved_lines(views.shelved)]
    assert aside.startswith("△ put aside  coupon, by mina, until ")
    assert aside.endswith(": known")
    (over,) = [EN.text(one) for one in past_lines(views.past)]
    assert over.endswith("Useful 1, noise 1")
    assert EN.text(rate_line(3)) == "Our alerts: 3 in 10 min (limit 2)"
