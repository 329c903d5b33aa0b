"""The card of an error budget says how fast it burns, what is left and what is to come."""

import pytest
from msgspec.structs import replace

from cockpit.app.board_codes import BudgetCode
from cockpit.app.promise_view import SloView
from cockpit.app.store import Mode
from cockpit.domain.message import message
from cockpit.domain.slo import SloState
from cockpit.ui.kit.mark import Shape
from cockpit.ui.pages.flow_burn_text import PromiseText, promises
from cockpit.ui.pages.flow_text import budget_note
from cockpit.words.language import Language
from tests.kit.story.flows import fault_flows
from tests.kit.story.setting import say

KO, EN = say(), say(Language.EN)
CHECKOUT, COUPON, CART, LOGIN = fault_flows()
DAY_S = 86_400.0


def slo(**more: object) -> SloView:
    assert COUPON.slo is not None
    return replace(COUPON.slo, **more)


def told(**more: object) -> PromiseText:
    return promises(replace(COUPON, slo=slo(**more)), "3.2.0", KO)[0]


def test_both_promises_have_their_four_pairs() -> None:
    success, speed = promises(CHECKOUT, "3.2.0", KO)
    assert (success.title, speed.title) == ("성공 99.5 % 이상", "95 %가 800 ms 이내")
    assert [one.windows for one in success.pairs] == [
        "5분 · 1시간",
        "30분 · 6시간",
        "2시간 · 1일",
        "6시간 · 3일",
    ]
    assert success.pairs[0].burns == "2.1× · 2.2×"
    assert success.pairs[0].limit == "둘 다 14.4× 초과"


def test_a_pair_that_fires_is_marked_by_how_soon_somebody_has_to_look() -> None:
    burns = tuple(replace(one, is_firing=True) for one in slo().burns)
    assert [one.shape for one in told(burns=burns).pairs] == [
        Shape.BAD,
        Shape.BAD,
        Shape.WARN,
        Shape.WARN,
    ]
    assert {one.shape for one in told().pairs} == {None}


def test_a_window_that_is_not_known_is_a_dash() -> None:
    burns = tuple(replace(one, long_burn=None) for one in slo().burns)
    assert told(burns=burns).pairs[0].burns == "0.9× · –"


def test_what_is_left_says_over_which_time() -> None:
    assert told().facts[0] == "남은 예산 46 % (30일 기준)"
    partly = told(budget_known_s=12 * DAY_S)
    assert partly.facts[0] == "남은 예산 46 % (서버에 남은 12일 기준, 약속은 30일)"


def test_what_is_not_known_says_why() -> None:
    why = message(BudgetCode.SHORT, known_s=7_200.0, period_s=30 * DAY_S)
    facts = told(budget_left_ratio=None, exhaustion_s=None, budget_note=why).facts
    assert facts[0] == KO.text(why)
    assert told(budget_left_ratio=None, exhaustion_s=None).facts[0].startswith("남은 예산을 아직")


def test_the_end_of_a_budget_is_told_only_where_it_comes_before_it_is_renewed() -> None:
    assert "바닥납니다" not in "".join(told(exhaustion_s=40 * DAY_S).facts)
    assert "지금 속도면 10시간 뒤에 바닥납니다." in promises(CHECKOUT, None, KO)[0].facts


def test_what_the_new_version_would_burn_stands_last() -> None:
    assert told().facts[-1].startswith("3.2.0을 100 %로 열면 3.6×")
    at_full = slo().at_full
    assert at_full is not None
    breaking = told(at_full=replace(at_full, breaks=True, short_burn=20.0, long_burn=18.0))
    assert breaking.facts[-1] == "3.2.0을 100 %로 열면 20.0× (단계 동안 18.0×): 약속이 깨집니다."
    assert "3.2.0" not in "".join(promises(COUPON, None, KO)[0].facts)


def test_an_unknown_promise_says_so() -> None:
    assert told(state=SloState.UNKNOWN).facts[-1] == KO.text(slo().reasons[0])
    assert told(state=SloState.UNKNOWN, reasons=()).facts[-1].startswith("마지막으로 읽은")


def test_a_screen_reader_hears_all_of_it() -> None:
    spoken = promises(COUPON, "3.2.0", EN)[0].spoken
    for part in ("Success at least 97.5 %", "5 min", "0.9×", "14.4×", "46 %", "3.6×"):
        assert part in spoken


@pytest.mark.parametrize(
    ("more", "note"),
    [
        ({"budget_left_ratio": 0.03, "exhaustion_s": 32_400.0}, "예산 3 % · 9시간"),
        ({"budget_left_ratio": 0.03, "exhaustion_s": 4_200.0}, "예산 3 % · 1시간 10분"),
        ({"budget_left_ratio": 0.71, "exhaustion_s": 53 * DAY_S}, "예산 71 % 남음"),
        ({"budget_left_ratio": 0.71, "exhaustion_s": None}, "예산 71 % 남음"),
        ({"budget_left_ratio": -0.2, "exhaustion_s": 0.0}, "예산 다 씀"),
        ({"budget_left_ratio": 0.004, "exhaustion_s": None}, "예산 0.4 % 남음"),
        ({"budget_known_s": 12 * DAY_S, "exhaustion_s": None}, "12일치 예산 46 % 남음"),
        ({"budget_left_ratio": None, "full_budget_s": 32_400.0}, "새 예산이면 9시간"),
        ({"budget_left_ratio": None, "full_budget_s": None}, "소진 없음"),
    ],
)
def test_a_tile_has_room_for_what_is_left_and_how_long_it_lasts(
    more: dict[str, object], note: str
) -> None:
    assert budget_note(slo(**more), KO) == note


def test_windows_out_of_records_are_told_as_such() -> None:
    plain = promises(COUPON, "3.2.0", EN)
    recorded = promises(replace(COUPON, long_mode=Mode.RECORDED), "3.2.0", EN)
    note = "Windows of a day and more are from the server's records."
    assert [one.facts[-1] for one in recorded] == [note] * len(recorded)
    assert note not in [fact for one in plain for fact in one.facts]
