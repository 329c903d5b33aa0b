"""A disk that is full: no file grows any further.

Python 3.11 takes it for written when only a part of a compiled module was, and cannot import that
module ever again. So nothing is compiled meanwhile, or a fresh checkout would be spoilt.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

NOTHING_COMPILED = {"PYTHONDONTWRITEBYTECODE": "1"}
"""The environment of a program whose disk will be full."""


@contextmanager
def no_file_beyond(size_bytes: int) -> Iterator[None]:
    """Let no file of this process grow beyond so many bytes."""
    resource = _limits()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    compiles_not, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        sys.dont_write_bytecode = compiles_not


def no_file_of_it_beyond(size_bytes: int, process: "subprocess.Popen[bytes]") -> None:
    """Do the same to another process, which has `NOTHING_COMPILED` in its environment."""
    resource = _limits()
    if not hasattr(resource, "prlimit"):
        pytest.skip("only Linux limits what another process writes")
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size_bytes, size_bytes))


def _limits() -> Any:
    """Return the module of limits; the test is left out where a system has none."""
    return pytest.importorskip("resource", reason="Windows limits no size of files")
