"""Burn rates as scripts ask for them, beside the figures of the SRE Workbook, Sloth and Pyrra."""

from typing import Any

import pytest

from cockpit.app.decide.ops.burn import (
    detection,
    evaluate,
    exhaustion,
    low_traffic,
    projection,
    thresholds,
)
from tests.app.decide.asking import given

ALERTS = ["page_quick", "page_slow", "ticket_quick", "ticket_slow"]
DAY_S = 86_400


@pytest.mark.parametrize(
    ("days", "burns"),
    [
        (30, [14.4, 6, 3, 1]),
        (28, [13.44, 5.6, 2.8, 0.933333]),
        (7, [3.36, 1.4, 0.7, 0.233333]),
        (90, [43.2, 18, 9, 3]),
    ],
)
def test_thresholds_spend_the_same_budget_in_any_period(days: int, burns: list[float]) -> None:
    rows: Any = thresholds(given(period_days=days))["rows"]
    assert [row["alert"] for row in rows] == ALERTS
    assert [row["burn_rate"] for row in rows] == pytest.approx(burns, rel=1e-5)
    assert [row["budget_pct"] for row in rows] == pytest.approx([2, 5, 10, 10])
    assert [row["long_h"] for row in rows] == [1, 6, 24, 72]
    assert [row["short_h"] for row in rows] == pytest.approx([1 / 12, 0.5, 2, 6])


NOW = 43_200


def told(*parts: tuple[int, float], total: float = 1000) -> dict[str, Any]:
    """Return what each alert says after a month whose last minutes failed at these ratios."""
    end, segments = NOW, []
    for minutes, bad_ratio in parts:
        segments.append([end - minutes, end, total, total * bad_ratio])
        end -= minutes
    segments.append([0, end, total, 0])
    return dict(evaluate(given(slo=0.999, period_days=30, now_min=NOW, segments=segments[::-1])))


@pytest.mark.parametrize(
    ("parts", "fires"),
    [
        pytest.param([(NOW, 0.001)], [], id="all the budget, evenly"),
        pytest.param([(1, 1.0)], ["page_quick"], id="all fail for a minute"),
        pytest.param([(60, 0.0144)], [], id="exactly 14.4 for an hour"),
        pytest.param([(60, 0.0145)], ["page_quick"], id="just above 14.4 for an hour"),
        pytest.param(
            [(5, 0.0), (55, 1.0)], ["page_slow", "ticket_quick", "ticket_slow"], id="over"
        ),
        pytest.param([(360, 0.0061)], ["page_slow"], id="just above 6 for six hours"),
        pytest.param([(1440, 0.0031)], ["ticket_quick", "ticket_slow"], id="above 3 for a day"),
        pytest.param([(4320, 0.00101)], ["ticket_slow"], id="above 1 for three days"),
        pytest.param([(360, 0.0), (4320, 0.01)], [], id="six hours after the end"),
    ],
)
def test_an_alert_fires_when_both_windows_burn_above_it(
    parts: list[tuple[int, float]], fires: list[str]
) -> None:
    found = told(*parts)
    firing = [alert for alert in ALERTS if found[alert]["fires"]]
    assert firing == fires or set(fires) <= set(firing) <= {*fires, "ticket_quick", "ticket_slow"}


def test_exactly_the_threshold_fires_nothing_in_any_window() -> None:
    for minutes, ratio, alert in [
        (60, 0.0144, "page_quick"),
        (360, 0.006, "page_slow"),
        (1440, 0.003, "ticket_quick"),
        (4320, 0.001, "ticket_slow"),
    ]:
        assert told((minutes, ratio))[alert]["fires"] is False
        assert told((minutes, ratio * 1.001))[alert]["fires"] is True


def test_silence_is_not_health() -> None:
    found = evaluate(
        given(slo=0.999, period_days=30, now_min=NOW, segments=[[0, NOW - 10, 100, 0]])
    )
    assert found["page_quick"] == {
        "long_burn": 0.0,
        "short_burn": None,
        "threshold": pytest.approx(14.4),
        "fires": False,
    }
    assert (found["budget_left"], found["time_to_exhaustion_s"]) == (1.0, None)


def test_an_overspent_budget_is_gone_at_once_while_it_burns() -> None:
    found = told((4320, 0.02))
    assert found["budget_left"] == pytest.approx(-1.0)
    assert found["time_to_exhaustion_s"] == 0.0


def test_a_segment_without_length_changes_nothing() -> None:
    with_one = [[0, 10, 5, 0], [10, 10, 9, 9], [10, 20, 5, 1]]
    without = [[0, 10, 5, 0], [10, 20, 5, 1]]
    fields = {"slo": 0.99, "period_days": 1, "now_min": 20}
    assert evaluate(given(**fields, segments=with_one)) == evaluate(
        given(**fields, segments=without)
    )


@pytest.mark.parametrize(
    ("error_ratio", "left", "seconds"),
    [  # the table of burn rates and times to exhaustion in the workbook
        (0.001, 1, 30 * DAY_S),
        (0.002, 1, 15 * DAY_S),
        (0.01, 1, 3 * DAY_S),
        (1.0, 1, 43.2 * 60),
        (0.002, 0.5, 7.5 * DAY_S),
        (0.002, 0, 0),
        (0.002, -0.3, 0),
    ],
)
def test_the_budget_lasts_as_the_workbook_says(
    error_ratio: float, left: float, seconds: float
) -> None:
    found = exhaustion(given(slo=0.999, period_days=30, error_ratio=error_ratio, budget_left=left))
    assert found["seconds"] == pytest.approx(seconds)


def test_a_budget_of_which_nothing_is_spent_never_ends() -> None:
    found = exhaustion(given(slo=0.999, period_days=30, error_ratio=0, budget_left=1))
    assert found == {"seconds": None}


def test_detection_is_told_for_each_alert() -> None:
    found = detection(given(slo=0.99, error_ratio=0.05, period_days=30))
    assert found["page_quick"] is None
    assert found["page_slow"] is None
    assert found["ticket_quick"] == pytest.approx([0.6 * DAY_S, 0.4 * 7200])
    assert found["ticket_slow"] == pytest.approx([0.2 * 3 * DAY_S, 0.8 * 21_600])


@pytest.mark.parametrize(
    ("total", "bad", "naive", "page"),
    [
        (0, 0, False, False),
        (10, 1, True, False),
        (10, 3, True, True),
        (60, 2, True, False),
        (60, 3, True, True),
        (60_000, 864, False, False),
        (60_000, 900, True, True),
        (100, 0, False, False),
    ],
)
def test_one_failure_in_a_quiet_hour_wakes_nobody(
    total: int, bad: int, naive: bool, page: bool
) -> None:
    found = low_traffic(given(slo=0.999, total_1h=total, bad_1h=bad))
    assert (found["naive_page"], found["page"]) == (naive, page)
    assert (found["burn"] is None) == (total == 0)
    assert (found["lower95_burn"] is None) == (total == 0)


@pytest.mark.parametrize(
    ("share", "e_new", "pages"),
    [(0.01, 1.0, False), (0.05, 0.288, False), (0.05, 0.289, True), (0.2, 0.072, False)],
)
def test_a_canary_pages_only_from_a_share_on(share: float, e_new: float, pages: bool) -> None:
    found = projection(given(share=share, slo=0.999, e_new=e_new, e_old=0))
    assert found["service_page_quick"] is pages
    assert found["projected_page_quick"] is True
    assert found["projected_burn_at_100pct"] == pytest.approx(e_new / 0.001)
