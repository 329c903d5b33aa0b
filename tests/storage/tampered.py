"""What verify says of a journal, and what a forger does to its rows and notes."""

from collections.abc import Callable

from cockpit.storage.verify import Report, State
from tests.storage.journals import (
    Setup,
    stored,
)


def found(report: Report) -> tuple[State, int | None, str]:
    """Return the state, the first bad row, and the code of what is wrong with it."""
    finding = report.findings[0]
    return report.state, finding.seq, finding.message.code


def bodies(setup: Setup) -> list[bytes]:
    return [body for _seq, body, _prev, _hash in stored(setup.file)]


def resigned(note: str, change: Callable[[str], str]) -> str:
    """Change the text of a note and keep its signature."""
    text, _blank, signature = note.rpartition("\n\n")
    return f"{change(text)}\n\n{signature}"
