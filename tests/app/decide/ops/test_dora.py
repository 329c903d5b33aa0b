"""Reports as scripts ask for them; the rules themselves are tested in the domain."""

from typing import Any

import pytest

from cockpit.app.decide.fields import WrongInputError
from cockpit.app.decide.ops.dora import dora
from tests.app.decide.asking import given

WINDOW = {"from": "2026-03-01T00:00:00Z", "to": "2026-03-31T00:00:00Z"}
RELEASE = {"id": "r1", "at": "2026-03-02T10:00:00Z"}
INCIDENT = {
    "id": "i1",
    "deployment": "r1",
    "detected_at": "2026-03-02T10:05:00Z",
    "mitigated_at": "2026-03-02T10:15:00Z",
}
OFF = {"type": "flag_off", "deployment": "r1", "at": "2026-03-02T10:10:00Z"}


def told(
    deployments: tuple[Any, ...] = (RELEASE,),
    incidents: tuple[Any, ...] = (),
    actions: tuple[Any, ...] = (),
    now: str = "2026-04-10T00:00:00Z",
) -> Any:
    return dora(
        given(
            window=WINDOW,
            now=now,
            deployments=list(deployments),
            incidents=list(incidents),
            actions=list(actions),
        )
    )


def test_nothing_happened_and_nothing_is_a_rate() -> None:
    found = told(deployments=())
    assert (found["deployments"], found["failed"], found["deployments_per_day"]) == (0, 0, 0)
    for name in (
        "change_fail_rate",
        "wilson95",
        "rework_rate",
        "mttr_median_s",
        "mttr_mean_s",
        "failed_deployment_recovery_median_s",
    ):
        assert found[name] is None


def test_a_failure_is_told_with_what_it_rests_on() -> None:
    found = told(incidents=(INCIDENT,), actions=(OFF,))
    assert (found["failed"], found["change_fail_rate"]) == (1, 1.0)
    assert found["wilson95"] == pytest.approx([0.2065, 1.0], abs=1e-4)
    assert (found["mttr_median_s"], found["failed_deployment_recovery_median_s"]) == (600, 900)
    assert found["failed_ids"] == ("r1",)


@pytest.mark.parametrize(
    "field",
    [
        {"kind": "rollback", "rollback_of": "r0"},
        {"status": "failed"},
        {"status": "cancelled"},
        {"env": "staging"},
        {"rehearsal": True},
        {"at": "2026-03-31T00:00:00Z"},
        {"at": "2026-02-28T23:59:59Z"},
        {"at": "2026-03-01T08:59:59+09:00"},
    ],
    ids=str,
)
def test_what_is_no_change_of_the_window_is_not_counted(field: dict[str, Any]) -> None:
    assert told(deployments=({**RELEASE, **field},))["deployments"] == 0


@pytest.mark.parametrize(
    "field",
    [
        {},
        {"kind": "hotfix"},
        {"kind": None, "status": None, "env": None, "rehearsal": None, "rollback_of": None},
        {"at": "2026-03-01T00:00:00Z"},
        {"at": "2026-03-01T09:00:00+09:00"},
        {"at": "2026-03-30T23:59:59.999Z"},
    ],
    ids=str,
)
def test_null_is_the_default_and_the_window_is_half_open(field: dict[str, Any]) -> None:
    assert told(deployments=({**RELEASE, **field},))["deployments"] == 1


@pytest.mark.parametrize("field", [{"planned": True}, {"rehearsal": True}, {"result": "refused"}])
def test_an_action_without_effect_on_users_fails_nothing(field: dict[str, Any]) -> None:
    assert told(actions=({**OFF, **field},))["failed"] == 0
    assert told(actions=(OFF,))["failed"] == 1


@pytest.mark.parametrize(
    ("field", "failed", "closed", "still_open", "invalid"),
    [
        ({}, 1, 1, 0, 0),
        ({"deployment": None}, 0, 1, 0, 0),
        ({"cause": "external"}, 0, 1, 0, 0),
        ({"duplicate_of": "i0"}, 0, 0, 0, 0),
        ({"rehearsal": True}, 0, 0, 0, 0),
        ({"mitigated_at": None}, 1, 0, 1, 0),
        ({"mitigated_at": "2026-04-10T00:00:01Z"}, 1, 0, 1, 0),
        ({"mitigated_at": "2026-03-02T10:04:59Z"}, 1, 0, 0, 1),
        ({"detected_at": "2026-02-28T10:00:00Z"}, 1, 0, 0, 0),
        ({"resolved_at": "2026-03-09T10:00:00Z"}, 1, 1, 0, 0),
    ],
    ids=str,
)
def test_an_incident_counts_by_what_it_is(
    field: dict[str, Any], failed: int, closed: int, still_open: int, invalid: int
) -> None:
    found = told(incidents=({**INCIDENT, **field},))
    counts = (found["failed"], found["closed"], found["open"], found["invalid"])
    assert counts == (failed, closed, still_open, invalid)


def test_what_is_told_twice_alike_counts_once() -> None:
    found = told(deployments=(RELEASE, RELEASE), incidents=(INCIDENT, INCIDENT))
    assert (found["deployments"], found["failed"], found["closed"]) == (1, 1, 1)


def test_the_same_version_may_be_in_staging_before() -> None:
    staging = {**RELEASE, "env": "staging", "at": "2026-03-01T10:00:00Z"}
    found = told(deployments=(staging, RELEASE), actions=(OFF,))
    assert (found["deployments"], found["failed"]) == (1, 1)


def test_duplicates_of_duplicates_lead_to_the_first() -> None:
    again = {**INCIDENT, "id": "i2", "duplicate_of": "i1"}
    once_more = {**INCIDENT, "id": "i3", "duplicate_of": "i2"}
    assert told(incidents=(INCIDENT, again, once_more))["closed"] == 1


@pytest.mark.slow
@pytest.mark.timeout(15)
def test_a_long_chain_of_duplicates_is_followed_once() -> None:
    chain = tuple(
        {**INCIDENT, "id": f"i{number}", "duplicate_of": f"i{number - 1}" if number else None}
        for number in range(20_000)
    )
    assert told(incidents=chain)["closed"] == 1
    circle = ({**chain[0], "duplicate_of": "i19999"}, *chain[1:])
    with pytest.raises(WrongInputError) as caught:
        told(incidents=circle)
    assert caught.value.message.value("field") == "in.incidents[0].duplicate_of"
