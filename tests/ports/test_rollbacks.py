"""A job is over when nothing will change any more, and not a moment before."""

from cockpit.ports.rollbacks import JobState


def test_a_job_that_waits_or_runs_is_not_over_and_any_other_is() -> None:
    going_on = {JobState.QUEUED, JobState.RUNNING}
    assert {state for state in JobState if not state.is_over} == going_on
