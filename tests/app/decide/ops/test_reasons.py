from hypothesis import given as each
from hypothesis import strategies as st

from cockpit.app.decide.ops.reasons import top
from tests.app.decide.asking import given


def test_those_as_frequent_come_by_name_and_the_rest_is_told() -> None:
    window = {"TIMEOUT": 30, "PG_5XX": 30, "CARD_DECLINED": 40, "OTHER": 3}
    assert top(given(k=2, window=window)) == {
        "top": [["CARD_DECLINED", 40], ["PG_5XX", 30]],
        "rest": 33,
        "total": 103,
    }


def test_nothing_failed() -> None:
    assert top(given(k=3, window={})) == {"top": [], "rest": 0, "total": 0}
    assert top(given(k=3, window={"A": 0})) == {"top": [["A", 0]], "rest": 0, "total": 0}
    assert top(given(k=0, window={"A": 2})) == {"top": [], "rest": 2, "total": 2}


@each(st.dictionaries(st.text(max_size=3), st.integers(0, 1000)), st.integers(0, 10))
def test_top_and_rest_add_up(window: dict[str, int], k: int) -> None:
    found = top(given(k=k, window=window))
    named = found["top"]
    assert isinstance(named, list)
    assert len(named) <= k
    assert sum(count for _, count in named) + found["rest"] == found["total"]
    assert named == sorted(named, key=lambda pair: (-pair[1], pair[0]))
