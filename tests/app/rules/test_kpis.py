"""A KPI as the server watches it."""

from cockpit.app.rules.kpis import KPI_ALERT
from tests.app.rules.written import alerts, one_flow, recordings, written

KPI = {"name": "sales", "source": "metrics", "events": "visits_total", "good": "sales_total"}


def test_the_usual_is_the_median_of_the_same_hour_in_three_weeks() -> None:
    usual = recordings(written(one_flow(kpis=[KPI])))["kpi:cockpit_ratio:usual1h"].expr
    assert usual.startswith("quantile(0.5,")
    for week in ("1w", "2w", "3w"):
        assert usual.count(f"increase(sales_total[1h] offset {week})") == 2
    assert usual.endswith(">= 2")


def test_the_bad_direction_decides_which_side_is_told() -> None:
    (low,) = alerts(written(one_flow(kpis=[KPI])), KPI_ALERT)
    (high,) = alerts(written(one_flow(kpis=[KPI | {"worse": "higher"}])), KPI_ALERT)
    assert "} < -4\n" in low.expr
    assert "} > 4\n" in high.expr
    assert low.summary.code == "rules.kpi_low"
    assert high.summary.code == "rules.kpi_high"
    assert low.labels["severity"] == high.labels["severity"] == "ticket"


def test_another_counter_is_another_definition() -> None:
    def kept(kpi: dict[str, str]) -> str:
        return recordings(written(one_flow(kpis=[kpi])))["kpi:cockpit_good:increase1h"].labels[
            "selector"
        ]

    assert kept(KPI) != kept(KPI | {"good": "carts_total"})
