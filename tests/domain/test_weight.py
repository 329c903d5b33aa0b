"""Weights are said in the workspace by these words."""

from cockpit.domain.weight import Weight


def test_the_weights_are_four_words_from_the_heaviest_on() -> None:
    assert [one.value for one in Weight] == ["veto", "block", "hold", "watch"]
