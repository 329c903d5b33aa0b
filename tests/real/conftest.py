"""What the tests against real servers share and no other test needs."""

from pathlib import Path
from typing import Any

import pytest

from cockpit.ports.workspace import Workspace
from tests.kit.real.parts import needed
from tests.kit.real.promtool import Rehearsal, text_of
from tests.kit.real.rehearsing import Rehearse


@pytest.fixture
def rehearse(tmp_path: Path) -> Rehearse:
    """Return how to begin a rehearsal of a workspace, see `Rehearsal`."""
    program = needed("promtool")

    def begin(given: Workspace, series: dict[str, Any], *only: str, **more: Any) -> Rehearsal:
        return Rehearsal(program, tmp_path, text_of(given, *only), series, **more)

    return begin
