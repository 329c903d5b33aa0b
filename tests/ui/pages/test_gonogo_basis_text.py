"""The board says of each automatic check what it weighs and what it rests on, in plain words."""

import pytest
from msgspec.structs import replace

from cockpit.app.gonogo_view import ItemView
from cockpit.domain.weight import Weight
from cockpit.ui.pages.gonogo_basis_text import item_basis, item_meaning, item_weight
from cockpit.ui.pages.rollout_check_text import meaning, weight_word
from cockpit.words.language import Language
from tests.kit.story import sheets
from tests.kit.story.setting import say


def of(item_id: str) -> ItemView:
    return next(one for one in sheets.items() if one.item_id == item_id)


@pytest.mark.parametrize("language", Language)
def test_a_check_has_the_same_word_as_at_the_gates(language: Language) -> None:
    words = say(language)
    assert item_weight(of("api_errors"), words) == weight_word(Weight.VETO, words)
    assert item_weight(of("api_p95"), words) == weight_word(Weight.BLOCK, words)
    assert meaning(Weight.VETO, words) in item_meaning(of("api_errors"), words)


def test_a_signal_that_is_watched_for_now_says_which_release_this_is() -> None:
    assert item_weight(of("crash_free"), say()) == "지켜봄"
    assert item_basis(of("crash_free"), say()).startswith("지켜보는 2번째 릴리즈 / 3 · 2,140건")


def test_what_no_gate_compares_is_needed_for_go_all_the_same() -> None:
    item = of("flag_ready")
    assert item_weight(item, say()) == "필수"
    assert item_meaning(item, say()).endswith("Go라고 할 수 없습니다.")
    assert item_basis(item, say()) == "규칙 flag_ready flag=coupon_v2"


def test_the_basis_has_counts_times_rule_and_queries() -> None:
    told = item_basis(of("api_p95"), say(Language.EN))
    assert told == (
        "412,880 events · 09:53 to 09:58 · rule flow_latency flow=checkout p95_at_most_s=0.4"
        " · query shop_checkout_seconds_bucket"
    )


def test_a_question_to_a_person_weighs_nothing_by_itself() -> None:
    item = of("smoke")
    told = [one(item, say()) for one in (item_weight, item_meaning, item_basis)]
    assert told == ["", "", ""]


def test_a_check_that_only_ever_watches_does_not_count_releases() -> None:
    item = of("crash_free")
    assert item.rests is not None
    assert item.rests.weighing is not None
    weighing = replace(item.rests.weighing, weight=Weight.WATCH)
    only = replace(item, rests=replace(item.rests, weighing=weighing))
    assert item_basis(only, say()).startswith("2,140건")
