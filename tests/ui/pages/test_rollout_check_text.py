"""What checks weigh and rest on is said in plain words, and nothing is made up."""

import pytest
from msgspec.structs import replace

from cockpit.app.launch_view import CheckView
from cockpit.app.snapshot import Snapshot
from cockpit.domain.weight import Weight
from cockpit.ui.pages.rollout_check_text import basis, legend, meaning, rows_by_check, weight_word
from cockpit.words.language import Language
from tests.kit.story import weights
from tests.kit.story.setting import say


def check(given: Snapshot, name: str) -> CheckView:
    assert given.launch is not None
    assert given.launch.gate is not None
    return next(one for one in given.launch.gate.checks if one.check == name)


def told(name: str, language: Language = Language.KO) -> str:
    given = weights.mixed()
    rows = rows_by_check(given.release)
    return basis(check(given, name), rows.get(name), say(language))


def test_each_weight_has_a_word_and_a_meaning_that_begins_with_it() -> None:
    for language in Language:
        words = [weight_word(one, say(language)) for one in Weight]
        assert len(set(words)) == len(Weight)
        for one, word in zip(Weight, words, strict=True):
            assert meaning(one, say(language)).startswith(word)


def test_a_check_that_is_no_comparison_has_neither_word_nor_basis() -> None:
    bake = check(weights.mixed(), "bake")
    assert (weight_word(bake.weight, say()), meaning(bake.weight, say())) == ("", "")
    assert basis(bake, None, say()) == ""


def test_the_basis_has_both_counts_the_start_and_the_rule() -> None:
    assert told("compared slow coupon") == (
        "새 버전 171건 · 이전 버전 16,900건 · 10:05부터 · 규칙 judge/1"
    )


def test_a_check_that_is_watched_says_which_release_this_is() -> None:
    assert told("compared slow login").startswith("지켜보는 2번째 릴리즈 / 3 · ")
    assert told("compared slow login", Language.EN).startswith("Release 2 of 3 that is watched · ")


def test_a_check_that_has_been_watched_for_long_enough_says_nothing_of_it() -> None:
    assert "릴리즈" not in told("compared slow coupon")


@pytest.mark.parametrize("name", ["compared slow coupon", "compared slow login"])
def test_without_a_row_no_count_is_made_up(name: str) -> None:
    assert "건" not in basis(check(weights.mixed(), name), None, say())


def test_the_legend_tells_only_of_weights_that_are_there() -> None:
    given = weights.mixed().launch
    assert given is not None
    assert given.gate is not None
    whole = legend(given.gate.checks, say())
    assert [whole.index(meaning(one, say())) for one in Weight] == sorted(
        whole.index(meaning(one, say())) for one in Weight
    )
    holding = [replace(one, weight=None) for one in given.gate.checks]
    assert legend(holding, say()) == ""
