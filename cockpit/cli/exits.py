"""Exit statuses, the same for every command."""

from enum import IntEnum


class Exit(IntEnum):
    """What a script can tell from the end of a command."""

    OK = 0
    """Yes: done, healthy, verified."""

    NO = 1
    """No: refused, broken, failing."""

    UNKNOWN = 2
    """Not known: no data, no proof, nothing anchored."""

    USAGE = 64
    """The command was called wrongly."""

    INTERNAL = 70
    """The cockpit itself failed; the log says how."""
