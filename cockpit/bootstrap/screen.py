"""Whether there is a screen, for whoever may not ask the host."""

import os
import sys

from cockpit.host import screen


def has_screen() -> bool:
    """Return whether a window can be opened here and now."""
    return screen.has_screen(sys.platform, os.environ)
