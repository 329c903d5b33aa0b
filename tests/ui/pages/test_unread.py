"""Whether it is known that there is no launch."""

from msgspec.structs import replace

from cockpit.app.snapshot import JournalView
from cockpit.domain.message import message
from cockpit.ui.codes import UnreadCode
from cockpit.ui.pages.unread import is_unread
from tests.kit.story.states import STATES

NO_LAUNCH = STATES["no_launch"]()


def test_without_a_journal_nothing_is_known_of_launches() -> None:
    assert is_unread(replace(NO_LAUNCH, journal=None))
    broken = JournalView(0, None, is_writable=False, error=message(UnreadCode.HEAD))
    assert is_unread(replace(NO_LAUNCH, journal=broken))


def test_a_journal_that_was_read_knows_that_there_is_none() -> None:
    assert not is_unread(NO_LAUNCH)


def test_a_launch_that_is_known_is_shown_whatever_the_journal_does() -> None:
    assert not is_unread(replace(STATES["fault"](), journal=None))
