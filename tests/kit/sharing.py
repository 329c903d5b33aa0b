"""How the tests of a whole run are shared out to the workers, and which of them begin."""

from typing_extensions import override
from xdist.scheduler import LoadFileScheduling

REAL = "tests/real/"
LONG_FIRST = (REAL, "tests/features/")


def begins(nodeid: str) -> int:
    """Return the place of a test's folder: real servers, whole launches, everything else."""
    places = (place for place, folder in enumerate(LONG_FIRST) if nodeid.startswith(folder))
    return next(places, len(LONG_FIRST))


class ServersTogether(LoadFileScheduling):  # type: ignore[misc] # xdist tells no types
    """Shares tests out by file; one worker gets all that need a real server, which starts once."""

    @override
    def _split_scope(self, nodeid: str) -> str:
        return REAL if nodeid.startswith(REAL) else str(super()._split_scope(nodeid))
