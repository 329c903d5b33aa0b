"""A test of a channel proves it, refutes it, or leaves it open."""

import pytest

from cockpit.domain.channel_events import ChannelTested


@pytest.mark.parametrize(
    ("is_delivered", "is_shown", "is_proved"),
    [
        (True, None, True),
        (True, True, True),
        (True, False, False),
        (False, None, False),
        (None, None, None),
    ],
)
def test_what_was_taken_and_not_shown_is_refuted_and_what_is_open_stays_so(
    is_delivered: bool | None, is_shown: bool | None, is_proved: bool | None
) -> None:
    event = ChannelTested("chat", "slack", "", "m", is_delivered, is_shown, None, 0.1)
    assert event.is_proved is is_proved
