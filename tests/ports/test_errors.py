"""An error says what is known about a change: nothing happened, or only a look can tell."""

import pytest

from cockpit.domain.message import Message
from cockpit.ports.errors import (
    BadAnswerError,
    Refusal,
    RefusedError,
    SourceError,
    UnreachableError,
)

WHY = Message("test.why", (("source", "shop"),))


@pytest.mark.parametrize("kind", [SourceError, UnreachableError, BadAnswerError])
def test_an_error_promises_nothing_happened_unless_it_says_otherwise(
    kind: type[SourceError],
) -> None:
    assert not kind(WHY).may_have_applied
    assert kind(WHY, may_have_applied=True).may_have_applied


def test_a_refusal_has_changed_nothing_whatever_its_reason() -> None:
    assert [RefusedError(WHY, refusal).may_have_applied for refusal in Refusal] == (
        [False] * len(Refusal)
    )


def test_how_long_to_wait_is_not_known_unless_the_server_says_so() -> None:
    assert RefusedError(WHY, Refusal.TOO_MANY).retry_after_s is None
    assert RefusedError(WHY, Refusal.TOO_MANY, retry_after_s=7.0).retry_after_s == 7.0


def test_in_a_log_an_error_is_its_code_and_none_of_its_values() -> None:
    assert str(UnreachableError(WHY)) == "test.why"
