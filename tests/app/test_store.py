"""Samples kept whatever order they come in, and no more of them than needed."""

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.app.counting import Cell, Counting
from cockpit.app.plan import Counted, Named, Windowed
from cockpit.app.store import ESTIMATE_S, MOST_EXACT_SERIES, MOST_SERIES, Mode, Store
from cockpit.domain.message import Message
from cockpit.ports.metrics import Answer, Selector, Series
from cockpit.ports.sources import Contact
from cockpit.ports.workspace import Labels, VersionFrom

T0 = 1_700_000_000.0
ASK = Counted("metrics", Selector("events_total"), ("version", "platform"))
WINDOW = Windowed("metrics", Selector("events_total"), ("le",), 3_600.0)
NAMES = Named("metrics", Selector("target_info"))


def answer(*series: Series, warnings: tuple[Message, ...] = ()) -> Answer:
    return Answer(series, warnings, Contact(datetime.fromtimestamp(T0, UTC), 0.01, 0.0))


def series(version: str, points: list[tuple[float, float]], **labels: str) -> Series:
    at_s, values = tuple(T0 + at for at, _ in points), tuple(value for _, value in points)
    return Series({"version": version, "platform": "ios", **labels}, at_s, values)


def counted(store: Store, start_s: float, end_s: float) -> dict[Cell, float]:
    found = Counting(store, Labels()).blocks(ASK, (T0 + start_s, T0 + end_s))
    return {cell: float(counts[0]) for cell, counts in found.items()}


@pytest.mark.slow
@given(st.data())
def test_shuffled_doubled_and_overlapping_answers_never_change_a_count(data: st.DataObject) -> None:
    grown = data.draw(st.lists(st.integers(0, 9), min_size=3, max_size=30))
    points = [(5.0 * n, float(sum(grown[: n + 1]))) for n in range(len(grown))]
    whole = Store()
    whole.take(ASK, answer(series("1", points)), from_s=T0, until_s=T0 + 1e3)
    pieces = data.draw(
        st.lists(st.tuples(st.integers(0, len(points)), st.integers(0, len(points))), max_size=12)
    )
    cuts = [points[min(pair) : max(pair)] for pair in pieces] + [points[::2], points[1::2]]
    torn = Store()
    for cut in data.draw(st.permutations(cuts)):
        shuffled = data.draw(st.permutations(cut))
        torn.take(ASK, answer(series("1", list(shuffled))), from_s=T0, until_s=T0 + 1e3)
    middle_s, end_s = 5.0 * (len(points) // 2), 5.0 * len(points)
    for span in ((-5.0, middle_s), (middle_s, end_s), (0.0, end_s)):
        assert counted(torn, *span) == pytest.approx(counted(whole, *span), nan_ok=True)


@pytest.mark.slow
@given(st.lists(st.integers(0, 9), min_size=80, max_size=200), st.integers(0, 79))
def test_forgetting_what_is_old_never_changes_what_is_counted_after(
    grown: list[int], from_block: int
) -> None:
    points = [(5.0 * n, float(sum(grown[: n + 1]))) for n in range(len(grown))]
    store = Store()
    store.take(ASK, answer(series("1", points)), from_s=T0, until_s=T0 + 2e3)
    before = counted(store, 5.0 * from_block + 2.0, 2e3)
    store.forget_before(ASK, T0 + 5.0 * from_block + 2.0)
    after = counted(store, 5.0 * from_block + 2.0, 2e3)
    assert after == pytest.approx(before, nan_ok=True)  # of the last block nothing is known


def test_a_series_that_appears_later_began_at_zero_and_those_of_the_first_scrape_did_not() -> None:
    store = Store()
    old = series("1", [(0, 5_000.0), (5, 5_010.0), (10, 5_020.0), (15, 5_030.0), (20, 5_040.0)])
    near = series("2", [(2, 700.0), (7, 701.0), (12, 702.0)], platform="web")
    born = series("2", [(15, 3.0), (20, 4.0)])
    store.take(ASK, answer(old, near, born), from_s=T0 - 1, until_s=T0 + 20)
    found = counted(store, -1.0, 20.0)
    assert found == {Cell("1", "ios"): 40.0, Cell("2", "web"): 2.0, Cell("2", "ios"): 4.0}


def test_a_partial_answer_does_not_count_as_having_told_all() -> None:
    store = Store()
    some = series("1", [(0, 1.0), (5, 2.0)])
    store.take(ASK, answer(some), from_s=T0 - 60, until_s=T0 + 5)
    store.take(ASK, answer(some, warnings=(Message("w"),)), from_s=T0, until_s=T0 + 10)
    assert store.whole_until_s(ASK) == T0 + 5
    assert store.kept(ASK).is_partial
    store.take(ASK, answer(some), from_s=T0, until_s=T0 + 15)
    assert not store.kept(ASK).is_partial
    assert store.asked_from_s(ASK) == T0 - 60


def test_samples_from_the_future_and_dropped_ones_are_counted_as_dropped() -> None:
    store = Store()
    bad = Series({"version": "1"}, (T0, T0 + 60), (1.0, 2.0), dropped_count=2)
    store.take(ASK, answer(bad), from_s=T0 - 60, until_s=T0)
    assert store.kept(ASK).newest_at_s == T0
    assert store.kept(ASK).newly_dropped_count == 3
    store.take(ASK, answer(series("1", [(5, 3.0)])), from_s=T0, until_s=T0 + 5)
    assert (store.kept(ASK).dropped_count, store.kept(ASK).newly_dropped_count) == (3, 0)


def test_an_empty_answer_is_remembered_as_empty() -> None:
    store = Store()
    assert not store.is_empty(ASK)
    store.take(ASK, answer(), from_s=T0 - 60, until_s=T0)
    assert store.is_empty(ASK)
    assert store.kept(ASK).newest_at_s is None


def test_too_many_series_are_estimated_and_never_mixed_with_exact_ones() -> None:
    store = Store()
    assert store.mode(ASK) is None
    assert store.set_series_count(ASK, MOST_EXACT_SERIES) is Mode.EXACT
    store.take(ASK, answer(series("1", [(0, 5.0)])), from_s=T0, until_s=T0)
    assert store.set_series_count(ASK, MOST_EXACT_SERIES + 1) is Mode.ESTIMATED
    assert store.kept(ASK).tracks == ()
    windows = [(ESTIMATE_S, 30.0), (2 * ESTIMATE_S, 12.5), (4 * ESTIMATE_S, 7.0)]
    store.take(ASK, answer(series("1", windows)), from_s=T0, until_s=T0 + 300)
    bounds = [T0 + n * ESTIMATE_S for n in range(5)]
    (counts,) = Counting(store, Labels()).blocks(ASK, bounds).values()
    assert counts[:2].tolist() == [30.0, 12.5]
    assert math.isnan(counts[2])
    assert counts[3] == 7.0
    assert store.kept(ASK).interval_s == ESTIMATE_S


def test_series_that_came_and_went_do_not_fill_the_memory() -> None:
    store = Store()
    many = [series("1", [(n / 100, 1.0)], pod=str(n)) for n in range(MOST_SERIES + 10)]
    store.take(ASK, answer(*many), from_s=T0, until_s=T0 + 1e3)
    store.forget_before(ASK, T0)
    assert len(store.kept(ASK).tracks) == MOST_SERIES
    assert store.kept(ASK).first_at_s == pytest.approx(T0 + 0.1)
    store.forget_before(Counted("metrics", Selector("other"), ()), T0)


def test_a_version_on_another_metric_is_joined_by_its_labels() -> None:
    given_from = VersionFrom(metric="target_info", on=("job", "instance"), label="service_version")
    labels = Labels(version_from=given_from)
    ask = Counted("metrics", Selector("events_total"), ("job", "instance", "platform"))
    store = Store()
    info = {"job": "shop", "instance": "a", "service_version": "3.2.0"}
    store.take_names(NAMES, answer(Series(info, (T0,), (1.0,))), given_from)
    store.take_names(NAMES, answer(Series({"job": "shop"}, (T0,), (1.0,))), given_from)
    told = [
        Series({"job": "shop", "instance": pod, "platform": "ios"}, (T0, T0 + 5), (0.0, 7.0))
        for pod in ("a", "b")
    ]
    store.take(ask, answer(*told), from_s=T0 - 60, until_s=T0 + 5)
    found = Counting(store, labels).blocks(ask, (T0, T0 + 5))
    assert {cell: counts.tolist() for cell, counts in found.items()} == {
        Cell("3.2.0", "ios"): [7.0],
        Cell("", "ios"): [7.0],
    }


def test_long_windows_are_summed_by_the_labels_asked_for() -> None:
    store = Store()
    assert store.window(WINDOW) is None
    found = [
        Series({"le": "1"}, (T0,), (5.0,)),
        Series({"le": "1", "pod": "b"}, (T0,), (2.0,)),
        Series({"le": "2"}, (), (), dropped_count=1),
    ]
    store.take_window(WINDOW, answer(*found), at_s=T0)
    window = store.window(WINDOW)
    assert window is not None
    assert (dict(window.counts), window.is_partial) == ({("1",): 7.0}, True)
