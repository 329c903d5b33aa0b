"""Work in a forked process: one that is killed, or that has given its rights away."""

import os
import sys
import traceback
from collections.abc import Callable


def in_a_child(work: Callable[[], None]) -> int:
    """Run `work` in a forked process and return that process's id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    except BaseException:  # noqa: BLE001 - a child must never return into pytest
        traceback.print_exc(file=sys.stderr)
    finally:
        sys.stderr.flush()
        os._exit(code)
