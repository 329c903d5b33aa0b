"""The binding that aborts is refused before it does."""

import pytest

from cockpit.ui.binding import why_not_binding


def test_the_release_that_loses_none_is_refused_where_none_can_be_lost() -> None:
    told = why_not_binding((6, 12, 0), (3, 11))
    assert told is not None
    assert told.value("pyside") == "6.12.0"
    assert told.value("python") == "3.11"


@pytest.mark.parametrize(
    ("pyside", "python"),
    [((6, 11, 3), (3, 11)), ((6, 12, 0), (3, 12)), ((6, 12, 0), (3, 13)), ((6, 12, 1), (3, 11))],
)
def test_every_other_pair_is_taken(pyside: tuple[int, int, int], python: tuple[int, int]) -> None:
    assert why_not_binding(pyside, python) is None
