"""Numbers that are old, partial or full of holes are never taken for good ones."""

import math
from collections.abc import Callable
from typing import TypeAlias

from msgspec.structs import replace

from cockpit.app.board_codes import DataCode
from cockpit.app.doubts import STALE_S, doubts
from cockpit.app.store import MOST_EXACT_SERIES, Mode
from cockpit.domain.message import Message
from cockpit.ports.errors import BadAnswerError, UnreachableError
from cockpit.ports.metrics import Series
from tests.kit.desks import Table

Spoil: TypeAlias = Callable[[tuple[Series, ...]], tuple[Series, ...]]

WHY = Message("test.why")
WINDOW_S = 300.0


def codes(table: Table) -> list[str]:
    return [one.code for one in doubts(table.desk(), table.part, WINDOW_S)]


def without(platform: str, *, after_s: float = 0.0, until_s: float = math.inf) -> Spoil:
    """Return what takes the points of a platform within these times out of an answer."""

    def spoil(series: tuple[Series, ...]) -> tuple[Series, ...]:
        return tuple(_thinned(one, platform, after_s, until_s) for one in series)

    return spoil


def _thinned(one: Series, platform: str, after_s: float, until_s: float) -> Series:
    if one.labels.get("platform") != platform:
        return one
    points = zip(one.times_s, one.values, strict=True)
    kept = [(at_s, value) for at_s, value in points if not after_s < at_s <= until_s]
    return replace(one, times_s=tuple(at for at, _ in kept), values=tuple(v for _, v in kept))


def test_fresh_and_whole_numbers_can_be_relied_on() -> None:
    table = Table()
    table.ask()
    assert codes(table) == []


def test_before_the_first_answer_nothing_is_known() -> None:
    assert codes(Table()) == [DataCode.NOT_ASKED]


def test_a_source_that_is_down_is_the_one_thing_to_say() -> None:
    table = Table()
    table.ask()
    table.contacts.failed("metrics", UnreachableError(WHY))
    (doubt,) = doubts(table.desk(), table.part, WINDOW_S)
    assert (doubt.code, doubt.value("why")) == (DataCode.SOURCE_DOWN, WHY)


def test_a_question_without_a_usable_answer_tells_why() -> None:
    table = Table()
    table.ask()
    table.contacts.unusable(table.part.events, BadAnswerError(WHY))
    assert doubts(table.desk(), table.part, WINDOW_S) == (WHY,)


def test_a_metric_that_nobody_counts_is_named() -> None:
    table = Table()
    table.metrics.spoil = lambda _series: ()
    table.ask()
    (doubt,) = doubts(table.desk(), table.part, WINDOW_S)
    assert (doubt.code, doubt.value("metric")) == (DataCode.EMPTY, "shop_flow_attempts_total")


def test_numbers_are_stale_after_a_minute_and_not_before() -> None:
    table = Table()
    table.ask()
    table.clock.move(STALE_S)
    assert codes(table) == []
    table.clock.move(1.0)
    assert DataCode.STALE in codes(table)


def test_where_samples_are_rare_they_are_stale_later() -> None:
    table = Table(scrape_s=30.0)
    desk = table.ask()
    assert desk.stale_s(table.part) == 90.0


def test_a_clock_that_is_far_off_leaves_the_age_unknown() -> None:
    table = Table()
    table.metrics.skew_s = 31.0
    table.ask()
    assert codes(table) == [DataCode.SKEWED]


def test_an_answer_with_a_warning_is_partial() -> None:
    table = Table()
    table.metrics.warnings = (WHY,)
    table.ask()
    assert codes(table) == [DataCode.PARTIAL]


def test_samples_that_could_not_be_used_are_counted() -> None:
    table = Table()
    table.metrics.spoil = lambda series: tuple(replace(one, dropped_count=1) for one in series)
    table.ask()
    (doubt,) = doubts(table.desk(), table.part, WINDOW_S)
    attempts_and_results = 4 + 4
    assert doubt.code == DataCode.DROPPED
    assert doubt.value("samples_count") == attempts_and_results


def test_a_platform_that_falls_silent_is_named_though_the_others_go_on() -> None:
    table = Table()
    table.ask()
    table.metrics.spoil = without("android", after_s=table.clock.now().timestamp())
    table.clock.move(70.0)
    table.ask()
    (doubt,) = doubts(table.desk(), table.part, WINDOW_S)
    assert (doubt.code, doubt.value("platform")) == (DataCode.PLATFORM_SILENT, "android")
    assert doubt.value("silent_s") == 70.0


def test_a_hole_in_the_window_is_told_until_the_window_has_left_it() -> None:
    table = Table()
    now_s = table.clock.now().timestamp()
    table.metrics.spoil = without("ios", after_s=now_s - 200.0, until_s=now_s - 100.0)
    table.ask()
    (doubt,) = doubts(table.desk(), table.part, WINDOW_S)
    assert (doubt.code, doubt.value("platform")) == (DataCode.GAP, "ios")
    assert doubts(table.desk(), table.part, 30.0) == ()


def test_a_part_is_exact_only_when_all_of_it_is() -> None:
    table = Table()
    desk = table.ask()
    assert desk.mode(table.part) is Mode.EXACT
    assert table.part.good is not None
    table.store.set_series_count(table.part.good, MOST_EXACT_SERIES + 1)
    assert desk.mode(table.part) is Mode.ESTIMATED
