import math

import pytest

from cockpit.domain.comparison import Comparison
from cockpit.domain.expectation import expected_s
from cockpit.domain.outcomes import NO_PAIR, Outcomes, Pair


def pair(new_count: float, new_bad: float, old_count: float, old_bad: float) -> Pair:
    return Pair(Outcomes(new_count, new_bad), Outcomes(old_count, old_bad))


def test_a_version_that_looks_bad_is_expected_to_fail() -> None:
    block = {"all": pair(100, 4, 9900, 99)}
    comparison = Comparison().after(block)
    wait_s = expected_s(comparison)
    assert wait_s is not None
    assert comparison.first_fail_block is None
    for _ in range(math.ceil(wait_s / 60)):
        comparison = comparison.after(block)
    assert comparison.first_fail_block is not None


def test_the_slowest_platform_sets_the_time_of_a_pass() -> None:
    fast, slow = pair(1000, 20, 9000, 180), pair(100, 2, 900, 18)
    both = expected_s(Comparison().after({"fast": fast, "slow": slow}))
    alone = expected_s(Comparison().after({"slow": slow}))
    assert both == pytest.approx(alone)


@pytest.mark.parametrize(
    "block",
    [
        pytest.param({"all": NO_PAIR}, id="nothing yet"),
        pytest.param({"all": pair(100, 0, 900, 0)}, id="no failures"),
        pytest.param({"a": pair(100, 2, 900, 18), "b": pair(100, 2, 0, 0)}, id="no old in one"),
        pytest.param({"a": pair(100, 50, 0, 0), "b": pair(0, 0, 900, 18)}, id="never side by side"),
    ],
)
def test_without_a_pace_no_time_is_promised(block: dict[str, Pair]) -> None:
    assert expected_s(Comparison().after(block)) is None
