"""What the tests of storage share: a journal to tamper with."""

import shutil
from pathlib import Path

import pytest

from cockpit.storage.anchors import anchor_note
from tests.storage.journals import NOON, Setup, entry


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a journal of 42 rows: checkpoints at 20, anchored with a receipt at 21, and 41."""
    setup = Setup(tmp_path_factory.mktemp("made"))
    setup.fill(19)
    note = setup.checkpoints.place(at=NOON)
    anchor_note(setup.journal, setup.anchor(), note, stamped=entry)
    setup.fill(20, start=20)
    setup.checkpoints.place(at=NOON)
    setup.fill(1, start=40)
    setup.journal.close()
    return setup.folder


@pytest.fixture
def setup(made: Path, tmp_path: Path) -> Setup:
    """Return a copy of the journal for one test to tamper with."""
    return Setup(Path(shutil.copytree(made, tmp_path / "copy")))
