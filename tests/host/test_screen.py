"""A window is opened only where there is a screen."""

import pytest

from cockpit.host.screen import has_screen


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_a_desktop_of_its_own_always_has_a_screen(platform: str) -> None:
    assert has_screen(platform, {})


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_linux_has_a_screen_when_something_names_it(name: str) -> None:
    assert has_screen("linux", {name: ":0"})
    assert not has_screen("linux", {name: ""})


def test_linux_without_any_has_none() -> None:
    assert not has_screen("linux", {"PATH": "/bin"})
