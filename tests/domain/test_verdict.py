import pytest

from cockpit.domain.verdict import Rule, split_alpha, usual_margin_times


@pytest.mark.parametrize("alpha", [0.0, 1.0, 5.0])
def test_an_alpha_that_is_no_probability_is_refused(alpha: float) -> None:
    with pytest.raises(ValueError, match="alpha"):
        Rule(alpha=alpha)


def test_a_margin_of_equal_is_refused() -> None:
    with pytest.raises(ValueError, match="margin_times"):
        Rule(margin_times=1.0)


@pytest.mark.parametrize("block_s", [0.0, -1.0, 301.0])
def test_a_block_lies_within_two_starts(block_s: float) -> None:
    with pytest.raises(ValueError, match="block_s"):
        Rule(block_s=block_s)


def test_the_search_starts_anew_every_five_minutes() -> None:
    assert Rule(block_s=15).start_every_count == 20
    assert Rule(block_s=60).start_every_count == 5


def test_twelve_metrics_in_four_stages_share_one_alpha() -> None:
    assert split_alpha(12, 4) == pytest.approx(0.05 / 48)


def test_the_first_percent_must_rule_out_twice_as_bad() -> None:
    assert (usual_margin_times(0.01), usual_margin_times(0.05)) == (2.0, 1.5)
