"""Signs are ordered by what a person has to see first."""

from itertools import permutations

from cockpit.app.snapshot import TileState
from cockpit.ui.kit.mark import Shape
from cockpit.ui.sign import Sign, gravest, sign_of


def test_every_sign_has_a_shape() -> None:
    assert {sign.value for sign in Sign} <= {shape.value for shape in Shape}


def test_the_gravest_does_not_depend_on_the_order() -> None:
    for signs in permutations(Sign, 3):
        assert gravest(signs) == gravest(tuple(sorted(signs)))


def test_unknown_is_never_hidden_by_something_good() -> None:
    for sign in (Sign.OK, Sign.NONE, Sign.OPEN, Sign.WAIT, Sign.WARN):
        assert gravest((sign, Sign.UNKNOWN)) is Sign.UNKNOWN
    assert gravest(()) is Sign.NONE


def test_every_state_of_a_tile_has_its_sign() -> None:
    assert {sign_of(state).value for state in TileState} == {state.value for state in TileState}
