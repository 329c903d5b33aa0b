"""Parameter sets of which the usual run plays a telling part, and `./dev full` the others too."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pytest

T = TypeVar("T")


def others_long(cases: Iterable[T], is_usual: Callable[[T], bool]) -> list[Any]:
    """Return all cases, with the mark `long` on those that are not usual; one has to be usual."""
    told = list(cases)
    assert any(is_usual(one) for one in told)
    return [one if is_usual(one) else pytest.param(one, marks=pytest.mark.long) for one in told]
