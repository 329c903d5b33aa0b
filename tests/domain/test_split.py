import numpy as np
import pytest

from cockpit.domain.split import Split, exposure_split, split


def test_a_spread_that_chance_cannot_make_is_a_mismatch() -> None:
    found = split([5200, 4800], [0.5, 0.5])
    assert found.p == pytest.approx(6.3342484e-05)
    assert found.is_mismatch


def test_a_spread_by_chance_is_none() -> None:
    found = split([1020, 49_100, 49_880], [0.01, 0.49, 0.50])
    assert found.p is not None
    assert found.p > 0.05
    assert not found.is_mismatch


def test_without_users_nothing_is_known() -> None:
    assert split([0, 0], [1, 99]) == Split(None, is_mismatch=False)


@pytest.mark.parametrize(
    ("users", "weights"),
    [([5], [1]), ([5, 5], [1]), ([5, 5], [1, 0]), ([5, -1], [1, 1]), ([5, 5], [-1, 2])],
)
def test_what_is_no_split_is_refused(users: list[float], weights: list[float]) -> None:
    with pytest.raises(ValueError, match="do not make a split"):
        split(users, weights)


@pytest.mark.parametrize(
    ("new_count", "all_count", "served_ratio", "is_mismatch"),
    [
        pytest.param(1_000, 20_000, 0.05, False, id="as served"),
        pytest.param(1_600, 20_000, 0.05, True, id="far too many"),
        pytest.param(500, 20_000, 0.05, True, id="far too few"),
        pytest.param(0, 20_000, 0.05, True, id="nobody"),
        pytest.param(20_000, 20_000, 0.05, True, id="everybody"),
        pytest.param(110_000, 2_000_000, 0.05, False, id="a lottery that is a tenth off"),
        pytest.param(11, 400, 0.05, False, id="too few to say"),
        pytest.param(10, 20_000, 1.0, False, id="a flag for everybody"),
        pytest.param(0, 0, 0.05, False, id="nothing at all"),
    ],
)
def test_the_new_version_should_have_the_part_of_the_events_that_its_flag_serves(
    new_count: float, all_count: float, served_ratio: float, is_mismatch: bool
) -> None:
    assert exposure_split(new_count, all_count, served_ratio).is_mismatch is is_mismatch


@pytest.mark.slow
def test_an_equal_spread_is_hardly_ever_called_a_mismatch_though_users_return() -> None:
    chance = np.random.default_rng(70)
    wrong = 0
    for _ in range(500):
        is_new = chance.random(4_000) < 0.05
        events = chance.poisson(chance.exponential(3.0, 4_000))
        wrong += exposure_split(events[is_new].sum(), events.sum(), 0.05).is_mismatch
    assert wrong <= 2
