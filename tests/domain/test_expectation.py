import math

import pytest

from cockpit.domain.comparison import Comparison
from cockpit.domain.expectation import Before, carrying_before, expected, known_before
from cockpit.domain.outcomes import NO_PAIR, Outcomes, Pair
from cockpit.domain.outlook import last_of
from cockpit.domain.verdict import Rule

MINUTE_S = 60.0


def pair(new_count: float, new_bad: float, old_count: float, old_bad: float) -> Pair:
    return Pair(Outcomes(new_count, new_bad), Outcomes(old_count, old_bad))


EQUAL = pair(500, 10, 4500, 90)


def test_a_version_that_looks_bad_is_expected_to_fail() -> None:
    block = {"all": pair(100, 7, 9900, 99)}
    comparison = Comparison(Rule(alpha=1e-6)).after(block)
    when = expected(comparison)
    assert when is not None
    assert comparison.first_fail_block is None
    assert when.passages == ()
    count = 0
    while comparison.first_fail_block is None:
        comparison, count = comparison.after(block), count + 1
    assert count <= math.ceil(when.likely_s / MINUTE_S) + 1
    assert count * MINUTE_S <= when.late_s


def test_a_late_breakage_is_not_thinned_out_by_the_quiet_time_before_it() -> None:
    quiet, broken = {"all": pair(100, 2, 9900, 198)}, {"all": pair(100, 12, 9900, 198)}
    rule = Rule(alpha=1e-6)
    comparison = Comparison(rule)
    for _ in range(60):
        comparison = comparison.after(quiet)
    while comparison.log_evidence < math.log(10):
        comparison = comparison.after(broken)
    when = expected(comparison)
    assert when is not None
    assert when.likely_s < 5 * MINUTE_S


def test_the_slowest_platform_sets_the_time_of_a_pass() -> None:
    fast, slow = pair(1000, 20, 9000, 180), pair(100, 2, 900, 18)
    both = expected(Comparison().after({"fast": fast, "slow": slow}))
    alone = expected(Comparison().after({"slow": slow}))
    assert both is not None
    assert alone is not None
    assert both.likely_s == pytest.approx(alone.likely_s, rel=0.25)


def test_of_platforms_alike_the_last_one_takes_longer_than_any() -> None:
    one = expected(Comparison().after({"a": EQUAL}))
    three = expected(Comparison().after({"a": EQUAL, "b": EQUAL, "c": EQUAL}))
    assert one is not None
    assert three is not None
    assert three.likely_s > 1.3 * one.likely_s
    assert three.likely_s == pytest.approx(last_of(three.passages), rel=1e-9)


@pytest.mark.parametrize(
    "block",
    [
        pytest.param({"all": NO_PAIR}, id="nothing yet"),
        pytest.param({"all": pair(100, 0, 900, 0)}, id="no failures"),
        pytest.param({"a": pair(100, 2, 900, 18), "b": pair(100, 2, 0, 0)}, id="no old in one"),
        pytest.param({"a": pair(100, 2, 0, 0), "b": pair(0, 0, 900, 18)}, id="never side by side"),
    ],
)
def test_without_a_pace_no_time_is_promised(block: dict[str, Pair]) -> None:
    assert expected(Comparison().after(block)) is None


BEFORE = Before(seen_s=600.0, event_count=50_000, bad_count=1000, new_share_ratio=0.1)


def test_before_anything_is_seen_the_old_version_tells_how_long_it_will_take() -> None:
    told, seen = (
        expected(Comparison(), {"all": BEFORE}),
        expected(Comparison().after({"all": EQUAL})),
    )
    assert told is not None
    assert seen is not None
    assert told.likely_s == pytest.approx(seen.likely_s + MINUTE_S, rel=0.25)
    assert expected(Comparison()) is None


def test_a_stage_that_has_shown_little_is_told_by_what_was_before() -> None:
    first = Comparison().after({"all": pair(5, 0, 45, 0)})
    assert expected(first) is None
    told = expected(first, {"all": BEFORE})
    assert told is not None
    assert told.likely_s > 0


def test_platforms_with_hardly_any_new_user_will_not_be_waited_for() -> None:
    tiny = Before(600.0, 500, 10, 0.1)
    assert carrying_before({"ios": BEFORE, "tv": tiny}) == ("ios",)
    assert carrying_before({"ios": Before(600.0, 500, 10, 0.0)}) == ()


def test_no_answer_comes_before_it_may() -> None:
    when = expected(Comparison().after({"all": EQUAL}), not_before_s=9_000.0)
    assert when is not None
    assert (when.likely_s, when.late_s) == (9_000.0, 9_000.0)


def test_failures_that_count_less_take_longer() -> None:
    once = expected(Comparison().after({"all": EQUAL}))
    often = expected(Comparison(Rule(discount=9.0)).after({"all": EQUAL}))
    assert once is not None
    assert often is not None
    assert often.likely_s > 6 * once.likely_s


def test_a_doubt_without_an_old_version_beside_it_has_no_time() -> None:
    known = Comparison(Rule(alpha=1e-9)).after({"all": pair(100, 9, 9900, 99)})
    assert known.log_evidence > math.log(10)
    alone = Comparison(known.rule, log_sums=known.log_sums, start_count=1)
    assert expected(alone) is None


def test_a_platform_with_few_failures_of_its_own_is_told_by_its_neighbours() -> None:
    both = {"ios": Outcomes(30_000, 300), "web": Outcomes(300, 0), "tv": Outcomes(0, 0)}
    found = known_before(both, 600.0, 0.05)
    assert set(found) == {"ios", "web"}
    assert found["ios"].bad_count == pytest.approx(300, rel=0.02)
    assert 2.0 < found["web"].bad_count < 3.0
    assert found["web"].new_share_ratio == 0.05


def test_without_failures_or_time_nothing_is_known_before() -> None:
    assert known_before({"ios": Outcomes(900, 0)}, 600.0, 0.05)["ios"].bad_count == 0.0
    assert known_before({"ios": Outcomes(900, 9)}, 0.0, 0.05) == {}
    assert known_before({}, 600.0, 0.05) == {}
