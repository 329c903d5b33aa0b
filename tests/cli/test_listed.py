"""No lever is not an unknown lever."""

import pytest

from cockpit.cli.codes import CliCode
from cockpit.cli.listed import listed
from cockpit.domain.message import message
from cockpit.words.language import Language
from tests.cli.speaking import words


@pytest.mark.parametrize(
    ("language", "nothing"),
    [(Language.KO, "있는 레버: 아직 없음"), (Language.EN, "There are: none yet")],
)
def test_where_nothing_is_there_that_is_said(language: Language, nothing: str) -> None:
    assert listed(["a", "b"]) == "a, b"
    told = words(language).text(message(CliCode.NO_SUCH_FLAG, flag="a", known=listed([])))
    assert told.rstrip(".").endswith(nothing)
