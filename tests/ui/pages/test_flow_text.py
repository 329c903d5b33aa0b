"""What tiles say: only what is known, and the worst by name."""

import pytest
from msgspec.structs import replace

from cockpit.app.board_codes import DataCode
from cockpit.app.promise_view import BurnView
from cockpit.app.snapshot import FlowView, TileState
from cockpit.app.store import Mode
from cockpit.domain.message import message
from cockpit.domain.slo import SloState
from cockpit.ui.kit.mark import Shape
from cockpit.ui.look import Role
from cockpit.ui.pages.flow_text import (
    Stage,
    causes,
    causes_head,
    figures,
    is_about_speed,
    ordered,
    stage_of,
    summary,
    version_of,
    window_text,
)
from cockpit.ui.say import DASH
from cockpit.words.language import Language
from tests.kit.story.flows import calm_flows, empty_flow, fault_flows, unknown_flow
from tests.kit.story.moments import breaking, closed, fault, no_launch
from tests.kit.story.setting import say
from tests.kit.story.times import NOW

KO, EN = say(), say(Language.EN)
DOWN = message(DataCode.EMPTY, source="metrics", age_s=240.0)
CHECKOUT, COUPON, CART, LOGIN = fault_flows()


def test_the_summary_names_what_is_wrong_and_keeps_the_rest_short() -> None:
    assert summary(fault_flows(), None, KO) == "쿠폰 나쁨, 결제 주의, 나머지 정상"
    assert summary(calm_flows(NOW), None, KO) == "모두 정상"


def test_the_summary_begins_with_a_new_version_that_is_broken_while_the_whole_is_fine() -> None:
    calm = calm_flows(NOW)
    broken = (*(replace(one, new_state=TileState.BAD) for one in calm[:1]), *calm[1:])
    name = KO.name("flow", calm[0].name)
    assert summary(broken, "3.2.0", KO) == f"3.2.0 {name} 나쁨 · 전체로는 모두 정상"
    assert summary(fault_flows(), "3.2.0", KO) == "쿠폰 나쁨, 결제 주의, 나머지 정상"
    assert summary(calm, "3.2.0", KO) == "모두 정상"


def test_a_flow_is_about_speed_when_only_slow_answers_are_wrong() -> None:
    slow = next(one for one in breaking().flows if one.name == "coupon")
    assert is_about_speed(slow)
    assert not is_about_speed(replace(slow, new_state=TileState.BAD))
    assert not is_about_speed(replace(slow, slo=slow.latency_slo))
    assert not any(map(is_about_speed, fault_flows()))


def test_the_summary_never_calls_the_unknown_fine() -> None:
    unknown = tuple(unknown_flow(one, 240.0, DOWN) for one in fault_flows())
    assert "정상" not in summary(unknown, None, KO)
    assert "모름" in summary((unknown[0], LOGIN), None, KO)
    assert "정상" not in summary((), None, KO)


def test_the_summary_counts_where_names_would_leave_no_room() -> None:
    bad = [replace(COUPON, name=f"b{place}", state=TileState.BAD) for place in range(10)]
    warned = [replace(COUPON, name=f"w{place}", state=TileState.WARN) for place in range(2)]
    told = (*bad, *warned, LOGIN)
    assert summary(told, None, KO) == "나쁨 10개, 주의 2개, 나머지 정상"
    assert summary(told, None, EN) == "10 bad, 2 warning, rest OK"


def test_the_summary_names_at_most_three_flows_of_a_state() -> None:
    many = tuple(replace(COUPON, name=f"f{number}") for number in range(9))
    assert summary((*many, LOGIN), None, KO).startswith("f0, f1, f2 외 6 ")


def test_flows_keep_their_order_until_there_are_too_many() -> None:
    four = (LOGIN, CART, CHECKOUT, COUPON)
    assert ordered(four, 4) == four
    assert ordered((*four, LOGIN), 4)[:2] == (COUPON, CHECKOUT)


@pytest.mark.parametrize(
    ("flow", "stage"),
    [
        (COUPON, Stage.FULL),
        (unknown_flow(COUPON, 240.0, DOWN), Stage.LAST),
        (empty_flow("coupon"), Stage.READING),
        (replace(empty_flow("coupon"), messages=(DOWN,)), Stage.NOTHING),
    ],
)
def test_a_tile_shows_as_much_as_is_known(flow: FlowView, stage: Stage) -> None:
    assert stage_of(flow) is stage


def test_four_figures_stand_in_fixed_places() -> None:
    every, new, p95, burn = figures(COUPON, "3.2.0", KO)
    assert (every.value, every.unit, every.note) == ("97.8", "%", "n 18,019")
    assert (new.value, new.shape, new.role) == ("91.1", Shape.BAD, Role.BAD)
    assert (p95.value, p95.unit, p95.note) == ("412", "ms", "목표 600 ms")
    assert (burn.value, burn.note) == ("0.9", "3.2.0을 100 %로: 3.6×")


def test_only_what_is_wrong_has_a_colour() -> None:
    assert [one.role for one in figures(LOGIN, "3.2.0", KO)] == [Role.TEXT1] * 4
    assert figures(CHECKOUT, "3.2.0", KO)[0].shape is Shape.WARN


def test_values_that_cannot_be_relied_on_are_grey_and_have_no_mark() -> None:
    for one in figures(unknown_flow(COUPON, 240.0, DOWN), "3.2.0", KO):
        assert (one.role, one.shape) == (Role.TEXT3, None)


def test_what_was_never_read_is_a_dash() -> None:
    assert [one.value for one in figures(empty_flow("coupon"), None, KO)] == [DASH] * 4


def test_a_value_above_the_highest_bucket_says_so() -> None:
    above = replace(COUPON, p95_s=5.0, p95_is_above=True)
    assert figures(above, None, KO)[2].value == "> 5,000"


def test_the_burn_is_that_of_the_promise_that_is_worse_off() -> None:
    assert LOGIN.slo is not None
    pair = BurnView("page_quick", 3_600.0, 300.0, 14.4, 15.2, 90.0, is_firing=True)
    speed = replace(LOGIN.slo, state=SloState.BAD, burns=(pair,), budget_left_ratio=0.36)
    burn = figures(replace(LOGIN, latency_slo=speed), None, KO)[3]
    assert (burn.label, burn.value, burn.role) == ("예산 소진 · 지연", "15.2", Role.BAD)
    both = replace(LOGIN, slo=speed, latency_slo=speed)
    assert figures(both, None, KO)[3].label == "예산 소진"


def test_a_flow_without_promise_has_no_burn() -> None:
    burn = figures(replace(COUPON, slo=None), None, KO)[3]
    assert (burn.value, burn.note) == (DASH, "목표 없음")


def test_the_age_stands_beside_the_window_and_tells_an_estimate() -> None:
    assert window_text(COUPON, KO) == "최근 5분 · 3초 전"
    assert window_text(COUPON, EN) == "last 5 min · 3 s ago"
    assert "서버" in window_text(replace(COUPON, mode=Mode.ESTIMATED), KO)
    assert window_text(replace(COUPON, age_s=None), KO) == "최근 5분"


def test_causes_end_with_the_share_of_all_others() -> None:
    found = causes(COUPON, KO)
    assert [(one.name, one.word) for one in found] == [
        ("COUPON_NPE", "신규"),
        ("EXPIRED", ""),
        ("기타", ""),
    ]
    assert sum(one.share_ratio for one in found) == pytest.approx(1.0)
    assert causes_head(COUPON, KO) == "실패 원인 · 전체 51건"


def test_a_cause_that_has_grown_says_by_how_much() -> None:
    assert causes(CHECKOUT, KO)[0].word == "+30 %p"
    assert causes(CHECKOUT, KO)[0].is_loud
    assert not causes(replace(CHECKOUT, state=TileState.OK), KO)[0].is_loud


def test_no_causes_are_shown_while_nothing_is_judged() -> None:
    unknown = unknown_flow(COUPON, 240.0, DOWN)
    assert causes(unknown, KO) == ()
    assert causes_head(unknown, KO) == "판단하지 않음"
    assert causes_head(replace(COUPON, reasons=()), KO) == "실패 원인 없음"


def test_there_is_a_new_version_only_while_one_goes_out() -> None:
    assert version_of(fault()) == "3.2.0"
    assert version_of(no_launch()) is None
    assert version_of(closed()) is None
