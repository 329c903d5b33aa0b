import pytest

from cockpit.domain.split import Split, split


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
