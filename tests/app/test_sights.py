"""What would be seen is worked out for one comparison a snapshot."""

from cockpit.app.sights import EVERY_BLOCKS, VISIBLE_TIMES, Sights
from cockpit.domain.comparison import Comparison
from cockpit.domain.expectation import Before
from cockpit.domain.outcomes import Outcomes, Pair
from cockpit.domain.verdict import Rule
from cockpit.domain.visible import Traffic, visible

BLOCK = {"ios": Pair(Outcomes(50, 1), Outcomes(950, 19)), "web": None}
RULE = Rule(block_s=15.0)


def compared(count: int) -> Comparison:
    comparison = Comparison(RULE)
    for _ in range(count):
        comparison = comparison.after(BLOCK)
    return comparison


def test_it_is_what_the_traffic_of_the_comparison_shows() -> None:
    found = Sights().visible("a", compared(4))
    traffic = [Traffic(50 / 15, 950 / 15, 0.02)]
    assert found == visible(traffic, RULE, VISIBLE_TIMES)
    assert found is not None
    assert found.margin_s is not None


def test_before_anything_is_seen_it_is_what_was_before() -> None:
    before = {"ios": Before(600.0, 40_000, 800, 0.05)}
    found = Sights().visible("a", Comparison(RULE), before)
    traffic = [Traffic(50 / 15, 950 / 15, 0.02)]
    assert found == visible(traffic, RULE, VISIBLE_TIMES)


def test_each_snapshot_looks_at_one_comparison() -> None:
    sights = Sights()
    assert sights.visible("a", compared(4)) is not None
    assert sights.visible("b", compared(4)) is None
    sights.begin()
    assert sights.visible("a", compared(4)) is not None
    assert sights.visible("b", compared(4)) is not None


def test_what_is_known_is_kept_for_some_blocks_and_then_looked_at_again() -> None:
    sights, later = Sights(), compared(1).after({"ios": Pair(Outcomes(500, 1), Outcomes(500, 9))})
    first = sights.visible("a", compared(1))
    sights.begin()
    assert sights.visible("a", later) == first
    assert sights.visible("b", compared(1)) is not None
    sights.begin()
    assert sights.visible("a", compared(1 + EVERY_BLOCKS)) == first
    sights.begin()
    assert sights.visible("a", Comparison(RULE)) != first


def test_a_comparison_that_is_over_is_forgotten() -> None:
    sights = Sights()
    sights.visible("a", compared(4))
    sights.forget_others(frozenset({"b"}))
    assert sights.visible("a", compared(4)) is None
