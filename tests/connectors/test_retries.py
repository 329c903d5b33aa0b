"""Which errors are worth another try."""

import time

import pytest

from cockpit.connectors.codes import SourceCode
from cockpit.connectors.reply import Reply
from cockpit.connectors.retries import again
from cockpit.domain.message import message
from cockpit.ports.errors import BadAnswerError, Refusal, RefusedError, UnreachableError

pytestmark = pytest.mark.slow

CUT = UnreachableError(message(SourceCode.CUT_OFF))
TRIES = [
    pytest.param(CUT, 60.0, 3, id="a lost connection"),
    pytest.param(CUT, 0.02, 1, id="no time left"),
    pytest.param(UnreachableError(message(SourceCode.TIMEOUT)), 60.0, 1, id="out of time"),
    pytest.param(UnreachableError(message(SourceCode.CERTIFICATE)), 60.0, 1, id="certificate"),
    pytest.param(BadAnswerError(message(SourceCode.NOT_JSON)), 60.0, 1, id="a bad answer"),
    pytest.param(RefusedError(message(SourceCode.TOO_MANY), Refusal.TOO_MANY), 60.0, 1, id="429"),
    pytest.param(
        RefusedError(message(SourceCode.TOO_MANY), Refusal.TOO_MANY, retry_after_s=0.01),
        60.0,
        3,
        id="429 for a moment",
    ),
    pytest.param(ZeroDivisionError(), 60.0, 1, id="a mistake of ours"),
]


@pytest.mark.parametrize(("error", "left_s", "tries_count"), TRIES)
def test_only_what_may_be_chance_is_tried_again(
    error: Exception, left_s: float, tries_count: int
) -> None:
    tried: list[float] = []

    def read(ends_s: float) -> Reply:
        tried.append(ends_s)
        raise error

    with pytest.raises(type(error)):
        again(read, time.monotonic() + left_s)
    assert len(tried) == tries_count
    assert len(set(tried)) == 1  # one deadline for all tries


def test_nothing_is_printed_about_a_try(capsys: pytest.CaptureFixture[str]) -> None:
    def read(_ends_s: float) -> Reply:
        raise CUT

    with pytest.raises(UnreachableError):
        again(read, time.monotonic() + 60.0)
    assert capsys.readouterr() == ("", "")
