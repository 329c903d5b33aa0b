"""Whether it is known at all that there is no launch."""

from cockpit.app.snapshot import Snapshot


def is_unread(snapshot: Snapshot) -> bool:
    """Return whether nobody knows of a launch because the journal could not be read yet."""
    journal = snapshot.journal
    return snapshot.launch is None and (journal is None or journal.error is not None)
