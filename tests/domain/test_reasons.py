from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.reasons import Reason, top_reasons

WINDOW = {"CARD_DECLINED": 40, "TIMEOUT": 30, "PG_5XX": 30, "OTHER_A": 2, "OTHER_B": 1}


def test_reasons_as_frequent_stand_in_the_order_of_names() -> None:
    found = top_reasons(WINDOW, 3)
    assert [(one.name, one.count) for one in found.top] == [
        ("CARD_DECLINED", 40),
        ("PG_5XX", 30),
        ("TIMEOUT", 30),
    ]
    assert (found.rest_count, found.total_count) == (3, 103)


def test_a_reason_is_held_against_the_baseline() -> None:
    found = top_reasons({"NPE": 60, "TIMEOUT": 40}, 2, {"TIMEOUT": 90, "X": 10}, 3.0)
    assert found.top == (
        Reason("NPE", 60, 0.6, 0.0, 60.0),
        Reason("TIMEOUT", 40, 0.4, 0.9, 10.0),
    )


def test_an_empty_baseline_has_no_shares() -> None:
    found = top_reasons({"NPE": 6}, 2, {})
    assert (found.top[0].baseline_share_ratio, found.top[0].change_count) == (None, 6.0)


def test_without_a_baseline_no_change_is_claimed() -> None:
    assert top_reasons({"NPE": 6}, 2).top == (Reason("NPE", 6, 1.0, None, None),)


def test_no_failure_has_no_reason() -> None:
    found = top_reasons({}, 3)
    assert (found.top, found.rest_count, found.total_count) == ((), 0, 0)


def test_a_reason_that_nobody_gave_comes_last_and_has_no_share() -> None:
    found = top_reasons({"UNUSED": 0, "NPE": 2, "IDLE": 0}, 3)
    assert found.top == (Reason("NPE", 2, 1.0), Reason("IDLE", 0, 0.0), Reason("UNUSED", 0, 0.0))
    assert top_reasons({"NPE": 0}, 3).top == (Reason("NPE", 0, 0.0),)


@given(st.dictionaries(st.text(max_size=5), st.integers(0, 1000)), st.integers(0, 10))
def test_top_and_rest_add_up(window: dict[str, int], most_count: int) -> None:
    found = top_reasons(window, most_count)
    assert sum(one.count for one in found.top) + found.rest_count == sum(window.values())
