"""Each question keeps its place within the interval, and is left in peace after failures."""

import pytest

from cockpit.app.plan import FIRST_WINDOWS_S, Windowed, planned
from cockpit.app.question_turns import MOST_PAUSE_S, Turn
from tests.kit.monitoring import workspace

PLAN = planned(workspace())


@pytest.mark.parametrize("place_ratio", [0.0, 0.25, 0.9])
@pytest.mark.parametrize("now_s", [1_000.0, 1_003.7, 1_004.999])
def test_it_is_asked_again_at_its_place_in_the_next_interval(
    now_s: float, place_ratio: float
) -> None:
    turn = Turn(PLAN.counted[0])
    turn.told(now_s, 5.0, place_ratio)
    assert now_s < turn.due_s <= now_s + 5.0
    assert turn.due_s % 5.0 == pytest.approx(5.0 * place_ratio)


def test_each_failure_doubles_the_pause_until_an_answer_comes() -> None:
    turn = Turn(PLAN.counted[0])
    pauses_s = []
    for _ in range(10):
        turn.failed(100.0, 5.0)
        pauses_s.append(turn.due_s - 100.0)
    assert pauses_s[:3] == [10.0, 20.0, 40.0]
    assert max(pauses_s) == MOST_PAUSE_S
    turn.told(100.0, 5.0, 0.0)
    turn.failed(100.0, 5.0)
    assert turn.due_s == 110.0


def test_the_longest_windows_are_not_asked_at_a_first_look() -> None:
    asked: tuple[object, ...] = (*PLAN.named, *PLAN.counted, *PLAN.windowed)
    left = [one for one in asked if not Turn(one).is_for_first]  # type: ignore[arg-type]
    assert left == [one for one in PLAN.windowed if one.range_s > FIRST_WINDOWS_S] != []
    assert all(isinstance(one, Windowed) for one in left)
