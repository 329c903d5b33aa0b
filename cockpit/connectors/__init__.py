"""The outside over HTTP, one file for each system."""

import sys

# httpx reads its own command line too where rich is installed: 50 ms for what nobody calls here.
# What is None cannot be found, and httpx goes on without it.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
