"""Readers of fields: what each takes, and what it says of anything else."""

from collections.abc import Callable
from datetime import UTC, datetime
from math import inf, nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.app.decide.codes import DecideCode, WantedCode
from cockpit.app.decide.fields import ABSENT, MOST_COUNT, Place, Repeated, WrongInputError

NO_NUMBERS: list[object] = [None, True, False, "1", "", [], {}, nan, inf, -inf, 10**400]


def wanted(read: Callable[[Place], object], value: object) -> str | None:
    """Return the code of what is wanted; None when the value is taken."""
    try:
        read(Place(value, "in.x"))
    except WrongInputError as wrong:
        told: Any = wrong.message.value("wanted")
        return str(told.code)
    return None


@pytest.mark.parametrize("value", [*NO_NUMBERS, ABSENT])
@pytest.mark.parametrize(
    ("read", "code"),
    [
        (Place.number, WantedCode.NUMBER),
        (Place.count, WantedCode.COUNT),
        (Place.ratio, WantedCode.RATIO),
        (Place.open_ratio, WantedCode.OPEN_RATIO),
        (lambda place: place.whole(0, 9), WantedCode.WHOLE),
        (lambda place: place.above(0, 9), WantedCode.ABOVE),
        (lambda place: place.up_to(9), WantedCode.UP_TO),
    ],
)
def test_only_a_finite_number_is_a_number(
    read: Callable[[Place], object], code: WantedCode, value: object
) -> None:
    assert wanted(read, value) == code


@pytest.mark.parametrize(
    ("read", "fits", "not_quite"),
    [
        (Place.number, (-MOST_COUNT, 0, 1e-320, MOST_COUNT), (2**53 + 1, -1e300)),
        (Place.count, (0, 0.5, 7, MOST_COUNT, 1e-9), (-1, -1e-9, 1e-320, MOST_COUNT * 2)),
        (Place.bound_s, (-0.5, 0, 1e9), (1e300,)),
        (Place.ratio, (0, 1, 0.5, 1e-300), (-1e-9, 1.0000001)),
        (Place.open_ratio, (1e-9, 0.999), (0, 1, -0.5)),
        (lambda place: place.whole(0, 9), (0, 9, 3.0), (-1, 10, 2.5)),
        (lambda place: place.above(0, 9), (9, 1e-9), (0, 9.1, -1)),
        (lambda place: place.up_to(1), (1, -5), (1.1,)),
    ],
)
def test_a_number_keeps_within_its_range(
    read: Callable[[Place], object], fits: tuple[float, ...], not_quite: tuple[float, ...]
) -> None:
    assert [wanted(read, value) for value in fits] == [None] * len(fits)
    assert None not in [wanted(read, value) for value in not_quite]


@pytest.mark.parametrize(
    ("read", "fits", "code"),
    [
        (Place.text, "", WantedCode.TEXT),
        (Place.boolean, False, WantedCode.BOOLEAN),
        (Place.members, {}, WantedCode.OBJECT),
        (Place.items, [], WantedCode.LIST),
        (lambda place: place.one_of(("a", "b")), "b", WantedCode.ONE_OF),
    ],
)
def test_each_kind_of_value_is_itself_alone(
    read: Callable[[Place], object], fits: object, code: WantedCode
) -> None:
    assert wanted(read, fits) is None
    others: list[object] = ["", "x", False, 0, 1, None, [], {}, ABSENT]
    told = [wanted(read, one) for one in others if not (type(one) is type(fits) and one != "x")]
    assert set(told) <= {code, None}
    assert code in told
    assert wanted(read, ABSENT) == code


def test_a_list_has_the_length_that_is_asked_for() -> None:
    place = Place([1, 2], "in.x")
    assert [one.path for one in place.items(2)] == ["in.x[0]", "in.x[1]"]
    assert wanted(lambda one: one.items(3), [1, 2]) == WantedCode.LIST_OF
    assert wanted(lambda one: one.items(3), "no list") == WantedCode.LIST_OF
    assert wanted(lambda one: one.items(at_least=3), [1, 2]) == WantedCode.FILLED_LIST


def test_a_part_is_no_more_than_its_whole() -> None:
    with pytest.raises(WrongInputError) as caught:
        Place(3, "in.bad").part_of(Place(2, "in.n"))
    told: Any = caught.value.message.value("wanted")
    assert (told.value("whole"), told.value("limit")) == ("in.n", 2)
    assert Place(2, "in.bad").part_of(Place(2, "in.n")) == 2


def test_a_missing_field_is_told_apart_from_a_wrong_one() -> None:
    fields = Place({"there": None}, "in").fields("there", "missing")
    for name, code in (("there", DecideCode.WRONG), ("missing", DecideCode.MISSING)):
        with pytest.raises(WrongInputError) as caught:
            fields.needed(name).count()
        assert (caught.value.message.code, caught.value.message.value("field")) == (
            code,
            f"in.{name}",
        )
        assert fields.given(name) is None


def test_a_field_that_nobody_knows_is_told_with_those_that_are_known() -> None:
    with pytest.raises(WrongInputError) as caught:
        Place({"n": 1, "m": 2}, "in").fields("n", "k")
    told = caught.value.message
    assert (told.code, told.value("field"), told.value("known")) == (
        DecideCode.UNKNOWN_FIELD,
        "in.m",
        "n, k",
    )


def test_a_name_given_twice_is_told() -> None:
    with pytest.raises(WrongInputError) as caught:
        Place(Repeated([("n", 1), ("n", 1)], "n"), "in").members()
    assert caught.value.message.value("field") == "in.n"


@pytest.mark.parametrize(
    ("value", "bound_s"),
    [
        (0.5, 0.5),
        (0, 0),
        (-0.2, -0.2),
        ("0.5", 0.5),
        (".2", 0.2),
        ("1e0", 1.0),
        ("2.0e-1", 0.2),
        ("-.25", -0.25),
        ("+Inf", inf),
        ("+inf", inf),
        ("Inf", inf),
    ],
    ids=repr,
)
def test_a_bound_may_be_written_as_prometheus_labels_it(value: object, bound_s: float) -> None:
    assert Place(value, "in.le").bound_s() == bound_s


@pytest.mark.parametrize(
    "value",
    [*NO_NUMBERS[:2], "", "abc", "NaN", "-Inf", "1_0", "0x1", "1 ", "1e999", "\u0663", inf, nan],
)
def test_anything_else_is_no_bound(value: object) -> None:
    assert wanted(Place.bound_s, value) == WantedCode.BOUND


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-03-01T00:00:00Z", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01t09:00:00+09:00", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-02-28 19:00:00-05:00", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T00:00:00.5z", datetime(2026, 3, 1, 0, 0, 0, 500_000, tzinfo=UTC)),
        ("2026-03-01T00:00:00.123456789Z", datetime(2026, 3, 1, 0, 0, 0, 123_456, tzinfo=UTC)),
        ("2026-03-01T00:00:00-00:00", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T05:45:00+05:45", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2017-01-01T08:59:60+09:00", datetime(2017, 1, 1, tzinfo=UTC)),
    ],
)
def test_an_instant_is_read_at_any_offset(text: str, at: datetime) -> None:
    assert Place(text, "in.at").at() == at


@pytest.mark.parametrize(
    "value",
    [
        None,
        0,
        1_772_323_200,
        "",
        "2026-03-01",
        "2026-03-01T00:00:00",
        "2026-03-01T00:00Z",
        "20260301T000000Z",
        "2026-W09-1T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-03-01T24:00:00Z",
        "2026-03-01T00:60:00Z",
        "2026-03-01T00:00:61Z",
        "2026-03-01T00:00:00+24:00",
        "2026-03-01T00:00:00+0900",
        "2026-03-01T00:00:00+09:99",
        "2026-03-01T00:00:00 Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+09:00",
        "9999-12-31T23:59:59-09:00",
        "9999-12-31T23:59:60Z",
        "\uff12\uff10\uff12\uff16-03-01T00:00:00Z",
        ABSENT,
    ],
)
def test_anything_else_is_no_instant(value: object) -> None:
    assert wanted(Place.at, value) == WantedCode.INSTANT


@pytest.mark.slow
@given(st.datetimes(timezones=st.timezones()))
def test_an_instant_that_python_writes_is_read_back(at: datetime) -> None:
    text = at.isoformat()
    if text[-3] != ":" or text.count(":") > 3:
        return  # an offset with seconds, from before there were time zones
    try:
        expected = at.astimezone(UTC)
    except OverflowError:
        return
    assert Place(text, "in.at").at() == expected


@pytest.mark.slow
@given(st.recursive(st.text() | st.integers() | st.floats(), st.lists))
def test_what_was_there_is_shown_short(value: object) -> None:
    with pytest.raises(WrongInputError) as caught:
        Place(value, "in.x").boolean()
    assert 0 < len(str(caught.value.message.value("seen"))) <= 41
