"""Whether this computer has a screen to open a window on."""

from collections.abc import Mapping

_SCREENS = ("WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM")
"""One of these tells Qt where to draw; without any of them it gives up on Linux."""


def has_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Return whether a window can be opened; `platform` as `sys.platform` has it."""
    if platform in {"win32", "darwin"}:
        return True
    return any(environment.get(name) for name in _SCREENS)
