"""What was counted once is remembered, and never for longer than it is true."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.app.counting import MOST_KNOWN, Cell, Counting
from cockpit.app.plan import Counted, Named
from cockpit.app.store import Store
from cockpit.ports.metrics import Answer, Selector, Series
from cockpit.ports.sources import Contact
from cockpit.ports.workspace import Labels, VersionFrom

T0 = 1_700_000_000.0
ASK = Counted("metrics", Selector("events_total"), ("version", "platform"))
NAMES = Named("metrics", Selector("target_info"))
BY_POD = VersionFrom(metric="target_info", on=("pod",), label="version")


def answer(*series: Series) -> Answer:
    return Answer(series, (), Contact(datetime.fromtimestamp(T0, UTC), 0.01, 0.0))


def told(store: Store, at_s: float, value: float, version: str = "1") -> None:
    """Have the store keep one sample."""
    sample = Series({"version": version, "platform": "ios"}, (T0 + at_s,), (value,))
    store.take(ASK, answer(sample), from_s=T0, until_s=T0 + at_s)


def counts(counting: Counting, start_s: float, end_s: float) -> dict[Cell, float]:
    found = counting.blocks(ASK, (T0 + start_s, T0 + end_s))
    return {cell: float(blocks[0]) for cell, blocks in found.items()}


@given(st.data())
def test_what_is_remembered_is_what_would_be_counted_anew(data: st.DataObject) -> None:
    store = Store()
    counting = Counting(store, Labels())
    value = 0
    for step in range(1, data.draw(st.integers(1, 12)) + 1):
        change = data.draw(st.sampled_from(["nothing", "sample", "other version", "forget"]))
        if change == "forget":
            store.forget_before(ASK, T0 + 10.0 * data.draw(st.integers(0, step)))
        elif change != "nothing":
            value += data.draw(st.integers(0, 9))
            told(store, 10.0 * step, value, "2" if change == "other version" else "1")
        for _ in range(data.draw(st.integers(0, 2))):
            start_s = 10.0 * data.draw(st.integers(-1, step - 1))
            span = (start_s, start_s + 10.0 * data.draw(st.integers(1, 3)))
            anew = counts(Counting(store, Labels()), *span)
            assert counts(counting, *span) == pytest.approx(anew, nan_ok=True)


def test_nothing_is_counted_twice_of_the_same_samples() -> None:
    store = Store()
    counting = Counting(store, Labels())
    told(store, 0.0, 1.0)
    told(store, 10.0, 5.0)
    first = counting.blocks(ASK, (T0, T0 + 10.0))
    assert counting.blocks(ASK, [T0, T0 + 10.0]) is first
    assert not first[Cell("1", "ios")].flags.writeable
    told(store, 20.0, 6.0)
    assert counting.blocks(ASK, (T0, T0 + 10.0)) is not first


def test_a_version_that_gets_its_name_later_is_counted_under_it() -> None:
    store, labels = Store(), Labels(version_from=BY_POD)
    ask = Counted("metrics", Selector("events_total"), ("pod",))
    counting = Counting(store, labels)
    points = Series({"pod": "a"}, (T0, T0 + 10.0), (0.0, 5.0))
    store.take(ask, answer(points), from_s=T0, until_s=T0 + 10.0)
    assert set(counting.blocks(ask, (T0, T0 + 10.0))) == {Cell("")}
    named = Series({"pod": "a", "version": "3.2.0"}, (T0,), (1.0,))
    store.take_names(NAMES, answer(named), BY_POD)
    assert set(counting.blocks(ask, (T0, T0 + 10.0))) == {Cell("3.2.0")}


def test_spans_that_nobody_asks_for_any_more_are_not_kept_for_ever() -> None:
    store = Store()
    counting = Counting(store, Labels())
    told(store, 0.0, 1.0)
    told(store, 10.0, 5.0)
    first = counting.blocks(ASK, (T0, T0 + 10.0))
    for number in range(MOST_KNOWN):
        counting.blocks(ASK, (T0 - number - 1.0, T0))
    assert counting.blocks(ASK, (T0, T0 + 10.0)) is not first
