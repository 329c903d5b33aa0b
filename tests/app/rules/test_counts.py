"""What the server counts for a promise."""

import pytest

from cockpit.app.plan import planned
from cockpit.app.rules.counts import Counts, counts_of
from cockpit.domain.burn_windows import WINDOWS_S
from cockpit.ports.workspace import Workspace
from tests.app.rules.written import one_flow, recordings, written

SPEED = {"latency": "took_bucket", "latency_slo": {"target": 0.95, "faster_than_s": 1}}


def counts(given: Workspace) -> tuple[Counts, ...]:
    return tuple(counts_of(planned(given).flows[0], given.service.name))


def test_every_window_of_the_pairs_and_the_period_is_kept() -> None:
    kept = recordings(written(one_flow()))
    for metric in ("flow:cockpit_events", "flow:cockpit_bad"):
        windows = {name.removeprefix(f"{metric}:increase") for name in kept if metric in name}
        assert windows == {"5m", "30m", "1h", "2h", "6h", "1d", "3d", "30d"}
    assert len(WINDOWS_S) == 7


def test_a_record_carries_service_flow_and_what_is_counted() -> None:
    (success,) = counts(one_flow())
    kept = recordings(written(one_flow()))
    assert {tuple(one.labels) for one in kept.values()} == {("service", "flow", "selector")}
    assert all(one.labels == success.labels for one in kept.values())


def test_what_is_not_good_is_bad_and_never_less_than_nothing() -> None:
    bad = recordings(written(one_flow()))["flow:cockpit_bad:increase1h"].expr
    tries = 'sum(increase(tries_total{app="a\\"b"}[1h]))'
    assert bad == f"clamp_min({tries} - sum(increase(good_total[1h])), 0)"


def test_a_missing_counter_of_failures_counts_nothing_bad() -> None:
    given = one_flow(flow={"good": None, "bad": "lost_total"})
    bad = recordings(written(given))["flow:cockpit_bad:increase5m"].expr
    tries = 'sum(increase(tries_total{app="a\\"b"}[5m]))'
    assert bad == f"sum(increase(lost_total[5m])) or 0 * {tries}"


def test_slow_is_what_lies_beyond_the_promised_bound() -> None:
    kept = recordings(written(one_flow(flow=SPEED)))
    assert 'took_bucket{le="+Inf"}[1h]' in kept["flow:cockpit_timed:increase1h"].expr
    slow = kept["flow:cockpit_slow:increase1h"].expr
    assert 'le=~"1\\\\.0|1|1e\\\\+00|\\\\+Inf",le!="+Inf"}[1h]' in slow


@pytest.mark.parametrize(
    "change",
    [{"events": "other_total"}, {"good": "other_total"}, {"good": None, "bad": "good_total"}],
)
def test_another_selector_is_another_definition(change: dict[str, str | None]) -> None:
    (before,), (after,) = counts(one_flow()), counts(one_flow(flow=change))
    assert before.labels["selector"] != after.labels["selector"]


def test_another_target_leaves_the_records_what_they_are() -> None:
    (before,), (after,) = counts(one_flow()), counts(one_flow(flow={"slo": {"target": 0.9}}))
    assert before.labels == after.labels


def test_success_and_speed_are_different_definitions() -> None:
    success, speed = counts(one_flow(flow=SPEED))
    assert success.labels["selector"] != speed.labels["selector"]
    assert speed.objective.target_ratio == 0.95


def test_a_period_is_summed_from_records_and_said_only_when_whole() -> None:
    period = recordings(written(one_flow()))["flow:cockpit_events:increase30d"].expr
    assert period.startswith("sum_over_time(flow:cockpit_events:increase5m{")
    assert period.endswith("[30d:5m]) >= 8553.6")


def test_a_period_as_long_as_a_window_is_kept_once() -> None:
    short = one_flow(flow={"slo": {"target": 0.9, "period_days": 3}})
    names = [
        rule.name
        for group in written(short).groups
        for rule in group.rules
        if rule.name.endswith("3d")
    ]
    assert sorted(names) == ["flow:cockpit_bad:increase3d", "flow:cockpit_events:increase3d"]
