"""The measures of change safety, with the figures worked out by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.dora import Action, Deployment, Incident, Report, Took, Undoing, report

FROM = datetime(2026, 3, 1, tzinfo=UTC)
TO = datetime(2026, 3, 31, tzinfo=UTC)
NOW = datetime(2026, 4, 10, tzinfo=UTC)


def at(day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def told(
    deployments: tuple[Deployment, ...] = (),
    incidents: tuple[Incident, ...] = (),
    actions: tuple[Action, ...] = (),
) -> Report:
    return report(deployments, incidents, actions, window_from=FROM, window_to=TO, now=NOW)


def off(deployment: str, when: datetime) -> Action:
    return Action(Undoing.FLAG_OFF, deployment, when)


FOUR = tuple(Deployment(f"r{day - 1}", at(day)) for day in (2, 3, 4, 5))


def test_one_of_four_fails_by_a_flag_switched_off() -> None:
    found = told(
        FOUR, (Incident("i1", at(3, 10, 5), at(3, 10, 15), "r2"),), (off("r2", at(3, 10, 15)),)
    )
    assert (found.deployments, found.failed, found.change_fail_rate) == (4, 1, 0.25)
    assert found.wilson95 is not None
    assert (found.wilson95.low, found.wilson95.high) == pytest.approx((0.0456, 0.6994), abs=1e-4)
    assert (found.rework_rate, found.closed, found.open, found.invalid) == (0.0, 1, 0, 0)
    assert (found.mttr_median_s, found.mttr_mean_s) == (600.0, 600.0)
    assert found.failed_deployment_recovery_median_s == 900.0
    assert found.deployments_per_day == pytest.approx(4 / 30)
    assert found.failed_ids == ("r2",)
    assert found.repairs == (Took("i1", 600.0),)


def test_a_rollback_that_is_rolled_back_fails_the_release_once() -> None:
    found = told(
        (
            Deployment("r1", at(2)),
            Deployment("rb1", at(2, 10, 30), "rollback"),
            Deployment("rb2", at(2, 11, 30), "rollback"),
        ),
        (Incident("i1", at(2, 10, 10), at(2, 11, 40), "r1"),),
        (
            Action(Undoing.ROLLBACK, "r1", at(2, 10, 30)),
            Action(Undoing.ROLLBACK, "r1", at(2, 11, 30)),
        ),
    )
    assert (found.deployments, found.failed, found.change_fail_rate) == (1, 1, 1.0)
    assert found.wilson95 is not None
    assert (found.wilson95.low, found.wilson95.high) == pytest.approx((0.2065, 1.0), abs=1e-4)
    assert (found.mttr_median_s, found.failed_deployment_recovery_median_s) == (5_400.0, 6_000.0)


def test_an_incident_after_the_window_fails_the_release_of_the_window() -> None:
    found = told((Deployment("a", at(30, 23)),), (Incident("i1", at(31, 8), at(31, 8, 10), "a"),))
    assert (found.failed, found.closed, found.mttr_median_s) == (1, 0, None)
    assert found.failed_deployment_recovery_median_s == 33_000.0


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Deployment("x", at(2), "rollback"), id="rollback"),
        pytest.param(Deployment("x", at(2), status="failed"), id="never stood"),
        pytest.param(Deployment("x", at(2), status="cancelled"), id="cancelled"),
        pytest.param(Deployment("x", at(2), environment="staging"), id="staging"),
        pytest.param(Deployment("x", at(2), is_rehearsal=True), id="rehearsal"),
        pytest.param(Deployment("x", TO), id="at the end of the window"),
        pytest.param(Deployment("x", FROM - timedelta(seconds=1)), id="before the window"),
    ],
)
def test_what_is_no_change_of_the_window_is_not_counted(other: Deployment) -> None:
    found = told((*FOUR, other), (), (off("x", at(2, 11)),))
    assert (found.deployments, found.failed) == (4, 0)


@pytest.mark.parametrize(
    "action",
    [
        pytest.param(Action(Undoing.FLAG_OFF, "r1", at(2, 11), is_planned=True), id="planned"),
        pytest.param(Action(Undoing.ROLLBACK, "r1", at(2, 11), is_rehearsal=True), id="rehearsal"),
        pytest.param(Action(Undoing.HOTFIX, "r1", at(2, 11), result="refused"), id="refused"),
        pytest.param(Action(Undoing.FLAG_OFF, "unheard", at(2, 11)), id="of nothing known"),
    ],
)
def test_an_action_without_effect_on_users_fails_nothing(action: Action) -> None:
    assert told(FOUR, (), (action,)).failed == 0


@pytest.mark.parametrize(
    ("incident", "failed", "closed"),
    [
        pytest.param(
            Incident("i", at(2, 11), at(2, 12), "r1", "external"), 0, 1, id="from outside"
        ),
        pytest.param(
            Incident("i", at(2, 11), at(2, 12), "r1", duplicate_of="j"), 0, 0, id="told before"
        ),
        pytest.param(
            Incident("i", at(2, 11), at(2, 12), "r1", is_rehearsal=True), 0, 0, id="rehearsal"
        ),
        pytest.param(Incident("i", at(2, 11), at(2, 12)), 0, 1, id="laid to nothing"),
        pytest.param(Incident("i", at(2, 11), at(2, 12), "r1"), 1, 1, id="of the change"),
    ],
)
def test_only_a_real_incident_of_the_change_fails_it(
    incident: Incident, failed: int, closed: int
) -> None:
    found = told(FOUR, (incident,))
    assert (found.failed, found.closed) == (failed, closed)


def test_what_is_mitigated_later_than_now_is_still_open() -> None:
    found = told(
        FOUR,
        (
            Incident("i1", at(3), NOW + timedelta(seconds=1), "r2"),
            Incident("i2", at(4), None, "r3"),
        ),
    )
    assert (found.failed, found.open, found.closed, found.mttr_mean_s) == (2, 2, 0, None)
    assert found.failed_deployment_recovery_median_s is None


def test_a_mitigation_before_the_detection_is_invalid_and_averaged_nowhere() -> None:
    found = told(
        FOUR,
        (
            Incident("i1", at(3), at(3) - timedelta(seconds=1), "r2"),
            Incident("i2", at(4), at(4, 10, 2), "r3"),
        ),
    )
    assert (found.invalid, found.closed, found.mttr_mean_s) == (1, 1, 120.0)
    assert found.recoveries == (Took("r3", 120.0),)


def test_what_is_done_after_users_are_well_again_does_not_make_the_recovery_longer() -> None:
    found = told(
        FOUR,
        (Incident("i1", at(3, 10, 5), at(3, 10, 15), "r2"),),
        (off("r2", at(3, 10, 14)), Action(Undoing.HOTFIX, "r2", at(4))),
    )
    assert found.recoveries == (Took("r2", 900.0),)


def test_without_an_incident_the_last_thing_done_is_the_recovery() -> None:
    found = told(FOUR, (), (off("r2", at(3, 10, 15)), Action(Undoing.ROLLBACK, "r2", at(3, 11))))
    assert found.recoveries == (Took("r2", 3_600.0),)


def test_what_was_done_is_no_recovery_while_the_incident_is_open() -> None:
    found = told(FOUR, (Incident("i1", at(3, 10, 5), None, "r2"),), (off("r2", at(3, 10, 15)),))
    assert (found.failed, found.open, found.recoveries) == (1, 1, ())


def test_where_the_clock_of_an_incident_is_wrong_what_was_done_tells_the_recovery() -> None:
    found = told(
        FOUR, (Incident("i1", at(3, 10, 5), at(3, 10, 4), "r2"),), (off("r2", at(3, 10, 15)),)
    )
    assert (found.invalid, found.recoveries) == (1, (Took("r2", 900.0),))


def test_the_median_of_an_even_count_lies_between_the_middle_two() -> None:
    incidents = tuple(
        Incident(f"i{minutes}", at(3), at(3, 10, minutes), "r2") for minutes in (1, 2, 4, 40)
    )
    found = told(FOUR, incidents)
    assert (found.mttr_median_s, found.mttr_mean_s) == (180.0, 705.0)
    assert found.failed_deployment_recovery_median_s == 2_400.0


def test_hotfixes_are_changes_and_rework() -> None:
    found = told((*FOUR, Deployment("h", at(6), "hotfix")))
    assert (found.deployments, found.rework_rate) == (5, 0.2)


def test_without_deployments_rates_are_not_known() -> None:
    found = told()
    assert (found.change_fail_rate, found.rework_rate, found.wilson95) == (None, None, None)
    assert found.deployments_per_day == 0.0


def test_a_window_without_length_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after"):
        report((), (), (), window_from=TO, window_to=TO, now=NOW)


minutes = st.integers(0, 60 * 24 * 40).map(lambda given_: FROM + timedelta(minutes=given_))
deployments = st.lists(
    st.builds(
        Deployment,
        st.sampled_from("abcdef"),
        minutes,
        st.sampled_from(["release", "hotfix", "rollback"]),
    ),
    unique_by=lambda one: one.id,
)
incidents = st.lists(
    st.builds(
        Incident,
        st.uuids().map(str),
        minutes,
        st.none() | minutes,
        st.none() | st.sampled_from("abcdefg"),
    )
)
actions = st.lists(st.builds(Action, st.sampled_from(Undoing), st.sampled_from("abcdefg"), minutes))


@pytest.mark.slow
@given(deployments, incidents, actions)
def test_every_deployment_fails_at_most_once_and_every_incident_is_counted_once(
    given_deployments: list[Deployment],
    given_incidents: list[Incident],
    given_actions: list[Action],
) -> None:
    found = report(
        given_deployments,
        given_incidents,
        given_actions,
        window_from=FROM,
        window_to=TO,
        now=NOW,
    )
    assert found.failed <= found.deployments <= len(given_deployments)
    assert set(found.failed_ids) <= set(found.cohort_ids)
    detected = [one for one in given_incidents if FROM <= one.detected_at < TO]
    assert found.closed + found.open + found.invalid == len(detected)
    assert all(one.took_s >= 0 for one in (*found.repairs, *found.recoveries))
    assert len(found.recoveries) <= found.failed
