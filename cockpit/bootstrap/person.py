"""Who sits at this computer, as far as it can tell."""

import getpass

NOBODY = "unknown"


def person_here() -> str:
    """Return the login name, which stands for a person who was not named; `unknown` without one.

    A container may run under a number that has no name, and no press may wait for one.
    """
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # what `getpass` lets out, by system and version
        return NOBODY
