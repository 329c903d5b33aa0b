import pytest

from cockpit.domain.cause import Moments, find_cause
from cockpit.domain.judge import judge_once
from cockpit.domain.outcomes import NOTHING, Outcomes, Pair
from cockpit.domain.standings import Cause

QUIET = Outcomes(20_000, 400)
OUTAGE = Outcomes(20_000, 4000)


def cause_of(
    before: Outcomes, old: Outcomes, new: Outcomes, *, is_after_step: bool = False
) -> Cause:
    return find_cause({"all": Moments(before, old, new)}, is_after_step=is_after_step).cause


@pytest.mark.parametrize(
    ("before", "old", "new", "cause"),
    [
        pytest.param(QUIET, QUIET, Outcomes(1000, 150), Cause.RELEASE, id="only the new broke"),
        pytest.param(QUIET, OUTAGE, Outcomes(1000, 200), Cause.EXTERNAL, id="both broke alike"),
        pytest.param(QUIET, OUTAGE, Outcomes(1000, 700), Cause.BOTH, id="both, the new worse"),
        pytest.param(QUIET, QUIET, Outcomes(300, 6), Cause.OK, id="nothing changed"),
        pytest.param(QUIET, QUIET, Outcomes(299, 6), Cause.WAIT, id="too few yet"),
        pytest.param(NOTHING, QUIET, Outcomes(300, 6), Cause.OK, id="no past, and no worse now"),
        pytest.param(NOTHING, QUIET, Outcomes(299, 6), Cause.WAIT, id="no past, too few yet"),
        pytest.param(
            NOTHING, QUIET, Outcomes(1000, 150), Cause.RELEASE, id="no past, only the new"
        ),
        pytest.param(QUIET, OUTAGE, NOTHING, Cause.NO_DATA, id="no new version"),
        pytest.param(
            QUIET, NOTHING, Outcomes(20_000, 3000), Cause.RELEASE_OR_EXTERNAL, id="no old, broken"
        ),
        pytest.param(QUIET, NOTHING, Outcomes(20_000, 400), Cause.WAIT, id="no old, as before"),
    ],
)
def test_the_cause_is_found_by_two_comparisons(
    before: Outcomes, old: Outcomes, new: Outcomes, cause: Cause
) -> None:
    assert cause_of(before, old, new) is cause


def test_right_after_a_step_both_may_suffer_from_the_release() -> None:
    found = cause_of(QUIET, OUTAGE, Outcomes(1000, 200), is_after_step=True)
    assert found is Cause.EXTERNAL_OR_SHARED


def test_an_outage_of_one_platform_is_not_blamed_on_a_version_that_is_common_there() -> None:
    strata = {
        "ios": Moments(Outcomes(4000, 80), Outcomes(4000, 1000), Outcomes(900, 225)),
        "android": Moments(QUIET, QUIET, Outcomes(100, 2)),
    }
    assert find_cause(strata).cause is Cause.EXTERNAL


def test_the_running_verdict_stands_for_the_single_look() -> None:
    broken = judge_once({"all": Pair(Outcomes(1000, 150), QUIET)})
    found = find_cause({"all": Moments(QUIET, QUIET, Outcomes(1000, 20))}, stream=broken)
    assert found.cause is Cause.RELEASE
    assert found.new_against_old is broken
    assert found.reason.code == "cause.release"
