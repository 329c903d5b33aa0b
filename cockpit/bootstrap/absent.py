"""What stands in for a source, a journal or a lock file that cannot be opened."""

import uuid
from typing import Any, NoReturn

from typing_extensions import override


class Absent:
    """Answers every call with the error that kept the real one from opening.

    So the rest of the cockpit goes on: one source without a token takes no other with it, and a
    journal that cannot be opened leaves the safer direction open.
    """

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - it stands for any port
        """Return a call that raises; names of Python's own are not there."""
        if name.startswith("_"):
            raise AttributeError(name)

        def refuse(*_: object, **__: object) -> NoReturn:
            raise self._error

        return refuse

    @override
    def __repr__(self) -> str:
        return f"Absent({type(self._error).__name__})"


class LoneRun:
    """A run that others cannot see, because no lock file can be made here.

    It takes every other run for alive: what others have begun is then left to them, and nothing is
    sent in their place.
    """

    def __init__(self) -> None:
        self.run_id = uuid.uuid4().hex

    def is_alive(self, _run_id: str) -> bool:
        """Return True: whether another run has ended cannot be told."""
        return True

    def close(self) -> None:
        """End this run; there is nothing to give back."""
