"""What there is, as one value of a sentence."""

from collections.abc import Iterable

from cockpit.cli.codes import CliCode
from cockpit.domain.message import Message, message


def listed(names: Iterable[str]) -> str | Message:
    """Return the names, or that there is none, which is not the same as not known."""
    return ", ".join(names) or message(CliCode.NOTHING_THERE)
