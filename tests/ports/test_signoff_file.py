"""A file that holds no sign-off is told by a message."""

from cockpit.domain.message import Message
from cockpit.ports.signoff_file import SignOffFileError


def test_the_error_carries_what_is_said() -> None:
    told = Message("signoff.not_one", (("file", "a.json"),))
    error = SignOffFileError(told)
    assert (error.message, str(error)) == (told, "signoff.not_one")
