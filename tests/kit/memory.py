"""A folder in memory where there is one, for what is not about the disk."""

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def in_memory(otherwise: Path) -> Generator[Path, None, None]:
    """Lend a folder in memory, or `otherwise` on systems without one that is a folder."""
    memory = Path("/dev/shm")
    if not memory.is_dir():
        yield otherwise
        return
    made = Path(tempfile.mkdtemp(prefix="cockpit-test-", dir=memory))
    try:
        yield made
    finally:
        shutil.rmtree(made)
