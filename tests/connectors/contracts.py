"""What any metric source must answer to the table of shapes, whoever serves it."""

from datetime import datetime, timedelta

import pytest

from cockpit.ports.metrics import Answer, MetricSource, Series
from cockpit.ports.server_alerts import AlertsTold
from tests.connectors.shapes import Shape


def asked(metrics: MetricSource, shape: Shape, at: datetime) -> Answer:
    """Ask the question of a shape at an instant."""
    match shape.kind:
        case "latest":
            return metrics.latest(shape.selector, at=at)
        case "samples":
            return metrics.samples(shape.selector, shape.range_s, at=at)
        case "increases":
            return metrics.increases(shape.selector, shape.by, shape.range_s, at=at)
        case _:
            return metrics.history(
                shape.selector,
                shape.by,
                shape.range_s,
                start=at - timedelta(minutes=1),
                end=at,
                step_s=30,
            )


def must_answer(metrics: MetricSource, shape: Shape, at: datetime) -> None:
    """Ask, and compare series by series and point by point."""
    answer = asked(metrics, shape, at)
    found = {_own_labels(series): series for series in answer.series}
    assert found.keys() == shape.found.keys()
    for labels, points in shape.found.items():
        series = found[labels]
        ages_s = [round(at.timestamp() - time_s, 3) for time_s in series.times_s]
        assert ages_s == sorted(points, reverse=True)
        assert series.values == pytest.approx([points[round(age_s)] for age_s in ages_s])
        assert series.dropped_count == 0
    assert answer.warnings == ()
    assert answer.contact.skew_s is not None


def _own_labels(series: Series) -> tuple[tuple[str, str], ...]:
    """Return the labels but those that scraping adds."""
    added = {"job", "instance"}
    return tuple(sorted(item for item in series.labels.items() if item[0] not in added))


def must_tell_alerts(metrics: MetricSource) -> AlertsTold:
    """Ask for the alerts, and see that they are usable."""
    told = metrics.alerts()
    assert told.warnings == ()
    assert told.left_out_count == 0
    assert told.contact.skew_s is not None
    for one in told.alerts:
        assert one.name
        assert one.active_at is None or one.active_at.tzinfo is not None
    return told
